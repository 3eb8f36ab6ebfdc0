"""Finds the threads and windows that a test started and did not end."""

import gc
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThread
from PySide6.QtWidgets import QApplication, QWidget

GRACE = 2.0  # seconds that a thread may take to end after its test
# Loads the kernel of the fused engine, once in a process and for whoever trains next.
OUTLIVING = ("kernel",)

_started_qthreads: list[weakref.ref[QThread]] = []


def watch_qthreads() -> None:
    """Remember every QThread that is started from now on: Qt keeps no list of them."""
    start: Callable[..., None] = QThread.start

    def remember_and_start(thread: QThread, *arguments: Any) -> None:
        _started_qthreads.append(weakref.ref(thread))
        start(thread, *arguments)

    QThread.start = remember_and_start  # type: ignore[assignment, method-assign]


@dataclass(frozen=True)
class Snapshot:
    """The Python threads and the addresses of the top-level widgets alive at one moment."""

    threads: frozenset[threading.Thread]
    widgets: frozenset[int]


def snapshot() -> Snapshot:
    """What is alive now."""
    # what is there already need not be looked through again each time that this test's is collected
    gc.collect()
    gc.freeze()
    return Snapshot(
        frozenset(threading.enumerate()), frozenset(map(_address, _top_level_widgets()))
    )


def since(before: Snapshot) -> list[str]:
    """What has come to life since `before` and does not go away, in words."""
    return [*_threads_since(before), *_running_qthreads(), *_widgets_since(before)]


def _threads_since(before: Snapshot) -> list[str]:
    def alive() -> list[threading.Thread]:
        # a dummy stands for a thread that Python did not start, and outlives it
        return [
            thread
            for thread in threading.enumerate()
            if thread not in before.threads
            and not isinstance(thread, threading._DummyThread)
            and thread.name not in OUTLIVING
        ]

    _wait_until(lambda: not alive())
    return [f"thread {thread.name!r}" for thread in alive()]


def _running_qthreads() -> list[str]:
    def running() -> list[QThread]:
        threads = [thread for reference in _started_qthreads if (thread := reference())]
        return [thread for thread in threads if shiboken6.isValid(thread) and thread.isRunning()]

    _wait_until(lambda: not running())
    found = running()
    _started_qthreads.clear()
    for thread in found:  # else the process aborts when Python lets go of it
        thread.requestInterruption()
        thread.quit()
        thread.wait(int(GRACE * 1000))
    return [f"running {type(thread).__name__} {thread.objectName()!r}" for thread in found]


def _widgets_since(before: Snapshot) -> list[str]:
    def left() -> list[QWidget]:
        return [widget for widget in _top_level_widgets() if _address(widget) not in before.widgets]

    if left():
        # deleteLater needs an event loop; pyqtgraph's widgets refer to one another in circles, and
        # what a window's signals call is free only once the window is deleted
        for _ in range(2):
            gc.collect()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
    found = left()
    names = [f"window {type(widget).__name__} {widget.windowTitle()!r}" for widget in found]
    for widget in found:  # so that the next test is not blamed
        widget.hide()
        widget.deleteLater()
    return names


def _top_level_widgets() -> list[QWidget]:
    return QApplication.topLevelWidgets() if QApplication.instance() else []


def _address(widget: QWidget) -> int:
    return int(shiboken6.getCppPointer(widget)[0])


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + GRACE
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
