"""The loss as a function of one parameter, all others held: L(w), fast enough to draw live."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnplayground.core.activations import ACTIVATIONS
from nnplayground.core.arrays import FloatArray, IntArray, frozen
from nnplayground.core.dropout import fill_mask
from nnplayground.core.engine import Problem
from nnplayground.core.losses import LOSSES
from nnplayground.core.penalty import penalty
from nnplayground.core.trace import Trace

# Activations with a corner at 0.
_CORNERED = ("relu", "leaky_relu")


class LossAlong:
    """Loss and penalty for other values of single parameters, in float64.

    Only what the parameter changes is computed again: one row of its layer's weighted sums, and
    the layers after it.

    Args:
        problem: the settings and examples.
        theta: (P,), copied.
        examples: indices of training examples; None for all.
        dropout: (seed, iteration) of the masks of an iteration, None for none.
    """

    def __init__(
        self,
        problem: Problem,
        theta: FloatArray,
        examples: IntArray | None = None,
        dropout: tuple[int, int] | None = None,
    ) -> None:
        chosen = slice(None) if examples is None else examples
        self.problem = problem
        self.theta = np.array(theta, dtype=np.float64)
        layers = problem.layout.network.layers
        self._activations = [ACTIVATIONS[layer.activation] for layer in layers]
        self._weights = [problem.layout.weight(self.theta, i) for i in range(len(layers))]
        self._biases = [problem.layout.bias(self.theta, i)[:, None] for i in range(len(layers))]
        self._Y = np.ascontiguousarray(problem.Y[chosen].T, np.float64)
        first = np.ascontiguousarray(problem.X[chosen].T, np.float64)
        count = first.shape[1]
        self._masks = [self._mask(i, count, dropout) for i in range(len(layers))]
        self._fed: list[FloatArray] = [first]  # what each layer is fed at theta
        self._Z: list[FloatArray] = []  # its weighted sums at theta
        self._room = [np.empty((layer.units, count)) for layer in layers]
        self._penalty = penalty(problem.layout, self.theta, problem.training.l1, self._l2)
        with np.errstate(all="ignore"):
            for i in range(len(layers)):
                self._Z.append(self._sums(i, self._fed[i]))
                self._fed.append(self._activated(i, self._Z[i]).copy())

    @property
    def _l2(self) -> float:
        return self.problem.training.l2

    def losses(self, index: int, values: Sequence[float] | FloatArray) -> FloatArray:
        """Loss plus penalty (values,) with parameter `index` at each of `values`."""
        out = np.empty(len(values))
        with np.errstate(all="ignore"):
            for k, value in enumerate(values):
                Z = self._changed_sums(index, float(value))
                out[k] = self._loss_from(self.problem.layout.place(index)[0], Z)
                out[k] += self._penalty_at(index, float(value))
        return out

    def corners(self, index: int, value: float) -> tuple[bytes, ...]:
        """On which side of its corner each cornered unit is, with the parameter at `value`."""
        layer = self.problem.layout.place(index)[0]
        sides, layers = [], self.problem.layout.network.layers
        with np.errstate(all="ignore"):
            Z = self._changed_sums(index, value)
            for i in range(layer, len(layers)):
                if layers[i].activation in _CORNERED:
                    sides.append(np.packbits(Z > 0.0).tobytes())
                if i + 1 < len(layers):
                    Z = self._sums(i + 1, self._activated(i, Z))
        return tuple(sides)

    def _mask(self, i: int, count: int, dropout: tuple[int, int] | None) -> FloatArray | None:
        layer = self.problem.layout.network.layers[i]
        if not layer.dropout or dropout is None:
            return None
        mask = np.empty((layer.units, count))
        fill_mask(mask, layer.dropout, *dropout, i)
        return mask

    def _sums(self, i: int, fed: FloatArray) -> FloatArray:
        Z: FloatArray = self._weights[i].T.dot(fed)
        if len(self._biases[i]):
            Z += self._biases[i]
        return Z

    def _activated(self, i: int, Z: FloatArray) -> FloatArray:
        """What layer i hands on, in its room."""
        self._activations[i].forward(Z, self._room[i])
        mask = self._masks[i]
        if mask is not None:
            self._room[i] *= mask
        return self._room[i]

    def _changed_sums(self, index: int, value: float) -> FloatArray:
        layer, source, target = self.problem.layout.place(index)
        change, fed = value - self.theta[index], self._fed[layer]
        Z = self._Z[layer].copy()
        Z[target] += change if source == len(fed) else change * fed[source]
        return Z

    def _loss_from(self, layer: int, Z: FloatArray) -> float:
        training = self.problem.training
        for i in range(layer, len(self._Z) - 1):
            Z = self._sums(i + 1, self._activated(i, Z))
        A = self._activated(len(self._Z) - 1, Z)
        examples = LOSSES[training.loss].value(Z, A, self._Y)
        return float(examples.mean() if training.reduction == "mean" else examples.sum())

    def _penalty_at(self, index: int, value: float) -> float:
        """The penalty with the parameter at `value`; biases have none."""
        layout, training = self.problem.layout, self.problem.training
        layer, source, _ = layout.place(index)
        if source == layout.network.sizes[layer]:
            return self._penalty
        old = float(self.theta[index])
        change = training.l1 * (abs(value) - abs(old))
        return self._penalty + change + 0.5 * self._l2 * (value * value - old * old)


def loss_along(
    problem: Problem,
    theta: FloatArray,
    index: int,
    values: Sequence[float] | FloatArray,
    examples: IntArray | None = None,
) -> FloatArray:
    """Loss plus penalty (values,) with parameter `index` at each of `values`, no dropout.

    Args:
        problem, theta: what is trained, and its parameters (P,).
        index: into theta.
        values: of the parameter.
        examples: indices of training examples; None for all of them.
    """
    return LossAlong(problem, theta, examples).losses(index, values)


@dataclass(frozen=True, eq=False)
class WeightProfile:
    """L(w): the loss along one parameter, and where the next step lands.

    Attributes:
        index: of the parameter in theta.
        values, losses: (points,) the curve; read-only.
        value, loss: the present point.
        slope: of the curve there, dL/dw.
        next_value, next_loss: the parameter after the step, and the loss if only it moved.
    """

    index: int
    values: FloatArray
    losses: FloatArray
    value: float
    loss: float
    slope: float
    next_value: float
    next_loss: float

    def tangent(self, values: FloatArray) -> FloatArray:
        """The tangent at the present point, at other values of the parameter."""
        return self.loss + self.slope * (values - self.value)


def weight_profile(
    taken: Trace, index: int, reach: float | None = None, points: int = 101
) -> WeightProfile:
    """The loss of a trace's batch along one parameter.

    Args:
        taken: an iteration with answers, not own inputs.
        index: of the parameter in theta.
        reach: how far the curve goes to either side; None for a reach that shows the step.
        points: of the curve, odd, so that the present point is one of them.
    """
    numbers = taken.numbers
    value, after = float(numbers.before.theta[index]), float(numbers.after.theta[index])
    if reach is None:
        reach = max(1.0, 0.5 * abs(value), 1.5 * abs(after - value))
    values = value + reach * np.linspace(-1.0, 1.0, points)
    along = LossAlong(
        taken.problem, numbers.before.theta, dropout=(taken.problem.seed, taken.iteration)
    )
    loss, next_loss = along.losses(index, (value, after))
    slope = float(numbers.grad[index] + numbers.penalty_grad[index])
    return WeightProfile(
        index,
        frozen(values),
        frozen(along.losses(index, values)),
        value,
        float(loss),
        slope,
        after,
        float(next_loss),
    )
