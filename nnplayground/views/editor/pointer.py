"""The mouse on the canvas: what a press, a move, a wheel and a double click mean where they are."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from nnplayground.session import Selection
from nnplayground.views.editor.gestures import Gesture, Pan, Reorder, Resize, Turn
from nnplayground.views.editor.knob import NOTCH
from nnplayground.views.editor.targets import NOTHING, Target, parameter_index

if TYPE_CHECKING:
    from nnplayground.views.editor.network_editor import NetworkEditor

_CURSORS = {
    "chooser": Qt.CursorShape.PointingHandCursor,
    "settings": Qt.CursorShape.PointingHandCursor,
    "handle": Qt.CursorShape.SizeVerCursor,
    "fold": Qt.CursorShape.PointingHandCursor,
    "neuron": Qt.CursorShape.PointingHandCursor,
    "bias": Qt.CursorShape.PointingHandCursor,
    "edge": Qt.CursorShape.PointingHandCursor,
}
# Pixels from which an edge is caught.
REACH = 6.0
ZOOM_A_NOTCH = 1.15


class Pointer(QObject):
    """Watches the canvas's viewport.

    Args:
        editor: what it acts on.

    Attributes:
        gesture: what is being done; None while nothing is.
    """

    def __init__(self, editor: "NetworkEditor") -> None:
        super().__init__(editor)
        self._editor = editor
        self._canvas, self._scene = editor.canvas, editor.scene
        self.gesture: Gesture | None = None
        self._position = QPoint()
        self._canvas.viewport().installEventFilter(self)

    def cancel(self) -> bool:
        """Give up what is being done; whether anything was."""
        gesture, self.gesture = self.gesture, None
        if gesture is not None:
            gesture.cancel()
        return gesture is not None

    def target_at(self, position: QPoint) -> Target:
        """What is under a point of the viewport."""
        if self._scene.frame is None:
            return NOTHING
        return self._scene.target_at(self._canvas.mapToScene(position), REACH / self._canvas.zoom)

    def refresh(self) -> None:
        """See what is under the pointer now that the picture is another one."""
        if self.gesture is None and self._canvas.viewport().underMouse():
            self._hover(self.target_at(self._position))
        elif self._scene.hovered != NOTHING:
            self._hover(NOTHING)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QMouseEvent) and kind in _HANDLERS:
            _HANDLERS[kind](self, event)
            return True
        if isinstance(event, QWheelEvent):
            self._wheel(event)
            return True
        if kind == QEvent.Type.Leave and self.gesture is None:
            self._hover(NOTHING)
        return super().eventFilter(watched, event)

    # ---- press, move, release --------------------------------------------------------------

    def _press(self, event: QMouseEvent) -> None:
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        if self.gesture is not None:  # another button while one is held
            return
        position = event.position().toPoint()
        target = self.target_at(position)
        self._editor.cards.hide_hover()
        if event.button() == Qt.MouseButton.RightButton:
            self._press_right(target, event.globalPosition().toPoint())
        elif event.button() == Qt.MouseButton.MiddleButton:
            self.gesture = Pan(self._canvas, position, lambda: None)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._press_left(target, position)

    def _press_left(self, target: Target, position: QPoint) -> None:
        editor, commands = self._editor, self._editor.commands
        select = editor.session.select
        if target.part == "chooser":
            select(Selection(target.level))
            editor.cards.choose_activation(target.level)
        elif target.part == "settings":
            select(Selection(target.level))
            editor.cards.open_layer_card(target.level)
        elif target.part == "fold":
            editor.fold(target.level)
        elif target.part == "handle":
            select(Selection(target.level))
            self.gesture = Resize(self._canvas, commands, target.level, position)
        elif target.part == "header" and commands.is_hidden(target.level):
            select(Selection(target.level))
            self.gesture = Reorder(self._canvas, commands, target.level, position)
        elif target.part == "neuron":
            select(target.selection)
            editor.inspect(True)
        elif target.is_parameter:
            select(target.selection)
            index = parameter_index(commands.layout, target.selection)
            assert index is not None
            self.gesture = Turn(self._canvas, commands, editor.knob, index, position)
        else:
            self.gesture = Pan(self._canvas, position, lambda: select(target.selection))

    def _press_right(self, target: Target, place: QPoint) -> None:
        editor = self._editor
        index = parameter_index(editor.commands.layout, target.selection)
        if index is not None:
            editor.session.select(target.selection)
            editor.commands.toggle_frozen(index)
        elif target.level >= 0:
            neuron = target.neuron if target.part == "neuron" else None
            editor.session.select(Selection(target.level, neuron))
            editor.cards.open_menu(target.level, place, neuron)
        else:
            editor.menu_asked.emit(place)

    def _move(self, event: QMouseEvent) -> None:
        self._position = event.position().toPoint()
        if self.gesture is not None:
            self.gesture.move(self._position, event.modifiers())
        elif not event.buttons():
            self._hover(self.target_at(self._position))

    def _release(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            return
        gesture, self.gesture = self.gesture, None
        if gesture is not None:
            gesture.release(event.position().toPoint(), event.modifiers())

    def _double_click(self, event: QMouseEvent) -> None:
        target = self.target_at(event.position().toPoint())
        if target.part in ("header", "handle") and event.button() == Qt.MouseButton.LeftButton:
            self.cancel()
            self._editor.cards.type_number(target.level)
        elif target.part == "frame" and target.level > 0:
            self._editor.cards.open_layer_card(target.level)
        elif target.is_parameter:
            self._editor.cards.edit_parameter()
        else:
            self._press(event)

    def _wheel(self, event: QWheelEvent) -> None:
        """Over the selected weight or bias it is a knob, elsewhere the zoom."""
        # Alt turns the wheel sideways
        delta = event.angleDelta().y() or event.angleDelta().x()
        notches = delta / 120.0
        position = event.position().toPoint()
        target = self.target_at(position)
        selected = target.is_parameter and target.selection == self._editor.session.selection
        index = parameter_index(self._editor.commands.layout, target.selection)
        if selected and index is not None:
            self._editor.knob.turn_by(index, notches * NOTCH, event.modifiers())
        elif notches:
            self._canvas.zoom_by(ZOOM_A_NOTCH**notches, position)
            self._editor.cards.hide_hover()
        event.accept()

    def _hover(self, target: Target) -> None:
        if target == self._scene.hovered:
            return
        self._scene.hovered = target
        self._scene.refresh()
        cards = self._editor.cards
        same = target.is_parameter and target.selection == self._editor.session.selection
        if target == NOTHING or (same and cards.knob.isVisible()):
            cards.hide_hover()
        else:
            cards.show_hover(target, self._position)
        cursor = _CURSORS.get(target.part)
        if target.part == "header" and self._editor.commands.is_hidden(target.level):
            cursor = Qt.CursorShape.OpenHandCursor
        if cursor is None:
            self._canvas.viewport().unsetCursor()
        else:
            self._canvas.viewport().setCursor(cursor)


_HANDLERS = {
    QEvent.Type.MouseButtonPress: Pointer._press,
    QEvent.Type.MouseMove: Pointer._move,
    QEvent.Type.MouseButtonRelease: Pointer._release,
    QEvent.Type.MouseButtonDblClick: Pointer._double_click,
}
