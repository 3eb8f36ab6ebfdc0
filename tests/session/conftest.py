"""A real session and a real trainer, shut down after each test."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnplayground.core import Experiment, TrainingSpec
from nnplayground.session import Session
from nnplayground.session.trainer import Trainer

# One engine, so that runs can be compared bit for bit with headless ones.
NUMPY = Experiment(training=TrainingSpec(engine="numpy"))


@pytest.fixture
def make_session(qapp: QApplication) -> Iterator[Callable[[Experiment], Session]]:
    """Makes sessions."""
    made: list[Session] = []

    def make(experiment: Experiment) -> Session:
        made.append(Session(experiment))
        return made[-1]

    yield make
    for session in made:
        session.shut_down()


@pytest.fixture
def session(make_session: Callable[[Experiment], Session], qtbot: QtBot) -> Session:
    """A session of the defaults whose first scores are in."""
    session = make_session(NUMPY)
    qtbot.waitUntil(lambda: session.frame.train.loss is not None)
    return session


@pytest.fixture
def trainer(qapp: QApplication) -> Iterator[Trainer]:
    """A running trainer."""
    trainer = Trainer()
    trainer.start()
    yield trainer
    trainer.shut_down()
