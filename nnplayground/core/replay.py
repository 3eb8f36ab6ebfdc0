"""Trains a state again through the same events, with the engines that did each step."""

import bisect
import dataclasses
import time
from collections.abc import Callable
from dataclasses import dataclass

from nnplayground.core.adapt import Correspondence, adapt_state, set_parameter
from nnplayground.core.dataset import load_dataset
from nnplayground.core.engine import Engine, Problem, RunState
from nnplayground.core.engines import make_engine
from nnplayground.core.experiment import Experiment

# Problems that are kept ready, with their engines.
_KEPT_PROBLEMS = 4
# Seconds of training between two looks at whether to stop.
_CHUNK_SECONDS = 0.02
_FIRST_CHUNK = 64


class ReplayStopped(Exception):  # noqa: N818 - nothing went wrong
    """A replay was stopped before its end."""


@dataclass(frozen=True, eq=False)
class Event:
    """Something that a person did in mid-run.

    Attributes:
        iteration: it happened after this many steps.
        text: what was done, for the timeline.
        experiment: the settings from then on.
        correspondence: which neurons are the old ones, where the network changed.
        turned: (index into theta, value) where a parameter was set by hand.
        brought: whether it brought numbers along that nothing before it tells, as layers do that
            are pasted with their weights; a recording keeps the state after it for good.
    """

    iteration: int
    text: str
    experiment: Experiment
    correspondence: Correspondence | None = None
    turned: tuple[int, float] | None = None
    brought: bool = False

    def continues(self, earlier: "Event", before: Experiment) -> bool:
        """Whether this event alone does what `earlier` and this one do after each other.

        Args:
            earlier: the event before this one.
            before: the settings before both.
        """
        if self.iteration != earlier.iteration or self.correspondence or earlier.correspondence:
            return False
        if self.turned or earlier.turned:
            same = bool(self.turned and earlier.turned and self.turned[0] == earlier.turned[0])
            return same and self.experiment == earlier.experiment
        return _carried(before) == _carried(earlier.experiment) == _carried(self.experiment)


def _carried(experiment: Experiment) -> tuple[object, ...]:
    """The settings that a state is carried over by: while they stay, it stays as it is."""
    training = experiment.training
    data = dataclasses.replace(experiment.data, noise=0.0)
    return experiment.network, data, training.optimizer, training.precision, training.batch_size


class EngineLog:
    """Which engine did which steps."""

    def __init__(self) -> None:
        self.entries: list[tuple[int, str]] = []

    def trained(self, since: int, engine: str) -> None:
        """The steps after iteration `since` are done by the engine of this name."""
        if not self.entries or self.entries[-1][1] != engine:
            self.entries.append((since, engine))

    def forget_after(self, iteration: int) -> None:
        """Forget the steps after `iteration`."""
        self.entries = [(start, name) for start, name in self.entries if start < iteration]

    def copy(self) -> "EngineLog":
        """A log of its own."""
        other = EngineLog()
        other.entries = list(self.entries)
        return other

    def at(self, iteration: int, last: int) -> tuple[str, int]:
        """The engine of the step after `iteration`, and where another one takes over."""
        place = bisect.bisect_right(self.entries, iteration, key=lambda entry: entry[0])
        until = self.entries[place][0] if place < len(self.entries) else last
        return self.entries[place - 1][1], until


class Replayer:
    """Does steps again; keeps the last few problems and their engines ready."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Experiment, Problem, dict[str, Engine]]] = {}

    def problem(self, experiment: Experiment) -> Problem:
        """The problem of an experiment."""
        return self._entry(experiment)[1]

    def apply(self, event: Event, before: Experiment, state: RunState) -> RunState:
        """The state after an event, from the one before it."""
        if event.turned is not None:
            return set_parameter(state, *event.turned)
        old, new = self.problem(before), self.problem(event.experiment)
        return adapt_state(old, new, state, event.correspondence)

    def advance(
        self,
        experiment: Experiment,
        state: RunState,
        iteration: int,
        engines: EngineLog,
        stopped: Callable[[], bool],
    ) -> None:
        """Train `state` in place up to `iteration`, each step by the engine that did it.

        Raises:
            ReplayStopped: as soon as `stopped` says so.
        """
        _, problem, ready = self._entry(experiment)
        chunk = _FIRST_CHUNK
        while state.iteration < iteration:
            if stopped():
                raise ReplayStopped
            name, until = engines.at(state.iteration, iteration)
            if name not in ready:
                ready[name] = _engine(problem, name)
            steps = min(iteration, until, state.iteration + chunk) - state.iteration
            started = time.perf_counter()
            ready[name].advance(state, steps)
            spent = time.perf_counter() - started
            if steps == chunk and spent < _CHUNK_SECONDS:
                chunk *= 2 if spent > _CHUNK_SECONDS / 4 else 4

    def _entry(self, experiment: Experiment) -> tuple[Experiment, Problem, dict[str, Engine]]:
        entry = self._kept.get(id(experiment))
        if entry is None:
            if len(self._kept) >= _KEPT_PROBLEMS:
                self._kept.pop(next(iter(self._kept)))
            problem = Problem.of(experiment, load_dataset(experiment.data))
            entry = self._kept[id(experiment)] = (experiment, problem, {})
        return entry


def _engine(problem: Problem, name: str) -> Engine:
    training = dataclasses.replace(problem.training, engine=name)
    return make_engine(dataclasses.replace(problem, training=training))
