"""Where a training without a window starts from: a file, and settings changed on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nnplayground.core import Dataset, Experiment, Problem, RunState, load_dataset
from nnplayground.core.adapt import adapt_state
from nnplayground.core.settings import with_settings
from nnplayground.files import SavedNetwork, load_any


@dataclass(frozen=True, eq=False)
class Start:
    """A training to begin or to go on with.

    Attributes:
        experiment, dataset, state: what to train, on what, from where.
        notes: what became of the file's weights where settings were changed.
    """

    experiment: Experiment
    dataset: Dataset
    state: RunState
    notes: tuple[str, ...] = ()


def open_start(path: Path, changes: Mapping[str, object]) -> Start:
    """The start that the file `path` gives, with the settings at some paths changed.

    Raises:
        FileError: where the file cannot be opened.
        SpecError: where the experiment cannot work.
    """
    opened = load_any(path)
    if isinstance(opened, SavedNetwork):
        return _from_network(opened, changes)
    experiment = with_settings(opened, changes)
    dataset = load_dataset(experiment.data)
    return Start(experiment, dataset, Problem.of(experiment, dataset).initial_state())


def _from_network(saved: SavedNetwork, changes: Mapping[str, object]) -> Start:
    experiment = with_settings(saved.experiment, changes)
    dataset = load_dataset(experiment.data)
    after = Problem.of(experiment, dataset)
    if experiment == saved.experiment:
        return Start(experiment, dataset, saved.state)
    before = Problem.of(saved.experiment, load_dataset(saved.experiment.data))
    state = adapt_state(before, after, saved.state)
    return Start(experiment, dataset, state, _notes(before, after))


def _notes(before: Problem, after: Problem) -> tuple[str, ...]:
    notes = []
    if before.layout.offsets != after.layout.offsets:
        notes.append(
            "the network has other sizes: weights that still fit are kept, the others start afresh"
        )
    if before.training.optimizer != after.training.optimizer:
        notes.append(f"the memory of {after.training.optimizer} starts empty")
    return tuple(notes)
