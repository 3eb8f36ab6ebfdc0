"""The columns of examples as a person reads them: a category is one column of words."""

from dataclasses import dataclass

import numpy as np

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.dataset import Dataset
from nnplayground.core.experiment import DataSpec
from nnplayground.data.table_examples import NO_YES
from nnplayground.data.table_source import TABLE, prepared_table


@dataclass(frozen=True)
class ExampleColumn:
    """One column.

    Attributes:
        name: what it is called.
        first: the first of its raw columns.
        words: what its numbers mean, () where they are numbers.
        width: how many raw columns it has: one for each word, or 1.
        place: as `nnplayground.data.value_edits.with_value` takes it.
    """

    name: str
    first: int
    words: tuple[str, ...] = ()
    width: int = 1
    place: int = 0

    def values(self, raw: FloatArray) -> FloatArray:
        """(examples,) of raw (examples, columns): a number, or which word it is."""
        if self.width == 1:
            return raw[:, self.first]
        codes: IntArray = raw[:, self.first : self.first + self.width].argmax(axis=1)
        return codes.astype(np.float64)


def example_columns(data: DataSpec, dataset: Dataset) -> tuple[ExampleColumn, ...]:
    """The columns of the inputs of some data, in their order."""
    if data.dataset != TABLE or data.table is None:
        return tuple(
            ExampleColumn(name, first, place=first) for first, name in enumerate(dataset.columns)
        )
    groups = prepared_table(data.table).groups
    positions = [i for i, column in enumerate(data.table.columns) if column.role == "input"]
    made = []
    for group, position in enumerate(positions):
        column = data.table.columns[position]
        first, width = groups.index(group), groups.count(group)
        words: tuple[str, ...] = ()
        if column.kind == "category":
            prefix = len(f"{column.name}=")
            words = tuple(name[prefix:] for name in dataset.columns[first : first + width])
        elif column.kind == "yes_no":
            words = NO_YES
        made.append(ExampleColumn(column.name, first, words, width, position))
    return tuple(made)
