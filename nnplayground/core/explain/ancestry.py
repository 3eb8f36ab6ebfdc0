"""All the cells behind a cell: its sources, and theirs, as far as one cell leads to one cell."""

from nnplayground.core.explain.cells import Source
from nnplayground.core.explain.expression import Region
from nnplayground.core.explain.rules import RULES
from nnplayground.core.trace import Trace


def ancestry(trace: Trace, key: str, row: int, column: int) -> tuple[Region, ...]:
    """The cells to outline for a selected one, nearest first.

    Single cells are followed back; a whole row or column (as in a dot product) is given but not
    followed further, since behind it stands everything.
    """
    found: dict[Region, None] = {}
    waiting = [Region(key, row, column)]
    while waiting:
        region = waiting.pop(0)
        if (region.rows, region.columns) != (1, 1):
            continue
        for source in sources(trace, region):
            if source not in found:
                found[source] = None
                waiting.append(source)
    return tuple(found)


def sources(trace: Trace, cell: Region) -> tuple[Region, ...]:
    """The cells that one cell is computed from; `cell` is a single cell."""
    quantity = trace[cell.key]
    place = (cell.column, cell.row) if quantity.turned else (cell.row, cell.column)
    forms = RULES[quantity.kind](Source(trace, quantity, *place))
    return tuple(forms[0].regions()) if forms else ()
