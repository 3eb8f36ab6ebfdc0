"""A first look at a table: how it is probably meant, for a person to confirm or change."""

import dataclasses
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nnplayground.core.table_spec import (
    MAX_COLUMNS,
    MAX_EMBEDDED,
    TableColumn,
    TableFormat,
    TableSpec,
)
from nnplayground.data.table_errors import TableError
from nnplayground.data.table_format import find_format, is_number, split_rows
from nnplayground.data.table_kinds import MAX_CATEGORIES, is_missing, yes_or_no
from nnplayground.data.table_reader import column_names
from nnplayground.data.table_text import (
    Fingerprint,
    Progress,
    embeddable,
    fingerprint,
    sample,
    unasked,
)

SAMPLE = 400_000  # characters
_TARGET_NAMES = ("target", "class", "label", "species", "y", "diagnosis", "outcome", "quality")
_CLASSES_AT_MOST = 10  # whole numbers that are more probably classes than amounts


@dataclass(frozen=True)
class TableSample:
    """The beginning of a table that may be opened.

    Attributes:
        name: what to call it.
        path: of its file; '' where it was pasted.
        sha256: of all of its bytes.
        start: the text that it begins with.
        text: all of it where it is small enough to be carried along, else None.
        size: bytes of all of it.
        encoding: the one that was found, or chosen.
    """

    name: str
    path: str
    sha256: str
    start: str
    text: str | None
    size: int
    encoding: str


def sample_file(path: Path, progress: Progress = unasked) -> TableSample:
    """The beginning of a file.

    Raises:
        TableError: where it cannot be read.
        ReadingStopped: where `progress` says so.
    """
    path = path.absolute()
    return _sample(path, fingerprint(path, progress))


def sample_in(found: TableSample, encoding: str) -> TableSample:
    """The same file in another encoding.

    Raises:
        TableError: where it cannot be read.
    """
    if not found.path:
        return found
    return _sample(Path(found.path), Fingerprint(found.sha256, found.size, encoding))


def sample_text(text: str, name: str = "pasted table") -> TableSample:
    """A table that was pasted.

    Raises:
        TableError: where it is empty or larger than an experiment can carry along.
    """
    data = text.encode(errors="replace")
    if not text.strip():
        raise TableError("there is no text on the clipboard; copy cells of a spreadsheet first")
    if len(data) > MAX_EMBEDDED:
        raise TableError(
            f"the pasted table has {len(data) / 1e6:.1f} MB; save what is larger than "
            f"{MAX_EMBEDDED / 1e6:g} MB as a file and open that"
        )
    sha256 = hashlib.sha256(data).hexdigest()
    return TableSample(name, "", sha256, text[:SAMPLE], text, len(data), "utf-8")


def found_format(found: TableSample) -> TableFormat:
    """The format that suits a sample best."""
    return find_format(found.start, found.encoding)


def proposed(found: TableSample, form: TableFormat) -> TableSpec:
    """The table as it is probably meant: the kinds of its columns, and which is the target.

    Raises:
        TableError: where it has too few or too many columns or no rows.
    """
    names, rows = named_rows(found, form)
    if not 2 <= len(names) <= MAX_COLUMNS:
        raise TableError(
            f"row 1: has {len(names):,} cell{'s' * (len(names) != 1)}; a table needs 2 to "
            f"{MAX_COLUMNS:,} columns, inputs and a target; is another separator right?"
        )
    whole = [row for row in rows if len(row) == len(names)]
    columns = [
        _column(name, [row[position] for row in whole], form.decimal)
        for position, name in enumerate(names)
    ]
    target = _target(columns)
    columns[target] = _as_target(columns[target], [row[target] for row in whole])
    if not any(column.role == "input" for column in columns):
        columns = [
            dataclasses.replace(column, role="input") if number != target else column
            for number, column in enumerate(columns)
        ]
    return TableSpec(found.name, found.path, found.sha256, found.text, form, tuple(columns))


def named_rows(found: TableSample, form: TableFormat) -> tuple[tuple[str, ...], list[list[str]]]:
    """The names of the columns and the first rows below them.

    Raises:
        TableError: where there is no row.
    """
    rows = split_rows(found.start, form.delimiter, form.quote)
    if not rows:
        raise TableError(f"{found.name}: row 1 is missing; the table is blank or no text")
    names = column_names(rows[0], form.header)
    return names, rows[1:] if form.header else rows


def _sample(path: Path, of: Fingerprint) -> TableSample:
    text = None
    if of.size <= 2 * MAX_EMBEDDED:
        whole = embeddable(path, of.encoding)
        small = len(whole.encode(errors="replace")) <= MAX_EMBEDDED
        text = whole if small else None
    start = text[:SAMPLE] if text is not None else sample(path, of.encoding, SAMPLE)
    return TableSample(path.name, str(path), of.sha256, start, text, of.size, of.encoding)


def _column(name: str, cells: Sequence[str], decimal: str) -> TableColumn:
    present = [cell for cell in cells if not is_missing(cell)]
    if not present:
        return TableColumn(name, "unused" if cells else "input")
    if all(is_number(cell, decimal) for cell in present):
        return TableColumn(name)
    if all(yes_or_no(cell) is not None for cell in present):
        return TableColumn(name, kind="yes_no")
    values = {cell.strip() for cell in present}
    if _mostly_numbers(present, decimal):
        return TableColumn(name)  # the reader tells which cell is none
    identifies = len(values) > MAX_CATEGORIES or (len(values) == len(present) > 20)
    return TableColumn(name, "unused" if identifies else "input", "category")


def _mostly_numbers(cells: Sequence[str], decimal: str) -> bool:
    return sum(is_number(cell, decimal) for cell in cells) >= 0.9 * len(cells)


def _target(columns: Sequence[TableColumn]) -> int:
    """The column that is called like one, else the last that is used."""
    for number, column in enumerate(columns):
        if column.name.strip().lower() in _TARGET_NAMES and column.role == "input":
            return number
    used = [number for number, column in enumerate(columns) if column.role == "input"]
    return used[-1] if used else len(columns) - 1


def _as_target(column: TableColumn, cells: Sequence[str]) -> TableColumn:
    values = {cell.strip() for cell in cells if not is_missing(cell)}
    few = 2 <= len(values) <= _CLASSES_AT_MOST and len(cells) > len(values)
    kind = column.kind
    if kind == "number" and few and all(v.lstrip("+-").isdecimal() for v in values):
        kind = "category"
    return TableColumn(column.name, "target", kind)
