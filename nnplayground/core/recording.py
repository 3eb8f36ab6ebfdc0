"""A run that can be had again at any iteration, bit for bit: keyframes, events, and replay.

Nothing random is stored: the order of examples and the dropout masks follow from the seed and the
iteration. So the nearest keyframe, the events since, and the engine that did each step give any
moment exactly.
"""

import bisect
import dataclasses
from dataclasses import dataclass

from nnplayground.core.adapt import Correspondence, adapt_state, set_parameter
from nnplayground.core.dataset import load_dataset
from nnplayground.core.engine import Engine, Problem, RunState
from nnplayground.core.engines import make_engine
from nnplayground.core.errors import SpecError
from nnplayground.core.experiment import Experiment

# Bytes of keyframes that a recording keeps before it thins them.
DEFAULT_BUDGET = 256 << 20
# And how many: enough that replay from the nearest is quick, few enough that a branch is.
MAX_KEYFRAMES = 4096


@dataclass(frozen=True, eq=False)
class Event:
    """Something that a person did in mid-run.

    Attributes:
        iteration: it happened after this many steps.
        text: what was done, for the timeline.
        experiment: the settings from then on.
        correspondence: which neurons are the old ones, where the network changed.
        turned: (index into theta, value) where a parameter was set by hand.
        state: the whole state from then on where it does not follow from the one before (undo).
    """

    iteration: int
    text: str
    experiment: Experiment
    correspondence: Correspondence | None = None
    turned: tuple[int, float] | None = None
    state: RunState | None = None


@dataclass(frozen=True, eq=False)
class Moment:
    """A run at one iteration: the settings in force and the whole training state."""

    experiment: Experiment
    state: RunState


@dataclass(frozen=True, eq=False)
class _Keyframe:
    """A state after `events` of the events; ordered by (iteration, events)."""

    state: RunState
    events: int

    @property
    def place(self) -> tuple[int, int]:
        return self.state.iteration, self.events

    @property
    def nbytes(self) -> int:
        return self.state.theta.nbytes + self.state.slots.nbytes + 256


class Recording:
    """What happened in a run, from its first state on.

    Args:
        experiment: the settings at the beginning.
        state: the state at the beginning, kept as the first keyframe.
        budget: bytes of keyframes; past it every other one is dropped.
    """

    def __init__(
        self, experiment: Experiment, state: RunState, budget: int = DEFAULT_BUDGET
    ) -> None:
        self.experiment = experiment
        self.budget = budget
        self.events: list[Event] = []
        self.engines: list[tuple[int, str]] = []
        self.last_iteration = state.iteration
        self._keyframes = [_Keyframe(state.copy().freeze(), 0)]
        self._bytes = self._keyframes[0].nbytes
        self._spacing = 1

    @property
    def first_iteration(self) -> int:
        """The iteration of the first state."""
        return self._keyframes[0].state.iteration

    @property
    def bytes(self) -> int:
        """The size of the keyframes."""
        return self._bytes

    @property
    def keyframe_iterations(self) -> tuple[int, ...]:
        """The iterations that keyframes stand at, rising."""
        return tuple(keyframe.state.iteration for keyframe in self._keyframes)

    def advanced(self, state: RunState, engine: str) -> None:
        """The run was trained to `state` (read-only arrays) by the engine of this name."""
        if state.iteration < self.last_iteration:
            raise SpecError(
                f"recording: iteration {state.iteration} lies before {self.last_iteration}"
            )
        if state.iteration == self.last_iteration:
            return
        if not self.engines or self.engines[-1][1] != engine:
            self.engines.append((self.last_iteration, engine))
        self.last_iteration = state.iteration
        newest = self._keyframes[-1].state.iteration
        if state.iteration // self._spacing != newest // self._spacing:
            self._keep(_Keyframe(state, len(self.events)))

    def happened(self, event: Event, state: RunState) -> None:
        """An event took place; `state` (read-only arrays) is the one after it."""
        self.forget_after(event.iteration)
        self.events.append(event)
        self.last_iteration = event.iteration
        self._keep(_Keyframe(state, len(self.events)))

    def forget_after(self, iteration: int) -> None:
        """Forget what came after `iteration`; events at it stay."""
        if iteration >= self.last_iteration:
            return
        self.events = [event for event in self.events if event.iteration <= iteration]
        self.engines = [(start, name) for start, name in self.engines if start < iteration]
        self._keyframes = [k for k in self._keyframes if k.state.iteration <= iteration]
        self._bytes = sum(keyframe.nbytes for keyframe in self._keyframes)
        self.last_iteration = iteration

    def branch(self, iteration: int) -> "Recording":
        """A recording of its own with the past up to `iteration`."""
        other = Recording(self.experiment, self._keyframes[0].state, self.budget)
        other.events, other.engines = list(self.events), list(self.engines)
        other._keyframes, other._bytes = list(self._keyframes), self._bytes
        other._spacing = self._spacing
        other.last_iteration = self.last_iteration
        other.forget_after(iteration)
        return other

    def at(self, iteration: int) -> Moment:
        """The run after `iteration` steps and all events there, bit for bit as it was.

        Raises:
            SpecError: where the run was never there.
        """
        if not self.first_iteration <= iteration <= self.last_iteration:
            raise SpecError(
                f"iteration {iteration:,} is not in {self.first_iteration:,} .. "
                f"{self.last_iteration:,}"
            )
        found = bisect.bisect_right(
            self._keyframes, (iteration, len(self.events)), key=lambda k: k.place
        )
        keyframe = self._keyframes[found - 1]
        return self._replayed(keyframe, iteration)

    def experiment_at(self, iteration: int) -> Experiment:
        """The settings in force after `iteration` steps."""
        done = [event for event in self.events if event.iteration <= iteration]
        return done[-1].experiment if done else self.experiment

    def _replayed(self, keyframe: _Keyframe, iteration: int) -> Moment:
        count = keyframe.events
        experiment = self.events[count - 1].experiment if count else self.experiment
        problem = _problem(experiment)
        state = keyframe.state.copy()
        for event in self.events[count:]:
            if event.iteration > iteration:
                break
            self._advance(problem, state, event.iteration)
            after = _problem(event.experiment)
            state = _applied(event, problem, after, state)
            problem, experiment = after, event.experiment
        self._advance(problem, state, iteration)
        return Moment(experiment, state.freeze())

    def _advance(self, problem: Problem, state: RunState, iteration: int) -> None:
        """Train `state` in place up to `iteration`, each step by the engine that did it."""
        while state.iteration < iteration:
            name, until = self._engine_at(state.iteration)
            steps = min(iteration, until) - state.iteration
            _engine(problem, name).advance(state, steps)

    def _engine_at(self, iteration: int) -> tuple[str, int]:
        """The engine of the step after `iteration`, and where another one takes over."""
        place = bisect.bisect_right(self.engines, iteration, key=lambda entry: entry[0])
        until = self.engines[place][0] if place < len(self.engines) else self.last_iteration
        return self.engines[place - 1][1], until

    def _keep(self, keyframe: _Keyframe) -> None:
        self._keyframes.append(keyframe)
        self._bytes += keyframe.nbytes
        while len(self._keyframes) > 2 and self._is_full():
            self._thin()

    def _is_full(self) -> bool:
        return self._bytes > self.budget or len(self._keyframes) > MAX_KEYFRAMES

    def _thin(self) -> None:
        """Widen the spacing until fewer are left; the first and the newest always stay."""
        self._spacing *= 2
        first, *middle, newest = self._keyframes
        kept, bin_before = [first], first.state.iteration // self._spacing
        for keyframe in middle:
            bin_now = keyframe.state.iteration // self._spacing
            if bin_now != bin_before:
                kept.append(keyframe)
                bin_before = bin_now
        self._keyframes = [*kept, newest]
        self._bytes = sum(keyframe.nbytes for keyframe in self._keyframes)


def _problem(experiment: Experiment) -> Problem:
    return Problem.of(experiment, load_dataset(experiment.data))


def _engine(problem: Problem, name: str) -> Engine:
    training = dataclasses.replace(problem.training, engine=name)
    return make_engine(dataclasses.replace(problem, training=training))


def _applied(event: Event, before: Problem, after: Problem, state: RunState) -> RunState:
    if event.state is not None:
        return event.state.copy()
    if event.turned is not None:
        return set_parameter(state, *event.turned)
    return adapt_state(before, after, state, event.correspondence)
