"""The File menu: new, open, save, export."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from nnplayground.session.preferences import PAST_IN_FILES
from nnplayground.views.actions import ActionSpec, Choice, ChoicesSpec
from nnplayground.views.document_files import example_files, example_name
from nnplayground.views.export_commands import export_choices
from nnplayground.views.menus.time import past_choices
from nnplayground.views.movie_dialog import export_film

if TYPE_CHECKING:
    from nnplayground.views.main_window import MainWindow


def _examples(window: "MainWindow") -> Sequence[Choice]:
    return [
        Choice(
            example_name(path),
            lambda path=path: window.files.open_example(path),  # type: ignore[misc]
        )
        for path in example_files()
    ]


def _recent(window: "MainWindow") -> Sequence[Choice]:
    files = [
        Choice(path.name, lambda path=path: window.files.open_recent(path), tip=str(path))  # type: ignore[misc]
        for path in window.preferences.recent_files
    ]
    return [*files, Choice("Clear this list", window.preferences.clear_recent)]


def _past_sizes(window: "MainWindow") -> Sequence[Choice]:
    def choose(size: int) -> None:
        window.preferences.past_in_files = size

    return past_choices(PAST_IN_FILES, window.preferences.past_in_files, choose)


FILE = (
    ActionSpec(
        "new",
        "File",
        "&New",
        lambda w: w.files.new(),
        "Begin with a fresh network",
        ("Ctrl+N",),
    ),
    ActionSpec(
        "open",
        "File",
        "&Open…",
        lambda w: w.files.open(),
        "Open a network or an experiment from a file",
        ("Ctrl+O",),
    ),
    ChoicesSpec(
        "open-example",
        "File",
        "Open &example",
        _examples,
        enabled=lambda w: bool(example_files()),
    ),
    ChoicesSpec(
        "open-recent",
        "File",
        "Open &recent",
        _recent,
        enabled=lambda w: bool(w.preferences.recent_files),
    ),
    ActionSpec(
        "save",
        "File",
        "&Save",
        lambda w: w.files.save(),
        "Save network, weights and settings; training may go on meanwhile",
        ("Ctrl+S",),
        after_line=True,
    ),
    ActionSpec(
        "save-as",
        "File",
        "Save &as…",
        lambda w: w.files.save_as(),
        "Save under another name",
        ("Ctrl+Shift+S",),
    ),
    ChoicesSpec(
        "past-in-files",
        "File",
        "&Past in files",
        _past_sizes,
        "How much of the runs’ past a saved file carries; what is not in it is replayed",
    ),
    ChoicesSpec(
        "export",
        "File",
        "&Export",
        export_choices,
        "Save or copy what a panel shows, as a picture or as numbers",
    ),
    ActionSpec(
        "export-film",
        "File",
        "Export &film…",
        export_film,
        "Write how a view changed over the run as an animated GIF, as pictures or as a video",
        enabled=lambda w: w.session.playback.last > w.session.playback.first,
    ),
    ActionSpec(
        "quit",
        "File",
        "&Quit",
        lambda w: w.close(),
        "Close the window",
        ("Ctrl+Q",),
        after_line=True,
        role=QAction.MenuRole.QuitRole,
    ),
)
