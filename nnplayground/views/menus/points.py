"""What the menus do to points by hand."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nnplayground.views.actions import ActionSpec, Choice, ChoicesSpec
from nnplayground.views.output_view import OutputView
from nnplayground.views.outputs.painting import Painting
from nnplayground.views.outputs.painting.bar import beginnings, class_choices
from nnplayground.views.outputs.painting.tools import TOOLS, tool_for

if TYPE_CHECKING:
    from nnplayground.views.main_window import MainWindow


def output_of(window: "MainWindow") -> OutputView:
    """The output view of a window."""
    view = window.docks.panels["output"]
    assert isinstance(view, OutputView)
    return view


def _painting(window: "MainWindow") -> Painting:
    return output_of(window).painting


def _possible(window: "MainWindow") -> bool:
    return _painting(window).possible


def _tools(window: "MainWindow") -> Sequence[Choice]:
    painting, output = _painting(window), output_of(window)
    tools = {key: tool_for(key, painting.kind) for key in TOOLS}
    return [
        Choice(
            f"{tool.label}\t{tool.key}",
            lambda key=key: output.take_tool(key),  # type: ignore[misc]
            checked=painting.active and painting.key == key,
            tip=tool.tip,
        )
        for key, tool in tools.items()
    ]


POINTS = (
    ActionSpec(
        "paint-points",
        "Data",
        "P&aint points",
        lambda w: output_of(w).paint_points(),
        "Take out the tools that paint points of your own on the output, or put them away",
        ("Ctrl+P",),
        enabled=_possible,
        checked=lambda w: _possible(w) and _painting(w).active,
        after_line=True,
    ),
    ChoicesSpec(
        "painting-tool",
        "Data",
        "Painting &tool",
        _tools,
        "While the output has the keyboard, a letter is enough",
        enabled=_possible,
    ),
    ChoicesSpec(
        "point-classes",
        "Data",
        "&Classes of the points",
        lambda w: class_choices(_painting(w)),
        "Points of classes that go are erased",
        enabled=lambda w: _possible(w) and bool(_painting(w).classes),
    ),
    ActionSpec(
        "add-noise",
        "Data",
        "Add n&oise to the points",
        lambda w: _painting(w).add_noise(),
        "Move every point a little, by chance; again for more",
        ("Ctrl+Shift+N",),
        enabled=_possible,
    ),
    ChoicesSpec(
        "begin-points",
        "Data",
        "&Begin with",
        lambda w: beginnings(_painting(w)),
        "An empty plane or curve to paint points on",
    ),
)
