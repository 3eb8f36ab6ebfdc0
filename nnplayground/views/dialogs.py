"""What the window asks and tells in boxes of their own."""

from collections.abc import Callable
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox, QPushButton, QWidget

from nnplayground.session.background import Background, Progress
from nnplayground.session.wording import as_sentence
from nnplayground.views.waiting import Waiting

SUFFIX = "nnplay"
OPEN_FILTER = (
    f"Networks, experiments and lessons (*.{SUFFIX} *.json);;Tables (*.csv *.tsv *.tab *.txt);;"
    "Pictures as of MNIST (*ubyte* *.idx* *.gz);;All files (*)"
)
TABLE_FILTER = "Tables (*.csv *.tsv *.tab *.txt);;All files (*)"
PICTURES_FILTER = "IDX files, as of MNIST (*ubyte* *.idx* *.gz);;All files (*)"
SAVE_FILTER = f"Networks (*.{SUFFIX})"


# Folders in which Qt's completion of names never ends: they change while it looks.
ENDLESS = ("/proc", "/sys", "/dev")


def _complete_no_more(line: QLineEdit, text: str) -> None:
    if text.startswith(ENDLESS):
        line.setCompleter(None)  # type: ignore[arg-type]


class Unsaved(Enum):
    """What to do with changes that are not saved."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


class Dialogs:
    """The boxes of one window.

    Args:
        window: what they stand before.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def ask_open(self, folder: Path) -> Path | None:
        """Which file to open; None for none."""
        name, _ = QFileDialog.getOpenFileName(self._window, "Open", str(folder), OPEN_FILTER)
        return Path(name) if name else None

    def ask_table(self, folder: Path) -> Path | None:
        """Which table to open; None for none."""
        name, _ = QFileDialog.getOpenFileName(self._window, "Open table", str(folder), TABLE_FILTER)
        return Path(name) if name else None

    def ask_table_again(self, sentence: str, name: str) -> Path | None:
        """Where a table is that was moved; None where it is given up."""
        return self.ask_table(Path(name)) if self._wants_to_find(sentence) else None

    def ask_pictures(self, folder: Path) -> Path | None:
        """Which IDX file to open; None for none."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Open pictures", str(folder), PICTURES_FILTER
        )
        return Path(name) if name else None

    def ask_pictures_folder(self, folder: Path) -> Path | None:
        """Which folder of classes to open; None for none."""
        title = "Open a folder with a subfolder for each class"
        name = QFileDialog.getExistingDirectory(self._window, title, str(folder))
        return Path(name) if name else None

    def ask_pictures_again(self, sentence: str, folder: bool, name: str) -> Path | None:
        """Where pictures are that were moved; None where they are given up."""
        if not self._wants_to_find(sentence):
            return None
        ask = self.ask_pictures_folder if folder else self.ask_pictures
        return ask(Path(name).parent)

    def wait(self, sentence: str, background: Background, work: Callable[[Progress], Any]) -> Any:
        """What some work beside the window gives; None where it was left."""
        return Waiting(sentence, background, self._window).result_of(work)

    def _wants_to_find(self, sentence: str) -> bool:
        """Whether a person will look for what was moved."""
        button = QMessageBox.StandardButton
        box = self._box(QMessageBox.Icon.Question, as_sentence(sentence))
        box.setStandardButtons(button.Open | button.Cancel)
        box.button(button.Open).setText("Find it…")
        answer = box.exec()
        box.deleteLater()
        return bool(answer == button.Open.value)

    def ask_changed_table(self, sentence: str) -> bool:
        """Whether to use a table as it is now, though it was changed."""
        button = QMessageBox.StandardButton
        box = self._box(QMessageBox.Icon.Question, as_sentence(sentence))
        box.setStandardButtons(button.Yes | button.No)
        box.button(button.Yes).setText("Use it as it is now")
        box.button(button.No).setText("Find the old one")
        answer = box.exec()
        box.deleteLater()
        return bool(answer == button.Yes.value)

    def ask_save(self, suggested: Path) -> Path | None:
        """Where to save; None for not at all."""
        dialog = QFileDialog(self._window, "Save as", str(suggested.parent), SAVE_FILTER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # so that the question about replacing a file is about the name with the suffix
        dialog.setDefaultSuffix(SUFFIX)
        dialog.selectFile(suggested.name)
        line = dialog.findChild(QLineEdit)
        if line is not None:  # the system's own dialog has none of ours
            line.textEdited.connect(partial(_complete_no_more, line))
        accepted = dialog.exec() == QFileDialog.DialogCode.Accepted
        chosen = dialog.selectedFiles()
        dialog.deleteLater()
        return Path(chosen[0]) if accepted and chosen else None

    def ask_export(self, proposed: Path, suffix: str) -> Path | None:
        """Where to write an export; None for not at all. The name ends as it should."""
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Export", str(proposed), f"{suffix.upper()} files (*.{suffix})"
        )
        if not name:
            return None
        path = Path(name)
        return path if path.suffix.lower() == f".{suffix}" else Path(f"{name}.{suffix}")

    def ask_unsaved(self, name: str) -> Unsaved:
        """What to do with what was changed or trained since `name` was saved."""
        button = QMessageBox.StandardButton
        box = self._box(QMessageBox.Icon.Question, f"Save the changes to {name}?")
        box.setInformativeText("What was changed or trained since the last save is lost otherwise.")
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        names = {button.Save: "&Save", button.Discard: "&Don’t save", button.Cancel: "&Cancel"}
        for one, text in names.items():
            box.button(one).setText(text)
        box.setDefaultButton(button.Save)
        answer = box.exec()
        box.deleteLater()
        answers = {button.Save.value: Unsaved.SAVE, button.Discard.value: Unsaved.DISCARD}
        return answers.get(answer, Unsaved.CANCEL)

    def show_problem(self, sentence: str, details: str = "") -> None:
        """Show a sentence until it is closed; its details can be copied."""
        box = self._box(QMessageBox.Icon.Warning, sentence)
        box.setStandardButtons(QMessageBox.StandardButton.Close)
        if details:
            copy = QPushButton("Copy details")
            box.addButton(copy, QMessageBox.ButtonRole.ActionRole)
            copy.clicked.disconnect()  # a button of a box closes it otherwise
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        box.exec()
        box.deleteLater()

    def show_text(self, title: str, text: str, details: str = "") -> None:
        """Show some lines of information."""
        box = self._box(QMessageBox.Icon.NoIcon, title)
        box.setInformativeText(text)
        if details:
            box.setDetailedText(details)
        box.exec()
        box.deleteLater()

    def _box(self, icon: QMessageBox.Icon, sentence: str) -> QMessageBox:
        box = QMessageBox(icon, "nnplayground", sentence, parent=self._window)
        # what a file says about itself may stand in the sentence
        box.setTextFormat(Qt.TextFormat.PlainText)
        return box
