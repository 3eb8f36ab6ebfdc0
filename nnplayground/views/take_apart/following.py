"""Keeps panel and network together: what one shows lights up in the other."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from nnplayground.session import Selection
from nnplayground.views.take_apart.parameters import example_of, place_for, selection_for, straight

if TYPE_CHECKING:
    from nnplayground.views.take_apart.panel import TakeApart


class Following(QObject):
    """Selects in the network what is selected in the matrices, and the other way round.

    Args:
        panel: the matrices.
    """

    def __init__(self, panel: "TakeApart") -> None:
        super().__init__(panel)
        self._panel = panel
        self._busy = False
        self._shown: object = None
        panel.session.selection_changed.connect(self._on_selection)

    def show(self) -> None:
        """Select in the network what the selected cell is about."""
        panel, cell = self._panel, self._panel.trace_cursor.cell
        if cell is None or panel.trace is None or cell == self._shown:
            return
        self._shown = cell
        if self._busy or cell.key not in panel.trace.quantities:
            return
        self._busy = True
        try:
            example = example_of(panel.trace, cell)
            if example is not None:
                panel.session.example.choose(example)
            selection = selection_for(panel.trace, cell)
            if selection is not None:
                panel.session.select(selection)
        finally:
            self._busy = False

    @Slot(object)
    def _on_selection(self, selection: Selection | None) -> None:
        """Move to the cell about what a person selected in the network."""
        panel, trace = self._panel, self._panel.trace
        if self._busy or selection is None or trace is None or not panel.isVisible():
            return
        cursor = panel.trace_cursor
        key, row = "", 0
        if cursor.cell is not None and cursor.cell.key in trace.quantities:
            key = cursor.cell.key
            axes, straight_row, _ = straight(trace[key], cursor.cell)
            row = straight_row if axes[0] == "example" else 0
        elif cursor.operation is not None:
            key = cursor.operation.key
        if selection.layer > len(trace.numbers.layers):
            return
        place = place_for(trace, selection, key, row)
        if place is not None:
            self._busy = True
            try:
                cursor.show_cell(place)
            finally:
                self._busy = False
