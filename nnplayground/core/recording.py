"""A run that can be had again at any iteration, bit for bit: keyframes, events, and replay.

Nothing random is stored: the order of examples and the dropout masks follow from the seed and the
iteration. So the nearest keyframe, the events since, and the engine that did each step give any
moment exactly.
"""

import bisect
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nnplayground.core.engine import RunState
from nnplayground.core.errors import SpecError
from nnplayground.core.experiment import Experiment
from nnplayground.core.replay import EngineLog, Event, Replayer, ReplayStopped

__all__ = ["Event", "Keyframe", "Moment", "Recording", "ReplayStopped", "total_bytes"]

# Bytes of keyframes that a recording keeps before it thins them.
DEFAULT_BUDGET = 256 << 20
# And how many: enough that replay from the nearest is quick, few enough that a branch is.
MAX_KEYFRAMES = 8192
# What a keyframe weighs besides its numbers: the objects that hold them.
OBJECT_BYTES = 768
# States near the last replayed ones that are kept, so that stepping back is quick everywhere.
_MOST_VISITED = 48
_VISITED_BYTES = 16 << 20


@dataclass(frozen=True, eq=False)
class Moment:
    """A run at one iteration: the settings in force and the whole training state."""

    experiment: Experiment
    state: RunState


@dataclass(frozen=True, eq=False)
class Keyframe:
    """A state (read-only arrays) after `events` of the events; ordered by (iteration, events)."""

    state: RunState
    events: int

    @property
    def place(self) -> tuple[int, int]:
        """What keyframes are ordered by."""
        return self.state.iteration, self.events

    @property
    def nbytes(self) -> int:
        """What it weighs."""
        return self.state.theta.nbytes + self.state.slots.nbytes + OBJECT_BYTES


def _never() -> bool:
    return False


class Recording:
    """What happened in a run, from its first state on.

    Args:
        experiment: the settings at the beginning.
        state: the state at the beginning, kept as the first keyframe.
        budget: bytes of keyframes; past it every other one is dropped.

    Attributes:
        events: what was done, in order.
        engines: which engine did which steps.
        last_iteration: how far the run has come.
    """

    def __init__(
        self, experiment: Experiment, state: RunState, budget: int = DEFAULT_BUDGET
    ) -> None:
        self.experiment = experiment
        self.budget = budget
        self.events: list[Event] = []
        self.engines = EngineLog()
        self.last_iteration = state.iteration
        self._keyframes = [Keyframe(_kept(state), 0)]
        self._bytes = self._keyframes[0].nbytes
        self._spacing = 1
        self._forget_visited()

    @classmethod
    def restored(
        cls,
        experiment: Experiment,
        keyframes: list[Keyframe],
        events: list[Event],
        engines: EngineLog,
        last_iteration: int,
    ) -> "Recording":
        """A recording of its parts, as a file keeps them; the first keyframe is the beginning."""
        recording = cls(experiment, keyframes[0].state)
        recording.events, recording.engines = events, engines
        recording.last_iteration = last_iteration
        for keyframe in keyframes[1:]:
            recording._keep(keyframe)
        gaps = max(1, len(keyframes) - 1)
        span = (keyframes[-1].state.iteration - recording.first_iteration) // gaps
        while recording._spacing < span:
            recording._spacing *= 2
        return recording

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

    @property
    def kept(self) -> tuple[Keyframe, ...]:
        """All keyframes, rising; branches share them."""
        return tuple(self._keyframes)

    def keyframes(self) -> tuple[Moment, ...]:
        """The moments that can be had without replay, rising."""
        return tuple(Moment(self._settings(k.events), k.state) for k in self._keyframes)

    def advanced(self, state: RunState, engine: str) -> None:
        """The run was trained to `state` (read-only arrays) by the engine of this name."""
        if state.iteration < self.last_iteration:
            raise SpecError(
                f"recording: iteration {state.iteration} lies before {self.last_iteration}"
            )
        if state.iteration == self.last_iteration:
            return
        self.engines.trained(self.last_iteration, engine)
        self.last_iteration = state.iteration
        newest = self._keyframes[-1].state.iteration
        if state.iteration // self._spacing != newest // self._spacing:
            self._keep(Keyframe(state, len(self.events)))

    def happened(self, event: Event, state: RunState) -> None:
        """An event took place; `state` (read-only arrays) is the one after it.

        Of a knob that is turned or a slider that is drawn while training stands still, only
        where it ended is kept.
        """
        self.forget_after(event.iteration)
        count = len(self.events)
        if count and event.continues(self.events[-1], self._settings(count - 1)):
            self.events.pop()
            self._drop_keyframes_of(count)
        self.events.append(event)
        self.last_iteration = event.iteration
        self._forget_visited()
        self._keep(Keyframe(state, len(self.events)))

    def forget_after(self, iteration: int) -> None:
        """Forget what came after `iteration`; events at it stay."""
        if iteration >= self.last_iteration:
            return
        self.events = [event for event in self.events if event.iteration <= iteration]
        self.engines.forget_after(iteration)
        self._replace([k for k in self._keyframes if k.state.iteration <= iteration])
        self.last_iteration = iteration
        self._forget_visited()

    def branch(self, iteration: int | None = None) -> "Recording":
        """A recording of its own with the past up to `iteration`, None for all of it."""
        other = Recording(self.experiment, self._keyframes[0].state, self.budget)
        other.events, other.engines = list(self.events), self.engines.copy()
        other._keyframes, other._bytes = list(self._keyframes), self._bytes
        other._spacing = self._spacing
        other.last_iteration = self.last_iteration
        other.forget_after(self.last_iteration if iteration is None else iteration)
        return other

    def at(self, iteration: int, stopped: Callable[[], bool] = _never) -> Moment:
        """The run after `iteration` steps and all events there, bit for bit as it was.

        Raises:
            SpecError: where the run was never there.
            ReplayStopped: as soon as `stopped` says so.
        """
        if not self.first_iteration <= iteration <= self.last_iteration:
            raise SpecError(
                f"iteration {iteration:,} is not in {self.first_iteration:,} .. "
                f"{self.last_iteration:,}"
            )
        return self._replayed(self._nearest(iteration), iteration, stopped)

    def experiment_at(self, iteration: int) -> Experiment:
        """The settings in force after `iteration` steps."""
        done = [event for event in self.events if event.iteration <= iteration]
        return done[-1].experiment if done else self.experiment

    def thin(self) -> bool:
        """Drop about every other keyframe; returns whether there was one to drop."""
        if not self._can_thin:
            return False
        self._thin()
        return True

    def is_needed(self, keyframe: Keyframe) -> bool:
        """Whether nothing before a keyframe leads to it: the first, and what an edit brought."""
        if keyframe.events == 0:
            return keyframe is self._keyframes[0]
        event = self.events[keyframe.events - 1]
        return event.brought and event.iteration == keyframe.state.iteration

    # ---- inside ------------------------------------------------------------------------

    def _settings(self, events: int) -> Experiment:
        return self.events[events - 1].experiment if events else self.experiment

    def _nearest(self, iteration: int) -> Keyframe:
        """The latest state at or before `iteration` that is kept."""
        wanted = (iteration, len(self.events))
        keyframes = self._keyframes
        found = bisect.bisect_right(keyframes, wanted, key=lambda keyframe: keyframe.place)
        visited = [k for k in self._visited.values() if k.place <= wanted]
        return max((keyframes[found - 1], *visited), key=lambda keyframe: keyframe.place)

    def _replayed(self, keyframe: Keyframe, iteration: int, stopped: Callable[[], bool]) -> Moment:
        experiment, count = self._settings(keyframe.events), keyframe.events
        state = keyframe.state.copy()
        for event in self.events[count:]:
            if event.iteration > iteration:
                break
            self._replayer.advance(experiment, state, event.iteration, self.engines, stopped)
            state = self._replayer.apply(event, experiment, state)
            experiment, count = event.experiment, count + 1
        small = keyframe.nbytes * _MOST_VISITED <= _VISITED_BYTES
        for stop in _steps_before(state.iteration, iteration) if small else (iteration,):
            self._replayer.advance(experiment, state, stop, self.engines, stopped)
            if small:
                self._visit(Keyframe(state.copy().freeze(), count))
        return Moment(experiment, state.freeze())

    def _visit(self, keyframe: Keyframe) -> None:
        self._visited.pop(keyframe.place, None)
        self._visited[keyframe.place] = keyframe
        while len(self._visited) > _MOST_VISITED:
            self._visited.pop(next(iter(self._visited)))

    def _forget_visited(self) -> None:
        self._visited: dict[tuple[int, int], Keyframe] = {}
        self._replayer = Replayer()

    def _drop_keyframes_of(self, events: int) -> None:
        self._replace([k for k in self._keyframes if k.events < events or k.events == 0])

    def _replace(self, keyframes: list[Keyframe]) -> None:
        self._keyframes = keyframes
        self._bytes = sum(keyframe.nbytes for keyframe in keyframes)

    def _keep(self, keyframe: Keyframe) -> None:
        self._keyframes.append(keyframe)
        self._bytes += keyframe.nbytes
        while self._is_full() and self._can_thin:
            self._thin()

    @property
    def _can_thin(self) -> bool:
        return not all(self.is_needed(keyframe) for keyframe in self._keyframes)

    def _is_full(self) -> bool:
        return self._bytes > self.budget or len(self._keyframes) > MAX_KEYFRAMES

    def _thin(self) -> None:
        """Widen the spacing until fewer are left; those that are needed stay."""
        self._spacing *= 2
        kept = self._keyframes[:1]
        for keyframe in self._keyframes[1:]:
            places = kept[-1].state.iteration, keyframe.state.iteration
            apart = places[0] // self._spacing != places[1] // self._spacing
            if apart or self.is_needed(keyframe):
                kept.append(keyframe)
        self._replace(kept)


def _kept(state: RunState) -> RunState:
    """The state, copied where somebody may still write to it."""
    return state.copy().freeze() if state.theta.flags.writeable else state


def total_bytes(recordings: Iterable[Recording]) -> int:
    """The size of all their keyframes, each state counted once however many share it."""
    keyframes = {id(keyframe.state): keyframe for one in recordings for keyframe in one.kept}
    return sum(keyframe.nbytes for keyframe in keyframes.values())


def _steps_before(first: int, last: int) -> list[int]:
    """Where to halt on the way from `first` to `last`: ever closer to the end, by halves."""
    stops, distance = [last], 1
    while last - distance > first:
        stops.append(last - distance)
        distance *= 2
    return stops[::-1]
