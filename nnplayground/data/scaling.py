"""Scaling of the inputs, fitted on the training examples only, one table entry each."""

from collections.abc import Callable

import numpy as np

from nnplayground.core.arrays import FloatArray, frozen

Fit = Callable[[FloatArray], tuple[FloatArray, FloatArray]]


def fit_scaling(kind: str, inputs: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Offset and divisor (features,) so that (inputs - offset) / divisor is scaled.

    A column that is constant in `inputs` (examples, features) becomes 0; without any examples
    there is nothing to fit, so values stay as they are.
    """
    if kind == "none" or len(inputs) == 0:
        return frozen(np.empty(0)), frozen(np.empty(0))
    offset, divisor = SCALINGS[kind](inputs)
    lowest = inputs.min(axis=0)
    constant = lowest == inputs.max(axis=0)
    return frozen(np.where(constant, lowest, offset)), frozen(np.where(constant, 1.0, divisor))


SCALINGS: dict[str, Fit] = {
    "standardize": lambda inputs: (inputs.mean(axis=0), inputs.std(axis=0)),
    "unit": lambda inputs: (inputs.min(axis=0), inputs.max(axis=0) - inputs.min(axis=0)),
}
