import dataclasses

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnplayground.core import Experiment, LayerSpec, NetworkSpec
from nnplayground.core.diagnosis import CHECKS
from nnplayground.session import Session
from nnplayground.views.diagnosis_panel import HEADINGS, DiagnosisPanel
from nnplayground.views.theme import DARK, Themes

LEFT = Qt.MouseButton.LeftButton
LAYERS = tuple(LayerSpec(units, "identity") for units in (4, 1))
DIVERGING = dataclasses.replace(Experiment(), network=NetworkSpec(2, LAYERS))
DIVERGING = DIVERGING.with_data(dataset="plane").with_training(learning_rate=1.0, engine="numpy")


@pytest.fixture
def make_panel(qtbot: QtBot):
    sessions = []

    def make(experiment):
        sessions.append(Session(experiment))
        panel = DiagnosisPanel(sessions[-1], Themes())
        qtbot.addWidget(panel)
        panel.resize(900, 220)
        panel.show()
        return panel

    yield make
    for session in sessions:
        session.shut_down()


def diverged(qtbot: QtBot, make_panel):
    panel = make_panel(DIVERGING)
    with qtbot.waitSignal(panel.title_changed) as changed:
        panel.session.train()
    assert changed.args == ["Diagnosis (1)"]
    return panel


def test_where_nothing_is_wrong_one_quiet_line_says_so(qtbot: QtBot, make_panel):
    panel = make_panel(Experiment().with_training(engine="numpy"))
    panel.session.step(300)
    qtbot.waitUntil(lambda: not panel.session.running)
    qtbot.wait(50)
    assert panel.quiet.isVisible()
    assert panel.cards == []


def test_going_to_the_moment(qtbot: QtBot, make_panel):
    panel = diverged(qtbot, make_panel)
    (card,) = panel.cards
    assert not panel.quiet.isVisible()
    qtbot.mouseClick(card.go, LEFT)
    qtbot.waitUntil(lambda: panel.session.frame.iteration == card.finding.iteration)
    assert panel.session.frame.is_past


def test_trying_a_remedy_makes_a_run_of_its_own(qtbot: QtBot, make_panel):
    panel = diverged(qtbot, make_panel)
    session = panel.session
    qtbot.mouseClick(panel.cards[0].remedies[0], LEFT)
    assert session.experiment.training.learning_rate == 0.1
    assert len(session.runs.all) == 2
    qtbot.waitUntil(lambda: not session.running and panel.cards == [])
    assert panel.quiet.isVisible()
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: len(panel.cards) == 1)


def test_other_colours_are_taken(qtbot: QtBot, make_panel):
    panel = diverged(qtbot, make_panel)
    qtbot.wait(20)  # until it is laid out
    before = panel.grab().toImage()
    panel.themes.use(DARK)
    assert panel.grab().toImage() != before


def test_every_kind_of_finding_has_a_heading():
    assert set(HEADINGS) == set(CHECKS)
