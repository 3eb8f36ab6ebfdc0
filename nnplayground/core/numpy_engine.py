"""The reference engine: plain NumPy with preallocated buffers."""

import numpy as np

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.engine import Problem, RunState
from nnplayground.core.optimizers import OPTIMIZERS, Step
from nnplayground.core.penalty import add_penalty_gradient
from nnplayground.core.propagation import Propagation
from nnplayground.core.random import ExampleOrder


class NumpyEngine:
    """Training steps in NumPy; see `Engine` for the contract."""

    name = "numpy"

    def __init__(self, problem: Problem) -> None:
        training = problem.training
        self.problem = problem
        # A batch of everything is the same set in any order: no need to gather it anew.
        whole = problem.batch_size == len(problem.X)
        self._order = ExampleOrder(
            len(problem.X), "given" if whole else training.order, problem.seed
        )
        self._optimizer = OPTIMIZERS[training.optimizer]
        self._targets = np.ascontiguousarray(problem.Y.T)
        self._weights = problem.layout.weights_mask().astype(problem.X.dtype)
        self._frozen = np.flatnonzero(problem.layout.frozen_mask())
        self._dropout = any(layer.dropout for layer in problem.layout.network.layers)
        self._theta: FloatArray = np.empty(0)
        self._propagations: dict[int, Propagation] = {}

    def advance(
        self,
        state: RunState,
        steps: int,
        losses: FloatArray | None = None,
        thetas: FloatArray | None = None,
    ) -> None:
        """Do `steps` iterations on `state` in place; see `Engine.advance`."""
        self._bind(state)
        with np.errstate(all="ignore"):
            for i in range(steps):
                self._iterate(state, losses[i : i + 1] if losses is not None else None)
                if thetas is not None:
                    thetas[i] = state.theta

    def _bind(self, state: RunState) -> None:
        """Point the buffers at this state's arrays, once for as long as they are the same."""
        if state.theta is self._theta:
            return
        self._theta = state.theta
        self._propagations = {}
        self._grad = np.empty_like(state.theta)
        self._step = Step(
            state.theta,
            self._grad,
            state.slots,
            self._weights,
            np.empty((2, state.theta.size), state.theta.dtype),
            self.problem.training,
        )

    def _iterate(self, state: RunState, loss: FloatArray | None) -> None:
        training, clock = self.problem.training, state.clock
        indices = self._batch(state)
        propagation = self._propagation(len(indices))
        self.problem.X.take(indices, axis=0, out=propagation.X, mode="clip")
        Y = self._targets.take(indices, axis=1, mode="clip")
        propagation.forward((self.problem.seed, state.iteration) if self._dropout else None)
        if loss is not None:
            examples = propagation.losses(Y, training.loss)
            loss[0] = examples.mean() if training.reduction == "mean" else examples.sum()
        propagation.backward(Y, training.loss, training.reduction, self._grad)
        add_penalty_gradient(self.problem.layout, state.theta, self._grad, training.l1, training.l2)
        self._update(state.theta, state.iteration - clock.optimizer_iteration + 1)
        state.iteration += 1

    def _batch(self, state: RunState) -> IntArray:
        problem = self.problem
        since = state.iteration - state.clock.epoch_iteration
        epoch, position = divmod(since, problem.iterations_per_epoch)
        start = position * problem.batch_size
        indices = self._order.indices(state.clock.epoch + epoch)
        return indices[start : start + problem.batch_size]

    def _propagation(self, examples: int) -> Propagation:
        if examples not in self._propagations:
            self._propagations[examples] = Propagation(self.problem.layout, self._theta, examples)
        return self._propagations[examples]

    def _update(self, theta: FloatArray, t: int) -> None:
        """One optimizer step; frozen parameters have no gradient and do not move."""
        if not len(self._frozen):
            self._optimizer.step(self._step, t)
            return
        kept = theta[self._frozen]
        self._grad[self._frozen] = 0.0
        self._optimizer.step(self._step, t)
        theta[self._frozen] = kept
