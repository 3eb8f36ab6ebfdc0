"""Every activation is its formula, its backward is its derivative, and in place is as good."""

import math

import numpy as np
import pytest

from nnplayground.core import ACTIVATIONS
from nnplayground.core.erf import erf

POINTS = np.array([-30.0, -5.0, -1.3, -0.7, -1e-3, 1e-3, 0.4, 1.0, 2.5, 5.0, 30.0])


def normal_cdf(z):
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


# Each formula written down anew with Python's own mathematics.
FORMULAS = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1.0 / (1.0 + math.exp(-z)),
    "tanh": lambda z: (math.exp(z) - math.exp(-z)) / (math.exp(z) + math.exp(-z)),
    "relu": lambda z: max(z, 0.0),
    "leaky_relu": lambda z: z if z > 0.0 else 0.01 * z,
    "elu": lambda z: z if z > 0.0 else math.exp(z) - 1.0,
    "gelu": lambda z: z * normal_cdf(z),
    "softplus": lambda z: math.log(1.0 + math.exp(z)),
    "silu": lambda z: z / (1.0 + math.exp(-z)),
}


def forward(name, Z):
    A = np.empty_like(Z)
    ACTIVATIONS[name].forward(Z, A)
    return A


def backward(name, dA, Z):
    result = dA.copy()
    ACTIVATIONS[name].backward(result, Z, forward(name, Z))
    return result


def test_every_activation_but_softmax_has_a_formula_here():
    assert set(ACTIVATIONS) == {*FORMULAS, "softmax"}


@pytest.mark.parametrize("name", FORMULAS)
def test_forward_is_the_formula(name):
    expected = [FORMULAS[name](z) for z in POINTS.tolist()]
    np.testing.assert_allclose(forward(name, POINTS), expected, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", FORMULAS)
def test_backward_is_the_derivative_by_finite_differences(name):
    h = 1e-5
    slope = (forward(name, POINTS + h) - forward(name, POINTS - h)) / (2 * h)
    dA = np.linspace(-2.0, 3.0, len(POINTS))
    np.testing.assert_allclose(backward(name, dA, POINTS), dA * slope, rtol=1e-7, atol=1e-9)


def test_softmax_is_the_formula_over_the_units_of_each_example():
    Z = np.random.default_rng(0).normal(size=(4, 7)) * 3
    powers = np.exp(Z)
    np.testing.assert_allclose(forward("softmax", Z), powers / powers.sum(axis=0), rtol=1e-14)


def test_softmax_backward_is_the_jacobian_by_finite_differences():
    random, h = np.random.default_rng(0), 1e-6
    Z, dA = random.normal(size=(4, 3)), random.normal(size=(4, 3))
    expected = np.empty_like(Z)
    for unit in range(4):
        step = np.zeros_like(Z)
        step[unit] = h
        change = (forward("softmax", Z + step) - forward("softmax", Z - step)) / (2 * h)
        expected[unit] = (dA * change).sum(axis=0)
    np.testing.assert_allclose(backward("softmax", dA, Z), expected, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if not ACTIVATIONS[name].needs_z])
def test_where_z_is_not_needed_the_result_may_take_its_place(name, dtype):
    Z = np.random.default_rng(0).normal(size=(4, 7)).astype(dtype)
    expected, in_place = forward(name, Z), Z.copy()
    ACTIVATIONS[name].forward(in_place, in_place)
    np.testing.assert_array_equal(in_place, expected)
    dA = np.ones_like(Z)
    ACTIVATIONS[name].backward(dA, in_place, in_place)
    np.testing.assert_array_equal(dA, backward(name, np.ones_like(Z), Z))


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_forward_leaves_z_and_keeps_the_precision(name, dtype):
    Z = np.linspace(-20, 20, 24, dtype=dtype).reshape(4, 6)
    before, wide = Z.copy(), Z.astype(np.float64)
    A = forward(name, Z)
    np.testing.assert_array_equal(Z, before)
    assert A.dtype == dtype
    atol = 1e-6 if dtype == np.float32 else 0.0
    np.testing.assert_allclose(A, forward(name, wide), rtol=atol, atol=atol)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_outputs_stay_in_the_range_that_the_table_says(name):
    low, high = ACTIVATIONS[name].output_range
    z = np.linspace(-20, 20, 4001)
    A = forward(name, np.stack([z, -z]))
    assert A.min() >= low
    assert A.max() <= high
    if np.isfinite(low):  # and the bound is tight
        assert A.min() < low + 0.01
    if np.isfinite(high):
        assert A.max() > high - 0.01


def test_kinks_take_the_left_slope():
    Z = np.array([0.0, -0.0])
    for name, slope in (("relu", 0.0), ("leaky_relu", 0.01), ("elu", 1.0)):
        assert backward(name, np.ones(2), Z).tolist() == [slope, slope]


def test_erf_is_pythons_to_the_last_place_or_two():
    x = np.concatenate([np.linspace(-7, 7, 20_001), np.logspace(-300, 2, 500), [0.0, 1e6, -1e6]])
    expected = np.array([math.erf(value) for value in x.tolist()])
    np.testing.assert_array_max_ulp(erf(x), expected, maxulp=2)
