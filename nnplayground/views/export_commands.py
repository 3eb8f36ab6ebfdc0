"""What menus can export: each panel that is to be seen, and the examples with their predictions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nnplayground.views.actions import Choice

if TYPE_CHECKING:
    from nnplayground.views.main_window import MainWindow
    from nnplayground.views.panel import Panel


def export_choices(window: "MainWindow") -> Sequence[Choice]:
    """The predictions, and a menu for each panel that is to be seen."""
    panels: list[Panel] = [window.editor, *window.docks.panels.values()]
    shown = [panel for panel in panels if panel.isVisible()]
    predictions = Choice(
        "Predictions as CSV…",
        window.exporting.save_predictions,
        tip="Every example with all its columns, target, outputs, answer and loss",
    )
    return [
        predictions,
        *_panels(window, shown),
    ]


def _panels(window: "MainWindow", shown: Sequence["Panel"]) -> Sequence[Choice]:
    return [
        Choice(panel.export_name, choices=tuple(choices))
        for panel in shown
        if (choices := window.exporting.choices(panel))
    ]
