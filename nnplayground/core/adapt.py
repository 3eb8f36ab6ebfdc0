"""Carries a run's state over to an edited experiment, keeping every number that still fits."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnplayground.core.arrays import DTYPES, FloatArray, IntArray
from nnplayground.core.engine import Clock, Problem, RunState
from nnplayground.core.errors import SpecError
from nnplayground.core.layout import ParameterLayout
from nnplayground.core.network import initial_theta
from nnplayground.core.optimizers import OPTIMIZERS

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class LayerValues:
    """The numbers of one layer by itself, as they are copied; what is not finite is left out.

    Attributes:
        W: (inputs, outputs).
        b: (outputs,), or (0,) without biases.
    """

    W: FloatArray
    b: FloatArray

    @classmethod
    def of(cls, layout: ParameterLayout, theta: Array, index: int) -> "LayerValues":
        """Those of layer `index` (from 0) of a network."""
        return cls(layout.weight(theta, index).copy(), layout.bias(theta, index).copy())

    def put(self, layout: ParameterLayout, theta: Array, index: int) -> None:
        """Put as many rows and columns as fit into layer `index` of `theta`."""
        W, b = layout.weight(theta, index), layout.bias(theta, index)
        _put_finite(self.W, W[: len(self.W), : self.W.shape[1]])
        _put_finite(self.b, b[: len(self.b)])


def _put_finite(values: Array, into: Array) -> None:
    with np.errstate(over="ignore"):
        fitting = values[tuple(slice(length) for length in into.shape)].astype(into.dtype)
    np.copyto(into, fitting, where=np.isfinite(fitting))


@dataclass(frozen=True)
class Correspondence:
    """Which old layers and neurons the new ones are.

    Attributes:
        layers: for each new layer (from 0) the old layer it comes from, or None for a fresh one.
        neurons: for each level (0 the inputs, then the layers) the old neuron of each new one, or
            None for a fresh one; None for a level whose neurons keep their numbers.
        by_position: new layers that keep their weights row by row although other neurons stand
            before them now: a layer that was moved, or the copy of one.
    """

    layers: tuple[int | None, ...]
    neurons: tuple[tuple[int | None, ...] | None, ...]
    by_position: tuple[int, ...] = ()

    @classmethod
    def in_place(cls, layers: int) -> "Correspondence":
        """Every layer and neuron keeps its number."""
        return cls(tuple(range(layers)), (None,) * (layers + 1))

    def pairs(self, level: int, new_size: int, old_size: int) -> tuple[IntArray, IntArray]:
        """New and old neuron numbers of a level that are the same neuron."""
        given = self.neurons[level]
        if given is None:
            same = np.arange(min(new_size, old_size))
            return same, same
        kept = [(n, o) for n, o in enumerate(given) if o is not None and o < old_size]
        table = np.array(kept, dtype=np.int64).reshape(-1, 2)
        return table[:, 0], table[:, 1]


def carry_over(
    old: ParameterLayout,
    new: ParameterLayout,
    values: Array,
    into: Array,
    correspondence: Correspondence,
) -> None:
    """Copy from `values` (old P,) to `into` (new P,) what still means the same.

    A weight stays where both its layers come from neighbouring old layers and both its neurons
    were there, or where its layer is one of `by_position` and had such a row; a bias where its
    neuron was there. Other entries of `into` stay as they are.
    """
    for i, source in enumerate(correspondence.layers):
        if source is None:
            continue
        W, old_W = new.weight(into, i), old.weight(values, source)
        columns, old_columns = correspondence.pairs(i + 1, W.shape[1], old_W.shape[1])
        before = -1 if i == 0 else correspondence.layers[i - 1]
        if before == source - 1:
            rows, old_rows = correspondence.pairs(i, W.shape[0], old_W.shape[0])
            W[np.ix_(rows, columns)] = old_W[np.ix_(old_rows, old_columns)]
        elif i in correspondence.by_position:
            both = min(len(W), len(old_W))
            W[:both, columns] = old_W[:both, old_columns]
        b, old_b = new.bias(into, i), old.bias(values, source)
        if len(b) and len(old_b):
            b[columns] = old_b[old_columns]


def adapt_state(
    before: Problem,
    after: Problem,
    state: RunState,
    correspondence: Correspondence | None = None,
) -> RunState:
    """The state with which `after` goes on from `state` of `before`.

    Weights that still fit stay, others start afresh; optimizer slots stay where the optimizer
    does, else start at 0; the epoch count goes on.

    Args:
        before, after: the problems before and after the edit.
        state: of `before`; not changed.
        correspondence: which neurons are the same; None where all keep their places.
    """
    in_place = Correspondence.in_place(len(after.layout.network.layers))
    correspondence = correspondence or in_place
    same_network = (
        before.layout.network.sizes == after.layout.network.sizes
        and before.layout.offsets == after.layout.offsets
        and correspondence == in_place
    )
    dtype = DTYPES[after.training.precision]
    slots = after.fresh_slots()
    same_slots = (
        OPTIMIZERS[before.training.optimizer].slots == OPTIMIZERS[after.training.optimizer].slots
    )
    if same_network:
        theta = state.theta.astype(dtype)
        if same_slots:
            slots[...] = state.slots
    else:
        theta = initial_theta(after.layout, after.seed, after.training.precision)
        carry_over(before.layout, after.layout, state.theta, theta, correspondence)
        for slot, old_slot in zip(slots, state.slots if same_slots else (), strict=False):
            carry_over(before.layout, after.layout, old_slot, slot, correspondence)
    return RunState(state.iteration, theta, slots, _clock(before, after, state, same_slots))


def _clock(before: Problem, after: Problem, state: RunState, same_slots: bool) -> Clock:
    clock = state.clock
    optimizer_iteration = clock.optimizer_iteration if same_slots else state.iteration
    same_batches = before.batch_size == after.batch_size and len(before.X) == len(after.X)
    if same_batches:
        return Clock(clock.epoch_iteration, clock.epoch, optimizer_iteration)
    return Clock(state.iteration, before.epoch(state), optimizer_iteration)


def set_parameter(state: RunState, index: int, value: float) -> RunState:
    """The state with parameter `index` of theta set to `value`, everything else as it is."""
    if not np.isfinite(value):
        raise SpecError(f"parameter {index}: expected a finite number, got {value}")
    changed = state.copy()
    changed.theta[index] = value
    return changed
