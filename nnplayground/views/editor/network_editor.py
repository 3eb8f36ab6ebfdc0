"""The panel in which a network is built and changed."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Slot
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnplayground.core import Experiment
from nnplayground.session import Frame, Selection, Session
from nnplayground.views.editor.canvas import Canvas
from nnplayground.views.editor.commands import Commands
from nnplayground.views.editor.gestures import Gesture, Pan, Resize
from nnplayground.views.editor.menus import activation_menu, layer_menu
from nnplayground.views.editor.scene import NOTHING, NetworkScene, Target
from nnplayground.views.panel import Panel
from nnplayground.views.theme import Theme, Themes

_CURSORS = {
    "header": Qt.CursorShape.OpenHandCursor,
    "chooser": Qt.CursorShape.PointingHandCursor,
    "handle": Qt.CursorShape.SizeVerCursor,
    "fold": Qt.CursorShape.PointingHandCursor,
    "neuron": Qt.CursorShape.PointingHandCursor,
    "bias": Qt.CursorShape.PointingHandCursor,
    "edge": Qt.CursorShape.PointingHandCursor,
}


class NetworkEditor(Panel):
    """The network as a picture that is built with the mouse.

    Args:
        session: whose network it is.
        themes: the colours.
    """

    def __init__(self, session: Session, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(session, themes, parent)
        self.commands = Commands(session)
        self.scene = NetworkScene(themes.theme, self)
        self.canvas = Canvas(self.scene)
        self.gesture: Gesture | None = None
        self.canvas.viewport().installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        row = QHBoxLayout()
        row.addWidget(self.canvas, 1)
        layout.addLayout(row, 1)
        session.experiment_changed.connect(self._on_experiment)
        session.selection_changed.connect(self._on_selection)
        session.example.changed.connect(self._on_example)
        self.setAccessibleName("Network editor")
        self.apply_theme(themes.theme)

    def draw(self, frame: Frame) -> None:
        first = self.scene.frame is None
        self.scene.show_frame(frame, self.session.example)
        if first:
            self.canvas.refit()

    def apply_theme(self, theme: Theme) -> None:
        self.canvas.setBackgroundBrush(QColor(theme.canvas))
        self.scene.apply_theme(theme)

    # ---- mouse ---------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            handler = {
                QEvent.Type.MouseButtonPress: self._press,
                QEvent.Type.MouseMove: self._move,
                QEvent.Type.MouseButtonRelease: self._release,
            }.get(event.type())
            if handler is not None:
                handler(event)
                return True
        if event.type() == QEvent.Type.Leave and self.gesture is None:
            self._hover(NOTHING)
        return super().eventFilter(watched, event)

    def target_at(self, position: QPoint) -> Target:
        """What is under a point of the canvas."""
        point = self.canvas.mapToScene(position)
        return self.scene.target_at(QPointF(point), 6.0 / self.canvas.zoom)

    def _press(self, event: QMouseEvent) -> None:
        self.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        position = event.position().toPoint()
        target = self.target_at(position)
        if event.button() == Qt.MouseButton.RightButton:
            self._menu(target, event.globalPosition().toPoint())
        elif event.button() == Qt.MouseButton.MiddleButton:
            self.gesture = Pan(self.canvas, position)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._begin(target, position)

    def _begin(self, target: Target, position: QPoint) -> None:
        if target.part == "handle":
            self.gesture = Resize(self.canvas, self.commands, target.level, position)
            self.session.select(Selection(target.level))
        elif target.part == "chooser":
            self._choose_activation(target.level)
        elif target.part == "fold":
            self.scene.fold(target.level)
            self.canvas.refit()
        elif target == NOTHING:
            self.session.select(None)
            self.gesture = Pan(self.canvas, position)
        else:
            self.session.select(target.selection)

    def _move(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        if self.gesture is not None:
            self.gesture.move(position, event.modifiers())
        else:
            self._hover(self.target_at(position))

    def _release(self, event: QMouseEvent) -> None:
        gesture, self.gesture = self.gesture, None
        if gesture is not None:
            gesture.release(event.position().toPoint(), event.modifiers())

    def _hover(self, target: Target) -> None:
        if target == self.scene.hovered:
            return
        self.scene.hovered = target
        self.scene.refresh()
        cursor = _CURSORS.get(target.part)
        if cursor is None:
            self.canvas.viewport().unsetCursor()
        else:
            self.canvas.viewport().setCursor(cursor)

    def _menu(self, target: Target, place: QPoint) -> None:
        if target.level < 0:
            return
        self.session.select(Selection(target.level))
        menu = layer_menu(self.commands, target.level, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _choose_activation(self, level: int) -> None:
        self.session.select(Selection(level))
        menu = activation_menu(self.commands, level, self.themes.theme, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        below = self.scene.arrangement.columns[level].chooser.bottomLeft()
        menu.popup(self.canvas.viewport().mapToGlobal(self.canvas.mapFromScene(below)))

    # ---- what changed elsewhere ----------------------------------------------------------

    @Slot(object)
    def _on_experiment(self, experiment: Experiment) -> None:
        if self.isVisible():
            self.draw(self.session.frame)
            self.canvas.refit()

    @Slot(object)
    def _on_selection(self, selection: Selection | None) -> None:
        self.scene.selection = selection
        self.scene.refresh()

    @Slot(object)
    def _on_example(self) -> None:
        self.scene.show_example(self.session.example)
        if self.isVisible():
            self.draw(self.session.frame)
