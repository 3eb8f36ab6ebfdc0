"""A table of numbers and words for other programs: what a plot shows, as CSV, exact to the bit."""

import csv
import hashlib
import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from nnplayground.files.atomic import replace_file_by
from nnplayground.files.errors import FileError


@dataclass(frozen=True, eq=False)
class Words:
    """A column of words that often come again.

    Attributes:
        codes: (rows,) which word.
        words: all of them.
    """

    codes: npt.NDArray[Any]
    words: Sequence[str]

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, rows: slice) -> Sequence[str]:
        return [self.words[int(code)] for code in self.codes[rows].tolist()]


@dataclass(frozen=True, eq=False)
class Stacked:
    """Columns one below the other, without a copy of them.

    Attributes:
        parts: the columns.
    """

    parts: Sequence["Column"]

    def __len__(self) -> int:
        return sum(len(part) for part in self.parts)

    def __getitem__(self, rows: slice) -> Sequence[object]:
        cells: list[object] = []
        first, last, _ = rows.indices(len(self))
        for part in self.parts:
            if first < len(part) and last > 0:
                cells += _cells(part[max(0, first) : last])
            first, last = first - len(part), last - len(part)
        return cells


@dataclass(frozen=True, eq=False)
class Picked:
    """Some rows of a column, in an order of their own.

    Attributes:
        column: all of it.
        rows: which of its rows.
    """

    column: "Column"
    rows: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, rows: slice) -> Sequence[object]:
        return _taken(self.column, self.rows[rows])


Column = npt.NDArray[Any] | Sequence[str] | Words | Stacked | Picked
# A curve: its name, and (points,) where and how high it is.
Curve = tuple[str, npt.NDArray[Any], npt.NDArray[Any]]

# Rows that become text at once: bounds the memory that a large table takes.
_BLOCK = 10_000


class WritingStoppedError(Exception):
    """A person does not want the file any more."""


@dataclass(frozen=True, eq=False)
class NumberTable:
    """Columns of the same length.

    Attributes:
        names: of the columns.
        columns: each (rows,) numbers or words.
    """

    names: tuple[str, ...]
    columns: tuple[Column, ...]

    def __post_init__(self) -> None:
        if len({len(column) for column in self.columns}) > 1 or len(self.names) != len(
            self.columns
        ):
            raise ValueError("a table needs a name for each column and columns of one length")

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def picked(self, rows: npt.NDArray[np.int64]) -> "NumberTable":
        """The table with these rows only, in this order."""
        return NumberTable(self.names, tuple(Picked(column, rows) for column in self.columns))

    def text(self, delimiter: str = ",") -> str:
        """All of it as CSV: a header, every digit, nothing where there is no number."""
        return "".join(self.blocks(delimiter))

    def blocks(self, delimiter: str = ",") -> Iterator[str]:
        """The same in parts: first the header, then some rows at a time."""
        yield _written([self.names], delimiter)
        for first in range(0, len(self), _BLOCK):
            cells = [_cells(column[first : first + _BLOCK]) for column in self.columns]
            yield _written(zip(*cells, strict=True), delimiter)


def curve_table(x_name: str, curves: Sequence[Curve]) -> NumberTable:
    """Curves over one axis: a row for each place that any of them has, gaps where one has none."""
    places = [np.asarray(x) for _, x, _ in curves]
    every = np.unique(np.concatenate(places)) if places else np.zeros(0)
    columns: list[Column] = [every]
    for _, x, y in curves:
        column = np.full(len(every), np.nan)
        column[np.searchsorted(every, x)] = y
        columns.append(column)
    return NumberTable((x_name, *(name for name, _, _ in curves)), tuple(columns))


def save_numbers(
    path: str | os.PathLike[str],
    table: NumberTable,
    progress: Callable[[float], bool] = lambda share: True,
) -> None:
    """Write a table as CSV.

    Args:
        path: the file.
        table: what to write.
        progress: told the share done; False leaves it.

    Raises:
        FileError: where it was not saved; what was at `path` is unchanged.
        WritingStoppedError: where `progress` says so; what was at `path` is unchanged.
    """
    path = Path(path)
    written = hashlib.sha256()

    def write(file: BinaryIO) -> None:
        parts = max(1, -(-len(table) // _BLOCK))
        for number, block in enumerate(table.blocks()):
            data = block.encode("utf-8")
            written.update(data)
            file.write(data)
            if not progress(number / parts):
                raise WritingStoppedError

    def check(temporary: Path) -> None:
        with temporary.open("rb") as file:
            read = hashlib.file_digest(file, "sha256")
        if read.digest() != written.digest():
            raise FileError(
                f"{path.name} was not saved: the disk gave back other bytes; try again."
            )

    replace_file_by(path, write, check)


def _written(rows: Any, delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _cells(column: Column | Sequence[object]) -> Sequence[object]:
    if isinstance(column, Words | Stacked | Picked):
        return column[0 : len(column)]
    if not isinstance(column, np.ndarray):
        return column
    cells: list[object] = column.tolist()
    if column.dtype.kind == "f" and np.isnan(column).any():
        return ["" if cell != cell else cell for cell in cells]
    return cells


def _taken(column: Column, rows: npt.NDArray[np.int64]) -> Sequence[object]:
    """The cells in these rows of a column."""
    if isinstance(column, np.ndarray):
        return _cells(column[rows])
    if isinstance(column, Words):
        return Words(column.codes[rows], column.words)[0 : len(rows)]
    if isinstance(column, Picked):
        return _taken(column.column, column.rows[rows])
    if isinstance(column, Stacked):
        cells = np.empty(len(rows), dtype=object)
        first = 0
        for part in column.parts:
            here = (rows >= first) & (rows < first + len(part))
            cells[here] = np.array([None, *_taken(part, rows[here] - first)], dtype=object)[1:]
            first += len(part)
        return list(cells)
    return [column[row] for row in rows.tolist()]
