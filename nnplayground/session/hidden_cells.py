"""Cells that a teacher hides and a learner finds."""

import math
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from nnplayground.core.trace import Trace
from nnplayground.session.trace_cursor import CellPlace

USUAL_TOLERANCE = 0.001


class HiddenCells(QObject):
    """Which cells are hidden, what the learner typed, and whether it is right.

    Signals:
        changed(): others are hidden, or one was typed.

    Attributes:
        tolerances: the hidden cells, and how far off is still right.
        typed: the learner's texts for some of them, and whether they are right.
        shown: cells whose working the learner asked for.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tolerances: dict[CellPlace, float] = {}
        self.typed: dict[CellPlace, tuple[str, bool]] = {}
        self.shown: frozenset[CellPlace] = frozenset()

    @property
    def cells(self) -> frozenset[CellPlace]:
        """The hidden cells."""
        return frozenset(self.tolerances)

    def hide(self, tolerances: Mapping[CellPlace, float]) -> None:
        """Hide these cells and no others; what was typed is forgotten."""
        if not tolerances and not self.tolerances:
            return
        self.tolerances = dict(tolerances)
        self.typed, self.shown = {}, frozenset()
        self.changed.emit()

    def toggle(self, place: CellPlace) -> None:
        """Hide a cell, or show it again."""
        if self.tolerances.pop(place, None) is None:
            self.tolerances[place] = USUAL_TOLERANCE
        self.typed.pop(place, None)
        self.shown = self.shown - {place}
        self.changed.emit()

    def answer(self, trace: Trace, place: CellPlace, text: str) -> bool:
        """Take what a learner typed for a cell; returns whether it is right."""
        right = False
        if place not in self.tolerances:
            return False
        number = number_in(text)
        if number is not None:
            value = float(trace[place.key].array[place.row, place.column])
            right = abs(number - value) <= self.tolerances[place] or number == value
        self.typed = {**self.typed, place: (text, right)}
        self.changed.emit()
        return right

    def show_working(self, places: frozenset[CellPlace]) -> None:
        """Show where these cells come from."""
        self.shown = self.shown | places
        self.changed.emit()

    def is_secret(self, place: CellPlace) -> bool:
        """Whether a cell's number and formula must not be seen yet."""
        right = self.typed.get(place, ("", False))[1]
        return place in self.cells and not right and place not in self.shown

    @property
    def solved(self) -> bool:
        """Whether all of them were found."""
        return bool(self.cells) and all(self.typed.get(c, ("", False))[1] for c in self.cells)


def number_in(text: str) -> float | None:
    """The number that a person typed, with a point or a comma; None for none."""
    plain = text.strip().replace("−", "-").replace(",", ".").replace("\u2009", "")
    try:
        number = float(plain)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
