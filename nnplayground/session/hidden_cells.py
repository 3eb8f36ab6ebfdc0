"""Cells that a teacher hides and a learner finds."""

from collections.abc import Iterable, Mapping

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from nnplayground.core import ParameterLayout
from nnplayground.core.trace import Trace
from nnplayground.files.hidden_cells import HiddenCell
from nnplayground.files.lesson import is_near, typed_number
from nnplayground.session.trace_cursor import CellPlace

USUAL_TOLERANCE = 0.001

Tolerances = Mapping[CellPlace, float]


class HiddenCells(QObject):
    """Which cells are hidden, what the learner typed, and whether it is right.

    Places are those of the notation in use. What was typed belongs to one iteration: with other
    numbers the same cells are to be found again.

    Signals:
        changed(): others are hidden, or one was typed.
        kept_changed(): the document's own hidden cells are other ones.

    Attributes:
        kept: the document's own hidden cells, and how far off is still right.
        lent: those of a lesson's page.
        typed: the learner's texts for some of them, and whether they are right.
        shown: cells whose working the learner asked for.
    """

    changed = Signal()
    kept_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kept: dict[CellPlace, float] = {}
        self.lent: dict[CellPlace, float] = {}
        self.typed: dict[CellPlace, tuple[str, bool]] = {}
        self.shown: frozenset[CellPlace] = frozenset()
        self._is_turned = self._lent_turned = False
        self._trace: Trace | None = None

    @property
    def tolerances(self) -> dict[CellPlace, float]:
        """All hidden cells, and how far off is still right."""
        return {**self.kept, **self.lent}

    @property
    def cells(self) -> frozenset[CellPlace]:
        """The hidden cells."""
        return frozenset(self.kept) | frozenset(self.lent)

    @property
    def secrets(self) -> frozenset[CellPlace]:
        """The hidden cells whose numbers must not be seen yet."""
        return frozenset(filter(self.is_secret, self.cells))

    # ---- hiding --------------------------------------------------------------------------

    def lend(self, tolerances: Tolerances) -> None:
        """Hide the cells of a lesson's page and no others."""
        self._lent_turned = self._is_turned
        self._hide({}, tolerances)

    def take_back(self) -> None:
        """Hide the document's own cells only, no longer those of a lesson's page."""
        self._hide(self.kept, {})

    def where(self, lent: CellPlace) -> CellPlace:
        """Where a cell that was lent is now, if rows and columns have changed places since."""
        return lent if self._is_turned == self._lent_turned else _turned(lent)

    def keep(self, cells: Iterable[HiddenCell]) -> None:
        """Hide the cells of a document that is opened and no others."""
        places = {self._place(cell): cell.tolerance for cell in cells}
        self._hide(places, {})

    def to_keep(self) -> tuple[HiddenCell, ...]:
        """What a file keeps of the document's own hidden cells, in order."""
        cells = []
        for place, tolerance in self.kept.items():
            row, column = self._straight(place.row, place.column)
            cells.append(HiddenCell(place.key, row, column, tolerance))
        return tuple(sorted(cells, key=lambda cell: (cell.quantity, cell.row, cell.column)))

    def toggle(self, place: CellPlace) -> None:
        """Hide a cell, or show it again."""
        if place in self.lent:
            self.lent = {cell: off for cell, off in self.lent.items() if cell != place}
        elif place in self.kept:
            self.kept = {cell: off for cell, off in self.kept.items() if cell != place}
        else:
            self.kept = {**self.kept, place: USUAL_TOLERANCE}
        self.typed.pop(place, None)
        self.shown = self.shown - {place}
        self.changed.emit()
        self.kept_changed.emit()

    def _hide(self, kept: Tolerances, lent: Tolerances) -> None:
        if not (kept or lent or self.kept or self.lent):
            return
        self.kept, self.lent = dict(kept), dict(lent)
        self.forget()
        self.changed.emit()
        self.kept_changed.emit()

    def forget(self) -> None:
        """Forget what was typed, and of which iteration."""
        self.typed, self.shown, self._trace = {}, frozenset(), None

    @Slot(bool)
    def turn(self, is_turned: bool) -> None:
        """Follow a notation in which rows and columns change places."""
        if is_turned == self._is_turned:
            return
        self._is_turned = is_turned
        self.kept = {_turned(place): off for place, off in self.kept.items()}
        self.lent = {_turned(place): off for place, off in self.lent.items()}
        self.typed = {_turned(place): said for place, said in self.typed.items()}
        self.shown = frozenset(map(_turned, self.shown))

    def _straight(self, row: int, column: int) -> tuple[int, int]:
        """Row and column with one example a row, and back again."""
        return (column, row) if self._is_turned else (row, column)

    def _place(self, cell: HiddenCell) -> CellPlace:
        return CellPlace(cell.quantity, *self._straight(cell.row, cell.column))

    # ---- finding -------------------------------------------------------------------------

    def answer(self, trace: Trace, place: CellPlace, text: str) -> bool:
        """Take what a learner typed for a cell; returns whether it is right."""
        tolerance = self.tolerances.get(place)
        if tolerance is None:
            return False
        self.follow(trace)
        self._trace = trace
        number, right = typed_number(text), False
        if number is not None:
            value = float(trace[place.key].array[place.row, place.column])
            right = is_near(number, value, tolerance)
        self.typed = {**self.typed, place: (text, right)}
        self.changed.emit()
        return right

    def show_working(self, trace: Trace, places: frozenset[CellPlace]) -> None:
        """Show where these cells come from."""
        self.follow(trace)
        self._trace = trace
        self.shown = self.shown | places
        self.changed.emit()

    def follow(self, trace: Trace) -> None:
        """Forget what was typed for other numbers than those of an iteration."""
        if (self.typed or self.shown) and not _same_numbers(self._trace, trace):
            self.forget()
            self.changed.emit()

    def is_secret(self, place: CellPlace) -> bool:
        """Whether a cell's number and formula must not be seen yet."""
        right = self.typed.get(place, ("", False))[1]
        return not right and place not in self.shown and (place in self.kept or place in self.lent)

    def conceals(self, sorts: str, layer: int, neuron: int, source: int | None = None) -> bool:
        """Whether a number of a neuron must not be seen, for some example.

        Args:
            sorts: of quantities with the number, such as 'W newW'.
            layer: from 1; 0 for the inputs.
            neuron: from 0.
            source: neuron of the layer before, for a weight; None for any.
        """
        keys = {f"{sort}{layer or ''}" for sort in sorts.split()}
        for place in self.secrets:
            row, column = self._straight(place.row, place.column)
            if place.key in keys and column == neuron and source in (None, row):
                return True
        return False

    def conceals_parameter(self, layout: ParameterLayout, index: int, *before: str) -> bool:
        """Whether a number about parameter `index` must not be seen.

        Args:
            layout: of theta.
            index: into theta.
            before: what stands before W or b in the numbers' names, such as 'd' or 'new'.
        """
        layer, source, target = layout.place(index)
        is_bias = source == layout.network.sizes[layer]
        sorts = " ".join(f"{name}{'b' if is_bias else 'W'}" for name in before)
        return self.conceals(sorts, layer + 1, target, 0 if is_bias else source)


def _turned(place: CellPlace) -> CellPlace:
    return CellPlace(place.key, place.column, place.row)


def _same_numbers(one: Trace | None, other: Trace) -> bool:
    if one is None or one is other:
        return one is other
    mine, others = one.numbers, other.numbers
    return (
        one.iteration == other.iteration
        and np.array_equal(mine.before.theta, others.before.theta, equal_nan=True)
        and np.array_equal(mine.X, others.X, equal_nan=True)
    )
