"""Matrices as pictures: the whole matrix, or a small picture for each row or column of pixels."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from nnplayground.core.arrays import FloatArray
from nnplayground.core.trace import Quantity

# A picture of a whole matrix: most pixels, and pixels for each cell.
LARGEST = (200.0, 112.0)
_CELL = 14.0
# Pictures of examples or neurons: pixels for each, between them, and tiles in a line.
TILE = 56.0
GAP = 4.0
IN_LINE = 8


@dataclass(frozen=True)
class Tiles:
    """How the cells of a matrix lie in its picture.

    Attributes:
        shape: rows and columns, as displayed.
        image: (height, width) of each small picture; None for one picture of the whole matrix.
        pixels_down: whether the pixels of a small picture stand in a column.
    """

    shape: tuple[int, int]
    image: tuple[int, int] | None = None
    pixels_down: bool = False

    @classmethod
    def of(cls, quantity: Quantity, transposed: bool, image: tuple[int, int] | None) -> "Tiles":
        """The picture of a matrix; `image` is the shape of an example that is a picture."""
        shape = quantity.shape[::-1] if transposed else quantity.shape
        axes = quantity.axes[::-1] if transposed else quantity.axes
        for at, (axis, length) in enumerate(zip(axes, shape, strict=True)):
            if image is not None and is_pixels(quantity, axis) and length == image[0] * image[1]:
                return cls((shape[0], shape[1]), image, at == 0)
        return cls((shape[0], shape[1]))

    @property
    def count(self) -> int:
        """How many small pictures there are."""
        if self.image is None:
            return 1
        return self.shape[1] if self.pixels_down else self.shape[0]

    @property
    def shown(self) -> int:
        """How many of them are shown."""
        return min(self.count, 2 * IN_LINE)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in pixels."""
        if self.image is None:
            rows, columns = self.shape
            scale = min(LARGEST[0] / columns, LARGEST[1] / rows, _CELL)
            return max(12.0, columns * scale), max(12.0, rows * scale)
        across, lines = min(self.shown, IN_LINE), math.ceil(self.shown / IN_LINE)
        return across * (TILE + GAP) - GAP, lines * (TILE + GAP) - GAP

    def tile(self, number: int, area: QRectF) -> QRectF:
        """Where a small picture is."""
        if self.image is None:
            return area
        line, at = divmod(number, IN_LINE)
        corner = area.topLeft() + QPointF(at * (TILE + GAP), line * (TILE + GAP))
        return QRectF(corner.x(), corner.y(), TILE, TILE)

    def values(self, array: FloatArray, number: int) -> FloatArray:
        """(height, width) of a small picture of the displayed matrix."""
        if self.image is None:
            return array
        pixels = array[:, number] if self.pixels_down else array[number]
        return pixels.reshape(self.image)

    def cell_rect(self, row: int, column: int, area: QRectF) -> QRectF | None:
        """Where the cell at a displayed place is; None where it is not shown."""
        if self.image is None:
            rows, columns = self.shape
            where, i, j = area, row, column
        else:
            number, pixel = (column, row) if self.pixels_down else (row, column)
            if number >= self.shown:
                return None
            rows, columns = self.image
            where, (i, j) = self.tile(number, area), divmod(pixel, columns)
        width, height = where.width() / columns, where.height() / rows
        return QRectF(where.left() + j * width, where.top() + i * height, width, height)

    def cell_at(self, point: QPointF, area: QRectF) -> tuple[int, int] | None:
        """The displayed place under a point; None for none."""
        for number in range(self.shown):
            where = self.tile(number, area)
            if not where.contains(point):
                continue
            rows, columns = self.image or self.shape
            i = min(int((point.y() - where.top()) / where.height() * rows), rows - 1)
            j = min(int((point.x() - where.left()) / where.width() * columns), columns - 1)
            if self.image is None:
                return i, j
            pixel = i * columns + j
            return (pixel, number) if self.pixels_down else (number, pixel)
        return None


def is_pixels(quantity: Quantity, axis: str) -> bool:
    """Whether an axis of a matrix counts the inputs of the network."""
    return axis == "input" or (axis == "source" and quantity.layer == 1)


def usually_picture(quantity: Quantity, image: tuple[int, int] | None) -> bool:
    """Whether a matrix is easier to read as pictures, unless a person says otherwise."""
    return Tiles.of(quantity, False, image).image is not None
