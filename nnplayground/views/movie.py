"""Takes a film of a view: looks at one iteration after the other and keeps what the view shows."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from nnplayground.files import FileError
from nnplayground.files.film import FORMATS, picture_name
from nnplayground.session import Frame, Session
from nnplayground.session.background import Progress

# The share of the work that taking the pictures is; the rest is writing the film.
_TAKING = 0.7
# Milliseconds between two looks at whether what is filmed is there.
_WAITING = 30


def film_iterations(first: int, last: int, pictures: int, early: bool = False) -> list[int]:
    """The iterations of a film, rising.

    Args:
        first, last: its ends.
        pictures: about how many; fewer where there are not so many iterations.
        early: whether the beginning, where most happens, gets more of them.
    """
    if early:
        steps = np.geomspace(1.0, last - first + 1.0, max(pictures, 2)) - 1.0
    else:
        steps = np.linspace(0.0, last - first, max(pictures, 2))
    return [first + step for step in np.unique(np.round(steps).astype(np.int64)).tolist()]


class Movie(QObject):
    """One film being made.

    Args:
        session: whose run.
        view: what is filmed; it must be visible.
        iterations: what of the run.
        path: the file or folder to write.
        key: of FORMATS.
        rate: pictures a second.

    Signals:
        progressed(float): the share done.
        finished(str): a sentence about how it ended; the film is there or it is not.
    """

    progressed = Signal(float)
    finished = Signal(str)

    def __init__(
        self,
        session: Session,
        view: QWidget,
        iterations: Sequence[int],
        path: Path,
        key: str,
        rate: float,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._iterations = list(iterations)
        self._path = path
        self._format = FORMATS[key]
        self._rate = rate
        self._folder = Path(tempfile.mkdtemp(prefix="nnplayground-film-"))
        self._pictures: list[Path] = []
        self._was_at = session.training.wanted
        self._ended = False
        session.frame_changed.connect(self._on_frame)

    def begin(self) -> None:
        """Look at the first iteration."""
        self._look()

    def cancel(self) -> None:
        """Leave it; nothing is written."""
        self._session.background.cancel(self)
        self._end("No film was written.")

    def _look(self) -> None:
        wanted = self._iterations[len(self._pictures)]
        if self._session.frame.iteration == wanted:
            QTimer.singleShot(0, self, self._take)
        else:
            self._session.look_at(wanted)

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        taken = len(self._pictures)
        if taken < len(self._iterations) and frame.iteration == self._iterations[taken]:
            # once every view has drawn this frame
            QTimer.singleShot(0, self, self._take)

    @Slot()
    def _take(self) -> None:
        taken = len(self._pictures)
        if self._ended or taken >= len(self._iterations):
            return
        if self._session.frame.iteration != self._iterations[taken]:
            return
        if self._session.surveying.share is not None:  # a landscape is about to be seen
            QTimer.singleShot(_WAITING, self, self._take)
            return
        path = self._folder / picture_name(taken)
        if not self._view.grab().save(str(path)):
            self._end("No film was written: the disk is full.")
            return
        self._pictures.append(path)
        self.progressed.emit(_TAKING * len(self._pictures) / len(self._iterations))
        if len(self._pictures) < len(self._iterations):
            self._look()
        else:
            self._write()

    def _write(self) -> None:
        form, pictures, path, rate = self._format, self._pictures, self._path, self._rate

        def work(progress: Progress) -> str:
            try:
                form.write(pictures, path, rate, progress)
            except FileError as error:
                return str(error)
            return f"Wrote a film of {len(pictures)} pictures to {path.name}."

        self._session.background.begin(self, work, self._end, self._on_written)

    def _on_written(self, share: float) -> None:
        self.progressed.emit(_TAKING + (1.0 - _TAKING) * share)

    def _end(self, sentence: str) -> None:
        if not self._ended:
            self._ended = True
            self._session.frame_changed.disconnect(self._on_frame)
            shutil.rmtree(self._folder, ignore_errors=True)
            self._session.look_at(self._was_at)
            self.finished.emit(sentence)
