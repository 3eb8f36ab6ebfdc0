"""The forward and backward pass of one batch size, with every buffer allocated once.

Inside, activations are units first, (units, examples), with a row of ones below them where the
next layer has a bias; the batch itself is (examples, inputs) with a column of ones. So a layer is
one product Z = Wb^T A, and its gradient dWb = A dZ^T, with Wb = W over b. On small arrays most of
the time goes into calls: products are bound `dot` methods, and output arrays are positional.
"""

from typing import Any

import numpy as np

from nnplayground.core.activations import ACTIVATIONS
from nnplayground.core.arrays import FloatArray
from nnplayground.core.dropout import fill_mask
from nnplayground.core.layout import ParameterLayout
from nnplayground.core.losses import LOSSES, check_output


def with_ones(layout: ParameterLayout, X: FloatArray) -> FloatArray:
    """X (examples, inputs) as it is fed: with a column of ones where the first layer has a b."""
    batch = np.ones((len(X), X.shape[1] + layout.network.layers[0].bias), X.dtype)
    batch[:, : X.shape[1]] = X
    return batch


class Propagation:
    """Forward and backward through a network for batches of one size.

    Args:
        layout: of the parameters.
        theta: (P,), read at every pass, never copied.
        examples: the batch size.
        of: examples of the whole batch where these are a part of one; a mean is over them.

    Attributes:
        batch: (examples, inputs + bias), X and ones as `with_ones` gives them.
        X: (examples, inputs), view of `batch`, to be filled before `forward`.
        Z, A: one (units, examples) array a layer, filled by `forward`.
    """

    def __init__(
        self, layout: ParameterLayout, theta: FloatArray, examples: int, of: int | None = None
    ) -> None:
        network = layout.network
        self.layout = layout
        self.examples = examples
        self._share = np.array(1.0 / max(1, of or examples), theta.dtype)
        self._activations = [ACTIVATIONS[layer.activation] for layer in network.layers]
        self._blocks = [layout.block(theta, i) for i in range(len(network.layers))]
        self.batch = with_ones(layout, np.ones((examples, network.inputs), theta.dtype))
        self.X = self.batch[:, : network.inputs]
        self.Z: list[FloatArray] = []
        self.A: list[FloatArray] = []
        self._fed: list[FloatArray] = [self.batch.T]
        self._masks: dict[int, FloatArray] = {}
        self._dropped: dict[int, FloatArray] = {}
        for i in range(len(network.layers)):
            self._allocate_layer(i, theta.dtype)
        self._prepare_products(theta)

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

    def _prepare_products(self, theta: FloatArray) -> None:
        """What does not change from pass to pass."""
        self._delta = [np.empty_like(A) for A in self.A]
        self._delta_T = [delta.T for delta in self._delta]
        self._scratch = [np.empty_like(A) for A in self.A]
        self._forward = [block.T.dot for block in self._blocks]
        self._back = [
            block[:units].dot
            for block, units in zip(self._blocks, self.layout.network.sizes, strict=False)
        ]
        self._grad = np.empty(0, theta.dtype)
        self._grad_blocks: list[FloatArray] = []

    def feed(self, batch: FloatArray) -> None:
        """Take `batch` (examples, inputs + bias), as `with_ones` gives it, in place of X."""
        self._fed[0] = batch.T

    def forward(self, dropout: tuple[int, int] | None = None) -> FloatArray:
        """Fill Z and A from X; returns the outputs (outputs, examples).

        Args:
            dropout: (seed, iteration) of the masks in training, None when evaluating.
        """
        for i, activation in enumerate(self._activations):
            self._forward[i](self._fed[i], self.Z[i])
            activation.forward(self.Z[i], self.A[i])
            if i in self._masks:
                self._drop(i, dropout)
        return self.A[-1]

    def _drop(self, i: int, dropout: tuple[int, int] | None) -> None:
        if dropout is None:
            self._masks[i].fill(1.0)  # for a backward pass after it
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
        if grad is not self._grad:
            self._grad = grad
            self._grad_blocks = [self.layout.block(grad, i) for i in range(len(self.A))]
        entry, last = LOSSES[loss], len(self.A) - 1
        delta = self._delta[last]
        entry.gradient(self.A[last], Y, delta)
        if reduction == "mean":
            np.multiply(delta, self._share, delta)
        if entry.output is None:
            self._through_activation(last)
        for i in range(last, -1, -1):
            self._fed[i].dot(self._delta_T[i], self._grad_blocks[i])
            if i:
                self._back[i](self._delta[i], self._delta[i - 1])
                if i - 1 in self._masks:
                    np.multiply(self._delta[i - 1], self._masks[i - 1], self._delta[i - 1])
                self._through_activation(i - 1)

    def _through_activation(self, i: int) -> None:
        """delta of layer i from dL/dA to dL/dZ."""
        self._activations[i].backward(self._delta[i], self.Z[i], self.A[i], self._scratch[i])

    def losses(self, Y: FloatArray, loss: str) -> FloatArray:
        """The loss of each example (examples,), after `forward`; Y is (outputs, examples)."""
        check_output(loss, self.layout.network.output.activation)
        return LOSSES[loss].value(self.Z[-1], self.A[-1], Y)
