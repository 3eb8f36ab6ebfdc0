"""Loss functions: one table entry each, value and gradient, in stable forms.

Arrays are units first: `Z`, `A`, `Y` are (outputs, examples). A loss sums over outputs; the mean
or sum over examples (`reduction`) is the caller's. Conventions as in PyTorch.
"""

from collections.abc import Callable
from dataclasses import dataclass

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
    """

    label: str
    formula: str
    value: Callable[[FloatArray, FloatArray, FloatArray], FloatArray]
    gradient: Callable[[FloatArray, FloatArray, FloatArray], None]
    output: str | None = None


def _half_squared(Z: FloatArray, A: FloatArray, Y: FloatArray) -> FloatArray:
    return _squared(Z, A, Y) * 0.5


def _difference(A: FloatArray, Y: FloatArray, out: FloatArray) -> None:
    """dL/dA = A - Y (half squared); dL/dZ = A - Y (both cross-entropies)."""
    np.subtract(A, Y, out)


def _squared(Z: FloatArray, A: FloatArray, Y: FloatArray) -> FloatArray:
    difference = A - Y
    difference *= difference
    total: FloatArray = difference.sum(axis=0)
    return total


def _squared_gradient(A: FloatArray, Y: FloatArray, out: FloatArray) -> None:
    """dL/dA = 2 (A - Y)."""
    np.subtract(A, Y, out)
    out *= 2.0


def _huber(Z: FloatArray, A: FloatArray, Y: FloatArray) -> FloatArray:
    size = np.abs(A - Y)
    inside = np.fmin(size, HUBER_DELTA)
    total: FloatArray = (inside * (size - 0.5 * inside)).sum(axis=0)
    return total


def _huber_gradient(A: FloatArray, Y: FloatArray, out: FloatArray) -> None:
    """dL/dA = A - Y, held within [-1, 1]."""
    np.subtract(A, Y, out)
    np.fmin(out, HUBER_DELTA, out)
    np.fmax(out, -HUBER_DELTA, out)


def _binary_cross_entropy(Z: FloatArray, A: FloatArray, Y: FloatArray) -> FloatArray:
    """max(z, 0) - z y + log1p(exp(-|z|)), summed over outputs."""
    terms = np.log1p(np.exp(-np.abs(Z)))
    terms += np.fmax(Z, 0.0)
    terms -= Z * Y
    total: FloatArray = terms.sum(axis=0)
    return total


def _cross_entropy(Z: FloatArray, A: FloatArray, Y: FloatArray) -> FloatArray:
    """Sum over outputs of y (logsumexp(z) - z)."""
    largest = Z.max(axis=0)
    normalizer = np.log(np.exp(Z - largest).sum(axis=0)) + largest
    total: FloatArray = ((normalizer - Z) * Y).sum(axis=0)
    return total


LOSSES: dict[str, Loss] = {
    "half_squared": Loss("½ squared error", "½ Σ (a - y)^2", _half_squared, _difference),
    "squared": Loss("squared error", "Σ (a - y)^2", _squared, _squared_gradient),
    "huber": Loss(
        "Huber", "Σ ½ (a - y)^2 within 1 of y, else |a - y| - ½", _huber, _huber_gradient
    ),
    "binary_cross_entropy": Loss(
        "binary cross-entropy",
        "-Σ y ln a + (1 - y) ln(1 - a)",
        _binary_cross_entropy,
        _difference,
        output="sigmoid",
    ),
    "cross_entropy": Loss(
        "cross-entropy", "-Σ y ln a", _cross_entropy, _difference, output="softmax"
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
