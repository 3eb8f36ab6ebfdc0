"""Contour lines of numbers on a grid: marching squares.

After Lorensen and Cline (1987), "Marching cubes", in two dimensions; an ambiguous square is
decided by the mean of its corners.
"""

import numpy as np

from nnplayground.core.arrays import FloatArray, IntArray

# The sides of a square that a line goes through: 0 above, 1 right, 2 below, 3 left. The case says
# which corners reach the level: 1 above left, 2 above right, 4 below right, 8 below left.
_SIDES: IntArray = np.array(
    [
        (0, 0), (3, 0), (0, 1), (3, 1), (1, 2), (0, 1), (0, 2), (3, 2),
        (2, 3), (0, 2), (3, 0), (1, 2), (1, 3), (0, 1), (3, 0), (0, 0),
    ]
)  # fmt: skip
# The second line of the two cases that have one, where the middle reaches the level.
_SADDLES = {5: (2, 3), 10: (1, 2)}
# Both lines of these cases where it does not.
_SPLIT = {5: ((3, 0), (1, 2)), 10: ((0, 1), (2, 3))}


def contour_lines(values: FloatArray, level: float) -> FloatArray:
    """The lines along which values (rows, columns) are at a level.

    Returns:
        (lines, 2, 2): both ends of each short line, as column and row; none beside a value that
        is no number.
    """
    corners = values[:-1, :-1], values[:-1, 1:], values[1:, 1:], values[1:, :-1]
    with np.errstate(invalid="ignore"):
        high = values >= level
    case = high[:-1, :-1] + 2 * high[:-1, 1:] + 4 * high[1:, 1:] + 8 * high[1:, :-1]
    crossed = (case != 0) & (case != 15)
    rows, columns = np.nonzero(crossed)
    a, b, c, d = (corner[rows, columns].astype(np.float64) for corner in corners)
    total = a + b + c + d
    there = np.isfinite(total)
    rows, columns, cases = rows[there], columns[there], case[rows, columns][there]
    a, b, c, d, total = a[there], b[there], c[there], d[there], total[there]
    crossings = _crossings(a, b, c, d, level) + np.column_stack((columns, rows))[:, None, :]
    first = _SIDES[cases]
    seconds = []
    for saddle, sides in _SADDLES.items():
        at = np.flatnonzero(cases == saddle)
        apart = total[at] < 4.0 * level
        first[at[apart]] = _SPLIT[saddle][0]
        second = np.where(apart[:, None], _SPLIT[saddle][1], sides)
        seconds.append(crossings[at[:, None], second])
    lines = crossings[np.arange(len(cases))[:, None], first]
    return np.concatenate((lines, *seconds))


def _crossings(
    a: FloatArray, b: FloatArray, c: FloatArray, d: FloatArray, level: float
) -> FloatArray:
    """(squares, 4, 2): where the level lies on each side, from the corner above left."""
    zero, one = np.zeros_like(a), np.ones_like(a)
    sides = (
        (_share(a, b, level), zero),
        (one, _share(b, c, level)),
        (_share(d, c, level), one),
        (zero, _share(a, d, level)),
    )
    return np.stack([np.column_stack(side) for side in sides], axis=1)


def _share(start: FloatArray, end: FloatArray, level: float) -> FloatArray:
    """How far on the way from start to end the level is; of no meaning where it is not."""
    with np.errstate(all="ignore"):
        share: FloatArray = np.nan_to_num((level - start) / (end - start))
    return share
