"""What a killed program was at is offered at the next start, and taken over without a gap."""

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from nnplayground.core import Experiment
from nnplayground.files import load_network, save_network
from nnplayground.session import Session
from nnplayground.session.autosave import Autosave, Recovery
from nnplayground.views.recovery import RecoveryOffer, told

NUMPY = Experiment(seed=4).with_training(engine="numpy")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "recovery"


@pytest.fixture
def autosave(session, folder):
    made = Autosave(session, folder, interval=50)
    yield made
    made.end()


@pytest.fixture
def copy(qtbot: QtBot, folder):
    """A copy that a killed program left, and the state it was at."""
    lost = Session(NUMPY)
    lost.step(80)
    qtbot.waitUntil(lambda: not lost.running)
    folder.mkdir(parents=True)
    path = folder / "recovery-1-a.nnplay"
    save_network(path, lost.saved())
    lost.shut_down()
    return path, lost.state


@pytest.fixture
def offer(session, autosave, folder, qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    return RecoveryOffer(session, autosave, Recovery(folder), window)


def answering(text):
    """Press the button of this text as soon as the question is there."""

    def press():
        (box,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox))
        next(button for button in box.buttons() if button.text() == text).click()

    QTimer.singleShot(20, press)


def test_restoring_brings_back_exactly_what_was_there(qtbot, copy, offer, session, autosave):
    path, state = copy
    answering("Restore")
    with qtbot.waitSignal(autosave.saved):
        assert offer.offer()
    np.testing.assert_array_equal(session.state.theta, state.theta)
    assert session.experiment == NUMPY
    assert session.modified
    assert not path.exists()
    assert autosave.path.exists()


def test_discarding_removes_the_copy(copy, offer, session):
    answering("Discard")
    assert not offer.offer()
    assert not copy[0].exists()
    assert session.state.iteration == 0


def test_asking_later_leaves_the_copy(copy, offer, folder):
    answering("Ask again next time")
    assert not offer.offer()
    recovery = Recovery(folder)
    assert recovery.paths == [copy[0]]
    recovery.close()


def test_a_copy_that_cannot_be_read_is_left_alone(copy, session, autosave, folder, qtbot):
    copy[0].write_bytes(b"nothing")
    window = QWidget()
    qtbot.addWidget(window)
    assert not RecoveryOffer(session, autosave, Recovery(folder), window).offer()
    assert copy[0].exists()


def test_what_is_offered_is_told(copy):
    text = told(copy[0], load_network(copy[0]))
    assert text.startswith("A network 2–4–2–1 at iteration 80, as it was at ")
