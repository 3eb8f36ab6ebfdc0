"""The card with a cell's formula, today's numbers, and one sentence of meaning."""

from html import escape

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from nnplayground.core.explain import Formula
from nnplayground.views.style import BOLD, mixed
from nnplayground.views.theme import Theme

_HINT = (
    "Point at a number to see where it comes from. Step through the operations with the arrows "
    "above, or click a step."
)
_RIDDLE = "Click the cell and type the number, then press Enter."


class FormulaCard(QFrame):
    """Shows a formula; the numbers can be selected and copied.

    Signals:
        working_asked(): a learner wants to see where a hidden number comes from.
    """

    working_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.formula: Formula | None = None
        self.head = _label()
        self.working = _label()
        self.meaning = _label()
        self.meaning.setProperty("role", "muted")
        self._fill, self._edge = QColor(), QColor()
        self.setAccessibleName("Formula of the selected number")
        self.working.linkActivated.connect(self.working_asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(4)
        for label in (self.head, self.working, self.meaning):
            layout.addWidget(label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.show_nothing()

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._fill = QColor(mixed(theme.surface, theme.negative, 0.08))
        self._edge = QColor(mixed(theme.surface, theme.negative, 0.55))
        self.update()

    def show_formula(self, formula: Formula) -> None:
        """Show where a cell comes from."""
        self.formula = formula
        symbols = f" = {formula.symbols}" if formula.symbols else ""
        place = f" — {escape(formula.place)}" if formula.place else ""
        self.head.setText(f"<span style='{BOLD}'>{escape(formula.symbol + symbols)}</span>{place}")
        result = f"<span style='{BOLD}'>{escape(formula.result)}</span>"
        lines = [f"= {escape(line)}" for line in formula.lines]
        if lines:
            lines[-1] += f" = {result}"
        else:
            lines = [f"= {result}"]
        self._say(self.working, "<br>".join(lines))
        self._say(self.meaning, escape(formula.meaning))
        self.setAccessibleDescription(f"{formula.text}\n{formula.meaning}")

    def show_riddle(self, symbol: str, typed: str, is_selected: bool) -> None:
        """Show that a cell is to be found by the learner.

        Args:
            symbol: of the cell.
            typed: what the learner typed, which is not right; '' for nothing yet.
            is_selected: whether the cell is selected, so that its working can be asked for.
        """
        self.formula = None
        text = _RIDDLE if not typed else f"{typed} is not right. Try another number."
        ask = ' <a href="working">Show the working</a>' if is_selected else ""
        self.head.setText(f"<span style='{BOLD}'>{escape(symbol)} = ?</span>")
        self._say(self.working, escape(text) + ask)
        self._say(self.meaning, "")
        self.setAccessibleDescription(text)

    def show_nothing(self) -> None:
        """Show what can be done here."""
        self.formula = None
        self.head.setText(escape(_HINT))
        self._say(self.working, "")
        self._say(self.meaning, "")
        self.setAccessibleDescription(_HINT)

    def _say(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._edge, 1))
        painter.setBrush(self._fill)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()


def _label() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
    )
    return label
