"""Which rows and columns of large matrices are shown: the first, the largest, the last."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from nnplayground.core.arrays import FloatArray
from nnplayground.core.explain import Region
from nnplayground.core.trace import Quantity, Trace

# Axes up to this long are shown whole; of longer ones so many from the beginning. Then the same
# where there is little room.
UNFOLDED, FIRST = 8, 4
UNFOLDED_SMALL, FIRST_SMALL = 5, 2

Axis = tuple[str, int]  # what is counted along it, and the layer
Shown = npt.NDArray[np.int64]


def axes_of(quantity: Quantity, trace: Trace) -> tuple[Axis, Axis]:
    """What the rows and the columns of a matrix count; equal axes are folded alike."""
    return (
        _axis(quantity, quantity.axes[0], trace),
        _axis(quantity, quantity.axes[1], trace),
    )


def _axis(quantity: Quantity, name: str, trace: Trace) -> Axis:
    if name == "unit":
        return "unit", quantity.layer
    if name == "source":
        return ("unit", quantity.layer - 1) if quantity.layer > 1 else ("input", 0)
    if name == "output":
        return "unit", len(trace.numbers.layers)
    return name, 0


class Folds:
    """For each axis the indices that are shown, so that matrices side by side agree.

    Args:
        trace: the iteration.
        pinned: cells that have to be seen, such as the selected one.
        small: whether there is little room.

    Attributes:
        small: the same.
    """

    def __init__(self, trace: Trace, pinned: Iterable[Region] = (), small: bool = False) -> None:
        self._trace = trace
        self.small = small
        self._unfolded = UNFOLDED_SMALL if small else UNFOLDED
        self._first = FIRST_SMALL if small else FIRST
        self._pins: dict[Axis, set[int]] = {}
        self._kept: dict[Axis, set[int]] = {}
        self._shown: dict[Axis, Shown] = {}
        for region in pinned:
            quantity = trace[region.key]
            places = ((region.row, region.rows), (region.column, region.columns))
            axes = zip(axes_of(quantity, trace), places, quantity.shape, strict=True)
            for axis, (start, count), length in axes:
                folded = axis[0] != "" and length > self._unfolded
                if count == 1 and folded and start not in self._usual(axis, length):
                    self._pins.setdefault(axis, set()).add(start)

    @property
    def extra(self) -> frozenset[tuple[Axis, frozenset[int]]]:
        """What is shown besides what always is."""
        return frozenset((axis, frozenset(pins)) for axis, pins in self._pins.items())

    def of(self, quantity: Quantity) -> tuple[Shown, Shown]:
        """Rows and columns of a matrix that are shown."""
        rows, columns = axes_of(quantity, self._trace)
        return self._along(rows, quantity.shape[0]), self._along(columns, quantity.shape[1])

    def _along(self, axis: Axis, length: int) -> Shown:
        if axis[0] == "" or length <= self._unfolded:
            return np.arange(length)
        if axis not in self._shown:
            kept = self._usual(axis, length) | self._pins.get(axis, set())
            self._shown[axis] = np.array(sorted(i for i in kept if i < length))
        return self._shown[axis]

    def _usual(self, axis: Axis, length: int) -> set[int]:
        if axis not in self._kept:
            self._kept[axis] = {*range(self._first), self._largest(axis), length - 1}
        return self._kept[axis]

    def _largest(self, axis: Axis) -> int:
        """The example of the largest loss, the neuron of the largest activation, ..."""
        numbers = self._trace.numbers
        name, layer = axis
        if name == "example":
            losses = numbers.losses
            return int(np.nanargmax(np.abs(losses))) if np.isfinite(losses).any() else 0
        array = numbers.X if name == "input" else numbers.layers[layer - 1].A
        return _strongest(array)


def _strongest(array: FloatArray) -> int:
    sizes = np.abs(array).max(axis=0)
    return int(np.nanargmax(sizes)) if np.isfinite(sizes).any() else 0


def gaps(shown: Shown) -> list[bool]:
    """Whether something is left out before each shown index."""
    indices = shown.tolist()
    return [index - before > 1 for index, before in zip(indices, [-1, *indices], strict=False)]
