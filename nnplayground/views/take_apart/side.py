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

from nnplayground.core.explain import Formula, explain
from nnplayground.core.trace import Trace
from nnplayground.session import Session
from nnplayground.session.taken_apart import is_in
from nnplayground.session.trace_cursor import CellPlace
from nnplayground.views.take_apart.formula_card import FormulaCard
from nnplayground.views.take_apart.gradient_line import GradientLine
from nnplayground.views.take_apart.parameters import parameter_of
from nnplayground.views.take_apart.weight_chart import WeightChart
from nnplayground.views.theme import Theme

# What stands before W or b in the names of what is about one parameter.
ABOUT_PARAMETERS = ("", "d", "g", "step", "new")


class Side(QWidget):
    """Formula and check, or L(w).

    Args:
        session: cursor and hidden cells.

    Signals:
        turned_to_chart(): the loss along a weight came into view.
    """

    turned_to_chart = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
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

    # ---- what is shown -------------------------------------------------------------------

    def show_trace(self, trace: Trace, hovered: CellPlace | None, is_still: bool) -> None:
        """Show the formula with its check, or L(w), of what the cursor is at.

        Args:
            trace: the iteration.
            hovered: the cell under the pointer, None for none.
            is_still: whether training rests, so that there is time for a check.
        """
        cursor = self._session.apart
        if self.shows_chart:
            self._show_chart(trace)
            return
        self.show_card(trace, hovered)
        operation = cursor.operation
        key = cursor.cell.key if cursor.cell is not None else cursor.focus
        if not key and operation is not None:
            key = operation.key
        self.line.show_operation(trace, key, cursor.cell, is_still)

    def _show_chart(self, trace: Trace) -> None:
        cursor, hidden = self._session.apart, self._session.hidden
        cell, layout = cursor.cell, trace.problem.layout
        known = cell is not None and is_in(trace, cell)
        index = parameter_of(trace, cell) if cell is not None and known else None
        is_secret = index is not None and hidden.conceals_parameter(
            layout, index, *ABOUT_PARAMETERS
        )
        self.chart.show_parameter(trace, index, cursor.digits, is_secret)

    def show_card(self, trace: Trace, hovered: CellPlace | None) -> None:
        """Show the formula of the cell under the pointer, or of the selected one."""
        cell = hovered or self._session.apart.cell
        if self.shows_chart:
            return
        if cell is None or not is_in(trace, cell):
            self.card.show_nothing()
        elif self._session.hidden.is_secret(cell):
            symbol = trace[cell.key].cell_symbol(cell.row, cell.column)
            typed, _ = self._session.hidden.typed.get(cell, ("", False))
            self.card.show_riddle(symbol, typed, cell == self._session.apart.cell)
        else:
            self.card.show_formula(self.formula(trace, cell))

    def formula(self, trace: Trace, cell: CellPlace) -> Formula:
        """Where a cell comes from, in the digits and notation that are chosen."""
        place, digits = (cell.key, cell.row, cell.column), self._session.apart.digits
        secret = frozenset((c.key, c.row, c.column) for c in self._session.hidden.secrets)
        return explain(trace, *place, digits, secret)

    def forget(self) -> None:
        """Hold on to no iteration, and so to no data that is gone."""
        self.chart.forget()
        self.line.forget()

    # ---- which of the two ------------------------------------------------------------------

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
