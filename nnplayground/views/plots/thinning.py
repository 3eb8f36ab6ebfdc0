"""Chooses as many rows of a series as a plot has room for, always the same ones."""

import numpy as np

from nnplayground.core.arrays import BoolArray, FloatArray, IntArray


def rows_to_draw(iterations: IntArray, room: int) -> IntArray:
    """Indices of about `room` rows at the most, the first of every bin and the newest.

    The bins are a power of two of iterations wide, as in `ThinnedSeries`, so that a curve keeps
    its points while it grows and nothing dances.

    Args:
        iterations: (rows,) rising.
        room: at least 2.
    """
    count = len(iterations)
    if count <= room:
        return np.arange(count)
    span = int(iterations[-1] - iterations[0])
    width = 1
    while span // width >= room:
        width *= 2
    bins = iterations // width
    chosen = np.flatnonzero(np.diff(bins, prepend=-1))
    if chosen[-1] != count - 1:
        chosen = np.append(chosen, count - 1)
    return chosen


def drawable_rows(values: FloatArray) -> BoolArray:
    """(rows,) which rows of curves (rows, curves) can be drawn: some curve is there, none diverged.

    NaN above the first number of a curve means that it was not there yet.
    """
    finite = np.isfinite(values)
    if finite.all():
        return np.ones(len(values), np.bool_)
    begun: BoolArray = np.logical_or.accumulate(finite, axis=0)
    whole = np.all(finite | ~begun, axis=1)
    good: BoolArray = np.logical_and(whole, np.any(finite, axis=1))
    return good
