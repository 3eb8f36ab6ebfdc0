"""Small pictures of activation functions."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from nnplayground.core import ACTIVATIONS
from nnplayground.core.arrays import FloatArray
from nnplayground.views.theme import Theme

# Shown from z = -SPAN to SPAN.
SPAN = 3.0


def curve_icon(key: str, theme: Theme, size: int = 22) -> QIcon:
    """An activation's curve with thin axes."""
    return QIcon(curve_pixmap(key, theme, size))


def curve_pixmap(key: str, theme: Theme, size: int, ratio: float = 2.0) -> QPixmap:
    """The same as a pixmap of `size` pixels, `ratio` device pixels each."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_curve(painter, QRectF(1, 1, size - 2, size - 2), key, theme)
    painter.end()
    return pixmap


def paint_curve(painter: QPainter, place: QRectF, key: str, theme: Theme) -> None:
    """Draw an activation's curve with thin axes into a rectangle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.border), 1.0))
    z, a = curve(key)
    low, high = min(-1.0, float(a.min())), max(1.0, float(a.max()))
    zero = place.bottom() + low / (high - low) * place.height()
    painter.drawLine(QPointF(place.left(), zero), QPointF(place.right(), zero))
    middle = place.center().x()
    painter.drawLine(QPointF(middle, place.top()), QPointF(middle, place.bottom()))
    painter.setPen(QPen(QColor(theme.accent), 1.6))
    points = [
        QPointF(
            place.left() + (x + SPAN) / (2 * SPAN) * place.width(),
            place.bottom() - (y - low) / (high - low) * place.height(),
        )
        for x, y in zip(z.tolist(), a.tolist(), strict=True)
    ]
    painter.drawPolyline(QPolygonF(points))


def curve(key: str) -> tuple[FloatArray, FloatArray]:
    """(49,) values z and f(z); of softmax, the first of two neurons, the other one at 0."""
    z = np.linspace(-SPAN, SPAN, 49)
    Z = np.stack((z, np.zeros_like(z)))
    A = np.empty_like(Z)
    ACTIVATIONS[key].forward(Z, A)
    return z, A[0]
