"""The loss landscape in a real panel: worked out beside, with the run in it; cancel, others."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from nnplayground.core import Experiment
from nnplayground.core.landscape import MAX_EXAMPLES
from nnplayground.core.network import Network
from nnplayground.session import Session
from nnplayground.session.surveying import POINTS
from nnplayground.views.landscape_panel import LandscapePanel, told
from nnplayground.views.plots.landscape_map import finer
from nnplayground.views.theme import DARK, Themes

LEFT = Qt.MouseButton.LeftButton
NUMPY = Experiment().with_training(engine="numpy")


@pytest.fixture
def session(qapp):
    made = Session(NUMPY)
    yield made
    made.shut_down()


@pytest.fixture
def panel(session, qtbot: QtBot):
    session.step(400)
    qtbot.waitUntil(lambda: not session.running)
    made = LandscapePanel(session, Themes())
    qtbot.addWidget(made)
    made.resize(1000, 240)
    made.show()
    qtbot.waitUntil(lambda: session.surveying.survey is not None)
    return made


def surveyed(qtbot: QtBot, session, act):
    with qtbot.waitSignal(session.surveying.surveyed):
        act()
    return session.surveying.survey


def loss_of(session, theta):
    network = Network(session.experiment.network)
    network.theta[:] = theta
    problem = session.training.problem
    loss, _ = network.loss_and_gradient(problem.X[:MAX_EXAMPLES], problem.Y[:MAX_EXAMPLES])
    return loss


def test_what_is_shown_first_is_the_path_of_the_run(panel, session):
    survey = session.surveying.survey
    assert survey.landscape.losses.shape == (POINTS, POINTS)
    assert survey.iteration == 400
    np.testing.assert_allclose(survey.path[-1], 0.0, atol=1e-9)
    assert survey.iterations[0] == 0
    assert "of the way that the run went" in panel.about.text()


def test_losses_on_the_map_are_the_networks(panel, session):
    land = session.surveying.survey.landscape
    for row, column in ((0, 0), (10, 40), (50, 25)):
        theta = land.plane.at(land.a[column], land.b[row])
        assert land.losses[row, column] == pytest.approx(loss_of(session, theta), rel=1e-9)
    pixel = panel.map.to_pixels(land.a[40], land.b[10])
    assert panel.map.loss_at(pixel) == land.losses[10, 40]
    assert panel.map.loss_at(QPointF(-5, 3)) is None


def test_the_dot_is_where_the_moment_is(panel, session, qtbot: QtBot):
    survey = session.surveying.survey
    session.look_at(0)
    qtbot.waitUntil(lambda: panel.map._place is not None and panel.map._place[0] != 0.0)
    np.testing.assert_allclose(panel.map._place, survey.path[0], atol=1e-9)


def test_random_directions_and_others(panel, session, qtbot: QtBot):
    assert not panel.other.isVisible()
    one = surveyed(qtbot, session, lambda: qtbot.mouseClick(panel.random_button, LEFT))
    assert one.landscape.plane.explained is None
    assert one.landscape.a[0] == -1.0
    other = surveyed(qtbot, session, lambda: qtbot.mouseClick(panel.other, LEFT))
    assert not np.allclose(one.landscape.plane.directions, other.landscape.plane.directions)
    closer = surveyed(qtbot, session, lambda: qtbot.mouseClick(panel.closer, LEFT))
    assert closer.landscape.a[0] == -0.5


def test_around_a_moment_of_the_past(panel, session, qtbot: QtBot):
    session.look_at(100)
    qtbot.waitUntil(lambda: session.frame.iteration == 100)
    survey = surveyed(qtbot, session, lambda: qtbot.mouseClick(panel.compute, LEFT))
    assert survey.iteration == 100
    expected = session.training.position.recording.at(100).state.theta
    np.testing.assert_array_equal(survey.landscape.plane.origin, expected)


def test_cancel_leaves_the_old_map(panel, session, qtbot: QtBot, monkeypatch):
    before = session.surveying.survey
    slow = []

    def endless(problem, plane, a, b, progress):
        while progress(0.3):
            slow.append(1)

    monkeypatch.setattr("nnplayground.session.surveying.compute", endless)
    qtbot.mouseClick(panel.compute, LEFT)
    qtbot.waitUntil(lambda: panel.progress.value() == 30)
    assert panel.cancel.isVisible()
    qtbot.mouseClick(panel.cancel, LEFT)
    assert not panel.progress.isVisible()
    qtbot.wait(50)
    assert session.surveying.survey is before
    assert not panel.cancel.isVisible()
    assert panel.compute.isVisible()


def test_a_run_that_is_too_short_is_said(qtbot: QtBot, qapp):
    session = Session(NUMPY)
    said: list[str] = []
    session.said.connect(said.append)
    panel = LandscapePanel(session, Themes())
    qtbot.addWidget(panel)
    panel.show()
    assert session.surveying.share is None  # nothing moved: nothing is begun by itself
    qtbot.mouseClick(panel.compute, LEFT)
    assert said == ["The run is too short; train some iterations first."]
    session.shut_down()


def test_another_network_has_no_place_on_the_map(panel, session, qtbot: QtBot):
    session.edit_data("Dataset", dataset="rings")
    qtbot.waitUntil(lambda: panel.map._place is None)


def test_a_landscape_of_another_run_is_not_shown(panel, session, qtbot: QtBot):
    session.reset()
    qtbot.waitUntil(lambda: session.surveying.survey is None)
    assert panel.about.text() == ""
    assert panel.numbers() is None
    session.undo_stack.undo()
    surveyed(qtbot, session, lambda: qtbot.mouseClick(panel.compute, LEFT))
    session.edit_data("Noise", noise=20.0)
    qtbot.waitUntil(lambda: session.surveying.survey is None)


def test_a_landscape_stays_while_the_run_goes_on(panel, session, qtbot: QtBot):
    survey = session.surveying.survey
    session.edit_training("Rate", learning_rate=0.1)
    session.step(50)
    qtbot.waitUntil(lambda: not session.running)
    session.look_at(10)
    qtbot.waitUntil(lambda: session.frame.iteration == 10)
    assert session.surveying.survey is survey


def test_the_path_of_a_quick_run_has_no_corners(panel, session):
    assert len(session.surveying.survey.iterations) > 40


def test_other_colours_are_taken(panel):
    before = panel.map.grab().toImage()
    panel.themes.use(DARK)
    assert panel.map.grab().toImage() != before


def test_what_is_shown_is_told(panel, session):
    assert told(session.surveying.survey).startswith("51×51 points around iteration 400, the loss")


def test_finer_values_keep_the_given_ones_and_lie_on_lines_between():
    values = np.array([[0.0, 1.0], [2.0, 5.0], [4.0, np.inf]])
    fine = finer(values, 4)
    assert fine.shape == (9, 5)
    np.testing.assert_array_equal(fine[::4, ::4][:2], values[:2])
    assert fine[0, 2] == 0.5
    assert fine[2, 0] == 1.0
