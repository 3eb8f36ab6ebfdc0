"""Each loss of one example, and its slope, as a formula."""

import dataclasses
from collections.abc import Callable

import numpy as np

from nnplayground.core.explain.activation_formulas import exp
from nnplayground.core.explain.cells import Source
from nnplayground.core.explain.expression import (
    Call,
    Cell,
    Difference,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Sum,
)
from nnplayground.core.explain.running import Running

_ZERO, _HALF, _ONE, _TWO = Number(0.0), Number(0.5, "½", True), Number(1.0), Number(2.0)

# A weighted sum so far from 0 that ln(1 - a) has lost its digits; then z itself is used.
_SATURATED = 12.0


def _squares(source: Source) -> Expression:
    """Sum of (a - y)^2; the operands are A and Y."""
    strips = (source.along(0, row=source.row), source.along(1, row=source.row))
    return Running("squared_difference", strips)


def _half_squared(source: Source) -> Expression:
    return _HALF * _squares(source)


def _outputs(source: Source) -> list[tuple[Cell, Cell, Cell]]:
    """Z, A and Y of each output of the example."""
    last = len(source.trace.numbers.layers)
    units = source.array("Y").shape[1]
    return [
        (
            source.cell(f"Z{last}", source.row, k),
            source.cell(source.operand(0), source.row, k),
            source.cell(source.operand(1), source.row, k),
        )
        for k in range(units)
    ]


def _huber(source: Source) -> Expression:
    """½ (a - y)^2 where a is within 1 of y, else |a - y| - ½."""
    terms: list[Expression] = []
    for _, a, y in _outputs(source):
        if abs(a.value - y.value) <= 1.0:
            terms.append(_HALF * Power(a - y, _TWO))
        else:
            terms.append(Call("abs", (a - y,)) - _HALF)
    return added(terms)


def _binary_cross_entropy(source: Source) -> Expression:
    """-(y ln a + (1 - y) ln(1 - a)); from z where a is 0 or 1 to many digits."""
    terms: list[Expression] = []
    for z, a, y in _outputs(source):
        if abs(z.value) > _SATURATED:
            tail = Call("log", (_ONE + exp(Negative(Call("abs", (z,)))),))
            terms.append(Sum((Call("max", (_ZERO, z)) - z * y, tail)))
        elif y.value in (0.0, 1.0):
            terms.append(-_ln(a) if y.value else -_ln(_ONE - a))
        else:
            terms.append(-(y * _ln(a) + (_ONE - y) * _ln(_ONE - a)))
    return added(terms)


def _cross_entropy(source: Source) -> Expression:
    """-sum of y ln a; only outputs with y > 0 count."""
    terms: list[Expression] = []
    last = len(source.trace.numbers.layers)
    row = source.array(f"Z{last}")[source.row].astype(np.float64)
    for z, a, y in _outputs(source):
        if y.value == 0.0:
            continue
        if a.value > 0.0:
            surprise: Expression = -_ln(a)
        else:  # a is 0 to the last digit: its logarithm is the distance of z to the largest
            top = source.cell(f"Z{last}", source.row, int(row.argmax()))
            surprise = Difference(dataclasses.replace(top, symbol="max Z"), z)
        terms.append(surprise if y.value == 1.0 else y * surprise)
    return added(terms)


def _ln(x: Expression) -> Expression:
    return Call("log", (x,))


def added(terms: list[Expression]) -> Expression:
    """The terms added up; 0 for none."""
    if not terms:
        return _ZERO
    return terms[0] if len(terms) == 1 else Sum(tuple(terms))


LOSS_VALUES: dict[str, Callable[[Source], Expression]] = {
    "half_squared": _half_squared,
    "squared": _squares,
    "huber": _huber,
    "binary_cross_entropy": _binary_cross_entropy,
    "cross_entropy": _cross_entropy,
}


def loss_slope(source: Source) -> Expression:
    """dL/dA, or dL/dZ where the loss gives it at once, of one output: operands A and Y."""
    difference: Expression = Difference(source.here(0), source.here(1))
    if source.trace.notation.sign < 0:
        difference = Difference(source.here(1), source.here(0))
    return source.scaled(LOSS_SLOPES.get(source.training.loss, _plain)(difference))


def scaled_error(source: Source) -> Expression:
    """The same from the error, desired minus actual, which is the operand."""
    error: Expression = source.cell(source.operand(0), source.row, source.column)
    return source.scaled(LOSS_SLOPES.get(source.training.loss, _plain)(error))


def _plain(difference: Expression) -> Expression:
    return difference


LOSS_SLOPES: dict[str, Callable[[Expression], Expression]] = {
    "squared": lambda difference: Product((_TWO, difference)),
    "huber": lambda difference: Call("max", (Number(-1.0), Call("min", (Number(1.0), difference)))),
}
