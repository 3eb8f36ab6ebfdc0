"""Paints matrices with brackets, names, shapes and colours; what is outlined; what is dim."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from nnplayground.core.explain import Region, shown
from nnplayground.session.trace_cursor import CellPlace
from nnplayground.views.colours import packed_image
from nnplayground.views.plots.matrix_look import MatrixLook, places
from nnplayground.views.take_apart.folds import gaps
from nnplayground.views.take_apart.layout import BRACKET, FOLD, TITLE, Fonts
from nnplayground.views.take_apart.page import Box, Page, shape_text
from nnplayground.views.take_apart.tiles import Tiles
from nnplayground.views.theme import Theme

_DIM = 0.30
_RADIUS = 3.0
# Outlines in one matrix at the most; a row of a picture is outlined as a whole.
_MOST_OUTLINES = 64

_CENTER = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Marks:
    """What is pointed at on a page.

    Attributes:
        position: how many operations are done.
        selected: the selected cell, or the one under the pointer.
        sources: the cells behind it.
        until: position by which the cell is computed; its sources are outlined before that.
        focus: key of the matrix that is pointed at.
        hidden: cells to be found by a learner.
        typed: what the learner typed in them, and whether it is right.
        revealed: those of them whose numbers may be seen.
    """

    position: int = 0
    selected: CellPlace | None = None
    sources: tuple[Region, ...] = ()
    until: int = 0
    focus: str = ""
    hidden: frozenset[CellPlace] = frozenset()
    typed: Mapping[CellPlace, tuple[str, bool]] = field(default_factory=dict)
    revealed: frozenset[CellPlace] = frozenset()


class Fontbook:
    """The fonts of a page, made from the application's."""

    def __init__(self, base: QFont) -> None:
        size = base.pointSizeF() if base.pointSizeF() > 0 else 9.75
        self.cell = QFont(base)
        self.cell.setPointSizeF(size)
        self.cell.setFeature(QFont.Tag("tnum"), 1)
        self.title = QFont(base)
        self.title.setPointSizeF(size)
        self.title.setWeight(QFont.Weight.DemiBold)
        self.shape = QFont(base)
        self.shape.setPointSizeF(size * 0.92)
        self.sign = QFont(base)
        self.sign.setPointSizeF(size * 1.25)
        self.metrics = Fonts(*map(QFontMetricsF, (self.cell, self.title, self.shape, self.sign)))


class Painting:
    """Paints pages in a theme's colours."""

    def __init__(self, theme: Theme, fonts: Fontbook) -> None:
        self.fonts = fonts
        self.look = MatrixLook.of(theme)
        self._outline = QColor(theme.test)
        self._accent = QColor(theme.accent)
        self._right = QColor("#2e7d4f" if theme.name == "light" else "#69c98d")
        self._wrong = QColor(theme.alert)
        self._surface = QColor(theme.surface)

    def paint(
        self, painter: QPainter, page: Page, marks: Marks, digits: int, visible: QRectF
    ) -> None:
        """Paint what of a page is visible."""
        for sign in page.signs:
            if sign.area.intersects(visible):
                painter.setOpacity(1.0 if sign.at <= marks.position else _DIM)
                painter.setFont(self.fonts.sign)
                painter.setPen(self.look.text)
                painter.drawText(sign.area, _CENTER, sign.text)
        for box in page.boxes:
            if box.area.intersects(visible):
                painter.setOpacity(1.0 if _is_lit(box, marks) else _DIM)
                self._paint_box(painter, box, marks, digits, visible)
        painter.setOpacity(1.0)
        for box in page.boxes:
            if box.area.intersects(visible):
                self._paint_outlines(painter, box, marks)

    def _paint_box(
        self, painter: QPainter, box: Box, marks: Marks, digits: int, visible: QRectF
    ) -> None:
        self._paint_title(painter, box, marks)
        self._paint_brackets(painter, box.cells)
        hidden = {place for place in marks.hidden if place.key == box.quantity.key}
        if box.tiles is not None:
            self._paint_picture(painter, box, box.tiles, hidden - marks.revealed)
            return
        painter.setFont(self.fonts.cell)
        whole = box.quantity.array.T if box.part.transposed else box.quantity.array
        values = whole[np.ix_(box.rows, box.columns)]
        colours = places(values, box.limit)
        for i, y in enumerate(box.ys):
            for j, x in enumerate(box.xs):
                rect = QRectF(x, y, *box.cell)
                if not rect.intersects(visible):
                    continue
                place = CellPlace(
                    box.quantity.key, *box.place(int(box.rows[i]), int(box.columns[j]))
                )
                if place in hidden:
                    self._paint_hidden(painter, rect, marks.typed.get(place))
                    continue
                colour = int(colours[i, j])
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.look.fills[colour])
                painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
                painter.setPen(self.look.inks[colour])
                text = shown(float(values[i, j]), digits)
                painter.drawText(rect.adjusted(2, 0, -7, 0), _RIGHT, text)
        self._paint_gaps(painter, box)

    def _paint_title(self, painter: QPainter, box: Box, marks: Marks) -> None:
        shape = shape_text(box.quantity, box.part.transposed)
        name_width = self.fonts.metrics.title.horizontalAdvance(box.part.text)
        shape_width = self.fonts.metrics.shape.horizontalAdvance(shape)
        left = box.area.center().x() - (name_width + 5.0 + shape_width) / 2
        area = QRectF(left, box.area.top(), name_width + 2.0, TITLE)
        painter.setFont(self.fonts.title)
        is_focus = box.quantity.key == marks.focus
        painter.setPen(self._accent if is_focus else self.look.text)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, box.part.text)
        painter.setFont(self.fonts.shape)
        painter.setPen(self.look.muted)
        area = QRectF(left + name_width + 5.0, box.area.top(), shape_width + 2.0, TITLE)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shape)

    def _paint_brackets(self, painter: QPainter, cells: QRectF) -> None:
        painter.setPen(QPen(self.look.text, 1.5))
        for x in (cells.left() - BRACKET + 2.0, cells.right() + BRACKET - 2.0):
            painter.drawLine(QPointF(x, cells.top() - 2.0), QPointF(x, cells.bottom() + 2.0))

    def _paint_gaps(self, painter: QPainter, box: Box) -> None:
        painter.setFont(self.fonts.cell)
        painter.setPen(self.look.muted)
        cells = box.cells
        for x, left_out in zip(box.xs, gaps(box.columns), strict=True):
            if left_out:
                area = QRectF(x - FOLD - 1.5, cells.top(), FOLD, min(cells.height(), 24.0))
                painter.drawText(area, _CENTER, "…")
        for y, left_out in zip(box.ys, gaps(box.rows), strict=True):
            if left_out:
                area = QRectF(cells.left(), y - FOLD - 2.0, cells.width(), FOLD)
                painter.drawText(area, _CENTER, "⋮")

    def _paint_picture(
        self, painter: QPainter, box: Box, tiles: Tiles, hidden: Iterable[CellPlace]
    ) -> None:
        array = box.quantity.array
        for place in hidden:
            array = array.copy() if array is box.quantity.array else array
            array[place.row, place.column] = np.nan
        array = array.T if box.part.transposed else array
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        for number in range(tiles.shown):
            values = tiles.values(array, number)
            pixels = self.look.pixels[places(values, box.limit)]
            where = tiles.tile(number, box.cells)
            painter.drawImage(where, packed_image(np.ascontiguousarray(pixels)))

    def _paint_hidden(
        self, painter: QPainter, rect: QRectF, typed: tuple[str, bool] | None
    ) -> None:
        text, colour = "?", self.look.muted
        if typed is not None:
            text, colour = typed[0], self._right if typed[1] else self._wrong
        pen = QPen(colour, 1.2)
        pen.setStyle(Qt.PenStyle.SolidLine if typed else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(self._surface)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.drawText(rect.adjusted(2, 0, -7, 0), _CENTER if typed is None else _RIGHT, text)

    def _paint_outlines(self, painter: QPainter, box: Box, marks: Marks) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        key = box.quantity.key
        painter.setPen(QPen(self._outline, 1.6))
        for region in marks.sources:
            if region.key == key and box.part.at <= marks.until:
                for rect in _outlines(box, region):
                    painter.drawRoundedRect(rect, _RADIUS + 1, _RADIUS + 1)
        if marks.selected is not None and marks.selected.key == key:
            chosen = box.cell_rect(marks.selected.row, marks.selected.column)
            if chosen is not None:
                painter.setPen(QPen(self._outline, 2.4))
                painter.drawRoundedRect(chosen.adjusted(-1, -1, 1, 1), _RADIUS + 1, _RADIUS + 1)


def _is_lit(box: Box, marks: Marks) -> bool:
    """Whether it is computed, or what the page begins with."""
    key = box.quantity.key
    begins = marks.position == 0 and key == "X"
    pointed_at = key == marks.focus and box.quantity.kind == "given"
    return box.part.at <= marks.position or begins or pointed_at


def _outlines(box: Box, region: Region) -> Iterable[QRectF]:
    """The rectangles of a region's cells that are shown; one around all where they are many."""
    if box.tiles is not None:
        first = box.cell_rect(region.row, region.column)
        last = box.cell_rect(region.row + region.rows - 1, region.column + region.columns - 1)
        if first is not None and last is not None:
            yield first.united(last)
        return
    turned = box.part.transposed
    rows, columns = (box.columns, box.rows) if turned else (box.rows, box.columns)
    count = 0
    for row in rows:
        for column in columns:
            inside = (
                region.row <= row < region.row + region.rows
                and region.column <= column < region.column + region.columns
            )
            rect = box.cell_rect(int(row), int(column)) if inside else None
            if rect is not None and count < _MOST_OUTLINES:
                count += 1
                yield rect.adjusted(-0.5, -0.5, 0.5, 0.5)
