"""Ctrl-C in the terminal, and a system that wants the program to end."""

import signal
import socket
from types import FrameType
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption(QObject):
    """Tells in the GUI thread, from its event loop, that the process is asked to end.

    Python runs its handlers only between its own instructions, and in Qt's event loop there are
    none: the signal's number, written to a socket that Qt listens to, wakes it up.

    Signals:
        asked: the process is to end.
    """

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._reading, self._writing = socket.socketpair()
        for end in (self._reading, self._writing):
            end.setblocking(False)
        self._fd = signal.set_wakeup_fd(self._writing.fileno(), warn_on_full_buffer=False)
        self._before: dict[signal.Signals, Any] = {
            one: signal.signal(one, _nothing) for one in SIGNALS
        }
        self._notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)

    def end(self) -> None:
        """Put everything back as it was before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._fd)
        for one, handler in self._before.items():
            signal.signal(one, handler)
        self._reading.close()
        self._writing.close()

    @Slot()
    def _on_signal(self) -> None:
        received = self._reading.recv(16)
        if any(number in received for number in SIGNALS):
            self.asked.emit()


def _nothing(number: int, frame: FrameType | None) -> None:
    """The socket tells."""
