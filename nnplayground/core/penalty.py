"""The penalty l1 sum|W| + l2/2 sum W^2 over weights, never biases."""

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
