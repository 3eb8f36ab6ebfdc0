"""Offers at the start what a program that ended badly was at."""

import time
from collections.abc import Callable
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from nnplayground.core import SpecError
from nnplayground.files import FileError, SavedNetwork, load_network
from nnplayground.session import Session
from nnplayground.session.autosave import Autosave, Recovery
from nnplayground.views.notation import number_text

NAME = "recovered"


class Answer(Enum):
    """What to do with a copy."""

    RESTORE = "restore"
    DISCARD = "discard"
    LATER = "later"


class RecoveryOffer(QObject):
    """Goes through the copies that were left, the newest first.

    Args:
        session: to restore into.
        autosave: writes the copy that takes a restored one's place.
        recovery: the copies.
        window: what the questions stand before.
        found: finds the data of a copy again, None where a person gives up.
    """

    def __init__(
        self,
        session: Session,
        autosave: Autosave,
        recovery: Recovery,
        window: QWidget,
        found: Callable[[SavedNetwork], SavedNetwork | None] = lambda saved: saved,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._autosave = autosave
        self._recovery = recovery
        self._window = window
        self._found = found
        self._taken: Path | None = None
        autosave.saved.connect(self._on_saved)

    def offer(self) -> bool:
        """Ask about the copies; returns whether one was restored. Others wait for another start."""
        for path in list(self._recovery.paths):
            try:
                saved = load_network(path)
            except FileError:
                continue  # of a newer program, perhaps: that one can open it
            answer = self.ask(path, saved)
            if answer is Answer.RESTORE and self._restore(path, saved):
                return True
            if answer is Answer.DISCARD:
                self._recovery.forget(path)
        self._recovery.close()
        return False

    def _restore(self, path: Path, saved: SavedNetwork) -> bool:
        try:
            found = self._found(saved)
            if found is None:
                return False
            self._session.restore(found)
        except SpecError as error:
            self._session.said.emit(f"What was there cannot be trained here: {error}.")
            return False
        self._session.mark_unsaved()
        self._taken = path
        self._autosave.save()
        return True

    @Slot()
    def _on_saved(self) -> None:
        """The restored copy may go once another one is there."""
        if self._taken is not None:
            self._recovery.forget(self._taken)
            self._recovery.close()
            self._taken = None

    def ask(self, path: Path, saved: SavedNetwork) -> Answer:
        """What to do with a copy."""
        box = QMessageBox(
            QMessageBox.Icon.Question,
            "nnplayground",
            "nnplayground ended unexpectedly. Go on where it was?",
            parent=self._window,
        )
        box.setInformativeText(told(path, saved))
        role = QMessageBox.ButtonRole
        restore = box.addButton("Restore", role.AcceptRole)
        discard = box.addButton("Discard", role.DestructiveRole)
        later = box.addButton("Ask again next time", role.RejectRole)
        box.setDefaultButton(restore)
        box.setEscapeButton(later)
        box.exec()
        clicked = box.clickedButton()
        box.deleteLater()
        answers = {restore: Answer.RESTORE, discard: Answer.DISCARD}
        return next((a for button, a in answers.items() if button is clicked), Answer.LATER)


def told(path: Path, saved: SavedNetwork) -> str:
    """What a copy holds, in a sentence."""
    network, runs = saved.experiment.network.title.replace("-", "–"), saved.history
    when = time.strftime("%H:%M", time.localtime(path.stat().st_mtime))
    others = len(runs.runs) - 1 if runs is not None else 0
    beside = f" and {others} other run{'s' if others > 1 else ''}" if others else ""
    return (
        f"A network {network} at iteration {number_text(saved.state.iteration)}{beside}, "
        f"as it was at {when}."
    )
