"""The chart under every plot: two short axes, zoom by wheel, a readout, no menus."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from nnplayground.views.plots.axis import ShortAxis, Ticks
from nnplayground.views.plots.labels import short_count, short_number
from nnplayground.views.plots.ticks import Range, count_ticks
from nnplayground.views.theme import Theme

LEFT_WIDTH = 44
BOTTOM_HEIGHT = 19
# Of the window's font.
SMALL = 0.85
# Pixels that the mouse may move in a click.
CLICK_REACH = 4


@dataclass(frozen=True)
class Legend:
    """One line of a chart's legend."""

    text: str
    colour: str


class Chart(pg.GraphicsView):
    """A chart whose x axis follows the data until a person zooms; a double-click lets go.

    Args:
        x_text, y_text: what ticks are called.
        x_ticks: where those of the x axis are.

    Signals:
        hovered(QPointF | None): what is under the pointer, in data coordinates; None outside.
        clicked(QPointF): where the left button was clicked, in data coordinates.
        window_changed(): a person zoomed, moved or reset the x axis.
    """

    hovered = Signal(object)
    clicked = Signal(QPointF)
    window_changed = Signal()

    def __init__(
        self,
        x_text: Callable[[float], str] = short_count,
        y_text: Callable[[float], str] = short_number,
        x_ticks: Ticks = count_ticks,
        parent: QWidget | None = None,
    ) -> None:
        # not pyqtgraph's PlotWidget: that makes seven menus and a form of controls a plot
        super().__init__(parent)
        self.x_axis, self.y_axis = ShortAxis("bottom", x_text, x_ticks), ShortAxis("left", y_text)
        self.box = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0.0)
        self.following = True
        self.paint_seconds = 0.0
        self._full: Range = (0.0, 1.0)
        self._window: Range | None = None
        self._shown: tuple[float, float, float, float] | None = None
        self._legend: tuple[Legend, ...] = ()
        self._legend_below = False
        self._message = ""
        self._cursor: float | None = None
        self._past: float | None = None
        self._pressed: QPointF | None = None
        self._panning = False
        self._muted = QColor()
        self._strong = QColor()
        self._backdrop = QColor()
        self._small = QFont()
        self._set_up()

    def _set_up(self) -> None:
        frame = pg.GraphicsLayout()
        frame.layout.setContentsMargins(0, 4, 1, 0)
        frame.layout.setSpacing(0)
        frame.addItem(self.y_axis, 0, 0)
        frame.addItem(self.box, 0, 1)
        frame.addItem(self.x_axis, 1, 1)
        self.setCentralItem(frame)
        for axis in (self.x_axis, self.y_axis):
            axis.linkToView(self.box)
        self.box.disableAutoRange()
        self.y_axis.setWidth(LEFT_WIDTH)
        self.x_axis.setHeight(BOTTOM_HEIGHT)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setMinimumSize(80, 60)
        self.setFrameShape(self.Shape.NoFrame)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._small = QFont(self.font())
        self._small.setPixelSize(max(9, round(QFontInfo(self.font()).pixelSize() * SMALL)))
        self._muted, self._strong = QColor(theme.muted), QColor(theme.text)
        self._backdrop = QColor(theme.window)
        self._backdrop.setAlpha(225)
        self.setBackground(theme.window)
        border = QColor(theme.muted)
        border.setAlphaF(0.55)
        for axis in (self.x_axis, self.y_axis):
            axis.set_look(border, self._muted, self._small)
        self.box.setBorder(pg.mkPen(border))

    # ---- what is shown -------------------------------------------------------------------

    def x_window(self, first: float, last: float) -> Range:
        """The part of the x axis to show, of data that goes from `first` to `last`."""
        self._full = (first, max(last, first + 1.0))
        if self.following or self._window is None:
            return self._full
        return self._window

    def set_window(self, x: Range, y: Range) -> None:
        """Show this part; costs nothing while it stays the same."""
        if (*x, *y) != self._shown:
            self._shown = (*x, *y)
            self.box.setRange(xRange=x, yRange=y, padding=0.0, update=True, disableAutoRange=True)
            self.box.prepareForPaint()  # in the painting it would bring about another one

    def window_rect(self) -> QRectF:
        """The part that is shown, in data coordinates."""
        left, right, low, high = self._shown or (0.0, 1.0, 0.0, 1.0)
        return QRectF(left, low, right - left, high - low)

    def show_x_labels(self, shown: bool) -> None:
        """Show the x axis's labels, or leave them to a chart below."""
        self.x_axis.setHeight(BOTTOM_HEIGHT if shown else 4)

    def set_legend(self, lines: Sequence[Legend], below: bool = False) -> None:
        """Show these lines in the right upper (or lower) corner."""
        if tuple(lines) != self._legend or below != self._legend_below:
            self._legend, self._legend_below = tuple(lines), below
            self.box.update()

    def set_message(self, text: str) -> None:
        """Show a sentence in the middle, '' for none."""
        if text != self._message:
            self._message = text
            for axis in (self.x_axis, self.y_axis):
                axis.show_labels(not text)
            self.box.update()

    def set_cursor(self, x: float | None) -> None:
        """Show a vertical line at x, None for none."""
        if x != self._cursor:
            self._cursor = x
            self.box.update()

    def set_past(self, x: float | None) -> None:
        """Mark the moment that is looked back at, None where it is the newest."""
        if x != self._past:
            self._past = x
            self.box.update()

    def plot_rect(self) -> QRectF:
        """The rectangle inside the axes, in pixels."""
        return QRectF(self.box.sceneBoundingRect())

    def to_data(self, position: QPointF) -> QPointF:
        """Data coordinates of a pixel."""
        return QPointF(self.box.mapSceneToView(position))

    def to_pixels(self, x: float, y: float) -> QPointF:
        """The pixel of data coordinates."""
        return QPointF(self.box.mapViewToScene(QPointF(x, y)))

    # ---- painting ------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        started = perf_counter()
        super().paintEvent(event)
        self.paint_seconds = perf_counter() - started

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        painter.setFont(self._small)
        inside = self.plot_rect()
        if not self._message:
            self._draw_line(painter, inside, self._past, self._strong)
            self._draw_line(painter, inside, self._cursor, self._muted)
        if self._message:
            painter.setPen(self._muted)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(inside.adjusted(12, 4, -12, -4), int(flags), self._message)
        elif self._legend:
            self._draw_legend(painter, inside)

    def _draw_line(
        self, painter: QPainter, inside: QRectF, x: float | None, colour: QColor
    ) -> None:
        """A vertical line at x, if there is one in the window."""
        if x is None:
            return
        pixel = round(self.to_pixels(x, 0.0).x())
        if inside.left() <= pixel <= inside.right():
            painter.setPen(QPen(colour, 1))
            painter.drawLine(QPointF(pixel, inside.top()), QPointF(pixel, inside.bottom()))

    def _draw_legend(self, painter: QPainter, inside: QRectF) -> None:
        metrics = QFontMetricsF(self._small)
        width = max(metrics.horizontalAdvance(line.text) for line in self._legend)
        height = metrics.height()
        left = inside.right() - width - 8
        total = height * len(self._legend)
        top = inside.bottom() - total - 5 if self._legend_below else inside.top() + 4
        painter.fillRect(QRectF(left - 3, top, width + 6, total), self._backdrop)
        for number, line in enumerate(self._legend):
            painter.setPen(QColor(line.colour))
            painter.drawText(QPointF(left, top + number * height + metrics.ascent()), line.text)

    # ---- the mouse: pyqtgraph's own handling is left aside, it is slow and has menus ----------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position()
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._pan(position)
        inside = self.plot_rect().contains(position)
        self.hovered.emit(self.to_data(position) if inside else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self._panning = False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        if not self._panning and self.plot_rect().contains(event.position()):
            self.clicked.emit(self.to_data(event.position()))
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.follow()

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)

    def follow(self) -> None:
        """Show all of the x axis again."""
        self.following = True
        self._window = None
        self.window_changed.emit()

    def take_window(self, other: "Chart") -> None:
        """Show the same part of the x axis as another chart."""
        self.following, self._window = other.following, other._window

    def wheelEvent(self, event: QWheelEvent) -> None:
        inside = self.plot_rect()
        low, high = self._full if self.following or self._window is None else self._window
        at = (event.position().x() - inside.left()) / max(inside.width(), 1.0)
        at = min(max(at, 0.0), 1.0)
        centre = low + at * (high - low)
        span = (high - low) * 0.8 ** (event.angleDelta().y() / 120.0)
        self._zoom_to(centre - at * span, span)
        event.accept()

    def _zoom_to(self, low: float, span: float) -> None:
        first, last = self._full
        if span >= last - first:
            self.follow()
            return
        span = max(span, min(4.0, last - first))
        low = min(max(low, first), last - span)
        self.following = False
        self._window = (low, low + span)
        self.window_changed.emit()

    def _pan(self, position: QPointF) -> None:
        assert self._pressed is not None
        moved = position - self._pressed
        if not self._panning and abs(moved.x()) + abs(moved.y()) < CLICK_REACH:
            return
        self._panning = True
        if self.following or self._window is None:
            return
        low, high = self._window
        shift = moved.x() / max(self.plot_rect().width(), 1.0) * (high - low)
        self._pressed = position
        self._zoom_to(low - shift, high - low)
