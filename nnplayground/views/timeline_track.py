"""The track of the timeline: a run from its beginning to now, with its loss and what was done."""

from collections.abc import Sequence
from time import perf_counter

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.session.marks import Mark
from nnplayground.views.notation import number_text
from nnplayground.views.style import mixed
from nnplayground.views.theme import Theme

HEIGHT = 34
_HANDLE = 6.0
_GROOVE = 4.0
# Pixels around a mark in which it is told, and to which the handle is drawn.
_REACH = 5.0
# Shares of the track that keys go.
_PAGE = 0.1


class TimelineTrack(QWidget):
    """A slider over iterations, which may be many more than a slider of Qt's can count.

    Signals:
        dragged(int): a person wants to look at this iteration.
        stepped(int): a person wants to go this many iterations further.
    """

    dragged = Signal(int)
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first, self.last, self.value = 0, 0, 0
        self.marks: tuple[Mark, ...] = ()
        self._iterations: IntArray = np.arange(0)
        self._losses: FloatArray = np.empty(0)
        self._background: QPixmap | None = None
        self._theme: Theme | None = None
        self.paint_seconds = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumWidth(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Timeline")

    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    # ---- what is shown -----------------------------------------------------------------

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme, self._background = theme, None
        self.update()

    def show_place(self, first: int, last: int, value: int) -> None:
        """Show where a person is between the first and the last iteration."""
        if (first, last, value) != (self.first, self.last, self.value):
            if (first, last) != (self.first, self.last):
                self._background = None
            self.first, self.last, self.value = first, last, value
            self.setAccessibleDescription(f"iteration {value} of {last}")
            self.update()

    def show_losses(self, iterations: IntArray, losses: FloatArray) -> None:
        """Show the loss at these iterations (rows,) as the background."""
        there = np.isfinite(losses) & (losses > 0)
        self._iterations, self._losses = iterations[there].copy(), losses[there].copy()
        self._background = None
        self.update()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show what was done."""
        self.marks = tuple(marks)
        self.update()

    def x_of(self, iteration: float) -> float:
        """Where an iteration is, in pixels."""
        span = max(self.last - self.first, 1)
        return _HANDLE + (iteration - self.first) / span * self._length

    def iteration_at(self, x: float) -> int:
        """The iteration at a pixel, that of a mark where one is near."""
        near = [mark for mark in self.marks if abs(self.x_of(mark.iteration) - x) <= 2.0]
        if near and self._length < self.last - self.first:
            return min(near, key=lambda mark: abs(self.x_of(mark.iteration) - x)).iteration
        share = min(max((x - _HANDLE) / self._length, 0.0), 1.0)
        return self.first + round(share * (self.last - self.first))

    @property
    def _length(self) -> float:
        return max(self.width() - 2 * _HANDLE, 1.0)

    # ---- painting ------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is not None:
            started = perf_counter()
            self._paint(self._theme)
            self.paint_seconds = perf_counter() - started

    def _paint(self, theme: Theme) -> None:
        if self._background is None:
            self._background = self._drawn_background(theme)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._background)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self._groove.center().y()
        done = QRectF(self._groove)
        done.setRight(self.x_of(self.value))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(done, 2, 2)
        for mark in self.marks:
            self._draw_mark(painter, theme, mark)
        if self.hasFocus():
            painter.setBrush(QColor(mixed(theme.window, theme.accent, 0.35)))
            painter.drawEllipse(QPointF(self.x_of(self.value), middle), 9.0, 9.0)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(QPointF(self.x_of(self.value), middle), _HANDLE, _HANDLE)
        painter.end()

    @property
    def _groove(self) -> QRectF:
        return QRectF(_HANDLE, self.height() - 10.0 - _GROOVE / 2, self._length, _GROOVE)

    def _drawn_background(self, theme: Theme) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = self._loss_outline()
        if outline is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mixed(theme.window, theme.train, 0.16)))
            painter.drawPolygon(QPolygonF(outline))
            painter.setPen(QPen(QColor(mixed(theme.window, theme.train, 0.5)), 1))
            painter.drawPolyline(QPolygonF(outline[1:-1]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mixed(theme.border, theme.muted, 0.12)))
        painter.drawRoundedRect(self._groove, 2, 2)
        painter.end()
        return picture

    def _loss_outline(self) -> list[QPointF] | None:
        """The loss on a logarithmic scale, over the groove; one point every few pixels."""
        if len(self._losses) < 2 or self.last <= self.first:
            return None
        bottom, top = self._groove.center().y(), 2.0
        columns = np.arange(0.0, self._length + 1.0, 3.0)
        wanted = self.first + columns / self._length * (self.last - self.first)
        logs = np.interp(wanted, self._iterations, np.log(self._losses))
        low, high = float(logs.min()), float(logs.max())
        shares = (logs - low) / (high - low) if high > low else np.full(len(logs), 0.5)
        y = bottom - 3.0 - shares * (bottom - 3.0 - top)
        points = [
            QPointF(_HANDLE + x, h) for x, h in zip(columns.tolist(), y.tolist(), strict=True)
        ]
        return [QPointF(points[0].x(), bottom), *points, QPointF(points[-1].x(), bottom)]

    def _draw_mark(self, painter: QPainter, theme: Theme, mark: Mark) -> None:
        x, middle = self.x_of(mark.iteration), self._groove.center().y()
        colours = {"branch": theme.positive, "diverged": theme.alert}
        colour = QColor(colours.get(mark.kind, theme.text))
        painter.setPen(QPen(colour, 1))
        painter.drawLine(QPointF(x, middle - 4), QPointF(x, 6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        if mark.kind == "branch":
            painter.drawEllipse(QPointF(x, 5), 3.0, 3.0)
        else:
            points = [QPointF(x - 3.5, 2), QPointF(x + 3.5, 2), QPointF(x, 8)]
            painter.drawPolygon(QPolygonF(points))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._background = None

    # ---- mouse and keys --------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.dragged.emit(self.iteration_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(self.iteration_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = max(1, round((self.last - self.first) * _PAGE))
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: self.first - self.value,
            Qt.Key.Key_End: self.last - self.value,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.told_at(event.pos().x()), self)
            return True
        return super().event(event)

    def told_at(self, x: float) -> str:
        """What a tooltip at a pixel says."""
        near = [m for m in self.marks if abs(self.x_of(m.iteration) - x) <= _REACH]
        if near:
            lines = [f"Iteration {number_text(mark.iteration)}: {mark.text}" for mark in near[:6]]
            return "\n".join(lines)
        iteration = self.iteration_at(x)
        text = f"Iteration {number_text(iteration)}"
        if len(self._losses):
            loss = float(np.interp(iteration, self._iterations, self._losses))
            text += f", training loss about {loss:.3g}"
        return f"{text}. Drag to look back."
