"""What a .nnplay file keeps of the past: every run with its events and as many keyframes as fit."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nnplayground.core import Experiment, RunState
from nnplayground.core.recording import Recording

Floats = npt.NDArray[np.float64]

# More than a session keeps.
MAX_RUNS = 256
# Columns of the tables of plots, besides the iteration.
SCORE_COLUMNS = 4
LOSS_COLUMNS = 1


@dataclass(frozen=True, eq=False)
class SavedPlots:
    """What plots show of a run: each table has the iterations as its first column.

    Attributes:
        scores: (rows, 1 + 4) train loss, test loss, train accuracy, test accuracy.
        losses: (rows, 1 + 1) loss of the batch.
        parameters: (rows, 1 + curves) the parameters that are drawn.
    """

    scores: Floats
    losses: Floats
    parameters: Floats


@dataclass(frozen=True, eq=False)
class SavedRun:
    """One run.

    Attributes:
        name: as a person calls it.
        colour: number of its colour.
        parent: place of the run that it began from in the list, None for none.
        begun: the iteration of the parent that it goes on from, None where it began anew.
        seconds: how long it was trained.
        engine: name of the engine that did its last step, '' before any.
        overlaid: whether it is drawn over the current one.
        recording: its past.
        state: where its training is.
        plots: what plots show of it.
    """

    name: str
    colour: int
    parent: int | None
    begun: int | None
    seconds: float
    engine: str
    overlaid: bool
    recording: Recording
    state: RunState
    plots: SavedPlots

    @property
    def experiment(self) -> Experiment:
        """Its settings now."""
        return self.recording.experiment_at(self.recording.last_iteration)


@dataclass(frozen=True, eq=False)
class SavedHistory:
    """All runs of a document.

    Attributes:
        runs: the oldest first.
        current: place of the one that is trained.
    """

    runs: tuple[SavedRun, ...]
    current: int
