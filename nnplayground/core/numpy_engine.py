"""The reference engine: plain NumPy with preallocated buffers."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.engine import Problem, RunState
from nnplayground.core.losses import LOSSES
from nnplayground.core.optimizers import OPTIMIZERS, steps_of
from nnplayground.core.penalty import PenaltyGradient
from nnplayground.core.propagation import Propagation, with_ones
from nnplayground.core.random import ExampleOrder

# OpenBLAS multiplies small matrices without copying them first: up to this many multiplications.
SMALL_PRODUCT = 1_000_000
# A batch is split into parts of small products where there are at least so many, of at least so
# many examples; else what they save is lost to their calls.
_FEWEST_PARTS, _SMALLEST_PART = 4, 64


@dataclass(eq=False)
class _Part:
    """Examples of a batch that are propagated together; `first` is the one that they begin with."""

    propagation: Propagation
    targets: FloatArray
    place: slice
    first: int = -1


class NumpyEngine:
    """Training steps in NumPy; see `Engine` for the contract."""

    name = "numpy"

    def __init__(self, problem: Problem) -> None:
        training = problem.training
        self.problem = problem
        self._order = ExampleOrder(len(problem.X), problem.order, problem.seed)
        self._optimizer = OPTIMIZERS[training.optimizer]
        self._loss = LOSSES[training.loss]
        self._inputs = with_ones(problem.layout, problem.X)
        self._targets = np.ascontiguousarray(problem.Y.T)
        self._penalty = PenaltyGradient(problem.layout, training.l1, training.l2, problem.X.dtype)
        self._frozen = np.flatnonzero(problem.layout.frozen_mask())
        self._dropout = any(layer.dropout for layer in problem.layout.network.layers)
        self._theta: FloatArray = np.empty(0)
        self._slots: FloatArray = np.empty(0)

    def advance(
        self,
        state: RunState,
        steps: int,
        losses: FloatArray | None = None,
        thetas: FloatArray | None = None,
    ) -> None:
        """Do `steps` iterations on `state` in place; see `Engine.advance`."""
        self._bind(state)
        batches = self._batches(state)
        with np.errstate(all="ignore"):
            for i in range(steps):
                parts = next(batches)
                self._fill_gradient(parts, state.iteration)
                if losses is not None:
                    losses[i] = self._batch_loss(parts)
                self._update(state.theta, state.iteration - state.clock.optimizer_iteration + 1)
                state.iteration += 1
                if thetas is not None:
                    thetas[i] = state.theta

    def _bind(self, state: RunState) -> None:
        """Point the buffers at this state's arrays, once for as long as they are the same."""
        if state.theta is self._theta and state.slots is self._slots:
            return
        theta = state.theta
        self._theta, self._slots = theta, state.slots
        self._parts: dict[int, list[_Part]] = {}
        self._grad, self._scratch = np.empty_like(theta), np.empty_like(theta)
        self._steps = steps_of(
            self.problem.layout, self.problem.training, theta, self._grad, state.slots
        )

    def _batches(self, state: RunState) -> Iterator[list[_Part]]:
        """The batches from the state's place on, ready to be propagated."""
        problem, size = self.problem, self.problem.batch_size
        since = state.iteration - state.clock.epoch_iteration
        epoch, position = divmod(since, problem.iterations_per_epoch)
        epoch += state.clock.epoch
        fill = self._gather if self._order.shuffled else self._slice
        while True:
            order = self._order.indices(epoch)
            for start in range(position * size, len(order), size):
                parts = self._parts_of(min(size, len(order) - start))
                for part in parts:
                    fill(part, order, start)
                yield parts
            epoch, position = epoch + 1, 0

    def _parts_of(self, count: int) -> list[_Part]:
        """The parts of a batch of `count` examples, their buffers allocated once."""
        if count not in self._parts:
            size = part_size(self.problem, count)
            places = [slice(i, min(i + size, count)) for i in range(0, count, size)]
            self._parts[count] = [self._part(place, count) for place in places]
        return self._parts[count]

    def _part(self, place: slice, count: int) -> _Part:
        examples = place.stop - place.start
        propagation = Propagation(self.problem.layout, self._theta, examples, of=count)
        return _Part(propagation, np.empty_like(propagation.A[-1]), place)

    def _gather(self, part: _Part, order: IntArray, start: int) -> None:
        """Copy a part's examples together."""
        indices = order[start + part.place.start : start + part.place.stop]
        # with its default mode `take` would fill a copy and check every index
        self._inputs.take(indices, 0, part.propagation.batch, "clip")
        self._targets.take(indices, 1, part.targets, "clip")

    def _slice(self, part: _Part, order: IntArray, start: int) -> None:
        """Point a part at examples that follow each other."""
        first = start + part.place.start
        if part.first != first:
            rows = slice(first, start + part.place.stop)
            part.propagation.feed(self._inputs[rows])
            part.targets, part.first = self._targets[:, rows], first

    def _fill_gradient(self, parts: list[_Part], iteration: int) -> None:
        """The gradient of a batch's loss and of the penalty."""
        training, grad = self.problem.training, self._grad
        dropout = (self.problem.seed, iteration) if self._dropout else None
        for part in parts:
            part.propagation.forward(dropout)
            part.propagation.backward(part.targets, training.loss, training.reduction, grad)
            if grad is not self._grad:
                np.add(self._grad, grad, self._grad)
            grad = self._scratch
        self._penalty.add(self._theta, self._grad, self._scratch)

    def _batch_loss(self, parts: list[_Part]) -> float:
        """The loss of a batch that was propagated."""
        total, examples = 0.0, 0
        for part in parts:
            Z, A = part.propagation.Z[-1], part.propagation.A[-1]
            total += self._loss.total(Z, A, part.targets)
            examples += part.propagation.examples
        return total / examples if self.problem.training.reduction == "mean" else total

    def _update(self, theta: FloatArray, t: int) -> None:
        """One optimizer step; frozen parameters have no gradient and do not move."""
        if not len(self._frozen):
            for step in self._steps:
                self._optimizer.step(step, t)
            return
        kept = theta[self._frozen]
        self._grad[self._frozen] = 0.0
        for step in self._steps:
            self._optimizer.step(step, t)
        theta[self._frozen] = kept


def part_size(problem: Problem, batch: int) -> int:
    """How many examples of a batch to propagate together."""
    network = problem.layout.network
    pairs = zip(network.sizes, network.layers, strict=False)
    widest = max(layer.parameters(inputs) for inputs, layer in pairs)
    parts = -(-widest * batch // SMALL_PRODUCT)
    # a dropout mask belongs to a whole batch
    if parts < _FEWEST_PARTS or any(layer.dropout for layer in network.layers):
        return batch
    size = -(-batch // parts)
    return size if size >= _SMALLEST_PART else batch
