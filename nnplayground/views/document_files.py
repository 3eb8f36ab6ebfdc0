"""New, open, save: the document of the window and the file that it came from."""

import dataclasses
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from nnplayground import paths
from nnplayground.core import Experiment, SpecError
from nnplayground.files import FileError, SavedNetwork, load_any, save_network
from nnplayground.session import Session
from nnplayground.session.preferences import Preferences
from nnplayground.views.dialogs import SUFFIX, Dialogs, Unsaved
from nnplayground.views.picture_dialog import with_pictures_found
from nnplayground.views.table_dialog import with_table_found

UNTITLED = "untitled"

Other = tuple[Callable[[Path], bool], Callable[[Path], object]]


@cache
def example_name(path: Path) -> str:
    """What menus call an example: 'Lesson C sigmoid' for lesson_c_sigmoid.json."""
    words = [word.upper() if len(word) == 1 else word for word in path.stem.split("_")]
    name = " ".join(words)
    return name[:1].upper() + name[1:]


def example_files() -> tuple[Path, ...]:
    """The examples that travel with the program; the menus ask after each edit."""
    try:
        folder = paths.resource("examples")
    except FileNotFoundError:
        return ()
    found = (path for path in folder.iterdir() if path.suffix in (".json", f".{SUFFIX}"))
    return tuple(sorted(found))


class DocumentFiles(QObject):
    """Puts files into the session and the session into files.

    Args:
        session: the document.
        preferences: remembers folder and recent files.
        dialogs: asks and tells.

    Attributes:
        path: the file that Save writes to, None before there is one.
        name: what to call the document.
        others: files that hold no document: whether a path is one, and who opens it; they ask
            themselves whether the present document may go, if it has to.

    Signals:
        named: path or name are other ones now.
        replaced: the session holds another document.
    """

    named = Signal()
    replaced = Signal()

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
        self.path: Path | None = None
        self.name = UNTITLED
        self.others: tuple[Other, ...] = ()

    def new(self) -> bool:
        """Begin with the experiment that the program starts with."""
        if not self.may_discard():
            return False
        self._session.replace(Experiment())
        self.replaced.emit()
        self._call(None, UNTITLED)
        return True

    def open(self) -> bool:
        """Ask for a file and open it."""
        path = self._dialogs.ask_open(self._preferences.folder)
        return path is not None and self.open_path(path)

    def open_path(self, path: Path) -> bool:
        """Open a file that is known already: dropped, recent, or from the command line."""
        return self._is_taken(path) or (self.may_discard() and self._load(path))

    def open_recent(self, path: Path) -> bool:
        """Open a recent file; one that is gone is no longer offered."""
        if paths.is_there(path):
            return self.open_path(path)
        self._preferences.forget_recent(path)
        self._session.said.emit(f"{path.name} is no longer in {path.parent}.")
        return False

    def open_example(self, path: Path) -> bool:
        """Open one of the program's own files, which is not saved over."""
        return self.may_discard() and self._load(path, own=True)

    def begin(self, name: str) -> None:
        """What the session holds now is a document of its own that is in no file yet."""
        self._call(None, name)

    def remember(self, path: Path) -> None:
        """Offer a file among the recent ones, and its folder."""
        self._preferences.folder = path.absolute().parent
        self._preferences.add_recent(path.absolute())

    def save(self) -> bool:
        """Write to the file that the document has, or ask for one."""
        return self.save_as() if self.path is None else self._write(self.path)

    def save_as(self) -> bool:
        """Ask for a file and write to it."""
        folder = self._preferences.folder if self.path is None else self.path.parent
        path = self._dialogs.ask_save(folder / f"{self.name.removesuffix('.' + SUFFIX)}.{SUFFIX}")
        return path is not None and self._write(path)

    def may_discard(self) -> bool:
        """Whether the present document may go: saved, given up, or unchanged."""
        if not self._session.modified:
            return True
        answer = self._dialogs.ask_unsaved(self.name)
        if answer is Unsaved.SAVE:
            return self.save()
        return answer is Unsaved.DISCARD

    def _is_taken(self, path: Path) -> bool:
        """Whether somebody else opens a file, as data for the document that there is."""
        take = next((take for is_it, take in self.others if is_it(path)), None)
        if take is not None:
            take(path)
        return take is not None

    def _load(self, path: Path, own: bool = False) -> bool:
        try:
            loaded = self._with_data(load_any(path), path.parent)
            if loaded is None:
                return False
            if isinstance(loaded, SavedNetwork):
                self._session.restore(loaded)
            else:
                self._session.replace(loaded)
        except FileError as error:
            self._dialogs.show_problem(str(error))
            return False
        except SpecError as error:
            self._dialogs.show_problem(f"{path.name} cannot be trained here: {error}.")
            return False
        self.replaced.emit()
        # saving would put a network in the place of a plain experiment
        has_state = isinstance(loaded, SavedNetwork)
        self._call(path if has_state and not own else None, path.name if has_state else path.stem)
        if not own:
            self.remember(path)
        return True

    def found_again(self, saved: SavedNetwork, folder: Path) -> SavedNetwork | None:
        """A network, its data found again where that was moved; None where given up.

        Raises:
            SpecError: where the data is there, but cannot be used.
        """
        experiment = self._found(saved.experiment, folder)
        return None if experiment is None else dataclasses.replace(saved, experiment=experiment)

    def _with_data(
        self, loaded: SavedNetwork | Experiment, folder: Path
    ) -> SavedNetwork | Experiment | None:
        if isinstance(loaded, Experiment):
            return self._found(loaded, folder)
        return self.found_again(loaded, folder)

    def _found(self, experiment: Experiment, folder: Path) -> Experiment | None:
        background = self._session.background
        if experiment.data.pictures is not None:
            return with_pictures_found(experiment, folder, self._dialogs, background)
        return with_table_found(experiment, folder, self._dialogs, background)

    def _write(self, path: Path) -> bool:
        session = self._session
        try:
            save_network(path, session.saved(), self._preferences.past_in_files)
        except FileError as error:
            self._dialogs.show_problem(str(error))
            return False
        session.mark_saved()
        self._call(path, path.name)
        self.remember(path)
        session.said.emit(f"Saved {path.name}.")
        return True

    def _call(self, path: Path | None, name: str) -> None:
        self.path, self.name = path, name
        self.named.emit()
