"""Open, drop or paste a table: from the wish to the session."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from nnplayground.data.table_preview import TableSample, sample_file, sample_text
from nnplayground.data.table_source import TABLE
from nnplayground.session import Session
from nnplayground.session.background import Progress
from nnplayground.session.preferences import Preferences
from nnplayground.views.dialogs import Dialogs
from nnplayground.views.table_dialog.dialog import TableDialog
from nnplayground.views.theme import Themes

SUFFIXES = (".csv", ".tsv", ".tab", ".txt")


def is_table(path: Path) -> bool:
    """Whether a file is called like a table."""
    return path.suffix.lower() in SUFFIXES


class TableOpening(QObject):
    """Puts tables of the user's own into the session.

    Args:
        session: the document.
        preferences: remembers the folder.
        dialogs: asks for a file.
        themes: the colours.
        window: what the preview stands before.

    Attributes:
        dialog: the preview that is shown, None for none.
    """

    def __init__(
        self,
        session: Session,
        preferences: Preferences,
        dialogs: Dialogs,
        themes: Themes,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._preferences = preferences
        self._dialogs = dialogs
        self._themes = themes
        self._window = window
        self.dialog: TableDialog | None = None

    @Slot()
    def open(self) -> None:
        """Ask for a file and show it."""
        path = self._dialogs.ask_table(self._preferences.folder)
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Show a file."""
        self._preferences.folder = path.absolute().parent
        self._preview(path.name, partial(sample_file, path))

    def paste(self) -> None:
        """Show what a spreadsheet put on the clipboard."""
        text = QGuiApplication.clipboard().text()
        self._preview("pasted", lambda progress: sample_text(text))

    def _preview(self, title: str, begin: Callable[[Progress], TableSample]) -> None:
        if self.dialog is not None:
            self.dialog.reject()
        self.dialog = TableDialog(
            title, begin, self._session.background, self._themes.theme, self._window
        )
        self.dialog.finished.connect(self._on_finished)
        self.dialog.open()

    @Slot(int)
    def _on_finished(self, result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return
        dialog.deleteLater()
        if result == TableDialog.DialogCode.Accepted and dialog.spec is not None:
            self._session.edit_data(
                "Open table",
                dataset=TABLE,
                table=dialog.spec,
                features=(),
                scaling=dialog.scaling.currentData(),
            )
