"""What a panel shows, saved or copied: one way for all panels, with the same words for all."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from nnplayground.core.recording import ReplayStopped
from nnplayground.files import FileError
from nnplayground.files.atomic import replace_file
from nnplayground.files.number_table import NumberTable, WritingStoppedError, save_numbers
from nnplayground.files.predictions import prediction_table
from nnplayground.session import Session
from nnplayground.session.background import Progress
from nnplayground.session.preferences import Preferences
from nnplayground.session.scoring import Scorer
from nnplayground.views.actions import Choice, fill_menu
from nnplayground.views.dialogs import Dialogs
from nnplayground.views.exports.pictures import Picture, image, png, svg
from nnplayground.views.panel import Panel

# Cells of a table that the clipboard takes; more are better off in a file.
MAX_COPIED = 1_000_000
# Of a table with predictions: the share of the work that they are, the rest is writing.
_SCORING = 0.1
# Seconds after which it is told how far a file is.
_LONG = 2.0


@dataclass(frozen=True)
class PictureForm:
    """A kind of picture file.

    Attributes:
        label: what the menu calls it.
        tip: what it is good for.
        encode: from a picture and its title to the file's bytes.
    """

    label: str
    tip: str
    encode: Callable[[Picture, str], bytes]


class Exportable(Protocol):
    """What can be exported: a panel, or a window of its own."""

    @property
    def export_name(self) -> str:
        """What to call it in files and sentences."""
        ...

    def numbers(self) -> NumberTable | None:
        """The numbers that it shows, copied; None where there are none yet."""
        ...

    def plots(self) -> Sequence[QWidget]:
        """Its parts that a picture shows; none where it shows nothing but controls."""
        ...

    def picture(self) -> Picture | None:
        """What it shows, to be painted again; None where there is nothing yet."""
        ...


# By the suffix of the files.
PICTURE_FORMS = {
    "png": PictureForm(
        "Save as PNG…",
        "A picture with twice the pixels of the screen",
        lambda picture, title: png(picture),
    ),
    "svg": PictureForm("Save as SVG…", "Shapes and letters that stay sharp at any size", svg),
}


class Exporting(QObject):
    """Exports what the panels of one window show, and the windows that belong to it.

    Args:
        session: told what happened; its background writes large tables.
        preferences: remembers the folder.
        dialogs: asks where to save.
        parent: the window.
    """

    def __init__(
        self,
        session: Session,
        preferences: Preferences,
        dialogs: Dialogs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._preferences = preferences
        self._dialogs = dialogs

    def choices(self, panel: Exportable) -> Sequence[Choice]:
        """What can be done with what a panel shows; nothing for one that shows controls only."""
        if not panel.plots():
            return ()
        pictures = [
            Choice(form.label, lambda suffix=suffix: self.save_picture(panel, suffix), tip=form.tip)  # type: ignore[misc]
            for suffix, form in PICTURE_FORMS.items()
        ]
        return (
            *pictures,
            Choice("Copy picture", lambda: self.copy_picture(panel), tip="To paste it elsewhere"),
            Choice(
                "Save numbers as CSV…",
                lambda: self.save_numbers(panel),
                tip="The numbers that are shown, with all their digits",
            ),
            Choice(
                "Copy numbers",
                lambda: self.copy_numbers(panel),
                tip="The numbers that are shown, to paste them into a spreadsheet",
            ),
        )

    def open_menu(self, panel: Panel, where: QPoint) -> QMenu | None:
        """Open a panel's menu at a place of the screen."""
        choices = self.choices(panel)
        if not choices:
            return None
        menu = QMenu(panel)
        menu.setToolTipsVisible(True)
        fill_menu(menu, choices)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)
        return menu

    # ---- pictures ------------------------------------------------------------------------

    def save_picture(self, panel: Exportable, suffix: str) -> None:
        """Ask for a file and write the picture of a panel to it."""
        picture = self._picture(panel)
        path = None if picture is None else self._ask(panel.export_name, suffix)
        if picture is not None and path is not None:
            self.write_picture(picture, panel.export_name, path)

    def write_picture(self, picture: Picture, title: str, path: Path) -> bool:
        """Write a picture as the kind of file that its name says; returns whether that worked."""
        data = PICTURE_FORMS[path.suffix.lower().removeprefix(".")].encode(picture, title)
        try:
            replace_file(path, data, check=lambda made: None)
        except FileError as error:
            self._dialogs.show_problem(str(error))
            return False
        self._session.said.emit(f"Saved {path.name}.")
        return True

    def copy_picture(self, panel: Exportable) -> None:
        """Put the picture of a panel on the clipboard."""
        picture = self._picture(panel)
        if picture is not None:
            QGuiApplication.clipboard().setImage(image(picture))
            self._session.said.emit(f"The picture of {panel.export_name} is on the clipboard.")

    def _picture(self, panel: Exportable) -> Picture | None:
        picture = panel.picture()
        if picture is None or picture.size.isEmpty():
            self._session.said.emit(f"{panel.export_name} shows nothing yet; train first.")
            return None
        return picture

    # ---- numbers -------------------------------------------------------------------------

    def save_numbers(self, panel: Exportable) -> None:
        """Ask for a file and write the numbers of a panel to it."""
        table = self._numbers(panel)
        path = None if table is None else self._ask(panel.export_name, "csv")
        if table is not None and path is not None:
            self.write_numbers(table, path)

    def write_numbers(self, table: NumberTable, path: Path) -> None:
        """Write a table, beside the window."""
        self._write_beside(lambda progress: table, path)

    def save_predictions(self) -> None:
        """Ask for a file and write every example with what the network says to it."""
        path = self._ask("predictions", "csv")
        if path is not None:
            self.write_predictions(path)

    def write_predictions(self, path: Path) -> None:
        """Write every example with what the network says at the moment that is shown."""
        frame = self._session.frame

        def made(progress: Progress) -> NumberTable:
            scored = Scorer().score(frame, lambda share: progress(_SCORING * share))
            if scored is None:
                raise WritingStoppedError
            return prediction_table(scored.experiment, scored.dataset, scored.parts())

        self._write_beside(made, path)

    def _write_beside(self, made: Callable[[Progress], NumberTable], path: Path) -> None:
        """Make a table and write it, beside the window; tell how it goes where it takes long."""

        def work(progress: Progress) -> tuple[str, bool]:
            try:
                table = made(progress)
                save_numbers(path, table, lambda share: progress(_SCORING + (1 - _SCORING) * share))
            except FileError as error:
                return str(error), False
            except WritingStoppedError:
                raise ReplayStopped from None  # the background's word for it
            return f"Saved {path.name}: {len(table):,} row{'s' * (len(table) != 1)}.", True

        def done(outcome: tuple[str, bool]) -> None:
            sentence, worked = outcome
            if worked:
                self._session.said.emit(sentence)
            else:
                self._dialogs.show_problem(sentence)

        begun, told = time.monotonic(), [0]

        def tell(share: float) -> None:
            tenth = int(share * 10)
            if tenth > told[0] and time.monotonic() - begun > _LONG:
                told[0] = tenth
                self._session.said.emit(f"Writing {path.name}: {tenth * 10} %…")

        self._session.background.begin(("export", path), work, done, tell)

    def copy_numbers(self, panel: Exportable) -> None:
        """Put the numbers of a panel on the clipboard, as spreadsheets take them."""
        table = self._numbers(panel)
        if table is None:
            return
        if len(table) * len(table.names) > MAX_COPIED:
            self._session.said.emit(
                f"{len(table):,} rows are too many for the clipboard; save them as CSV."
            )
            return
        QGuiApplication.clipboard().setText(table.text("\t"))
        self._session.said.emit(
            f"The numbers of {panel.export_name} are on the clipboard: {len(table):,} rows."
        )

    def _numbers(self, panel: Exportable) -> NumberTable | None:
        table = panel.numbers()
        if table is None or len(table) == 0:
            self._session.said.emit(f"{panel.export_name} shows no numbers yet; train first.")
            return None
        return table

    def _ask(self, what: str, suffix: str) -> Path | None:
        name = what.lower().replace(" ", "-")
        iteration = self._session.frame.iteration
        proposed = self._preferences.folder / f"{name}-{iteration}.{suffix}"
        path = self._dialogs.ask_export(proposed, suffix)
        if path is not None:
            self._preferences.folder = path.absolute().parent
        return path
