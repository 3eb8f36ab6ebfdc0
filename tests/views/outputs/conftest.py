"""A session and the output view on it, shown."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnplayground.core import Experiment
from nnplayground.session import Session
from nnplayground.views.output_view import OutputView
from nnplayground.views.theme import Themes
from tests.views.outputs.opening import ordinary


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    made = Session(ordinary(Experiment()))
    yield made
    made.shut_down()


@pytest.fixture
def view(qtbot: QtBot, session: Session) -> OutputView:
    made = OutputView(session, Themes())
    qtbot.addWidget(made)
    made.resize(346, 420)
    made.show()
    qtbot.waitExposed(made)
    return made
