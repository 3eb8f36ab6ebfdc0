"""A matrix as a table of coloured numbers; only the cells that can be seen are drawn."""

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontInfo,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from nnplayground.core.arrays import FloatArray
from nnplayground.views.plots.cell_editor import RETURN, CellEditor
from nnplayground.views.plots.labels import parameter_text
from nnplayground.views.plots.matrix_look import MatrixLook, colour_limit, places

Cell = tuple[int, int]  # row, column

_GAP = 2
_BIAS_GAP = 8
_SMALLEST_CELL = (50, 20)
_LARGEST_CELL = (96, 48)
_LARGEST_NAME = 76
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class MatrixGrid(QAbstractScrollArea):
    """W over b, inputs as rows and neurons as columns.

    Signals:
        cell_selected(int, int): row and column that a person chose.
        cell_edited(int, int, float): a number was typed into a cell.
    """

    cell_selected = Signal(int, int)
    cell_edited = Signal(int, int, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: FloatArray = np.zeros((1, 1))
        self._places: npt.NDArray[np.uint8] = np.zeros((1, 1), np.uint8)
        self._names: tuple[str, ...] = ("",)
        self._has_bias = False
        self._selected: Cell | None = None
        self._look: MatrixLook | None = None
        self._name_width = 0.0
        self._cell = (0, 0)
        self._editor: CellEditor | None = None
        self._edited: Cell = (0, 0)
        self._set_up()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Weights and biases of the layer")
        self.setToolTip(
            "One row an input, one column a neuron. Click to select, double-click to type a number."
        )
        self.setMinimumSize(80, 60)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def apply_theme(self, look: MatrixLook) -> None:
        """Take other colours."""
        self._look = look
        self._small = QFont(self.font())
        self._small.setPixelSize(max(9, round(QFontInfo(self.font()).pixelSize() * 0.88)))
        self._metrics = QFontMetricsF(self._small)
        self._lay_out()
        self.viewport().update()

    def show_matrix(self, values: FloatArray, names: tuple[str, ...], has_bias: bool) -> None:
        """Show other values.

        Args:
            values: (rows, columns), the bias as the last row where there is one; read-only.
            names: of the rows.
            has_bias: whether the last row is the bias.
        """
        relaid = values.shape != self._values.shape or names != self._names
        relaid = relaid or has_bias != self._has_bias
        self._values, self._names, self._has_bias = values, names, has_bias
        self._places = places(values, colour_limit(values))
        if relaid:
            self._finish_editing(keep=False)
            self._lay_out()
        self.viewport().update()

    def set_selected(self, cell: Cell | None) -> None:
        """Frame this cell, scrolled to where it can be seen."""
        if cell != self._selected:
            self._selected = cell
            if cell is not None:
                self._scroll_to(cell)
            self.viewport().update()

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell is, in pixels of the viewport."""
        width, height = self._cell
        x = self._name_width + column * width - self.horizontalScrollBar().value()
        y = self._head + row * height - self.verticalScrollBar().value()
        if self._has_bias and row == len(self._values) - 1:
            y += _BIAS_GAP
        return QRectF(x, y, width - _GAP, height - _GAP)

    def cell_at(self, position: QPointF) -> Cell | None:
        """The cell at a pixel of the viewport, None beside them."""
        if position.x() < self._name_width or position.y() < self._head:
            return None
        rows, columns = self._values.shape
        width, height = self._cell
        column = int((position.x() - self._name_width + self.horizontalScrollBar().value()) / width)
        y = position.y() - self._head + self.verticalScrollBar().value()
        if self._has_bias and y >= (rows - 1) * height:
            y = max(y - _BIAS_GAP, (rows - 1) * height - 1)
        row = int(y / height)
        return (row, column) if row < rows and column < columns else None

    # ---- layout --------------------------------------------------------------------------

    @property
    def _head(self) -> float:
        """The height of the line of neuron numbers."""
        return self._metrics.height() + 2

    def _lay_out(self) -> None:
        if self._look is None:
            return
        rows, columns = self._values.shape
        size = self.maximumViewportSize()
        longest = max(self._metrics.horizontalAdvance(name) for name in self._names[:64])
        self._name_width = min(math.ceil(longest) + 12, _LARGEST_NAME)
        gap = _BIAS_GAP if self._has_bias else 0
        room = (size.width() - self._name_width, size.height() - self._head - gap)
        wanted = (int(room[0] / columns), int(room[1] / rows))
        self._cell = (
            min(max(wanted[0], _SMALLEST_CELL[0]), _LARGEST_CELL[0]),
            min(max(wanted[1], _SMALLEST_CELL[1]), _LARGEST_CELL[1]),
        )
        self._set_scroll_bars(columns * self._cell[0], rows * self._cell[1] + gap)

    def _set_scroll_bars(self, width: int, height: int) -> None:
        # not the viewport's size: bars that show would be the reason that they are needed
        size, bars = (
            self.maximumViewportSize(),
            (self.horizontalScrollBar(), self.verticalScrollBar()),
        )
        across, down = size.width() - self._name_width, size.height() - self._head
        if width > across:
            down -= bars[0].sizeHint().height()
        if height > down:
            across -= bars[1].sizeHint().width()
        needs = (width, across, self._cell[0]), (height, down, self._cell[1])
        for bar, (full, seen, step) in zip(bars, needs, strict=True):
            bar.setRange(0, max(0, math.ceil(full - seen)))
            bar.setPageStep(max(1, int(seen)))
            bar.setSingleStep(step)

    def _scroll_to(self, cell: Cell) -> None:
        if self._look is None:
            return
        rect, view = self.cell_rect(*cell), self.viewport().rect()
        for bar, before, after in (
            (
                self.horizontalScrollBar(),
                rect.left() - self._name_width,
                rect.right() - view.right(),
            ),
            (self.verticalScrollBar(), rect.top() - self._head, rect.bottom() - view.bottom()),
        ):
            if before < 0:
                bar.setValue(bar.value() + math.floor(before))
            elif after > 0:
                bar.setValue(bar.value() + math.ceil(after))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._finish_editing(keep=False)
        self._lay_out()

    def _on_scrolled(self) -> None:
        self._finish_editing(keep=False)
        self.viewport().update()

    # ---- painting ------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        if look is None:
            return
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look.window)
        painter.setFont(self._small)
        rows, columns = self._visible()
        body = QRectF(self.viewport().rect()).adjusted(self._name_width, self._head, 0, 0)
        painter.setPen(look.muted)
        for column in columns:
            rect = self.cell_rect(0, column)
            rect.setTop(0)
            rect.setHeight(self._head - 3)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(column + 1))
        painter.setClipRect(body.adjusted(-self._name_width, 0, 0, 0))
        for row in rows:
            rect = self.cell_rect(row, 0)
            rect.setLeft(0)
            rect.setWidth(self._name_width - 8)
            name = self._metrics.elidedText(
                self._names[row], Qt.TextElideMode.ElideMiddle, rect.width()
            )
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(rect, int(flags), name)
        painter.setClipRect(body)
        self._draw_cells(painter, look, rows, columns)
        painter.end()

    def _visible(self) -> tuple[range, range]:
        """Rows and columns of which something can be seen."""
        width, height = self._cell
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        rows, columns = self._values.shape
        last_row = int((top + self.viewport().height() - self._head) / height) + 1
        last_column = int((left + self.viewport().width() - self._name_width) / width) + 1
        first_row = max(0, int((top - _BIAS_GAP) / height))
        last_row, last_column = min(rows, last_row), min(columns, last_column)
        return range(first_row, last_row), range(left // width, last_column)

    def _draw_cells(self, painter: QPainter, look: MatrixLook, rows: range, columns: range) -> None:
        fills, inks, metrics = look.fills, look.inks, self._metrics
        baseline = (self._cell[1] - _GAP + metrics.capHeight()) / 2
        for row in rows:
            values, colours = self._values[row], self._places[row]
            for column in columns:
                rect = self.cell_rect(row, column)
                place = int(colours[column])
                painter.fillRect(rect, fills[place])
                text = parameter_text(float(values[column]))
                painter.setPen(inks[place])
                x = rect.x() + (rect.width() - metrics.horizontalAdvance(text)) / 2
                painter.drawText(QPointF(x, rect.y() + baseline), text)
        if self._selected is not None:
            painter.setPen(QPen(look.text, 2))
            painter.drawRect(self.cell_rect(*self._selected).adjusted(0, 0, 0, 0))

    # ---- mouse and keys -------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.cell_selected.emit(*cell)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._edit(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            row, column = self._selected or (0, 0)
            if self._selected is not None:
                rows, columns = self._values.shape
                row = min(max(row + step[0], 0), rows - 1)
                column = min(max(column + step[1], 0), columns - 1)
            self.cell_selected.emit(row, column)
        elif self._selected and event.key() in (*RETURN, Qt.Key.Key_F2):
            self._edit(self._selected)
        else:
            super().keyPressEvent(event)

    # ---- typing a number -------------------------------------------------------------------

    def _edit(self, cell: Cell) -> None:
        self._finish_editing(keep=False)
        self._scroll_to(cell)
        self._edited = cell
        self._editor = CellEditor(self.viewport(), float(self._values[cell]), self._small)
        self._editor.done.connect(self._on_return)
        self._editor.left.connect(self._on_left)
        self._editor.begin(self.cell_rect(*cell).toRect().adjusted(-8, -2, 8, 2))

    def _on_return(self) -> None:
        self._finish_editing(keep=True)

    def _on_left(self) -> None:
        self._finish_editing(keep=False)

    def _finish_editing(self, keep: bool) -> None:
        editor = self._editor
        if editor is None:
            return
        value = editor.number() if keep else None
        if keep and value is None:
            return
        self._editor = None
        editor.hide()
        editor.deleteLater()
        self.setFocus()
        if value is not None:
            self.cell_edited.emit(*self._edited, value)
