"""How the current run changed from layer to layer, worked out beside for the views that show it."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nnplayground.core.evolution import Evolution, Observatory
from nnplayground.core.recording import Moment
from nnplayground.session.background import Background, Progress
from nnplayground.session.training import Training

# Milliseconds between two looks while training goes on.
INTERVAL = 700


class Evolving(QObject):
    """Works out the evolution of the current run whenever a view wants it.

    Args:
        training: whose run.
        background: where it is worked out.

    Attributes:
        evolution: the newest one, None before there is any.

    Signals:
        evolved(): there is another one.
    """

    evolved = Signal()

    def __init__(
        self, training: Training, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._training = training
        self._background = background
        self._observatory = Observatory()
        self._seen: tuple[object, ...] = ()
        self._due = QTimer(self, singleShot=True, interval=INTERVAL)
        self._due.timeout.connect(self._look)
        self.evolution: Evolution | None = None

    def want(self) -> None:
        """A view shows the evolution: let it be that of the run as it is now, soon."""
        if self._seen == self._now() or self._due.isActive():
            return
        if self._training.running:
            self._due.start()
        else:
            self._look()

    def _now(self) -> tuple[object, ...]:
        run = self._training.run
        return run, run.position.state, run.experiment

    @Slot()
    def _look(self) -> None:
        self._seen = self._now()
        run = self._training.run
        recording = run.position.recording.branch()
        now = Moment(run.experiment, run.position.state)
        observatory = self._observatory

        def work(progress: Progress) -> Evolution:
            return observatory.evolution(recording, now, lambda: not progress(0.0))

        self._background.begin("evolution", work, self._take)

    def _take(self, evolution: Evolution) -> None:
        self.evolution = evolution
        self.evolved.emit()
