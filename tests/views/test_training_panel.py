"""The training panel edits the session's training settings, and follows the experiment."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from nnplayground.core import LOSSES, OPTIMIZERS
from nnplayground.data import DATASETS
from nnplayground.session import Session
from nnplayground.views.binding import NumberBox
from nnplayground.views.theme import Themes
from nnplayground.views.training_options import LEARNING_RATES, OWN_SETTINGS
from nnplayground.views.training_panel import TrainingPanel
from tests.views.conftest import Show

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(show: Show[TrainingPanel], session: Session) -> TrainingPanel:
    return show(TrainingPanel(session, Themes()), 250, 600)


def training(session: Session):
    return session.experiment.training


def choose(box: QComboBox, key: object) -> None:
    """Choose an entry with the arrow keys."""
    box.setFocus()
    target = box.findData(key)
    assert target >= 0
    while box.currentIndex() != target:
        before = box.currentIndex()
        QTest.keyClick(box, Qt.Key.Key_Down if before < target else Qt.Key.Key_Up)
        assert box.currentIndex() != before


def type_into(box: NumberBox, text: str) -> None:
    line = box.lineEdit()
    assert line is not None
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def sentences(session: Session) -> list[str]:
    said: list[str] = []
    session.said.connect(said.append)
    return said


def shown_own(panel: TrainingPanel) -> set[str]:
    return {key for key, box in panel.own.items() if not box.isHidden()}


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_each_optimizer_shows_the_settings_that_it_uses(panel, session, key):
    choose(panel.optimizer, key)
    assert training(session).optimizer == key
    assert shown_own(panel) == set(OPTIMIZERS[key].settings)


def test_every_setting_of_every_optimizer_has_a_control():
    assert set(OWN_SETTINGS) == {name for one in OPTIMIZERS.values() for name in one.settings}


def test_the_formula_stands_in_the_tooltip(panel):
    choose(panel.optimizer, "momentum")
    assert OPTIMIZERS["momentum"].formula in panel.optimizer.toolTip()
    assert LOSSES["half_squared"].formula in panel.loss.toolTip()


def test_the_learning_rates_are_those_of_the_playground(panel, session):
    assert [panel.learning_rate.itemData(i) for i in range(11)] == list(LEARNING_RATES)
    assert panel.learning_rate.itemText(0) == "0.00001"
    assert panel.learning_rate.currentText() == "0.03"
    panel.learning_rate.setFocus()
    QTest.keyClick(panel.learning_rate, Qt.Key.Key_Down)
    assert training(session).learning_rate == 0.1


@pytest.mark.parametrize(
    ("typed", "rate"), [("0.05", 0.05), ("0,05", 0.05), ("1e-4", 0.0001), (" 2 ", 2.0)]
)
def test_any_learning_rate_can_be_typed(panel, session, typed, rate):
    type_into(panel.learning_rate, typed)
    assert training(session).learning_rate == rate


def test_typing_is_one_undo_step_and_undo_shows_the_old_number(panel, session):
    type_into(panel.learning_rate, "0.25")
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert panel.learning_rate.currentText() == "0.03"
    assert session.undo_stack.count() == 1


@pytest.mark.parametrize("typed", ["fast", "nan", "0.0.1"])
def test_what_is_no_number_is_said_and_taken_back(panel, session, typed):
    said = sentences(session)
    type_into(panel.learning_rate, typed)
    assert said == [f"Learning rate: expected a number of 0 or more, got '{typed}'"]
    assert panel.learning_rate.currentText() == "0.03"
    assert session.undo_stack.count() == 0


def test_a_negative_rate_is_refused_by_the_session_and_taken_back(panel, session):
    said = sentences(session)
    type_into(panel.learning_rate, "-1")
    assert said[0].startswith("Learning rate: expected 0 to 1000000")
    assert panel.learning_rate.currentText() == "0.03"


def test_escape_takes_back_what_is_being_typed(panel, session):
    panel.learning_rate.setFocus()
    QTest.keyClicks(panel.learning_rate, "99")
    QTest.keyClick(panel.learning_rate, Qt.Key.Key_Escape)
    assert panel.learning_rate.currentText() == "0.03"
    assert training(session).learning_rate == 0.03


def test_a_changed_rate_keeps_training_going_and_what_was_learned(panel, session, qtbot):
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 100)
    type_into(panel.learning_rate, "0.01")
    assert session.running
    assert session.state.iteration > 100


def test_cross_entropy_brings_its_output_layer_and_says_so(panel, session):
    said = sentences(session)
    choose(panel.loss, "cross_entropy")
    assert training(session).loss == "cross_entropy"
    assert session.experiment.network.output.activation == "softmax"
    assert session.experiment.network.output.units == 2
    assert "softmax" in said[-1]
    session.undo_stack.undo()


def test_a_loss_that_cannot_be_is_said_and_put_back(panel, session):
    session.replace(DATASETS["plane"].suggested)
    said = sentences(session)
    panel.loss.setFocus()
    QTest.keyClick(panel.loss, Qt.Key.Key_End)
    assert training(session).loss == "half_squared"
    assert panel.loss.currentData() == "half_squared"
    assert said


def test_a_penalty_brings_its_rate_and_keeps_it_from_one_kind_to_the_next(panel, session):
    choose(panel.penalty, "l1")
    assert (training(session).l1, training(session).l2) == (0.001, 0.0)
    assert not panel.rates["l1"].isHidden()
    assert panel.rates["l2"].isHidden()
    type_into(panel.rates["l1"], "0.02")
    choose(panel.penalty, "l2")
    assert (training(session).l1, training(session).l2) == (0.0, 0.02)
    choose(panel.penalty, "both")
    assert (training(session).l1, training(session).l2) == (0.02, 0.02)
    choose(panel.penalty, "none")
    assert (training(session).l1, training(session).l2) == (0.0, 0.0)
    assert panel.rates["l1"].isHidden()


def test_the_stop_rule_is_folded_away_and_says_itself_on_its_title(panel, session):
    assert panel.stop_fold.content.isHidden()
    assert panel.stop_fold.button.text().endswith("Stop: never")
    QTest.mouseClick(panel.stop_fold.button, LEFT)
    assert panel.stop_fold.content.isVisible()
    type_into(panel.stops["epochs"], "20")
    type_into(panel.stops["loss_below"], "0.02")
    assert training(session).stop.epochs == 20
    assert training(session).stop.loss_below == 0.02
    assert panel.stop_fold.button.text().endswith("Stop: at epoch 20 or below 0.02")
    type_into(panel.stops["epochs"], "never")
    type_into(panel.stops["loss_below"], "never")
    assert training(session).stop == type(training(session).stop)()


def test_training_stops_by_the_rule_that_was_typed(panel, session, qtbot):
    QTest.mouseClick(panel.stop_fold.button, LEFT)
    type_into(panel.stops["iterations"], "50")
    session.train()
    qtbot.waitUntil(lambda: not session.running)
    assert session.state.iteration == 50


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("reduction", "sum"),
        ("order", "given"),
        ("precision", "float32"),
        ("engine", "numpy"),
    ],
)
def test_advanced_settings_are_chosen_under_their_fold(panel, session, key, value):
    QTest.mouseClick(panel.advanced_fold.button, LEFT)
    choose(panel.advanced[key], value)
    assert getattr(training(session), key) == value
    session.undo_stack.undo()
    assert panel.advanced[key].currentData() == getattr(training(session), key)


def test_everything_follows_another_experiment(panel, session):
    session.replace(DATASETS["digits"].suggested)
    assert panel.optimizer.currentData() == "adam"
    assert panel.learning_rate.currentText() == "0.003"
    assert panel.loss.currentData() == "cross_entropy"
    assert shown_own(panel) == {"beta1", "beta2", "epsilon"}


def test_a_moment_of_the_past_is_shown_with_its_settings_and_edited_from_them(
    panel: TrainingPanel, session: Session, qtbot: QtBot
) -> None:
    session.step(20)
    qtbot.waitUntil(lambda: not session.running)
    session.edit_training("Learning rate", learning_rate=0.3)
    session.edit_training("Optimizer", optimizer="adam")
    session.step(20)
    qtbot.waitUntil(lambda: not session.running)
    session.look_at(10)
    qtbot.waitUntil(lambda: panel.learning_rate.currentText() == "0.03")
    assert session.frame.iteration == 10
    assert panel.optimizer.currentData() == "sgd"
    session.look_at_now()
    qtbot.waitUntil(lambda: panel.learning_rate.currentText() == "0.3")
    assert panel.optimizer.currentData() == "adam"
    session.look_at(10)
    qtbot.waitUntil(lambda: panel.learning_rate.currentText() == "0.03")
    choose(panel.penalty, "l2")
    assert session.state.iteration == 10
    assert (training(session).optimizer, training(session).learning_rate) == ("sgd", 0.03)
    assert training(session).l2 > 0.0
