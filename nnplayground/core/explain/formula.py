"""The formula of one cell: where it comes from, written out with today's numbers."""

import dataclasses
from dataclasses import dataclass

from nnplayground.core.errors import SpecError
from nnplayground.core.explain.cells import Secret, Source
from nnplayground.core.explain.expression import (
    PYTHON,
    SYMBOLS,
    Number,
    Region,
    numbers_style,
    text_of,
)
from nnplayground.core.explain.meaning import meaning
from nnplayground.core.explain.numerals import FEWEST_DIGITS, MOST_DIGITS, shown
from nnplayground.core.explain.rules import RULES
from nnplayground.core.trace import Quantity, Trace

_KEPT_BACK = "One of the numbers behind this one is still hidden."


@dataclass(frozen=True)
class Formula:
    """One cell taken apart.

    Attributes:
        key, row, column: the cell, as it is displayed, from 0.
        symbol: the cell's symbol.
        place: what the cell stands for, e.g. 'row 3, the example (1, 0, 1) → 1'.
        symbols: the formula in symbols, '' for what is given.
        lines: the formula with today's numbers, each line equal to the next, the most detailed
            first; () for what is given.
        result: the value, printed.
        value: the value.
        python: an expression for Python's math module at full precision, '' for what is given.
        sources: the cells that it comes from, as rectangles.
        meaning: one sentence about it.
    """

    key: str
    row: int
    column: int
    symbol: str
    place: str
    symbols: str
    lines: tuple[str, ...]
    result: str
    value: float
    python: str
    sources: tuple[Region, ...]
    meaning: str

    @property
    def text(self) -> str:
        """The whole formula on lines of plain text."""
        first = f"{self.symbol} = {self.symbols}" if self.symbols else self.symbol
        return "\n".join([first, *(f"= {line}" for line in self.lines), f"= {self.result}"])


def explain(
    trace: Trace,
    key: str,
    row: int,
    column: int,
    digits: int = 4,
    secret: frozenset[Secret] = frozenset(),
) -> Formula:
    """Where one cell comes from.

    Args:
        trace: the iteration.
        key: of the quantity.
        row, column: of the cell, from 0, as the trace's notation displays it.
        digits: 2 to 10.
        secret: cells (key, row, column) that stand as '?' wherever they enter.

    Raises:
        SpecError: where there is no such cell.
    """
    quantity, row, column = trace[key], int(row), int(column)
    rows, columns = quantity.shape
    if not (0 <= row < rows and 0 <= column < columns):
        raise SpecError(f"{key}: has {rows} x {columns} cells, none at row {row}, column {column}")
    if not FEWEST_DIGITS <= digits <= MOST_DIGITS:
        raise SpecError(f"digits: expected {FEWEST_DIGITS} to {MOST_DIGITS}, got {digits}")
    place = (column, row) if quantity.turned else (row, column)
    source = Source(trace, quantity, *place, secret)
    forms = RULES[quantity.kind](source)
    plain, detailed = (forms[0], forms[-1]) if forms else (None, None)
    style = numbers_style(digits)
    written = (form for form in reversed(forms) if not isinstance(form, Number))
    lines = dict.fromkeys(text_of(form, style) for form in written)
    result = shown(source.value, digits)
    return Formula(
        key=key,
        row=row,
        column=column,
        symbol=quantity.cell_symbol(row, column),
        place=_place(source),
        symbols=text_of(plain, SYMBOLS) if plain is not None else "",
        lines=tuple(line for line in lines if line != result),
        result=result,
        value=source.value,
        python=text_of(detailed, PYTHON) if detailed is not None else "",
        sources=tuple(plain.regions()) if plain is not None else (),
        meaning=_meaning(source, digits),
    )


def _meaning(source: Source, digits: int) -> str:
    """The sentence about the cell, unless it says something of what is secret."""
    text = meaning(source, digits)
    if source.secret and text != meaning(dataclasses.replace(source, blind=True), digits):
        return _KEPT_BACK
    return text


def _place(source: Source) -> str:
    quantity, trace = source.quantity, source.trace
    if quantity.shape == (1, 1):
        return quantity.name
    axes = quantity.axes[::-1] if quantity.turned else quantity.axes
    words = []
    if axes[0] == "example":
        words.append(_example(trace, source.row, quantity, source.secret))
    elif axes[0] == "source":
        words.append(f"from {'input' if quantity.layer == 1 else 'neuron'} {source.row + 1}")
    if axes[1] == "unit":
        to = "to " if axes[0] == "source" else ""
        words.append(f"{to}neuron {source.column + 1} of layer {quantity.layer}")
    elif axes[1]:
        words.append(f"{axes[1]} {source.column + 1}")
    return ", ".join(words) if axes[0] != "source" else " ".join(words)


# Examples with more numbers are named by their place alone.
_NAMED = 4


def _example(trace: Trace, row: int, quantity: Quantity, secret: frozenset[Secret]) -> str:
    """'row 3, the example (1, 0, 1) → 1'."""
    line = "column" if quantity.turned else "row"
    text = f"{line} {row + 1}"
    X, Y = trace.numbers.X, trace.numbers.Y
    if X.shape[1] > _NAMED:
        return text
    if any(key in ("X", "Y") for key, _, _ in secret):
        return text
    inputs = ", ".join(f"{value:.4g}" for value in X[row])
    text += f", the example ({inputs})".replace("-", "−")
    if Y is None or Y.shape[1] > _NAMED:
        return text
    wanted = ", ".join(f"{value:.4g}" for value in Y[row]).replace("-", "−")
    return f"{text} → {wanted if Y.shape[1] == 1 else f'({wanted})'}"
