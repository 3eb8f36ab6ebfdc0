"""The start page: pick a lesson, an example, or an empty playground."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

SIZE = (840, 600)
_COLUMNS = 2


@dataclass(frozen=True)
class Offer:
    """Something to begin with.

    Attributes:
        title, summary: what it is.
        call: begins with it.
    """

    title: str
    summary: str
    call: Callable[[], object]


class StartPage(QDialog):
    """Lessons and examples to choose from.

    Args:
        lessons, examples: what there is.
        parent: the window.

    Signals:
        show_at_start_changed(bool): whether the page is wanted at the next start.
    """

    show_at_start_changed = Signal(bool)

    def __init__(
        self,
        lessons: Sequence[Offer],
        examples: Sequence[Offer],
        empty: Offer,
        show_at_start: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("nnplayground")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self.buttons: dict[str, QPushButton] = {}
        self.again = QCheckBox("Show this page at the start")
        self.again.setChecked(show_at_start)
        self.again.toggled.connect(self.show_at_start_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 22, 28, 18)
        layout.setSpacing(10)
        layout.addWidget(_headline("How would you like to begin?"))
        layout.addWidget(self._choices(lessons, examples), 1)
        foot = QHBoxLayout()
        foot.addWidget(self.again)
        foot.addStretch(1)
        foot.addWidget(self._button(empty, primary=True))
        layout.addLayout(foot)

    def _choices(self, lessons: Sequence[Offer], examples: Sequence[Offer]) -> QScrollArea:
        content = QWidget()
        content.setObjectName("scrolled")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        for title, offers in (("Lessons", lessons), ("Examples", examples)):
            label = QLabel(title)
            label.setProperty("role", "title")
            column.addWidget(label)
            grid = QGridLayout()
            grid.setSpacing(10)
            for number, offer in enumerate(offers):
                grid.addWidget(self._card(offer), number // _COLUMNS, number % _COLUMNS)
            for at in range(_COLUMNS):
                grid.setColumnStretch(at, 1)
            column.addLayout(grid)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(content)
        return area

    def _card(self, offer: Offer) -> QWidget:
        if not offer.summary:
            return self._button(offer)
        card = QWidget()
        layout = QVBoxLayout(card)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(3)
        layout.addWidget(self._button(offer))
        summary = QLabel(offer.summary)
        summary.setWordWrap(True)
        summary.setProperty("role", "muted")
        summary.setContentsMargins(4, 0, 4, 0)
        layout.addWidget(summary)
        layout.addStretch(1)
        return card

    def _button(self, offer: Offer, primary: bool = False) -> QPushButton:
        button = QPushButton(offer.title.replace("&", "&&"))
        button.setAccessibleDescription(offer.summary)
        if primary:
            button.setProperty("role", "primary")
            button.setDefault(True)
        else:
            button.setStyleSheet("text-align: left; padding: 8px 12px;")
        button.clicked.connect(lambda: self._choose(offer))
        self.buttons[offer.title] = button
        return button

    def _choose(self, offer: Offer) -> None:
        self.close()
        offer.call()


def _headline(text: str) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    font.setWeight(font.Weight.DemiBold)
    label.setFont(font)
    return label
