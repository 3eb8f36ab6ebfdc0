"""A probe gives what a network gives, for fixed inputs."""

import warnings

import numpy as np
import pytest

import nnplayground  # noqa: F401  registers the data sets
from nnplayground.core import (
    ACTIVATIONS,
    Experiment,
    LayerSpec,
    Network,
    NetworkSpec,
    Problem,
    load_dataset,
)
from nnplayground.core.probe import GradientProbe, Probe, plane_grid

PLANE = (-6.0, 6.0)
SPEC = NetworkSpec(2, (LayerSpec(4), LayerSpec(3, "relu"), LayerSpec(2, "softmax")))


def test_the_outputs_are_those_of_the_network():
    X = plane_grid(PLANE, PLANE, 7)
    probe = Probe(Network(SPEC).layout, X, np.float64)
    for seed in (1, 2):
        network = Network(SPEC, seed)
        assert np.array_equal(probe.outputs(network.theta).T, network.forward(X))


def test_every_layer_answers_and_float32_is_near():
    network = Network(SPEC, 3)
    X = plane_grid(PLANE, PLANE, 5)
    hidden, _, output = Probe(network.layout, X).activations(network.theta)
    assert hidden == pytest.approx(np.tanh(X @ network.weights[0] + network.biases[0]).T, abs=1e-5)
    outputs = output.T
    assert outputs == pytest.approx(network.forward(X), abs=1e-5)


def test_parameters_beyond_float32_give_no_warning():
    network = Network(SPEC)
    theta = np.full(network.layout.size, 1e300)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        answers = Probe(network.layout, plane_grid(PLANE, PLANE, 3)).outputs(theta)
    assert not np.isfinite(answers).all()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_diverged_network_says_no_number_whatever_its_output_layer(activation):
    network = Network(NetworkSpec(2, (LayerSpec(4, "relu"), LayerSpec(3, activation))))
    theta = network.theta.copy()
    theta[0] = np.nan
    outputs = Probe(network.layout, plane_grid(PLANE, PLANE, 2)).outputs(theta)
    assert np.isnan(outputs).all()


def test_the_first_row_of_the_grid_is_on_top():
    grid = plane_grid(PLANE, PLANE, 3)
    assert grid[0] == pytest.approx([-4.0, 4.0])
    assert grid[2] == pytest.approx([4.0, 4.0])
    assert grid[-1] == pytest.approx([4.0, -4.0])


def test_each_side_of_the_grid_has_its_own_numbers():
    grid = plane_grid((0.0, 100.0), (-1.0, 1.0), 2)
    assert grid == pytest.approx(np.array([[25, 0.5], [75, 0.5], [25, -0.5], [75, -0.5]]))


def test_a_gradient_is_that_of_loss_and_penalty_without_dropout():
    layers = (LayerSpec(4, dropout=0.5), LayerSpec(1))
    experiment = Experiment(NetworkSpec(2, layers)).with_training(l2=0.1)
    problem = Problem.of(experiment, load_dataset(experiment.data))
    probe = GradientProbe(problem)
    assert probe.examples == 250
    for seed in (1, 2):
        network = Network(experiment.network, seed)
        _, expected = network.loss_and_gradient(problem.X, problem.Y, l2=0.1)
        assert probe.gradient(network.theta) == pytest.approx(expected, rel=1e-12)
