"""How to paint so that it looks the same on the screen, larger, and as shapes in a file."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPaintEngine, QPainter
from PySide6.QtWidgets import QWidget


def draw_part(painter: QPainter, where: QRectF, picture: QImage, part: QRectF) -> None:
    """Draw a part of a picture: an SVG file would otherwise get all of it."""
    if painter.paintEngine().type() == QPaintEngine.Type.SVG:
        picture, part = picture.copy(part.toRect()), QRectF(0, 0, part.width(), part.height())
    painter.drawImage(where, picture, part)


def on_screen(painter: QPainter, widget: QWidget) -> bool:
    """Whether a widget is painted on the screen; else to a file, larger or as shapes."""
    if painter.paintEngine().type() != QPaintEngine.Type.Raster:
        return False
    return painter.deviceTransform().m11() == widget.devicePixelRatioF()
