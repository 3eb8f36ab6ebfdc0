"""How the values of a matrix look: one place between the ends of the colour scale for each."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from nnplayground.core.arrays import FloatArray
from nnplayground.views.colours import Pixels, packed_scale
from nnplayground.views.theme import Theme

# The dark and the light writing on cells: only with black can every colour be read on.
_DARK, _LIGHT = "#000000", "#ffffff"
# Below this size nothing reaches the ends of the scale, so that small noise looks small.
_SMALLEST_LIMIT = 1.0


def colour_limit(values: FloatArray, smallest: float = _SMALLEST_LIMIT) -> float:
    """The size of value that gets the full colour, at least `smallest`."""
    finite = values[np.isfinite(values)]
    return max(smallest, float(np.abs(finite).max(initial=0.0)))


def places(values: FloatArray, limit: float) -> npt.NDArray[np.uint8]:
    """Where the values are on a scale of 256, -limit at 0, limit at 255; NaN in the middle."""
    scaled = np.nan_to_num(values * (127.5 / limit), nan=0.0, posinf=127.5, neginf=-127.5)
    found: npt.NDArray[np.uint8] = np.clip(scaled + 127.5, 0.0, 255.0).astype(np.uint8)
    return found


@dataclass(frozen=True, eq=False)
class MatrixLook:
    """The colours of a theme for matrices.

    Attributes:
        fills: 256 colours from the most negative to the most positive.
        inks: for each of them the colour of writing that can be read on it.
        pixels: (256,) the fills as 0xffrrggbb, for images.
        text, muted, accent, line, window: from the theme.
    """

    fills: tuple[QColor, ...]
    inks: tuple[QColor, ...]
    pixels: Pixels
    text: QColor
    muted: QColor
    accent: QColor
    line: QColor
    window: QColor

    @classmethod
    def of(cls, theme: Theme) -> "MatrixLook":
        """The look in a theme."""
        fills = tuple(QColor(int(r), int(g), int(b)) for r, g, b, _ in theme.scale())
        names = (theme.text, theme.muted, theme.accent, theme.border, theme.window)
        return cls(fills, tuple(map(_ink, fills)), packed_scale(theme), *map(QColor, names))


def _ink(fill: QColor) -> QColor:
    """Dark or light, whichever stands out more."""
    return max(QColor(_DARK), QColor(_LIGHT), key=lambda ink: contrast(ink, fill))


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio, 1 to 21 (WCAG 2.2)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    parts = []
    for part in (colour.redF(), colour.greenF(), colour.blueF()):
        parts.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
