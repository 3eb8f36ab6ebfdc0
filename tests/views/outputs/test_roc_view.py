"""The ROC curves are those of what the network says, with a reason where there is none."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from nnplayground.core import LayerSpec, NetworkSpec
from nnplayground.data import DATASETS
from tests.views.outputs.opening import diverged, network_says, open_data, ordinary, pick, trained


def area(scores: np.ndarray, second: np.ndarray) -> float:
    """How often the second class scores higher, by comparing all pairs."""
    above = scores[second][:, None] - scores[~second][None, :]
    return float(((above > 0) + 0.5 * (above == 0)).mean())


def test_the_areas_of_both_parts_are_told(view, session, qtbot):
    kind = open_data(session, view, "circle", "roc")
    trained(session, qtbot, 40)
    view.draw(session.frame)
    for name, part in (("test", session.dataset.test), ("training", session.dataset.train)):
        found = area(network_says(session, part.raw)[:, 0], part.labels == 1)
        assert f"{name} {found:.4f}" in kind.headline.text


def test_two_outputs_are_compared(view, session, qtbot):
    experiment = DATASETS["circle"].suggested
    network = NetworkSpec(2, (LayerSpec(4), LayerSpec(2, "softmax")))
    experiment = dataclasses.replace(experiment, network=network)
    session.replace(ordinary(experiment.with_training(loss="cross_entropy")))
    view.draw(session.frame)
    kind = pick(view, "roc")
    said = network_says(session, session.dataset.test.raw)
    found = area(said[:, 1] - said[:, 0], session.dataset.test.labels == 1)
    assert f"test {found:.4f}" in kind.headline.text
    assert kind.canvas.rocs.threshold == 0.0


def test_the_dot_stands_where_the_network_decides(view, session):
    kind = open_data(session, view, "circle", "roc")
    test = session.dataset.test
    said = network_says(session, test.raw)[:, 0] > 0.0
    hits = (said & (test.labels == 1)).sum() / (test.labels == 1).sum()
    alarms = (said & (test.labels == 0)).sum() / (test.labels == 0).sum()
    axes = kind.canvas.axes()
    at = kind.canvas._at_threshold(kind.canvas.rocs.parts["test"].curve, axes)
    assert axes.numbers(at) == pytest.approx((alarms, hits), abs=1e-9)


def test_a_diverged_network_has_no_curve_and_says_why(view, session):
    kind = open_data(session, view, "circle", "roc")
    view.draw(diverged(session.frame))
    assert kind.headline.text == "AUC: test –   training –"
    assert kind.canvas.rocs.parts["test"].reason == "the output is no number"
    assert not view.grab().isNull()


def test_without_test_examples_there_is_one_curve(view, session):
    kind = open_data(session, view, "circle", "roc")
    session.edit_data("Training share", train_share=1.0)
    view.draw(session.frame)
    assert kind.canvas.rocs.parts["test"].reason == "no examples"
    assert "training 0." in kind.headline.text


def test_the_card_tells_what_is_found_at_the_pointer(view, session):
    canvas = open_data(session, view, "circle", "roc").canvas
    axes = canvas.axes()
    lines = canvas.lines_at(axes.rect.center(), axes)
    assert lines[0].startswith("test: ")
    assert lines[1].startswith("training: ")
    before = canvas.grab().toImage()
    QTest.mouseMove(canvas, axes.rect.center().toPoint())
    QTest.mouseMove(canvas, axes.rect.center().toPoint() + QPoint(3, 3))
    assert canvas.grab().toImage() != before
