"""What a diagnosis looks at, and what it finds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.dataset import Dataset, load_dataset
from nnplayground.core.diagnosis.remedies import Remedy
from nnplayground.core.engine import Problem
from nnplayground.core.metrics import Evaluator
from nnplayground.core.recording import Moment, Recording
from nnplayground.core.run import Divergence
from nnplayground.core.statistics import LayerObserver, LayerStatistics

# Between keyframes further apart than this the exact first iteration is not searched for.
MOST_REPLAYED = 2000
# Fewer scores than this say nothing about a trend. A quick run may leave as few: then so many
# moments of it are scored, where that is no more than so many products of a weight and a number.
ENOUGH_SCORES = 20
_SCORED = 60
_MOST_PRODUCTS = 3e8


@dataclass(frozen=True)
class Finding:
    """Something that is wrong.

    Attributes:
        kind: a key of CHECKS.
        sentence: what happened, with numbers.
        iteration: the moment to look at.
        layer: the layer (from 1) that it is about, None for the whole network.
        remedies: what to try.
    """

    kind: str
    sentence: str
    iteration: int
    layer: int | None
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, eq=False)
class Scores:
    """Losses over all examples as the run went on.

    Attributes:
        iterations: (rows,) rising, where they were taken.
        train, test: (rows,) the losses; NaN where there is none.
    """

    iterations: IntArray
    train: FloatArray
    test: FloatArray

    def without_gaps(self, *columns: str) -> "Scores":
        """The rows in which these columns are finite."""
        good = np.logical_and.reduce([np.isfinite(getattr(self, name)) for name in columns])
        return Scores(self.iterations[good], self.train[good], self.test[good])


@dataclass(frozen=True, eq=False)
class Evidence:
    """A run up to now.

    Attributes:
        recording: its past; nobody may change it meanwhile.
        now: the newest moment.
        divergence: where the numbers left the range, else None.
        scores: the losses up to now.
    """

    recording: Recording
    now: Moment
    divergence: Divergence | None
    scores: Scores

    @cached_property
    def problem(self) -> Problem:
        """What is being trained now."""
        return Problem.of(self.now.experiment, self._dataset)

    @cached_property
    def layers(self) -> tuple[LayerStatistics, ...]:
        """The statistics of every layer now."""
        return self.observed(self.now)

    @cached_property
    def trend(self) -> Scores:
        """The losses, enough of them to see a trend in where there can be."""
        there = self.scores.without_gaps("train", "test")
        first, last = self.recording.first_iteration, self.recording.last_iteration
        examples = (
            _SCORED * (len(self._dataset.train) + len(self._dataset.test))
            + (last - first) * self.problem.batch_size
        )
        too_long = float(examples) * self.problem.layout.size > _MOST_PRODUCTS
        if len(there.iterations) >= ENOUGH_SCORES or too_long:
            return there
        iterations = np.unique(np.linspace(first, last, _SCORED).astype(np.int64))
        moments = [self.recording.at(iteration) for iteration in iterations.tolist()]
        return self._scored([one for one in moments if one.experiment == self.now.experiment])

    def _scored(self, moments: Sequence[Moment]) -> Scores:
        dataset = self._dataset
        losses: list[FloatArray] = []
        for part in (dataset.train, dataset.test):
            of = Evaluator(self.now.experiment, dataset, part)
            scores = [of.score(moment.state.theta).loss for moment in moments]
            losses.append(np.array([np.nan if one is None else one for one in scores]))
        iterations = np.array([moment.state.iteration for moment in moments], dtype=np.int64)
        return Scores(iterations, *losses).without_gaps("train", "test")

    @property
    def is_stuck(self) -> bool:
        """Whether the training loss is still above half of what it began with."""
        train = self.scores.without_gaps("train").train
        return len(train) > 1 and bool(train[-1] > 0.5 * train[0])

    def observed(self, moment: Moment) -> tuple[LayerStatistics, ...]:
        """The statistics of every layer at a moment with the present experiment."""
        return self._observer.observe(moment.state)

    def since(self, holds: Callable[[tuple[LayerStatistics, ...]], bool]) -> int:
        """Since which iteration something holds that holds now, by bisection.

        Only as long ago as the settings are the present ones; between keyframes that lie far
        apart, the later one.
        """

        def is_so(moment: Moment) -> bool:
            return moment.experiment == self.now.experiment and holds(self.observed(moment))

        moments = (*self.recording.keyframes(), self.now)
        later = _first(len(moments) - 1, lambda place: is_so(moments[place]))
        last = moments[later].state.iteration
        first = moments[later - 1].state.iteration + 1 if later else last
        if last - first > MOST_REPLAYED:
            return last
        return first + _first(last - first, lambda steps: is_so(self.recording.at(first + steps)))

    @property
    def _dataset(self) -> Dataset:
        return load_dataset(self.now.experiment.data)

    @cached_property
    def _observer(self) -> LayerObserver:
        return LayerObserver(self.problem)


def _first(last: int, is_so: Callable[[int], bool]) -> int:
    """The first place from 0 where it is so, which stays so up to `last`."""
    low, high = 0, last
    while low < high:
        middle = (low + high) // 2
        if is_so(middle):
            high = middle
        else:
            low = middle + 1
    return high
