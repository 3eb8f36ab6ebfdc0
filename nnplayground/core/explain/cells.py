"""Cells, rows and columns of a trace as parts of formulas."""

import dataclasses
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nnplayground.core.arrays import FloatArray
from nnplayground.core.experiment import TrainingSpec
from nnplayground.core.explain.expression import Cell, Expression, Number, Region
from nnplayground.core.explain.running import Strip
from nnplayground.core.trace import Quantity, Trace
from nnplayground.core.trace.notation import index_text

Secret = tuple[str, int, int]  # key, row and column, as displayed


@dataclass(frozen=True, eq=False)
class Source:
    """One quantity's cell, and access to the cells that it comes from.

    Rows and columns are counted with one example a row, however the trace is turned.

    Attributes:
        trace, quantity, row, column: the cell.
        secret: cells (key, row, column) as displayed whose numbers are not to be written.
        blind: whether these are not even read: they are NaN then.
    """

    trace: Trace
    quantity: Quantity
    row: int
    column: int
    secret: frozenset[Secret] = frozenset()
    blind: bool = False

    def of(self, quantity: Quantity) -> "Source":
        """The cell of another quantity at the same place."""
        return dataclasses.replace(self, quantity=quantity)

    @property
    def training(self) -> TrainingSpec:
        """The training settings."""
        return self.trace.problem.training

    @property
    def activation(self) -> str:
        """The activation of the quantity's layer."""
        return self.trace.problem.layout.network.layers[self.quantity.layer - 1].activation

    @property
    def examples(self) -> int:
        """How many examples the batch has."""
        return len(self.trace.numbers.X)

    @property
    def time(self) -> int:
        """The number of the optimizer's step, from 1."""
        before = self.trace.numbers.before
        return before.iteration - before.clock.optimizer_iteration + 1

    @property
    def value(self) -> float:
        """The cell's value as displayed."""
        return float(self.array(self.quantity.key)[self.row, self.column])

    def array(self, key: str) -> FloatArray:
        """A quantity's array, one example a row."""
        quantity = self.trace.quantities[key]
        array = quantity.array
        if self.blind and self._secrets(key):
            array = np.where(self._secret_mask(key), np.nan, array)
        return array.T if quantity.turned else array

    def _secrets(self, key: str) -> list[Secret]:
        return [cell for cell in self.secret if cell[0] == key]

    def _secret_mask(self, key: str) -> npt.NDArray[np.bool_]:
        """Which cells of a quantity, as displayed, are not to be written."""
        shape = self.trace.quantities[key].shape
        mask = np.zeros(shape, dtype=bool)
        for _, row, column in self._secrets(key):
            if row < shape[0] and column < shape[1]:
                mask[row, column] = True
        return mask

    def operand(self, number: int) -> str:
        """The key of an operand."""
        return self.quantity.operands[number]

    def here(self, number: int) -> Cell:
        """The cell of an operand at the same place."""
        return self.cell(self.operand(number), self.row, self.column)

    def cell(self, key: str, row: int, column: int) -> Cell:
        """One cell of a quantity."""
        quantity = self.trace.quantities[key]
        value = float(self.array(key)[row, column])
        if quantity.turned:
            row, column = column, row
        is_secret = (key, row, column) in self.secret
        return Cell(Region(key, row, column), value, quantity.cell_symbol(row, column), is_secret)

    def along(self, number: int, row: int | None = None, column: int | None = None) -> Strip:
        """A row or a column of an operand, or all of it where neither is given."""
        key = self.operand(number)
        quantity, array = self.trace.quantities[key], self.array(key)
        rows = slice(None) if row is None else slice(row, row + 1)
        columns = slice(None) if column is None else slice(column, column + 1)
        part = array[rows, columns]
        place, size = (row or 0, column or 0), part.shape
        symbol = _running_symbol(quantity, row, column)
        if quantity.turned:
            place, size = (place[1], place[0]), (size[1], size[0])
        secret = None
        if self._secrets(key):
            mask = self._secret_mask(key)
            secret = (mask.T if quantity.turned else mask)[rows, columns].reshape(-1)
        return Strip(Region(key, *place, *size), part.reshape(-1), symbol, secret)

    def scaled(self, expression: Expression) -> Expression:
        """Divided by the number of examples where the loss is their mean."""
        if self.training.reduction == "mean" and self.examples > 1:
            return expression / Number(float(self.examples), "m")
        return expression

    def is_frozen(self) -> bool:
        """Whether the parameter at this place does not learn."""
        layout, index = self.trace.problem.layout, self.quantity.layer - 1
        part = layout.bias if self.quantity.sort.endswith("b") else layout.weight
        return bool(np.atleast_2d(part(layout.frozen_mask(), index))[self.row, self.column])


def _running_symbol(quantity: Quantity, row: int | None, column: int | None) -> str:
    """The symbol of a cell with k for the index that runs."""
    if row is None and column is None:
        return quantity.template.format("ₖ" if quantity.shape != (1, 1) else "")
    rows, columns = quantity.shape[::-1] if quantity.turned else quantity.shape
    if 1 in (rows, columns):
        runs = (row is None and rows > 1) or (column is None and columns > 1)
        fixed = index_text(row or 0, column or 0, (rows, columns))
        return quantity.template.format("ₖ" if runs else fixed)
    first = "k" if row is None else str(row + 1)
    second = "k" if column is None else str(column + 1)
    if quantity.turned:
        first, second = second, first
    return quantity.template.format(f"[{first},{second}]")
