"""A text that may change every frame without moving anything else."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnplayground.views.theme import Theme

_GAP = 10.0
LINE = 20


class Headline(QWidget):
    """What matters most in semibold, the rest muted beside it, cut where there is no room.

    A label would lay out the whole view anew with every other text; this one only repaints.

    Args:
        theme: the colours to begin with.
        lines: how many there is room for; of several, only one of the two texts is shown.
        colour: the theme's colour of what matters, e.g. 'train' where it stands for a legend.
    """

    def __init__(self, theme: Theme, lines: int = 1, colour: str = "text") -> None:
        super().__init__()
        self.theme = theme
        self.colour = colour
        self.lines = lines
        self.text, self.rest = "", ""
        down = QSizePolicy.Policy.Fixed if lines == 1 else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Ignored, down)

    def show_texts(self, text: str, rest: str = "") -> None:
        """Show other texts."""
        if (text, rest) != (self.text, self.rest):
            self.text, self.rest = text, rest
            whole = " ".join(part for part in (text, rest) if part)
            self.setAccessibleName(whole)
            self.setToolTip(whole)
            self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, LINE * self.lines)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, LINE * min(self.lines, 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.lines > 1:
            self._paint_wrapped(painter)
            return
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        x = self._paint(painter, 0.0, self.text, strong, getattr(self.theme, self.colour))
        if self.rest:
            self._paint(painter, x + (_GAP if x else 0.0), self.rest, self.font(), self.theme.muted)
        painter.end()

    def _paint_wrapped(self, painter: QPainter) -> None:
        painter.setPen(QColor(self.theme.text if self.text else self.theme.muted))
        painter.drawText(self.rect(), Qt.TextFlag.TextWordWrap, self.text or self.rest)
        painter.end()

    def _paint(self, painter: QPainter, x: float, text: str, font: QFont, colour: str) -> float:
        """Paint a text from `x` on; returns where it ends."""
        metrics = QFontMetricsF(font)
        room = max(0.0, self.width() - x)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        box = QRectF(x, 0.0, room, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        return x + metrics.horizontalAdvance(shown)
