"""One sentence about a cell that depends on its numbers, for a learner."""

from nnplayground.core.explain.backward_meanings import BACKWARD_MEANINGS
from nnplayground.core.explain.cells import Source
from nnplayground.core.explain.forward_meanings import FORWARD_MEANINGS
from nnplayground.core.explain.numerals import shown

MEANINGS = {**FORWARD_MEANINGS, **BACKWARD_MEANINGS}


def meaning(source: Source, digits: int) -> str:
    """What the cell says, in plain words."""
    return MEANINGS[source.quantity.kind](source, lambda value: shown(value, digits))
