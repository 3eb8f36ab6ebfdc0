"""Looks at moments of recordings, away from the window's thread, with their scores."""

from collections.abc import Callable
from dataclasses import dataclass

from nnplayground.core import Dataset, Evaluator, Experiment, Problem, Score, load_dataset
from nnplayground.core.recording import Moment, Recording


@dataclass(frozen=True, eq=False)
class PastMoment:
    """A moment of a recording, replayed.

    Attributes:
        recording: which one.
        moment: settings and state, arrays read-only.
        dataset, problem: of the settings then.
        train, test: the scores there.
    """

    recording: Recording
    moment: Moment
    dataset: Dataset
    problem: Problem
    train: Score
    test: Score


class Looker:
    """Replays moments; keeps what it needs for scores from one moment to the next."""

    def __init__(self) -> None:
        self._experiment: Experiment | None = None

    def look(self, recording: Recording, iteration: int, stopped: Callable[[], bool]) -> PastMoment:
        """The recording at an iteration.

        Raises:
            ReplayStopped: as soon as `stopped` says so.
        """
        moment = recording.at(iteration, stopped)
        if moment.experiment is not self._experiment:
            self._prepare(moment.experiment)
        theta = moment.state.theta
        train, test = self._train.score(theta), self._test.score(theta)
        return PastMoment(recording, moment, self._dataset, self._problem, train, test)

    def _prepare(self, experiment: Experiment) -> None:
        self._dataset = load_dataset(experiment.data)
        self._problem = Problem.of(experiment, self._dataset)
        self._train = Evaluator(experiment, self._dataset, self._dataset.train)
        self._test = Evaluator(experiment, self._dataset, self._dataset.test)
        self._experiment = experiment
