"""The NumPy engine's shortcuts change nothing: it does what a plain loop over the formulas does."""

import numpy as np
import pytest

from nnplayground.core import LayerSpec, Network, NetworkSpec, ParameterLayout, Problem
from nnplayground.core.experiment import TrainingSpec
from nnplayground.core.numpy_engine import SMALL_PRODUCT, NumpyEngine, part_size
from nnplayground.core.penalty import PenaltyGradient, add_penalty_gradient
from nnplayground.core.random import ExampleOrder

EXAMPLES = 47
SMALL = NetworkSpec(3, (LayerSpec(6, "tanh"), LayerSpec(2, "sigmoid", bias=False)))


def problem(spec=SMALL, examples=EXAMPLES, seed=4, precision="float64", **training):
    random = np.random.default_rng(1)
    X = random.normal(size=(examples, spec.inputs)).astype(precision)
    Y = random.uniform(size=(examples, spec.output.units)).astype(precision)
    settings = TrainingSpec(precision=precision, **training)
    return Problem(ParameterLayout(spec), settings, seed, X, Y)


def plain_loop(given, steps):
    """(theta, losses) by gradient descent on `Network.loss_and_gradient`."""
    network, training = Network(given.layout.network), given.training
    network.theta[:] = given.initial_state().theta
    order = ExampleOrder(len(given.X), training.order, given.seed)
    losses, iteration = [], 0
    while iteration < steps:
        epoch = iteration // given.iterations_per_epoch
        start = iteration % given.iterations_per_epoch * given.batch_size
        batch = order.indices(epoch)[start : start + given.batch_size]
        loss, gradient = network.loss_and_gradient(
            given.X[batch], given.Y[batch], training.loss, training.reduction
        )
        network.theta[:] -= training.learning_rate * gradient
        losses.append(loss)
        iteration += 1
    return network.theta, losses


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("order", ["shuffled", "given"])
@pytest.mark.parametrize("batch", [1, 10, EXAMPLES - 1, 0])
def test_steps_are_those_of_a_plain_loop(batch, order, reduction):
    given = problem(batch_size=batch, order=order, reduction=reduction)
    state, losses = given.initial_state(), np.empty(60)
    NumpyEngine(given).advance(state, 60, losses)
    theta, expected = plain_loop(given, 60)
    np.testing.assert_allclose(state.theta, theta, rtol=1e-11)
    np.testing.assert_allclose(losses, expected, rtol=1e-11)


WIDE = NetworkSpec(500, (LayerSpec(10, "tanh"), LayerSpec(2)))


@pytest.mark.parametrize("order", ["shuffled", "given"])
@pytest.mark.parametrize("batch", [800, 0])
def test_a_batch_in_parts_is_the_batch_at_once(batch, order):
    given = problem(WIDE, examples=1000, batch_size=batch, order=order, l2=0.0)
    assert part_size(given, given.batch_size) < given.batch_size
    state, losses = given.initial_state(), np.empty(5)
    NumpyEngine(given).advance(state, 5, losses)
    theta, expected = plain_loop(given, 5)
    np.testing.assert_allclose(state.theta, theta, rtol=1e-10)
    np.testing.assert_allclose(losses, expected, rtol=1e-10)


def test_parts_keep_the_widest_product_small():
    given = problem(WIDE, examples=1000, batch_size=0)
    assert 501 * 10 * part_size(given, 1000) <= SMALL_PRODUCT


@pytest.mark.parametrize(
    ("spec", "batch", "why"),
    [
        (SMALL, 1000, "is small anyway"),
        (NetworkSpec(784, (LayerSpec(300), LayerSpec(2))), 64, "parts would be too small"),
        (NetworkSpec(500, (LayerSpec(10, dropout=0.5), LayerSpec(2))), 1000, "has dropout"),
    ],
)
def test_a_batch_stays_whole_where_it(spec, batch, why):
    assert part_size(problem(spec, examples=4), batch) == batch


def test_a_state_may_be_replaced_between_two_calls():
    given = problem(optimizer="momentum", batch_size=10)
    engine, first, second = NumpyEngine(given), given.initial_state(), given.initial_state()
    engine.advance(first, 20)
    engine.advance(second, 20)
    assert np.array_equal(first.theta, second.theta)
    assert np.array_equal(first.slots, second.slots)


def test_single_precision_is_kept_throughout():
    given = problem(precision="float32", l1=0.1, l2=0.1, optimizer="adamw", batch_size=10)
    state, losses = given.initial_state(), np.empty(30, np.float32)
    NumpyEngine(given).advance(state, 30, losses)
    assert state.theta.dtype == state.slots.dtype == np.float32


@pytest.mark.parametrize(("l1", "l2"), [(0.0, 0.0), (0.3, 0.0), (0.0, 0.2), (0.3, 0.2)])
def test_the_prepared_penalty_is_the_plain_one(l1, l2):
    layout = ParameterLayout(SMALL)
    random = np.random.default_rng(0)
    theta, gradient = random.normal(size=(2, layout.size))
    theta[0] = 0.0
    expected = gradient.copy()
    add_penalty_gradient(layout, theta, expected, l1, l2)
    PenaltyGradient(layout, l1, l2, theta.dtype).add(theta, gradient, np.empty_like(theta))
    np.testing.assert_allclose(gradient, expected, rtol=1e-15)
