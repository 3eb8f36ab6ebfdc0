"""The page of matrices: scrolled, with a cell under the pointer and a selected one."""

from time import perf_counter

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QLineEdit, QWidget

from nnplayground.session.trace_cursor import CellPlace
from nnplayground.views.take_apart.page import EMPTY, Box, Page
from nnplayground.views.take_apart.painting import Marks, Painting

_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
# Room that is kept around what is scrolled to.
_AROUND = 8


class MatrixPage(QAbstractScrollArea):
    """Shows a page; tells what a person points at.

    Signals:
        hovered(CellPlace | None): the pointer is on another cell.
        chosen(CellPlace): a cell was clicked, or reached by the arrow keys.
        resized(): there is another width to lay the page out for.
        menu_asked(Box | None, CellPlace | None, QPoint): a context menu is wanted there.
        typed(CellPlace, str): a learner typed a number for a hidden cell.
    """

    hovered = Signal(object)
    chosen = Signal(object)
    resized = Signal()
    menu_asked = Signal(object, object, QPoint)
    typed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page: Page = EMPTY
        self.marks = Marks()
        self.digits = 4
        self.painting: Painting | None = None
        self.paint_seconds = 0.0
        self._hovered: CellPlace | None = None
        self._field: QLineEdit | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        # it fills itself, so nothing behind it has to be painted
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 70)
        self.setAccessibleName("Matrices of one iteration")
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.setSingleStep(24)
            bar.valueChanged.connect(self._on_scrolled)

    def show_page(self, page: Page, marks: Marks, digits: int) -> None:
        """Show a page."""
        self.page, self.marks, self.digits = page, marks, digits
        self._update_bars()
        self.viewport().update()

    def show_marks(self, marks: Marks) -> None:
        """Outline and light up something else on the same page."""
        self.marks = marks
        self.viewport().update()

    @property
    def offset(self) -> QPointF:
        """Of the viewport on the page."""
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def box_of(self, place: CellPlace) -> Box | None:
        """The matrix in which a cell is shown, the one where it is computed if there are more."""
        found = [
            box
            for box in self.page.boxes
            if box.quantity.key == place.key and box.cell_rect(place.row, place.column) is not None
        ]
        return found[0] if found else None

    def cell_rect(self, place: CellPlace) -> QRectF | None:
        """Where a cell is in the viewport; None where it is not shown."""
        box = self.box_of(place)
        rect = None if box is None else box.cell_rect(place.row, place.column)
        return None if rect is None else rect.translated(-self.offset)

    def reveal(self, first: int, last: int, place: CellPlace | None, focus: str) -> None:
        """Scroll so that what was computed last, and the selected cell, can be seen."""
        areas = [box.area for box in self.page.boxes if first <= box.part.at <= last]
        if focus and not areas:
            areas = [box.area for box in self.page.boxes if box.quantity.key == focus][:1]
        if areas:
            whole = areas[0]
            for area in areas[1:]:
                whole = whole.united(area)
            self._scroll_to(whole)
        else:  # before everything on the page
            self.verticalScrollBar().setValue(0)
        box = None if place is None else self.box_of(place)
        if box is not None and place is not None:
            rect = box.cell_rect(place.row, place.column)
            if rect is not None:
                self._scroll_to(rect)

    # ---- painting ------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(600, 220)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.painting is None:
            return
        begun = perf_counter()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.painting.look.window)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self.offset)
        visible = QRectF(event.rect()).translated(self.offset)
        self.painting.paint(painter, self.page, self.marks, self.digits, visible)
        if self.hasFocus() and self.marks.selected is None:
            painter.resetTransform()
            painter.setPen(self.painting.look.accent)
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        painter.end()
        self.paint_seconds = perf_counter() - begun

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._update_bars()
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def _update_bars(self) -> None:
        size = self.viewport().size()
        for bar, needed, there in (
            (self.horizontalScrollBar(), self.page.width, size.width()),
            (self.verticalScrollBar(), self.page.height, size.height()),
        ):
            bar.setPageStep(there)
            bar.setRange(0, max(0, round(needed) - there))

    def _on_scrolled(self) -> None:
        self._put_field()
        self.viewport().update()

    def _scroll_to(self, area: QRectF) -> None:
        size = self.viewport().size()
        for bar, low, high, there in (
            (self.horizontalScrollBar(), area.left(), area.right(), size.width()),
            (self.verticalScrollBar(), area.top(), area.bottom(), size.height()),
        ):
            if high + _AROUND > bar.value() + there:
                bar.setValue(round(high + _AROUND - there))
            if low - _AROUND < bar.value():
                bar.setValue(round(low - _AROUND))

    # ---- pointing ------------------------------------------------------------------------

    def _cell_at(self, position: QPointF) -> tuple[Box | None, CellPlace | None]:
        point = position + self.offset
        for box in self.page.boxes:
            if box.area.contains(point):
                cell = box.cell_at(point)
                return box, None if cell is None else CellPlace(box.quantity.key, *cell)
        return None, None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        _, place = self._cell_at(event.position())
        self._set_hovered(place)

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hovered(None)

    def forget_pointer(self) -> None:
        """Something else was selected: the pointer counts again once it moves."""
        self._hovered = None

    def _set_hovered(self, place: CellPlace | None) -> None:
        if place != self._hovered:
            self._hovered = place
            self.hovered.emit(place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        _, place = self._cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self.chosen.emit(place)
            if place in self.marks.hidden:
                self.type_into(place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        box, place = self._cell_at(QPointF(event.pos()))
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.marks.selected is not None:
            place = self.marks.selected
            box = self.box_of(place)
        self.menu_asked.emit(box, place, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        place = self.marks.selected
        if key in _ARROWS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._move(*_ARROWS[key])
        elif place is not None and place in self.marks.hidden and event.text().strip():
            self.type_into(place, event.text() if key != Qt.Key.Key_Return else "")
        else:
            super().keyPressEvent(event)

    def _move(self, down: int, right: int) -> None:
        """Select the next cell; past the side of a matrix the next matrix."""
        selected = self.marks.selected
        box = None if selected is None else self.box_of(selected)
        if selected is None or box is None:
            boxes = self.page.boxes
            if boxes:
                self._choose(boxes[0], 0, 0)
            return
        row, column = box.place(selected.row, selected.column)
        i = list(box.rows).index(row) if row in box.rows else 0
        j = list(box.columns).index(column) if column in box.columns else 0
        i, j = i + down, j + right
        if 0 <= i < len(box.rows) and 0 <= j < len(box.columns):
            self._choose(box, i, j)
            return
        number = self.page.boxes.index(box) + (right or 0)
        if right and 0 <= number < len(self.page.boxes):
            beside = self.page.boxes[number]
            self._choose(
                beside,
                min(i, len(beside.rows) - 1),
                0 if right > 0 else len(beside.columns) - 1,
            )

    def _choose(self, box: Box, i: int, j: int) -> None:
        row, column = box.place(int(box.rows[i]), int(box.columns[j]))
        self.chosen.emit(CellPlace(box.quantity.key, row, column))

    # ---- typing into hidden cells --------------------------------------------------------

    def type_into(self, place: CellPlace, text: str = "") -> None:
        """Open a field over a hidden cell."""
        self.close_field()
        self._field = QLineEdit(self.viewport())
        self._field.setAccessibleName(f"Your number for {place.key}")
        self._field.setText(text)
        self._field.setProperty("place", (place.key, place.row, place.column))
        self._field.setStyleSheet("padding: 0 3px; border-radius: 3px;")
        self._put_field()
        self._field.show()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.editingFinished.connect(self._on_typed)

    @property
    def field(self) -> QLineEdit | None:
        """The field over a hidden cell while a learner types, else None."""
        return self._field

    def close_field(self) -> None:
        """Take the field away."""
        if self._field is not None:
            field, self._field = self._field, None
            field.blockSignals(True)
            field.hide()
            field.deleteLater()

    def _put_field(self) -> None:
        if self._field is None:
            return
        key, row, column = self._field.property("place")
        rect = self.cell_rect(CellPlace(str(key), int(row), int(column)))
        if rect is not None:
            self._field.setGeometry(rect.adjusted(-2, -2, 2, 2).toRect())

    def _on_typed(self) -> None:
        if self._field is None:
            return
        key, row, column = self._field.property("place")
        text = self._field.text().strip()
        self.close_field()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if text:
            self.typed.emit(CellPlace(str(key), int(row), int(column)), text)
