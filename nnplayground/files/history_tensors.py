"""Runs as named tensors, as few as possible: the one place that knows how they are laid out.

    history                      (bytes,) U8, one JSON text: names, events, engines, settings
    history.states.0             (states, (1 + slots) P), theta and slots of each, in rows of
    history.states.0.clocks      (states, 4) iteration, epoch_iteration, epoch, optimizer_iteration
    history.runs.0.keyframes     (keyframes, 3) which group of states, which row, after how many
                                 events; the last row is where training is
    history.runs.0.scores        (rows, 5) what plots show: iteration, losses, accuracies
    history.runs.0.losses        (rows, 2) iteration, loss of the batch
    history.runs.0.parameters    (rows, 1 + curves)
    history.points               points by hand, see `history_points`

States of the same size and precision stand in one group, and runs share them as they do in
memory. A first keyframe that is the experiment's initial state is not kept: it follows from the
seed. Numbers that count are whole numbers in F64.
"""

import dataclasses
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from nnplayground.core import OPTIMIZERS, Clock, DataSpec, Experiment, ParameterLayout, RunState
from nnplayground.core.arrays import DTYPES
from nnplayground.core.network import initial_theta
from nnplayground.core.recording import Keyframe, Recording
from nnplayground.core.values import dumps, to_json
from nnplayground.files.history_points import NAME as POINTS
from nnplayground.files.history_points import PointsPool
from nnplayground.files.history_text import NONE
from nnplayground.files.run_history import SavedHistory, SavedRun

Tensors = dict[str, npt.NDArray[np.generic]]

TEXT = "history"
# The lists that the parts of experiments stand in.
PARTS = ("networks", "data", "tables", "trainings")
# The row of a first keyframe that follows from the seed.
INITIAL = -1.0


def pack(history: SavedHistory, budget: int) -> Tensors:
    """The tensors of a history.

    Args:
        history: all runs.
        budget: bytes for keyframes; the states that runs are at now are kept in any case.
    """
    packing, settings = _Packing(), Settings()
    tensors: Tensors = {}
    chosen = _chosen_keyframes(history, budget)
    for number, (run, keyframes) in enumerate(zip(history.runs, chosen, strict=True)):
        rows = [packing.place(run.recording, keyframe) for keyframe in keyframes]
        rows.append(packing.place_state(run.state, len(run.recording.events)))
        prefix = f"history.runs.{number}."
        tensors[prefix + "keyframes"] = np.array(rows, dtype=np.float64)
        tensors[prefix + "scores"] = run.plots.scores
        tensors[prefix + "losses"] = run.plots.losses
        tensors[prefix + "parameters"] = run.plots.parameters
    runs = [_run_json(run, settings) for run in history.runs]
    text = dumps({"current": history.current, "runs": runs, **settings.json()})
    if settings.has_points:
        tensors[POINTS] = settings.points.table()
    tensors[TEXT] = np.frombuffer(text.encode(), np.uint8)
    return tensors | packing.tensors()


@dataclass
class _Group:
    """States of one size: row by row, and their clocks."""

    states: list[RunState] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)


class Settings:
    """Experiments as a list of numbers each, which say where their parts stand in other lists.

    A run that is edited often has many experiments that differ in one number only.
    """

    def __init__(self) -> None:
        self._parts: dict[str, dict[Any, int]] = {name: {} for name in PARTS}
        self._points_of_data: list[int] = []
        self.points = PointsPool()
        self._numbers: dict[Experiment, int] = {}
        self._experiments: list[list[int]] = []

    def number(self, experiment: Experiment) -> int:
        """The number of an experiment in the list."""
        if experiment not in self._numbers:
            data, table = experiment.data, experiment.data.table
            numbers = [
                self._place("networks", experiment.network),
                self._place_data(data),
                NONE if table is None else self._place("tables", table),
                self._place("trainings", experiment.training),
                experiment.seed,
            ]
            self._numbers[experiment] = len(self._experiments)
            self._experiments.append(numbers)
        return self._numbers[experiment]

    def json(self) -> dict[str, object]:
        """All lists."""
        lists = {name: [to_json(part) for part in parts] for name, parts in self._parts.items()}
        lists["data"] = [to_json(data) for data, _ in self._parts["data"]]
        lists |= _shared_texts(lists["tables"])
        if self.has_points:
            lists["points"] = to_json(self.points.texts())
            lists["points_of_data"] = self._points_of_data
        return {"experiments": self._experiments, **lists}

    @property
    def has_points(self) -> bool:
        """Whether there are points by hand; older programs can read files that have none."""
        return any(number != NONE for number in self._points_of_data)

    def _place_data(self, data: DataSpec) -> int:
        number = NONE if data.points is None else self.points.number(data.points)
        key = dataclasses.replace(data, table=None, points=None), number
        place = self._place("data", key)
        if place == len(self._points_of_data):
            self._points_of_data.append(number)
        return place

    def _place(self, name: str, part: object) -> int:
        parts = self._parts[name]
        return parts.setdefault(part, len(parts))


def _shared_texts(tables: list[Any]) -> dict[str, list[Any]]:
    """Takes out what several tables carry along, each text once; nothing where none is shared."""
    texts: dict[str, int] = {}
    numbers = [
        NONE if table["text"] is None else texts.setdefault(table["text"], len(texts))
        for table in tables
    ]
    if len(texts) == sum(number != NONE for number in numbers):
        return {}
    for table in tables:
        table["text"] = None
    return {"texts": list(texts), "texts_of_tables": numbers}


class _Packing:
    """Gathers states, each once."""

    def __init__(self) -> None:
        self._groups: dict[tuple[int, int, str], _Group] = {}

    def place(self, recording: Recording, keyframe: Keyframe) -> list[float]:
        """Group, row and events of a keyframe."""
        first = keyframe is recording.kept[0]
        if first and _is_initial(recording.experiment, keyframe.state):
            return [INITIAL, INITIAL, 0.0]
        return self.place_state(keyframe.state, keyframe.events)

    def place_state(self, state: RunState, events: int) -> list[float]:
        """Group, row and events of a state."""
        key = len(state.theta), len(state.slots), state.theta.dtype.name
        group = self._groups.setdefault(key, _Group())
        if id(state) not in group.rows:
            group.rows[id(state)] = len(group.states)
            group.states.append(state)
        return [float(list(self._groups).index(key)), float(group.rows[id(state)]), float(events)]

    def tensors(self) -> Tensors:
        """The tensors of all groups."""
        made: Tensors = {}
        for number, group in enumerate(self._groups.values()):
            states = group.states
            made[f"history.states.{number}"] = np.array(
                [np.concatenate((state.theta, state.slots.ravel())) for state in states]
            )
            made[f"history.states.{number}.clocks"] = np.array(
                [_clock(state) for state in states], dtype=np.float64
            )
        return made


def _clock(state: RunState) -> tuple[int, int, int, int]:
    clock = state.clock
    return state.iteration, clock.epoch_iteration, clock.epoch, clock.optimizer_iteration


def initial_state(experiment: Experiment) -> RunState:
    """Iteration 0 of an experiment, as its seed has it."""
    precision = experiment.training.precision
    layout = ParameterLayout(experiment.network)
    count = len(OPTIMIZERS[experiment.training.optimizer].slots)
    slots = np.zeros((count, layout.size), DTYPES[precision])
    return RunState(0, initial_theta(layout, experiment.seed, precision), slots)


def _is_initial(experiment: Experiment, state: RunState) -> bool:
    if state.iteration or state.clock != Clock():
        return False
    initial = initial_state(experiment)
    same = initial.theta.tobytes() == state.theta.tobytes()
    return same and initial.slots.tobytes() == state.slots.tobytes()


def _chosen_keyframes(history: SavedHistory, budget: int) -> list[list[Keyframe]]:
    """The keyframes of each run that fit the budget together, those that are needed always."""
    stride = 1
    while True:
        chosen = [_every(run.recording, stride) for run in history.runs]
        rest = {
            id(k): k
            for run, keyframes in zip(history.runs, chosen, strict=True)
            for k in keyframes
            if not run.recording.is_needed(k)
        }
        if sum(k.nbytes for k in rest.values()) <= budget:
            return chosen
        stride *= 2


def _every(recording: Recording, stride: int) -> list[Keyframe]:
    """The keyframes that are needed, and of the others every `stride`-th where that leaves any."""
    return [
        keyframe
        for number, keyframe in enumerate(recording.kept, start=1)
        if number % stride == 0 or recording.is_needed(keyframe)
    ]


def _run_json(run: SavedRun, settings: Settings) -> dict[str, object]:
    recording = run.recording
    return {
        "name": run.name,
        "colour": run.colour,
        "parent": run.parent,
        "begun": run.begun,
        "seconds": run.seconds,
        "engine": run.engine,
        "overlaid": run.overlaid,
        "experiment": settings.number(recording.experiment),
        "events": [
            {
                "iteration": event.iteration,
                "text": event.text,
                "experiment": settings.number(event.experiment),
                "correspondence": to_json(event.correspondence),
                "turned": to_json(event.turned),
                **({"brought": True} if event.brought else {}),
            }
            for event in recording.events
        ],
        "engines": to_json(recording.engines.entries),
    }
