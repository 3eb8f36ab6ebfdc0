"""What neurons and edges show is what the network computes."""

import dataclasses
import warnings

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from nnplayground.core import Network, load_dataset
from nnplayground.core.probe import plane_grid
from nnplayground.views.editor.arrangement import Wish, arrange
from nnplayground.views.editor.edges import MAX_EDGES, EdgesItem, choose
from nnplayground.views.editor.pictures import Pictures
from nnplayground.views.theme import DARK, LIGHT
from tests.views.editor.conftest import experiment

PLANE = (-6.0, 6.0)


def pictures_of(key, theme=LIGHT):
    spec = experiment(key)
    network = Network(spec.network, seed=3)
    dataset = load_dataset(spec.data)
    made = Pictures(network.layout, dataset, theme)
    made.show_example(dataset.train.inputs[0])
    made.update(network.theta)
    return made, network, dataset


def shade(pixel):
    """-1 (orange) to 1 (blue) of a colour of the scale."""
    colour, table = QColor.fromRgb(int(pixel)), LIGHT.scale()[:, :3].astype(int)
    distance = np.abs(table - (colour.red(), colour.green(), colour.blue())).sum(axis=1)
    return (int(distance.argmin()) - 127.5) / 127.5


def test_a_response_map_is_the_network_over_the_plane():
    made, network, dataset = pictures_of("circle")
    outputs = network.forward(dataset.featurize(plane_grid(PLANE, PLANE, made.cells)))
    shown = made.levels[-1].pixels[0].ravel()
    for cell in (0, 17, 450, 899):
        assert shade(shown[cell]) == pytest.approx(outputs[cell, 0], abs=0.02)


def test_inputs_show_their_feature():
    made, _, _ = pictures_of("circle")
    x1, x2 = made.levels[0].pixels
    assert shade(x1[0, 0]) < -0.9 < 0.9 < shade(x1[0, -1])
    assert (x1[0] == x1[-1]).all()
    assert shade(x2[0, 0]) > 0.9  # the highest x2 is on top


def test_a_curve_is_the_network_along_the_line():
    made, network, dataset = pictures_of("sine")
    low, high = dataset.domain
    line = np.linspace(low, high, made.levels[1].values.shape[1])[:, None]
    hidden = np.tanh(dataset.featurize(line) @ network.weights[0] + network.biases[0])
    assert made.levels[1].values == pytest.approx(hidden.T, abs=1e-5)


def test_an_image_shows_pixels_weights_and_activations():
    made, network, dataset = pictures_of("digits")
    assert [level.kind for level in made.levels] == ["pixels", "weights", "value"]
    example = dataset.train.inputs[0]
    inks = [QColor.fromRgb(int(pixel)).lightness() for pixel in made.levels[0].pixels.ravel()]
    assert inks[int(example.argmax())] < 60
    assert inks[int(example.argmin())] > 240
    strongest = np.abs(network.weights[0][:, 5]).argmax()
    assert abs(shade(made.levels[1].pixels[5].ravel()[strongest])) > 0.98
    outputs = network.forward(example[None, :])[0]
    assert made.levels[2].values == pytest.approx(outputs, abs=1e-5)


def test_each_of_three_classes_has_its_own_colour():
    made, network, dataset = pictures_of("rings")
    outputs = network.forward(dataset.featurize(plane_grid(PLANE, PLANE, made.cells)))
    for number in range(3):
        surest = outputs[:, number].argmax()
        shown = QColor.fromRgb(int(made.levels[-1].pixels[number].ravel()[surest]))
        full, none = QColor(LIGHT.classes[number]), QColor(LIGHT.zero)
        share = (shown.red() - none.red()) / (full.red() - none.red())
        assert share == pytest.approx(outputs[surest, number], abs=0.05)


@pytest.mark.parametrize("key", ["circle", "sine", "digits", "lesson_a"])
@pytest.mark.parametrize("number", [np.nan, np.inf, 1e300])
def test_a_diverged_network_is_drawn_without_a_warning(key, number):
    made, network, _ = pictures_of(key, DARK)
    network.theta[::2] = number
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made.update(network.theta)


# ---- edges -------------------------------------------------------------------------------


def test_the_strongest_edges_are_drawn():
    W = np.random.default_rng(0).normal(size=(784, 16))
    chosen = choose(0, W, np.arange(784), np.arange(16), 160, 0.0)
    drawn = np.abs(W[chosen.sources, chosen.targets])
    assert len(drawn) == 160
    assert drawn.min() >= np.sort(np.abs(W).ravel())[-160]
    assert (np.diff(drawn) >= 0).all()  # the strongest on top
    assert (np.sign(chosen.strengths) == np.sign(W[chosen.sources, chosen.targets])).all()


def test_a_threshold_leaves_out_weak_edges():
    W = np.array([[0.1, -2.4], [1.3, 0.0]])
    chosen = choose(0, W, np.arange(2), np.arange(2), 100, 0.5)
    assert set(zip(chosen.sources.tolist(), chosen.targets.tolist(), strict=True)) == {
        (0, 1),
        (1, 0),
    }


@pytest.mark.parametrize("sizes", [(2, 4, 1), (784, 16, 16, 10), (2, *[64] * 12, 1)])
def test_there_are_never_more_edges_than_can_be_drawn(sizes):
    from nnplayground.core import LayerSpec, NetworkSpec

    network = Network(NetworkSpec(sizes[0], tuple(LayerSpec(units) for units in sizes[1:])))
    item = EdgesItem()
    item.apply_theme(LIGHT)
    shape = (28, 28) if sizes[0] == 784 else None
    item.arrange(arrange(Wish(sizes, frozenset(range(1, 13)), shape)))
    item.present(network.layout, network.theta, 0.0)
    assert item.drawn <= MAX_EDGES
    weights = sum(W.size for W in network.weights)
    assert item.total == weights
    assert item.drawn == min(MAX_EDGES, weights) or item.drawn > 0.9 * MAX_EDGES
    assert all(len(chosen.sources) for chosen in item.chosen)


def test_the_edge_under_a_point_is_the_one_drawn_there():
    network = Network(experiment("circle").network, seed=2)
    item = EdgesItem()
    item.apply_theme(LIGHT)
    item.arrange(arrange(Wish(network.spec.sizes)))
    item.present(network.layout, network.theta, 0.0)
    for layer, source, target in [(0, 0, 0), (0, 1, 3), (1, 2, 1), (2, 1, 0)]:
        point = item.path(layer, source, target).pointAtPercent(0.12)
        assert item.edge_at(point, 6.0) == (layer, source, target)
    assert item.edge_at(QPointF(-500, -500), 6.0) is None


def test_dropout_and_frozen_are_written_at_their_layer():
    from nnplayground.views.editor.writing import writing

    network = experiment("circle").network
    layer = dataclasses.replace(network.layers[0], dropout=0.2, bias=False, frozen=True)
    changed = dataclasses.replace(network, layers=(layer, *network.layers[1:]))
    assert writing(changed, 1, 4).notes == "dropout 0.2 · no bias · ❄ frozen"
    assert writing(network, 1, 4).header == "Hidden 1 · 4"
    assert writing(network, 0, 2).header == "Input · 2"
    assert writing(network, 3, 1).header == "Output · 1"
