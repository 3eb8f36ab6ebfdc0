"""theta and slots become named tensors and come back whole."""

import dataclasses

import numpy as np
from hypothesis import given

from nnplayground.core import Experiment, LayerSpec, NetworkSpec
from nnplayground.files.tensors import from_tensors, tensor_shapes, to_tensors
from tests.files.samples import sample
from tests.strategies import experiments


@given(experiments())
def test_every_parameter_and_slot_is_in_exactly_one_tensor(experiment):
    state = sample(experiment).state
    tensors = to_tensors(experiment, state.theta, state.slots)
    everything = np.concatenate([tensor.ravel() for tensor in tensors.values()])
    expected = np.concatenate([state.theta, state.slots.ravel()])
    np.testing.assert_array_equal(np.sort(everything), np.sort(expected))
    assert {name: tensor.shape for name, tensor in tensors.items()} == tensor_shapes(experiment)
    theta, slots = from_tensors(experiment, tensors)
    np.testing.assert_array_equal(theta, state.theta)
    np.testing.assert_array_equal(slots, state.slots)


def test_names_and_shapes_are_the_formats():
    network = NetworkSpec(2, (LayerSpec(4), LayerSpec(1, bias=False)))
    experiment = dataclasses.replace(Experiment(), network=network)
    assert tensor_shapes(experiment.with_training(optimizer="momentum")) == {
        "layers.0.weight": (2, 4),
        "layers.0.bias": (4,),
        "layers.1.weight": (4, 1),
        "optimizer.velocity.layers.0.weight": (2, 4),
        "optimizer.velocity.layers.0.bias": (4,),
        "optimizer.velocity.layers.1.weight": (4, 1),
    }


def test_every_tensor_is_contiguous():
    network = sample(Experiment().with_training(optimizer="adam"))
    slots = np.asfortranarray(network.state.slots)
    tensors = to_tensors(network.experiment, network.state.theta, slots)
    assert all(tensor.flags.c_contiguous for tensor in tensors.values())
