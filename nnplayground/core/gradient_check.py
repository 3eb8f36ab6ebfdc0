"""Checks the backward pass against the forward pass: dL/dw = (L(w + h) - L(w - h)) / 2h."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnplayground.core.arrays import BoolArray, FloatArray, IntArray, frozen
from nnplayground.core.loss_along import LossAlong
from nnplayground.core.trace import Trace

# The best h for central differences in float64: the cube root of its precision.
_STEP = float(np.finfo(np.float64).eps) ** (1.0 / 3.0)

# Differences are taken relative to a gradient at least this share of the largest one.
_SMALL = 1e-3


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """Gradients by backpropagation and by finite differences; all arrays (checked,), read-only.

    Attributes:
        indices: of the parameters in theta.
        backpropagated: dL/dw (loss and penalty) as the trace has it.
        differences: the same by central differences of the loss.
        relative_errors: their distance, relative to the larger of them; where both are less than
            a thousandth of the largest gradient, relative to that.
        corners: where a ReLU's corner lies between the two points, so that the two need not agree.
    """

    indices: IntArray
    backpropagated: FloatArray
    differences: FloatArray
    relative_errors: FloatArray
    corners: BoolArray

    @property
    def worst(self) -> float:
        """The largest relative error, corners left out; 0 where nothing is left."""
        errors = self.relative_errors[~self.corners]
        return float(errors.max()) if len(errors) else 0.0

    @property
    def relative_error(self) -> float:
        """The distance of the two vectors relative to their length, corners left out."""
        kept = ~self.corners
        a, n = self.backpropagated[kept], self.differences[kept]
        length = max(float(np.linalg.norm(a)), float(np.linalg.norm(n)))
        return float(np.linalg.norm(a - n)) / length if length else 0.0

    @property
    def agrees(self) -> bool:
        """Whether the two are the same, as far as differences can tell."""
        return self.relative_error < 1e-5


def check_gradient(taken: Trace, indices: Sequence[int] | IntArray | None = None) -> GradientCheck:
    """Compare the gradient of a trace with finite differences of its loss.

    Args:
        taken: an iteration with answers, not own inputs.
        indices: of the parameters to check; None for all.
    """
    numbers, problem = taken.numbers, taken.problem
    theta = numbers.before.theta.astype(np.float64)
    chosen = np.arange(len(theta)) if indices is None else np.array(indices, dtype=np.int64)
    along = LossAlong(problem, theta, dropout=(problem.seed, taken.iteration))
    differences, corners = np.empty(len(chosen)), np.zeros(len(chosen), dtype=np.bool_)
    for k, index in enumerate(chosen):
        h = _STEP * max(1.0, abs(float(theta[index])))
        # what the parameter really moves by, after rounding
        above, below = float(theta[index]) + h, float(theta[index]) - h
        high, low = along.losses(int(index), (above, below))
        differences[k] = (high - low) / (above - below)
        corners[k] = along.corners(int(index), above) != along.corners(int(index), below)
    whole = (numbers.grad + numbers.penalty_grad).astype(np.float64)
    found = whole[chosen]
    return GradientCheck(
        frozen(chosen),
        frozen(found),
        frozen(differences),
        frozen(_relative(found, differences, _SMALL * float(np.abs(whole).max(initial=0.0)))),
        frozen(corners),
    )


def _relative(a: FloatArray, n: FloatArray, smallest: float) -> FloatArray:
    size = np.maximum(np.maximum(np.abs(a), np.abs(n)), smallest)
    errors: FloatArray = np.divide(np.abs(a - n), size, out=np.zeros_like(size), where=size > 0.0)
    return errors
