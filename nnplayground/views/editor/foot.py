"""The foot of the canvas: zoom, strength of edges, and what is said about the network."""

from PySide6.QtCore import QEvent, QObject, QTimer, Slot

from nnplayground.views.editor.canvas import Canvas
from nnplayground.views.editor.edges import MAX_EDGES
from nnplayground.views.editor.notice import Notice
from nnplayground.views.editor.tools import EdgeBar, ZoomBar

EDGE = 8


class Foot(QObject):
    """Places the tools and the notice, whatever size the canvas takes.

    Args:
        canvas: what they lie on.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.zoom_bar = ZoomBar(canvas)
        self.edge_bar = EdgeBar(canvas)
        self.notice = Notice(canvas.viewport(), canvas.network_scene.theme)
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self.place)
        return super().eventFilter(watched, event)

    def say(self, sentence: str) -> None:
        """Show a sentence for some seconds."""
        self.notice.say(sentence, self._right_of_tools)

    @Slot()
    def place(self) -> None:
        """Put everything where it belongs."""
        area = self._canvas.viewport().rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        self.zoom_bar.adjustSize()
        self.zoom_bar.move(area.left(), area.bottom() - self.zoom_bar.height())
        self.edge_bar.adjustSize()
        tools = self.zoom_bar.geometry()
        self.edge_bar.move(tools.right() + 14, tools.center().y() - self.edge_bar.height() // 2)
        self.count_edges()
        if self.notice.isVisible():
            self.notice.place(self._right_of_tools)

    def count_edges(self) -> None:
        """Say how many edges are drawn, where there are too many for all."""
        edges = self._canvas.network_scene.edges
        many = edges.total > MAX_EDGES
        if many == self.edge_bar.isHidden():
            self.edge_bar.setVisible(many)
        if many:
            room = self._canvas.viewport().width() - self.edge_bar.x() - EDGE
            self.edge_bar.present(edges.drawn, edges.total, room)

    @property
    def _right_of_tools(self) -> int:
        return self.zoom_bar.geometry().right() + 12
