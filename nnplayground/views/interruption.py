"""Ctrl-C in the terminal, and a system that wants the program to end."""

import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Slot

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption(QObject):
    """Calls a function when the process is asked to end.

    Python runs its handlers only between its own instructions, and in Qt's event loop there are
    none: the signal's number, written to a socket that Qt listens to, wakes it up.

    Args:
        leave: is called in the GUI thread.
    """

    def __init__(self, leave: Callable[[], object]) -> None:
        super().__init__()
        self._leave = leave
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
            self._leave()


def _nothing(number: int, frame: FrameType | None) -> None:
    """The socket tells."""
