"""What the network says to every example, with its loss: worked out beside the window."""

import time
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nnplayground.core import Dataset, Evaluator, Experiment, RunState
from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.metrics import Answered
from nnplayground.files.predictions import Predicted, answer_codes
from nnplayground.session.background import Background, Progress
from nnplayground.session.frame import Frame
from nnplayground.session.training import Training

# Seconds between two looks while training goes on, at least.
PACE = 0.3
# The share of the background's time that they may take.
_SHARE = 0.1


@dataclass(frozen=True, eq=False)
class Scored:
    """All examples at one moment: first those for training, then those for testing.

    Attributes:
        experiment, dataset, state: of what.
        outputs: (examples, units).
        losses: (examples,) without penalty.
        said: (examples,) class numbers, as many as there are classes where an output is no number;
            (0,) for regression.
    """

    experiment: Experiment
    dataset: Dataset
    state: RunState
    outputs: FloatArray
    losses: FloatArray
    said: IntArray

    @cached_property
    def labels(self) -> IntArray:
        """(examples,) the classes that they are of; (0,) for regression."""
        return np.concatenate((self.dataset.train.labels, self.dataset.test.labels))

    def is_wrong(self, number: int) -> bool:
        """Whether an example is answered wrongly; never for regression."""
        return bool(len(self.said)) and bool(self.said[number] != self.labels[number])

    def parts(self) -> list[Predicted]:
        """The same as two parts, for a table."""
        trained = len(self.dataset.train)
        return [
            Predicted(name, part, Answered(self.outputs[rows], self.losses[rows]))
            for name, part, rows in (
                ("train", self.dataset.train, slice(0, trained)),
                ("test", self.dataset.test, slice(trained, None)),
            )
        ]


class Scorer:
    """Scores moments one after the other; keeps what it can use again."""

    def __init__(self) -> None:
        self._fits: tuple[object, ...] = ()
        self._evaluators: tuple[Evaluator, ...] = ()

    def score(self, frame: Frame, progress: Progress) -> Scored | None:
        """All examples at the moment of a frame; None where `progress` does not go on."""
        experiment, dataset = frame.experiment, frame.dataset
        training = experiment.training
        fits = dataset, experiment.network, training.loss, training.precision
        if fits != self._fits:
            self._fits = fits
            parts = (dataset.train, dataset.test)
            self._evaluators = tuple(Evaluator(experiment, dataset, part) for part in parts)
        answered = [one.each(frame.theta, progress) for one in self._evaluators]
        if answered[0] is None or answered[1] is None:
            return None
        outputs = np.concatenate([one.outputs for one in answered if one is not None])
        losses = np.concatenate([one.losses for one in answered if one is not None])
        said = np.zeros(0, dtype=np.int64)
        if dataset.classes:
            both = Answered(outputs, losses)
            said = answer_codes(both, experiment.network.output.activation, len(dataset.classes))
        return Scored(experiment, dataset, frame.state, outputs, losses, said)


class Scoring(QObject):
    """Scores the moment that is shown, not more often than it can be read.

    Args:
        training: whose moments.
        background: where it is worked out.

    Attributes:
        scored: the newest, None before there is any.

    Signals:
        changed(): there is another one.
    """

    changed = Signal()

    def __init__(
        self, training: Training, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._training = training
        self._background = background
        self._scorer = Scorer()
        self._busy = self._again = False
        self._begun = 0.0
        self._cost = 0.0
        self.scored: Scored | None = None
        self._due = QTimer(self, singleShot=True)
        self._due.timeout.connect(self._begin)

    @Slot()
    def want(self) -> None:
        """Score the moment that is shown; `changed` follows, soon where nothing runs."""
        frame = self._training.frame()
        self._again = self._busy
        if self._busy or self._due.isActive() or self._is_of(frame):
            return
        pause = max(PACE, self._cost / _SHARE) if frame.running else 0.0
        waited = time.monotonic() - self._begun
        self._due.start(max(0, round((pause - waited) * 1000)))

    @Slot()
    def forget(self) -> None:
        """Hold on to no data that is gone: a large table takes much memory."""
        self._scorer = Scorer()
        self.scored = None

    def _is_of(self, frame: Frame) -> bool:
        scored = self.scored
        return (
            scored is not None
            and scored.state is frame.state
            and scored.dataset is frame.dataset
            and scored.experiment == frame.experiment
        )

    @Slot()
    def _begin(self) -> None:
        frame, scorer = self._training.frame(), self._scorer
        self._busy, self._begun = True, time.monotonic()
        work = lambda progress: scorer.score(frame, progress)  # noqa: E731
        self._background.begin("examples", work, self._take)

    def _take(self, scored: Scored | None) -> None:
        self._busy = False
        if scored is not None and scored.dataset is self._training.frame().dataset:
            self._cost = time.monotonic() - self._begun
            self.scored = scored
            self.changed.emit()
        if self._again:  # by now there may be a newer moment
            self.want()
