"""Pictures of what is on the screen, through the widgets' own painting: sharper, or as shapes."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

# Pixels for each one on the screen.
SCALE = 2.0


class Picture(Protocol):
    """Something that can be painted again."""

    @property
    def size(self) -> QSizeF:
        """As large as it is on the screen."""
        ...

    @property
    def background(self) -> QColor:
        """What stands behind it."""
        ...

    def paint(self, painter: QPainter) -> None:
        """Paint it at (0, 0)."""
        ...


class WidgetPicture:
    """Some widgets of a panel as they stand there, without what stands beside them.

    Args:
        panel: what they are parts of.
        parts: what is seen; those that are hidden are left out.
        background: what stands behind them.
    """

    def __init__(self, panel: QWidget, parts: Sequence[QWidget], background: QColor) -> None:
        self._parts = [part for part in parts if part.isVisibleTo(panel)]
        self._places = [
            QRect(part.mapTo(panel, QPoint(0, 0)) if part is not panel else QPoint(), part.size())
            for part in self._parts
        ]
        self._area = QRect()
        for place in self._places:
            self._area = self._area.united(place)
        self.background = background

    @property
    def size(self) -> QSizeF:
        """Of all parts together."""
        return QSizeF(self._area.size())

    def paint(self, painter: QPainter) -> None:
        """Paint the parts."""
        for part, place in zip(self._parts, self._places, strict=True):
            painter.save()
            painter.translate(place.topLeft() - self._area.topLeft())
            # a view of graphics has a `render` of its own, of its scene
            QWidget.render(part, painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
            painter.restore()


def image(picture: Picture) -> QImage:
    """A picture with SCALE times the pixels of the screen."""
    made = QImage((picture.size * SCALE).toSize(), QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(SCALE)
    made.fill(picture.background)
    painter = QPainter(made)
    picture.paint(painter)
    painter.end()
    return made


def png(picture: Picture) -> bytes:
    """A PNG file with SCALE times the pixels of the screen."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image(picture).save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return bytes(data.data())


def svg(picture: Picture, title: str) -> bytes:
    """An SVG file: shapes and letters, which stay sharp at any size."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    area = QRectF(0.0, 0.0, picture.size.width(), picture.size.height())
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(title)
    generator.setSize(picture.size.toSize())
    generator.setViewBox(area)
    generator.setResolution(96)
    painter = QPainter(generator)
    painter.fillRect(area, picture.background)
    picture.paint(painter)
    painter.end()
    buffer.close()
    return bytes(data.data())
