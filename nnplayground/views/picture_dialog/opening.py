"""Open or drop pictures, or get MNIST: from the wish to the session."""

import urllib.parse
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from nnplayground.core import load_dataset
from nnplayground.core.pictures_spec import PicturesSpec
from nnplayground.data.picture_opening import spec_at
from nnplayground.data.picture_source import PICTURES
from nnplayground.files import mnist
from nnplayground.session import Session
from nnplayground.session.preferences import Preferences
from nnplayground.session.switching import switched_data
from nnplayground.views.dialogs import Dialogs
from nnplayground.views.picture_dialog.dialog import PicturesDialog
from nnplayground.views.picture_dialog.mnist_dialog import MnistDialog
from nnplayground.views.theme import Themes


class PicturesOpening(QObject):
    """Puts pictures of the user's own into the session.

    Args:
        session: the document.
        preferences: remembers the folder.
        dialogs: asks for a file or a folder.
        themes: the colours.
        window: what the dialogs stand before.

    Attributes:
        dialog: the preview that is shown, None for none.
        getting: the dialog that gets MNIST, None for none.
        mirrors, files: where MNIST comes from, and what it is.
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
        self.dialog: PicturesDialog | None = None
        self.getting: MnistDialog | None = None
        self.mirrors, self.files = mnist.MIRRORS, mnist.FILES

    def open_file(self) -> None:
        """Ask for an IDX file and show what is in it."""
        path = self._dialogs.ask_pictures(self._preferences.folder)
        if path is not None:
            self.open_path(path)

    def open_folder(self) -> None:
        """Ask for a folder of classes and show what is in it."""
        path = self._dialogs.ask_pictures_folder(self._preferences.folder)
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Show the pictures of a file or folder."""
        self._preferences.folder = path.absolute().parent
        if self.dialog is not None:
            self.dialog.reject()
        self.dialog = PicturesDialog(
            path.name,
            partial(spec_at, path),
            self._session.background,
            self._prepare,
            self._themes.theme,
            self._window,
        )
        self.dialog.finished.connect(self._on_finished)
        self.dialog.open()

    def get_mnist(self) -> None:
        """Offer to fetch MNIST."""
        folder = mnist.mnist_folder()
        hosts = " or ".join(str(urllib.parse.urlsplit(one).hostname) for one in self.mirrors)
        plan = (
            f"{mnist.size(self.files) / 1e6:.1f} MB come from {hosts}, and are kept in {folder}. "
            "What is there already is not fetched again."
        )
        fetch = partial(mnist.fetch_mnist, folder, mirrors=self.mirrors, files=self.files)
        self.getting = MnistDialog(lambda progress: fetch(progress), plan, self._window)
        self.getting.finished.connect(self._on_got)
        self.getting.open()

    def _prepare(self, spec: PicturesSpec, count: int) -> Callable[[], None]:
        """What makes the examples that the session will ask for, so that it finds them there."""
        experiment, dataset = self._session.experiment, self._session.dataset

        def make_examples() -> None:
            switched = switched_data(experiment, dataset, _settings(spec, count))
            load_dataset(switched.experiment.data)

        return make_examples

    @Slot(int)
    def _on_got(self, result: int) -> None:
        dialog, self.getting = self.getting, None
        if dialog is None:
            return
        dialog.deleteLater()
        if result == MnistDialog.DialogCode.Accepted and dialog.path is not None:
            folder = self._preferences.folder
            self.open_path(dialog.path)
            self._preferences.folder = folder  # nobody looks for other files there

    @Slot(int)
    def _on_finished(self, result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return
        dialog.deleteLater()
        if result == PicturesDialog.DialogCode.Accepted and dialog.spec is not None:
            settings = _settings(dialog.spec, dialog.count.value())
            self._session.edit_data("Open pictures", **settings)


def _settings(spec: PicturesSpec, count: int) -> dict[str, object]:
    return {"dataset": PICTURES, "pictures": spec, "examples": count, "features": ()}
