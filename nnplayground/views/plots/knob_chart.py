"""A chart with one point that can be dragged sideways, by mouse or keys."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from nnplayground.views.plots.chart import Chart
from nnplayground.views.plots.labels import short_number
from nnplayground.views.plots.ticks import linear_ticks
from nnplayground.views.theme import Theme

_RADIUS = 5.5
# Pixels from the point at which it can be taken.
_REACH = 14.0
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Up: 1}


class KnobChart(Chart):
    """A curve with a point on it.

    Signals:
        turned(float): the point was dragged to this x.
        stepped(int): an arrow key was pressed, -1 or 1.
        taken(bool): the point was taken hold of, or let go.
        zoomed(float): the wheel was turned; how much wider the x axis is wanted.
    """

    turned = Signal(float)
    stepped = Signal(int)
    taken = Signal(bool)
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(x_text=short_number, x_ticks=linear_ticks, parent=parent)
        self._point: QPointF | None = None
        self._held = False
        self._hot = False
        self._fill = QColor()
        self._rim = QColor()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        super().apply_theme(theme)
        self._fill, self._rim = QColor(theme.test), QColor(theme.window)

    def set_point(self, point: QPointF | None) -> None:
        """Put the point there, in data coordinates; None for no point."""
        self._point = point
        self.viewport().update()

    def point_pixel(self) -> QPointF | None:
        """Where the point is, in pixels, held inside the plot."""
        if self._point is None:
            return None
        at, inside = self.to_pixels(self._point.x(), self._point.y()), self.plot_rect()
        return QPointF(at.x(), min(max(at.y(), inside.top()), inside.bottom()))

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        super().drawForeground(painter, rect)
        at = self.point_pixel()
        if at is None:
            return
        radius = _RADIUS + 1.5 * (self._hot or self._held)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(self._rim, 1.5))
        painter.setBrush(self._fill)
        painter.drawEllipse(at, radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self.hasFocus():
            painter.setPen(QPen(self._fill, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, radius + 3, radius + 3)

    def _near_point(self, position: QPointF) -> bool:
        at = self.point_pixel()
        if at is None:
            return False
        away = position - at
        return abs(away.x()) <= _REACH and abs(away.y()) <= _REACH

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._near_point(event.position()):
            self._held = True
            self.taken.emit(True)
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            inside = self.plot_rect()
            x = min(max(event.position().x(), inside.left()), inside.right())
            self.turned.emit(self.to_data(QPointF(x, inside.top())).x())
            return
        hot = self._near_point(event.position())
        if hot != self._hot:
            self._hot = hot
            shape = Qt.CursorShape.SizeHorCursor if hot else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held and event.button() == Qt.MouseButton.LeftButton:
            self._held = False
            self.taken.emit(False)
            self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoomed.emit(0.8 ** (event.angleDelta().y() / 120.0))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = _KEYS.get(Qt.Key(event.key()))
        if way is None or self._point is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(way)
