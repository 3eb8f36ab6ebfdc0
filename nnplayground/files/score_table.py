"""The scores of a run over its iterations, as a table that spreadsheets open."""

import csv
import io
import math
import os
from collections.abc import Sequence
from pathlib import Path

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.files.atomic import replace_file
from nnplayground.files.errors import FileError


def save_scores(
    path: str | os.PathLike[str],
    iterations: IntArray,
    columns: Sequence[str],
    values: FloatArray,
) -> None:
    """Write a row an iteration; what is no number stays empty.

    Args:
        path: the file.
        iterations: (rows,).
        columns: names of the columns.
        values: (rows, columns).

    Raises:
        FileError: where it was not saved; what was at `path` is unchanged.
    """
    path = Path(path)
    data = score_table(iterations, columns, values).encode("utf-8")

    def check(temporary: Path) -> None:
        if temporary.read_bytes() != data:
            raise FileError(
                f"{path.name} was not saved: the disk gave back other bytes; try again."
            )

    replace_file(path, data, check)


def score_table(iterations: IntArray, columns: Sequence[str], values: FloatArray) -> str:
    """The table as text, exact to the last digit."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["iteration", *columns])
    for iteration, row in zip(iterations.tolist(), values.tolist(), strict=True):
        writer.writerow([iteration, *("" if math.isnan(v) else repr(v) for v in row)])
    return text.getvalue()
