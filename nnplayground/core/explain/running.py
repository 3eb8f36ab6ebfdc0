"""Sums over many cells, such as dot products, written term by term and folded where long."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnplayground.core.arrays import FloatArray
from nnplayground.core.explain.expression import (
    ATOM,
    PRODUCT,
    SUM,
    UNKNOWN,
    Call,
    Cell,
    Difference,
    Expression,
    Number,
    Power,
    Product,
    Region,
    Style,
    Written,
    joined,
)

# Sums of more terms than UNFOLDED are folded to the KEPT largest ones.
UNFOLDED = 8
KEPT = 4


@dataclass(frozen=True, eq=False)
class Strip:
    """A row, a column or a whole matrix of a quantity.

    Attributes:
        region: where it lies.
        values: (terms,), in the order of the sum.
        symbol: of one cell, with k where the running index stands.
        secret: (terms,), whose numbers are not to be written; None for none.
    """

    region: Region
    values: FloatArray
    symbol: str
    secret: npt.NDArray[np.bool_] | None = None

    def is_secret(self, index: int) -> bool:
        """Whether a number is not to be written."""
        return self.secret is not None and bool(self.secret[index])


@dataclass(frozen=True)
class Form:
    """What is summed.

    Attributes:
        term: one term from the cells of the strips.
        values: all terms from the values of the strips.
    """

    term: Callable[..., Expression]
    values: Callable[..., Any]


FORMS: dict[str, Form] = {
    "cell": Form(lambda x: x, lambda x: x),
    "product": Form(lambda x, y: Product((x, y)), lambda x, y: x * y),
    "abs": Form(lambda x: Call("abs", (x,)), np.abs),
    "square": Form(lambda x: Power(x, Number(2)), np.square),
    "exp": Form(lambda x: Call("exp", (x,)), np.exp),
    "squared_difference": Form(
        lambda x, y: Power(Difference(x, y), Number(2)), lambda x, y: np.square(x - y)
    ),
}


@dataclass(frozen=True, eq=False)
class Running(Expression):
    """The sum of a form over the cells of strips of one length.

    Attributes:
        form: a key of FORMS.
        strips: as many as the form takes.
    """

    form: str
    strips: tuple[Strip, ...]

    def _regions(self) -> list[Region]:
        return [strip.region for strip in self.strips]

    def _write(self, style: Style) -> Written:
        if style.symbolic:
            cells = (Cell(strip.region, 0.0, strip.symbol) for strip in self.strips)
            term = FORMS[self.form].term(*cells)
            if len(self.strips[0].values) == 1:
                return term.write(style)
            return f"Σₖ {style.operand(term, PRODUCT)}", PRODUCT
        kept = self._kept(style)
        terms = [style.operand(self._term(index), SUM) for index in kept]
        if style.python:
            return f"fsum([{', '.join(terms)}])", ATOM
        left_out = len(self.strips[0].values) - len(terms)
        if left_out:
            terms.append(f"… {left_out:,} more terms, together {self._rest(kept, style)} …")
        if len(terms) == 1:
            return self._term(0).write(style)
        return joined(terms, style), SUM

    def _kept(self, style: Style) -> list[int]:
        """Indices of the terms that are written."""
        count = len(self.strips[0].values)
        if style.python or count <= UNFOLDED:
            return list(range(count))
        with np.errstate(all="ignore"):
            largest = np.argsort(-np.abs(self._terms()), kind="stable")[:KEPT]
        return sorted(int(index) for index in largest)

    def _rest(self, kept: list[int], style: Style) -> str:
        if any(s.secret is not None and np.delete(s.secret, kept).any() for s in self.strips):
            return UNKNOWN
        terms = self._terms()
        terms[kept] = 0.0
        return style.cell("", float(terms.sum()))

    def _terms(self) -> FloatArray:
        values = (strip.values.astype(np.float64) for strip in self.strips)
        return np.array(FORMS[self.form].values(*values))

    def _term(self, index: int) -> Expression:
        cells = (
            Cell(s.region, float(s.values[index]), "", s.is_secret(index)) for s in self.strips
        )
        return FORMS[self.form].term(*cells)
