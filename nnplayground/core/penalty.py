"""The penalty l1 sum|W| + l2/2 sum W^2 over weights, never biases."""

from typing import Any

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.layout import ParameterLayout


def penalty(layout: ParameterLayout, theta: FloatArray, l1: float, l2: float) -> float:
    """The penalty of theta (P,)."""
    total = 0.0
    if l1 or l2:
        for layer in range(len(layout.network.layers)):
            W = layout.weight(theta, layer)
            total += l1 * float(np.abs(W).sum()) + 0.5 * l2 * float(np.square(W).sum())
    return total


def add_penalty_gradient(
    layout: ParameterLayout, theta: FloatArray, grad: FloatArray, l1: float, l2: float
) -> None:
    """grad += l1 sign(W) + l2 W, in place, on the weights' part of grad (P,)."""
    if not (l1 or l2):
        return
    for layer in range(len(layout.network.layers)):
        W, dW = layout.weight(theta, layer), layout.weight(grad, layer)
        if l1:
            dW += l1 * np.sign(W)
        if l2:
            dW += l2 * W


class PenaltyGradient:
    """As `add_penalty_gradient`, for the same settings again and again.

    Args:
        layout: of the parameters.
        l1, l2: of the penalty.
        dtype: of the parameters.
    """

    def __init__(self, layout: ParameterLayout, l1: float, l2: float, dtype: np.dtype[Any]) -> None:
        weights = layout.weights_mask()
        self._l1 = (weights * l1).astype(dtype) if l1 else None
        self._l2 = (weights * l2).astype(dtype) if l2 else None

    def add(self, theta: FloatArray, grad: FloatArray, scratch: FloatArray) -> None:
        """grad += l1 sign(W) + l2 W, in place; each array is (P,)."""
        if self._l1 is not None:
            np.sign(theta, scratch)
            np.multiply(scratch, self._l1, scratch)
            np.add(grad, scratch, grad)
        if self._l2 is not None:
            np.multiply(theta, self._l2, scratch)
            np.add(grad, scratch, grad)
