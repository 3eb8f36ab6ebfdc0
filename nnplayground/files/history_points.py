"""Points by hand as rows of one tensor, so that a hundred strokes weigh little more than one.

    history.points               (rows, 4) x1, x2 (of a curve y), target and rank; 0 where a point
                                 has no such number

Each version of the points names the pieces of rows that it is made of, in its order.
"""

import itertools
import struct
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nnplayground.core.points_spec import MAX_POINTS, WIDTHS, Point, PointsSpec
from nnplayground.files.history_text import PointsText

Row = tuple[float, float, float, float]

NAME = "history.points"
COLUMNS = 4
# Points of all versions together, more than hands make: a short file must not ask for all memory.
MAX_KEPT = 50_000_000


class PointsPool:
    """Gathers the rows of all versions, each once, to the bit."""

    def __init__(self) -> None:
        self._places: dict[bytes, int] = {}
        self._rows: list[Row] = []
        self._texts: dict[PointsSpec, int] = {}

    def number(self, spec: PointsSpec) -> int:
        """The number of a version in the list."""
        return self._texts.setdefault(spec, len(self._texts))

    def texts(self) -> list[PointsText]:
        """The list; fills the rows."""
        return [self._text(spec) for spec in self._texts]

    def table(self) -> npt.NDArray[np.float64]:
        """(rows, 4), once the list was made."""
        return np.array(self._rows, dtype=np.float64).reshape(-1, COLUMNS)

    def _text(self, spec: PointsSpec) -> PointsText:
        places = [self._place(row) for row in _rows_of(spec)]
        pieces = tuple(_pieces(places))
        return PointsText(
            spec.kind, spec.classes, spec.reach, spec.height, bool(spec.ranks), pieces
        )

    def _place(self, row: Row) -> int:
        place = self._places.setdefault(struct.pack("4d", *row), len(self._rows))
        if place == len(self._rows):
            self._rows.append(row)
        return place


def _rows_of(spec: PointsSpec) -> Iterator[Row]:
    ranks = spec.ranks or (0.0,) * len(spec.points)
    for (*numbers, last), rank in zip(spec.points, ranks, strict=True):
        x1, x2 = (*numbers, 0.0)[:2]
        yield (x1, x2, last, rank) if len(numbers) == 2 else (x1, last, 0.0, rank)


def _pieces(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and length of runs of places that follow each other."""
    first, count = -1, 0
    for place in places:
        if place != first + count:
            if count:
                yield first, count
            first, count = place, 0
        count += 1
    if count:
        yield first, count


class PointsRows:
    """The rows of a file, from which all versions are put together; they share the points.

    Args:
        table: (rows, 4) float64.
    """

    def __init__(self, table: npt.NDArray[Any]) -> None:
        self._table = table
        self._points: dict[int, tuple[Point, ...]] = {}
        self._ranks = tuple(table[:, -1].tolist())
        self._count = 0

    def spec(self, text: PointsText) -> PointsSpec:
        """The points of a version.

        Raises:
            ValueError, SpecError: where there can be no such points.
        """
        self._check(text)
        points = self._of_width(WIDTHS.get(text.kind, COLUMNS - 1))
        pieces = [slice(first, first + length) for first, length in text.rows]
        return PointsSpec(
            text.kind,
            text.classes,
            text.reach,
            text.height,
            tuple(itertools.chain.from_iterable(points[piece] for piece in pieces)),
            tuple(itertools.chain.from_iterable(self._ranks[piece] for piece in pieces))
            if text.ranked
            else (),
        )

    def _check(self, text: PointsText) -> None:
        count, rows = 0, len(self._ranks)
        for first, length in text.rows:
            if not (first >= 0 and 0 < length <= rows - first):
                raise ValueError("points by hand are missing")
            count += length
            if count > MAX_POINTS:
                raise ValueError(f"there are more than {MAX_POINTS:,} points by hand")
        self._count += count
        if self._count > MAX_KEPT:
            raise ValueError("there are too many points by hand")

    def _of_width(self, width: int) -> tuple[Point, ...]:
        if width not in self._points:
            self._points[width] = tuple(map(tuple, self._table[:, :width].tolist()))
        return self._points[width]
