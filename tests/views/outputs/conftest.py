"""A session and the output view on it, shown."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from nnplayground.core import Experiment
from nnplayground.session import Session
from nnplayground.views.output_view import OutputView
from nnplayground.views.theme import Themes
from tests.views.conftest import Show
from tests.views.outputs.opening import ordinary


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    made = Session(ordinary(Experiment()))
    yield made
    made.shut_down()


@pytest.fixture
def view(show: Show[OutputView], session: Session) -> OutputView:
    return show(OutputView(session, Themes()), 346, 420)
