"""Layers as text: what Ctrl+C puts on the clipboard and Ctrl+V takes from it."""

import json
from dataclasses import dataclass

from nnplayground.core import LayerSpec, SpecError
from nnplayground.core.values import from_json, to_json

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
