"""Layers as text: what Ctrl+C puts on the clipboard and Ctrl+V takes from it.

    {"format": "nnplayground layers", "version": 1,
     "layers": [{"units": 2, "activation": "tanh", ...}],
     "values": [{"W": [[0.5, -1.25], ...], "b": [0.0, 0.1]}]}

`layers` are as in an experiment. `values` are those of the first layers, row by row: `W[i][j]` is
the weight from input i to neuron j; null is a number that starts afresh. They may be missing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtGui import QGuiApplication

from nnplayground.core import LayerSpec, SpecError
from nnplayground.core.adapt import LayerValues
from nnplayground.core.arrays import FloatArray
from nnplayground.core.values import from_json, to_json
from nnplayground.files import strict_json
from nnplayground.views.editor.commands import Commands

FORMAT = "nnplayground layers"
# A longer text on the clipboard is something else.
LONGEST = 8_000_000
# More weights than this are not copied: their text would be too long for other programs.
MOST_VALUES = 200_000


@dataclass(frozen=True)
class Copied:
    """Layers with their format's name and version.

    Attributes:
        layers: without what belongs to their old place: frozen single parameters.
    """

    layers: tuple[LayerSpec, ...]
    format: str = FORMAT
    version: int = 1


@dataclass(frozen=True, eq=False)
class CopiedLayers:
    """What the clipboard holds.

    Attributes:
        layers: their settings.
        values: the numbers of the first of them.
    """

    layers: tuple[LayerSpec, ...]
    values: tuple[LayerValues, ...] = ()


def layers_as_text(layers: tuple[LayerSpec, ...], values: tuple[LayerValues, ...] = ()) -> str:
    """Readable JSON, to be sent to somebody or pasted into another window."""
    settings = json.dumps(to_json(Copied(layers)), indent=1, allow_nan=False)
    if not values:
        return settings
    numbers = ",\n  ".join(_values_as_text(one) for one in values)
    return settings.removesuffix("\n}") + f',\n "values": [\n  {numbers}\n ]\n}}'


def _values_as_text(values: LayerValues) -> str:
    rows = ",\n    ".join(json.dumps(_numbers(row), allow_nan=False) for row in values.W)
    return f'{{"W": [\n    {rows}],\n   "b": {json.dumps(_numbers(values.b), allow_nan=False)}}}'


def _numbers(row: FloatArray) -> list[float | None]:
    return [float(number) if np.isfinite(number) else None for number in row]


def layers_from_text(text: str) -> CopiedLayers:
    """The layers of a text.

    Raises:
        SpecError: where it holds none, saying what is wrong.
    """
    if not text or len(text) > LONGEST or FORMAT not in text:
        raise SpecError("clipboard: holds no layers; select one and press Ctrl+C first")
    try:
        value = strict_json.parse(text)
    except ValueError as error:
        raise SpecError(f"clipboard: the text of the layers is damaged ({error})") from None
    values = value.pop("values", []) if isinstance(value, dict) else []
    copied = from_json(Copied, value, "clipboard")
    if copied.format != FORMAT or copied.version != 1 or not copied.layers:
        raise SpecError("clipboard: holds no layers of a version that is known here")
    return CopiedLayers(copied.layers, _values_from_json(values, copied.layers))


def _values_from_json(values: Any, layers: tuple[LayerSpec, ...]) -> tuple[LayerValues, ...]:
    if not isinstance(values, list) or len(values) > len(layers):
        raise SpecError(f"clipboard.values: expected a list of at most {len(layers)} layers")
    pairs = zip(values, layers, strict=False)
    return tuple(
        _layer_values(one, layer, f"clipboard.values.{number}")
        for number, (one, layer) in enumerate(pairs)
    )


def _layer_values(value: Any, layer: LayerSpec, where: str) -> LayerValues:
    if not isinstance(value, Mapping) or set(value) != {"W", "b"}:
        raise SpecError(f"{where}: expected an object with W and b")
    W, b = _array(value["W"], f"{where}.W"), _array(value["b"], f"{where}.b")
    if W.ndim != 2 or W.shape[1] != layer.units:
        raise SpecError(f"{where}.W: expected rows of {layer.units} numbers, one for each neuron")
    biases = layer.units if layer.bias else 0
    if b.shape != (biases,):
        raise SpecError(f"{where}.b: expected {biases} numbers, one for each neuron with a bias")
    return LayerValues(W, b)


def _array(value: Any, where: str) -> FloatArray:
    """Numbers, null for one that is not given."""
    try:
        objects = np.array(value, dtype=object)
        if objects.ndim > 2 or not all(
            item is None or type(item) in (int, float) for item in objects.flat
        ):
            raise ValueError
        return objects.astype(np.float64)
    except (ValueError, TypeError, OverflowError):
        raise SpecError(f"{where}: expected rows of numbers of the same length") from None


def copy_layer(commands: Commands, level: int) -> bool:
    """Put a layer with its weights on the clipboard; whether there is one."""
    if level == 0:
        commands.say("Input: is no layer that could be copied.")
        return False
    frame, name = commands.session.frame, commands.name(level)
    layout, layer = frame.layout, commands.network.layers[level - 1]
    many = layout.offsets[level] - layout.offsets[level - 1]
    values = () if many > MOST_VALUES else (LayerValues.of(layout, frame.theta, level - 1),)
    QGuiApplication.clipboard().setText(layers_as_text((layer,), values))
    commands.say(
        f"{name} is on the clipboard, with its {many:,} weights and biases."
        if values
        else f"{name} is on the clipboard without its {many:,} weights, as they are too many."
    )
    return True


def paste_layers(commands: Commands, index: int) -> bool:
    """Insert the clipboard's layers before layer `index` (from 0), or say why not."""
    try:
        copied = layers_from_text(QGuiApplication.clipboard().text())
    except SpecError as error:
        commands.say(str(error))
        return False
    return commands.insert(index, copied.layers, copied.values, "Paste")
