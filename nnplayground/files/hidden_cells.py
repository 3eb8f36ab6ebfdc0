"""Cells of matrices that a teacher hides, as a file keeps them with the network."""

import math
import re
from dataclasses import dataclass
from typing import Any

from nnplayground.core import OPTIMIZERS, SpecError
from nnplayground.core.network_spec import MAX_PARAMETERS
from nnplayground.core.trace.notation import WORDS
from nnplayground.core.values import from_json

MAX_HIDDEN = 10_000
# Letters of a quantity's name.
_LONGEST = 60


@dataclass(frozen=True)
class HiddenCell:
    """A hidden cell.

    Attributes:
        quantity: a key of the trace, such as 'Z1'.
        row, column: from 0, with one example a row.
        tolerance: how far off a learner's number is still right.
    """

    quantity: str
    row: int
    column: int
    tolerance: float


def checked_cells(value: Any, layers: int) -> tuple[HiddenCell, ...]:
    """The hidden cells of a JSON value, for a network of so many layers.

    Raises:
        SpecError: naming the place that is wrong.
    """
    cells: tuple[HiddenCell, ...] = from_json(tuple[HiddenCell, ...], value, "hidden")
    if len(cells) > MAX_HIDDEN:
        raise SpecError(f"hidden: expected at most {MAX_HIDDEN:,} cells, got {len(cells):,}")
    places = [(cell.quantity, cell.row, cell.column) for cell in cells]
    if len(set(places)) < len(places):
        raise SpecError("hidden: a cell stands there twice")
    for i, cell in enumerate(cells):
        problem = quantity_problem(cell.quantity, layers) or _problem(cell)
        if problem:
            raise SpecError(f"hidden.{i}.{problem}")
    return cells


def _problem(cell: HiddenCell) -> str:
    for name, value in (("row", cell.row), ("column", cell.column)):
        if not 0 <= value < MAX_PARAMETERS:
            return f"{name}: expected 0 to {MAX_PARAMETERS - 1}, got {value}"
    if not (math.isfinite(cell.tolerance) and cell.tolerance >= 0):
        return f"tolerance: expected 0 or more, got {cell.tolerance}"
    return ""


def quantity_problem(key: str, layers: int) -> str:
    """What is wrong with a quantity's name in a network of so many layers; '' for nothing."""
    if len(key) > _LONGEST:
        return f"quantity: expected a name of at most {_LONGEST} letters, got {len(key):,}"
    sort = key.rstrip("0123456789")
    number = key[len(sort) :]
    slots = {slot for optimizer in OPTIMIZERS.values() for slot in optimizer.slots}
    of_slot = re.fullmatch(r"(?:new_)?(\w+)_[Wb]", sort)
    if sort not in WORDS and not (of_slot and of_slot[1] in slots):
        known = ", ".join(WORDS)
        return f"quantity: '{key}' is unknown; known are, with a layer's number, {known}"
    if number and not 1 <= int(number) <= layers:
        return f"quantity: '{key}' is of layer {number}, but the network has {layers}"
    return ""
