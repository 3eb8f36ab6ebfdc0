"""The forward and backward pass of one batch size, with every buffer allocated once.

Inside, activations are units first, (units, examples), with a row of ones below them where the
next layer has a bias; the batch itself is (examples, inputs) with a column of ones. So a layer is
one product Z = Wb^T A, and its gradient dWb = A dZ^T, with Wb = W over b.
"""

from typing import Any

import numpy as np

from nnplayground.core.activations import ACTIVATIONS
from nnplayground.core.arrays import FloatArray
from nnplayground.core.dropout import fill_mask
from nnplayground.core.layout import ParameterLayout
from nnplayground.core.losses import LOSSES, check_output


class Propagation:
    """Forward and backward through a network for batches of one size.

    Args:
        layout: of the parameters.
        theta: (P,), read at every pass, never copied.
        examples: the batch size.

    Attributes:
        X: (examples, inputs), to be filled before `forward`.
        Z, A: one (units, examples) array a layer, filled by `forward`.
    """

    def __init__(self, layout: ParameterLayout, theta: FloatArray, examples: int) -> None:
        network = layout.network
        self.layout = layout
        self.examples = examples
        self._activations = [ACTIVATIONS[layer.activation] for layer in network.layers]
        self._blocks = [layout.block(theta, i) for i in range(len(network.layers))]
        self.batch = np.ones((examples, network.inputs + network.layers[0].bias), theta.dtype)
        self.X = self.batch[:, : network.inputs]
        self.Z: list[FloatArray] = []
        self.A: list[FloatArray] = []
        self._fed: list[FloatArray] = [self.batch.T]
        self._masks: dict[int, FloatArray] = {}
        self._dropped: dict[int, FloatArray] = {}
        for i in range(len(network.layers)):
            self._allocate_layer(i, theta.dtype)
        self._delta = [np.empty_like(A) for A in self.A]

    def _allocate_layer(self, i: int, dtype: np.dtype[Any]) -> None:
        layers = self.layout.network.layers
        layer, last = layers[i], i == len(layers) - 1
        extra = 0 if last else int(layers[i + 1].bias)
        fed = np.ones((layer.units + extra, self.examples), dtype)
        values = fed[: layer.units]
        if layer.dropout and not last:
            self._masks[i] = np.empty_like(values)
            self._dropped[i] = values
            values = np.empty_like(values)
        self.A.append(values)
        separate = self._activations[i].needs_z or last
        self.Z.append(np.empty_like(values) if separate else values)
        if not last:
            self._fed.append(fed)

    def forward(self, dropout: tuple[int, int] | None = None) -> FloatArray:
        """Fill Z and A from X; returns the outputs (outputs, examples).

        Args:
            dropout: (seed, iteration) of the masks in training, None when evaluating.
        """
        for i, activation in enumerate(self._activations):
            self._blocks[i].T.dot(self._fed[i], self.Z[i])
            activation.forward(self.Z[i], self.A[i])
            if i in self._masks:
                self._drop(i, dropout)
        return self.A[-1]

    def _drop(self, i: int, dropout: tuple[int, int] | None) -> None:
        if dropout is None:
            self._masks[i].fill(1.0)  # a gradient may be asked for without dropout, too
            self._dropped[i][...] = self.A[i]
        else:
            rate = self.layout.network.layers[i].dropout
            fill_mask(self._masks[i], rate, *dropout, i)
            np.multiply(self.A[i], self._masks[i], self._dropped[i])

    def backward(self, Y: FloatArray, loss: str, reduction: str, grad: FloatArray) -> None:
        """Fill grad (P,) with the gradient of the batch's loss, after `forward`.

        delta = dL/dZ at the output; dWb = A delta^T; dL/dA of the layer before = W delta.

        Args:
            Y: (outputs, examples) targets.
            loss: a key of LOSSES.
            reduction: 'mean' or 'sum' over the examples.
            grad: (P,).
        """
        entry, last = LOSSES[loss], len(self.A) - 1
        delta = self._delta[last]
        entry.gradient(self.A[last], Y, delta)
        if reduction == "mean":
            delta *= 1.0 / self.examples
        if entry.output is None:
            self._activations[last].backward(delta, self.Z[last], self.A[last])
        for i in range(last, -1, -1):
            self._fed[i].dot(self._delta[i].T, self.layout.block(grad, i))
            if i:
                self._hand_back(i)

    def _hand_back(self, i: int) -> None:
        """delta of layer i - 1 from that of layer i."""
        delta = self._delta[i - 1]
        self._blocks[i][: len(delta)].dot(self._delta[i], delta)
        if i - 1 in self._masks:
            delta *= self._masks[i - 1]
        self._activations[i - 1].backward(delta, self.Z[i - 1], self.A[i - 1])

    def losses(self, Y: FloatArray, loss: str) -> FloatArray:
        """The loss of each example (examples,), after `forward`; Y is (outputs, examples)."""
        check_output(loss, self.layout.network.output.activation)
        return LOSSES[loss].value(self.Z[-1], self.A[-1], Y)
