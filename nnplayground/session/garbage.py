"""Collects Python's garbage in the window's thread only, never in the trainer's.

Python's cyclic collector runs in whichever thread happens to allocate. In the trainer's it would
destroy widgets and timers of the window there, and Qt crashes. The way of doing it is pyqtgraph's
(`pyqtgraph.util.garbage_collector`).
"""

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

# Milliseconds between two looks at how much garbage there may be.
INTERVAL = 500


class Garbage(QObject):
    """Takes the collector over from Python, in the thread that makes it, until `end`.

    Args:
        busy: whether a tenth of a second would be missed; then the oldest generation waits,
            which takes that long in a window.
    """

    def __init__(self, busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._busy = busy
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_if_due)
        self._timer.start(INTERVAL)

    @Slot()
    def collect_if_due(self) -> None:
        """Collect the generations that Python itself would collect by now."""
        due = [
            generation
            for generation, (count, threshold) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if 0 < threshold < count
        ]
        if due:
            gc.collect(min(due[-1], 1) if self._busy() else due[-1])

    def end(self) -> None:
        """Give the collector back, once no other thread runs Python any more."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()
