"""theta is W in C order, then b, layer by layer, and every part of it is a view."""

import numpy as np
import pytest
from hypothesis import given

from nnplayground.core import LayerSpec, NetworkSpec, ParameterLayout
from tests.strategies import experiments

SPEC = NetworkSpec(2, (LayerSpec(3), LayerSpec(2, bias=False), LayerSpec(1)))
LAYOUT = ParameterLayout(SPEC)  # 6 + 3, 6, 2 + 1 parameters


def test_offsets_and_size_of_a_network_worked_out_by_hand():
    assert LAYOUT.offsets == (0, 9, 15, 18)
    assert LAYOUT.size == SPEC.parameters == 18


def test_the_order_is_weights_in_c_order_then_biases_layer_by_layer():
    theta = np.arange(18.0)
    assert LAYOUT.weight(theta, 0).tolist() == [[0, 1, 2], [3, 4, 5]]
    assert LAYOUT.bias(theta, 0).tolist() == [6, 7, 8]
    assert LAYOUT.weight(theta, 1).tolist() == [[9, 10], [11, 12], [13, 14]]
    assert LAYOUT.bias(theta, 1).shape == (0,)
    assert LAYOUT.weight(theta, 2).tolist() == [[15], [16]]
    assert LAYOUT.bias(theta, 2).tolist() == [17]


def test_a_block_is_the_weights_over_the_biases():
    theta = np.arange(18.0)
    assert LAYOUT.block(theta, 0).tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    assert LAYOUT.block(theta, 1).shape == (3, 2)


def test_the_parts_are_views():
    theta = np.zeros(18)
    LAYOUT.weight(theta, 1)[2, 1] = 7.0
    LAYOUT.bias(theta, 2)[0] = 8.0
    assert theta[14] == 7.0
    assert theta[17] == 8.0
    assert np.count_nonzero(theta) == 2


@given(experiments())
def test_indices_places_and_views_agree(experiment):
    layout = ParameterLayout(experiment.network)
    theta = np.arange(layout.size)
    for index in range(layout.size):
        layer, source, target = layout.place(index)
        if source == experiment.network.sizes[layer]:
            assert layout.bias_index(layer, target) == index
            assert layout.bias(theta, layer)[target] == index
        else:
            assert layout.weight_index(layer, source, target) == index
            assert layout.weight(theta, layer)[source, target] == index


@given(experiments())
def test_masks_tell_weights_and_what_does_not_learn(experiment):
    layout = ParameterLayout(experiment.network)
    weights, frozen = layout.weights_mask(), layout.frozen_mask()
    for i, layer in enumerate(experiment.network.layers):
        assert layout.weight(weights, i).all()
        assert not layout.bias(weights, i).any()
        expected = np.zeros(layer.parameters(experiment.network.sizes[i]), dtype=bool)
        expected[list(layer.frozen_parameters)] = True
        block = layout.block(frozen, i).ravel()
        np.testing.assert_array_equal(block, expected | layer.frozen)


@pytest.mark.parametrize(
    ("index", "name"),
    [(0, "w1[1,1]"), (5, "w1[2,3]"), (8, "b1[3]"), (9, "w2[1,1]"), (14, "w2[3,2]"), (17, "b3[1]")],
)
def test_names_count_from_1(index, name):
    assert LAYOUT.name(index) == name


def test_a_layer_without_bias_has_only_weights_in_its_names():
    names = [LAYOUT.name(i) for i in range(9, 15)]
    assert all(name.startswith("w2[") for name in names)
    assert len(set(names)) == 6
