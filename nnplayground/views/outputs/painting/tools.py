"""The table of painting tools: bar, menu, keys and the hand read it."""

from collections.abc import Callable
from dataclasses import dataclass

from nnplayground.core.points_spec import PointsSpec
from nnplayground.views.outputs.painting.strokes import (
    Brush,
    Drawn,
    Erased,
    Moved,
    Painted,
    Sprayed,
    Stroke,
)
from nnplayground.views.outputs.plane_axes import Axes

MakeStroke = Callable[[PointsSpec, Brush, Axes], Stroke]


@dataclass(frozen=True)
class Tool:
    """Something to paint with.

    Attributes:
        label: what it is called.
        tip: what it does, in plain words.
        icon: in `resources/icons`.
        key: on the keyboard, while the output has it.
        stroke: begins a stroke; None where a click chooses an example.
        sized: whether the size of the brush matters.
        paints: whether it adds points of the chosen class.
        curve: the same for a curve: label, tip, icon and stroke; None where there is no other.
    """

    label: str
    tip: str
    icon: str
    key: str
    stroke: MakeStroke | None
    sized: bool = False
    paints: bool = False
    curve: "Tool | None" = None


DRAW = Tool(
    "Draw",
    "Draw a curve: it takes the place of the points above and below it; a click adds a point",
    "draw-curve",
    "P",
    Drawn,
    paints=True,
)

TOOLS: dict[str, Tool] = {
    "select": Tool("Select", "Click a point to follow it through the network", "select", "V", None),
    "paint": Tool(
        "Paint",
        "Paint points of the chosen class: click for one, drag for a row of them",
        "paint",
        "P",
        Painted,
        paints=True,
        curve=DRAW,
    ),
    "spray": Tool(
        "Spray",
        "Spray points around the pointer, more the longer you press",
        "spray",
        "S",
        Sprayed,
        sized=True,
        paints=True,
    ),
    "erase": Tool(
        "Erase",
        "Erase the points under the brush; the right mouse button does so with every tool",
        "erase",
        "E",
        Erased,
        sized=True,
    ),
    "move": Tool("Move", "Drag a single point to another place", "move", "M", Moved),
}


def tool_for(key: str, kind: str) -> Tool:
    """The tool of a key for points of a kind."""
    tool = TOOLS[key]
    return tool.curve if kind == "curve" and tool.curve is not None else tool
