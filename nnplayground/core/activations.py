"""Activation functions: one table entry each, forward and backward, in stable forms.

Arrays are units first: `Z`, `A` and `dA` are (units, examples). `backward` turns dL/dA into
dL/dZ in place, given Z and A of the forward pass. `value` and `slope` are the same as formulas,
which the fused engine compiles.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from nnplayground.core.arrays import ONE, ZERO, FloatArray, by_precision
from nnplayground.core.erf import erf

LEAKY_SLOPE = 0.01
ELU_ALPHA = 1.0

# The largest x with exp(x) finite, a little rounded down.
_LARGEST_EXPONENT = by_precision(709.0, 88.0)

_SQRT_HALF = float(np.sqrt(0.5))
_DENSITY_AT_0 = float(1.0 / np.sqrt(2.0 * np.pi))


class Backward(Protocol):
    """The type of `Activation.backward`."""

    def __call__(
        self, dA: FloatArray, Z: FloatArray, A: FloatArray, scratch: FloatArray | None = None
    ) -> None:
        """Turn dL/dA into dL/dZ in place."""


@dataclass(frozen=True)
class Activation:
    """One activation function.

    Attributes:
        label: what a person reads.
        formula: the function as text, with z the weighted sum.
        derivative: f'(z) as text, in terms of z and a = f(z).
        forward: `forward(Z, A)` fills A (units, examples) with f(Z); A may be Z itself
            unless `needs_z`.
        backward: `backward(dA, Z, A)` turns dA = dL/dA into dL/dZ in place; with a fourth array
            of the same shape it may leave intermediate results there and allocates less.
        value, slope: f(z) and f'(z) from `value(z)` and `slope(z, a)`, for numbers or element by
            element; None where a unit's value depends on the other units. They may use what
            `core.fused.functions` has for lanes.
        needs_z: whether `backward` reads Z (otherwise A is enough and Z may be overwritten).
        output_range: the open interval that f(z) stays in.
        smallest_units: how many units a layer with this activation needs at least.
    """

    label: str
    formula: str
    derivative: str
    forward: Callable[[FloatArray, FloatArray], None]
    backward: Backward
    value: Callable[[Any], Any] | None
    slope: Callable[[Any, Any], Any] | None
    needs_z: bool = False
    output_range: tuple[float, float] = (-np.inf, np.inf)
    smallest_units: int = 1


def sigmoid(Z: FloatArray, A: FloatArray) -> None:
    """A = 1 / (1 + exp(-Z)), without overflow for any finite Z."""
    np.negative(Z, A)
    np.fmin(A, _LARGEST_EXPONENT[A.itemsize], A)
    np.exp(A, A)
    np.add(A, ONE[A.itemsize], A)
    np.reciprocal(A, A)


def _sigmoid_backward(
    dA: FloatArray, Z: FloatArray, A: FloatArray, scratch: FloatArray | None = None
) -> None:
    """dL/dZ = dL/dA * A * (1 - A)."""
    np.multiply(dA, A, dA)
    np.subtract(dA, np.multiply(dA, A, scratch), dA)


def _identity(Z: FloatArray, A: FloatArray) -> None:
    if A is not Z:
        A[...] = Z


def _identity_backward(
    dA: FloatArray, Z: FloatArray, A: FloatArray, scratch: FloatArray | None = None
) -> None:
    """dL/dZ = dL/dA."""


def _tanh(Z: FloatArray, A: FloatArray) -> None:
    np.tanh(Z, A)


def _tanh_backward(
    dA: FloatArray, Z: FloatArray, A: FloatArray, scratch: FloatArray | None = None
) -> None:
    """dL/dZ = dL/dA * (1 - A^2)."""
    slope = np.multiply(A, A, scratch)
    np.subtract(ONE[A.itemsize], slope, slope)
    np.multiply(dA, slope, dA)


def _relu(Z: FloatArray, A: FloatArray) -> None:
    np.fmax(Z, ZERO[A.itemsize], A)


def _relu_backward(
    dA: FloatArray, Z: FloatArray, A: FloatArray, scratch: FloatArray | None = None
) -> None:
    """dL/dZ = dL/dA where Z > 0, else 0."""
    np.multiply(dA, np.greater(A, ZERO[A.itemsize]), dA)


def _leaky_relu(Z: FloatArray, A: FloatArray) -> None:
    np.fmax(Z, Z * LEAKY_SLOPE, A)


def _leaky_relu_backward(
    dA: FloatArray, Z: FloatArray, A: FloatArray, scratch: FloatArray | None = None
) -> None:
    """dL/dZ = dL/dA where Z > 0, else 0.01 dL/dA."""
    np.multiply(dA, LEAKY_SLOPE, dA, where=A <= 0.0)


def _elu(Z: FloatArray, A: FloatArray) -> None:
    """A = Z where Z > 0, else exp(Z) - 1."""
    negative = np.expm1(np.fmin(Z, 0.0))
    np.fmax(Z, 0.0, A)
    A += negative


def _elu_backward(
    dA: FloatArray, Z: FloatArray, A: FloatArray, scratch: FloatArray | None = None
) -> None:
    """dL/dZ = dL/dA where Z > 0, else dL/dA * (A + 1)."""
    slope = np.fmin(A, ZERO[A.itemsize], scratch)
    np.add(slope, ONE[A.itemsize], slope)
    np.multiply(dA, slope, dA)


def _gelu(Z: FloatArray, A: FloatArray) -> None:
    """A = Z * Phi(Z), the exact form with erf (Hendrycks and Gimpel 2016)."""
    np.multiply(Z, _normal_cdf(Z), A)


def _gelu_backward(
    dA: FloatArray, Z: FloatArray, A: FloatArray, scratch: FloatArray | None = None
) -> None:
    """dL/dZ = dL/dA * (Phi(Z) + Z phi(Z))."""
    clipped = np.clip(Z, -40.0, 40.0)
    density = np.exp(-0.5 * clipped * clipped) / np.sqrt(2.0 * np.pi).astype(Z.dtype)
    dA *= _normal_cdf(Z) + clipped * density


def _normal_cdf(Z: FloatArray) -> FloatArray:
    return (erf(Z * np.sqrt(0.5).astype(Z.dtype)) + 1.0) * 0.5


def softplus(Z: FloatArray, A: FloatArray) -> None:
    """A = log(1 + exp(Z)) = max(Z, 0) + log1p(exp(-|Z|))."""
    tail = np.log1p(np.exp(-np.abs(Z)))
    np.fmax(Z, 0.0, A)
    A += tail


def _softplus_backward(
    dA: FloatArray, Z: FloatArray, A: FloatArray, scratch: FloatArray | None = None
) -> None:
    """dL/dZ = dL/dA * sigmoid(Z), and sigmoid(Z) = 1 - exp(-A)."""
    dA *= -np.expm1(-A)


def _silu(Z: FloatArray, A: FloatArray) -> None:
    """A = Z * sigmoid(Z)."""
    gate = np.empty_like(Z)
    sigmoid(Z, gate)
    np.multiply(Z, gate, A)


def _silu_backward(
    dA: FloatArray, Z: FloatArray, A: FloatArray, scratch: FloatArray | None = None
) -> None:
    """dL/dZ = dL/dA * (s + A * (1 - s)) with s = sigmoid(Z)."""
    gate = np.empty_like(Z)
    sigmoid(Z, gate)
    dA *= gate + A * (1.0 - gate)


def _softmax(Z: FloatArray, A: FloatArray) -> None:
    """A = exp(Z - max Z) / sum exp(Z - max Z), over the units of each example."""
    np.subtract(Z, np.maximum.reduce(Z, 0), A)
    np.exp(A, A)
    np.divide(A, np.add.reduce(A, 0), A)


def _softmax_backward(
    dA: FloatArray, Z: FloatArray, A: FloatArray, scratch: FloatArray | None = None
) -> None:
    """dL/dZ = A * (dL/dA - sum over units of dL/dA * A)."""
    dA -= (dA * A).sum(axis=0)
    dA *= A


def _identity_value(z: Any) -> Any:
    return z


def _identity_slope(z: Any, a: Any) -> Any:
    return 1.0


def _sigmoid_value(z: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-z))


def _sigmoid_slope(z: Any, a: Any) -> Any:
    return a * (1.0 - a)


def _tanh_value(z: Any) -> Any:
    return np.tanh(z)


def _tanh_slope(z: Any, a: Any) -> Any:
    return 1.0 - a * a


def _relu_value(z: Any) -> Any:
    return np.fmax(z, 0.0)


def _relu_slope(z: Any, a: Any) -> Any:
    return np.heaviside(a, 0.0)


def _leaky_relu_value(z: Any) -> Any:
    return np.fmax(z, z * LEAKY_SLOPE)


def _leaky_relu_slope(z: Any, a: Any) -> Any:
    return LEAKY_SLOPE + (1.0 - LEAKY_SLOPE) * np.heaviside(a, 0.0)


def _elu_value(z: Any) -> Any:
    return np.fmax(z, 0.0) + np.expm1(np.fmin(z, 0.0))


def _elu_slope(z: Any, a: Any) -> Any:
    return np.fmin(a, 0.0) + 1.0


def _gelu_value(z: Any) -> Any:
    return z * (0.5 * (1.0 + erf(z * _SQRT_HALF)))


def _gelu_slope(z: Any, a: Any) -> Any:
    near = np.fmax(np.fmin(z, 40.0), -40.0)
    density = np.exp(-0.5 * near * near) * _DENSITY_AT_0
    return 0.5 * (1.0 + erf(z * _SQRT_HALF)) + near * density


def _softplus_value(z: Any) -> Any:
    return np.fmax(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def _softplus_slope(z: Any, a: Any) -> Any:
    return -np.expm1(-a)


def _silu_value(z: Any) -> Any:
    return z * (1.0 / (1.0 + np.exp(-z)))


def _silu_slope(z: Any, a: Any) -> Any:
    gate = 1.0 / (1.0 + np.exp(-z))
    return gate + a * (1.0 - gate)


ACTIVATIONS: dict[str, Activation] = {
    "identity": Activation(
        "identity", "z", "1", _identity, _identity_backward, _identity_value, _identity_slope
    ),
    "sigmoid": Activation(
        "sigmoid",
        "1 / (1 + e^-z)",
        "a (1 - a)",
        sigmoid,
        _sigmoid_backward,
        _sigmoid_value,
        _sigmoid_slope,
        output_range=(0, 1),
    ),
    "tanh": Activation(
        "tanh",
        "tanh z",
        "1 - a^2",
        _tanh,
        _tanh_backward,
        _tanh_value,
        _tanh_slope,
        output_range=(-1, 1),
    ),
    "relu": Activation(
        "ReLU",
        "max(0, z)",
        "1 if z > 0 else 0",
        _relu,
        _relu_backward,
        _relu_value,
        _relu_slope,
        output_range=(0, np.inf),
    ),
    "leaky_relu": Activation(
        "leaky ReLU",
        "z if z > 0 else 0.01 z",
        "1 if z > 0 else 0.01",
        _leaky_relu,
        _leaky_relu_backward,
        _leaky_relu_value,
        _leaky_relu_slope,
    ),
    "elu": Activation(
        "ELU",
        "z if z > 0 else e^z - 1",
        "1 if z > 0 else a + 1",
        _elu,
        _elu_backward,
        _elu_value,
        _elu_slope,
        output_range=(-1, np.inf),
    ),
    "gelu": Activation(
        "GELU",
        "z Φ(z)",
        "Φ(z) + z φ(z)",
        _gelu,
        _gelu_backward,
        _gelu_value,
        _gelu_slope,
        needs_z=True,
        output_range=(-0.17, np.inf),
    ),
    "softplus": Activation(
        "softplus",
        "ln(1 + e^z)",
        "1 - e^-a",
        softplus,
        _softplus_backward,
        _softplus_value,
        _softplus_slope,
        output_range=(0, np.inf),
    ),
    "silu": Activation(
        "SiLU",
        "z / (1 + e^-z)",
        "s + a (1 - s), s = 1 / (1 + e^-z)",
        _silu,
        _silu_backward,
        _silu_value,
        _silu_slope,
        needs_z=True,
        output_range=(-0.28, np.inf),
    ),
    "softmax": Activation(
        "softmax",
        "e^z / Σ e^z",
        "a (δ - a) (every unit with every other)",
        _softmax,
        _softmax_backward,
        None,
        None,
        output_range=(0, 1),
        smallest_units=2,
    ),
}
