"""Hands the drag of a palette's chip to the canvas: the chip holds the mouse until the release."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Slot

from nnplayground.views.editor.carrying import Ghost
from nnplayground.views.editor.chip import Chip
from nnplayground.views.editor.gestures import Drop

if TYPE_CHECKING:
    from nnplayground.views.editor.network_editor import NetworkEditor


class PaletteDrags(QObject):
    """Listens to all chips of an editor's palette.

    Args:
        editor: whose palette and canvas.
    """

    def __init__(self, editor: "NetworkEditor") -> None:
        super().__init__(editor)
        self._commands, self._canvas = editor.commands, editor.canvas
        self._pointer = editor.pointer
        for chip in editor.palette_bar.chips:
            chip.dragged.connect(self._on_dragged)
            chip.moved.connect(self._on_moved)
            chip.released_at.connect(self._on_released)
            chip.interrupted.connect(self._pointer.cancel)

    @Slot(object, object)
    def _on_dragged(self, chip: Chip, place: QPoint) -> None:
        self._pointer.cancel()
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        ghost = Ghost(chip.grab(), chip.rect().center(), self._canvas)
        self._pointer.gesture = Drop(self._canvas, self._commands, chip.offer, ghost)
        self._on_moved(place, Qt.KeyboardModifier.NoModifier)

    @Slot(object, object)
    def _on_moved(self, place: QPoint, keys: Qt.KeyboardModifier) -> None:
        if self._pointer.gesture is not None:
            self._pointer.gesture.move(self._canvas.viewport().mapFromGlobal(place), keys)

    @Slot(object, object)
    def _on_released(self, place: QPoint, keys: Qt.KeyboardModifier) -> None:
        gesture, self._pointer.gesture = self._pointer.gesture, None
        if gesture is not None:
            gesture.release(self._canvas.viewport().mapFromGlobal(place), keys)
