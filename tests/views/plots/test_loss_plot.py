"""The loss plot shows the session's scores, and follows wheel, drag and pointer."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from nnplayground.core import Score, StopRule
from nnplayground.views.plots.loss_plot import LossPlot
from nnplayground.views.theme import DARK
from tests.views.plots.conftest import suggested


@pytest.fixture
def plot(shown):
    return shown(LossPlot, 330, 260)


def points(curve):
    return curve.points


def legend(chart):
    return [line.text for line in chart._legend]


def x_range(chart):
    return chart.box.viewRange()[0]


def test_the_curves_are_the_scores_of_the_history(hands, session, plot):
    hands.train(500)
    plot.log.setChecked(False)
    scores = session.frame.history.scores
    for column, curve in enumerate(plot.loss.curves):
        np.testing.assert_array_equal(points(curve)[:, 0], scores.iterations)
        np.testing.assert_array_equal(points(curve)[:, 1], scores.values[:, column])


def test_a_logarithmic_axis_shows_powers_of_ten(hands, session, plot):
    hands.train(500)
    assert plot.log.isChecked()
    values = session.frame.history.scores.values
    np.testing.assert_allclose(points(plot.loss.curves[0])[:, 1], np.log10(values[:, 0]))


def test_a_click_on_log_changes_the_axis_and_another_changes_it_back(hands, plot):
    hands.train(100)
    before = points(plot.loss.curves[0])
    hands.click(plot.log, QPointF(plot.log.rect().center()))
    assert not plot.log.isChecked()
    assert (points(plot.loss.curves[0])[:, 1] > 0).all()
    hands.click(plot.log, QPointF(plot.log.rect().center()))
    np.testing.assert_array_equal(points(plot.loss.curves[0]), before)


def test_a_loss_of_nothing_and_no_loss_are_drawn_without_a_warning(session, plot):
    history = session.training.history
    for iteration, loss in enumerate((0.5, 0.0, float("nan"), 0.25, float("inf")), start=1):
        history.add_score(iteration, Score(loss), Score())
    plot.draw(session.frame)
    curve = points(plot.loss.curves[0])
    assert np.isfinite(curve).all()
    low, high = plot.loss.box.viewRange()[1]
    zero = curve[curve[:, 0] == 2, 1][0]
    assert low - 1e-9 <= zero < np.log10(0.25)
    assert high >= np.log10(0.5)
    plot.grab()


def test_a_loss_that_is_0_throughout_is_drawn(session, plot):
    history = session.training.history
    history.scores.clear()
    for iteration in range(5):
        history.add_score(iteration, Score(0.0), Score())
    plot.draw(session.frame)
    assert np.isfinite(points(plot.loss.curves[0])).all()
    plot.grab()


def test_without_test_examples_there_is_no_test_curve(qtbot, hands, session, plot):
    session.edit_data("Share", train_share=1.0)
    session.reset()
    hands.train(20)
    assert len(points(plot.loss.curves[1])) == 0
    assert len(legend(plot.loss)) == 1


def test_the_legend_tells_the_newest_values(hands, session, plot):
    hands.train(100)
    frame = session.frame
    assert legend(plot.loss)[0] == f"train {plot.loss.value_text(frame.train.loss)}"
    assert legend(plot.loss)[1] == f"test {plot.loss.value_text(frame.test.loss)}"
    assert legend(plot.accuracy)[0].startswith("train ")
    assert legend(plot.accuracy)[0].endswith("%")


def test_accuracy_stands_beside_it_where_there_are_classes_only(hands, session, plot):
    assert plot.accuracy.isVisible()
    session.replace(suggested("sine"))
    hands.train(10)
    assert not plot.accuracy.isVisible()
    session.replace(suggested("xor"))
    hands.train(10)
    assert plot.accuracy.isVisible()


def test_a_low_panel_leaves_its_room_to_the_loss(hands, plot):
    plot.resize(330, 150)
    hands.train(5)
    assert not plot.accuracy.isVisible()
    assert plot.loss.height() > 80


def test_the_pointer_reads_off_iteration_train_and_test(hands, session, plot):
    hands.train(500)
    chart = plot.loss
    inside = chart.plot_rect()
    hands.move(chart.viewport(), inside.center())
    texts = legend(chart)
    assert texts[0].startswith("iteration ")
    iteration = int(texts[0].removeprefix("iteration ").replace("\u2009", ""))
    scores = session.frame.history.scores
    assert iteration in scores.iterations
    assert abs(iteration - chart.to_data(inside.center()).x()) <= np.diff(scores.iterations).max()
    row = scores.iterations.tolist().index(iteration)
    assert texts[1] == f"train {chart.value_text(scores.values[row, 0])}"
    assert texts[2] == f"test {chart.value_text(scores.values[row, 1])}"
    assert legend(plot.accuracy)[0] == texts[0]
    hands.move(chart.viewport(), QPointF(2, 2))
    assert len(legend(chart)) == 2


def test_the_wheel_zooms_the_iterations_around_the_pointer(hands, plot):
    hands.train(500)
    chart = plot.loss
    place = chart.plot_rect().center()
    before = chart.to_data(place).x()
    hands.wheel(chart.viewport(), place, 3)
    low, high = x_range(chart)
    assert high - low == pytest.approx(500 * 0.8**3, rel=0.01)
    assert chart.to_data(place).x() == pytest.approx(before, abs=2)
    assert x_range(plot.accuracy) == x_range(chart)


def test_a_zoomed_axis_stays_while_training_goes_on(hands, plot):
    hands.train(500)
    hands.wheel(plot.loss.viewport(), plot.loss.plot_rect().center(), 5)
    before = x_range(plot.loss)
    hands.train(500)
    assert x_range(plot.loss) == before


def test_dragging_moves_a_zoomed_axis_and_never_past_the_data(hands, plot):
    hands.train(500)
    chart = plot.loss
    place = chart.plot_rect().center()
    hands.wheel(chart.viewport(), place, 5)
    low, high = x_range(chart)
    hands.drag(chart.viewport(), place, place - QPointF(20, 0), place - QPointF(40, 0))
    moved_low, moved_high = x_range(chart)
    assert moved_low > low
    assert moved_high - moved_low == pytest.approx(high - low)
    hands.drag(chart.viewport(), place, place - QPointF(60, 0), place - QPointF(5000, 0))
    assert x_range(chart)[1] <= 500


def test_a_double_click_shows_all_again_and_follows(hands, plot):
    hands.train(500)
    chart = plot.loss
    hands.wheel(chart.viewport(), chart.plot_rect().center(), 5)
    hands.double_click(chart.viewport(), chart.plot_rect().center())
    assert x_range(chart) == [0, 500]
    hands.train(500)
    assert x_range(chart) == [0, 1000]


def test_zooming_out_ends_at_all_of_the_data(hands, plot):
    hands.train(500)
    for notches in (2, -10):
        hands.wheel(plot.loss.viewport(), plot.loss.plot_rect().center(), notches)
    assert plot.loss.following
    assert x_range(plot.loss) == [0, 500]


@pytest.mark.parametrize("log", [True, False])
def test_the_y_axis_stays_while_the_losses_stay_within_it(hands, session, plot, log):
    plot.log.setChecked(log)
    hands.train(300)
    before = plot.loss.box.viewRange()[1]
    highest = session.frame.history.scores.values[:, :2].max()
    for iteration in range(301, 320):
        session.training.history.add_score(iteration, Score(highest * 0.99), Score(highest))
        plot.draw(session.frame)
        assert plot.loss.box.viewRange()[1] == before


def test_looking_back_marks_the_moment_and_tells_its_values(qtbot, hands, session, plot):
    hands.train(500)
    session.look_at(123)
    qtbot.waitUntil(lambda: plot.loss._past == 123)
    frame = session.frame
    assert legend(plot.loss)[0] == f"train {plot.loss.value_text(frame.train.loss)}"
    assert x_range(plot.loss) == [0, 500]
    session.look_at_now()
    qtbot.waitUntil(lambda: plot.loss._past is None)


def test_reset_begins_a_new_curve(hands, session, plot):
    hands.train(500)
    session.reset()
    hands.train(3)
    assert x_range(plot.loss)[1] == 3


def test_a_diverged_run_is_shown_up_to_where_it_had_numbers(qtbot, session, plot):
    session.edit_training("Rate", learning_rate=1e6, loss="squared")
    session.edit_output_activation("identity")
    session.edit_training("Stop", stop=StopRule(iterations=3000))
    session.train()
    qtbot.waitUntil(lambda: not session.running)
    plot.draw(session.frame)
    assert np.isfinite(points(plot.loss.curves[0])).all()
    plot.grab()


def test_there_are_no_menus_of_pyqtgraph(hands, qapp, plot):
    before = set(qapp.topLevelWidgets())
    chart = plot.loss
    QTest.mouseClick(chart.viewport(), Qt.MouseButton.RightButton, pos=QPoint(100, 60))
    assert set(qapp.topLevelWidgets()) == before
    assert chart.box.menu is None


def test_another_theme_recolours_the_curves(hands, themes, plot):
    hands.train(50)
    themes.use(DARK)
    assert plot.loss.curves[0].colour.name() == DARK.train
    assert plot.loss.backgroundBrush().color().name() == DARK.window


def test_what_stands_in_the_plot_can_be_read_by_screen_readers(plot):
    assert plot.loss.accessibleName()
    assert plot.accuracy.accessibleName()
    assert plot.log.accessibleName()


def test_a_hidden_plot_draws_nothing(hands, plot, monkeypatch):
    drawn: list[Any] = []
    plot.hide()
    monkeypatch.setattr(plot, "draw", drawn.append)
    hands.train(50)
    assert drawn == []


@pytest.mark.parametrize(("loss", "below"), [(0.95, True), (0.02, False)])
def test_the_legend_stands_where_no_curve_is(session, plot, loss, below):
    plot.log.setChecked(False)
    history = session.training.history
    history.scores.clear()
    for iteration in range(100):
        value = 1.0 if iteration == 0 else loss
        history.add_score(iteration, Score(value), Score(value))
    plot.draw(session.frame)
    assert plot.loss._legend_below is below
