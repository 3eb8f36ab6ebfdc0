"""The kinds of columns: how the cells of each become numbers, as one table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.table_spec import TableColumn
from nnplayground.data.table_errors import TableError, at, shown

MAX_CATEGORIES = 100
LARGEST = 1e100  # squares and their sums stay finite
_MISSING = frozenset(("", "na", "n/a", "nan", "null", "none", "?", "-", "#n/a"))
_YES_NO = {
    **dict.fromkeys(("yes", "y", "true", "t", "ja", "oui", "si", "on", "1"), 1.0),
    **dict.fromkeys(("no", "n", "false", "f", "nein", "non", "off", "0"), 0.0),
}


def is_missing(cell: str) -> bool:
    """Whether a cell says that nothing is known."""
    return cell.strip().lower() in _MISSING


def yes_or_no(cell: str) -> float | None:
    """1 for yes, 0 for no, None for anything else."""
    return _YES_NO.get(cell.strip().lower())


@dataclass
class Gathered:
    """A column while its rows come in, block by block.

    Attributes:
        column: what the column is.
        number: its place in the table, from 1.
        decimal: '.' or ','.
        blocks: (rows,) each: numbers, or codes of categories; NaN where missing.
        codes: of the categories so far.
    """

    column: TableColumn
    number: int
    decimal: str
    blocks: list[FloatArray] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)

    def take(self, cells: Sequence[str], rows: Sequence[int]) -> None:
        """Add cells, which stand in these rows of the file.

        Raises:
            TableError: at a cell that is not of the column's kind.
        """
        self.blocks.append(_TAKE[self.column.kind](self, cells, rows))

    def finish(self) -> tuple[FloatArray, tuple[str, ...]]:
        """All values (rows,), and the categories in their order, which the codes are of."""
        values = np.concatenate(self.blocks) if self.blocks else np.empty(0)
        self.blocks.clear()
        if self.column.kind != "category":
            return values, ()
        names = sorted(self.codes, key=_natural)
        place = np.empty(len(names) + 1)
        place[-1] = np.nan
        for position, name in enumerate(names):
            place[self.codes[name]] = position
        codes = np.where(np.isnan(values), len(names), values).astype(np.int64)
        return place[codes], tuple(names)

    def refuse(self, row: int, cell: str, why: str) -> TableError:
        """The error at a cell."""
        place = at(row, self.number, self.column.name)
        return TableError(f"{place}: '{shown(cell)}' {why}")


def _natural(name: str) -> tuple[int, float, str]:
    """Numbers by their size and before texts, texts by the alphabet."""
    try:
        value = float(name)
    except ValueError:
        return 1, 0.0, name
    return (0, value, name) if np.isfinite(value) else (1, 0.0, name)


def _numbers(column: Gathered, cells: Sequence[str], rows: Sequence[int]) -> FloatArray:
    texts: Sequence[str] = cells
    if column.decimal == ",":
        if any("." in cell for cell in cells):
            return _numbers_singly(column, cells, rows)
        texts = [cell.replace(",", ".") for cell in cells]
    try:
        values = np.fromiter(map(float, texts), np.float64, len(texts))
    except ValueError:
        return _numbers_singly(column, cells, rows)
    if np.abs(values).max(initial=0.0) <= LARGEST:  # not so with NaN
        return values
    return _numbers_singly(column, cells, rows)


def _numbers_singly(column: Gathered, cells: Sequence[str], rows: Sequence[int]) -> FloatArray:
    values = np.full(len(cells), np.nan)
    for position, cell in enumerate(cells):
        if is_missing(cell):
            continue
        other = "." if column.decimal == "," else ""
        text = cell.replace(",", ".") if other and other not in cell else cell
        try:
            if other and other in cell:
                raise ValueError
            value = float(text)
        except ValueError:
            raise column.refuse(rows[position], cell, _no_number(cell, column.decimal)) from None
        if not abs(value) <= LARGEST:
            raise column.refuse(rows[position], cell, f"is beyond ±{LARGEST:g}; correct the cell")
        values[position] = value
    return values


def _no_number(cell: str, decimal: str) -> str:
    other = "," if decimal == "." else "."
    if other in cell and any(one.isdigit() for one in cell):
        return f"is no number with the decimal sign '{decimal}'; correct it or choose '{other}'"
    return "is no number; correct the cell, or take the column as categories"


def _categories(column: Gathered, cells: Sequence[str], rows: Sequence[int]) -> FloatArray:
    values, codes = np.full(len(cells), np.nan), column.codes
    for position, cell in enumerate(cells):
        name = cell.strip()
        if is_missing(name):
            continue
        code = codes.setdefault(name, len(codes))
        if code >= MAX_CATEGORIES:
            raise column.refuse(
                rows[position],
                cell,
                f"is the {code + 1}th different value, more than {MAX_CATEGORIES} categories; "
                "leave the column out, or take it as numbers",
            )
        values[position] = code
    return values


def _yes_no(column: Gathered, cells: Sequence[str], rows: Sequence[int]) -> FloatArray:
    values = np.full(len(cells), np.nan)
    for position, cell in enumerate(cells):
        if is_missing(cell):
            continue
        value = yes_or_no(cell)
        if value is None:
            why = "is neither yes nor no; correct the cell, or take the column as categories"
            raise column.refuse(rows[position], cell, why)
        values[position] = value
    return values


_TAKE: dict[str, Callable[[Gathered, Sequence[str], Sequence[int]], FloatArray]] = {
    "number": _numbers,
    "category": _categories,
    "yes_no": _yes_no,
}
