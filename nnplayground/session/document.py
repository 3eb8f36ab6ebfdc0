"""What undo and redo put back: the experiment, and the training state where an edit touched it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QUndoCommand

from nnplayground.core import Experiment, RunState
from nnplayground.session.history import History


@dataclass(frozen=True, eq=False)
class Document:
    """A value that the session can be put to.

    Attributes:
        experiment: all settings.
        state: the training state; None where an edit leaves training as it is, so that undoing
            a changed learning rate does not take back what was learned since.
        history: the past that goes with the state; None with it.
    """

    experiment: Experiment
    state: RunState | None = None
    history: History | None = None


class ReplaceDocument(QUndoCommand):
    """The one command: put a document in the place of another.

    Args:
        before, after: the two documents; the session has put `after` already.
        put: puts a document and returns the one that it replaced, as it was then.
        text: what was done, for the menu.
        merge_key: edits in a row with the same key make one step; None for a step of its own.
    """

    def __init__(
        self,
        before: Document,
        after: Document,
        put: Callable[[Document], Document],
        text: str,
        merge_key: str | None = None,
    ) -> None:
        super().__init__(text)
        self.before = before
        self.after = after
        self._put = put
        self._key = merge_key
        self._fresh = True

    def id(self) -> int:
        return 1 if self._key is not None else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ReplaceDocument) or other._key != self._key:
            return False
        self.after = other.after
        return True

    def undo(self) -> None:
        self.after = self._put(self.before)

    def redo(self) -> None:
        if self._fresh:  # the edit is done already when its command is pushed
            self._fresh = False
            return
        self.before = self._put(self.after)
