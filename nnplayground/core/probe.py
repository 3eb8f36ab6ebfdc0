"""What every neuron answers to fixed inputs, for one set of parameters after another."""

from typing import Any

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.layout import ParameterLayout
from nnplayground.core.propagation import Propagation


def plane_grid(domain: tuple[float, float], cells: int) -> FloatArray:
    """The middles of cells x cells squares of the plane: raw (cells * cells, 2).

    Row by row, the row with the highest second column first, as a picture is drawn.
    """
    low, high = domain
    middles = low + (high - low) * (np.arange(cells) + 0.5) / cells
    x1, x2 = np.meshgrid(middles, middles[::-1])
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
        """The output layer's (units, examples) for theta (P,), as `activations`."""
        return self.activations(theta)[-1]
