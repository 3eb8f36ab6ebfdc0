"""Works out the loss around a moment of the current run, beside, with progress and cancel."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from nnplayground.core import Problem, RunState, SpecError
from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.landscape import Landscape, Plane, compute, path_plane, random_plane
from nnplayground.core.recording import Moment
from nnplayground.session.background import Background, Progress
from nnplayground.session.frame import Frame
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
        iterations: (moments,) of the path; path: (moments, 2) where they lie in the plane.
    """

    landscape: Landscape
    kind: str
    iteration: int
    iterations: IntArray
    path: FloatArray

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

    def begin(self, kind: str, seed: int = 0, reach: float = 1.0) -> None:
        """Look around the moment that is shown.

        Args:
            kind: RANDOM for two random directions, PATH for the main ones of the run.
            seed: of the random directions.
            reach: how far to look, 1 for as far as the weights are large or the path is long.
        """
        frame, moments = self._training.frame(), self._path()
        try:
            plane = _plane(kind, frame, moments, seed)
        except SpecError as error:
            self.refused.emit(f"{str(error).removeprefix('landscape: ').capitalize()}.")
            return
        problem = Problem.of(frame.experiment, frame.dataset)
        path = plane.coordinates(_thetas(moments)) if moments else np.zeros((0, 2))
        iterations = np.array([state.iteration for state in moments], dtype=np.int64)
        a, b = _axes(kind, path, reach)

        def work(progress: Progress) -> Survey | None:
            landscape = compute(problem, plane, a, b, progress)
            if landscape is None:
                return None
            return Survey(landscape, kind, frame.iteration, iterations, path)

        self._tell(0.0)
        self._background.begin("landscape", work, self._take, self._tell)

    @Slot()
    def cancel(self) -> None:
        """Leave the one under way."""
        self._background.cancel("landscape")
        self._tell(None)

    def _path(self) -> list[RunState]:
        """The states of the run with the shown network, evenly taken."""
        network = self._training.frame().experiment.network
        moments = [*self._training.position.recording.keyframes()]
        moments.append(Moment(self._training.experiment, self._training.state))
        states = [m.state for m in moments if m.experiment.network == network]
        states = [state for state in states if np.isfinite(state.theta).all()]
        chosen = np.unique(np.linspace(0, len(states) - 1, min(len(states), MAX_PATH)).astype(int))
        return [states[place] for place in chosen] if states else []

    def _take(self, survey: Survey | None) -> None:
        self._tell(None)
        if survey is not None:
            self.survey = survey
            self.surveyed.emit()

    def _tell(self, share: float | None) -> None:
        self.share = share
        self.progressed.emit()


def _thetas(states: list[RunState]) -> FloatArray:
    return np.array([state.theta for state in states], dtype=np.float64)


def _plane(kind: str, frame: Frame, moments: list[RunState], seed: int) -> Plane:
    if not np.isfinite(frame.theta).all():
        raise SpecError("landscape: the run has diverged here; go back to an earlier moment")
    if not len(frame.dataset.train):
        raise SpecError("landscape: there is no example, so there is no loss; add some points")
    if kind == RANDOM:
        return random_plane(frame.layout, frame.theta.astype(np.float64), seed)
    return path_plane(_thetas(moments), frame.theta.astype(np.float64))


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
