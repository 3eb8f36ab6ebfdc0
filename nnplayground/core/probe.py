"""What every neuron answers to fixed inputs, for one set of parameters after another."""

from typing import Any

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.engine import Problem
from nnplayground.core.layout import ParameterLayout
from nnplayground.core.penalty import add_penalty_gradient
from nnplayground.core.propagation import Propagation

# Examples that a gradient for looking at is taken over at the most.
MAX_GRADIENT_EXAMPLES = 512


def plane_grid(across: tuple[float, float], up: tuple[float, float], cells: int) -> FloatArray:
    """The middles of cells x cells rectangles of the plane: raw (cells * cells, 2).

    Row by row, the row with the highest second column first, as a picture is drawn.

    Args:
        across, up: (lowest, highest) of the first and of the second column.
        cells: how many along each side.
    """
    middles = (np.arange(cells) + 0.5) / cells
    first, second = (low + (high - low) * middles for low, high in (across, up))
    x1, x2 = np.meshgrid(first, second[::-1])
    return np.column_stack((x1.ravel(), x2.ravel()))


class Probe:
    """A forward pass over the same inputs again and again; its buffers are allocated once.

    Args:
        layout: of the parameters.
        inputs: (examples, features), what the network is fed.
        dtype: float32 is enough for pictures and three times as fast; float64 for numbers.
    """

    def __init__(self, layout: ParameterLayout, inputs: FloatArray, dtype: Any = np.float32):
        self.layout = layout
        self._theta = np.zeros(layout.size, dtype)
        self._propagation = Propagation(layout, self._theta, len(inputs))
        self._propagation.X[...] = inputs

    def activations(self, theta: FloatArray) -> list[FloatArray]:
        """One (units, examples) a layer for theta (P,); the probe's own, until the next call.

        A diverged network answers with NaN or inf, and no warning.
        """
        with np.errstate(all="ignore"):
            self._theta[...] = theta
            self._propagation.forward()
        return self._propagation.A

    def outputs(self, theta: FloatArray) -> FloatArray:
        """The output layer's (units, examples) for theta (P,), as `activations`.

        NaN where theta has diverged: sigmoid and ReLU would make numbers of it.
        """
        outputs = self.activations(theta)[-1]
        if not np.isfinite(theta).all():
            outputs.fill(np.nan)
        return outputs


class GradientProbe:
    """The gradient of one problem at one set of parameters after another.

    Args:
        problem: data, loss and penalty; its first MAX_GRADIENT_EXAMPLES examples are looked at.

    Attributes:
        examples: how many examples are looked at.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.examples = min(len(problem.X), MAX_GRADIENT_EXAMPLES)
        self._theta = np.empty(problem.layout.size, problem.X.dtype)
        self._gradient = np.empty_like(self._theta)
        self._propagation = Propagation(problem.layout, self._theta, self.examples)
        self._propagation.X[...] = problem.X[: self.examples]
        self._targets = np.ascontiguousarray(problem.Y[: self.examples].T)

    def gradient(self, theta: FloatArray) -> FloatArray:
        """Of loss plus penalty, without dropout (P,); the probe's own, until the next call."""
        training = self.problem.training
        with np.errstate(all="ignore"):
            self._theta[...] = theta
            self._propagation.forward()
            self._propagation.backward(
                self._targets, training.loss, training.reduction, self._gradient
            )
            add_penalty_gradient(
                self.problem.layout, self._theta, self._gradient, training.l1, training.l2
            )
        return self._gradient
