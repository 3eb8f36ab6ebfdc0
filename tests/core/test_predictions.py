"""Predictions in parts are those of the network on all examples at once."""

import warnings

import numpy as np

from nnplayground.core import ACTIVATIONS, LayerSpec, Network, NetworkSpec
from nnplayground.core.predictions import CHUNK, Predictor

SPEC = NetworkSpec(2, (LayerSpec(4), LayerSpec(3, "softmax")))


def test_the_outputs_are_those_of_the_network_over_several_parts():
    X = np.random.default_rng(0).normal(size=(2 * CHUNK + 7, 2))
    network = Network(SPEC, 1)
    predictor = Predictor(network.layout, X, np.float64)
    first = predictor.outputs(network.theta)
    assert np.allclose(first, network.forward(X), rtol=1e-12, atol=0)
    other = predictor.outputs(Network(SPEC, 2).theta)
    assert not np.allclose(first, other)  # the first array is not the predictor's


def test_no_examples_have_no_outputs():
    network = Network(SPEC)
    outputs = Predictor(network.layout, np.zeros((0, 2)), np.float64).outputs(network.theta)
    assert outputs.shape == (0, 3)


def test_a_diverged_network_says_no_numbers_without_a_warning():
    for activation in ACTIVATIONS:
        layers = (LayerSpec(4, "relu"), LayerSpec(3, activation))
        network = Network(NetworkSpec(2, layers))
        predictor = Predictor(network.layout, np.ones((5, 2)), np.float32)
        for value in (np.nan, np.inf):
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                outputs = predictor.outputs(np.full(network.layout.size, value))
            assert np.isnan(outputs).all()
