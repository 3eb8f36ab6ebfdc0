"""A laid out page: where matrices and signs stand, and which cell is under a point."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from nnplayground.core.trace import Quantity
from nnplayground.views.take_apart.equations import Part
from nnplayground.views.take_apart.folds import Shown
from nnplayground.views.take_apart.tiles import Tiles


@dataclass(frozen=True, eq=False)
class Box:
    """A matrix on the page.

    Attributes:
        part: what it is.
        quantity: whose numbers.
        rows, columns: indices shown, as displayed (turned over where the part is transposed).
        xs, ys: left and upper edges of the cells, on the page.
        cell: width and height of a cell.
        area: with brackets and title.
        title: the title's own width.
        limit: size of the number with the full colour.
        tiles: how its cells lie where it is shown as a picture; None for numbers.
    """

    part: Part
    quantity: Quantity
    rows: Shown
    columns: Shown
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cell: tuple[float, float]
    area: QRectF
    limit: float
    tiles: Tiles | None

    @property
    def cells(self) -> QRectF:
        """The rectangle of all its cells."""
        left, top = self.xs[0], self.ys[0]
        right, bottom = self.xs[-1] + self.cell[0], self.ys[-1] + self.cell[1]
        return QRectF(left, top, right - left, bottom - top)

    def place(self, row: int, column: int) -> tuple[int, int]:
        """(row, column) of the quantity at the displayed place."""
        return (column, row) if self.part.transposed else (row, column)

    def cell_rect(self, row: int, column: int) -> QRectF | None:
        """Where a cell (row, column) of the quantity is; None where it is folded away."""
        r, c = self.place(row, column)
        if self.tiles is not None:
            return self.tiles.cell_rect(r, c, self.cells)
        i, j = int(np.searchsorted(self.rows, r)), int(np.searchsorted(self.columns, c))
        if i >= len(self.rows) or j >= len(self.columns):
            return None
        if self.rows[i] != r or self.columns[j] != c:
            return None
        return QRectF(self.xs[j], self.ys[i], *self.cell)

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """(row, column) of the quantity under a point; None for none."""
        area = self.cells
        if not area.contains(point):
            return None
        if self.tiles is not None:
            found = self.tiles.cell_at(point, area)
            return None if found is None else self.place(*found)
        i = int(np.searchsorted(self.ys, point.y(), "right")) - 1
        j = int(np.searchsorted(self.xs, point.x(), "right")) - 1
        inside = QRectF(self.xs[j], self.ys[i], *self.cell).contains(point)
        return self.place(int(self.rows[i]), int(self.columns[j])) if inside else None


@dataclass(frozen=True)
class Sign:
    """A sign between matrices: its text, where it stands, when it is lit."""

    text: str
    area: QRectF
    at: int


@dataclass(frozen=True, eq=False)
class Page:
    """All boxes and signs, and how large the page is."""

    boxes: tuple[Box, ...]
    signs: tuple[Sign, ...]
    width: float
    height: float


EMPTY = Page((), (), 0.0, 0.0)


def shape_text(quantity: Quantity, transposed: bool) -> str:
    """'4×3'."""
    rows, columns = quantity.shape
    return f"{columns}×{rows}" if transposed else f"{rows}×{columns}"
