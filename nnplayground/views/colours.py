"""Numbers and classes as colours, by tables of packed pixels, and such pixels as a picture."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from nnplayground.views.theme import Theme

Pixels = npt.NDArray[np.uint32]


def packed_colours(names: Sequence[str]) -> Pixels:
    """(colours,) of '#rrggbb' as pixels 0xffRRGGBB, as Format_RGB32 has them."""
    return np.array([QColor(name).rgb() for name in names], dtype=np.uint32)


def packed_scale(theme: Theme) -> Pixels:
    """(256,) pixels of the weights' colour scale, from -1 to +1."""
    return _packed(theme.scale())


def packed_ramp(start: str, end: str, count: int) -> Pixels:
    """(count,) pixels from one colour '#rrggbb' to another."""
    stops = [QColor(start), QColor(end)]
    rgb = np.array([[c.red(), c.green(), c.blue()] for c in stops], dtype=np.float64)
    place = np.linspace(0.0, 1.0, count)[:, None]
    return _packed((rgb[0] + (rgb[1] - rgb[0]) * place).round())


def packed_image(pixels: Pixels) -> QImage:
    """Pixels (height, width), C order, as a picture of its own memory."""
    height, width = pixels.shape
    shared = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
    return shared.copy()


def _packed(rgb: npt.NDArray[Any]) -> Pixels:
    """(colours, 3 or 4) of red, green, blue from 0 to 255 as pixels."""
    red, green, blue = (rgb[:, part].astype(np.uint32) for part in range(3))
    pixels: Pixels = (0xFF000000 | red << 16 | green << 8 | blue).astype(np.uint32)
    return pixels
