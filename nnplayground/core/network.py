"""A network with its parameters: one flat vector theta, and views into it for every layer."""

import numpy as np

from nnplayground.core.arrays import DTYPES, FloatArray
from nnplayground.core.errors import SpecError
from nnplayground.core.initializers import initial_values
from nnplayground.core.layout import ParameterLayout
from nnplayground.core.losses import LOSSES, check_output
from nnplayground.core.network_spec import NetworkSpec
from nnplayground.core.penalty import add_penalty_gradient, penalty
from nnplayground.core.propagation import Propagation
from nnplayground.core.random import Stream, generator


def initial_theta(layout: ParameterLayout, seed: int, precision: str = "float64") -> FloatArray:
    """The parameters (P,) that a run of `seed` starts from."""
    theta = np.empty(layout.size, DTYPES[precision])
    for i, layer in enumerate(layout.network.layers):
        random = generator(seed, Stream.WEIGHTS, i)
        W, b = layout.weight(theta, i), layout.bias(theta, i)
        inputs, units = W.shape
        W[...] = initial_values(layer.weight_initializer, W.shape, inputs, units, random)
        b[...] = initial_values(layer.bias_initializer, b.shape, inputs, units, random)
    return theta


class Network:
    """A feed-forward network.

    Args:
        spec: the layers.
        seed: of the initial parameters.
        precision: 'float64' or 'float32'.

    Attributes:
        theta: (P,) all parameters; allocated once, change it in place (`network.theta[:] = ...`).
        weights: one view W (inputs, outputs) into theta a layer.
        biases: one view b (outputs,) into theta a layer; (0,) where a layer has none.
    """

    def __init__(self, spec: NetworkSpec, seed: int = 0, precision: str = "float64") -> None:
        self.spec = spec
        self.layout = ParameterLayout(spec)
        self._theta = initial_theta(self.layout, seed, precision)
        layers = range(len(spec.layers))
        self.weights = tuple(self.layout.weight(self._theta, i) for i in layers)
        self.biases = tuple(self.layout.bias(self._theta, i) for i in layers)
        self._propagation = Propagation(self.layout, self._theta, 1)

    @property
    def theta(self) -> FloatArray:
        """All parameters (P,), layer by layer: W in C order, then b."""
        return self._theta

    def forward(self, X: FloatArray) -> FloatArray:
        """The outputs (examples, outputs) for X (examples, inputs).

        Raises:
            SpecError: where X has another number of columns than the network has inputs.
        """
        with np.errstate(all="ignore"):
            return self._propagate(self._checked_inputs(X)).A[-1].T.copy()

    def loss_and_gradient(
        self,
        X: FloatArray,
        Y: FloatArray,
        loss: str = "half_squared",
        reduction: str = "mean",
        l1: float = 0.0,
        l2: float = 0.0,
    ) -> tuple[float, FloatArray]:
        """The loss of a batch, penalty included, and its gradient (P,).

        Args:
            X: (examples, inputs).
            Y: (examples, outputs); for cross_entropy each row sums to 1.
            loss: a key of `LOSSES`.
            reduction: 'mean' or 'sum' over the examples.
            l1, l2: penalty l1 sum|W| + l2/2 sum W^2.

        Raises:
            SpecError: where X, Y, the loss and the network do not fit each other.
        """
        if loss not in LOSSES:
            raise SpecError(f"loss '{loss}' is unknown; known are {', '.join(LOSSES)}")
        if reduction not in ("mean", "sum"):
            raise SpecError(f"reduction '{reduction}' is unknown; known are mean, sum")
        check_output(loss, self.spec.output.activation)
        X = self._checked_inputs(X)
        targets = self._checked_targets(X, Y, loss)
        grad = np.empty_like(self._theta)
        with np.errstate(all="ignore"):
            pass_ = self._propagate(X)
            pass_.backward(targets, loss, reduction, grad)
            examples = pass_.losses(targets, loss)
            value = float(examples.mean() if reduction == "mean" else examples.sum())
            add_penalty_gradient(self.layout, self._theta, grad, l1, l2)
            return value + penalty(self.layout, self._theta, l1, l2), grad

    def _propagate(self, X: FloatArray) -> Propagation:
        if len(X) != self._propagation.examples:
            self._propagation = Propagation(self.layout, self._theta, len(X))
        self._propagation.X[...] = X
        self._propagation.forward()
        return self._propagation

    def _checked_inputs(self, X: FloatArray) -> FloatArray:
        X = np.asarray(X, dtype=self._theta.dtype)
        if X.ndim != 2 or X.shape[1] != self.spec.inputs:
            raise SpecError(f"X: expected shape (examples, {self.spec.inputs}), got {X.shape}")
        return X

    def _checked_targets(self, X: FloatArray, Y: FloatArray, loss: str) -> FloatArray:
        Y = np.asarray(Y, dtype=self._theta.dtype)
        expected = (len(X), self.spec.output.units)
        if len(X) == 0:
            raise SpecError("X: a loss needs at least 1 example, got 0")
        if Y.shape != expected:
            raise SpecError(f"Y: expected shape {expected}, got {Y.shape}")
        if loss == "cross_entropy" and not np.allclose(Y.sum(axis=1), 1.0):
            raise SpecError("Y: cross_entropy needs every row of targets to sum to 1")
        return np.ascontiguousarray(Y.T)
