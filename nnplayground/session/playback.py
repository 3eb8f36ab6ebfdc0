"""Moves through the past of a run: step by step, or as a film, forwards and backwards."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nnplayground.session.frame import Frame
from nnplayground.session.training import FRAME_MILLISECONDS, Training

# Seconds that a film of the whole run takes, where the run is long enough.
FILM_SECONDS = 12.0


class Playback(QObject):
    """Where in the past a person is, and where they go from there.

    Args:
        training: whose run.

    Attributes:
        direction: of the film: 1 forwards, -1 backwards, 0 while there is none.

    Signals:
        direction_changed(int): a film began or ended.
    """

    direction_changed = Signal(int)

    def __init__(self, training: Training, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self.direction = 0
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MILLISECONDS)
        self._timer.timeout.connect(self._on_next_picture)
        training.running_changed.connect(self._on_running_changed)

    @property
    def first(self) -> int:
        """The first iteration that can be looked at."""
        return self._training.position.recording.first_iteration

    @property
    def last(self) -> int:
        """The newest iteration."""
        return self._training.state.iteration

    def step(self, iterations: int) -> None:
        """Look `iterations` further, backwards where negative."""
        self.stop()
        self._training.look_at(self._training.wanted + iterations)

    def step_epoch(self, direction: int) -> None:
        """Look at the end of the epoch after this moment (1) or before it (-1)."""
        self.stop()
        self._training.look_at(epoch_border(self._training.frame(), direction))

    def play(self, direction: int) -> None:
        """Show the run as a film from here on, forwards (1) or backwards (-1)."""
        if self._training.running:
            self._training.halt()
        if direction > 0 and self._training.wanted >= self.last:
            self._training.look_at(self.first)
        self._set_direction(direction)

    def stop(self) -> None:
        """Hold the film."""
        self._set_direction(0)

    def _set_direction(self, direction: int) -> None:
        if direction == self.direction:
            return
        self.direction = direction
        if direction:
            self._timer.start()
        else:
            self._timer.stop()
        self.direction_changed.emit(direction)

    @Slot()
    def _on_next_picture(self) -> None:
        training = self._training
        if training.frame().iteration != training.wanted:
            return  # the picture before is not there yet
        pictures = FILM_SECONDS * 1000.0 / FRAME_MILLISECONDS
        stride = max(1, round((self.last - self.first) / pictures))
        wanted = training.wanted + self.direction * stride
        training.look_at(wanted)
        if not self.first < wanted < self.last:
            self.stop()

    @Slot(bool)
    def _on_running_changed(self, running: bool) -> None:
        if running:
            self.stop()


def epoch_border(frame: Frame, direction: int) -> int:
    """The iteration in which the present epoch ends (1), or the one before it did (-1)."""
    since = frame.iteration - frame.state.clock.epoch_iteration
    if direction > 0:
        return frame.iteration + frame.iterations_per_epoch - since % frame.iterations_per_epoch
    back = since % frame.iterations_per_epoch or frame.iterations_per_epoch
    return frame.iteration - back
