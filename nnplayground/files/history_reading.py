"""Reads the runs of a file with suspicion: whatever it says must be a past that could have been."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nnplayground.core import (
    OPTIMIZERS,
    Clock,
    Experiment,
    ParameterLayout,
    RunState,
    SpecError,
)
from nnplayground.core.arrays import DTYPES
from nnplayground.core.points_spec import PointsSpec
from nnplayground.core.recording import Event, Keyframe, Recording
from nnplayground.core.replay import EngineLog
from nnplayground.files.errors import damaged
from nnplayground.files.history_points import COLUMNS as POINTS_COLUMNS
from nnplayground.files.history_points import NAME as POINTS
from nnplayground.files.history_points import PointsRows
from nnplayground.files.history_tensors import INITIAL, TEXT, initial_state
from nnplayground.files.history_text import EventText, HistoryText, RunText, parse
from nnplayground.files.run_history import (
    LOSS_COLUMNS,
    MAX_RUNS,
    SCORE_COLUMNS,
    SavedHistory,
    SavedPlots,
    SavedRun,
)
from nnplayground.files.times import MAX_ITERATION

MAX_EVENTS = 200_000
# Bytes of initial states that are made anew: a short file must not ask for all memory.
MAX_INITIAL = 1 << 30
_LONGEST_NAME = 200

Array = npt.NDArray[Any]


def unpack(path: Path, tensors: Mapping[str, Array]) -> SavedHistory | None:
    """The runs in the tensors of a file; None where it keeps none.

    Raises:
        FileError: where they are not whole and sane.
    """
    if TEXT not in tensors:
        return None
    try:
        return _Reading(tensors).history()
    except (SpecError, ValueError, KeyError, OverflowError) as error:
        raise damaged(path, f"its runs: {error}") from None


def is_of_history(name: str) -> bool:
    """Whether a tensor of this name belongs to the runs."""
    return name == TEXT or name.startswith(TEXT + ".")


class _Reading:
    """The runs of one file, checked one after the other; ValueError or SpecError where wrong."""

    def __init__(self, tensors: Mapping[str, Array]) -> None:
        self._tensors = tensors
        self._used = {TEXT}
        self._text = self._parsed()
        self._states: dict[tuple[int, int, int], RunState] = {}
        self._layouts: dict[int, ParameterLayout] = {}
        self._experiments: dict[int, Experiment] = {}
        self._known_points: dict[int, PointsSpec] = {}
        self._rows: PointsRows | None = None
        self._initial_bytes = 0

    def history(self) -> SavedHistory:
        """All runs."""
        text = self._text
        _expect(1 <= len(text.runs) <= MAX_RUNS, f"there are {len(text.runs)} of them")
        _expect(0 <= text.current < len(text.runs), "the current one is not among them")
        runs = tuple(self._run(number, run) for number, run in enumerate(text.runs))
        strange = [name for name in self._tensors if is_of_history(name) and name not in self._used]
        _expect(not strange, f"tensor '{strange[0] if strange else ''}' has no place")
        return SavedHistory(runs, text.current)

    def _parsed(self) -> HistoryText:
        raw = self._tensors[TEXT]
        _expect(raw.dtype == np.uint8 and raw.ndim == 1, "their text is no text")
        return parse(raw.tobytes())

    def _run(self, number: int, text: RunText) -> SavedRun:
        _expect(text.parent is None or 0 <= text.parent < number, "a parent comes after its child")
        _expect(0 < len(text.name) <= _LONGEST_NAME, "a name is too long")
        _expect(0 <= text.colour < 1 << 31, "a colour has an impossible number")
        _expect(0.0 <= text.seconds < 1e12, "a time of training is impossible")
        _expect(text.begun is None or 0 <= text.begun <= MAX_ITERATION, "a beginning is impossible")
        experiment = self._experiment(text.experiment)
        keyframes = self._keyframes(number, text)
        *past, newest = keyframes
        _expect(newest.events == len(text.events), "one is not at its newest event")
        events = self._events(text, past[0].state.iteration, newest.state.iteration)
        engines = _engines(text, past[0].state.iteration, newest.state.iteration)
        last = newest.state.iteration
        recording = Recording.restored(experiment, past, events, engines, last)
        return SavedRun(
            "".join(letter if letter.isprintable() else "?" for letter in text.name),
            text.colour,
            text.parent,
            text.begun,
            text.seconds,
            text.engine if text.engine in ("numpy", "fused") else "",
            text.overlaid,
            recording,
            newest.state,
            self._plots(number),
        )

    # ---- states ------------------------------------------------------------------------

    def _keyframes(self, number: int, text: RunText) -> list[Keyframe]:
        """All keyframes in order, at the end where training is."""
        table = self._table(f"history.runs.{number}.keyframes", 3)
        _expect(len(table) >= 2, "one has no beginning")
        made = []
        for group, place, events in _whole(table).tolist():
            _expect(0 <= events <= len(text.events), "a keyframe is after an event that is none")
            after = text.events[events - 1].experiment if events else text.experiment
            if (group, place) == (INITIAL, INITIAL):
                _expect(events == 0, "a keyframe in mid-run lacks its state")
                state = self._initial(after)
            else:
                state = self._state(group, place, after)
            made.append(Keyframe(state, events))
            begun = text.events[events - 1].iteration if events else 0
            _expect(state.iteration >= begun, "a keyframe lies before its event")
            later = text.events[events].iteration if events < len(text.events) else MAX_ITERATION
            _expect(state.iteration <= later, "a keyframe lies after an event that is to come")
        places = [keyframe.place for keyframe in made]
        _expect(places == sorted(places), "their keyframes are out of order")
        wanted = {(e.iteration, n) for n, e in enumerate(text.events, start=1) if e.brought}
        _expect(wanted <= set(places[:-1]), "the numbers that an edit brought are missing")
        _expect(made[0].events == 0, "one begins after an event")
        return made

    def _initial(self, experiment: int) -> RunState:
        """Iteration 0 of an experiment, as its seed has it."""
        spec = self._experiment(experiment)
        key = (int(INITIAL), int(INITIAL), experiment)
        if key not in self._states:
            self._initial_bytes += spec.network.parameters * 8 * 3
            _expect(self._initial_bytes <= MAX_INITIAL, "they begin with too many parameters")
            self._states[key] = initial_state(spec).freeze()
        return self._states[key]

    def _state(self, group: int, place: int, experiment: int) -> RunState:
        if (group, place, experiment) in self._states:
            return self._states[group, place, experiment]
        name = f"history.states.{group}"
        rows, clocks = self._tensor(name), self._table(f"{name}.clocks", 4)
        spec, layout = self._experiment(experiment), self._layout(experiment)
        slots = len(OPTIMIZERS[spec.training.optimizer].slots)
        _expect(
            rows.ndim == 2 and rows.dtype == DTYPES[spec.training.precision],
            f"tensor '{name}' is not what its experiment needs",
        )
        _expect(rows.shape[1] == (1 + slots) * layout.size, f"tensor '{name}' has another size")
        _expect(len(rows) == len(clocks) and 0 <= place < len(rows), "a keyframe has no state")
        values = rows[place]
        iteration, epoch_iteration, epoch, optimizer_iteration = _whole(clocks)[place].tolist()
        _expect(
            0 <= epoch <= epoch_iteration <= iteration <= MAX_ITERATION, "a clock is impossible"
        )
        _expect(0 <= optimizer_iteration <= iteration, "a clock is impossible")
        state = RunState(
            iteration,
            values[: layout.size].copy(),
            values[layout.size :].reshape(slots, layout.size).copy(),
            Clock(epoch_iteration, epoch, optimizer_iteration),
        ).freeze()
        self._states[group, place, experiment] = state
        return state

    # ---- events ------------------------------------------------------------------------

    def _events(self, text: RunText, first: int, last: int) -> list[Event]:
        _expect(len(text.events) <= MAX_EVENTS, "one has too many events")
        made, before, reached = [], text.experiment, first
        for event in text.events:
            _expect(reached <= event.iteration <= last, "its events are out of order")
            self._check_turned(event, before)
            self._check_correspondence(event, before)
            experiment = self._experiment(event.experiment)
            how = event.correspondence, event.turned, event.brought
            made.append(Event(event.iteration, event.text[:_LONGEST_NAME], experiment, *how))
            before, reached = event.experiment, event.iteration
        return made

    def _check_turned(self, event: EventText, before: int) -> None:
        if event.turned is None:
            return
        same = self._experiment(before) == self._experiment(event.experiment)
        _expect(same and event.correspondence is None, "a knob was turned and more")
        _expect(0 <= event.turned[0] < self._layout(before).size, "a knob that there is not")

    def _check_correspondence(self, event: EventText, before: int) -> None:
        """Every old layer and neuron that is named must be there."""
        if event.correspondence is None:
            return
        old, new = (self._layout(n).network for n in (before, event.experiment))
        layers, neurons = event.correspondence.layers, event.correspondence.neurons
        good = len(layers) == len(new.layers) and len(neurons) == len(new.layers) + 1
        good = good and all(n is None or 0 <= n < len(old.layers) for n in layers)
        _expect(good, "an edit of the network does not fit it")
        sources = [0, *(None if n is None else n + 1 for n in layers)]
        for level, (given, source) in enumerate(zip(neurons, sources, strict=True)):
            if given is None or source is None:
                continue
            good = len(given) == new.sizes[level]
            good = good and all(n is None or 0 <= n < old.sizes[source] for n in given)
            _expect(good, "an edit of the network does not fit it")

    # ---- parts -------------------------------------------------------------------------

    def _experiment(self, number: int) -> Experiment:
        if number not in self._experiments:
            self._experiments[number] = self._text.experiment(number, self._points)
        return self._experiments[number]

    def _points(self, number: int) -> PointsSpec:
        """Points by hand; those of all experiments with the same are one value."""
        if number not in self._known_points:
            _expect(0 <= number < len(self._text.points), "points by hand are missing")
            if self._rows is None:
                self._rows = PointsRows(self._table(POINTS, POINTS_COLUMNS))
            self._known_points[number] = self._rows.spec(self._text.points[number])
        return self._known_points[number]

    def _layout(self, number: int) -> ParameterLayout:
        if number not in self._layouts:
            self._layouts[number] = ParameterLayout(self._experiment(number).network)
        return self._layouts[number]

    def _plots(self, number: int) -> SavedPlots:
        prefix = f"history.runs.{number}."
        return SavedPlots(
            self._series(prefix + "scores", SCORE_COLUMNS),
            self._series(prefix + "losses", LOSS_COLUMNS),
            self._series(prefix + "parameters", None),
        )

    def _series(self, name: str, columns: int | None) -> Array:
        """A table over rising iterations."""
        table = self._table(name, None if columns is None else columns + 1)
        _expect(table.shape[1] >= 1, f"tensor '{name}' has no columns")
        iterations = _whole(table[:, :1])[:, 0]
        good = bool((np.diff(iterations) > 0).all()) and bool((iterations >= 0).all())
        _expect(good, f"the iterations of tensor '{name}' do not rise")
        return table

    def _table(self, name: str, columns: int | None) -> Array:
        table = self._tensor(name)
        good = table.dtype == np.float64 and table.ndim == 2
        good = good and (columns is None or table.shape[1] == columns)
        _expect(good, f"tensor '{name}' is no table of {columns or 'some'} columns")
        return table

    def _tensor(self, name: str) -> Array:
        _expect(name in self._tensors, f"tensor '{name}' is missing")
        self._used.add(name)
        return self._tensors[name]


def _engines(text: RunText, first: int, last: int) -> EngineLog:
    """The engines, from the first iteration on."""
    log, reached = EngineLog(), first - 1
    for since, name in text.engines:
        _expect(name in ("numpy", "fused"), "an engine is unknown")
        _expect(reached < since <= last, "its engines are out of order")
        log.entries.append((since, name))
        reached = since
    _expect(
        last == first or (text.engines[:1] and text.engines[0][0] == first), "an engine is missing"
    )
    return log


def _whole(table: Array) -> Array:
    """The numbers of a table as whole numbers."""
    good = np.isfinite(table).all() and (np.abs(table) <= MAX_ITERATION).all()
    _expect(bool(good) and bool((table == np.floor(table)).all()), "a count is no whole number")
    return table.astype(np.int64)


def _expect(good: object, reason: str) -> None:
    if not good:
        raise ValueError(reason)
