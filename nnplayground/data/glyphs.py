"""The ten digits as pen strokes, in several hands, and how far each point is from the pen's path.

Strokes are typed in on a box of 10 x 14 with the origin at the top left; smooth ones pass through
their points as Catmull-Rom splines (Catmull and Rom 1974).
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from nnplayground.core.arrays import FloatArray, frozen

WIDTH, HEIGHT = 10.0, 14.0

# Distances are tabulated on a grid of this many cells a unit, this many units beyond the box.
CELLS_A_UNIT = 3
MARGIN = 5.0

_SPLINE_PIECES = 6

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Stroke:
    """One stroke of the pen: through `points`, as straight lines or as a smooth curve."""

    points: Points
    smooth: bool

    def path(self) -> FloatArray:
        """(points, 2) close enough together to be joined by straight lines."""
        corners = np.array(self.points)
        return _spline(corners) if self.smooth else corners


def _straight(*points: tuple[float, float]) -> Stroke:
    return Stroke(points, smooth=False)


def _smooth(*points: tuple[float, float]) -> Stroke:
    return Stroke(points, smooth=True)


def _oval(x: float, y: float, half_width: float, half_height: float) -> Stroke:
    turns = np.linspace(0.0, 2.0 * np.pi, 13)
    points = zip(x + half_width * np.sin(turns), y - half_height * np.cos(turns), strict=True)
    return Stroke(tuple((float(px), float(py)) for px, py in points), smooth=True)


def _spline(corners: FloatArray) -> FloatArray:
    """A Catmull-Rom spline through the corners; a closed one where the ends meet."""
    closed = np.allclose(corners[0], corners[-1])
    before = corners[-2] if closed else 2 * corners[0] - corners[1]
    after = corners[1] if closed else 2 * corners[-1] - corners[-2]
    p = np.vstack((before, corners, after))
    t = np.linspace(0.0, 1.0, _SPLINE_PIECES, endpoint=False)[:, None, None]
    a, b, c, d = p[:-3], p[1:-2], p[2:-1], p[3:]
    curve = 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )
    points: FloatArray = np.vstack((curve.transpose(1, 0, 2).reshape(-1, 2), corners[-1]))
    return points


# For each digit the hands that it is written in.
GLYPHS: tuple[tuple[tuple[Stroke, ...], ...], ...] = (
    (
        (_oval(5, 7, 4.2, 7),),
        (_oval(5, 7, 3.2, 7),),
        (_smooth((6, 0), (2, 3), (0.8, 8), (3.5, 13.6), (8, 11), (9.2, 5.5), (6, 0.4), (3, 1.5)),),
    ),
    (
        (_straight((5, 0), (5, 14)),),
        (_straight((2.2, 3.5), (5.5, 0), (5.5, 14)),),
        (_straight((2.5, 3), (5.2, 0), (5.2, 14)), _straight((2.2, 14), (8.2, 14))),
    ),
    (
        (
            _smooth((1, 3.6), (2.4, 0.8), (5.4, 0), (8.6, 2.2), (7.8, 6), (4.6, 10), (1, 14)),
            _straight((1, 14), (9.4, 14)),
        ),
        (
            _smooth((1.4, 2.6), (5, 0), (8.4, 2.6), (7, 7), (2.4, 12.8), (1.2, 13.4)),
            _smooth((1.2, 13.4), (2.6, 11.6), (5, 12.8), (7.4, 14), (9.6, 12.8)),
        ),
        (
            _smooth((1.2, 2), (4.6, 0), (8, 2.6), (6.6, 7), (1.6, 13.8)),
            _straight((1.6, 13.8), (8.8, 13)),
        ),
    ),
    (
        (
            _smooth((1.2, 2), (4.4, 0), (8.2, 2), (7.6, 5.2), (4.2, 6.6)),
            _smooth((4.2, 6.6), (8.2, 7.8), (9, 11), (5.4, 14), (1, 12.2)),
        ),
        (
            _straight((1.2, 0), (8.6, 0), (4.4, 5.6)),
            _smooth((4.4, 5.6), (8, 7), (8.9, 10.8), (5.2, 14), (1, 12.4)),
        ),
        (_smooth((1.6, 1.2), (6, 0), (8, 3), (4, 6.4), (8.6, 9.4), (7, 13.2), (1.4, 13.4)),),
    ),
    (
        (_straight((2.6, 0), (1.2, 8.4), (9.4, 8.4)), _straight((7.2, 2), (7, 14))),
        (_straight((7, 14), (7, 0), (0.8, 9.6), (9.4, 9.6)),),
        (_smooth((2, 0.4), (1.4, 6), (4, 8), (8, 6.6)), _straight((8.4, 0), (7.2, 14))),
    ),
    (
        (
            _straight((8.6, 0), (2.2, 0), (1.8, 6.2)),
            _smooth((1.8, 6.2), (5.4, 5.2), (8.8, 8), (8.2, 12), (5, 14), (1, 12.6)),
        ),
        (
            _straight((8.8, 0.6), (3, 0.4)),
            _smooth((3, 0.4), (2, 5.8), (6.4, 6.4), (8.6, 10), (5.6, 13.8), (1.2, 13)),
        ),
    ),
    (
        (
            _smooth(
                (7.8, 0.4), (3.6, 3), (1.2, 8.4), (2.2, 12.6), (5.4, 14), (8.8, 11.6), (7.8, 8),
                (4.8, 7), (1.6, 9.6),
            ),
        ),
        (_smooth((6.6, 0), (2.6, 5.6), (1.2, 10)), _oval(5, 10.2, 3.8, 3.8)),
        (_smooth((4, 0), (1.6, 6), (1.6, 12), (5, 14), (8, 12), (6.8, 8.8), (1.8, 10)),),
    ),
    (
        (_straight((1, 0), (9, 0), (4, 14)),),
        (_straight((1, 0), (9, 0), (4, 14)), _straight((3, 7), (8.6, 7))),
        (_straight((1.2, 2.2), (1.4, 0.2), (8.8, 0.2)), _smooth((8.8, 0.2), (5.6, 6), (4.4, 14))),
    ),
    (
        (_oval(5, 3.4, 3.2, 3.4), _oval(5, 10.4, 4.1, 3.6)),
        (
            _smooth(
                (7.8, 1.8), (5, 0), (2.2, 2.2), (3.6, 5.6), (7.4, 8.4), (8.4, 11.6), (5, 14),
                (1.6, 11.6), (3, 8.2), (7, 5.2), (7.8, 1.8),
            ),
        ),
        (_oval(5.2, 3.2, 2.6, 3.2), _oval(4.8, 10.2, 3.2, 3.8)),
    ),
    (
        (_oval(4.8, 4, 3.8, 4), _straight((8.6, 3.4), (8.2, 14))),
        (_oval(5, 4, 3.6, 4), _smooth((8.6, 4), (8.4, 9), (6.4, 13), (2, 14))),
        (
            _smooth((8.4, 2), (5, 0), (1.6, 3), (3.4, 6.8), (7.4, 5), (8.4, 2)),
            _straight((8.4, 2), (6, 14)),
        ),
    ),
)  # fmt: skip


@cache
def distances(digit: int, hand: int) -> FloatArray:
    """(rows, columns) distance from the pen's path, on the grid of CELLS_A_UNIT and MARGIN.

    Cell [r, c] stands at x = c / CELLS_A_UNIT - MARGIN, y = r / CELLS_A_UNIT - MARGIN.
    """
    x = np.arange(int((WIDTH + 2 * MARGIN) * CELLS_A_UNIT) + 1) / CELLS_A_UNIT - MARGIN
    y = np.arange(int((HEIGHT + 2 * MARGIN) * CELLS_A_UNIT) + 1) / CELLS_A_UNIT - MARGIN
    grid = np.stack(np.meshgrid(x, y), axis=-1)
    nearest = np.full(grid.shape[:2], np.inf)
    for stroke in GLYPHS[digit][hand]:
        path = stroke.path()
        for start, end in pairwise(path):
            np.minimum(nearest, _to_segment(grid, start, end), out=nearest)
    return frozen(np.sqrt(nearest))


def _to_segment(grid: FloatArray, start: FloatArray, end: FloatArray) -> FloatArray:
    """The squared distance of each point of the grid (..., 2) from a segment."""
    along = end - start
    length = float(along @ along)
    share = (
        np.clip((grid - start) @ along / length, 0.0, 1.0) if length else np.zeros(grid.shape[:2])
    )
    off = grid - (start + share[..., None] * along)
    squared: FloatArray = (off * off).sum(axis=-1)
    return squared
