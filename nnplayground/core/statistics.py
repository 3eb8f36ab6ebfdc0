"""How each layer is doing: its weights, activations, gradients and next step, and stuck units."""

from dataclasses import dataclass

import numpy as np

from nnplayground.core.activations import ACTIVATIONS
from nnplayground.core.arrays import FloatArray
from nnplayground.core.engine import Problem, RunState
from nnplayground.core.numpy_engine import NumpyEngine
from nnplayground.core.penalty import add_penalty_gradient
from nnplayground.core.propagation import Propagation

# Examples that statistics are taken over at the most: enough for shares and norms.
MAX_EXAMPLES = 512
# An activation this near to an end of its range, as a share of the range, counts as saturated.
SATURATION = 0.02
# Neurons whose weights and gradients differ by less than this share are the same neuron.
SAME = 1e-9


@dataclass(frozen=True, eq=False)
class LayerStatistics:
    """One layer at one moment; all arrays are copies.

    Attributes:
        weights: (inputs, outputs) W; biases: (outputs,) b.
        gradients: (inputs + bias, outputs) gradient of loss plus penalty over the examples.
        updates: (inputs + bias, outputs) what the next training step adds to W and b.
        activations: (outputs, examples) A.
        dead: share of units whose activation is 0 for every example; None where the activation
            function has no flat part at 0.
        saturated: share of activations at the end of a bounded range; None where there is none.
    """

    weights: FloatArray
    biases: FloatArray
    gradients: FloatArray
    updates: FloatArray
    activations: FloatArray
    dead: float | None
    saturated: float | None

    @property
    def gradient_norm(self) -> float:
        """Root mean square of the layer's gradient, so that layers of any size compare."""
        return rms(self.gradients)

    @property
    def update_ratio(self) -> float:
        """Size of the next step of the weights as a share of their own; NaN for weights of 0."""
        size = rms(self.weights)
        return rms(self.updates[: len(self.weights)]) / size if size else float("nan")

    @property
    def symmetric(self) -> bool:
        """Whether all neurons have the same weights and the same gradients."""
        if self.weights.shape[1] < 2:
            return False
        parts = (self.weights, self.biases[None, :], self.gradients)
        return all(_columns_are_the_same(part) for part in parts if part.size)


class LayerObserver:
    """Takes statistics of one problem at one state after another.

    Args:
        problem: data, loss and penalty; up to MAX_EXAMPLES of its examples are looked at.
    """

    def __init__(self, problem: Problem) -> None:
        count = min(len(problem.X), MAX_EXAMPLES)
        self._problem = problem
        self._theta = np.empty(problem.layout.size, problem.X.dtype)
        self._grad = np.empty_like(self._theta)
        self._slots = problem.fresh_slots()
        self._engine = NumpyEngine(problem)
        self._propagation = Propagation(problem.layout, self._theta, count)
        self._propagation.X[...] = problem.X[:count]
        self._targets = np.ascontiguousarray(problem.Y[:count].T)

    def observe(self, state: RunState) -> tuple[LayerStatistics, ...]:
        """The statistics of every layer at a state, which stays as it is.

        Without examples nothing is learned: gradients and steps are 0.
        """
        problem, training = self._problem, self._problem.training
        self._theta[...] = state.theta
        if not len(problem.X):
            self._grad[...] = 0.0
            still = np.zeros_like(self._theta)
            return tuple(self._layer(i, still) for i in range(len(problem.layout.network.layers)))
        with np.errstate(all="ignore"):
            self._propagation.forward()
            self._propagation.backward(self._targets, training.loss, training.reduction, self._grad)
            add_penalty_gradient(problem.layout, self._theta, self._grad, training.l1, training.l2)
            updates = self._next_step(state)
            return tuple(self._layer(i, updates) for i in range(len(problem.layout.network.layers)))

    def _next_step(self, state: RunState) -> FloatArray:
        """(P,) what the step after `state` adds to theta."""
        self._slots[...] = state.slots
        after = RunState(state.iteration, self._theta, self._slots, state.clock)
        self._engine.advance(after, 1)
        updates: FloatArray = self._theta - state.theta
        self._theta[...] = state.theta
        return updates

    def _layer(self, i: int, updates: FloatArray) -> LayerStatistics:
        layout = self._problem.layout
        A = self._propagation.A[i].copy()
        name = layout.network.layers[i].activation
        return LayerStatistics(
            weights=layout.weight(self._theta, i).copy(),
            biases=layout.bias(self._theta, i).copy(),
            gradients=layout.block(self._grad, i).copy(),
            updates=layout.block(updates, i).copy(),
            activations=A,
            dead=_dead_share(name, A),
            saturated=_saturated_share(name, A),
        )


def rms(values: FloatArray) -> float:
    """Root mean square, 0 of nothing."""
    with np.errstate(all="ignore"):
        return float(np.sqrt(np.mean(np.square(values)))) if values.size else 0.0


def _dead_share(activation: str, A: FloatArray) -> float | None:
    if activation != "relu" or not A.size:
        return None
    return float(np.mean(~(A != 0.0).any(axis=1)))


def _saturated_share(activation: str, A: FloatArray) -> float | None:
    low, high = ACTIVATIONS[activation].output_range
    bounded = np.isfinite(low) and np.isfinite(high)
    if not bounded or activation == "softmax" or not A.size:
        return None
    reach = (0.5 - SATURATION) * (high - low)
    return float(np.mean(np.abs(A - 0.5 * (low + high)) > reach))


def _columns_are_the_same(values: FloatArray) -> bool:
    size = np.abs(values).max()
    return bool(np.isfinite(size) and np.ptp(values, axis=1).max() <= SAME * size)
