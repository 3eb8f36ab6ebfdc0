"""The timeline with a real mouse and real keys: any moment, step by step, film and branch."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from nnplayground.core import Run
from nnplayground.views.notation import number_text

LEFT = Qt.MouseButton.LeftButton


def trained(window, qtbot: QtBot, iterations=400):
    window.session.edit_training("Engine", engine="numpy")
    window.session.step(iterations)
    qtbot.waitUntil(lambda: not window.session.running)
    qtbot.waitUntil(lambda: window.timeline.track.last == window.session.state.iteration)
    return window.timeline


def headless(window, iteration):
    run = Run(window.session.experiment)
    run.advance(iteration)
    return run.theta


def point(track, iteration):
    return QPoint(round(track.x_of(iteration)), track.height() // 2)


def shown(window, qtbot: QtBot, iteration):
    qtbot.waitUntil(lambda: window.timeline.track.value == iteration)


def test_before_any_training_there_is_nothing_to_look_back_at(window):
    bar = window.timeline
    for control in (bar.back, bar.forward, bar.play, bar.backwards, bar.now, bar.branch):
        assert not control.isEnabled()
    assert bar.place.text() == "iteration 0 of 0"


def test_pressing_on_the_track_shows_that_moment_everywhere(window, qtbot: QtBot):
    bar = trained(window, qtbot)
    qtbot.mousePress(bar.track, LEFT, pos=point(bar.track, 100))
    qtbot.waitUntil(lambda: window.session.frame.is_past)
    iteration = window.session.frame.iteration
    assert abs(iteration - 100) <= 2
    np.testing.assert_array_equal(window.session.frame.theta, headless(window, iteration))
    shown(window, qtbot, iteration)
    assert bar.place.text() == f"iteration {iteration} of 400"
    assert window.transport.iteration.value == str(iteration)


def test_dragging_goes_along_and_to_the_end_is_now(window, qtbot: QtBot):
    bar = trained(window, qtbot)
    qtbot.mousePress(bar.track, LEFT, pos=point(bar.track, 50))
    for iteration in (100, 200, 300):
        qtbot.mouseMove(bar.track, point(bar.track, iteration))
    # the position of a synthetic move has no buttons: what the hand does is told directly
    bar.track.dragged.emit(300)
    shown(window, qtbot, 300)
    bar.track.dragged.emit(400)
    shown(window, qtbot, 400)
    assert not window.session.frame.is_past


def test_looking_back_pauses_training(window, qtbot: QtBot):
    bar = trained(window, qtbot)
    window.session.train()
    qtbot.waitUntil(lambda: window.session.state.iteration > 500)
    qtbot.mouseClick(bar.track, LEFT, pos=QPoint(20, 17))
    assert not window.session.running


def test_steps_of_an_iteration_and_of_an_epoch(window, qtbot: QtBot):
    bar = trained(window, qtbot)
    qtbot.mouseClick(bar.back, LEFT)
    shown(window, qtbot, 399)
    qtbot.mouseClick(bar.back, LEFT)
    shown(window, qtbot, 398)
    qtbot.mouseClick(bar.forward, LEFT)
    shown(window, qtbot, 399)
    np.testing.assert_array_equal(window.session.frame.theta, headless(window, 399))
    # 250 examples in batches of 10
    window.action_set.by_id["step-back-epoch"].trigger()
    shown(window, qtbot, 375)
    window.action_set.by_id["step-back-epoch"].trigger()
    shown(window, qtbot, 350)
    window.action_set.by_id["look-forward-epoch"].trigger()
    shown(window, qtbot, 375)
    qtbot.keyClick(window, Qt.Key.Key_F7)
    shown(window, qtbot, 374)


def test_keys_on_the_track(window, qtbot: QtBot):
    bar = trained(window, qtbot)
    bar.track.setFocus()
    qtbot.keyClick(bar.track, Qt.Key.Key_PageUp)
    shown(window, qtbot, 360)
    qtbot.keyClick(bar.track, Qt.Key.Key_Left)
    shown(window, qtbot, 359)
    qtbot.keyClick(bar.track, Qt.Key.Key_Home)
    shown(window, qtbot, 0)
    qtbot.keyClick(bar.track, Qt.Key.Key_End)
    shown(window, qtbot, 400)


def test_return_to_now(window, qtbot: QtBot):
    bar = trained(window, qtbot)
    window.session.look_at(10)
    shown(window, qtbot, 10)
    qtbot.mouseClick(bar.now, LEFT)
    shown(window, qtbot, 400)
    assert not bar.now.isEnabled()


def test_training_goes_on_from_now(window, qtbot: QtBot):
    trained(window, qtbot)
    window.session.look_at(10)
    shown(window, qtbot, 10)
    qtbot.mouseClick(window.transport.step, LEFT)
    qtbot.waitUntil(lambda: window.session.state.iteration == 401)
    shown(window, qtbot, 401)


def test_branch_from_here(window, qtbot: QtBot):
    bar = trained(window, qtbot)
    window.session.look_at(150)
    shown(window, qtbot, 150)
    qtbot.mouseClick(bar.branch, LEFT)
    assert window.session.state.iteration == 150
    assert len(window.session.runs.all) == 2
    qtbot.waitUntil(lambda: bar.place.text() == "iteration 150 of 150")
    window.session.undo_stack.undo()
    qtbot.waitUntil(lambda: bar.place.text() == "iteration 400 of 400")
    assert [mark.kind for mark in bar.track.marks] == ["event"]


def test_a_film_forwards_ends_at_now(window, qtbot: QtBot):
    bar = trained(window, qtbot, 60)
    window.session.look_at(20)
    shown(window, qtbot, 20)
    seen = []
    window.session.frame_changed.connect(lambda frame: seen.append(frame.iteration))
    qtbot.mouseClick(bar.play, LEFT)
    assert window.session.playback.direction == 1
    qtbot.waitUntil(lambda: window.session.playback.direction == 0, timeout=10_000)
    shown(window, qtbot, 60)
    assert sorted(seen) == seen
    assert len(set(seen)) > 30


def test_a_film_backwards_can_be_held(window, qtbot: QtBot):
    bar = trained(window, qtbot, 3000)
    qtbot.mouseClick(bar.backwards, LEFT)
    qtbot.waitUntil(lambda: window.session.frame.iteration < 2900)
    qtbot.mouseClick(bar.backwards, LEFT)
    assert window.session.playback.direction == 0
    qtbot.waitUntil(lambda: bar.track.value == window.session.training.wanted)
    place = bar.track.value
    assert 0 < place < 2900
    qtbot.wait(60)
    assert bar.track.value == place


def test_playing_at_the_end_begins_at_the_beginning(window, qtbot: QtBot):
    bar = trained(window, qtbot, 3000)
    qtbot.mouseClick(bar.play, LEFT)
    qtbot.waitUntil(lambda: 0 < window.session.frame.iteration < 1000)
    window.session.look_at_now()
    assert window.session.playback.direction == 0


def test_marks_tell_what_was_done(window, qtbot: QtBot):
    bar = trained(window, qtbot)
    window.session.edit_training("Learning rate", learning_rate=0.1)
    window.session.turn(3, -0.5)
    window.session.step(100)
    qtbot.waitUntil(lambda: bar.track.last == 500)
    told = bar.track.told_at(bar.track.x_of(400))
    assert told == "Iteration 400: Learning rate 0.1, then w1[1,4] turned to −0.5"
    told = "Iteration 250, training loss about 0."
    qtbot.waitUntil(lambda: told in bar.track.told_at(bar.track.x_of(250)))


def test_a_press_beside_a_mark_goes_to_the_mark(window, qtbot: QtBot):
    bar = trained(window, qtbot, 20_000)
    window.session.edit_training("Learning rate", learning_rate=0.1)
    window.session.step(20_000)
    qtbot.waitUntil(lambda: bar.track.last == 40_000)
    x = bar.track.x_of(20_000)
    assert bar.track.iteration_at(x + 1.5) == 20_000
    assert bar.track.iteration_at(x + 8.0) != 20_000


def test_a_run_that_diverged_is_marked(window, qtbot: QtBot):
    window.session.edit_training("Learning rate", learning_rate=1e6)
    window.session.edit_data("Dataset", dataset="plane")
    with qtbot.waitSignal(window.session.diverged):
        window.session.train()
    assert window.timeline.track.marks[-1].kind == "diverged"


@pytest.mark.parametrize("width", [1280, 1600])
def test_nothing_moves_while_the_place_changes(window, qtbot: QtBot, width):
    window.resize(width, 720)
    bar = trained(window, qtbot, 2000)
    places = set()
    for iteration in (0, 8, 888, 1999):
        window.session.look_at(iteration)
        shown(window, qtbot, iteration)
        assert bar.place.text() == f"iteration {number_text(iteration)} of 2000"
        assert bar.place.width() >= bar.place.sizeHint().width()
        places.add((bar.track.x(), bar.track.width(), bar.branch.x()))
    assert len(places) == 1
    assert bar.branch.geometry().right() < bar.width()
