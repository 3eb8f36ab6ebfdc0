"""A series over iterations that stays small however long the run: the past is thinned evenly.

Iterations are counted in bins of a width that doubles when the room is full; the first row of
each bin stays, so a thinned series is always a subset of the finer one and nothing jumps. The
newest row is always kept exactly.
"""

import numpy as np

from nnplayground.core.arrays import FloatArray, IntArray


class ThinnedSeries:
    """Rows of numbers over rising iterations.

    Args:
        columns: numbers a row.
        capacity: how many rows are kept at the most, besides the newest.
    """

    def __init__(self, columns: int, capacity: int = 4096) -> None:
        self.columns = columns
        self.capacity = capacity
        self._iterations: IntArray = np.empty(capacity + 1, dtype=np.int64)
        self._values: FloatArray = np.empty((capacity + 1, columns))
        self.clear()

    def clear(self) -> None:
        """Forget all rows."""
        self._count = 0
        self._width = 1
        self._newest_is_extra = False

    def __len__(self) -> int:
        return self._count + self._newest_is_extra

    @property
    def iterations(self) -> IntArray:
        """(rows,) rising; a view that the next append changes."""
        return self._iterations[: len(self)]

    @property
    def values(self) -> FloatArray:
        """(rows, columns); a view that the next append changes."""
        return self._values[: len(self)]

    def append(self, iterations: IntArray, values: FloatArray) -> None:
        """Add rows.

        Args:
            iterations: (rows,), rising and above the last one added.
            values: (rows, columns).
        """
        if len(iterations) == 0:
            return
        self._newest_is_extra = False
        while True:
            chosen = self._first_of_new_bins(iterations)
            if self._count + len(chosen) <= self.capacity:
                break
            self._widen()
        end = self._count + len(chosen)
        self._iterations[self._count : end] = iterations[chosen]
        self._values[self._count : end] = values[chosen]
        self._count = end
        if self._iterations[end - 1] != iterations[-1]:
            self._iterations[end] = iterations[-1]
            self._values[end] = values[-1]
            self._newest_is_extra = True

    def truncate(self, iteration: int) -> None:
        """Forget the rows after `iteration`."""
        if not len(self) or self.iterations[-1] <= iteration:
            return
        kept = int(np.searchsorted(self.iterations, iteration, side="right"))
        self._newest_is_extra = False
        self._count = min(kept, self._count)

    def resize(self, capacity: int) -> None:
        """Take room for another number of rows; where there are more, they are thinned."""
        other = ThinnedSeries(self.columns, capacity)
        other._width = self._width
        other.append(self.iterations, self.values)
        self.__dict__.update(other.__dict__)

    def copy(self) -> "ThinnedSeries":
        """A series of its own with the same rows."""
        other = ThinnedSeries(self.columns, self.capacity)
        other.append(self.iterations, self.values)
        return other

    def _first_of_new_bins(self, iterations: IntArray) -> IntArray:
        if not len(iterations):
            return np.arange(0)
        bins = iterations // self._width
        last = self._iterations[self._count - 1] // self._width if self._count else -1
        new = np.empty(len(bins), dtype=np.bool_)
        new[0] = bins[0] != last
        np.not_equal(bins[1:], bins[:-1], out=new[1:])
        return np.flatnonzero(new)

    def _widen(self) -> None:
        self._width *= 2
        kept = self._count
        self._count = 0
        chosen = self._first_of_new_bins(self._iterations[:kept])
        self._iterations[: len(chosen)] = self._iterations[chosen]
        self._values[: len(chosen)] = self._values[chosen]
        self._count = len(chosen)
