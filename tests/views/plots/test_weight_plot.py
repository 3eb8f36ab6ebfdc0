"""Curves, matrix and knob: what is shown is the session's, and what is done reaches it."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from nnplayground.core import Evaluator
from nnplayground.core.edits import remove_layer, resize_layer
from nnplayground.session import Selection
from nnplayground.views.plots.labels import parameter_name, parameter_text
from nnplayground.views.plots.weight_plot import WeightPlot
from nnplayground.views.theme import DARK
from tests.views.plots.conftest import suggested


@pytest.fixture
def plot(shown):
    return shown(WeightPlot, 1280, 200)


@pytest.fixture
def chart(plot):
    return plot.curves.chart


def curve_point(plot, column, row):
    """The pixel of a curve's point."""
    curves = plot.curves
    return curves.chart.to_pixels(curves._x[row], curves._values[row, column])


def lonely_curve(plot, row):
    """The highest or the lowest curve at a row, whichever has no other near it."""
    order = np.argsort(plot.curves._values[row])
    values = plot.curves._values[row, order]
    top, bottom = values[-1] - values[-2], values[1] - values[0]
    return int(order[-1] if top > bottom else order[0])


def legend(chart):
    return [line.text for line in chart._legend]


# ---- every weight and bias over time ---------------------------------------------------------


def test_every_parameter_has_a_curve_through_its_past_values(hands, session, plot):
    hands.train(300)
    history = session.frame.history.parameters
    drawn = plot.curves.bundle._points
    assert len(drawn) == 25
    rows = {int(iteration): row for row, iteration in enumerate(history.iterations)}
    for column, points in enumerate(drawn):
        for x, y in points:
            assert y == history.values[rows[int(x)], column]
        assert points[0, 0] == 0
        assert points[-1, 0] == 300


def test_no_more_points_are_drawn_than_the_plot_has_room_for(hands, plot):
    hands.train(5000)
    assert len(plot.curves._x) <= plot.curves.chart.plot_rect().width()


def test_of_a_large_network_it_says_how_many_are_shown(hands, session, plot):
    session.replace(suggested("digits"))
    hands.train(5)
    assert plot.curves.note.text() == "256 of 2\u2009410 shown"
    assert len(plot.curves.bundle._points) == 256
    session.replace(suggested("circle"))
    hands.train(5)
    assert plot.curves.note.text() == ""


def test_a_click_on_a_curve_selects_its_parameter(hands, session, plot, chart):
    hands.train(2000)
    row = len(plot.curves._values) * 3 // 4
    column = lonely_curve(plot, row)
    hands.click(chart.viewport(), curve_point(plot, column, row))
    layout = session.frame.layout
    selection = session.selection
    index = layout.weight_index(selection.layer - 1, selection.source, selection.neuron)
    assert index == column
    assert column in plot.curves.bundle.emphasized


def test_a_click_beside_all_curves_selects_nothing_new(hands, session, plot, chart):
    hands.train(2000)
    session.select(Selection(1, 0, 0))
    inside = chart.plot_rect()
    hands.click(chart.viewport(), QPointF(inside.left() + 3, inside.top() + 3))
    assert session.selection == Selection(1, 0, 0)


def test_the_curve_under_the_pointer_tells_name_value_and_iteration(hands, session, plot, chart):
    hands.train(2000)
    row = len(plot.curves._values) // 2
    column = lonely_curve(plot, row)
    hands.move(chart.viewport(), curve_point(plot, column, row))
    (text,) = legend(chart)
    assert text.startswith(parameter_name(session.frame.layout, column) + " = ")
    assert "at iteration" in text
    hands.move(chart.viewport(), QPointF(2, 2))
    assert legend(chart) == []


def test_the_pointer_never_meets_the_curves_of_a_network_that_is_gone(hands, session, plot, chart):
    hands.train(2000)
    row = len(plot.curves._values) // 2
    at = QPointF(plot.curves._x[row], plot.curves._values[row, 24])  # the output's bias
    plot.hide()  # as late as a plot may be that takes its share of the time
    session.edit_network("Remove layer", remove_layer(session.experiment.network, 0))
    chart.hovered.emit(at)
    chart.clicked.emit(at)
    assert plot.curves._values.shape[1] == session.frame.layout.size < 24


def test_a_selection_made_elsewhere_is_drawn_stronger(hands, session, plot):
    hands.train(50)
    session.select(Selection(2, 1, 3))
    index = session.frame.layout.weight_index(1, 3, 1)
    assert list(plot.curves.bundle.emphasized) == [index]
    session.select(None)
    assert plot.curves.bundle.emphasized == {}


def test_a_selected_parameter_that_has_no_curve_is_none_of_the_curves(hands, session, plot):
    session.replace(suggested("digits"))
    hands.train(3)
    shown = set(session.frame.history.shown.tolist())
    layout = session.frame.layout
    hidden = next(index for index in range(layout.size) if index not in shown)
    layer, source, target = layout.place(hidden)
    session.select(Selection(layer + 1, target, source))
    assert plot.curves.bundle.emphasized == {}


def test_a_diverged_run_is_drawn_as_far_as_it_has_numbers(qtbot, session, plot):
    session.edit_training("Rate", learning_rate=1e6, loss="squared")
    session.edit_output_activation("identity")
    session.train()
    qtbot.waitUntil(lambda: not session.running)
    session.select(Selection(1, 0, 0))
    plot.draw(session.frame)
    for points in plot.curves.bundle._points:
        assert np.isfinite(points).all()
    assert "diverged" in plot.knob.chart._message
    plot.grab()


def test_looking_back_marks_the_moment(qtbot, hands, session, plot, chart):
    hands.train(500)
    session.look_at(200)
    qtbot.waitUntil(lambda: chart._past == 200)
    session.look_at_now()
    qtbot.waitUntil(lambda: chart._past is None)


def test_the_wheel_zooms_into_the_past_and_a_double_click_shows_all(hands, chart):
    hands.train(1000)
    hands.wheel(chart.viewport(), chart.plot_rect().center(), 5)
    low, high = chart.box.viewRange()[0]
    assert 0 < low < high < 1000
    hands.double_click(chart.viewport(), chart.plot_rect().center())
    assert chart.box.viewRange()[0] == [0, 1000]


# ---- the knob --------------------------------------------------------------------------------


@pytest.fixture
def knob(session, plot):
    session.select(Selection(1, 2, 1))
    return plot.knob


def test_with_nothing_selected_it_says_how_to_select(plot):
    assert plot.knob.title.text() == "Nothing selected"
    assert "Select a weight" in plot.knob.chart._message
    assert plot.knob.chart.point_pixel() is None


def test_a_selected_neuron_is_no_knob(session, plot):
    session.select(Selection(1, 2))
    assert plot.knob.chart.point_pixel() is None


def test_the_title_tells_name_and_value(session, knob):
    value = session.frame.theta[session.frame.layout.weight_index(0, 1, 2)]
    assert knob.title.text() == f"Selected: w¹₂₃ = {parameter_text(value)}"


def test_the_curve_is_the_training_loss_as_this_parameter_turns(hands, session, knob):
    hands.train(200)
    frame = session.frame
    index = frame.layout.weight_index(0, 1, 2)
    evaluator = Evaluator(frame.experiment, frame.dataset, frame.dataset.train)
    x, y = knob.curve.points.T
    assert 41 <= len(x) <= 61
    for value, loss in list(zip(x, y, strict=True))[::6]:
        theta = frame.theta.copy()
        theta[index] = value
        assert evaluator.score(theta).loss == pytest.approx(loss, rel=1e-9)


def test_the_point_stands_at_the_present_value_and_loss(hands, session, knob):
    hands.train(200)
    frame = session.frame
    point = knob.chart.to_data(knob.chart.point_pixel())
    assert point.x() == pytest.approx(frame.theta[frame.layout.weight_index(0, 1, 2)], abs=1e-6)
    assert point.y() == pytest.approx(frame.train.loss, abs=1e-6)


def test_dragging_the_point_turns_the_knob_as_one_undo_step(qtbot, hands, session, knob):
    hands.train(50)
    before = session.state.theta.copy()
    index = session.frame.layout.weight_index(0, 1, 2)
    view, start = knob.chart.viewport(), knob.chart.point_pixel()
    seen = []
    session.frame_changed.connect(lambda frame: seen.append(frame.theta[index]))
    end = start + QPointF(60, 25)
    expected = knob.chart.to_data(end).x()
    hands.drag(view, start, start + QPointF(20, 0), start + QPointF(40, 10), end)
    assert session.state.theta[index] == pytest.approx(expected, abs=0.02)
    others = np.arange(25) != index
    np.testing.assert_array_equal(session.state.theta[others], before[others])
    assert session.undo_stack.count() == 1
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] == session.state.theta[index])
    session.undo_stack.undo()
    np.testing.assert_array_equal(session.state.theta, before)


def test_the_point_follows_the_knob(qtbot, hands, session, knob):
    start = knob.chart.point_pixel()
    hands.drag(knob.chart.viewport(), start, start + QPointF(50, 0))
    qtbot.waitUntil(lambda: abs(knob.chart.point_pixel().x() - start.x() - 50) < 2)


def test_the_window_stands_still_during_a_drag(qtbot, hands, session, knob):
    view, start = knob.chart.viewport(), knob.chart.point_pixel()
    window = knob.chart.box.viewRange()[0]
    inside = knob.chart.plot_rect()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start.toPoint())
    for x in np.linspace(start.x(), inside.right() - 1, 6):
        hands.move(view, QPointF(float(x), start.y()))
        knob.draw(session.frame)
        assert knob.chart.box.viewRange()[0] == window
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start.toPoint())
    assert knob.chart.box.viewRange()[0] != window  # it makes room on the far side once let go


def test_a_drag_past_the_plot_stops_at_its_edge(hands, session, knob):
    low, high = knob.chart.box.viewRange()[0]
    start = knob.chart.point_pixel()
    hands.drag(knob.chart.viewport(), start, start + QPointF(5000, 0))
    index = session.frame.layout.weight_index(0, 1, 2)
    assert session.state.theta[index] == pytest.approx(high, abs=0.02)
    assert low < high


def test_a_press_away_from_the_point_turns_nothing(hands, session, knob):
    before = session.state.theta.copy()
    inside = knob.chart.plot_rect()
    place = QPointF(inside.left() + 10, inside.top() + 10)
    hands.drag(knob.chart.viewport(), place, place + QPointF(50, 0))
    np.testing.assert_array_equal(session.state.theta, before)
    assert session.undo_stack.count() == 0


def test_the_knob_can_be_turned_while_training(qtbot, hands, session, knob):
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 100)
    start = knob.chart.point_pixel()
    hands.drag(knob.chart.viewport(), start, start + QPointF(40, 0))
    assert session.running
    texts = [event.text for event in session.training.position.recording.events]
    assert texts == ["w1[2,3]"] * len(texts)
    assert texts
    session.pause()


def test_arrow_keys_turn_the_knob(session, knob):
    index = session.frame.layout.weight_index(0, 1, 2)
    before = session.state.theta[index]
    low, high = knob.chart.box.viewRange()[0]
    knob.chart.setFocus()
    QTest.keyClick(knob.chart, Qt.Key.Key_Right)
    assert session.state.theta[index] == pytest.approx(before + 0.01 * (high - low))
    QTest.keyClick(knob.chart, Qt.Key.Key_Left)
    assert session.state.theta[index] == pytest.approx(before)


def test_the_wheel_narrows_what_is_looked_at_around_the_value(hands, session, knob):
    low, high = knob.chart.box.viewRange()[0]
    hands.wheel(knob.chart.viewport(), knob.chart.plot_rect().center(), 3)
    narrow_low, narrow_high = knob.chart.box.viewRange()[0]
    assert narrow_high - narrow_low == pytest.approx((high - low) * 0.8**3)
    value = session.state.theta[session.frame.layout.weight_index(0, 1, 2)]
    assert narrow_low < value < narrow_high


def test_undoing_a_large_turn_brings_the_narrow_window_back(session, knob):
    index = session.frame.layout.weight_index(0, 1, 2)
    before = knob.chart.box.viewRange()[0]
    session.turn(index, 1e9)
    knob.draw(session.frame)
    assert knob.chart.box.viewRange()[0][1] > 1e9
    session.undo_stack.undo()
    knob.draw(session.frame)
    assert knob.chart.box.viewRange()[0] == pytest.approx(before)


def test_a_loss_that_hardly_changes_is_drawn_flat(session, plot, knob):
    layout = session.frame.layout
    session.turn(layout.bias_index(2, 0), 6.0)  # the output is near 1, whatever comes in
    session.select(Selection(3, 0, 0))
    knob.draw(session.frame)
    low, high = knob.chart.box.viewRange()[1]
    assert high - low >= 0.009 * session.frame.train.loss


def test_another_network_without_the_parameter_leaves_nothing_selected(hands, session, knob):
    session.edit_network("Narrower", resize_layer(session.experiment.network, 0, 1))
    hands.train(1)
    assert knob.title.text() == "Nothing selected"


def test_a_bias_is_a_knob_too(session, plot):
    session.select(Selection(3, 0, 2))
    assert plot.knob.title.text().startswith("Selected: b³₁ = ")


def test_of_a_large_network_it_says_on_how_many_examples(hands, session, plot):
    session.replace(suggested("digits"))
    session.select(Selection(1, 0, 20))
    hands.train(3)
    assert "examples" in plot.knob.hint.text()


# ---- together ----------------------------------------------------------------------------------


def test_another_theme_recolours_all_parts(hands, session, themes, plot):
    hands.train(20)
    themes.use(DARK)
    for chart in (plot.curves.chart, plot.knob.chart):
        assert chart.backgroundBrush().color().name() == DARK.window
    corner = plot.matrix.grid.viewport().grab().toImage().pixelColor(1, 1)
    assert corner.name() == DARK.window


def test_hidden_parts_draw_nothing(hands, plot, monkeypatch):
    drawn: list[Any] = []
    plot.hide()
    for part in plot._parts:
        monkeypatch.setattr(part, "draw", drawn.append)
    hands.train(50)
    assert drawn == []


def test_the_last_frame_before_a_pause_is_always_drawn(qtbot, session, plot):
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 500)
    session.pause()
    qtbot.waitUntil(lambda: plot.curves._x[-1] == session.state.iteration)
