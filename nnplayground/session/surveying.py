"""Works out the loss around a moment of the current run, beside, with progress and cancel."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from nnplayground.core import Experiment, Problem, RunState, SpecError
from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.landscape import Landscape, compute, path_plane, random_plane
from nnplayground.core.moments import moments
from nnplayground.core.recording import Moment
from nnplayground.session.background import Background, Progress
from nnplayground.session.frame import Frame
from nnplayground.session.runs import RunRecord
from nnplayground.session.training import Training

# Points along each direction.
POINTS = 51
# Moments of the path, at the most.
MAX_PATH = 128
# How far beyond the path is looked at, as a share of its size.
_MARGIN = 0.35
RANDOM, PATH = "random", "path"


@dataclass(frozen=True, eq=False)
class Survey:
    """A landscape, and the run in it.

    Attributes:
        landscape: the losses.
        kind: RANDOM or PATH.
        iteration: the moment in its middle.
        run, settings: which run it is of, and its settings when it was begun.
        iterations: (moments,) of the path; path: (moments, 2) where they lie in the plane.
    """

    landscape: Landscape
    kind: str
    iteration: int
    run: RunRecord
    settings: Experiment
    iterations: IntArray
    path: FloatArray

    def is_of(self, run: RunRecord) -> bool:
        """Whether the loss of a run is still what was looked at, for the same parameters."""
        before, now = self.settings, run.experiment
        same = before is now or (
            (before.network, before.data, before.training.loss)
            == (now.network, now.data, now.training.loss)
        )
        return run is self.run and same

    def place(self, theta: FloatArray) -> tuple[float, float] | None:
        """Where parameters (P,) lie in the plane; None for those of another network."""
        plane = self.landscape.plane
        if theta.shape != plane.origin.shape or not np.isfinite(theta).all():
            return None
        a, b = plane.coordinates(theta[None, :].astype(np.float64))[0]
        return float(a), float(b)


class Surveying(QObject):
    """Looks around a moment when asked to.

    Args:
        training: whose run.
        background: where it is worked out.

    Attributes:
        survey: the newest, None before there is any.
        share: how far the one under way is, None while there is none.

    Signals:
        surveyed(): there is another one.
        progressed(): one is further, has begun or ended.
        refused(str): why there can be none, as a sentence.
    """

    surveyed = Signal()
    progressed = Signal()
    refused = Signal(str)

    def __init__(
        self, training: Training, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._training = training
        self._background = background
        self.survey: Survey | None = None
        self.share: float | None = None
        training.frame_changed.connect(self._on_frame)

    def begin(self, kind: str, seed: int = 0, reach: float = 1.0) -> None:
        """Look around the moment that is shown.

        Args:
            kind: RANDOM for two random directions, PATH for the main ones of the run.
            seed: of the random directions.
            reach: how far to look, 1 for as far as the weights are large or the path is long.
        """
        frame, run = self._training.frame(), self._training.run
        reason = _why_not(kind, frame, self._training)
        if reason:
            self.refused.emit(reason)
            return
        recording, now = run.position.recording.branch(), Moment(run.experiment, run.position.state)

        def work(progress: Progress) -> Survey | str | None:
            path = _path(moments(recording, now, lambda: not progress(0.0)), frame)
            try:
                return _survey(kind, frame, (run, now.experiment), path, seed, reach, progress)
            except SpecError as error:
                return _sentence(error)

        self._tell(0.0)
        self._background.begin("landscape", work, self._take, self._tell)

    @Slot()
    def cancel(self) -> None:
        """Leave the one under way."""
        self._background.cancel("landscape")
        self._tell(None)

    def _take(self, survey: Survey | str | None) -> None:
        self._tell(None)
        if isinstance(survey, str):
            self.refused.emit(survey)
        elif survey is not None:
            self.survey = survey
            self.surveyed.emit()

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        """Forget a landscape of another run, network or data."""
        if self.survey is not None and not self.survey.is_of(self._training.run):
            self.survey = None
            self.surveyed.emit()

    def _tell(self, share: float | None) -> None:
        self.share = share
        self.progressed.emit()


def _thetas(states: list[RunState]) -> FloatArray:
    return np.array([state.theta for state in states], dtype=np.float64)


def _why_not(kind: str, frame: Frame, training: Training) -> str:
    """Why there can be no landscape around a moment, as a sentence; '' where there can."""
    if not np.isfinite(frame.theta).all():
        return "The run has diverged here; go back to an earlier moment."
    if not len(frame.dataset.train):
        return "There is no example, so there is no loss; add some points."
    gone = training.state.iteration - training.position.recording.first_iteration
    if kind == PATH and gone < 2:
        return "The run is too short; train some iterations first."
    return ""


def _sentence(error: SpecError) -> str:
    return f"{str(error).removeprefix('landscape: ').capitalize()}."


def _path(of_run: list[Moment], frame: Frame) -> list[RunState]:
    """The states with the shown network, evenly taken."""
    network = frame.experiment.network
    states = [moment.state for moment in of_run if moment.experiment.network == network]
    states = [state for state in states if np.isfinite(state.theta).all()]
    chosen = np.unique(np.linspace(0, len(states) - 1, min(len(states), MAX_PATH)).astype(int))
    return [states[place] for place in chosen] if states else []


def _survey(
    kind: str,
    frame: Frame,
    of: tuple[RunRecord, Experiment],
    states: list[RunState],
    seed: int,
    reach: float,
    progress: Progress,
) -> Survey | None:
    theta = frame.theta.astype(np.float64)
    plane = (
        random_plane(frame.layout, theta, seed)
        if kind == RANDOM
        else path_plane(_thetas(states), theta)
    )
    path = plane.coordinates(_thetas(states)) if states else np.zeros((0, 2))
    a, b = _axes(kind, path, reach)
    landscape = compute(Problem.of(frame.experiment, frame.dataset), plane, a, b, progress)
    if landscape is None:
        return None
    iterations = np.array([state.iteration for state in states], dtype=np.int64)
    return Survey(landscape, kind, frame.iteration, *of, iterations, path)


def _axes(kind: str, path: FloatArray, reach: float) -> tuple[FloatArray, FloatArray]:
    """The coordinates to look at: around the path, or as far as the weights are large."""
    if kind == RANDOM:
        axis = np.linspace(-reach, reach, POINTS)
        return axis, axis
    places = np.vstack((path, np.zeros((1, 2))))
    low, high = places.min(axis=0), places.max(axis=0)
    size = np.maximum(high - low, 0.25 * float((high - low).max())) * (1.0 + 2.0 * _MARGIN) * reach
    middle = (low + high) / 2
    a, b = (np.linspace(middle[i] - size[i] / 2, middle[i] + size[i] / 2, POINTS) for i in range(2))
    return a, b
