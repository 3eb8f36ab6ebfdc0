"""Work beside the window and the training: one thread, the newest request of each kind."""

import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from nnplayground.core.recording import ReplayStopped

# Told the share done, 0 to 1; answers whether to go on.
Progress = Callable[[float], bool]


@dataclass(frozen=True, eq=False)
class Task:
    """Something to be worked out.

    Attributes:
        kind: of tasks of one kind only the newest counts.
        work: does it, away from the window; may ask `progress` whether to go on.
        done: told the result, in the window's thread; not of a task that was cancelled.
        told: told the share done, in the window's thread.
    """

    kind: object
    work: Callable[[Progress], Any]
    done: Callable[[Any], None]
    told: Callable[[float], None]


class Worker(QThread):
    """The thread.

    Signals:
        finished_task(Task, object): with its result.
        progressed(Task, float): how far it is.
        failed(str): an unexpected error, with its traceback; the thread goes on.
    """

    finished_task = Signal(object, object)
    progressed = Signal(object, float)
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._inbox: SimpleQueue[Task | None] = SimpleQueue()
        self._newest: dict[object, Task] = {}
        self._lock = threading.Lock()

    def add(self, task: Task) -> None:
        """Do this task when its turn comes, in place of the one of its kind before."""
        with self._lock:
            self._newest[task.kind] = task
        self._inbox.put(task)

    def cancel(self, kind: object) -> None:
        """Leave the task of this kind."""
        with self._lock:
            self._newest.pop(kind, None)

    def is_wanted(self, task: Task) -> bool:
        """Whether a task is still the newest of its kind."""
        with self._lock:
            return self._newest.get(task.kind) is task

    def shut_down(self) -> None:
        """Leave all tasks, stop and join the thread."""
        with self._lock:
            self._newest.clear()
        if self.isRunning():
            self._inbox.put(None)
            self.wait()

    def run(self) -> None:
        while (task := self._inbox.get()) is not None:
            if self.is_wanted(task):
                self._do(task)

    def _do(self, task: Task) -> None:
        def progress(share: float) -> bool:
            wanted = self.is_wanted(task)
            if wanted:
                self.progressed.emit(task, share)
            return wanted

        try:
            result = task.work(progress)
        except ReplayStopped:
            return
        except Exception:
            self.failed.emit(traceback.format_exc())
            return
        if self.is_wanted(task):
            self.finished_task.emit(task, result)


class Background(QObject):
    """Hands tasks to the thread and results back to the window's.

    Signals:
        failed(str): an unexpected error in a task, with its traceback.
    """

    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ended = False
        self._worker = Worker()
        self._worker.finished_task.connect(self._on_finished)
        self._worker.progressed.connect(self._on_progressed)
        self._worker.failed.connect(self.failed)

    def begin(
        self,
        kind: object,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None],
        told: Callable[[float], None] = lambda share: None,
    ) -> None:
        """Work something out; an unfinished task of the same kind is left.

        Args:
            kind: names the task.
            work: runs in the thread: it must not touch what others change.
            done: gets the result, in the window's thread.
            told: gets the share done, in the window's thread.
        """
        if self._ended:
            return
        if not self._worker.isRunning():
            self._worker.start(QThread.Priority.LowPriority)
        self._worker.add(Task(kind, work, done, told))

    def cancel(self, kind: object) -> None:
        """Leave the task of this kind."""
        self._worker.cancel(kind)

    def shut_down(self) -> None:
        """Stop and join the thread; nothing is begun any more."""
        self._ended = True
        self._worker.shut_down()

    @Slot(object, object)
    def _on_finished(self, task: Task, result: object) -> None:
        if self._worker.is_wanted(task):
            self._worker.cancel(task.kind)
            task.done(result)

    @Slot(object, float)
    def _on_progressed(self, task: Task, share: float) -> None:
        if self._worker.is_wanted(task):
            task.told(share)
