"""Thousands of small dots or rings at once: each pixel of the stamp is set for all of them."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.views.colours import Pixels


@dataclass(frozen=True, eq=False)
class Stamp:
    """A small picture.

    Attributes:
        offsets: (pixels, 2) across and down from its middle.
        covers: (pixels,) how much of each pixel it covers, 0 to 1, rising.
    """

    offsets: IntArray
    covers: FloatArray


def ring(radius: float, width: float) -> Stamp:
    """A circle of a radius and a width of its line, in pixels; a dot where width is 2 radius."""
    reach = int(np.ceil(radius + width / 2 + 0.5))
    steps = np.arange(-reach, reach + 1)
    across, down = np.meshgrid(steps, steps)
    distance = np.abs(np.hypot(across, down) - radius)
    covers = np.clip(width / 2 + 0.5 - distance, 0.0, 1.0).ravel()
    order = np.argsort(covers, kind="stable")
    order = order[covers[order] > 0.02]
    offsets = np.column_stack((across.ravel(), down.ravel()))
    return Stamp(offsets[order], covers[order])


def dot(radius: float) -> Stamp:
    """A disc."""
    return ring(radius / 2, radius)


class Sheet:
    """A transparent picture to stamp on, over a rectangle of a widget.

    Args:
        rect: the pixels of the widget.
        ratio: pixels of the screen for each.
    """

    def __init__(self, rect: QRectF, ratio: float) -> None:
        self._rect = rect
        self._ratio = ratio
        size = round(rect.width() * ratio), round(rect.height() * ratio)
        self._width, self._height = max(1, size[0]), max(1, size[1])
        self._pixels: Pixels = np.zeros((self._height, self._width), np.uint32)

    def stamp(self, places: FloatArray, stamp: Stamp, colour: str) -> None:
        """Stamp at places (stamps, 2), in the widget's pixels; those outside are left out."""
        corner = np.array([self._rect.left(), self._rect.top()])
        with np.errstate(all="ignore"):
            middles = (places - corner) * self._ratio
            inside = (middles > -50).all(axis=1) & (middles[:, 0] < self._width + 50)
            inside &= middles[:, 1] < self._height + 50
            at = np.rint(middles[inside] - 0.5).astype(np.int64)
        for (across, down), cover in zip(stamp.offsets.tolist(), stamp.covers, strict=True):
            x, y = at[:, 0] + across, at[:, 1] + down
            there = (x >= 0) & (x < self._width) & (y >= 0) & (y < self._height)
            self._pixels[y[there], x[there]] = _premultiplied(colour, float(cover))

    def paint(self, painter: QPainter) -> None:
        """Paint what was stamped."""
        stride = self._width * 4
        image = QImage(
            self._pixels.data,
            self._width,
            self._height,
            stride,
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        painter.drawImage(self._rect, image)


def _premultiplied(colour: str, cover: float) -> int:
    made = QColor(colour)
    alpha = round(255 * cover)
    parts = (round(part * cover) for part in (made.red(), made.green(), made.blue()))
    red, green, blue = parts
    return alpha << 24 | red << 16 | green << 8 | blue
