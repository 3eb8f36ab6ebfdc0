"""The loss over the training examples as a function of one parameter, all others held."""

import numpy as np
import numpy.typing as npt

from nnplayground.core import ACTIVATIONS, LOSSES, Dataset, Experiment, ParameterLayout
from nnplayground.core.arrays import FloatArray
from nnplayground.core.dataset import encode_targets

Floats = npt.NDArray[np.float64]

# Examples that the loss is taken over at the most.
MAX_EXAMPLES = 1000
# Activations computed in one profile at the most: about 4 ms.
MAX_ACTIVATIONS = 300_000
# Even of a wide network, this many examples.
FEWEST_EXAMPLES = 100


class LossProfile:
    """Evaluates many values of one parameter in one pass.

    Args:
        experiment, dataset: what is trained on what.
        layer: of the parameter, from 0.
        values: how many values are evaluated in one pass.

    Attributes:
        examples: how many training examples are used; fewer than all for a large network.
    """

    def __init__(self, experiment: Experiment, dataset: Dataset, layer: int, values: int) -> None:
        network, output = experiment.network, experiment.network.output
        self.layout = ParameterLayout(network)
        self.layer = layer
        self._loss = experiment.training.loss
        per_example = values * sum(network.sizes[layer + 1 :])
        wanted = max(FEWEST_EXAMPLES, min(MAX_EXAMPLES, MAX_ACTIVATIONS // per_example))
        total = len(dataset.train)
        self.examples = min(total, wanted)
        chosen = np.linspace(0, total - 1, self.examples).astype(np.int64)
        Y = encode_targets(dataset.train, dataset, output.activation, output.units)
        self._X = np.ascontiguousarray(dataset.train.inputs[chosen].T, np.float64)
        self._Y = np.ascontiguousarray(np.tile(Y[chosen].T.astype(np.float64), (1, values)))
        self._factor = float(total) if experiment.training.reduction == "sum" else 1.0

    def losses(self, theta: FloatArray, index: int, values: Floats) -> Floats:
        """The loss (values,) with parameter `index` of theta (P,) at each of the values.

        Only the changed neuron's Z moves: z + (value - now) a, with a its input.
        """
        theta = theta.astype(np.float64)
        layer, source, target = self.layout.place(index)
        with np.errstate(all="ignore"):
            A: FloatArray = self._X
            for i in range(layer):
                _, A = self._step(theta, i, A)
            fed = A[source] if source < len(A) else np.ones(self.examples)
            Z = np.repeat(self._sums(theta, layer, A)[:, None, :], len(values), axis=1)
            Z[target] += (values - theta[index])[:, None] * fed
            Z = Z.reshape(len(Z), -1)
            A = self._activated(layer, Z)
            for i in range(layer + 1, len(self.layout.network.layers)):
                Z, A = self._step(theta, i, A)
            losses = LOSSES[self._loss].value(Z, A, self._Y)
        means: Floats = losses.reshape(len(values), -1).mean(axis=1)
        return means * self._factor

    def _sums(self, theta: FloatArray, layer: int, A: FloatArray) -> FloatArray:
        """Z = W^T A + b, (units, examples)."""
        Z: FloatArray = self.layout.weight(theta, layer).T @ A
        b = self.layout.bias(theta, layer)
        if len(b):
            Z += b[:, None]
        return Z

    def _activated(self, layer: int, Z: FloatArray) -> FloatArray:
        A = np.empty_like(Z)
        ACTIVATIONS[self.layout.network.layers[layer].activation].forward(Z, A)
        return A

    def _step(self, theta: FloatArray, layer: int, A: FloatArray) -> tuple[FloatArray, FloatArray]:
        Z = self._sums(theta, layer, A)
        return Z, self._activated(layer, Z)
