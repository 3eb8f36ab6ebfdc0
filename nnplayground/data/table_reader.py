"""Reads a table as its experiment describes it: rows in blocks, each cell checked."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np

from nnplayground.core.arrays import FloatArray, frozen
from nnplayground.core.table_spec import TableFormat, TableSpec
from nnplayground.data.table_errors import TableError, at, shown
from nnplayground.data.table_format import dialect
from nnplayground.data.table_kinds import LARGEST, Gathered
from nnplayground.data.table_text import Progress, lines_of, unasked

_BLOCK = 1000  # rows that fit into the processor's cache
MAX_ROWS = 5_000_000
MAX_CELLS = 50_000_000


@dataclass(frozen=True, eq=False)
class Table:
    """The columns that are used, as numbers; all arrays are read-only.

    Attributes:
        values: for each column (rows,): numbers, 0 and 1 for no and yes, or codes of categories;
            NaN where the cell is empty; (0,) for a column that is not used.
        categories: for each column what its codes mean, () for other kinds.
        rows: how many there are, without the header.
    """

    values: tuple[FloatArray, ...]
    categories: tuple[tuple[str, ...], ...]
    rows: int


@dataclass(frozen=True, eq=False)
class Block:
    """Some rows of a table.

    Attributes:
        rows: their cells; () where `values` has them.
        values: (rows, columns) where all used cells are numbers, else None.
        numbers: of the rows in the file, from 1.
    """

    rows: Sequence[Sequence[str]]
    values: FloatArray | None
    numbers: Sequence[int]

    def texts(self) -> list[list[str]]:
        """The cells as texts that are read as the same values."""
        if self.values is None:
            return [list(row) for row in self.rows]
        return [[repr(cell) for cell in row] for row in self.values.tolist()]


def read_table(spec: TableSpec, progress: Progress = unasked) -> Table:
    """Read a whole table.

    Raises:
        TableError: with row and column of the first thing that is wrong.
        ReadingStopped: where `progress` says so.
    """
    used = [
        (position, Gathered(column, position + 1, spec.format.decimal))
        for position, column in enumerate(spec.columns)
        if column.role != "unused"
    ]
    count, typed = 0, _typed_cells(spec)
    for block in _blocks(spec, progress):
        if not len(block.numbers):  # only the header
            continue
        block = _with_typed(block, typed, count)
        cells = list(zip(*block.rows, strict=True))
        for position, gathered in used:
            if block.values is None:
                gathered.take(cells[position], block.numbers)
            else:
                gathered.blocks.append(block.values[:, position].copy())
        count += len(block.numbers)
        if count > MAX_ROWS or count * len(used) > MAX_CELLS:
            most = min(MAX_ROWS, MAX_CELLS // len(used))
            raise TableError(
                f"{at(block.numbers[-1])}: is too many; with {len(used)} columns a table can have "
                f"{most:,} rows"
            )
    if count == 0:
        raise TableError(f"{spec.name} has no rows{' below its header' * spec.format.header}")
    if any(row >= count for row in typed):
        raise TableError(
            f"row {max(typed) + 1:,} below the header was changed by hand, but {spec.name} has "
            f"{count:,} rows"
        )
    return _table(spec, dict(used), count)


def _typed_cells(spec: TableSpec) -> dict[int, dict[int, str]]:
    """The cells that were changed by hand: by row (from 0), then by the column's place."""
    places = {column.name: position for position, column in enumerate(spec.columns)}
    typed: dict[int, dict[int, str]] = {}
    for change in spec.changes:
        typed.setdefault(change.row - 1, {})[places[change.column]] = change.text
    return typed


def _with_typed(block: Block, typed: dict[int, dict[int, str]], first: int) -> Block:
    """The block, whose first row has the number `first`, with what was typed in its place."""
    rows = range(first, first + len(block.numbers))
    here = {row - first: cells for row, cells in typed.items() if row in rows}
    if not here:
        return block
    texts = block.texts()
    for row, cells in here.items():
        for position, text in cells.items():
            texts[row][position] = text
    return Block(texts, None, block.numbers)


def column_names(first: Sequence[str], header: bool) -> tuple[str, ...]:
    """What to call the columns: as the header does, each name once, none empty."""
    names: list[str] = []
    taken: set[str] = set()
    for number, cell in enumerate(first, start=1):
        cleaned = " ".join(cell.replace("\ufeff", "").split())[:100]
        wanted = cleaned if header and cleaned else f"column {number}"
        name, times = wanted, 1
        while name in taken:
            times += 1
            name = f"{wanted} ({times})"
        taken.add(name)
        names.append(name)
    return tuple(names)


def _table(spec: TableSpec, used: dict[int, Gathered], rows: int) -> Table:
    empty: tuple[FloatArray, tuple[str, ...]] = (np.empty(0), ())
    finished = [
        used[position].finish() if position in used else empty
        for position in range(len(spec.columns))
    ]
    return Table(
        tuple(frozen(values) for values, _ in finished),
        tuple(categories for _, categories in finished),
        rows,
    )


def _blocks(spec: TableSpec, progress: Progress) -> Iterator[Block]:
    """Blocks of rows without the header and without blank ones."""
    lines = lines_of(spec, progress)
    first, header = 1, spec.format.header
    while taken := list(islice(lines, _BLOCK)):
        quote = spec.format.quote
        if quote and any(quote in line for line in taken):
            # a row may end in a later block: from here on the csv module finds the ends
            yield from _quoted_blocks(spec, chain(taken, lines), first, header)
            return
        values = None if header else _as_numbers(taken, spec)
        if values is not None:
            yield Block((), values, range(first, first + len(taken)))
        else:
            for block in _quoted_blocks(spec, taken, first, header):
                header = False
                yield block
        first += len(taken)


def _quoted_blocks(
    spec: TableSpec, lines: Iterable[str], first: int, header: bool
) -> Iterator[Block]:
    """The blocks of the rows from number `first` on, whose cells may be quoted."""
    reader = csv.reader(lines, **_strict(spec.format))  # type: ignore[arg-type]
    while True:
        rows: list[list[str]] = []
        problem: csv.Error | None = None
        try:
            rows.extend(islice(reader, _BLOCK))  # keeps what came before an error
        except csv.Error as error:
            problem = error
        block = _block(rows, first, spec, header)
        if block is not None:
            header = False
            yield block
        first += len(rows)
        if problem is not None:
            raise _quote_error(spec, first, problem)
        if len(rows) < _BLOCK:
            return


def _block(rows: list[list[str]], first: int, spec: TableSpec, header: bool) -> Block | None:
    """Checked rows without the header; None where all are blank."""
    kept, numbers = _checked(rows, first, len(spec.columns))
    if not kept:
        return None
    if header:
        _check_header(kept[0], numbers[0], spec)
        kept, numbers = kept[1:], numbers[1:]
    return Block(kept, None, numbers)


def _as_numbers(lines: list[str], spec: TableSpec) -> FloatArray | None:
    """Lines as (rows, columns) by NumPy's reader; None where a cell is not simply a number."""
    form, commas = spec.format, len(spec.columns) - 1
    used = [i for i, column in enumerate(spec.columns) if column.role != "unused"]
    if form.decimal != "." or any(spec.columns[i].kind != "number" for i in used):
        return None
    if any(line.count(form.delimiter) != commas for line in lines):
        return None
    try:
        values = np.loadtxt(
            lines, np.float64, comments=None, delimiter=form.delimiter, usecols=used, ndmin=2
        )
    except ValueError:
        return None
    if len(values) != len(lines) or not np.abs(values).max(initial=0.0) <= LARGEST:
        return None
    every: FloatArray = np.empty((len(values), len(spec.columns)))
    every[:, used] = values
    return every


def _strict(form: TableFormat) -> dict[str, object]:
    return {**dialect(form.delimiter, form.quote), "strict": True}


def _checked(
    rows: list[list[str]], first: int, width: int
) -> tuple[list[list[str]], Sequence[int]]:
    """The rows that are not blank, and their numbers.

    Raises:
        TableError: at a row with more or fewer cells than the table has columns.
    """
    if {width}.issuperset(map(len, rows)):
        return rows, range(first, first + len(rows))
    kept, numbers = [], []
    for number, row in enumerate(rows, start=first):
        if len(row) == width:
            kept.append(row)
            numbers.append(number)
        elif any(cell.strip() for cell in row):
            raise _ragged(number, row, width)
    return kept, numbers


def _ragged(number: int, row: list[str], width: int) -> TableError:
    cells = f"{len(row):,} cell{'s' * (len(row) != 1)}"
    if len(row) < width:
        return TableError(
            f"{at(number, len(row) + 1)}: is missing; the row has {cells}, the table has {width:,} "
            "columns"
        )
    return TableError(
        f"{at(number, width + 1)}: is one too many ('{shown(row[width])}'); the row has {cells}, "
        f"the table has {width:,} columns"
    )


def _check_header(row: list[str], number: int, spec: TableSpec) -> None:
    names = column_names(row, header=True)
    for position, (name, column) in enumerate(zip(names, spec.columns, strict=True), start=1):
        if name != column.name:
            raise TableError(
                f"{at(number, position)}: is named '{shown(name)}', but the experiment expects "
                f"'{shown(column.name)}'"
            )


def _quote_error(spec: TableSpec, number: int, error: csv.Error) -> TableError:
    """What is wrong with the quotes of a row, which the csv module only says roughly."""
    lines = lines_of(spec)
    reader = csv.reader(lines, **_strict(spec.format))  # type: ignore[arg-type]
    for _ in islice(reader, number - 1):
        pass
    place = at(number, _column_of_quote(lines, spec.format))
    if "limit" in str(error):
        return TableError(f"{place}: is longer than any cell; is a quote missing at its end?")
    if "end of data" in str(error):
        return TableError(f"{place}: begins with a quote that is never closed")
    return TableError(
        f"{place}: has a quote in its midst; double it, or choose other quotes ({error})"
    )


def _column_of_quote(lines: Iterable[str], form: TableFormat) -> int:
    """The column (from 1) in which the quotes of a row go wrong."""
    column, inside, begins, closed = 1, False, True, False
    for line in islice(lines, 5000):
        for one in line:
            if inside:
                inside, closed = one != form.quote, one == form.quote
            elif one == form.quote and (begins or closed):
                inside, begins = True, False
            elif one == form.delimiter:
                column, begins, closed = column + 1, True, False
            elif closed and one not in "\r\n":
                return column
            elif one not in " \r\n":
                begins = False
    return column
