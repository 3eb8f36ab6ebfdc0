"""The view of the network: zoom, pan, and the mouse handed to what it does."""

from PySide6.QtCore import (
    QEasingCurve,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    Qt,
    QVariantAnimation,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from nnplayground.views.editor.arrangement import Arrangement
from nnplayground.views.editor.scene import Dragging, NetworkScene

SMALLEST_ZOOM, LARGEST_ZOOM = 0.1, 4.0
MOVE_MILLISECONDS = 130
# The picture is not blown up to fill a large canvas.
LARGEST_FIT = 1.15
# Pixels at the foot that are left to the tools.
FOOT = 30
# A network of which less than this is seen after a change is out of sight.
LOST = 0.25


class Canvas(QGraphicsView):
    """Shows a scene.

    Signals:
        zoomed(float): another zoom is in use, 1.0 for 100 %.
    """

    zoomed = Signal(float)

    def __init__(self, scene: NetworkScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.network_scene = scene
        self.fitting = True
        self._center = QPointF(0.0, 0.0)
        self._start: Arrangement | None = None
        self._framed = QRectF()
        self._moves = QVariantAnimation(self)
        self._moves.setStartValue(0.0)
        self._moves.setEndValue(1.0)
        self._moves.setDuration(MOVE_MILLISECONDS)
        self._moves.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._moves.valueChanged.connect(self._on_moved)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("canvas")
        self.setAccessibleName("Network")

    @property
    def zoom(self) -> float:
        """1.0 for 100 %."""
        return self.transform().m11()

    def rect_in_view(self, rect: QRectF) -> QRect:
        """A rectangle of the scene in pixels of the viewport."""
        return self.mapFromScene(rect).boundingRect()

    def fit(self) -> None:
        """Show the whole network, and keep showing it until it is zoomed."""
        self.fitting = True
        self.refit()

    def refit(self) -> None:
        """Show the whole network, unless a person chose another place."""
        if not self.fitting:
            return
        bounds = self.network_scene.arrangement.bounds
        size = self.viewport().size()
        if bounds.isEmpty() or size.isEmpty():
            return
        height = size.height() - FOOT
        zoom = min(LARGEST_FIT, size.width() / bounds.width(), height / bounds.height())
        self._look_at(bounds.center() + QPointF(0.0, FOOT / 2 / zoom), zoom)

    def follow_network(self) -> None:
        """Show the whole network where it is another one that no longer fits what is seen."""
        before, self._framed = self._framed, self.network_scene.arrangement.framed
        if self.fitting:
            self.refit()
        elif before != self._framed:
            seen = self.mapToScene(self.viewport().rect()).boundingRect()
            shared = seen.intersected(self._framed)
            area = self._framed.width() * self._framed.height()
            lost = shared.width() * shared.height() < LOST * area
            if lost or (seen.contains(before) and not seen.contains(self._framed)):
                self.fit()

    def _look_at(self, center: QPointF, zoom: float) -> None:
        # room on all sides, so that the scroll bars never hold a move back
        span = 40_000.0
        self._center = center
        self.setSceneRect(QRectF(center.x() - span, center.y() - span, 2 * span, 2 * span))
        self.resetTransform()
        self.scale(zoom, zoom)
        self.centerOn(center)
        self.zoomed.emit(zoom)

    def zoom_by(self, factor: float, at: QPoint | None = None) -> None:
        """Zoom about a point of the viewport, its middle if None."""
        size = self.viewport().size()
        middle = QPointF(size.width() / 2, size.height() / 2)
        away = QPointF(0, 0) if at is None else QPointF(at) - middle
        zoom = max(SMALLEST_ZOOM, min(LARGEST_ZOOM, self.zoom * factor))
        self.fitting = False
        self._look_at(self._center + away / self.zoom - away / zoom, zoom)

    def pan(self, by: QPoint) -> None:
        """Move the picture by pixels."""
        self.fitting = False
        self._look_at(self._center - QPointF(by) / self.zoom, self.zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self.viewport().size()
        self.network_scene.area = (float(size.width()), float(size.height() - FOOT))
        self.network_scene.refresh()
        if self.fitting:
            self.refit()
        else:
            self._look_at(self._center, self.zoom)

    # ---- dragging ------------------------------------------------------------------------

    def drag(self, dragging: Dragging) -> None:
        """Show a drag; gaps open and close smoothly."""
        gap_moves = dragging.gap != self.network_scene.dragging.gap
        before = self.network_scene.drag(dragging)
        if before is None:
            return
        self._moves.stop()
        if gap_moves:
            self._start = before
            self.network_scene.move_towards_goal(before, 0.0)
            self._moves.start()
        if dragging.gap is None:
            self.refit()

    def slot_at(self, position: QPoint) -> int:
        """Before which layer (from 0) something dropped at a point would come."""
        return self.network_scene.resting_arrangement.slot_at(self.mapToScene(position).x())

    def is_inside(self, position: QPoint, margin: int = 0) -> bool:
        """Whether a point of the viewport is in it, or at most `margin` pixels outside."""
        area = self.viewport().rect().adjusted(-margin, -margin, margin, margin)
        return area.contains(position)

    @Slot(object)
    def _on_moved(self, progress: float) -> None:
        if self._start is not None:
            self.network_scene.move_towards_goal(self._start, progress)
