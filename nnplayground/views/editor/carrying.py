"""What hangs at the pointer while something is dragged."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from nnplayground.views.theme import Theme

if TYPE_CHECKING:
    from nnplayground.views.editor.canvas import Canvas

_OPACITY = 0.85
_LABEL_HEIGHT = 26


class Ghost(QWidget):
    """A picture of what is dragged, with a word on what releasing does.

    Args:
        pixmap: the picture.
        grip: where in the picture the pointer holds it.
        canvas: over whose window it moves.
    """

    def __init__(self, pixmap: QPixmap, grip: QPoint, canvas: "Canvas") -> None:
        super().__init__(canvas.window())
        self._canvas, self._pixmap, self._grip = canvas, pixmap, grip
        self._text, self._alarming = "", False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setObjectName("ghost")
        self._size = pixmap.deviceIndependentSize().toSize()

    @classmethod
    def of_layer(cls, canvas: "Canvas", level: int) -> "Ghost":
        """The column of a layer, smaller the larger it is."""
        pixmap = canvas.network_scene.picture_of(level, canvas.devicePixelRatioF())
        limit = pixmap.size().boundedTo(QSize(400, 600) * canvas.devicePixelRatioF())
        pixmap = pixmap.scaled(
            limit,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        pixmap.setDevicePixelRatio(canvas.devicePixelRatioF() / min(1.0, canvas.zoom))
        size = pixmap.deviceIndependentSize()
        return cls(pixmap, QPoint(round(size.width() / 2), 16), canvas)

    def follow(self, position: QPoint, text: str = "", alarming: bool = False) -> None:
        """Move to a point of the canvas; say what releasing does."""
        self._text, self._alarming = text, alarming
        width = max(self._size.width(), self.fontMetrics().horizontalAdvance(text) + 24)
        self.resize(width, self._size.height() + (_LABEL_HEIGHT + 4 if text else 0))
        at = self._canvas.viewport().mapTo(self.window(), position)
        self.move(at - self._grip)
        self.show()
        self.raise_()
        self.update()

    def vanish(self) -> None:
        """Go away for good."""
        self.hide()
        self.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme: Theme = self._canvas.network_scene.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(_OPACITY)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.canvas))
        painter.drawRoundedRect(QRectF(0, 0, self._size.width(), self._size.height()), 8, 8)
        painter.drawPixmap(QPointF(0, 0), self._pixmap)
        if self._text:
            painter.setOpacity(1.0)
            width = self.fontMetrics().horizontalAdvance(self._text) + 20
            place = QRectF(0, self._size.height() + 2, width, _LABEL_HEIGHT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.alert if self._alarming else theme.accent))
            painter.drawRoundedRect(place, 6, 6)
            painter.setPen(QColor(theme.window if self._alarming else theme.on_accent))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()
