"""Which examples are listed, and in which order: filters and sorting as values."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from nnplayground.core import Dataset
from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.session.scoring import Scored

TRAIN, TEST = "train", "test"


@dataclass(frozen=True)
class ExampleFilter:
    """Which examples are listed.

    Attributes:
        part: TRAIN or TEST, '' for both.
        wrong: only those that are answered wrongly.
        target: only those of this class, None for all.
        answer: only those that are said to be of this class (as many as there are classes for
            those whose output is no number), None for all.
    """

    part: str = ""
    wrong: bool = False
    target: int | None = None
    answer: int | None = None


class ExampleListing(QObject):
    """What the list of examples is asked to show.

    Attributes:
        filter: the one that is in use.

    Signals:
        changed(): there is another filter.
        asked(): the list is to be seen.
    """

    changed = Signal()
    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.filter = ExampleFilter()
        self._classes: tuple[str, ...] = ()

    @Slot(object)
    def take_dataset(self, dataset: Dataset) -> None:
        """Ask for no class that other data does not have, or means otherwise."""
        if dataset.classes != self._classes:
            self._classes = dataset.classes
            self.use(ExampleFilter(self.filter.part))

    def use(self, wanted: ExampleFilter) -> None:
        """List these examples."""
        if wanted != self.filter:
            self.filter = wanted
            self.changed.emit()

    def show(self, wanted: ExampleFilter) -> None:
        """List these examples, and bring the list into view."""
        self.use(wanted)
        self.asked.emit()


def listed(scored: Scored, wanted: ExampleFilter) -> IntArray:
    """The numbers of the examples that a filter leaves, rising."""
    trained = len(scored.dataset.train)
    kept = np.ones(len(scored.losses), dtype=np.bool_)
    if wanted.part:
        kept[: trained if wanted.part == TEST else 0] = False
        kept[trained if wanted.part == TRAIN else len(kept) :] = False
    if len(scored.said):
        if wanted.wrong:
            kept &= scored.said != scored.labels
        if wanted.target is not None:
            kept &= scored.labels == wanted.target
        if wanted.answer is not None:
            kept &= scored.said == wanted.answer
    return np.flatnonzero(kept)


def ordered(numbers: IntArray, keys: FloatArray, descending: bool) -> IntArray:
    """The examples `numbers` by their keys (all examples,); ties stay in their order.

    What is no number counts as the largest: a diverged loss is the worst.
    """
    chosen = keys[numbers]
    chosen = np.where(np.isnan(chosen), np.inf, chosen)
    order = np.argsort(-chosen if descending else chosen, kind="stable")
    return numbers[order]
