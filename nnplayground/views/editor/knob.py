"""Turning a weight or a bias by hand: at most once a frame of the window, however fast it goes."""

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from nnplayground.session import Session

FRAME_MILLISECONDS = 16
# By one notch of the wheel, and by one pixel of a drag; Shift makes both finer.
NOTCH, PIXEL, FINE = 0.05, 0.01, 0.1


class Knob(QObject):
    """Turns parameters of a session.

    Args:
        session: whose parameters.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted: tuple[int, float] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MILLISECONDS)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_due)

    def value(self, index: int) -> float:
        """What the parameter stands at, a turn that is still to come included."""
        if self._wanted is not None and self._wanted[0] == index:
            return self._wanted[1]
        return float(self._session.frame.theta[index])

    def turn_to(self, index: int, value: float) -> None:
        """Set a parameter, now or when the next frame is due."""
        if self._wanted is not None and self._wanted[0] != index:
            self.finish()
        self._wanted = (index, value)
        if not self._timer.isActive():
            self._on_due()

    def turn_by(self, index: int, change: float, keys: Qt.KeyboardModifier) -> None:
        """Turn a parameter by some amount, a tenth of it with Shift."""
        fine = FINE if keys & Qt.KeyboardModifier.ShiftModifier else 1.0
        self.turn_to(index, round(self.value(index) + change * fine, 12))

    def finish(self) -> None:
        """Do at once what is still to come."""
        self._timer.stop()
        self._apply()

    def _apply(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._session.turn(*wanted)

    @Slot()
    def _on_due(self) -> None:
        if self._wanted is not None:
            self._apply()
            self._timer.start()
