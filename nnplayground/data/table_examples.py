"""From a table as it was read to examples: targets, one-hot inputs, and what became of gaps."""

from dataclasses import dataclass

import numpy as np

from nnplayground.core.arrays import FloatArray, IntArray, frozen
from nnplayground.core.table_spec import TableColumn, TableSpec
from nnplayground.data.source import Examples
from nnplayground.data.table_errors import TableError, shown
from nnplayground.data.table_reader import Table

NO_YES = ("no", "yes")


@dataclass(frozen=True, eq=False)
class Prepared:
    """A table as examples.

    Attributes:
        examples: raw (examples, columns) still has NaN where a cell is to be filled.
        rows: (examples,) the row of the table (from 0) that each comes from.
        columns: names of the raw columns; a category has one for each value, 'name=value'.
        groups: for each raw column the number of the table's input that it comes from.
        one_hot: for each raw column whether it is one of a category's.
        classes, target_names: as in `Source`.
        notes: sentences about what was left out, filled or is odd.
    """

    examples: Examples
    rows: IntArray
    columns: tuple[str, ...]
    groups: tuple[int, ...]
    one_hot: tuple[bool, ...]
    classes: tuple[str, ...]
    target_names: tuple[str, ...]
    notes: tuple[str, ...]


def prepare(spec: TableSpec, table: Table) -> Prepared:
    """The examples of a table.

    Raises:
        TableError: where nothing can be learned from it.
    """
    kept, notes = _kept(spec, table)
    columns, groups, one_hot = _columns(spec, table)
    raw = np.empty((len(kept), len(columns)))
    place = 0
    for position in _positions(spec, "input"):
        values, names = table.values[position][kept], table.categories[position]
        width = len(names) if spec.columns[position].kind == "category" else 1
        raw[:, place : place + width] = _one_hot(values, width) if names else values[:, None]
        place += width
    classes, labels = _classes(spec, table, kept)
    if classes:
        examples = Examples.of_classes(raw, labels)
    else:
        targets = [table.values[position][kept] for position in _positions(spec, "target")]
        examples = Examples.of_targets(raw, np.column_stack(targets))
    notes = (*notes, *_constant(spec, table, kept))
    names = () if classes else tuple(column.name for column in spec.targets)
    return Prepared(examples, kept, columns, groups, one_hot, classes, names, notes)


def fill_values(prepared: Prepared, rule: str, raw: FloatArray) -> FloatArray:
    """What fills empty cells, (columns,), from the training part raw (examples, columns).

    A category takes its most frequent value whatever the rule; a column without any value in the
    training part is filled with 0.
    """
    fill = np.zeros(raw.shape[1])
    for column in range(raw.shape[1]):
        present = raw[:, column]
        present = present[~np.isnan(present)]
        if prepared.one_hot[column] or len(present) == 0:
            continue
        fill[column] = present.mean() if rule == "mean" else _most_frequent(present)
    for group in set(prepared.groups):
        members = [i for i, of in enumerate(prepared.groups) if of == group]
        if prepared.one_hot[members[0]]:
            fill[members[int(np.nansum(raw[:, members], axis=0).argmax())]] = 1.0
    return frozen(fill)


def _most_frequent(values: FloatArray) -> float:
    found, counts = np.unique(values, return_counts=True)
    return float(found[counts.argmax()])


def _positions(spec: TableSpec, role: str) -> list[int]:
    return [i for i, column in enumerate(spec.columns) if column.role == role]


def _columns(
    spec: TableSpec, table: Table
) -> tuple[tuple[str, ...], tuple[int, ...], tuple[bool, ...]]:
    columns, groups, one_hot = [], [], []
    for group, position in enumerate(_positions(spec, "input")):
        column = spec.columns[position]
        is_category = column.kind == "category"
        values = [f"{column.name}={value}" for value in table.categories[position]]
        names = values if is_category else [column.name]
        columns += names
        groups += [group] * len(names)
        one_hot += [is_category] * len(names)
    return tuple(columns), tuple(groups), tuple(one_hot)


def _one_hot(codes: FloatArray, width: int) -> FloatArray:
    """(examples, width), a row of NaN where the code is missing."""
    rows: FloatArray = (codes[:, None] == np.arange(width)).astype(np.float64)
    rows[np.isnan(codes)] = np.nan
    return rows


def _kept(spec: TableSpec, table: Table) -> tuple[IntArray, tuple[str, ...]]:
    """The rows that are used, and sentences about the others and about empty cells."""
    unanswered = np.zeros(table.rows, dtype=bool)
    for position in _positions(spec, "target"):
        unanswered |= np.isnan(table.values[position])
    gaps, cells = np.zeros(table.rows, dtype=bool), 0
    for position in _positions(spec, "input"):
        empty = np.isnan(table.values[position])
        if (empty | unanswered).all() and not unanswered.all():
            which = " that has a target" * bool(unanswered.any())
            raise TableError(
                f"column {position + 1} ('{spec.columns[position].name}'): is empty in every "
                f"row{which}; leave it out"
            )
        gaps |= empty
        cells += int((empty & ~unanswered).sum())
    dropped = unanswered | gaps if spec.missing == "drop" else unanswered
    kept = np.flatnonzero(~dropped)
    if len(kept) < 2:
        raise TableError(
            f"{_counted(len(kept), 'row')} of {table.rows:,} can be used"
            + ("" if not dropped.any() else ", the others have empty cells; fill them")
            + "; at least 2 are needed"
        )
    rows = int((gaps & ~unanswered).sum())
    return kept, tuple(_gap_notes(spec.missing, int(unanswered.sum()), cells, rows))


def _gap_notes(rule: str, unanswered: int, cells: int, rows: int) -> list[str]:
    notes = []
    if unanswered:
        notes.append(f"{_counted(unanswered, 'row')} without a target left out.")
    if cells and rule == "drop":
        notes.append(f"{_counted(rows, 'row')} with {_counted(cells, 'empty cell')} left out.")
    elif cells:
        value = "mean" if rule == "mean" else "most frequent value"
        notes.append(
            f"{_counted(cells, 'empty cell')} in {_counted(rows, 'row')} filled with the {value}."
        )
    return notes


def _classes(spec: TableSpec, table: Table, kept: IntArray) -> tuple[tuple[str, ...], IntArray]:
    """Names of the classes and (examples,) their numbers; nothing where numbers are asked for."""
    (position, *others) = _positions(spec, "target")
    column = spec.columns[position]
    if others or column.kind == "number":
        return (), np.empty(0, dtype=np.int64)
    names = NO_YES if column.kind == "yes_no" else table.categories[position]
    values = table.values[position][kept].astype(np.int64)
    present, labels = np.unique(values, return_inverse=True)
    if len(present) < 2:
        raise TableError(
            f"column {position + 1} ('{column.name}'): is '{shown(names[present[0]])}' in every "
            "row that is used; a target needs at least two classes"
        )
    return tuple(names[code] for code in present), labels


def _constant(spec: TableSpec, table: Table, kept: IntArray) -> tuple[str, ...]:
    """A sentence for each column that is the same in all rows."""
    notes = []
    for position, column in enumerate(spec.columns):
        values = table.values[position]
        if len(values) and (values[kept] == values[kept[0]]).all():
            notes.append(
                f"Column {position + 1} ('{column.name}') is {_cell(column, table, position, kept)}"
                " in every row; nothing can be learned from it."
            )
    return tuple(notes)


def _cell(column: TableColumn, table: Table, position: int, kept: IntArray) -> str:
    value = float(table.values[position][kept[0]])
    if column.kind == "yes_no":
        return NO_YES[int(value)]
    return (
        shown(table.categories[position][int(value)])
        if table.categories[position]
        else f"{value:g}"
    )


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
