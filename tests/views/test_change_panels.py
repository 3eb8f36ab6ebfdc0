"""Pictures of change draw what the run went through, only while they can be seen."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnplayground.core import Experiment
from nnplayground.core.edits import resize_layer
from nnplayground.data import DATASETS
from nnplayground.session import Session
from nnplayground.views.gradient_panel import GradientPanel
from nnplayground.views.histogram_panel import HistogramPanel
from nnplayground.views.plots.labels import rounded_count
from nnplayground.views.theme import DARK, Themes

LEFT = Qt.MouseButton.LeftButton
NUMPY = Experiment().with_training(engine="numpy")
DIGITS = DATASETS["digits"].suggested.with_training(engine="numpy")


@pytest.fixture
def make(qtbot: QtBot):
    sessions = []

    def made(kind, experiment=NUMPY):
        session = Session(experiment)
        sessions.append(session)
        panel = kind(session, Themes())
        qtbot.addWidget(panel)
        panel.resize(1100, 220)
        panel.show()
        qtbot.waitUntil(lambda: session.evolving.evolution is not None)
        return panel

    yield made
    for session in sessions:
        session.shut_down()


def trained(qtbot: QtBot, panel, iterations):
    session = panel.session
    session.step(iterations)
    qtbot.waitUntil(lambda: not session.running)
    last = session.state.iteration
    qtbot.waitUntil(lambda: session.evolving.evolution.iterations[-1] == last)


def test_a_curve_a_layer_goes_to_now(make, qtbot: QtBot):
    panel = make(GradientPanel)
    trained(qtbot, panel, 300)
    for one, name in ((panel.norms, "gradient_norm"), (panel.steps, "update_ratio")):
        assert len(one.curves) == 3
        x, y = one.curves[0].getData()
        assert x[-1] == 300
        expected = panel.session.evolving.evolution.numbers(0, name)
        np.testing.assert_allclose(10.0**y, expected)


def test_more_layers_more_curves(make, qtbot: QtBot):
    panel = make(GradientPanel, DIGITS)
    assert len(panel.norms.curves) == 2
    panel.session.edit_data("Dataset", dataset="circle")
    qtbot.waitUntil(lambda: len(panel.norms.curves) == 3)


def test_the_moment_looked_at_has_a_line(make, qtbot: QtBot):
    panel = make(GradientPanel)
    trained(qtbot, panel, 300)
    panel.session.look_at(100)
    qtbot.waitUntil(lambda: panel.norms.chart._past == 100.0)
    panel.session.look_at_now()
    qtbot.waitUntil(lambda: panel.norms.chart._past is None)


def test_a_histogram_a_layer(make, qtbot: QtBot):
    panel = make(HistogramPanel)
    trained(qtbot, panel, 300)
    assert [strip.title for strip in panel.strips] == [
        "Hidden 1 · tanh",
        "Hidden 2 · tanh",
        "Output · tanh",
    ]
    before = panel.grab().toImage()
    qtbot.mouseClick(panel.buttons["activations"], LEFT)
    assert panel.kind == "activations"
    assert panel.grab().toImage() != before
    qtbot.mouseClick(panel.buttons["gradients"], LEFT)
    assert "gradient" in panel.strips[0].title


def test_histograms_show_the_moment_looked_at(make, qtbot: QtBot):
    panel = make(HistogramPanel)
    trained(qtbot, panel, 300)
    panel.session.look_at(100)
    qtbot.waitUntil(lambda: [s.cursor_iteration for s in panel.strips] == [100] * 3)
    panel.session.look_at_now()
    qtbot.waitUntil(lambda: panel.strips[0].cursor_iteration is None)


def test_pictures_are_offered_for_images_only(make, qtbot: QtBot):
    panel = make(HistogramPanel, DIGITS)
    trained(qtbot, panel, 60)
    assert panel.buttons["pictures"].isVisible()
    qtbot.mouseClick(panel.buttons["pictures"], LEFT)
    assert panel.film.isVisible()
    rows, columns, _ = panel.film.layout_for(1000.0, 200.0)
    assert rows >= 3
    assert columns >= 3
    panel.session.edit_data("Dataset", dataset="circle")
    qtbot.waitUntil(lambda: not panel.buttons["pictures"].isVisible())
    assert panel.kind == "weights"
    qtbot.waitUntil(lambda: len(panel.strips) == 3)


def test_another_network_begins_anew(make, qtbot: QtBot):
    panel = make(HistogramPanel)
    trained(qtbot, panel, 100)
    network = panel.session.experiment.network
    panel.session.edit_network("Wider", resize_layer(network, 0, 8))
    trained(qtbot, panel, 20)
    assert panel.session.evolving.evolution.iterations[0] == 100


def test_while_it_cannot_be_seen_nothing_is_worked_out(make, qtbot: QtBot):
    panel = make(GradientPanel)
    trained(qtbot, panel, 30)
    panel.hide()
    evolution = panel.session.evolving.evolution
    panel.session.step(30)
    qtbot.wait(150)
    assert panel.session.evolving.evolution is evolution


@pytest.mark.parametrize("kind", [GradientPanel, HistogramPanel])
def test_other_colours_are_taken(make, qtbot: QtBot, kind):
    panel = make(kind)
    trained(qtbot, panel, 100)
    before = panel.grab().toImage()
    panel.themes.use(DARK)
    assert panel.grab().toImage() != before


def test_a_diverged_run_is_drawn(make, qtbot: QtBot):
    layers = tuple(
        dataclasses.replace(layer, activation="identity") for layer in NUMPY.network.layers
    )
    network = dataclasses.replace(NUMPY.network, layers=layers)
    experiment = dataclasses.replace(NUMPY, network=network).with_data(dataset="plane")
    panel = make(HistogramPanel, experiment.with_training(learning_rate=5.0))
    with qtbot.waitSignal(panel.session.diverged):
        panel.session.train()
    last = panel.session.state.iteration
    qtbot.waitUntil(lambda: panel.session.evolving.evolution.iterations[-1] == last)
    panel.grab()


def test_counts_in_three_digits():
    assert [rounded_count(n) for n in (0, 741, 521_496, 1_204_800)] == ["0", "741", "521k", "1.2M"]
