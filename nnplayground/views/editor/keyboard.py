"""The editor without a mouse: what each key does to what is selected."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from nnplayground.session import Selection
from nnplayground.views.editor.knob import NOTCH
from nnplayground.views.editor.targets import is_in, parameter_index

if TYPE_CHECKING:
    from nnplayground.views.editor.network_editor import NetworkEditor

_KEY = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_NONE = Qt.KeyboardModifier.NoModifier
Act = Callable[["Keyboard"], None]


class Keyboard:
    """Does what a key says.

    Args:
        editor: what it acts on.
    """

    def __init__(self, editor: "NetworkEditor") -> None:
        self._editor = editor
        self._session = editor.session
        self._commands = editor.commands
        self.keys = Qt.KeyboardModifier.NoModifier

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key meant something."""
        self.keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        act = _KEYS.get((event.key(), self.keys))
        if act is None:
            act = _KEYS.get((event.key(), self.keys & ~_SHIFT))
        if act is None:
            return False
        act(self)
        return True

    # ---- moving the selection --------------------------------------------------------------

    @property
    def selection(self) -> Selection:
        """What is selected; the first hidden layer where nothing is."""
        selection = self._session.selection
        if selection is not None and is_in(self._commands.network, selection):
            return selection
        return Selection(min(1, len(self._commands.network.layers)))

    def sideways(self, by: int) -> None:
        """To the same place of the layer beside."""
        if self._session.selection is None:
            self._session.select(self.selection)
            return
        now, sizes = self.selection, self._commands.network.sizes
        level = max(0, min(len(sizes) - 1, now.layer + by))
        neuron = now.neuron
        if neuron is not None:
            neuron = min(neuron, sizes[level] - 1)
        self._session.select(Selection(level, neuron))

    def down(self, by: int) -> None:
        """From a layer into its neurons, and along them; along the weights of a neuron."""
        now, sizes = self.selection, self._commands.network.sizes
        if self._session.selection is None:
            self._session.select(now)
        elif now.source is not None:
            self.along_weights(by)
        elif now.neuron is None:
            self._session.select(Selection(now.layer, 0 if by > 0 else sizes[now.layer] - 1))
        elif 0 <= now.neuron + by < sizes[now.layer]:
            self._session.select(Selection(now.layer, now.neuron + by))
        else:
            self._session.select(Selection(now.layer))

    def along_weights(self, by: int) -> None:
        """From a neuron to its incoming weights, and along them to its bias."""
        now = self.selection
        if now.layer == 0 or now.neuron is None:
            return
        layer = self._commands.network.layers[now.layer - 1]
        count = self._commands.network.sizes[now.layer - 1] + layer.bias
        first = 0 if by > 0 else count - 1
        source = first if now.source is None else (now.source + by) % count
        self._session.select(Selection(now.layer, now.neuron, source))

    def out(self) -> None:
        """From a weight to its neuron, to its layer, to nothing; a drag is given up first."""
        if self._editor.pointer.cancel():
            return
        now = self._editor.scene.selection
        if now is None:
            self._session.select(None)
        elif now.source is not None:
            self._session.select(Selection(now.layer, now.neuron))
        elif now.neuron is not None:
            self._session.select(Selection(now.layer))
        else:
            self._session.select(None)

    # ---- changing --------------------------------------------------------------------------

    def more(self, by: int) -> None:
        """A neuron more or fewer; of a weight, a notch up or down."""
        index = parameter_index(self._commands.layout, self.selection)
        if index is not None:
            self._editor.knob.turn_by(index, by * NOTCH, self.keys)
        else:
            level = self.selection.layer
            self._commands.resize(level, self._commands.network.sizes[level] + by)

    def edit(self) -> None:
        """Open what is selected: a layer's settings, a neuron's inspector, a weight's number."""
        now = self.selection
        if now.source is not None:
            self._editor.cards.edit_parameter()
        elif now.neuron is not None:
            self._editor.inspect(True)
        else:
            self._session.select(now)
            self._editor.cards.open_layer_card(now.layer)

    def delete(self) -> None:
        """Take out the selected neuron or layer."""
        now = self._editor.scene.selection
        if now is None or now.source is not None:
            return
        if now.neuron is None:
            self._commands.remove(now.layer)
        else:
            self._commands.remove_neuron(now.layer, now.neuron)

    def move(self, by: int) -> None:
        """Move the layer one place."""
        level = self.selection.layer
        if self._commands.is_hidden(level + by):
            self._commands.move(level, level + by)

    def freeze(self) -> None:
        """Freeze the selected weight, or the whole layer."""
        index = parameter_index(self._commands.layout, self.selection)
        if index is not None:
            self._commands.toggle_frozen(index)
        elif self.selection.layer:
            frozen = not self._commands.network.layers[self.selection.layer - 1].frozen
            self._commands.change(self.selection.layer, "frozen", frozen=frozen)

    def reset(self) -> None:
        """Put the selected weight back to its initial value."""
        index = parameter_index(self._commands.layout, self.selection)
        if index is not None:
            self._commands.reset_parameter(index)

    def fold(self) -> None:
        """Fold or unfold the layer."""
        level = self.selection.layer
        if self._editor.scene.arrangement.columns[level].folds:
            self._editor.fold(level)

    def do(self, name: str) -> None:
        """One of the editor's own commands."""
        getattr(self._editor, name)()

    def on_level(self, name: str) -> None:
        """One of the commands for a level."""
        getattr(self._commands, name)(self.selection.layer)


_KEYS: dict[tuple[int, Qt.KeyboardModifier], Act] = {
    (_KEY.Key_Left, _NONE): lambda k: k.sideways(-1),
    (_KEY.Key_Right, _NONE): lambda k: k.sideways(1),
    (_KEY.Key_Up, _NONE): lambda k: k.down(-1),
    (_KEY.Key_Down, _NONE): lambda k: k.down(1),
    (_KEY.Key_W, _NONE): lambda k: k.along_weights(1),
    (_KEY.Key_Escape, _NONE): lambda k: k.out(),
    (_KEY.Key_Plus, _NONE): lambda k: k.more(1),
    (_KEY.Key_Equal, _NONE): lambda k: k.more(1),
    (_KEY.Key_Minus, _NONE): lambda k: k.more(-1),
    (_KEY.Key_Underscore, _NONE): lambda k: k.more(-1),
    (_KEY.Key_Return, _NONE): lambda k: k.edit(),
    (_KEY.Key_Enter, _NONE): lambda k: k.edit(),
    (_KEY.Key_F2, _NONE): lambda k: k.do("type_number"),
    (_KEY.Key_A, _NONE): lambda k: k.do("choose_activation"),
    (_KEY.Key_F, _NONE): lambda k: k.freeze(),
    (_KEY.Key_R, _NONE): lambda k: k.reset(),
    (_KEY.Key_U, _NONE): lambda k: k.fold(),
    (_KEY.Key_Insert, _NONE): lambda k: k.on_level("add_after"),
    (_KEY.Key_Delete, _NONE): lambda k: k.delete(),
    (_KEY.Key_Backspace, _NONE): lambda k: k.delete(),
    (_KEY.Key_D, _CTRL): lambda k: k.on_level("duplicate"),
    (_KEY.Key_C, _CTRL): lambda k: k.do("copy"),
    (_KEY.Key_V, _CTRL): lambda k: k.do("paste"),
    (_KEY.Key_X, _CTRL): lambda k: k.do("cut"),
    (_KEY.Key_Left, _CTRL | _SHIFT): lambda k: k.move(-1),
    (_KEY.Key_Right, _CTRL | _SHIFT): lambda k: k.move(1),
    (_KEY.Key_Left, _CTRL): lambda k: k.move(-1),
    (_KEY.Key_Right, _CTRL): lambda k: k.move(1),
    (_KEY.Key_Up, _CTRL): lambda k: k.more(1),
    (_KEY.Key_Down, _CTRL): lambda k: k.more(-1),
    (_KEY.Key_Menu, _NONE): lambda k: k.do("open_menu"),
    (_KEY.Key_F10, _SHIFT): lambda k: k.do("open_menu"),
}
