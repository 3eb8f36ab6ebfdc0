"""The engine for small networks: the training step as one compiled kernel."""

from typing import Any

import numpy as np

from nnplayground.core import dropout, fused_kernel
from nnplayground.core.arrays import DTYPES, FloatArray, frozen
from nnplayground.core.engine import Problem, RunState
from nnplayground.core.errors import SpecError
from nnplayground.core.fused.tables import layers_of, padded, settings_of, work_of
from nnplayground.core.random import ExampleOrder, OrderArray

CACHE_LINE = 64


class FusedEngine:
    """Training steps in one Numba kernel that does not hold the GIL; see `Engine`.

    Raises:
        KernelError: where the kernel cannot be compiled.
    """

    name = "fused"

    def __init__(self, problem: Problem) -> None:
        _check_shapes(problem)
        self._kernel = fused_kernel.load(problem.training.precision)
        self.problem = problem
        self._order = ExampleOrder(len(problem.X), problem.order, problem.seed)
        layers = layers_of(problem)
        self._layers = np.array(layers, np.int64)
        self._sizes, self._settings = work_of(problem, layers), settings_of(problem)
        rates = [layer.dropout for layer in problem.layout.network.layers]
        self._thresholds = np.array([dropout.threshold(rate) for rate in rates], np.uint64)
        self._frozen = np.flatnonzero(problem.layout.frozen_mask())
        dtype = np.dtype(DTYPES[problem.training.precision])
        # Numba would compile anew for arrays of other kinds
        self._X, self._Y = (
            frozen(np.ascontiguousarray(array, dtype).view()) for array in (problem.X, problem.Y)
        )
        self._allocate(dtype)

    def _allocate(self, dtype: np.dtype[Any]) -> None:
        """Arrays of the kernel's own, whose sizes are whole lanes."""
        parameters, sizes = self.problem.layout.size, self._sizes
        length = padded(parameters, dtype)
        self._theta, self._grad, self._weights = (np.zeros(length, dtype) for _ in range(3))
        self._slots = np.zeros((2, length), dtype)
        self._weights[:parameters] = self.problem.layout.weights_mask()
        width = padded(min(sizes.batch, sizes.tile), dtype)
        self._work = _aligned((sizes.targets + sizes.outputs) * width, dtype)
        self._starts = np.empty(sizes.tile, np.int64)
        columns = padded(sizes.batch, dtype) if sizes.kept else width
        self._fed = _aligned((sizes.inputs + 1) * columns, dtype)

    def advance(
        self,
        state: RunState,
        steps: int,
        losses: FloatArray | None = None,
        thetas: FloatArray | None = None,
    ) -> None:
        """Do `steps` iterations on `state` in place; see `Engine.advance`."""
        parameters, slots = self.problem.layout.size, len(state.slots)
        _expect_shape("losses", losses, (steps,))
        _expect_shape("thetas", thetas, (steps, parameters))
        self._theta[:parameters] = state.theta
        self._slots[:slots, :parameters] = state.slots
        kept = state.theta[self._frozen]
        done = 0
        while done < steps:
            first, orders = self._orders(state, steps - done)
            part = slice(done, done + self._steps_in(first, orders, state, steps - done))
            self._train(
                state,
                part.stop - done,
                first,
                orders,
                kept,
                None if losses is None else losses[part],
                None if thetas is None else thetas[part],
            )
            done = part.stop
        state.theta[...] = self._theta[:parameters]
        state.slots[...] = self._slots[:slots, :parameters]

    def _orders(self, state: RunState, steps: int) -> tuple[int, OrderArray]:
        """The orders of examples for as many of `steps` as can be had at once.

        Each call of the kernel, and each of NumPy's that draws an order, waits for the
        interpreter while the window draws: few of them are the whole speed of small networks.
        """
        epoch, position = self._place(state)
        last, _ = divmod(position + steps - 1, self.problem.iterations_per_epoch)
        return self._order.table(epoch, last + 1)

    def _steps_in(self, first: int, orders: OrderArray, state: RunState, steps: int) -> int:
        """How many of `steps` lie in the orders that begin with epoch `first`."""
        if not self._order.shuffled:
            return steps
        epoch, position = self._place(state)
        left = first + len(orders) - epoch
        return min(steps, left * self.problem.iterations_per_epoch - position)

    def _place(self, state: RunState) -> tuple[int, int]:
        """The epoch, and which of its batches comes next."""
        since = state.iteration - state.clock.epoch_iteration
        epoch, position = divmod(since, self.problem.iterations_per_epoch)
        return state.clock.epoch + epoch, position

    def _train(
        self,
        state: RunState,
        steps: int,
        first: int,
        orders: OrderArray,
        kept: FloatArray,
        losses: FloatArray | None,
        thetas: FloatArray | None,
    ) -> None:
        filled_losses = self._to_fill(losses, (0,))
        filled_thetas = self._to_fill(thetas, (0, len(state.theta)))
        epoch, position = self._place(state)
        self._kernel(
            steps,
            epoch - first,
            position * self.problem.batch_size,
            state.iteration,
            state.iteration - state.clock.optimizer_iteration + 1,
            self._sizes,
            self._settings,
            self._layers,
            self._thresholds,
            self._X,
            self._Y,
            orders,
            self._frozen,
            kept,
            self._theta,
            self._grad,
            self._weights,
            self._slots,
            self._fed,
            self._work,
            self._starts,
            filled_losses,
            filled_thetas,
        )
        state.iteration += steps
        if losses is not None and filled_losses is not losses:
            losses[...] = filled_losses
        if thetas is not None and filled_thetas is not thetas:
            thetas[...] = filled_thetas

    def _to_fill(self, wanted: FloatArray | None, nothing: tuple[int, ...]) -> FloatArray:
        """An array that the kernel can fill: `wanted` itself where it is of the right kind."""
        if wanted is None:
            return np.empty(nothing, self._theta.dtype)
        if wanted.dtype == self._theta.dtype and wanted.flags.c_contiguous:
            return wanted
        return np.empty(wanted.shape, self._theta.dtype)


def _check_shapes(problem: Problem) -> None:
    """The kernel checks nothing."""
    network, examples = problem.layout.network, len(problem.X)
    _expect_shape("X", problem.X, (examples, network.inputs))
    _expect_shape("Y", problem.Y, (examples, network.output.units))


def _expect_shape(name: str, array: FloatArray | None, shape: tuple[int, ...]) -> None:
    if array is not None and array.shape != shape:
        raise SpecError(f"{name}: expected shape {shape}, got {array.shape}")


def _aligned(length: int, dtype: np.dtype[Any]) -> FloatArray:
    """Zeros that begin where a line of the cache does: wide loads across two lines take twice."""
    room = np.zeros(length + CACHE_LINE // dtype.itemsize, dtype)
    first = -room.ctypes.data % CACHE_LINE // dtype.itemsize
    return room[first : first + length]
