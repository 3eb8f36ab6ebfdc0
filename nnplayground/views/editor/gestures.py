"""What a press of the mouse begins: each gesture follows the pointer until release or Esc."""

import math
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from nnplayground.core.edits import MAX_UNITS
from nnplayground.views.editor.canvas import Canvas
from nnplayground.views.editor.carrying import Ghost
from nnplayground.views.editor.commands import Commands
from nnplayground.views.editor.knob import PIXEL, Knob
from nnplayground.views.editor.names import parameter_symbol
from nnplayground.views.editor.palette_table import Offer
from nnplayground.views.editor.scene import RESTING, Dragging

# Pixels at 100 % that the lower edge is dragged for one more neuron.
PIXELS_A_NEURON = 24.0
CTRL_STEP = 8
# How far outside the canvas a layer has to be let go to be taken out.
OUTSIDE = 4


class Gesture(Protocol):
    """Something being done with the mouse; positions are of the canvas's viewport."""

    def move(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        """The pointer moved."""

    def release(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        """The button was released: do it."""

    def cancel(self) -> None:
        """Leave everything as it was."""


def far(start: QPoint, position: QPoint) -> bool:
    """Whether the pointer went far enough for a drag."""
    return (position - start).manhattanLength() >= QApplication.startDragDistance()


class Pan:
    """Moves the picture; a press that never moved is a click."""

    def __init__(self, canvas: Canvas, start: QPoint, clicked: Callable[[], None]) -> None:
        self._canvas, self._start, self._last = canvas, start, start
        self._clicked = clicked
        self._moved = False

    def move(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        if not self._moved and not far(self._start, position):
            return
        self._moved = True
        self._canvas.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._canvas.pan(position - self._last)
        self._last = position

    def release(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        if not self._moved:
            self._clicked()
        self.cancel()

    def cancel(self) -> None:
        self._canvas.viewport().unsetCursor()


class Resize:
    """Drags a layer's lower edge: the number of neurons follows, the edit comes at release."""

    def __init__(self, canvas: Canvas, commands: Commands, level: int, start: QPoint) -> None:
        self._canvas, self._commands, self._level = canvas, commands, level
        self._start, self._units = start, commands.network.sizes[level]
        self.wanted = self._units

    def move(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        pixels = (position.y() - self._start.y()) / self._canvas.zoom
        steps = round(pixels / PIXELS_A_NEURON)
        wanted = self._units + steps
        if keys & Qt.KeyboardModifier.ControlModifier:
            whole = (
                math.floor(self._units / CTRL_STEP) if steps > 0 else -(-self._units // CTRL_STEP)
            )
            wanted = (whole + steps) * CTRL_STEP if steps else self._units
        self.wanted = max(1, min(MAX_UNITS, wanted))
        resized = None if self.wanted == self._units else (self._level, self.wanted)
        self._canvas.drag(Dragging(resized=resized))

    def release(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        self.move(position, keys)
        self.cancel()
        self._commands.resize(self._level, self.wanted)

    def cancel(self) -> None:
        self._canvas.drag(RESTING)


class Reorder:
    """Carries a hidden layer to another place, or out of the canvas to remove it."""

    def __init__(self, canvas: Canvas, commands: Commands, level: int, start: QPoint) -> None:
        self._canvas, self._commands, self._level, self._start = canvas, commands, level, start
        self._ghost: Ghost | None = None
        self._slot: int | None = None
        self._out = False

    def move(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        if self._ghost is None:
            if not far(self._start, position):
                return
            self._ghost = Ghost.of_layer(self._canvas, self._level)
        self._out = not self._canvas.is_inside(position, OUTSIDE)
        self._slot = None if self._out else self._new_slot(position)
        name = self._commands.name(self._level)
        self._ghost.follow(position, f"Release to remove {name}" if self._out else "", self._out)
        text = "" if self._slot is None else name
        self._canvas.drag(Dragging(gap=self._slot, text=text, lifted=self._level))

    def _new_slot(self, position: QPoint) -> int | None:
        """Before which layer it would come; None where it would stay."""
        slot = self._canvas.slot_at(position)
        return None if slot in (self._level - 1, self._level) else slot

    def release(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        carried = self._ghost is not None
        self.cancel()
        if not carried:
            return
        if self._out:
            self._commands.remove(self._level)
        elif self._slot is not None:
            slot = self._slot
            self._commands.move(self._level, slot + 1 if slot < self._level else slot)

    def cancel(self) -> None:
        if self._ghost is not None:
            self._ghost.vanish()
            self._ghost = None
        self._canvas.drag(RESTING)


class Drop:
    """Carries something from the palette into the network."""

    def __init__(self, canvas: Canvas, commands: Commands, offer: Offer, ghost: Ghost) -> None:
        self._canvas, self._commands, self._offer, self._ghost = canvas, commands, offer, ghost
        self._slot: int | None = None
        self._onto: int | None = None

    def move(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        inside = self._canvas.is_inside(position)
        self._slot = self._onto = None
        if inside and self._offer.effect == "insert":
            self._slot = self._canvas.slot_at(position)
        elif inside and self._offer.effect == "dropout":
            self._onto = self._commands.nearest_hidden(self._canvas.slot_at(position))
        text = "Release to replace the network" if self._replaces(position) else ""
        self._ghost.follow(position, text)
        self._canvas.drag(Dragging(gap=self._slot, text=self._offer.label, onto=self._onto))

    def _replaces(self, position: QPoint) -> bool:
        return self._offer.effect == "replace" and self._canvas.is_inside(position)

    def release(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        slot, onto = self._slot, self._onto
        replaces = self._replaces(position)
        self.cancel()
        if slot is not None:
            self._commands.insert(slot, self._offer.layers)
        elif onto is not None:
            self._commands.add_dropout(onto)
        elif replaces:
            self._commands.replace_layers(self._offer.label, self._offer.layers)

    def cancel(self) -> None:
        self._ghost.vanish()
        self._canvas.drag(RESTING)


class Turn:
    """Turns a weight or bias: up is more. However slowly it goes, it is one undo step."""

    def __init__(
        self, canvas: Canvas, commands: Commands, knob: Knob, index: int, start: QPoint
    ) -> None:
        self._canvas, self._commands, self._index = canvas, commands, index
        self._knob = knob
        self._start, self._last = start, start
        self._before = self._knob.value(index)
        self._moved = False

    def move(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        if not self._moved and not far(self._start, position):
            return
        if not self._moved:
            self._moved = True
            name = parameter_symbol(self._commands.layout, self._index)
            self._commands.session.undo_stack.beginMacro(f"Turn {name}")
            self._canvas.viewport().setCursor(Qt.CursorShape.SizeVerCursor)
        up = self._last.y() - position.y()
        if up:
            self._knob.turn_by(self._index, up * PIXEL, keys)
        self._last = position

    def release(self, position: QPoint, keys: Qt.KeyboardModifier) -> None:
        self.move(position, keys)
        self._end()

    def cancel(self) -> None:
        if self._moved:
            self._knob.turn_to(self._index, self._before)
        self._end()

    def _end(self) -> None:
        self._knob.finish()
        if self._moved:
            self._moved = False
            self._commands.session.undo_stack.endMacro()
        self._canvas.viewport().unsetCursor()
