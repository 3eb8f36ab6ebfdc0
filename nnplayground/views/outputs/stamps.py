"""Thousands of small dots or rings at once: each pixel of the stamp is set for all of them."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.views.colours import Pixels

MARGIN = 24  # pixels around a sheet, for the halves of stamps at its edge


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
        shape = self._height + 2 * MARGIN, self._width + 2 * MARGIN
        self._pixels: Pixels = np.zeros(shape, np.uint32)

    def stamp(self, places: FloatArray, stamp: Stamp, colour: str) -> None:
        """Stamp at places (stamps, 2), in the widget's pixels; those outside are left out."""
        corner = np.array([self._rect.left(), self._rect.top()])
        with np.errstate(all="ignore"):
            middles = (places - corner) * self._ratio
            inside = (middles >= 0).all(axis=1) & (middles[:, 0] <= self._width)
            inside &= middles[:, 1] <= self._height
            at = np.rint(middles[inside] - 0.5).astype(np.int64) + MARGIN
        stride = self._pixels.shape[1]
        offsets = stamp.offsets[:, 1] * stride + stamp.offsets[:, 0]
        # pixel by pixel of the stamp: what covers more comes later, and stays
        pixels = (offsets[:, None] + (at[:, 1] * stride + at[:, 0])[None, :]).ravel()
        colours = np.array([_premultiplied(colour, cover) for cover in stamp.covers.tolist()])
        self._pixels.reshape(-1)[pixels] = np.repeat(colours.astype(np.uint32), len(at))

    def paint(self, painter: QPainter) -> None:
        """Paint what was stamped."""
        height, width = self._pixels.shape
        image = QImage(
            self._pixels.data,
            width,
            height,
            width * 4,
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        part = QRectF(MARGIN, MARGIN, self._width, self._height)
        painter.drawImage(self._rect, image, part)


def _premultiplied(colour: str, cover: float) -> int:
    made = QColor(colour)
    alpha = round(255 * cover)
    parts = (round(part * cover) for part in (made.red(), made.green(), made.blue()))
    red, green, blue = parts
    return alpha << 24 | red << 16 | green << 8 | blue
