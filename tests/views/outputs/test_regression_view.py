"""Predicted against actual and the residuals are the network's, one target at a time."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from nnplayground.core.residuals import errors
from nnplayground.views.outputs.regression_canvas import FIT, RESIDUALS, Points, RegressionCanvas
from nnplayground.views.outputs.regression_view import error_text
from nnplayground.views.theme import LIGHT
from tests.views.outputs.opening import (
    diverged,
    network_says,
    open_data,
    open_table,
    shown,
    trained,
)

LEFT = Qt.MouseButton.LeftButton


def two_targets(session, view, kind):
    numbers = np.random.default_rng(0).normal((0.0, 0.0, 0.0, 10.0), size=(60, 4))
    rows = "\n".join(",".join(f"{value:.3f}" for value in row) for row in numbers)
    return open_table(session, view, f"a,b,low,high\n{rows}", kind, targets=("low", "high"))


def test_each_dot_lies_at_actual_and_predicted(view, session, qtbot):
    open_data(session, view, "plane", "fit")
    trained(session, qtbot, 100)
    kind = shown(session, view)
    train = session.dataset.train
    said = network_says(session, train.raw)[:, 0]
    axes = kind.canvas.axes()
    places = kind.canvas.shown_places(axes)[: len(train)]
    expected = axes.place(np.column_stack((train.targets[:, 0], said)))
    assert places == pytest.approx(expected, abs=0.01)
    assert kind.test.text.startswith("test R²")
    assert kind.train.text == f"training {error_text(errors(train.targets[:, 0], said))}"


def test_a_residual_is_actual_minus_predicted(view, session):
    kind = open_data(session, view, "plane", "residuals")
    test, before = session.dataset.test, len(session.dataset.train)
    said = network_says(session, test.raw)[:, 0]
    axes = kind.canvas.axes()
    expected = axes.place(np.column_stack((said, test.targets[:, 0] - said)))
    assert kind.canvas.shown_places(axes)[before:] == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("key", ["fit", "residuals"])
def test_another_target_is_chosen_with_the_keyboard(view, session, key):
    kind = two_targets(session, view, key)
    assert kind.targets.isVisible()
    low = kind.canvas.points.actual
    QTest.keyClick(kind.targets, Qt.Key.Key_Down)
    assert kind.targets.currentText() == "high"
    assert kind.canvas.points.actual.mean() - low.mean() == pytest.approx(10, abs=1.5)


def test_one_target_needs_no_choice(view, session):
    assert not open_data(session, view, "plane", "fit").targets.isVisible()


def test_a_click_on_a_dot_follows_the_example(view, session):
    canvas = two_targets(session, view, "fit").canvas
    axes = canvas.axes()
    place = canvas.shown_places(axes)[20]
    point = QPoint(*place.round().astype(int).tolist())
    number = canvas.example_at(point.toPointF(), axes)
    QTest.mouseClick(canvas, LEFT, pos=point)
    assert session.example.index == canvas.marked == number
    assert canvas.lines_at(point.toPointF(), axes)[1].startswith("actual ")


def test_a_diverged_network_leaves_dashes_and_a_sentence(view, session):
    for key in ("fit", "residuals"):
        kind = open_data(session, view, "plane", key)
        count = len(session.dataset.train) + len(session.dataset.test)
        view.draw(diverged(session.frame))
        assert kind.test.text == "test R² –   MAE –"
        assert kind.note.rest == f"{count} of {count} are no numbers"
        assert not view.grab().isNull()


def test_predictions_far_away_stand_at_the_edge_and_are_counted(view, session):
    kind = open_data(session, view, "plane", "fit")
    state = session.frame.state.copy()
    state.theta[:] = 1e6
    view.draw(dataclasses.replace(session.frame, state=state.freeze()))
    axes = kind.canvas.axes()
    places = kind.canvas.shown_places(axes)
    assert places[:, 1].min() >= axes.rect.top() - 0.5
    assert "lie outside" in kind.note.rest
    assert not view.grab().isNull()


def test_without_test_examples_only_training_has_errors(view, session):
    kind = open_data(session, view, "sine", "fit")
    session.edit_data("Training share", train_share=1.0)
    view.draw(session.frame)
    assert kind.test.text == "test –: no examples"
    assert "R²" in kind.train.text


@pytest.mark.parametrize("kind", [FIT, RESIDUALS])
def test_without_any_example_the_plot_says_so(qtbot, kind):
    canvas = RegressionCanvas(LIGHT, kind)
    qtbot.addWidget(canvas)
    canvas.show_points(Points(np.zeros(0), np.zeros(0), 0))
    assert not canvas.grab().isNull()
    assert canvas.outside() == (0, 0)
    assert canvas.example_at(QPointF(50, 50), canvas.axes()) is None
