"""Changes single values of examples: of a table of one's own, or of points by hand.

The file that a table comes from stays as it is: what was typed is a part of the experiment. Points
that are generated become points by hand with the first value that is changed.
"""

import numpy as np

from nnplayground.core.dataset import Dataset
from nnplayground.core.errors import SpecError
from nnplayground.core.experiment import DataSpec
from nnplayground.core.points_spec import MAX_POINTS, PointsSpec
from nnplayground.core.table_spec import CellChange, TableColumn, TableSpec
from nnplayground.data.load import source_for, split
from nnplayground.data.point_edits import with_point
from nnplayground.data.points import can_be_taken_over, taken_over
from nnplayground.data.table_examples import NO_YES
from nnplayground.data.table_kinds import LARGEST, is_missing, yes_or_no
from nnplayground.data.table_source import TABLE, prepared_table

# Cells of a table that is read again with each change: about 0.3 s.
MAX_CELLS = 500_000


def why_fixed(data: DataSpec, dataset: Dataset) -> str:
    """Why no value of this data can be changed by hand, as a sentence; '' where they can."""
    count = len(dataset.train) + len(dataset.test)
    if data.table is not None and data.dataset == TABLE:
        cells = count * len(data.table.columns)
        if cells <= MAX_CELLS:
            return ""
        return (
            f"{data.table.name} has {cells:,} cells: with more than {MAX_CELLS:,} they are changed "
            "in the file itself"
        )
    source = source_for(data)
    if not can_be_taken_over(source):
        what = "Pictures stay" if dataset.image_shape else f"{source.label} stays"
        return f"{what} unchanged; values of a table of yours, and of points, can be changed"
    if count > MAX_POINTS:
        return f"Up to {MAX_POINTS:,} points can be changed by hand; choose fewer examples"
    return ""


def target_places(data: DataSpec, dataset: Dataset) -> tuple[int, ...]:
    """The place of each target, as `with_value` takes it."""
    if data.table is not None and data.dataset == TABLE:
        columns = enumerate(data.table.columns)
        return tuple(place for place, column in columns if column.role == "target")
    return (len(dataset.columns),)


def with_value(
    data: DataSpec, dataset: Dataset, index: int, place: int, text: str
) -> TableSpec | PointsSpec:
    """The table, or the points, of some data with one value changed.

    Args:
        data, dataset: whose.
        index: of the example: first those for training, then those for testing.
        place: of the column (from 0) in the table; of points first the inputs, then the target.
        text: the value, as it might stand in a file.

    Raises:
        SpecError: where it cannot be changed to that.
    """
    reason = why_fixed(data, dataset)
    if reason:
        raise SpecError(reason)
    text = " ".join(text.split())
    if data.table is not None and data.dataset == TABLE:
        return _with_cell(data, data.table, dataset, index, place, text)
    return _with_coordinate(data, dataset, index, place, text)


# ---- points ------------------------------------------------------------------------------------


def _with_coordinate(
    data: DataSpec, dataset: Dataset, index: int, place: int, text: str
) -> PointsSpec:
    source = source_for(data)
    points = taken_over(data, source, dataset)
    if points is data.points:
        index = int(np.concatenate(split(source, data, len(points.points)))[index])
    point = list(points.points[index])
    if place == len(dataset.columns) and points.classes:
        if text not in points.classes:
            raise SpecError(f"'{text}' is no class; known are {', '.join(points.classes)}")
        point[place] = float(points.classes.index(text))
    else:
        name = (*dataset.columns, "target")[place]
        point[place] = _number(name, text)
    return with_point(points, index, tuple(point))


# ---- tables ------------------------------------------------------------------------------------


def table_row(data: DataSpec, index: int) -> int:
    """The row of the table (from 0) that an example comes from."""
    assert data.table is not None
    rows = prepared_table(data.table).rows
    if data.examples:
        rows = rows[: data.examples]
    order = np.concatenate(split(source_for(data), data, len(rows)))
    return int(rows[order[index]])


def _with_cell(
    data: DataSpec, table: TableSpec, dataset: Dataset, index: int, place: int, text: str
) -> TableSpec:
    row, column = table_row(data, index), table.columns[place]
    if is_missing(text):
        if column.role == "target":
            raise SpecError(f"column '{column.name}': a target must be known; type a value")
        text = ""
    elif column.kind == "number":
        text = repr(_number(column.name, text)).replace(".", table.format.decimal)
    else:
        _check_word(column, dataset, text)
    return table.with_change(CellChange(row + 1, column.name, text))


def _number(name: str, text: str) -> float:
    try:
        value = float(text.replace("−", "-").replace(",", "."))
    except ValueError:
        raise SpecError(f"'{name}': expected a number, got '{text}'") from None
    if not abs(value) <= LARGEST:
        raise SpecError(f"'{name}': expected a number up to {LARGEST:g}, got '{text}'")
    return value


def _check_word(column: TableColumn, dataset: Dataset, text: str) -> None:
    """Refuse a word that is none so far: mostly it is misspelled, and it would change the net."""
    if column.kind == "yes_no":
        if yes_or_no(text) is None:
            raise SpecError(f"'{column.name}': expected {' or '.join(NO_YES)}, got '{text}'")
        return
    prefix = f"{column.name}="
    names = (name for name in dataset.columns if name.startswith(prefix))
    known = dataset.classes or ()
    if column.role != "target":
        known = tuple(name.removeprefix(prefix) for name in names)
    if text not in known:
        raise SpecError(
            f"'{column.name}': '{text}' is no value so far; known are {', '.join(known)}"
        )
