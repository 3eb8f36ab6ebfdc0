import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnplayground.views.plots.labels import loss_text
from nnplayground.views.step_sizes import STEP_SIZES
from nnplayground.views.transport_bar import SPEEDS, accuracy_text, speed_text

LEFT = Qt.MouseButton.LeftButton


def stopped(window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.session.running)


def test_the_main_button_trains_and_pauses(window, qtbot: QtBot):
    bar = window.transport
    qtbot.mouseClick(bar.train, LEFT)
    assert window.session.running
    assert bar.train.text() == "Pause"
    qtbot.waitUntil(lambda: window.session.state.iteration > 100)
    qtbot.mouseClick(bar.train, LEFT)
    assert not window.session.running
    assert bar.train.text() == "Train"


def test_the_main_button_keeps_its_place_when_its_text_changes(window, qtbot: QtBot):
    places = [window.transport.step.geometry()]
    qtbot.mouseClick(window.transport.train, LEFT)
    qtbot.wait(50)
    places.append(window.transport.step.geometry())
    assert places[0] == places[1]


def test_a_step_is_one_iteration(window, qtbot: QtBot):
    qtbot.mouseClick(window.transport.step, LEFT)
    stopped(window, qtbot)
    assert window.session.state.iteration == 1


def test_a_step_of_an_epoch_sees_every_training_example_once(window, qtbot: QtBot):
    menu = window.transport.step.menu()
    menu.actions()[3].trigger()
    stopped(window, qtbot)
    assert window.session.state.iteration == 25  # 250 examples in batches of 10
    assert window.transport.step.text() == f"Step ▸ {STEP_SIZES[3].name}"
    qtbot.mouseClick(window.transport.step, LEFT)
    stopped(window, qtbot)
    assert window.session.state.iteration == 50


def test_a_step_while_training_pauses(window, qtbot: QtBot):
    window.session.train()
    qtbot.mouseClick(window.transport.step, LEFT)
    stopped(window, qtbot)
    assert window.transport.train.text() == "Train"


def test_reset_brings_the_same_initial_parameters_back(window, qtbot: QtBot):
    initial = window.session.state.theta.copy()
    qtbot.mouseClick(window.transport.train, LEFT)
    qtbot.waitUntil(lambda: window.session.state.iteration > 50)
    qtbot.mouseClick(window.transport.train, LEFT)
    assert (window.session.state.theta != initial).any()
    qtbot.mouseClick(window.transport.reset, LEFT)
    assert window.session.state.iteration == 0
    np.testing.assert_array_equal(window.session.state.theta, initial)


def test_the_speed_goes_from_one_a_second_to_as_fast_as_it_goes(window, qtbot: QtBot):
    slider = window.transport.speed
    found = [(window.session.training.rate, window.transport.speed_label.text())]
    slider.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        qtbot.keyClick(slider, key)
        found.append((window.session.training.rate, window.transport.speed_label.text()))
    assert found == [(None, "max"), (1.0, "1/s"), (None, "max")]


def test_menu_and_slider_drive_the_same_speed(window):
    actions = window.action_set.by_id
    assert not actions["faster"].isEnabled()
    actions["slower"].trigger()
    assert window.transport.speed.value() == len(SPEEDS) - 2
    assert window.session.training.rate == SPEEDS[-2]
    assert actions["faster"].isEnabled()


def test_speeds_rise_evenly_on_a_logarithmic_scale():
    rates = [rate for rate in SPEEDS if rate is not None]
    ratios = np.divide(rates[1:], rates[:-1])
    assert ratios.min() >= 2.0
    assert ratios.max() <= 2.5


def test_the_numbers_are_those_of_the_run(window, qtbot: QtBot):
    window.session.step(1234)
    stopped(window, qtbot)
    qtbot.waitUntil(lambda: window.transport.iteration.value == "1234")
    frame = window.session.frame
    assert window.transport.epoch.value == str(frame.epoch)
    assert window.transport.train_score.value.startswith(loss_text(frame.train.loss))
    assert window.transport.test_score.value.endswith(accuracy_text(frame.test.accuracy))


def test_there_is_no_accuracy_where_there_are_no_classes(window, qtbot: QtBot):
    window.session.edit_data("Dataset", dataset="plane")
    window.session.step()
    stopped(window, qtbot)
    qtbot.waitUntil(lambda: window.transport.iteration.value == "1")
    assert "%" not in window.transport.train_score.value


@pytest.mark.parametrize("width", [1280, 1600])
def test_every_number_has_its_room(window, qtbot: QtBot, width):
    window.resize(width, 720)
    bar = window.transport
    bar.iteration.show_value("1 204 800")
    for score in (bar.train_score, bar.test_score):
        score.show_value("0.002134  100.0 %")
    qtbot.wait(20)
    last = bar.test_score
    assert last.geometry().right() <= bar.width()
    assert last.width() >= last.sizeHint().width()
    assert all(one.width() >= one.sizeHint().width() for one in (bar.train, bar.step, bar.reset))


def test_numbers_make_room_in_a_narrow_window_and_come_back(window, qtbot: QtBot):
    bar = window.transport
    for width, shown in ((1000, (False, False)), (1120, (True, False)), (1280, (True, True))):
        window.resize(width, 720)
        qtbot.wait(40)
        assert window.width() == width
        assert (bar.iteration.isVisible(), bar.epoch.isVisible()) == shown
        assert bar.test_score.geometry().right() <= bar.width()


def test_numbers_that_grow_do_not_make_the_window_wider(window, qtbot: QtBot):
    bar = window.transport
    bar.iteration.show_value("1 204 800 204 800")
    bar.epoch.show_value("1 204 800 204")
    qtbot.wait(40)
    assert window.width() == 1280
    assert bar.iteration.isVisible()
    assert not bar.epoch.isVisible()


def test_a_number_wider_than_its_room_makes_room(window, qtbot: QtBot):
    before = window.transport.iteration.sizeHint().width()
    window.transport.iteration.show_value("1 204 800 204 800")
    assert window.transport.iteration.sizeHint().width() > before


@pytest.mark.parametrize(
    ("rate", "text"), [(None, "max"), (1.0, "1/s"), (500.0, "500/s"), (20000.0, "20k/s")]
)
def test_speeds_are_short(rate, text):
    assert speed_text(rate) == text


def test_stepping_back_looks_at_the_run_before(window, qtbot: QtBot):
    bar = window.transport
    window.resize(1600, 720)
    qtbot.waitUntil(bar.back.isVisible)
    assert not bar.back.isEnabled()
    window.session.step(60)
    stopped(window, qtbot)
    qtbot.waitUntil(bar.back.isEnabled)
    qtbot.mouseClick(bar.back, LEFT)
    qtbot.waitUntil(lambda: bar.iteration.value == "59")
    assert window.session.state.iteration == 60
    bar.set_step_size(STEP_SIZES[3])
    qtbot.mouseClick(bar.back, LEFT)
    qtbot.waitUntil(lambda: bar.iteration.value == "50")
