"""How pictures lie in their frames: so that a drawing can be placed as the examples are."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnplayground.core.arrays import FloatArray

INK = 0.3  # what counts as drawn, from 0 to 1
_LOOKED_AT = 500
_DARK = 0.1
_PENS = (0.05, 0.25)


@dataclass(frozen=True)
class Placement:
    """Where the ink of pictures is; all lengths are shares of the longer side.

    Attributes:
        centre: (down, across) of the mean of the ink.
        extent: the longer side of the box around it.
        pen: how wide a stroke is.
        is_writing: whether there is ink on an empty ground at all, rather than a photograph.
    """

    centre: tuple[float, float] = (0.5, 0.5)
    extent: float = 0.7
    pen: float = 0.1
    is_writing: bool = False

    @classmethod
    def of(cls, pictures: FloatArray, shape: tuple[int, int]) -> "Placement":
        """Of pictures (examples, height * width) from 0 (background) to 1 (ink)."""
        frames = pictures[:_LOOKED_AT].reshape(-1, *shape).astype(np.float64)
        frames = frames[(frames > INK).any(axis=(1, 2))]
        if not len(frames):
            return cls()
        side = max(shape)
        corners = frames[:, [0, 0, -1, -1], [0, -1, 0, -1]]
        return cls(
            centre=tuple((_middles(frames).mean(axis=0) / side).tolist()),
            extent=float(np.median(_extents(frames))) / side,
            pen=float(np.clip(np.median(_pens(frames)) / side, *_PENS)),
            is_writing=float(corners.mean()) < _DARK,
        )


def middle(frame: FloatArray) -> tuple[float, float]:
    """(down, across) of the mean of the ink of one picture (height, width), in pixels."""
    down, across = _middles(frame[None])[0].tolist()
    return down, across


def extent(frame: FloatArray) -> float:
    """The longer side of the box around the ink of one picture, in pixels; 0 for none."""
    return float(_extents(frame[None])[0])


def _middles(frames: FloatArray) -> FloatArray:
    """(examples, 2) down and across, in pixels."""
    rows, columns = np.arange(frames.shape[1]) + 0.5, np.arange(frames.shape[2]) + 0.5
    whole = np.maximum(frames.sum(axis=(1, 2)), 1e-9)
    down = (frames.sum(axis=2) * rows).sum(axis=1) / whole
    across = (frames.sum(axis=1) * columns).sum(axis=1) / whole
    return np.column_stack((down, across))


def _extents(frames: FloatArray) -> FloatArray:
    """(examples,) in pixels."""
    drawn = np.asarray(frames > INK)
    sides = [_reach(np.any(drawn, axis=2)), _reach(np.any(drawn, axis=1))]
    longer: FloatArray = np.maximum(*sides)
    return longer


def _reach(drawn: npt.NDArray[Any]) -> FloatArray:
    """From the first True to the last of each row (examples, places); 0 for none."""
    places = drawn.shape[1]
    first = drawn.argmax(axis=1)
    last = places - drawn[:, ::-1].argmax(axis=1)
    reach: FloatArray = np.where(drawn.any(axis=1), last - first, 0).astype(np.float64)
    return reach


def _pens(frames: FloatArray) -> FloatArray:
    """(examples,) in pixels: of a long stroke twice its area over the length of its edges."""
    framed = np.pad(frames, ((0, 0), (1, 1), (1, 1)))
    down = np.diff(framed, axis=1)[:, :, :-1]
    across = np.diff(framed, axis=2)[:, :-1, :]
    edges = np.hypot(down, across)
    pens: FloatArray = 2.0 * frames.sum(axis=(1, 2)) / np.maximum(edges.sum(axis=(1, 2)), 1e-9)
    return pens
