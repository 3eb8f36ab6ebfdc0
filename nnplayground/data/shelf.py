"""Keeps a large set of examples once: as it was split last, for who asks to split it otherwise."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnplayground.core.arrays import IntArray, frozen
from nnplayground.data.source import Examples


@dataclass(frozen=True, eq=False)
class _Kept:
    """Parts of the examples, and where each of their rows was."""

    parts: tuple[Examples, ...]
    places: IntArray


class Shelf:
    """Gives examples in their order, whatever the order is that they are kept in.

    A split copies the rows of both parts; the copies are kept and the rows before let go, so that
    a table of 150 MB does not take 300. Safe for several threads: what is kept is never changed.

    Args:
        examples: all of them.
    """

    def __init__(self, examples: Examples) -> None:
        self._kept = _Kept((examples,), np.arange(len(examples)))

    def examples(self) -> Examples:
        """All of them, in their order."""
        kept = self._kept
        if len(kept.parts) == 1:
            return kept.parts[0]
        raw, targets, labels = (_in_order(kept, name) for name in ("raw", "targets", "labels"))
        return Examples(frozen(raw), frozen(targets), frozen(labels))

    def keep(
        self, for_training: IntArray, for_testing: IntArray, train: Examples, test: Examples
    ) -> None:
        """Keep them as they were split: the parts, and which rows they are of."""
        if len(for_training) + len(for_testing) == len(self._kept.places):
            self._kept = _Kept((train, test), np.concatenate((for_training, for_testing)))

    @property
    def nbytes(self) -> int:
        """How much memory it takes."""
        arrays = ((part.raw, part.targets, part.labels) for part in self._kept.parts)
        return sum(array.nbytes for each in arrays for array in each)


def _in_order(kept: _Kept, name: str) -> npt.NDArray[Any]:
    """One of the arrays, each row where it was."""
    parts = [getattr(part, name) for part in kept.parts]
    if not any(len(part) for part in parts):
        return parts[0]  # type: ignore[no-any-return]
    whole = np.empty((len(kept.places), *parts[0].shape[1:]), parts[0].dtype)
    first = 0
    for part in parts:
        whole[kept.places[first : first + len(part)]] = part
        first += len(part)
    return whole
