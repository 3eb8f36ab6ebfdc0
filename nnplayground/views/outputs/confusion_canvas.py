"""The confusion matrix as a picture: a row a true class, a column what the network says."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnplayground.core.arrays import IntArray
from nnplayground.core.confusion import Confusion
from nnplayground.views.notation import number_text
from nnplayground.views.outputs.card import paint_card
from nnplayground.views.outputs.plane_axes import small_font
from nnplayground.views.style import mixed
from nnplayground.views.theme import Theme

TOP, GAP = 34.0, 8.0
LARGEST_CELL = 64.0
_NAMES = 0.34  # of the width, at the most
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


@dataclass(frozen=True)
class Cell:
    """A cell: `row` is the true class, `column` what is said; one past the last is no number."""

    row: int
    column: int


class ConfusionCanvas(QWidget):
    """The matrix; a cell is chosen by a click or with the arrow keys.

    Signals:
        cell_chosen(): `cell` is another one, or the same was clicked again.
        next_asked(): Return or Space on the cell.
        list_asked(): a double-click or Ctrl+Return on it: all its examples are to be listed.
    """

    cell_chosen = Signal()
    next_asked = Signal()
    list_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.cell: Cell | None = None
        self.confusion: Confusion | None = None
        self.classes: tuple[str, ...] = ()
        self._part_name = ""
        self._table: IntArray = np.zeros((0, 0), dtype=np.int64)
        self._pointer: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Confusion matrix: a row a true class, a column what is said")
        self.setMinimumSize(140, 110)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(300, 280)

    def show_confusion(
        self, confusion: Confusion, classes: tuple[str, ...], part_name: str
    ) -> None:
        """Show the counts of a part; the chosen cell stays where there is one like it."""
        self.confusion, self.classes, self._part_name = confusion, classes, part_name
        self._table = confusion.counts
        if confusion.unanswered.any():
            self._table = np.column_stack((confusion.counts, confusion.unanswered))
        cell = self.cell
        if cell is not None and (cell.row >= len(classes) or cell.column > len(classes)):
            self.cell = None
        self.update()

    def count(self, cell: Cell) -> int:
        """How many examples are in a cell."""
        rows, columns = self._table.shape
        inside = cell.row < rows and cell.column < columns
        return int(self._table[cell.row, cell.column]) if inside else 0

    def said(self, column: int) -> str:
        """What stands over a column."""
        return self.classes[column] if column < len(self.classes) else "no number"

    def describe(self, cell: Cell) -> str:
        """A cell in words."""
        count = self.count(cell)
        examples = f"{self._part_name} example{'s' * (count != 1)}"
        is_, said = self.classes[cell.row], self.said(cell.column)
        if cell.row == cell.column:
            return f"{number_text(count)} {examples}: {is_}, and said so"
        return f"{number_text(count)} {examples}: {is_}, said {said}"

    # ---- where things are --------------------------------------------------------------

    def grid(self) -> QRectF:
        """The cells together; as square as there is room."""
        rows, columns = max(1, self._table.shape[0]), max(1, self._table.shape[1])
        left = self._names_width()
        across = min(LARGEST_CELL * 1.4, (self.width() - left - 1) / columns)
        down = min(LARGEST_CELL, (self.height() - TOP - 1) / rows)
        across = min(across, 2.2 * down)
        return QRectF(left, TOP, max(1.0, across) * columns, max(1.0, down) * rows)

    def box(self, cell: Cell, grid: QRectF | None = None) -> QRectF:
        """The pixels of a cell; with the `grid` at hand it is not worked out anew."""
        grid = grid or self.grid()
        rows, columns = max(1, self._table.shape[0]), max(1, self._table.shape[1])
        across, down = grid.width() / columns, grid.height() / rows
        return QRectF(
            grid.left() + cell.column * across, grid.top() + cell.row * down, across, down
        )

    def cell_at(self, point: QPointF) -> Cell | None:
        """The cell at a pixel."""
        grid = self.grid()
        if not self._table.size or not grid.contains(point):
            return None
        rows, columns = self._table.shape
        row = int((point.y() - grid.top()) / grid.height() * rows)
        column = int((point.x() - grid.left()) / grid.width() * columns)
        return Cell(min(row, rows - 1), min(column, columns - 1))

    def _names_width(self) -> float:
        metrics = QFontMetricsF(small_font(self.font()))
        widest = max((metrics.horizontalAdvance(name) for name in self.classes), default=0.0)
        return float(min(widest + GAP, _NAMES * self.width()) + metrics.height())

    # ---- painting ----------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.confusion is None:
            return
        painter = QPainter(self)
        painter.setFont(small_font(self.font()))
        grid = self.grid()
        self._paint_names(painter, grid)
        support = self.confusion.support.tolist()
        for row, counts in enumerate(self._table.tolist()):
            for column, count in enumerate(counts):
                self._paint_cell(painter, Cell(row, column), count, grid, support[row])
        self._paint_chosen(painter)
        cell = None if self._pointer is None else self.cell_at(self._pointer)
        if self._pointer is not None and cell is not None:
            lines = self._lines(cell)
            paint_card(painter, QRectF(self.rect()), self._pointer, lines, self.theme)
        painter.end()

    def _paint_names(self, painter: QPainter, grid: QRectF) -> None:
        rows, columns = self._table.shape
        across, down = grid.width() / columns, grid.height() / rows
        metrics = painter.fontMetrics()
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(self.theme.muted))
        centre = middle | Qt.AlignmentFlag.AlignHCenter
        painter.drawText(QRectF(grid.left(), 0, grid.width(), TOP / 2), centre, "the network says")
        painter.save()
        painter.translate(0, grid.bottom())
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, grid.height(), metrics.height()), centre, "it is")
        painter.restore()
        painter.setPen(QColor(self.theme.text))
        end = Qt.TextElideMode.ElideRight
        for column in range(columns):
            box = QRectF(grid.left() + column * across, TOP / 2, across, TOP / 2)
            painter.drawText(box, centre, metrics.elidedText(self.said(column), end, int(across)))
        if down < 0.8 * metrics.height():
            return
        room = grid.left() - metrics.height() - GAP + 2
        for row, name in enumerate(self.classes):
            box = QRectF(metrics.height(), grid.top() + row * down, room, down)
            shown = metrics.elidedText(name, end, int(room))
            painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, shown)

    def _paint_cell(
        self, painter: QPainter, cell: Cell, count: int, grid: QRectF, support: int
    ) -> None:
        share = count / max(1, support)
        right = cell.row == cell.column
        theme = self.theme
        # the root shows few among many
        strength = float(np.sqrt(share)) * (0.85 if right else 0.9)
        colour = mixed(theme.canvas, theme.positive if right else theme.alert, strength)
        box = self.box(cell, grid)
        painter.fillRect(box.adjusted(1, 1, -1, -1) if box.width() > 6 else box, QColor(colour))
        if not count and not right:
            return
        text = number_text(count)
        metrics = painter.fontMetrics()
        fits = metrics.horizontalAdvance(text) < box.width() and metrics.height() < box.height() + 4
        if fits:
            painter.setPen(QColor(_writing(colour)))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_chosen(self, painter: QPainter) -> None:
        if self.cell is None or self.cell.column >= self._table.shape[1]:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.theme.text), 3.0 if self.hasFocus() else 2.0))
        painter.drawRect(self.box(self.cell).adjusted(1, 1, -1, -1))

    def _lines(self, cell: Cell) -> list[str]:
        assert self.confusion is not None
        support = int(self.confusion.support[cell.row])
        lines = [self.describe(cell)]
        if support:
            share = self.count(cell) / support
            lines.append(f"{share:.1%} of the {number_text(support)} that are so")
        return [*lines, "double-click lists them"] if self.count(cell) else lines

    # ---- mouse and keys ----------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self._choose(cell)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.cell_at(event.position()):
            self.list_asked.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self.update()

    def leaveEvent(self, event: object) -> None:
        self._pointer = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self._table.size:
            rows, columns = self._table.shape
            at = self.cell or Cell(-step[0] if step[0] > 0 else 0, -step[1] if step[1] > 0 else 0)
            self._choose(
                Cell(
                    min(max(at.row + step[0], 0), rows - 1),
                    min(max(at.column + step[1], 0), columns - 1),
                )
            )
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            listed = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            (self.list_asked if listed else self.next_asked).emit()
        elif event.key() == Qt.Key.Key_Escape and self.cell is not None:
            self.cell = None
            self.cell_chosen.emit()
        else:
            super().keyPressEvent(event)

    def _choose(self, cell: Cell) -> None:
        self.cell = cell
        self.setAccessibleDescription(self.describe(cell))
        self.update()
        self.cell_chosen.emit()


def _writing(ground: str) -> str:
    """The colour of writing that can be read on a ground."""
    colour = QColor(ground)
    light = 0.299 * colour.redF() + 0.587 * colour.greenF() + 0.114 * colour.blueF()
    return "#111827" if light > 0.5 else "#f9fafb"
