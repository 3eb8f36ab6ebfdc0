"""The hand that paints: mouse and keys over a plot become strokes, and strokes become edits."""

import dataclasses

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen

from nnplayground.core import DataSpec, SpecError
from nnplayground.core.points_spec import MAX_POINTS, PointsSpec
from nnplayground.data.points import POINTS, shown_parts
from nnplayground.session import Frame
from nnplayground.views.outputs.canvas import PlotCanvas
from nnplayground.views.outputs.card import paint_card
from nnplayground.views.outputs.painting.painting import Painting
from nnplayground.views.outputs.painting.strokes import Stroke
from nnplayground.views.outputs.painting.tools import TOOLS
from nnplayground.views.outputs.plane_axes import Axes

# Milliseconds between two looks at a pointer that stays, and at least between two edits of a
# stroke while training goes on: each edit halts it for a moment.
STAY = 33
LIVE = 120
_POINTS_A_PAUSE = 25  # so many points lengthen the pause between edits by a millisecond
_STEPS = 40  # of the arrow keys across a plot
_ARROWS = {
    Qt.Key.Key_Left.value: (-1, 0),
    Qt.Key.Key_Right.value: (1, 0),
    Qt.Key.Key_Up.value: (0, -1),
    Qt.Key.Key_Down.value: (0, 1),
}
NO_POINTS, CHOOSE, BEGIN = "No points yet", "choose Paint, then draw here", "draw here"


class Hand(QObject):
    """Paints on one plot.

    A stroke is seen at once; it becomes an edit when it ends, and now and then before that
    while training goes on. All edits of a stroke are one undo step.

    Args:
        canvas: the plot.
        painting: what is painted with.
    """

    def __init__(self, canvas: PlotCanvas, painting: Painting) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.painting = painting
        self._stroke: Stroke | None = None
        self._name = ""
        self._data: DataSpec | None = None
        self._put_last: PointsSpec | None = None
        self._putting = self._was_painting = False
        self._stay = QTimer(self, interval=STAY)
        self._stay.timeout.connect(self._on_stay)
        self._live = QTimer(self, singleShot=True)
        self._live.timeout.connect(self._on_live)
        canvas.hand = self
        canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        canvas.setAccessibleDescription(
            "While painting: arrow keys move the brush, Return uses the tool there"
        )
        canvas.installEventFilter(self)
        painting.changed.connect(self._on_changed)
        self._on_changed()

    @property
    def is_painting(self) -> bool:
        """Whether the pointer changes points."""
        return self.painting.is_painting

    # ---- the pointer ---------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the mouse and the arrow keys while there is something to paint with."""
        if not self.is_painting or self.canvas.frame is None:
            return False
        if isinstance(event, QMouseEvent):
            return self._on_mouse(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        return False

    def _on_mouse(self, event: QMouseEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            if self._stroke is None and self._axes.rect.contains(event.position()):
                self._begin(event.position(), event.button())
            return True
        if kind == QEvent.Type.MouseMove:
            self.canvas.point_at(event.position())
            if self._stroke is not None:
                self._go(event.position())
            return True
        if kind == QEvent.Type.MouseButtonRelease and self._stroke is not None:
            self._end()
            return True
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        """Arrows move the brush, Return uses the tool where it is."""
        rect = self._axes.rect
        place = self.canvas.pointer or rect.center()
        way = _ARROWS.get(event.key())
        if way is not None:
            step = rect.width() / _STEPS
            x, y = place.x() + way[0] * step, place.y() + way[1] * step
            x, y = (min(max(x, rect.left()), rect.right()), min(max(y, rect.top()), rect.bottom()))
            self.canvas.point_at(QPointF(x, y))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.canvas.point_at(place)
            self._begin(place, Qt.MouseButton.LeftButton)
            self._end()
            return True
        return False

    @property
    def _axes(self) -> Axes:
        assert self.canvas.frame is not None
        return self.canvas.axes(self.canvas.frame.dataset)

    # ---- a stroke ------------------------------------------------------------------------

    def _begin(self, place: QPointF, button: Qt.MouseButton) -> None:
        tool = TOOLS["erase"] if button == Qt.MouseButton.RightButton else self.painting.tool
        assert tool.stroke is not None
        try:
            points = self.painting.points()
        except SpecError as error:
            self.painting.refuse(error)
            return
        self._stroke = tool.stroke(points, self.painting.brush, self._axes)
        self._name = self.painting.new_stroke()
        self._data = self.painting.data
        self._stay.start()
        self._go(place)

    def _go(self, place: QPointF) -> None:
        assert self._stroke is not None
        self._stroke.to(place)
        self._show()

    def _show(self) -> None:
        """Show the stroke; let training have it soon."""
        stroke = self._stroke
        assert stroke is not None
        if stroke.spec is stroke.before:
            return
        self.canvas.show_parts(shown_parts(stroke.spec, _by_hand(self.painting.data)))
        if self.painting.session.running and not self._live.isActive():
            self._live.start(LIVE + len(stroke.spec.points) // _POINTS_A_PAUSE)

    def _end(self) -> None:
        stroke = self._stroke
        self._put()
        self._drop()
        if self.painting.data is self._data:
            self.canvas.draw(self.painting.session.frame)
        if stroke is not None and stroke.is_full:
            self.painting.session.said.emit(
                f"There is room for {MAX_POINTS:,} points by hand: erase some to paint more."
            )

    def _put(self) -> None:
        """Let the stroke be the points of the session; one that something came between, ends."""
        stroke = self._stroke
        if stroke is None or stroke.spec is stroke.before:
            return
        if self.painting.data is not self._data:
            self._drop()
        elif stroke.spec is not self._put_last:
            self._put_last, self._putting = stroke.spec, True
            done = self.painting.put(stroke.text, stroke.spec, self._name)
            self._putting, self._data = False, self.painting.data
            if not done:
                self._drop()

    def _drop(self) -> None:
        """There is no stroke any more."""
        self._stroke = None
        self._stay.stop()
        self._live.stop()
        self.canvas.show_parts(None)

    @Slot()
    def _on_stay(self) -> None:
        if self._stroke is not None:
            self._stroke.stay()
            self._show()

    @Slot()
    def _on_live(self) -> None:
        if self.painting.session.running:
            self._put()

    @Slot()
    def _on_changed(self) -> None:
        if self._stroke is not None and not self._putting:
            if self.painting.data is not self._data:
                self._drop()  # other data came in between: what was painted is not on it
            elif not self.is_painting:
                self._end()
        if self.is_painting != self._was_painting:
            self._was_painting = self.is_painting
            cross, arrow = Qt.CursorShape.CrossCursor, Qt.CursorShape.ArrowCursor
            self.canvas.setCursor(cross if self.is_painting else arrow)
            self.canvas.redraw_dots()  # whoever paints sees the test points, too
        self.canvas.update()

    # ---- what is seen --------------------------------------------------------------------

    def paint(self, painter: QPainter, axes: Axes, frame: Frame) -> None:
        """Paint the brush at the pointer, or what to do where there are no points."""
        pointer, theme = self.canvas.pointer, self.canvas.theme
        nothing = not len(frame.dataset.train) and self.canvas.parts is None
        if nothing and frame.experiment.data.dataset == POINTS:
            lines = (NO_POINTS, BEGIN if self.is_painting else CHOOSE)
            paint_card(painter, axes.rect, axes.rect.topLeft(), lines, theme)
        if not self.is_painting or pointer is None or not axes.rect.contains(pointer):
            return
        tool, radius = self.painting.tool, 4.5
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if tool.sized:
            radius = float(self.painting.brush.size)
        for colour, more in ((theme.tooltip, 0.0), (theme.on_tooltip, 1.0)):
            painter.setPen(QPen(QColor(colour), 1.0))
            painter.drawEllipse(pointer, radius + more, radius + more)


def _by_hand(data: DataSpec) -> DataSpec:
    """How points by hand are split, once they are taken over."""
    return data if data.dataset == POINTS else dataclasses.replace(data, seed=0)
