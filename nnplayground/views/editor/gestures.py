"""What a press of the mouse begins: each gesture follows the pointer until release or Esc."""

from typing import Protocol

from PySide6.QtCore import QPoint, Qt

from nnplayground.core.edits import MAX_UNITS
from nnplayground.views.editor.canvas import Canvas
from nnplayground.views.editor.commands import Commands

# Pixels at 100 % that the lower edge is dragged for one more neuron.
PIXELS_A_NEURON = 24.0
CTRL_STEP = 8


class Gesture(Protocol):
    """Something being done with the mouse; positions are of the canvas's viewport."""

    def move(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        """The pointer moved."""

    def release(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        """The button was released: do it."""

    def cancel(self) -> None:
        """Leave everything as it was."""


class Pan:
    """Moves the picture."""

    def __init__(self, canvas: Canvas, start: QPoint) -> None:
        self._canvas, self._last = canvas, start
        canvas.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def move(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        self._canvas.pan(position - self._last)
        self._last = position

    def release(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        self.cancel()

    def cancel(self) -> None:
        self._canvas.viewport().unsetCursor()


class Resize:
    """Drags a layer's lower edge: the number of neurons follows, the edit comes at release."""

    def __init__(self, canvas: Canvas, commands: Commands, level: int, start: QPoint) -> None:
        self._canvas, self._commands, self._level = canvas, commands, level
        self._start, self._units = start, commands.network.sizes[level]

    def move(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        pixels = (position.y() - self._start.y()) / self._canvas.zoom
        step = CTRL_STEP if keys & Qt.KeyboardModifier.ControlModifier else 1
        wanted = self._units + round(pixels / PIXELS_A_NEURON) * step
        if step > 1:
            wanted = round(wanted / step) * step
        self.wanted = max(1, min(MAX_UNITS, wanted))
        self._show((self._level, self.wanted))

    def release(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        self.move(position, keys)
        self._show(None)
        self._commands.resize(self._level, self.wanted)

    def cancel(self) -> None:
        self._show(None)

    def _show(self, previewed: tuple[int, int] | None) -> None:
        scene = self._canvas.network_scene
        if scene.previewed != previewed:
            scene.previewed = previewed
            scene.refresh()
            self._canvas.refit()
