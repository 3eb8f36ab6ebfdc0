"""How each layer is doing: its weights, activations and gradients, and units that are stuck."""

from dataclasses import dataclass

import numpy as np

from nnplayground.core.activations import ACTIVATIONS
from nnplayground.core.arrays import FloatArray
from nnplayground.core.engine import Problem
from nnplayground.core.penalty import add_penalty_gradient
from nnplayground.core.propagation import Propagation

# Examples that statistics are taken over at the most: enough for shares and norms.
MAX_EXAMPLES = 512
# An activation this near to an end of its range, as a share of the range, counts as saturated.
SATURATION = 0.02


@dataclass(frozen=True, eq=False)
class LayerStatistics:
    """One layer at one moment; all arrays are copies.

    Attributes:
        weights: (inputs * outputs,) W; biases: (outputs,) b.
        gradients: (parameters of the layer,) gradient of loss plus penalty.
        activations: (units, examples) A.
        dead: share of units whose activation is 0 for every example; None where the activation
            function has no flat part at 0.
        saturated: share of activations at the end of a bounded range; None where there is none.
    """

    weights: FloatArray
    biases: FloatArray
    gradients: FloatArray
    activations: FloatArray
    dead: float | None
    saturated: float | None

    @property
    def gradient_norm(self) -> float:
        """Root mean square of the layer's gradient, so that layers of any size compare."""
        return _rms(self.gradients)

    @property
    def update_ratio(self) -> float:
        """Size of the gradient as a share of the size of the weights, per unit learning rate."""
        size = _rms(self.weights)
        return self.gradient_norm / size if size else float("nan")


class LayerObserver:
    """Takes statistics of one problem at one set of parameters after another.

    Args:
        problem: data, loss and penalty; up to MAX_EXAMPLES of its examples are looked at.
    """

    def __init__(self, problem: Problem) -> None:
        count = min(len(problem.X), MAX_EXAMPLES)
        self._problem = problem
        self._theta = np.empty(problem.layout.size, problem.X.dtype)
        self._grad = np.empty_like(self._theta)
        self._propagation = Propagation(problem.layout, self._theta, count)
        self._propagation.X[...] = problem.X[:count]
        self._targets = np.ascontiguousarray(problem.Y[:count].T)

    def observe(self, theta: FloatArray) -> tuple[LayerStatistics, ...]:
        """The statistics of every layer at theta (P,)."""
        problem, training = self._problem, self._problem.training
        self._theta[...] = theta
        with np.errstate(all="ignore"):
            self._propagation.forward()
            self._propagation.backward(self._targets, training.loss, training.reduction, self._grad)
            add_penalty_gradient(problem.layout, self._theta, self._grad, training.l1, training.l2)
            return tuple(self._layer(i) for i in range(len(problem.layout.network.layers)))

    def _layer(self, i: int) -> LayerStatistics:
        layout = self._problem.layout
        A = self._propagation.A[i].copy()
        name = layout.network.layers[i].activation
        return LayerStatistics(
            weights=layout.weight(self._theta, i).ravel().copy(),
            biases=layout.bias(self._theta, i).copy(),
            gradients=layout.block(self._grad, i).ravel().copy(),
            activations=A,
            dead=_dead_share(name, A),
            saturated=_saturated_share(name, A),
        )


def _dead_share(activation: str, A: FloatArray) -> float | None:
    if activation != "relu":
        return None
    return float(np.mean(~(A != 0.0).any(axis=1)))


def _saturated_share(activation: str, A: FloatArray) -> float | None:
    low, high = ACTIVATIONS[activation].output_range
    if not np.isfinite(low) or not np.isfinite(high) or activation == "softmax":
        return None
    reach = (0.5 - SATURATION) * (high - low)
    return float(np.mean(np.abs(A - 0.5 * (low + high)) > reach))


def _rms(values: FloatArray) -> float:
    return float(np.sqrt(np.mean(np.square(values)))) if values.size else 0.0
