"""Works out something of what the network says to all examples, as often as there is time.

Little work is done at once, much of it beside the window: then what is told is some frames old,
and the newest moment is begun when the one before is done and the window had its time.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nnplayground.core.arrays import FloatArray
from nnplayground.core.dataset import Dataset
from nnplayground.core.network_spec import NetworkSpec
from nnplayground.core.predictions import Predictor
from nnplayground.session.background import Background, Progress
from nnplayground.session.frame import Frame

# Multiplications that are done at once: about 1 ms.
AT_ONCE = 8_000_000
# How many times as long as work beside the window takes it is left alone afterwards: numpy keeps
# the interpreter from the window for parts of it.
REST = 2.0


@dataclass(frozen=True, eq=False)
class Said:
    """What the network of a frame says.

    Attributes:
        frame: the moment.
        train, test: (examples, units), the outputs for all examples of each part.
    """

    frame: Frame
    train: FloatArray
    test: FloatArray


@dataclass(frozen=True, eq=False)
class _Predictors:
    """For one network on one data set."""

    dataset: Dataset
    network: NetworkSpec
    train: Predictor
    test: Predictor

    @classmethod
    def of(cls, frame: Frame) -> "_Predictors":
        train, test = (
            Predictor(frame.layout, part.inputs, frame.theta.dtype)
            for part in (frame.dataset.train, frame.dataset.test)
        )
        return cls(frame.dataset, frame.experiment.network, train, test)

    def fit(self, frame: Frame) -> bool:
        return self.dataset is frame.dataset and self.network == frame.experiment.network

    def said(self, frame: Frame) -> Said:
        return Said(frame, self.train.outputs(frame.theta), self.test.outputs(frame.theta))


class Measuring(QObject):
    """Measures one frame after the other.

    Args:
        work: makes of what was said what is wanted; it may run beside the window.

    Signals:
        measured(Frame, object): what `work` made, of this frame or of one before it.
    """

    measured = Signal(object, object)

    def __init__(self, work: Callable[[Said], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._background: Background | None = None
        self._key = object()
        self._predictors: _Predictors | None = None
        self._wanted: Frame | None = None
        self._busy: _Predictors | None = None
        self._newest: tuple[Frame, Any] | None = None
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._on_rested)

    def work_in(self, background: Background) -> None:
        """Do much work there; without, all of it is done at once."""
        self._background = background
        # whoever asked may be gone before the answer comes
        self.destroyed.connect(partial(background.cancel, self._key))

    def ask(self, frame: Frame) -> None:
        """Measure a frame; `measured` follows, at once where there is little to do."""
        self._wanted = frame
        if self._newest is not None and _same(self._newest[0], frame):
            self.measured.emit(*self._newest)
        elif self._busy is None and self._rest.isActive() and self._fits(frame):
            return  # it begins with the newest when the rest is over
        elif self._busy is None or not self._busy.fit(frame):
            self._begin(frame)

    def _fits(self, frame: Frame) -> bool:
        return self._predictors is not None and self._predictors.fit(frame)

    def _begin(self, frame: Frame) -> None:
        if not self._fits(frame):
            self._predictors = _Predictors.of(frame)
        assert self._predictors is not None
        self._rest.stop()
        predictors, work = self._predictors, self._work
        if self._background is None or predictors.train.work + predictors.test.work < AT_ONCE:
            self._busy = None
            self._tell(frame, work(predictors.said(frame)))
            return

        def work_beside(progress: Progress) -> tuple[Frame, Any, float]:
            began = time.perf_counter()
            return frame, work(predictors.said(frame)), time.perf_counter() - began

        self._busy = predictors
        self._background.begin(self._key, work_beside, self._on_done)

    def _on_done(self, result: tuple[Frame, Any, float]) -> None:
        self._busy = None
        frame, made, seconds = result
        self._tell(frame, made)
        self._rest.start(round(1000 * REST * seconds))

    @Slot()
    def _on_rested(self) -> None:
        newest = None if self._newest is None else self._newest[0]
        if self._wanted is not None and (newest is None or not _same(self._wanted, newest)):
            self._begin(self._wanted)

    def _tell(self, frame: Frame, result: Any) -> None:
        self._newest = frame, result
        self.measured.emit(frame, result)


def _same(one: Frame, other: Frame) -> bool:
    """Whether two frames are of one moment, so that the same is said."""
    return (
        one.state is other.state
        and one.dataset is other.dataset
        and one.experiment.network == other.experiment.network
    )
