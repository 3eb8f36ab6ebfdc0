"""The window and what it is made of, for tests that drive it with real events."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnplayground.session import Session
from nnplayground.session.preferences import Preferences
from nnplayground.views.appearance import Appearance
from nnplayground.views.main_window import MainWindow
from nnplayground.views.theme import Themes

Shown = TypeVar("Shown", bound=QWidget)
Show = Callable[[Shown, int, int], Shown]


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    """A session as the program starts with it."""
    made = Session()
    yield made
    made.shut_down()


@pytest.fixture
def show(qtbot: QtBot) -> Show[Shown]:
    """Shows a widget by itself, of some width and height; gives it back."""

    def show_it(widget: Shown, width: int, height: int) -> Shown:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        qtbot.waitExposed(widget)
        return widget

    return show_it


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    """Preferences of a person who starts the program for the first time."""
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    made = Preferences(settings)
    made.folder = tmp_path
    return made


@pytest.fixture
def appearance(qapp: QApplication, preferences: Preferences) -> Iterator[Appearance]:
    """The looks of the real program; taken off again afterwards."""
    themes = Themes()
    yield Appearance(qapp, themes, preferences)
    qapp.setStyleSheet("")


@pytest.fixture
def window(
    qtbot: QtBot,
    appearance: Appearance,
    preferences: Preferences,
    request: pytest.FixtureRequest,
) -> Iterator[MainWindow]:
    """The real window, shown and active."""
    made = MainWindow(Session(), appearance.themes, appearance, preferences)
    qtbot.addWidget(made, before_close_func=lambda window: window.session.mark_saved())
    made.resize(1280, 720)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made
    # pytest holds it until after the look at what was left behind
    request.node.funcargs.clear()
