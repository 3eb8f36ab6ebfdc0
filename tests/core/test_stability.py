"""No finite input up to 1e6 makes a number overflow, divide by 0 or become meaningless."""

import numpy as np
import pytest

from nnplayground.core import ACTIVATIONS, LOSSES, LayerSpec, NetworkSpec, ParameterLayout
from nnplayground.core.propagation import Propagation

SIZES = (0.0, 1e-308, 1e-30, 1e-8, 0.5, 1.0, 20.0, 40.0, 88.0, 89.0, 104.0, 709.0, 710.0, 746.0)
EXTREMES = np.array([sign * size for size in (*SIZES, 1e4, 1e6) for sign in (1.0, -1.0)])
PRECISIONS = [np.float64, np.float32]


@pytest.fixture(autouse=True)
def _raising():
    """Every overflow, division by 0 and meaningless result raises; only underflow is fine."""
    with np.errstate(all="raise", under="ignore"):
        yield


def pairs(dtype):
    """Every extreme beside every other one: (2, count)."""
    first, second = np.meshgrid(EXTREMES, EXTREMES)
    return np.stack([first.ravel(), second.ravel()]).astype(dtype)


@pytest.mark.parametrize("dtype", PRECISIONS)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_is_finite_both_ways_for_any_input(name, dtype):
    Z = pairs(dtype)
    A, dA = np.empty_like(Z), np.ones_like(Z)
    ACTIVATIONS[name].forward(Z, A)
    assert np.isfinite(A).all()
    for size in (1.0, 1e6):
        dA[...] = size
        dA[1] = -size
        ACTIVATIONS[name].backward(dA, Z, A)
        assert np.isfinite(dA).all()


@pytest.mark.parametrize("dtype", PRECISIONS)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_far_out_is_its_limit(name, dtype):
    Z = np.array([[1e6, -1e6], [-1e6, 1e6]], dtype)
    A = np.empty_like(Z)
    ACTIVATIONS[name].forward(Z, A)
    limits = {
        "identity": (1e6, -1e6),
        "sigmoid": (1.0, 0.0),
        "tanh": (1.0, -1.0),
        "leaky_relu": (1e6, -1e4),
        "elu": (1e6, -1.0),
        "softmax": (1.0, 0.0),
    }
    expected = limits.get(name, (1e6, 0.0))
    np.testing.assert_allclose(A[0], expected, rtol=1e-6, atol=1e-30)


@pytest.mark.parametrize("dtype", PRECISIONS)
@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_and_its_gradient_are_finite_for_any_input(name, dtype):
    Z = pairs(dtype)
    A, gradient = np.empty_like(Z), np.empty_like(Z)
    ACTIVATIONS[LOSSES[name].output or "identity"].forward(Z, A)
    for target in (0.0, 1.0):
        Y = np.full_like(Z, target)
        Y[1] = 1.0 - target
        losses = LOSSES[name].value(Z, A, Y)
        assert np.isfinite(losses).all()
        assert losses.min() >= 0.0
        LOSSES[name].gradient(A, Y, gradient)
        assert np.isfinite(gradient).all()


def outputs_for(loss):
    needed = LOSSES[loss].output
    return list(ACTIVATIONS) if needed is None else [needed]


@pytest.mark.parametrize("dtype", PRECISIONS)
@pytest.mark.parametrize("hidden", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
def test_both_passes_of_a_network_are_finite_for_any_input(hidden, loss, dtype):
    for output in outputs_for(loss):
        layout = ParameterLayout(NetworkSpec(2, (LayerSpec(3, hidden), LayerSpec(2, output))))
        theta = np.random.default_rng(3).normal(size=layout.size).astype(dtype)
        X = pairs(dtype).T
        pass_ = Propagation(layout, theta, len(X))
        pass_.X[...] = X
        Y = np.zeros((2, len(X)), dtype)
        Y[0] = 1.0
        gradient = np.empty_like(theta)
        assert np.isfinite(pass_.forward()).all()
        pass_.backward(Y, loss, "mean", gradient)
        assert np.isfinite(gradient).all()
        assert np.isfinite(pass_.losses(Y, loss)).all()
