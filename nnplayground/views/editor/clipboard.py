"""Layers as text: what Ctrl+C puts on the clipboard and Ctrl+V takes from it."""

import json
from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication

from nnplayground.core import LayerSpec, SpecError
from nnplayground.core.values import from_json, to_json
from nnplayground.views.editor.commands import Commands

FORMAT = "nnplayground layers"
# A longer text on the clipboard is something else.
LONGEST = 1_000_000


@dataclass(frozen=True)
class CopiedLayers:
    """Layers with their format's name and version.

    Attributes:
        layers: without what belongs to their old place: frozen single parameters.
    """

    layers: tuple[LayerSpec, ...]
    format: str = FORMAT
    version: int = 1


def layers_as_text(layers: tuple[LayerSpec, ...]) -> str:
    """Readable JSON, to be sent to somebody or pasted into another window."""
    return json.dumps(to_json(CopiedLayers(layers)), indent=1, allow_nan=False)


def layers_from_text(text: str) -> tuple[LayerSpec, ...]:
    """The layers of a text.

    Raises:
        SpecError: where it holds none, saying what is wrong.
    """
    if not text or len(text) > LONGEST or FORMAT not in text:
        raise SpecError("clipboard: holds no layers; select one and press Ctrl+C first")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise SpecError("clipboard: the text of the layers is damaged") from None
    copied = from_json(CopiedLayers, value, "clipboard")
    if copied.format != FORMAT or copied.version != 1 or not copied.layers:
        raise SpecError("clipboard: holds no layers of a version that is known here")
    return copied.layers


def copy_layer(commands: Commands, level: int) -> bool:
    """Put a layer on the clipboard; whether there is one."""
    if level == 0:
        commands.session.said.emit("Input: is no layer that could be copied.")
        return False
    layer = commands.network.layers[level - 1]
    QGuiApplication.clipboard().setText(layers_as_text((layer,)))
    commands.session.said.emit(f"{commands.name(level)} is on the clipboard.")
    return True


def paste_layers(commands: Commands, index: int) -> bool:
    """Insert the clipboard's layers before layer `index` (from 0), or say why not."""
    try:
        layers = layers_from_text(QGuiApplication.clipboard().text())
    except SpecError as error:
        commands.session.said.emit(str(error))
        return False
    return commands.insert(index, layers)
