"""Each activation and its slope as a formula of one cell."""

import math
from collections.abc import Callable

from nnplayground.core.activations import LEAKY_SLOPE
from nnplayground.core.explain.cells import Source
from nnplayground.core.explain.expression import (
    Call,
    Cell,
    Difference,
    Expression,
    Number,
    Power,
    Sum,
)
from nnplayground.core.explain.running import Running, Strip

_ONE, _HALF, _TWO = Number(1.0), Number(0.5, "½", True), Number(2.0)
_SQRT_2, _SQRT_2_PI = Call("sqrt", (_TWO,)), Call("sqrt", (Number(2.0 * math.pi, "2π", True),))

# Beyond this exp(-z) is more than Python's floats hold, or less than they tell from 0.
_LARGEST = 700.0


def exp(x: Expression) -> Expression:
    """e^x."""
    return Call("exp", (x,))


def _gate(z: Cell) -> Expression:
    """sigmoid(z)."""
    return exp(z) if z.value < -_LARGEST else _ONE / (_ONE + exp(-z))


def _softplus(z: Cell) -> Expression:
    return z if z.value > _LARGEST else Call("log", (_ONE + exp(z),))


def _silu(z: Cell) -> Expression:
    return z * exp(z) if z.value < -_LARGEST else z / (_ONE + exp(-z))


def _normal_cdf(z: Cell) -> Expression:
    return _HALF * (_ONE + Call("erf", (z / _SQRT_2,)))


def _normal_density(z: Cell) -> Expression:
    return exp(-(Power(z, _TWO) / _TWO)) / _SQRT_2_PI


# f(z)
VALUES: dict[str, Callable[[Cell], Expression]] = {
    "identity": lambda z: z,
    "sigmoid": _gate,
    "tanh": lambda z: Call("tanh", (z,)),
    "relu": lambda z: Call("max", (Number(0.0), z)),
    "leaky_relu": lambda z: z if z.value > 0 else Number(LEAKY_SLOPE) * z,
    "elu": lambda z: z if z.value > 0 else exp(z) - _ONE,
    "gelu": lambda z: z * _normal_cdf(z),
    "softplus": _softplus,
    "silu": _silu,
}

# f'(z) from z and a = f(z)
SLOPES: dict[str, Callable[[Cell, Cell], Expression]] = {
    "identity": lambda z, a: _ONE,
    "sigmoid": lambda z, a: a * (_ONE - a),
    "tanh": lambda z, a: _ONE - Power(a, _TWO),
    "relu": lambda z, a: _ONE if a.value > 0 else Number(0.0),
    "leaky_relu": lambda z, a: _ONE if a.value > 0 else Number(LEAKY_SLOPE),
    "elu": lambda z, a: _ONE if a.value > 0 else a + _ONE,
    "gelu": lambda z, a: Sum((_normal_cdf(z), z * _normal_density(z))),
    "softplus": lambda z, a: _ONE - exp(-a),
    "silu": lambda z, a: Sum((_gate(z), a * Difference(_ONE, _gate(z)))),
}


def value(source: Source) -> Expression:
    """f(z) of a cell of A."""
    if source.activation == "softmax":
        return _softmax(source)
    return VALUES[source.activation](source.here(0))


def slope(source: Source) -> Expression:
    """f'(z) of a cell; its operands are Z and A."""
    return SLOPES[source.activation](source.here(0), source.here(1))


def _softmax(source: Source) -> Expression:
    """e^z / sum of e^z; the largest z is taken off where e^z would be too large for a float."""
    z, row = source.here(0), source.along(0, row=source.row)
    largest = float(row.values.max())
    if abs(largest) <= _LARGEST / 2:
        return exp(z) / Running("exp", (row,))
    symbol = f"{row.symbol} − max Z"
    shifted = Strip(row.region, row.values - row.values.max(), symbol, row.secret)
    top = Cell(row.region, largest, "max Z", row.is_secret(int(row.values.argmax())))
    return exp(z - top) / Running("exp", (shifted,))
