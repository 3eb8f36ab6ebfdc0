"""Little is measured at once, much beside the window, and always the newest moment in the end."""

import dataclasses

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnplayground.core import Network
from nnplayground.session import measuring
from nnplayground.session.background import Background
from nnplayground.session.measuring import Measuring


@pytest.fixture
def background(qapp):
    made = Background()
    yield made
    made.shut_down()


def later(frame, iteration):
    """The frame of another moment with other parameters."""
    state = frame.state.copy()
    state.theta += iteration
    moved = dataclasses.replace(state, iteration=iteration)
    return dataclasses.replace(frame, state=moved.freeze())


def told(measured: Measuring) -> list[tuple[int, float]]:
    heard: list[tuple[int, float]] = []
    measured.measured.connect(lambda frame, mean: heard.append((frame.iteration, mean)))
    return heard


def test_little_is_told_before_asking_returns(session):
    measured = Measuring(lambda said: (said.train, said.test))
    found = []
    measured.measured.connect(lambda frame, result: found.append((frame, *result)))
    measured.ask(session.frame)
    ((frame, train, test),) = found
    network = Network(session.experiment.network)
    network.theta[:] = frame.theta
    assert train == pytest.approx(network.forward(session.dataset.train.inputs))
    assert test == pytest.approx(network.forward(session.dataset.test.inputs))


def test_the_same_moment_is_worked_out_once_and_told_again(session):
    done = []
    measured = Measuring(lambda said: done.append(said))
    heard = told(measured)
    frame = session.frame
    measured.ask(frame)
    measured.ask(dataclasses.replace(frame, running=True))
    assert len(done) == 1
    assert len(heard) == 2


def test_much_is_done_beside_and_the_newest_moment_comes_last(
    session, background, qtbot: QtBot, monkeypatch
):
    monkeypatch.setattr(measuring, "AT_ONCE", 0)
    measured = Measuring(lambda said: float(np.mean(said.train)))
    measured.work_in(background)
    heard = told(measured)
    for iteration in range(1, 6):
        measured.ask(later(session.frame, iteration))
    assert heard == []
    qtbot.waitUntil(lambda: bool(heard) and heard[-1][0] == 5)
    assert [iteration for iteration, _ in heard] == [1, 5]  # those between are passed over


def test_other_data_do_not_wait_for_the_ones_before(session, background, qtbot: QtBot, monkeypatch):
    monkeypatch.setattr(measuring, "AT_ONCE", 0)
    measured = Measuring(lambda said: len(said.train))
    measured.work_in(background)
    heard = told(measured)
    measured.ask(session.frame)
    session.edit_data("Training share", train_share=0.2)
    measured.ask(session.frame)
    qtbot.waitUntil(lambda: bool(heard))
    qtbot.waitUntil(lambda: heard[-1][1] == 100)
    assert [count for _, count in heard] == [100]


def test_whoever_asked_may_be_gone(session, background, qtbot: QtBot, monkeypatch):
    monkeypatch.setattr(measuring, "AT_ONCE", 0)
    measured = Measuring(lambda said: 0)
    measured.work_in(background)
    measured.ask(session.frame)
    measured.deleteLater()
    after: list[int] = []
    with qtbot.waitSignal(measured.destroyed):
        pass
    background.begin("after", lambda progress: 1, after.append)
    qtbot.waitUntil(lambda: after == [1])
