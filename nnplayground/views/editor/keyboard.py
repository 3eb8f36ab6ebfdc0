"""The editor without a mouse: what each key does to what is selected."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from nnplayground.session import Selection
from nnplayground.views.editor.knob import NOTCH
from nnplayground.views.editor.targets import is_in, parameter_index

if TYPE_CHECKING:
    from nnplayground.views.editor.network_editor import NetworkEditor

_SHIFT = Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True)
class KeyAct:
    """What some keys do.

    Attributes:
        text: what they do, for the list of all keys; '' where a menu lists them.
        keys: in Qt's portable spelling.
        act: does it.
        also: keys that do the same and need not be listed.
    """

    text: str
    keys: tuple[str, ...]
    act: Callable[["Keyboard"], None]
    also: tuple[str, ...] = ()


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
        self._acts = {
            _pressed(keys): one.act for one in KEY_ACTS for keys in (*one.keys, *one.also)
        }

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key meant something."""
        self.keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        act = self._acts.get((event.key(), self.keys))
        if act is None:
            act = self._acts.get((event.key(), self.keys & ~_SHIFT))
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


def _pressed(keys: str) -> tuple[int, Qt.KeyboardModifier]:
    # PySide's type hints leave the index out
    combination = QKeySequence(keys, QKeySequence.SequenceFormat.PortableText)[0]  # type: ignore[index]
    return combination.key(), combination.keyboardModifiers()


_BESIDE, _ALONG = "Go to the layer beside", "Go into a layer and along its neurons"
_MOVE = "Move the layer"
KEY_ACTS = (
    KeyAct(_BESIDE, ("Left",), lambda k: k.sideways(-1)),
    KeyAct(_BESIDE, ("Right",), lambda k: k.sideways(1)),
    KeyAct(_ALONG, ("Up",), lambda k: k.down(-1)),
    KeyAct(_ALONG, ("Down",), lambda k: k.down(1)),
    KeyAct("Go along a neuron’s weights", ("W",), lambda k: k.along_weights(1)),
    KeyAct("Back to the neuron, the layer, nothing", ("Esc",), lambda k: k.out()),
    KeyAct("One neuron more; turn a weight up", ("+",), lambda k: k.more(1), ("=",)),
    KeyAct("One neuron less; turn a weight down", ("-",), lambda k: k.more(-1), ("_",)),
    KeyAct("Edit what is selected", ("Return",), lambda k: k.edit(), ("Enter",)),
    KeyAct("Type the number of neurons", ("F2",), lambda k: k.do("type_number")),
    KeyAct("Choose the activation", ("A",), lambda k: k.do("choose_activation")),
    KeyAct("Freeze the layer or the weight", ("F",), lambda k: k.freeze()),
    KeyAct("Put the weight back to its initial value", ("R",), lambda k: k.reset()),
    KeyAct("Fold or unfold a wide layer", ("U",), lambda k: k.fold()),
    KeyAct("Add a layer behind", ("Ins",), lambda k: k.on_level("add_after")),
    KeyAct("Take out the neuron or the layer", ("Del",), lambda k: k.delete(), ("Backspace",)),
    KeyAct(_MOVE, ("Ctrl+Left",), lambda k: k.move(-1), ("Ctrl+Shift+Left",)),
    KeyAct(_MOVE, ("Ctrl+Right",), lambda k: k.move(1), ("Ctrl+Shift+Right",)),
    KeyAct("Open the layer’s menu", ("Menu", "Shift+F10"), lambda k: k.do("open_menu")),
    KeyAct("", ("Ctrl+Up",), lambda k: k.more(1)),
    KeyAct("", ("Ctrl+Down",), lambda k: k.more(-1)),
    KeyAct("", ("Ctrl+D",), lambda k: k.on_level("duplicate")),
    KeyAct("", ("Ctrl+C",), lambda k: k.do("copy")),
    KeyAct("", ("Ctrl+V",), lambda k: k.do("paste")),
    KeyAct("", ("Ctrl+X",), lambda k: k.do("cut")),
)


def listed_keys() -> dict[str, tuple[str, ...]]:
    """What can be done with keys, each with its keys in Qt's portable spelling."""
    listed: dict[str, tuple[str, ...]] = {}
    for one in KEY_ACTS:
        if one.text:
            listed[one.text] = (*listed.get(one.text, ()), *one.keys)
    return listed
