"""Statistics of layers agree with finite differences, with the engine, and with plain counting."""

import dataclasses

import numpy as np
import pytest

from nnplayground.core import Experiment, Initializer, LayerSpec, Network, NetworkSpec, Run
from nnplayground.core.statistics import MAX_EXAMPLES, LayerObserver

EXPERIMENT = Experiment().with_training(l1=0.01, l2=0.02, engine="numpy")


def observed(experiment, iterations=0):
    run = Run(experiment)
    run.advance(iterations)
    return run, LayerObserver(run.problem).observe(run.state)


def with_layers(*layers):
    return dataclasses.replace(Experiment(), network=NetworkSpec(2, layers))


def test_gradients_are_those_of_loss_plus_penalty_over_the_examples():
    run, layers = observed(EXPERIMENT, 20)
    network = Network(EXPERIMENT.network)
    network.theta[:] = run.theta
    _, grad = network.loss_and_gradient(run.problem.X, run.problem.Y, l1=0.01, l2=0.02)
    for i, layer in enumerate(layers):
        np.testing.assert_allclose(layer.gradients, run.problem.layout.block(grad, i), rtol=1e-12)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_updates_are_what_the_next_step_does(optimizer):
    run, layers = observed(EXPERIMENT.with_training(optimizer=optimizer), 20)
    before = run.theta.copy()
    run.advance(1)
    for i, layer in enumerate(layers):
        expected = run.problem.layout.block(run.theta - before, i)
        np.testing.assert_array_equal(layer.updates, expected)
        W, change = run.problem.layout.weight(before, i), expected[: len(layer.weights)]
        ratio = np.sqrt(np.mean(change**2)) / np.sqrt(np.mean(W**2))
        assert layer.update_ratio == pytest.approx(ratio, rel=1e-12)


def test_observing_leaves_the_state_as_it_is():
    run = Run(EXPERIMENT)
    run.advance(5)
    before = run.state.copy()
    LayerObserver(run.problem).observe(run.state.freeze())
    np.testing.assert_array_equal(run.theta, before.theta)
    assert run.state.iteration == 5


def test_gradients_do_not_depend_on_dropout_masks():
    """Looked at without dropout, a network with dropout is the one without it."""
    hidden = LayerSpec(4, dropout=0.5)
    with_dropout = with_layers(hidden, LayerSpec(1))
    without = with_layers(LayerSpec(4), LayerSpec(1))
    _, one = observed(with_dropout)
    _, other = observed(without)
    for mine, others in zip(one, other, strict=True):
        np.testing.assert_array_equal(mine.gradients, others.gradients)


def test_a_relu_that_answers_0_to_every_example_is_dead():
    dead = LayerSpec(4, "relu", bias_initializer=Initializer("constant", value=-1000.0))
    _, layers = observed(with_layers(dead, LayerSpec(1)))
    assert layers[0].dead == 1.0
    assert layers[1].dead is None
    _, alive = observed(with_layers(LayerSpec(4, "relu"), LayerSpec(1)))
    assert alive[0].dead == 0.0


def test_large_weights_saturate_bounded_activations_only():
    wide = Initializer("normal", std=1000.0)
    for activation, saturated in (("tanh", True), ("sigmoid", True), ("identity", None)):
        layer = LayerSpec(4, activation, weight_initializer=wide)
        _, layers = observed(with_layers(layer, LayerSpec(1)))
        assert (layers[0].saturated is None) == (saturated is None)
        if saturated:
            assert layers[0].saturated > 0.9
        small, *_ = observed(with_layers(LayerSpec(4, activation), LayerSpec(1)))[1]
        assert small.saturated is None or small.saturated < 0.2


def test_equal_weights_are_symmetric_only_while_the_gradients_are_equal_too():
    same = Initializer("constant", value=0.3)
    both = with_layers(LayerSpec(4, weight_initializer=same), LayerSpec(1, weight_initializer=same))
    first = with_layers(LayerSpec(4, weight_initializer=same), LayerSpec(1))
    assert observed(both, 50)[1][0].symmetric
    assert not observed(first)[1][0].symmetric


def test_a_diverged_network_is_looked_at_without_warnings():
    run = Run(EXPERIMENT)
    run.theta[:] = np.inf
    layers = LayerObserver(run.problem).observe(run.state)
    assert not layers[0].symmetric
    assert not np.isfinite(layers[0].gradient_norm)


def test_no_more_examples_are_looked_at_than_needed():
    _, layers = observed(Experiment().with_data(examples=5000))
    assert layers[0].activations.shape == (4, MAX_EXAMPLES)
