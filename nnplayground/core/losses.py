"""Loss functions: one table entry each, value and gradient, in stable forms.

Arrays are units first: `Z`, `A`, `Y` are (outputs, examples). A loss sums over outputs; the mean
or sum over examples (`reduction`) is the caller's. Conventions as in PyTorch. `element` and `slope`
are formulas, which the fused engine compiles.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.errors import SpecError

HUBER_DELTA = 1.0


@dataclass(frozen=True)
class Loss:
    """One loss function.

    Attributes:
        label: what a person reads.
        formula: the loss of one example as text, with y the target and a the output.
        value: `value(Z, A, Y) -> (examples,)`, the loss of each example.
        gradient: `gradient(A, Y, out)` fills `out` (outputs, examples) with dL/dA, or with
            dL/dZ where `output` is set.
        output: the output activation that the loss is defined for, None for any; with it the
            gradient is taken with respect to Z (from logits), which is stable and simple.
        element: `element(z, a, y)`, the loss of one output, for numbers or element by element;
            None where it depends on the other outputs.
        slope: `slope(a, y)`, what `gradient` fills in, for one output.
    """

    label: str
    formula: str
    value: Callable[[FloatArray, FloatArray, FloatArray], FloatArray]
    gradient: Callable[[FloatArray, FloatArray, FloatArray], None]
    slope: Callable[[Any, Any], Any]
    element: Callable[[Any, Any, Any], Any] | None = None
    output: str | None = None

    def total(self, Z: FloatArray, A: FloatArray, Y: FloatArray) -> float:
        """The sum of the examples' losses."""
        parts = self.value(Z, A, Y) if self.element is None else self.element(Z, A, Y)
        return float(parts.sum())


Value = Callable[[FloatArray, FloatArray, FloatArray], FloatArray]


def _summed(element: Callable[[Any, Any, Any], Any]) -> Value:
    """The loss of each example: the sum of `element` over the outputs."""

    def value(Z: FloatArray, A: FloatArray, Y: FloatArray) -> FloatArray:
        total: FloatArray = element(Z, A, Y).sum(axis=0)
        return total

    return value


def _half_squared(z: Any, a: Any, y: Any) -> Any:
    return 0.5 * (a - y) * (a - y)


def _squared(z: Any, a: Any, y: Any) -> Any:
    return (a - y) * (a - y)


def _huber(z: Any, a: Any, y: Any) -> Any:
    size = np.abs(a - y)
    inside = np.fmin(size, HUBER_DELTA)
    return inside * (size - 0.5 * inside)


def _binary_cross_entropy(z: Any, a: Any, y: Any) -> Any:
    """max(z, 0) - z y + log1p(exp(-|z|))."""
    return np.fmax(z, 0.0) - z * y + np.log1p(np.exp(-np.abs(z)))


def _cross_entropy(Z: FloatArray, A: FloatArray, Y: FloatArray) -> FloatArray:
    """Sum over outputs of y (logsumexp(z) - z)."""
    largest = Z.max(axis=0)
    normalizer = np.log(np.exp(Z - largest).sum(axis=0)) + largest
    total: FloatArray = ((normalizer - Z) * Y).sum(axis=0)
    return total


def _difference(A: FloatArray, Y: FloatArray, out: FloatArray) -> None:
    """dL/dA = A - Y (half squared); dL/dZ = A - Y (both cross-entropies)."""
    np.subtract(A, Y, out)


def _difference_slope(a: Any, y: Any) -> Any:
    return a - y


def _squared_gradient(A: FloatArray, Y: FloatArray, out: FloatArray) -> None:
    """dL/dA = 2 (A - Y)."""
    np.subtract(A, Y, out)
    out *= 2.0


def _squared_slope(a: Any, y: Any) -> Any:
    return 2.0 * (a - y)


def _huber_gradient(A: FloatArray, Y: FloatArray, out: FloatArray) -> None:
    """dL/dA = A - Y, held within [-1, 1]."""
    np.subtract(A, Y, out)
    np.fmin(out, HUBER_DELTA, out)
    np.fmax(out, -HUBER_DELTA, out)


def _huber_slope(a: Any, y: Any) -> Any:
    return np.fmax(np.fmin(a - y, HUBER_DELTA), -HUBER_DELTA)


LOSSES: dict[str, Loss] = {
    "half_squared": Loss(
        "½ squared error",
        "½ Σ (a - y)^2",
        _summed(_half_squared),
        _difference,
        _difference_slope,
        _half_squared,
    ),
    "squared": Loss(
        "squared error",
        "Σ (a - y)^2",
        _summed(_squared),
        _squared_gradient,
        _squared_slope,
        _squared,
    ),
    "huber": Loss(
        "Huber",
        "Σ ½ (a - y)^2 within 1 of y, else |a - y| - ½",
        _summed(_huber),
        _huber_gradient,
        _huber_slope,
        _huber,
    ),
    "binary_cross_entropy": Loss(
        "binary cross-entropy",
        "-Σ y ln a + (1 - y) ln(1 - a)",
        _summed(_binary_cross_entropy),
        _difference,
        _difference_slope,
        _binary_cross_entropy,
        output="sigmoid",
    ),
    "cross_entropy": Loss(
        "cross-entropy",
        "-Σ y ln a",
        _cross_entropy,
        _difference,
        _difference_slope,
        output="softmax",
    ),
}

REDUCTIONS = ("mean", "sum")


def check_output(loss: str, activation: str) -> None:
    """Raise SpecError where `loss` is not defined for the output layer's activation."""
    needed = LOSSES[loss].output
    if needed is not None and activation != needed:
        raise SpecError(
            f"loss '{loss}' needs '{needed}' in the output layer, which has '{activation}'"
        )
