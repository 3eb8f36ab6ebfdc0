"""Edits of a network: the new one, which neurons are the old ones, and what is refused."""

import numpy as np
import pytest

from nnplayground.core import Initializer, LayerSpec, NetworkSpec, ParameterLayout, SpecError, edits
from nnplayground.core.adapt import LayerValues, carry_over

A, B, C, OUT = LayerSpec(4), LayerSpec(3, "relu"), LayerSpec(5, "sigmoid"), LayerSpec(1)
NETWORK = NetworkSpec(2, (A, B, OUT))


def carried(edit, network=NETWORK, fresh=-1.0):
    """theta after the edit, where the old one was 0, 1, 2, ... and fresh entries are `fresh`."""
    old, new = ParameterLayout(network), ParameterLayout(edit.network)
    theta = np.full(new.size, fresh)
    carry_over(old, new, np.arange(old.size, dtype=np.float64), theta, edit.correspondence)
    return new, theta


def test_layers_are_inserted_in_their_order():
    edit = edits.insert_layers(NETWORK, 1, (C, B))
    assert edit.network.sizes == (2, 4, 5, 3, 3, 1)
    assert edit.correspondence.layers == (0, None, None, 1, 2)


def test_a_layer_brings_as_many_of_its_numbers_as_fit():
    values = LayerValues(np.array([[1.0, 2.0, 3.0], [np.nan, 5.0, 1e300]]), np.array([7.0, 8, 9]))
    edit = edits.insert_layers(NETWORK, 1, (B, C), (values,))
    layout = ParameterLayout(edit.network)
    theta = np.full(layout.size, -1.0, np.float32)
    for index, given in edit.brought:
        given.put(layout, theta, index)
    W = layout.weight(theta, 1)
    assert W.tolist() == [[1, 2, 3], [-1, 5, -1], [-1, -1, -1], [-1, -1, -1]]
    assert layout.bias(theta, 1).tolist() == [7, 8, 9]
    assert (theta[layout.offsets[2] :] == -1).all()


def test_a_layer_that_was_copied_with_more_inputs_or_without_biases_fits_as_well():
    bare = LayerSpec(3, "relu", bias=False)
    values = LayerValues(np.arange(18.0).reshape(6, 3), np.empty(0))
    for layer in (bare, B):
        edit = edits.insert_layers(NETWORK, 0, (layer,), (values,))
        layout = ParameterLayout(edit.network)
        theta = np.full(layout.size, -1.0)
        for index, given in edit.brought:
            given.put(layout, theta, index)
        assert layout.weight(theta, 0).tolist() == [[0, 1, 2], [3, 4, 5]]
        assert (theta[6:] == -1).all()


@pytest.mark.parametrize("index", [-1, 3])
def test_nothing_comes_behind_the_output_or_before_the_first(index):
    with pytest.raises(SpecError, match="a layer can stand at 1 to 3"):
        edits.insert_layer(NETWORK, index, C)


def test_more_than_twelve_hidden_layers_are_refused():
    full = NetworkSpec(2, (A,) * 12 + (OUT,))
    for refused in (
        lambda: edits.insert_layer(full, 0, A),
        lambda: edits.duplicate_layer(full, 3),
        lambda: edits.replace_layers(full, (A,) * 13 + (OUT,)),
    ):
        with pytest.raises(SpecError, match="at most 12 hidden layers, not 13"):
            refused()


@pytest.mark.parametrize("units", [0, 1025])
def test_a_layer_takes_1_to_1024_neurons(units):
    with pytest.raises(SpecError, match=r"layer 2: the editor takes 1 to 1,024 neurons"):
        edits.resize_layer(NETWORK, 1, units)


def test_a_pasted_layer_may_not_be_wider_either():
    with pytest.raises(SpecError, match="1 to 1,024 neurons, not 2,000"):
        edits.insert_layer(NETWORK, 0, LayerSpec(2000))


def test_only_hidden_layers_are_removed_moved_and_duplicated():
    for refused in (
        lambda: edits.remove_layer(NETWORK, 2),
        lambda: edits.move_layer(NETWORK, 2, 0),
        lambda: edits.move_layer(NETWORK, 0, 2),
        lambda: edits.duplicate_layer(NETWORK, 2),
    ):
        with pytest.raises(SpecError, match="only a hidden layer"):
            refused()


def test_a_neuron_more_keeps_the_weights_of_the_others():
    layout, theta = carried(edits.resize_layer(NETWORK, 0, 6))
    old = ParameterLayout(NETWORK)
    before = np.arange(old.size, dtype=np.float64)
    assert np.array_equal(layout.weight(theta, 0)[:, :4], old.weight(before, 0))
    assert (layout.weight(theta, 0)[:, 4:] == -1).all()
    assert np.array_equal(layout.weight(theta, 1)[:4], old.weight(before, 1))
    assert (layout.weight(theta, 1)[4:] == -1).all()
    assert np.array_equal(layout.block(theta, 2), old.block(before, 2))


def test_removing_a_neuron_takes_out_its_column_and_its_row():
    layout, theta = carried(edits.remove_neuron(NETWORK, 0, 1))
    old = ParameterLayout(NETWORK)
    before = np.arange(old.size, dtype=np.float64)
    assert np.array_equal(layout.block(theta, 0), np.delete(old.block(before, 0), 1, axis=1))
    assert np.array_equal(layout.weight(theta, 1), np.delete(old.weight(before, 1), 1, axis=0))
    assert np.array_equal(layout.bias(theta, 1), old.bias(before, 1))


def test_the_last_neuron_of_a_layer_is_not_removed():
    with pytest.raises(SpecError, match="has one neuron only"):
        edits.remove_neuron(NETWORK, 2, 0)


def test_a_copy_has_the_same_biases_and_the_weights_that_its_inputs_allow():
    edit = edits.duplicate_layer(NETWORK, 0)
    layout, theta = carried(edit)
    assert edit.network.sizes == (2, 4, 4, 3, 1)
    assert np.array_equal(layout.bias(theta, 1), layout.bias(theta, 0))
    assert np.array_equal(layout.weight(theta, 1)[:2], layout.weight(theta, 0))
    assert (layout.weight(theta, 1)[2:] == -1).all()
    old = ParameterLayout(NETWORK)
    assert np.array_equal(layout.block(theta, 2), old.block(np.arange(old.size), 1))


def test_a_moved_layer_takes_its_own_numbers_along():
    edit = edits.move_layer(NETWORK, 1, 0)
    layout, theta = carried(edit)
    old = ParameterLayout(NETWORK)
    before = np.arange(old.size, dtype=np.float64)
    assert edit.network.sizes == (2, 3, 4, 1)
    assert [layer.activation for layer in edit.network.layers] == ["relu", "tanh", "tanh"]
    assert np.array_equal(layout.bias(theta, 0), old.bias(before, 1))
    assert np.array_equal(layout.weight(theta, 0), old.weight(before, 1)[:2])


def test_a_network_is_replaced_but_for_the_number_of_outputs():
    digits = NetworkSpec(64, (A, LayerSpec(10, "softmax")))
    edit = edits.replace_layers(digits, (LayerSpec(16, "sigmoid"), LayerSpec(3, "softmax")))
    assert edit.network.sizes == (64, 16, 10)
    assert edit.correspondence.layers == (None, None)


def test_a_frozen_weight_is_the_same_weight_after_edits():
    frozen = edits.freeze_parameter(NETWORK, 1, 3 * 2 + 1, True).network  # from 3 to 2
    assert frozen.layers[1].frozen_parameters == (7,)
    removed = edits.remove_neuron(frozen, 0, 0).network
    assert removed.layers[1].frozen_parameters == (3 * 1 + 1,)
    inserted = edits.insert_layer(removed, 0, C).network
    assert inserted.layers[2].frozen_parameters == (4,)
    wider = edits.resize_layer(inserted, 2, 5).network
    assert wider.layers[2].frozen_parameters == (5 * 1 + 1,)
    assert edits.freeze_parameter(wider, 2, 6, False).network.layers[2].frozen_parameters == ()


def test_a_frozen_bias_goes_with_the_biases():
    frozen = edits.freeze_parameter(NETWORK, 0, 8, True).network
    assert edits.change_layer(frozen, 0, bias=False).network.layers[0].frozen_parameters == ()


def test_before_training_another_initializer_starts_everything_afresh():
    rule = Initializer("he_uniform")
    edit = edits.restarted_layer(NETWORK, 0, weight_initializer=rule)
    assert edit.network.layers[0].weight_initializer == rule
    _, theta = carried(edit)
    assert (theta == -1).all()


def test_other_inputs_keep_the_weights_of_those_that_stay():
    edit = edits.with_inputs(NETWORK, (1, None, 0))
    layout, theta = carried(edit)
    old = ParameterLayout(NETWORK)
    W = old.weight(np.arange(old.size, dtype=np.float64), 0)
    assert np.array_equal(layout.weight(theta, 0)[[0, 2]], W[[1, 0]])
    assert (layout.weight(theta, 0)[1] == -1).all()
