"""What happens when the program itself goes wrong: a sentence, and the window stays."""

import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, QTimer, Slot

from nnplayground.views.dialogs import Dialogs

SENTENCE = (
    "Something in nnplayground went wrong. Your network is still there; save it under another "
    "name to be safe. The details help to mend it."
)
TRAINER_SENTENCE = (
    "Training stopped because something in nnplayground went wrong. Your network is as it was "
    "before the last step. The details help to mend it."
)


class Mishaps(QObject):
    """Shows unexpected errors, each of them once.

    Args:
        dialogs: shows them.
        parent: the window.
    """

    def __init__(self, dialogs: Dialogs, parent: QObject) -> None:
        super().__init__(parent)
        self._dialogs = dialogs
        self._seen: set[str] = set()
        self._waiting: list[tuple[str, str]] = []
        self._before: Callable[..., object] | None = None
        # an error may come from the middle of painting, where no box can be opened
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._show)

    def install(self) -> None:
        """Become Python's hook for errors that nothing catches."""
        self._before = sys.excepthook
        sys.excepthook = self.on_exception

    def uninstall(self) -> None:
        """Put the hook back that was there before."""
        if self._before is not None:
            sys.excepthook = self._before
            self._before = None

    def on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Print the error as Python would, and show it soon."""
        sys.__excepthook__(kind, error, trace)
        self.tell(SENTENCE, "".join(traceback.format_exception(kind, error, trace)))

    @Slot(str)
    def on_trainer_failed(self, details: str) -> None:
        """Show an error of the trainer."""
        print(details, file=sys.stderr)
        self.tell(TRAINER_SENTENCE, details)

    def tell(self, sentence: str, details: str) -> None:
        """Show a sentence soon, unless the same details were shown before."""
        if details not in self._seen:
            self._seen.add(details)
            self._waiting.append((sentence, details))
            self._soon.start()

    @Slot()
    def _show(self) -> None:
        waiting, self._waiting = self._waiting, []
        for sentence, details in waiting:
            self._dialogs.show_problem(sentence, details)
