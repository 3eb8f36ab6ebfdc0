"""What a network says to any number of examples, in parts that bound the memory of a pass."""

from typing import Any

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.layout import ParameterLayout
from nnplayground.core.propagation import Propagation

# Examples a pass.
CHUNK = 2048
# Multiplications that one activation costs about as much time as.
_ACTIVATION = 8


class Predictor:
    """Forward passes over the same examples; keeps its buffers between calls.

    Args:
        layout: of the parameters.
        inputs: (examples, features), what the network is fed.
        dtype: in which it is worked out.

    Attributes:
        work: about how many multiplications a call of `outputs` takes.
    """

    def __init__(self, layout: ParameterLayout, inputs: FloatArray, dtype: Any) -> None:
        self._layout = layout
        self._inputs = inputs
        self._theta = np.zeros(layout.size, dtype)
        self._propagations: dict[int, Propagation] = {}
        neurons = sum(layout.network.sizes[1:])
        self.work = len(inputs) * (layout.size + _ACTIVATION * neurons)

    def outputs(self, theta: FloatArray) -> FloatArray:
        """(examples, units) for theta (P,), an array of its own; NaN where theta has diverged."""
        count, units = len(self._inputs), self._layout.network.output.units
        outputs = np.empty((count, units), self._theta.dtype)
        if not np.isfinite(theta).all():  # sigmoid and ReLU would make numbers of it
            outputs.fill(np.nan)
            return outputs
        with np.errstate(all="ignore"):
            self._theta[...] = theta
            for start in range(0, count, CHUNK):
                part = slice(start, min(start + CHUNK, count))
                outputs[part] = self._pass(self._inputs[part]).T
        return outputs

    def _pass(self, inputs: FloatArray) -> FloatArray:
        examples = len(inputs)
        if examples not in self._propagations:
            self._propagations[examples] = Propagation(self._layout, self._theta, examples)
        propagation = self._propagations[examples]
        propagation.X[...] = inputs
        return propagation.forward()
