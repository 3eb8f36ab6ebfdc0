"""A sentence at the foot of the canvas: why something could not be, or what followed."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnplayground.views.theme import Theme

SHOWN_MILLISECONDS = 6000
WIDEST = 720
_WORDS = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter)


class Notice(QWidget):
    """Shows a sentence for some seconds.

    Attributes:
        text: the sentence.
    """

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.theme = theme
        self._area = parent
        self.text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setObjectName("notice")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MILLISECONDS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str, left: int = 10) -> None:
        """Show a sentence at the foot of the parent, from `left` pixels on."""
        self.text = text[:1].upper() + text[1:]
        self.setAccessibleName(self.text)
        self.place(left)
        self.show()
        self.raise_()
        self.update()
        self._timer.start()

    def place(self, left: int) -> None:
        """Stand at the foot of the parent as it is now, from `left` pixels on."""
        room = self._area.rect().adjusted(left, 6, -8, -6)
        bounds = QRect(0, 0, max(200, min(WIDEST, room.width())) - 28, 400)
        words = self.fontMetrics().boundingRect(bounds, _WORDS, self.text)
        self.resize(words.width() + 28, words.height() + 12)
        place = QRect(QPoint(0, 0), self.size())
        place.moveBottomRight(room.bottomRight())
        self.move(place.topLeft())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.tooltip))
        painter.drawRoundedRect(QRectF(self.rect()), 7, 7)
        painter.setPen(QColor(self.theme.on_tooltip))
        painter.drawText(self.rect().adjusted(14, 6, -14, -6), _WORDS, self.text)
        painter.end()
