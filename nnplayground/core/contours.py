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


def contour_lines(values: FloatArray, *levels: float) -> FloatArray:
    """The lines along which values (rows, columns) are at any of some levels.

    Returns:
        (lines, 2, 2): both ends of each short line, as column and row; none beside a value that
        is no number.
    """
    found = [_crossed(values, level) for level in levels]
    if not found:
        return np.zeros((0, 2, 2))
    at = np.repeat(levels, [len(places) for places, _ in found])
    places, cases = (np.concatenate(each) for each in zip(*found, strict=True))
    width = values.shape[1]
    rows, columns = np.divmod(places, width - 1)
    first = rows * width + columns
    flat = values.ravel()
    corners = flat[first[:, None] + np.array([0, 1, width + 1, width])].astype(np.float64)
    total = corners.sum(axis=1)
    there = np.flatnonzero(np.isfinite(total))
    cases, at, total = cases[there], at[there], total[there]
    crossings = _crossings(corners[there], at)
    crossings += np.column_stack((columns[there], rows[there]))[:, None, :]
    sides = _SIDES[cases]
    seconds = []
    for saddle, second in _SADDLES.items():
        here = np.flatnonzero(cases == saddle)
        apart = total[here] < 4.0 * at[here]
        sides[here[apart]] = _SPLIT[saddle][0]
        others = np.where(apart[:, None], _SPLIT[saddle][1], second)
        seconds.append(crossings[here[:, None], others])
    return np.concatenate((crossings[np.arange(len(cases))[:, None], sides], *seconds))


def _crossed(values: FloatArray, level: float) -> tuple[IntArray, IntArray]:
    """The squares that a level goes through, numbered row by row, and their cases."""
    with np.errstate(invalid="ignore"):
        high = (values >= level).view(np.uint8)
    case = (high[:-1, :-1] + 2 * high[:-1, 1:] + 4 * high[1:, 1:] + 8 * high[1:, :-1]).ravel()
    places = np.flatnonzero((case + np.uint8(1)) & np.uint8(15) > 1)  # neither 0 nor 15
    return places, case[places].astype(np.int64)


def _crossings(corners: FloatArray, level: FloatArray) -> FloatArray:
    """(squares, 4, 2): where the level (squares,) lies on each side, from the corner above left.

    Of no meaning on a side that it does not go through.
    """
    starts, ends = corners[:, [0, 1, 3, 0]], corners[:, [1, 2, 2, 3]]
    with np.errstate(all="ignore"):
        shares = np.nan_to_num((level[:, None] - starts) / (ends - starts))
    found = np.zeros((len(corners), 4, 2))
    found[:, [0, 2], [0, 0]] = shares[:, [0, 2]]
    found[:, [1, 3], [1, 1]] = shares[:, [1, 3]]
    found[:, 1, 0] = found[:, 2, 1] = 1.0
    return found
