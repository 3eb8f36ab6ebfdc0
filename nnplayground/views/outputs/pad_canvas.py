"""The sheet of the pad: it is drawn on with the mouse, or with the arrow keys and Shift."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnplayground.data.placing import Placement
from nnplayground.views.colours import packed_ramp
from nnplayground.views.outputs.ink import ERASER, Ink, Stroke
from nnplayground.views.theme import Theme

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
HINT = "Draw here"


class PadCanvas(QWidget):
    """Draws strokes.

    Signals:
        changed(): something else is on it.

    Attributes:
        ink: what is on it.
        erases: whether the next stroke takes ink away.
        tip: where the keyboard draws (across, down), as shares of the longer side; None as
            long as no key was pressed.
    """

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.ink = Ink((28, 28), Placement())
        self.erases = False
        self.tip: QPointF | None = None
        self._image: QImage | None = None
        self._drawing = False
        self.setAccessibleName("Pad to draw on")
        self.setAccessibleDescription("Arrow keys move the pen, with Shift they draw")
        self.setToolTip("Draw with the mouse, or with Shift and the arrow keys")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(90, 90)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.apply_theme(theme)

    def sizeHint(self) -> QSize:
        return QSize(220, 220)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._colours = [int(one) for one in packed_ramp(theme.surface, theme.text, 256)]
        self.update()

    def use(self, ink: Ink) -> None:
        """Draw on another sheet; nobody is told."""
        self.ink = ink
        self._image = None
        self.update()

    def redraw(self) -> None:
        """Show what is on the sheet now, and tell."""
        self._image = None
        self.update()
        self.changed.emit()

    def sheet(self) -> QRectF:
        """Where the sheet lies in the widget."""
        height, width = self.ink.shape
        each = min((self.width() - 2) / width, (self.height() - 2) / height)
        size = width * each, height * each
        return QRectF((self.width() - size[0]) / 2, (self.height() - size[1]) / 2, *size)

    # ---- painting ----------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, sheet = QPainter(self), self.sheet()
        if self._image is None:
            self._image = self.ink.fine().convertToFormat(QImage.Format.Format_Indexed8)
        self._image.setColorTable(self._colours)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(sheet, self._image)
        painter.setPen(QColor(self._theme.accent if self.hasFocus() else self._theme.border))
        painter.drawRect(sheet)
        if self.ink.is_empty:
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(sheet, Qt.AlignmentFlag.AlignCenter, HINT)
        if self.tip is not None and self.hasFocus():
            self._paint_cursor(painter, sheet)
        painter.end()

    def _paint_cursor(self, painter: QPainter, sheet: QRectF) -> None:
        assert self.tip is not None
        side = max(sheet.width(), sheet.height())
        radius = self.ink.placement.pen * side / 2 * (ERASER if self.erases else 1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.accent), 1.5))
        painter.drawEllipse(sheet.topLeft() + self.tip * side, radius, radius)

    # ---- the mouse ---------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drawing = True
            self.ink.strokes.append(Stroke(self.erases, [self._place(event.position())]))
            self.redraw()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drawing and self.ink.strokes:
            self.ink.strokes[-1].points.append(self._place(event.position()))
            self.redraw()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drawing = False

    def _place(self, pixel: QPointF) -> QPointF:
        sheet = self.sheet()
        return (pixel - sheet.topLeft()) / max(sheet.width(), sheet.height(), 1.0)

    # ---- the keyboard ------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # arrows are the pad's own while the keyboard is on it
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and _step(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _step(event)
        if step is None:
            super().keyPressEvent(event)
            return
        shape = self.ink.shape
        side = max(shape)
        before = self.tip or QPointF(shape[1] / side / 2, shape[0] / side / 2)
        after = before + QPointF(*step) / side
        self.tip = QPointF(
            float(np.clip(after.x(), 0.0, shape[1] / side)),
            float(np.clip(after.y(), 0.0, shape[0] / side)),
        )
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._draw_to(before, self.tip)
        self.update()

    def _draw_to(self, before: QPointF, after: QPointF) -> None:
        """Go on with the stroke that ends where the cursor was, or begin one there."""
        last = self.ink.strokes[-1] if self.ink.strokes else None
        if last is not None and last.erases == self.erases and last.points[-1] == before:
            last.points.append(after)
        else:
            self.ink.strokes.append(Stroke(self.erases, [before, after]))
        self.redraw()


def _step(event: QKeyEvent) -> tuple[int, int] | None:
    """Where an arrow key leads, with or without Shift; None for another key."""
    others = event.modifiers() & ~(
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    )
    return None if others else _ARROWS.get(Qt.Key(event.key()))
