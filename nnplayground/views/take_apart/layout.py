"""Places matrices and signs on a page, line by line."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from nnplayground.core.explain import shown
from nnplayground.core.trace import Quantity, Trace
from nnplayground.views.take_apart.equations import Equation, Part
from nnplayground.views.take_apart.folds import Folds, Shown, gaps
from nnplayground.views.take_apart.page import Box, Page, Sign, shape_text
from nnplayground.views.take_apart.tiles import Tiles, usually_picture

ROW = 25.0  # from one row of cells to the next
CELL_GAP = 3.0
BRACKET = 9.0  # between bracket and cells
TITLE = 20.0
SIGN_ROOM = 13.0  # beside a sign
EQUATION_GAP = 54.0
LINE_GAP = 12.0
MARGIN = 18.0
FOLD = 13.0  # where rows or columns are left out
# Texts that are measured for the width of a cell.
_MEASURED = 400


@dataclass(frozen=True)
class Fonts:
    """What texts are measured with."""

    cell: QFontMetricsF
    title: QFontMetricsF
    shape: QFontMetricsF
    sign: QFontMetricsF


class Typesetter:
    """Lays equations out.

    Args:
        trace: the iteration.
        folds: what of large matrices is shown.
        fonts: to measure with.
        digits: decimals of the cells.
        pictures: whether a person wants a quantity as a picture, by its key.
        image: (height, width) where an example is a picture, else None.
    """

    def __init__(
        self,
        trace: Trace,
        folds: Folds,
        fonts: Fonts,
        digits: int,
        pictures: Mapping[str, bool],
        image: tuple[int, int] | None = None,
    ) -> None:
        self._trace = trace
        self._folds = folds
        self._fonts = fonts
        self._digits = digits
        self._pictures = pictures
        self._image = image
        self._widths: dict[str, float] = {}
        self._limits: dict[str, float] = {}
        self._sizes: dict[tuple[str, str, bool], tuple[float, float]] = {}

    def page(self, equations: tuple[Equation, ...], width: float) -> Page:
        """Lines of equations, as many side by side as fit into the width."""
        boxes: list[Box] = []
        signs: list[Sign] = []
        y, widest = 4.0, 0.0
        for line in self._lines(equations, width):
            height = max(self._size(part)[1] for parts in line for part in parts)
            x = MARGIN
            for parts in line:
                for part in parts:
                    x = self._place(part, x, y, height, boxes, signs)
                widest = max(widest, x)
                x += EQUATION_GAP
            y += height + LINE_GAP
        return Page(tuple(boxes), tuple(signs), widest + MARGIN, y)

    def renewed(self, page: Page) -> Page | None:
        """The same page with this iteration's numbers; None where it has to be laid out anew."""
        boxes = []
        for box in page.boxes:
            quantity = self._trace[box.quantity.key]
            rows, columns = self._shown(quantity, box.part.transposed)
            tiles = self._tiles(quantity, box.part.transposed)
            width = box.cell[0] if tiles is not None else self._cell_width(quantity)
            fits = (tiles, width) == (box.tiles, box.cell[0])
            if not (fits and _same(rows, box.rows) and _same(columns, box.columns)):
                return None
            limit = self._limit(quantity)
            boxes.append(dataclasses.replace(box, quantity=quantity, limit=limit))
        return dataclasses.replace(page, boxes=tuple(boxes))

    def _lines(self, equations: tuple[Equation, ...], width: float) -> list[list[tuple[Part, ...]]]:
        lines: list[list[tuple[Part, ...]]] = []
        used, room = 0.0, width - 2 * MARGIN
        for equation in equations:
            for number, parts in enumerate(self._pieces(equation, room)):
                needed = sum(self._size(part)[0] for part in parts)
                if lines and not number and used + EQUATION_GAP + needed <= room:
                    lines[-1].append(parts)
                    used += EQUATION_GAP + needed
                else:
                    lines.append([parts])
                    used = needed
        return lines

    def _pieces(self, equation: Equation, room: float) -> list[tuple[Part, ...]]:
        """The whole equation, or what fits into a line each, broken before signs."""
        pieces: list[list[Part]] = [[]]
        used = 0.0
        for sign_and_matrix in _pairs(equation.parts):
            needed = sum(self._size(part)[0] for part in sign_and_matrix)
            if pieces[-1] and used + needed > room:
                pieces.append([])
                used = 0.0
            pieces[-1] += sign_and_matrix
            used += needed
        return [tuple(piece) for piece in pieces]

    def _place(
        self,
        part: Part,
        x: float,
        y: float,
        height: float,
        boxes: list[Box],
        signs: list[Sign],
    ) -> float:
        wide, high = self._size(part)
        if part.key:
            boxes.append(self._box(part, x, y + (height - high) / 2))
        else:
            area = QRectF(x, y + TITLE + (height - high - TITLE) / 2, wide, high)
            signs.append(Sign(part.text, area, part.at))
        return x + wide

    # ---- sizes ---------------------------------------------------------------------------

    def _size(self, part: Part) -> tuple[float, float]:
        known = (part.key, part.text, part.transposed)
        if known not in self._sizes:
            self._sizes[known] = self._measured_size(part)
        return self._sizes[known]

    def _measured_size(self, part: Part) -> tuple[float, float]:
        if not part.key:
            wide = self._fonts.sign.horizontalAdvance(part.text) + 2 * SIGN_ROOM
            return wide, self._fonts.sign.height()
        quantity = self._trace[part.key]
        wide, high = self._cells_size(quantity, part.transposed)
        return max(wide + 2 * BRACKET, self.title_width(part, quantity)), high + TITLE + 2.0

    def title_width(self, part: Part, quantity: Quantity) -> float:
        """Of the name and the shape above a matrix."""
        shape = shape_text(quantity, part.transposed)
        name = self._fonts.title.horizontalAdvance(part.text)
        return name + 5.0 + self._fonts.shape.horizontalAdvance(shape) + 4.0

    def _cells_size(self, quantity: Quantity, transposed: bool) -> tuple[float, float]:
        tiles = self._tiles(quantity, transposed)
        if tiles is not None:
            return tiles.size
        rows, columns = self._shown(quantity, transposed)
        wide = self._cell_width(quantity)
        return _extent(columns, wide + CELL_GAP), _extent(rows, ROW)

    def _tiles(self, quantity: Quantity, transposed: bool) -> Tiles | None:
        usual = usually_picture(quantity, self._image)
        if not self._pictures.get(quantity.key, usual):
            return None
        return Tiles.of(quantity, transposed, self._image)

    def _shown(self, quantity: Quantity, transposed: bool) -> tuple[Shown, Shown]:
        rows, columns = self._folds.of(quantity)
        return (columns, rows) if transposed else (rows, columns)

    def _cell_width(self, quantity: Quantity) -> float:
        if quantity.key not in self._widths:
            rows, columns = self._folds.of(quantity)
            values = quantity.array[np.ix_(rows, columns)].ravel()[:_MEASURED].tolist()
            texts = {shown(value, self._digits) for value in values}
            longest = max(texts, key=len)
            usual = "−0." + "0" * self._digits
            widest = max(map(self._fonts.cell.horizontalAdvance, (longest, usual)))
            self._widths[quantity.key] = float(np.ceil(widest)) + 14.0
        return self._widths[quantity.key]

    def _limit(self, quantity: Quantity) -> float:
        if quantity.key not in self._limits:
            self._limits[quantity.key] = limit_of(quantity)
        return self._limits[quantity.key]

    def _box(self, part: Part, x: float, y: float) -> Box:
        quantity = self._trace[part.key]
        tiles = self._tiles(quantity, part.transposed)
        wide, high = self._size(part)
        inside, _ = self._cells_size(quantity, part.transposed)
        left, top = x + (wide - inside) / 2, y + TITLE + 2.0
        rows, columns = self._shown(quantity, part.transposed)
        if tiles is not None:
            cell = tiles.size
            xs: tuple[float, ...] = (left,)
            ys: tuple[float, ...] = (top,)
        else:
            cell = (self._cell_width(quantity), ROW - CELL_GAP)
            xs = _edges(columns, left, cell[0] + CELL_GAP)
            ys = _edges(rows, top, ROW)
        area = QRectF(x, y, wide, high)
        return Box(part, quantity, rows, columns, xs, ys, cell, area, self._limit(quantity), tiles)


def _pairs(parts: tuple[Part, ...]) -> list[list[Part]]:
    """Each matrix with the signs before it; signs at the end go with the last one."""
    made: list[list[Part]] = [[]]
    for part in parts:
        if made[-1] and made[-1][-1].key:
            made.append([])
        made[-1].append(part)
    if len(made) > 1 and not made[-1][-1].key:
        made[-2] += made.pop()
    return made


def _same(one: Shown, other: Shown) -> bool:
    return len(one) == len(other) and one.tolist() == other.tolist()


def limit_of(quantity: Quantity) -> float:
    """A little more than the largest number, so that writing on it is read easily."""
    array = quantity.array
    top = float(np.abs(array).max(initial=0.0))
    if not np.isfinite(top):
        finite = array[np.isfinite(array)]
        top = float(np.abs(finite).max(initial=0.0))
    return 1.2 * top or 1.0


def _extent(shown_indices: Shown, pitch: float) -> float:
    return len(shown_indices) * pitch + sum(gaps(shown_indices)) * FOLD - CELL_GAP


def _edges(shown_indices: Shown, start: float, pitch: float) -> tuple[float, ...]:
    edges, at = [], start
    for left_out in gaps(shown_indices):
        at += FOLD * left_out
        edges.append(at)
        at += pitch
    return tuple(edges)
