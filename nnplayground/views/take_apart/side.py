"""What stands beside the matrices: the formula with its check, or the loss along one weight."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from nnplayground.views.take_apart.formula_card import FormulaCard
from nnplayground.views.take_apart.gradient_line import GradientLine
from nnplayground.views.take_apart.weight_chart import WeightChart
from nnplayground.views.theme import Theme


class Side(QWidget):
    """Formula and check, or L(w).

    Signals:
        turned_to_chart(): the loss along a weight came into view.
    """

    turned_to_chart = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = FormulaCard()
        self.line = GradientLine()
        self.chart = WeightChart()
        self.formula_button = _chip("Formula", "Where the number comes from")
        self.chart_button = _chip("L(w)", "The loss as the chosen weight turns, and its tangent")
        self._stack = QStackedLayout()
        self._room = 0
        self._arrange()

    def _arrange(self) -> None:
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in (self.formula_button, self.chart_button):
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.formula_button.setChecked(True)
        texts = QWidget()
        texts.setObjectName("scrolled")
        self._texts = QBoxLayout(QBoxLayout.Direction.TopToBottom, texts)
        self._texts.setContentsMargins(0, 0, 4, 0)
        self._texts.setSpacing(8)
        self._texts.addWidget(self.card)
        self._texts.addWidget(self.line)
        self._texts.addStretch(1)
        area = QScrollArea()
        area.setWidget(texts)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack.addWidget(area)
        self._stack.addWidget(self.chart)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 2, 12, 6)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addLayout(self._stack, 1)
        self.chart_button.toggled.connect(self._on_toggled)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.card.apply_theme(theme)
        self.line.apply_theme(theme)
        self.chart.apply_theme(theme)

    @property
    def shows_chart(self) -> bool:
        """Whether the loss along a weight is in view."""
        return self.chart_button.isChecked()

    def show_chart(self) -> None:
        """Bring the loss along a weight into view."""
        self.chart_button.setChecked(True)

    def sizeHint(self) -> QSize:
        return QSize(self._room, super().sizeHint().height())

    def set_room(self, width: int) -> None:
        """Take at most so many pixels; the texts are not wider than they read well."""
        # not a fixed width: a panel that needs the width it has makes its window wider
        self._room = width
        self.setMaximumWidth(width)
        self.updateGeometry()
        for widget in (self.card, self.line):
            widget.setMaximumWidth(780)

    def _on_toggled(self, shows_chart: bool) -> None:
        self._stack.setCurrentIndex(int(shows_chart))
        if shows_chart:
            self.turned_to_chart.emit()


def _chip(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setCheckable(True)
    button.setProperty("role", "chip")
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
