"""Networks on disk: an experiment, its parameters and where its training is, in one .nnplay file.

A .nnplay file is a safetensors file (https://github.com/huggingface/safetensors), so other
programs can read its tensors. There is one tensor a weight matrix and one a bias vector, in the
precision of the experiment (F64 or F32), layers counted from 0:

    layers.0.weight                         (inputs, outputs), used as X W + b
    layers.0.bias                           (outputs,), where the layer has a bias
    optimizer.velocity.layers.0.weight      the optimizer's memory, one set a slot
    optimizer.velocity.layers.0.bias

and one metadata key, `nnplayground`, with one JSON text:

    {"format": "nnplayground", "version": 1, "experiment": {...}, "iteration": 1200,
     "clock": {"epoch_iteration": 0, "epoch": 0, "optimizer_iteration": 0},
     "hidden": [{"quantity": "Z1", "row": 0, "column": 2, "tolerance": 0.001}]}

A file may keep the past besides: all runs with what was done in them, as tensors whose names begin
with `history` (see `history_tensors`). Programs that want the network only need not look at them.

The experiment names every setting; the clock says since when epochs and the optimizer's steps are
counted; `hidden`, which may be missing, names cells of matrices that a learner is to find (rows and
columns from 0, one example a row). Parameters may be NaN or infinite (a diverged network can be
kept and looked at); numbers in the JSON may not. A reader must refuse a version that it does not
know.
"""

import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.numpy
from safetensors import SafetensorError

from nnplayground.core import Clock, Experiment, RunState, SpecError
from nnplayground.core.network_spec import MAX_PARAMETERS
from nnplayground.core.values import dumps, from_json, to_json
from nnplayground.files import strict_json
from nnplayground.files.atomic import replace_file
from nnplayground.files.errors import FileError, damaged
from nnplayground.files.experiment_file import checked_experiment
from nnplayground.files.header import MAX_HEADER, Header, read_header
from nnplayground.files.hidden_cells import HiddenCell, checked_cells
from nnplayground.files.history_reading import is_of_history, unpack
from nnplayground.files.history_tensors import pack
from nnplayground.files.reading import opened
from nnplayground.files.run_history import SavedHistory
from nnplayground.files.tensors import DTYPE_NAMES, from_tensors, tensor_shapes, to_tensors
from nnplayground.files.times import times_problem

FORMAT = "nnplayground"
VERSION = 1
METADATA_KEY = "nnplayground"
_KEYS = {"format", "version", "experiment", "iteration", "clock"}
_HIDDEN = "hidden"

_SLOTS_AT_MOST = 2
MAX_HISTORY = 1 << 30
MAX_FILE = 8 + MAX_HEADER + MAX_PARAMETERS * 8 * (1 + _SLOTS_AT_MOST) + MAX_HISTORY
# Bytes of keyframes that a file keeps where nobody says otherwise.
HISTORY_BUDGET = 16 << 20


@dataclass(frozen=True, eq=False)
class SavedNetwork:
    """What a .nnplay file holds.

    Attributes:
        experiment, state: the settings, and how far training is.
        history: all runs with their past; None for none.
        hidden: cells of matrices that a learner is to find.
    """

    experiment: Experiment
    state: RunState
    history: SavedHistory | None = None
    hidden: tuple[HiddenCell, ...] = ()

    def same_bits(self, other: "SavedNetwork") -> bool:
        """Whether both are equal to the last bit, NaN included; their past may be otherwise."""
        mine, others = self.state, other.state
        return (
            (self.experiment, self.hidden) == (other.experiment, other.hidden)
            and (mine.iteration, mine.clock) == (others.iteration, others.clock)
            and _same_bits(mine.theta, others.theta)
            and _same_bits(mine.slots, others.slots)
        )


def save_network(
    path: str | os.PathLike[str], saved: SavedNetwork, history_budget: int = HISTORY_BUDGET
) -> None:
    """Write `saved` to `path`; the old file stays whole until the new one was read back.

    Args:
        path: the file.
        saved: what to write.
        history_budget: bytes of keyframes of its past; with few of them, going back takes longer.

    Raises:
        FileError: where it was not saved; what was at `path` is unchanged.
    """
    path = Path(path)
    data = _to_bytes(saved, history_budget)
    (header,) = struct.unpack("<Q", data[:8])
    if header > MAX_HEADER:
        raise FileError(
            f"{path.name} was not saved: its settings are too long ({header:,} bytes); freeze "
            "whole layers instead of single parameters."
        )

    def check(temporary: Path) -> None:
        try:
            same = load_network(temporary).same_bits(saved) and temporary.read_bytes() == data
        except FileError as error:
            reason = str(error).replace(temporary.name, "the new file").rstrip(".")
            raise FileError(f"{path.name} was not saved: {reason}.") from None
        if not same:
            raise FileError(
                f"{path.name} was not saved: the disk gave back other bytes; try again."
            )

    replace_file(path, data, check)


def load_network(path: str | os.PathLike[str]) -> SavedNetwork:
    """The network in the .nnplay file `path`; arrays of its own, ready to train on.

    Whether its data exist and fit is found when they are loaded.

    Raises:
        FileError: where it is not a whole, sane file of a known version.
    """
    path = Path(path)
    with opened(path, MAX_FILE) as (file, size):
        header = read_header(path, file, size)
        contents = _contents(path, header)
        experiment = checked_experiment(path, contents["experiment"])
        iteration, clock = _times(path, contents)
        hidden = _hidden(path, contents, experiment)
        _check_tensors(path, header, experiment)
        file.seek(0)
        data = file.read(size)
    try:
        tensors = safetensors.numpy.load(data)
        theta, slots = from_tensors(experiment, tensors)
    except (SafetensorError, KeyError, ValueError) as error:
        raise damaged(path, str(error)) from None
    state = RunState(iteration, theta, slots, clock)
    history = unpack(path, tensors)
    if history is not None:
        _check_current(path, experiment, state, history)
    return SavedNetwork(experiment, state, history, hidden)


def _check_current(
    path: Path, experiment: Experiment, state: RunState, history: SavedHistory
) -> None:
    """The current run must be where the file says that training is."""
    current = history.runs[history.current]
    now = SavedNetwork(current.experiment, current.state)
    if not now.same_bits(SavedNetwork(experiment, state)):
        raise damaged(path, "its runs lead to another network")


def _same_bits(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> bool:
    return (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())


def _to_bytes(saved: SavedNetwork, history_budget: int) -> bytes:
    state = saved.state
    contents = {
        "format": FORMAT,
        "version": VERSION,
        "experiment": to_json(saved.experiment),
        "iteration": state.iteration,
        "clock": to_json(state.clock),
    }
    if saved.hidden:
        contents[_HIDDEN] = to_json(saved.hidden)
    tensors: dict[str, np.ndarray[Any, Any]] = {}
    tensors |= to_tensors(saved.experiment, state.theta, state.slots)
    if saved.history is not None:
        tensors |= pack(saved.history, history_budget)
    return safetensors.numpy.save(tensors, {METADATA_KEY: dumps(contents)})


def _contents(path: Path, header: Header) -> dict[str, Any]:
    """The JSON object of a file whose version is ours."""
    if METADATA_KEY not in header.metadata:
        raise FileError(
            f"{path.name} is a safetensors file of another program: it holds no experiment; "
            "choose a .nnplay file."
        )
    try:
        value = strict_json.parse(header.metadata[METADATA_KEY])
        _check_version(path, value)
        if set(value) - {_HIDDEN} != _KEYS:
            raise ValueError(f"its metadata are not {', '.join(sorted(_KEYS))}")
    except ValueError as error:
        raise damaged(path, str(error)) from None
    return dict(value)


def _check_version(path: Path, value: Any) -> None:
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise ValueError(f"its metadata do not say format '{FORMAT}'")
    version = value.get("version")
    if type(version) is not int or version < 1:
        raise ValueError("its version is not a whole number from 1")
    if version > VERSION:
        raise FileError(
            f"{path.name} was made by a newer nnplayground (format {version}); update to open it."
        )


def _times(path: Path, contents: dict[str, Any]) -> tuple[int, Clock]:
    """Iteration and clock, which must be a possible pair."""
    try:
        iteration, clock = contents["iteration"], from_json(Clock, contents["clock"], "clock")
    except SpecError as error:
        raise damaged(path, str(error)) from None
    problem = times_problem(iteration, clock)
    if problem:
        raise damaged(path, problem)
    return iteration, clock


def _hidden(path: Path, contents: dict[str, Any], experiment: Experiment) -> tuple[HiddenCell, ...]:
    try:
        return checked_cells(contents.get(_HIDDEN, []), len(experiment.network.layers))
    except SpecError as error:
        raise damaged(path, str(error)) from None


def _check_tensors(path: Path, header: Header, experiment: Experiment) -> None:
    """Exactly the experiment's tensors, each of its shape and the experiment's precision."""
    expected = tensor_shapes(experiment)
    for name in expected:
        if name not in header.tensors:
            raise damaged(path, f"tensor '{name}' is missing")
    dtype = DTYPE_NAMES[experiment.training.precision]
    for name, entry in header.tensors.items():
        if is_of_history(name):
            continue  # looked at when it is read
        if name not in expected:
            raise damaged(path, f"tensor '{name}' has no place in the network")
        if entry.shape != expected[name]:
            raise damaged(
                path, f"tensor '{name}' has shape {entry.shape}, the network {expected[name]}"
            )
        if entry.dtype != dtype:
            raise damaged(path, f"tensor '{name}' is {entry.dtype}, the experiment {dtype}")
