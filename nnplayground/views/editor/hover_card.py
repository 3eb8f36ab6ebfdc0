"""The dark card at the pointer: a weight, a bias or a neuron in numbers and pictures."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnplayground.views.theme import Theme

PADDING, LINE, PICTURE, GAP = 10, 17, 168, 10
# From the pointer, so that what is pointed at stays in sight.
AWAY = QPoint(16, 18)


@dataclass(frozen=True, eq=False)
class Content:
    """What a card says.

    Attributes:
        title: the first line, bold.
        lines: the others.
        picture: a response or the like, drawn large; None for none.
        memory: what the picture's pixels belong to; QImage itself does not hold it.
        source: the part of the picture.
        caption: below the picture.
    """

    title: str
    lines: tuple[str, ...] = ()
    picture: QImage | None = None
    source: QRectF | None = None
    memory: object = None
    caption: str = ""


class HoverCard(QWidget):
    """Shows a content beside the pointer; lets all clicks through.

    Attributes:
        content: what it shows.
    """

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.theme = theme
        self._area = parent
        self.content = Content("")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setObjectName("hoverCard")
        self.hide()

    def present(self, content: Content, at: QPoint) -> None:
        """Show a content at a point of the parent."""
        self.content = content
        self.setAccessibleName(content.title)
        self.setAccessibleDescription(". ".join(content.lines))
        self.resize(self._wanted_size())
        self.move(self._place(at))
        self.show()
        self.raise_()
        self.update()

    def renew(self, content: Content) -> None:
        """Show newer numbers in the same place."""
        self.content = content
        size = self._wanted_size()
        if size.width() > self.width() or size.height() != self.height():
            self.resize(size.expandedTo(QSize(self.width(), 0)))
        self.update()

    def _place(self, at: QPoint) -> QPoint:
        room = self._area.rect().adjusted(4, 4, -4, -4)
        place = QRect(at + AWAY, self.size())
        if place.right() > room.right():
            place.moveRight(at.x() - AWAY.x())
        if place.bottom() > room.bottom():
            place.moveBottom(at.y() - AWAY.y() // 2)
        place.moveLeft(max(room.left(), place.left()))
        place.moveTop(max(room.top(), place.top()))
        return place.topLeft()

    def _wanted_size(self) -> QSize:
        content = self.content
        width = QFontMetrics(_font(12, bold=True)).horizontalAdvance(content.title)
        metrics = QFontMetrics(_font(12))
        width = max([width, *(metrics.horizontalAdvance(line) for line in content.lines)])
        height = LINE * (1 + len(content.lines))
        if content.picture is not None:
            width = max(width, PICTURE)
            height += PICTURE + GAP + (LINE if content.caption else 0)
        return QSize(width + 2 * PADDING + 2, height + 2 * PADDING - 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, content = self.theme, self.content
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tooltip))
        painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        y = PADDING - 2
        if content.picture is not None:
            y = self._paint_picture(painter, content, y)
        painter.setPen(QColor(theme.on_tooltip))
        for number, line in enumerate((content.title, *content.lines)):
            painter.setFont(_font(12, bold=number == 0))
            place = QRect(PADDING, y, self.width() - PADDING, LINE)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, line)
            y += LINE
        painter.end()

    def _paint_picture(self, painter: QPainter, content: Content, y: int) -> int:
        assert content.picture is not None
        assert content.source is not None
        place = QRectF(PADDING, y + 4, PICTURE, PICTURE)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(place, content.picture, content.source)
        if content.caption:
            painter.setFont(_font(11))
            painter.setPen(QPen(QColor(self.theme.muted)))
            caption = QRectF(PADDING, place.bottom(), PICTURE, LINE)
            painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, content.caption)
            return int(caption.bottom()) + GAP - 4
        return int(place.bottom()) + GAP - 2


def _font(pixels: int, bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font
