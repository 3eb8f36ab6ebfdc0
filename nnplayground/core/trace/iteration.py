"""One iteration taken apart, as a value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.engine import Problem, RunState
from nnplayground.core.errors import SpecError
from nnplayground.core.trace.notation import TEXTBOOK, Notation
from nnplayground.core.trace.numbers import (
    Numbers,
    batch_problem,
    checked_inputs,
    forward_only,
    next_batch,
    whole_iteration,
)
from nnplayground.core.trace.quantity import Operation, Quantity
from nnplayground.core.trace.table import Table


@dataclass(frozen=True, eq=False)
class Trace:
    """One iteration: every matrix by name, in the order in which they are computed.

    Attributes:
        problem: the settings, with the batch as its examples.
        numbers: all arrays in the engine's own signs, one example a row.
        examples: indices of the batch's examples in the training set; None for own inputs.
        notation: how quantities are written; their arrays follow it.
        quantities: by key; a read-only mapping in order.
        operations: one for each computed quantity, in order.
    """

    problem: Problem
    numbers: Numbers
    examples: IntArray | None
    notation: Notation
    quantities: Mapping[str, Quantity]
    operations: tuple[Operation, ...]

    @property
    def iteration(self) -> int:
        """The iteration that is taken apart, from 0."""
        return self.numbers.before.iteration

    def __getitem__(self, key: str) -> Quantity:
        """The quantity of a key.

        Raises:
            SpecError: where this iteration has no such quantity.
        """
        if key not in self.quantities:
            known = ", ".join(self.quantities)
            raise SpecError(f"trace: there is no quantity '{key}'; there are {known}")
        return self.quantities[key]

    def operation(self, key: str) -> Operation | None:
        """The operation that gives a quantity; None for what is given."""
        return next((o for o in self.operations if o.key == key), None)

    def stages(self) -> tuple[str, ...]:
        """Keys of the stages that this iteration goes through, in order."""
        return tuple(dict.fromkeys(("input", *(o.stage for o in self.operations))))

    def in_notation(self, notation: Notation) -> "Trace":
        """The same iteration, written otherwise."""
        return _laid_out(self.problem, self.numbers, self.examples, notation)


def trace(
    problem: Problem,
    state: RunState,
    examples: Sequence[int] | IntArray | None = None,
    inputs: Sequence[Sequence[float]] | FloatArray | None = None,
    notation: Notation = TEXTBOOK,
) -> Trace:
    """Take one iteration from `state` apart; `state` is not changed.

    Args:
        problem: what is trained.
        state: where training is.
        examples: indices of training examples, for an iteration on these; None for the batch
            that the next iteration will take.
        inputs: own inputs (examples, inputs) without an answer, instead of `examples`: then there
            is the forward pass only.
        notation: how to write it.

    Raises:
        SpecError: where examples or inputs do not fit.
    """
    if inputs is not None:
        X = checked_inputs(problem, inputs)
        return _laid_out(problem, forward_only(problem, state, X), None, notation)
    chosen = next_batch(problem, state) if examples is None else _checked(problem, examples)
    batch = batch_problem(
        problem,
        problem.X.take(chosen, axis=0, mode="clip"),
        problem.Y.take(chosen, axis=0, mode="clip"),
    )
    return _laid_out(batch, whole_iteration(batch, state), chosen, notation)


def _checked(problem: Problem, examples: Sequence[int] | IntArray) -> IntArray:
    chosen = np.array(examples, dtype=np.int64).reshape(-1)
    count = len(problem.X)
    if not len(chosen) or chosen.min() < 0 or chosen.max() >= count:
        raise SpecError(f"examples: expected numbers from 0 to {count - 1}, got {list(examples)}")
    return chosen


def _laid_out(
    problem: Problem, numbers: Numbers, examples: IntArray | None, notation: Notation
) -> Trace:
    table = Table(problem, numbers, notation)
    quantities = MappingProxyType(table.quantities)
    return Trace(problem, numbers, examples, notation, quantities, tuple(table.operations))
