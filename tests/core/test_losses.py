"""Every loss is its formula, and its gradient is its derivative with every activation."""

import dataclasses
import math

import numpy as np
import pytest

from nnplayground.core import ACTIVATIONS, LOSSES, LayerSpec, Network, NetworkSpec, SpecError
from nnplayground.core.losses import check_output

A = np.array([[0.2, 0.9, -1.5], [0.8, 0.1, 3.0]])
Y = np.array([[0.0, 1.0, 0.5], [1.0, 0.0, 0.0]])


def value(name, Z, A, Y):
    return LOSSES[name].value(Z, A, Y)


def test_squared_errors_are_sums_over_the_outputs():
    expected = ((A - Y) ** 2).sum(axis=0)
    np.testing.assert_allclose(value("squared", A, A, Y), expected, rtol=1e-15)
    np.testing.assert_allclose(value("half_squared", A, A, Y), expected / 2, rtol=1e-15)


def test_huber_is_squared_near_the_target_and_straight_beyond_1():
    d = np.array([0.0, 0.5, -0.5, 1.0, -1.0, 1.5, -3.0])
    expected = [0.0, 0.125, 0.125, 0.5, 0.5, 1.0, 2.5]
    got = value("huber", d[None], d[None], np.zeros((1, 7)))
    np.testing.assert_allclose(got, expected, rtol=1e-15)


def test_binary_cross_entropy_is_the_formula():
    Z = np.array([[-3.0, 0.0, 2.0, 0.3]])
    targets = np.array([[0.0, 1.0, 1.0, 0.4]])
    s = 1.0 / (1.0 + np.exp(-Z))
    expected = -(targets * np.log(s) + (1 - targets) * np.log(1 - s))[0]
    np.testing.assert_allclose(value("binary_cross_entropy", Z, s, targets), expected, rtol=1e-13)


def test_cross_entropy_is_the_formula():
    Z = np.random.default_rng(0).normal(size=(3, 4))
    P = np.exp(Z) / np.exp(Z).sum(axis=0)
    targets = np.array([[1.0, 0.0, 0.2, 0.0], [0.0, 0.0, 0.5, 1.0], [0.0, 1.0, 0.3, 0.0]])
    expected = -(targets * np.log(P)).sum(axis=0)
    np.testing.assert_allclose(value("cross_entropy", Z, P, targets), expected, rtol=1e-13)


def test_a_certain_wrong_answer_has_a_large_finite_loss():
    Z = np.array([[1e6], [0.0]])
    wrong = np.array([[0.0], [1.0]])
    assert value("cross_entropy", Z, Z, wrong).tolist() == [1e6]
    assert value("binary_cross_entropy", Z[:1], Z[:1], wrong[:1]).tolist() == [1e6]


def test_a_certain_right_answer_has_no_loss():
    Z = np.array([[1e6], [-1e6]])
    right = np.array([[1.0], [0.0]])
    assert value("cross_entropy", Z, Z, right).tolist() == [0.0]
    assert value("binary_cross_entropy", Z, Z, right).tolist() == [0.0]


def outputs_for(loss):
    needed = LOSSES[loss].output
    return list(ACTIVATIONS) if needed is None else [needed]


PAIRS = [(loss, output) for loss in LOSSES for output in outputs_for(loss)]


def targets_for(loss, examples, outputs):
    random = np.random.default_rng(5)
    if loss == "cross_entropy":
        soft = random.uniform(0.1, 1.0, size=(examples, outputs))
        return soft / soft.sum(axis=1, keepdims=True)
    if loss == "binary_cross_entropy":
        return random.uniform(0.0, 1.0, size=(examples, outputs))
    return random.normal(size=(examples, outputs)) * 1.5  # within and beyond Huber's 1


def differences(network, X, Y, **settings):
    """dL/dtheta by central finite differences."""
    gradient, h = np.empty_like(network.theta), 1e-6
    for i in range(len(gradient)):
        before = network.theta[i]
        network.theta[i] = before + h
        above, _ = network.loss_and_gradient(X, Y, **settings)
        network.theta[i] = before - h
        below, _ = network.loss_and_gradient(X, Y, **settings)
        network.theta[i] = before
        gradient[i] = (above - below) / (2 * h)
    return gradient


@pytest.mark.parametrize("hidden", ACTIVATIONS)
@pytest.mark.parametrize(("loss", "output"), PAIRS)
def test_finite_differences_confirm_every_activation_with_every_loss(hidden, loss, output):
    spec = NetworkSpec(2, (LayerSpec(3, hidden), LayerSpec(2, hidden), LayerSpec(2, output)))
    network = Network(spec)
    random = np.random.default_rng(6)
    network.theta[:] = random.normal(size=network.theta.size)
    X, targets = random.normal(size=(4, 2)), targets_for(loss, 4, 2)
    _, gradient = network.loss_and_gradient(X, targets, loss=loss)
    expected = differences(network, X, targets, loss=loss)
    np.testing.assert_allclose(gradient, expected, rtol=2e-6, atol=1e-8)
    assert np.abs(gradient).max() > 1e-4  # there is something to confirm


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("loss", LOSSES)
def test_finite_differences_confirm_penalty_and_reduction(loss, reduction):
    output = LOSSES[loss].output or "tanh"
    spec = NetworkSpec(3, (LayerSpec(4, "tanh", bias=False), LayerSpec(2, output)))
    network = Network(spec, seed=3)
    X = np.random.default_rng(1).normal(size=(5, 3))
    settings = {"loss": loss, "reduction": reduction, "l1": 0.03, "l2": 0.2}
    targets = targets_for(loss, 5, 2)
    _, gradient = network.loss_and_gradient(X, targets, **settings)
    expected = differences(network, X, targets, **settings)
    np.testing.assert_allclose(gradient, expected, rtol=2e-6, atol=1e-8)


def test_the_sum_over_examples_is_their_number_times_the_mean():
    network, X = Network(NetworkSpec()), np.random.default_rng(1).normal(size=(7, 2))
    mean = network.loss_and_gradient(X, np.zeros((7, 1)))
    total = network.loss_and_gradient(X, np.zeros((7, 1)), reduction="sum")
    assert total[0] == pytest.approx(7 * mean[0], rel=1e-14)
    np.testing.assert_allclose(total[1], 7 * mean[1], rtol=1e-12)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_loss_is_refused_where_it_is_not_defined(loss, activation):
    needed = LOSSES[loss].output
    if needed in (None, activation):
        check_output(loss, activation)
        return
    with pytest.raises(SpecError) as caught:
        check_output(loss, activation)
    assert str(caught.value) == (
        f"loss '{loss}' needs '{needed}' in the output layer, which has '{activation}'"
    )


def test_every_entry_tells_a_person_what_it_is():
    for entry in LOSSES.values():
        assert entry.label
        assert entry.formula
        assert dataclasses.is_dataclass(entry)
    assert math.isclose(LOSSES["squared"].value(A, A, A).sum(), 0.0)
