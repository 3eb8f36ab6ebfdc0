"""Keeps the document safe from crashes: copies of it, often, offered again at the next start."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal, Slot

from nnplayground import paths
from nnplayground.files import FileError, SavedNetwork, save_network, sweep_temporaries
from nnplayground.session.background import Background, Progress
from nnplayground.session.session import Session

# Milliseconds between two saves while something changes.
INTERVAL = 30_000
# Bytes of keyframes that are kept: enough to go back quickly, little enough to write often.
KEYFRAMES = 8 << 20
_PREFIX, _SUFFIX = "recovery-", ".nnplay"


def recovery_folder() -> Path:
    """Where the copies are kept."""
    return paths.user_data_folder() / "recovery"


class Autosave(QObject):
    """Saves a copy of the session's document while there is something that would be lost.

    A copy belongs to its program for as long as that lives: a lock file beside it says so.

    Args:
        session: whose document.
        folder: where to; the user's own if None.
        interval: milliseconds between two saves.

    Signals:
        saved(): a copy was written.
        failed(str): a sentence about why none could be written; said once.
    """

    saved = Signal()
    failed = Signal(str)

    def __init__(
        self,
        session: Session,
        folder: Path | None = None,
        interval: int = INTERVAL,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._folder = recovery_folder() if folder is None else folder
        self.path = self._folder / f"{_PREFIX}{os.getpid()}-{secrets.token_hex(4)}{_SUFFIX}"
        self._lock = QLockFile(str(_lock_path(self.path)))
        self._background = Background(self)
        self._written: tuple[object, ...] = ()
        self._under_way = False
        self._again = False
        self._complained = False
        self._ended = False
        self._timer = QTimer(self)
        self._timer.setInterval(interval)
        self._timer.timeout.connect(self.save)
        self._background.failed.connect(self._on_failed)
        session.running_changed.connect(self._on_running_changed)
        session.modified_changed.connect(self._on_modified_changed)
        self._timer.start()

    @Slot()
    def save(self) -> None:
        """Save a copy in the background, if anything has changed since the last one."""
        now = self._now()
        if now == self._written or self._ended or not self._session.modified:
            return
        if self._under_way:
            self._again = True
            return
        if not self._ready():
            return
        self._under_way, self._written = True, now
        document, path = self._session.saved(), self.path

        def work(progress: Progress) -> str:
            return _saved(path, document)

        self._background.begin("autosave", work, self._on_written)

    @Slot()
    def leave(self) -> None:
        """The program is made to end: save a last copy, for the next start."""
        self._session.pause()
        self._stop()
        if self._session.modified and self._ready():
            _saved(self.path, self._session.saved())
        self._lock.unlock()

    def end(self) -> None:
        """The program ends well: nothing needs to be recovered, unless it was made to end."""
        if not self._ended:
            self._stop()
            self._remove()
            self._lock.unlock()

    def _stop(self) -> None:
        self._ended = True
        self._timer.stop()
        self._background.shut_down()

    def _remove(self) -> None:
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _now(self) -> tuple[object, ...]:
        """What has changed if this has."""
        session = self._session
        runs = tuple((run, run.name, run.overlaid) for run in session.runs.all)
        return session.state, session.experiment, runs, session.hidden.kept

    def _ready(self) -> bool:
        """Whether there is a folder, and the copy is ours."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._complain(f"The document cannot be kept safe from crashes: {error.strerror}.")
            return False
        return self._lock.isLocked() or self._lock.tryLock(0)

    def _complain(self, sentence: str) -> None:
        if not self._complained:
            self._complained = True
            self.failed.emit(sentence)

    def _on_written(self, problem: str) -> None:
        self._under_way = False
        if problem:
            self._complain(f"The document cannot be kept safe from crashes: {problem}")
        elif self._session.modified:
            self.saved.emit()
        else:
            self._remove()  # the document itself was saved meanwhile
        if self._again:
            self._again = False
            self.save()

    @Slot(bool)
    def _on_modified_changed(self, modified: bool) -> None:
        if not modified and not self._ended:
            self._written = ()
            self._remove()

    @Slot(str)
    def _on_failed(self, text: str) -> None:
        self._under_way = False
        self._complain("The document cannot be kept safe from crashes: an unexpected error.")

    @Slot(bool)
    def _on_running_changed(self, running: bool) -> None:
        if not running:
            # once what was trained last is there
            QTimer.singleShot(0, self, self.save)


def _saved(path: Path, document: SavedNetwork) -> str:
    """Save; '' or why it could not be done."""
    try:
        save_network(path, document, KEYFRAMES)
    except FileError as error:
        return str(error)
    return ""


class Recovery:
    """The copies that programs left which ended badly, the newest first.

    Args:
        folder: where they are; the user's own if None.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = recovery_folder() if folder is None else folder
        sweep_temporaries(self._folder)
        self._locks: list[QLockFile] = []
        self.paths: list[Path] = sorted(self._left_behind(), key=_age, reverse=True)

    def _left_behind(self) -> Iterator[Path]:
        for path in self._folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            lock = QLockFile(str(_lock_path(path)))
            lock.setStaleLockTime(0)  # its program is gone or it is not, however long that is ago
            if lock.tryLock(0):
                self._locks.append(lock)
                yield path

    def forget(self, path: Path) -> None:
        """Remove a copy: it was taken over, or is not wanted."""
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        self.paths.remove(path)

    def close(self) -> None:
        """Leave the copies that are still there to the next start."""
        for lock in self._locks:
            lock.unlock()
        self._locks.clear()


def _lock_path(path: Path) -> Path:
    return path.with_suffix(".lock")


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
