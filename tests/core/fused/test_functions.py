"""The kernel's elementary functions against the C library's."""

import math

import numpy as np
import pytest

numba = pytest.importorskip("numba")

from nnplayground.core.erf import erf  # noqa: E402
from nnplayground.core.fused import functions as functions  # noqa: E402 # registers them
from nnplayground.core.fused.memory import lane_count, load, numbers, store  # noqa: E402


@numba.njit(error_model="numpy")
def _evaluate(which, x, y):
    source, target = numbers(x), numbers(y)
    for k in range(0, x.size, lane_count(source)):
        z = load(source, k)
        if which == 0:
            store(target, k, np.exp(z))
        elif which == 1:
            store(target, k, np.expm1(z))
        elif which == 2:
            store(target, k, np.tanh(z))
        elif which == 3:
            store(target, k, np.log(z))
        elif which == 4:
            store(target, k, np.log1p(z))
        else:
            store(target, k, erf(z))


FUNCTIONS = ("exp", "expm1", "tanh", "log", "log1p", "erf")


def compiled(name, x):
    padded = np.resize(x, -(-x.size // 8) * 8)
    result = np.empty_like(padded)
    _evaluate(FUNCTIONS.index(name), padded, result)
    return result[: x.size]


def spread(low, high):
    """Numbers of every size from low to high."""
    sizes = np.logspace(-300, np.log10(high), 4000)
    inside = np.linspace(low, high, 4001)
    return np.concatenate([inside, sizes, -sizes[sizes <= -low]] if low < 0 else [inside, sizes])


RANGES = {
    "exp": (-700.0, 700.0),
    "expm1": (-700.0, 700.0),
    "tanh": (-40.0, 40.0),
    "log": (1e-300, 1e300),
    "log1p": (0.0, 1e300),
    "erf": (-8.0, 8.0),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_it_is_accurate_to_some_units_in_the_last_place(name):
    x = spread(*RANGES[name])
    expected = np.array([getattr(math, name)(value) for value in x])
    error = np.abs(compiled(name, x) - expected)
    assert np.all(error <= 4.0 * np.spacing(np.abs(expected)))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_nan_stays_nan(name):
    if name != "log":  # is only taken of sums of exponentials, whose NaN is added again
        assert np.isnan(compiled(name, np.full(8, np.nan))).all()


@pytest.mark.parametrize(
    ("name", "x", "expected"),
    [
        ("exp", -np.inf, 0.0),
        ("exp", -1e308, 0.0),
        ("expm1", -np.inf, -1.0),
        ("tanh", np.inf, 1.0),
        ("tanh", -1e308, -1.0),
        ("erf", np.inf, 1.0),
        ("erf", -1e308, -1.0),
        ("tanh", -0.0, -0.0),
    ],
)
def test_far_out_it_has_the_limit(name, x, expected):
    assert compiled(name, np.full(8, x))[0] == pytest.approx(expected, abs=1e-300)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_single_precision_is_rounded_from_double(name):
    x = np.linspace(0.01, 30.0, 64).astype(np.float32)
    expected = np.array([getattr(math, name)(float(value)) for value in x], np.float64)
    np.testing.assert_allclose(compiled(name, x), expected, rtol=1e-7)
