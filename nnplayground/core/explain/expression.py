"""Formulas as trees that are written in symbols, with today's numbers, or as Python.

The three ways to write (`Style`) share the tree, so what is shown and what a test evaluates
cannot differ.
"""

from collections.abc import Callable
from dataclasses import dataclass

from nnplayground.core.explain.numerals import exact, raised, shown

# How tightly a written expression holds together.
SUM, PRODUCT, MINUS, POWER, ATOM = range(5)

# What stands for a number that is not to be seen.
UNKNOWN = "?"

Written = tuple[str, int]  # an expression and how tightly it holds together


@dataclass(frozen=True)
class Region:
    """A rectangle of cells of one quantity, as it is displayed: rows and columns from 0."""

    key: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    def cells(self) -> list[tuple[int, int]]:
        """All (row, column) in it."""
        return [
            (self.row + r, self.column + c) for r in range(self.rows) for c in range(self.columns)
        ]


class Expression:
    """A part of a formula; + - * / put parts together."""

    def __add__(self, other: "Expression") -> "Expression":
        return Sum((self, other))

    def __sub__(self, other: "Expression") -> "Expression":
        return Difference(self, other)

    def __mul__(self, other: "Expression") -> "Expression":
        return Product((self, other))

    def __truediv__(self, other: "Expression") -> "Expression":
        return Quotient(self, other)

    def __neg__(self) -> "Expression":
        return Negative(self)

    def regions(self) -> list[Region]:
        """The cells that it is computed from, each region once, in order."""
        return list(dict.fromkeys(self._regions()))

    def write(self, style: "Style") -> Written:
        """The expression in a style."""
        return self._write(style)

    def _parts(self) -> "tuple[Expression, ...]":
        return ()

    def _regions(self) -> list[Region]:
        return [region for part in self._parts() for region in part.regions()]

    def _write(self, style: "Style") -> Written:
        raise NotImplementedError


@dataclass(frozen=True)
class Style:
    """A way to write expressions.

    Attributes:
        cell: writes a cell from its symbol and value.
        number: writes a constant from its symbol and value.
        python: whether the text is Python, else mathematics.
        symbolic: whether sums over many cells are written with Σ.
    """

    cell: Callable[[str, float], str]
    number: Callable[[str, float], str]
    python: bool = False
    symbolic: bool = False

    def atom(self, text: str) -> Written:
        """A number or symbol; 3·10⁻⁷ holds together like a product, −2 like its minus."""
        if "·" in text or " " in text:
            return text, PRODUCT
        return text, MINUS if text.startswith(("−", "-")) else ATOM

    def operand(self, part: Expression, tightness: int) -> str:
        """A part, in parentheses where it holds together less than `tightness`."""
        text, own = part.write(self)
        return text if own >= tightness else f"({text})"


SYMBOLS = Style(lambda symbol, _: symbol, lambda symbol, v: symbol or exact(v), symbolic=True)
PYTHON = Style(lambda _, value: repr(value), lambda _, value: repr(value), python=True)


def numbers_style(digits: int) -> Style:
    """Today's numbers with so many digits; settings such as 0.03 as they were typed."""
    return Style(lambda _, value: shown(value, digits), lambda _, value: exact(value))


def text_of(expression: Expression, style: Style) -> str:
    """The expression in a style."""
    return expression.write(style)[0]


@dataclass(frozen=True)
class Number(Expression):
    """A constant, such as 1 or the learning rate, with its symbol where it has one.

    A constant of nature such as ½ or 2π is written as its symbol among numbers, too.
    """

    value: float
    symbol: str = ""
    natural: bool = False

    def _write(self, style: Style) -> Written:
        if self.natural and not style.python:
            return self.symbol, ATOM
        return style.atom(style.number(self.symbol, self.value))


@dataclass(frozen=True)
class Cell(Expression):
    """One cell of a quantity; of a secret one the number is not written."""

    region: Region
    value: float
    symbol: str
    secret: bool = False

    def _regions(self) -> list[Region]:
        return [self.region]

    def _write(self, style: Style) -> Written:
        if self.secret and not style.python and not style.symbolic:
            return UNKNOWN, ATOM
        return style.atom(style.cell(self.symbol, self.value))


@dataclass(frozen=True)
class Sum(Expression):
    """terms added up."""

    terms: tuple[Expression, ...]

    def _parts(self) -> tuple[Expression, ...]:
        return self.terms

    def _write(self, style: Style) -> Written:
        return joined([style.operand(term, SUM) for term in self.terms], style), SUM


@dataclass(frozen=True)
class Difference(Expression):
    """left - right."""

    left: Expression
    right: Expression

    def _parts(self) -> tuple[Expression, ...]:
        return self.left, self.right

    def _write(self, style: Style) -> Written:
        minus = " - " if style.python else " − "
        left, right = style.operand(self.left, SUM), style.operand(self.right, PRODUCT)
        return left + minus + _guarded(right), SUM


@dataclass(frozen=True)
class Product(Expression):
    """factors multiplied."""

    factors: tuple[Expression, ...]

    def _parts(self) -> tuple[Expression, ...]:
        return self.factors

    def _write(self, style: Style) -> Written:
        first, *others = (style.operand(factor, PRODUCT) for factor in self.factors)
        times = " * " if style.python else " · "
        return times.join([first, *(_guarded(other) for other in others)]), PRODUCT


@dataclass(frozen=True)
class Quotient(Expression):
    """top / bottom."""

    top: Expression
    bottom: Expression

    def _parts(self) -> tuple[Expression, ...]:
        return self.top, self.bottom

    def _write(self, style: Style) -> Written:
        top, bottom = style.operand(self.top, PRODUCT), style.operand(self.bottom, POWER)
        return f"{top} / {bottom}", PRODUCT


@dataclass(frozen=True)
class Negative(Expression):
    """-inner."""

    inner: Expression

    def _parts(self) -> tuple[Expression, ...]:
        return (self.inner,)

    def _write(self, style: Style) -> Written:
        text = style.operand(self.inner, PRODUCT)
        if style.python:
            return f"-({text})", MINUS
        if isinstance(self.inner, Cell | Number) and text.startswith("−"):
            return style.atom(text[1:])
        return f"−{_guarded(text)}", MINUS


@dataclass(frozen=True)
class Power(Expression):
    """base to the power of a number."""

    base: Expression
    exponent: Expression

    def _parts(self) -> tuple[Expression, ...]:
        return self.base, self.exponent

    def _write(self, style: Style) -> Written:
        base = style.operand(self.base, ATOM)
        if style.python:
            return f"{base} ** {style.operand(self.exponent, ATOM)}", POWER
        exponent = style.operand(self.exponent, ATOM)
        return base + (raised(exponent) or f"^{exponent}"), POWER


@dataclass(frozen=True)
class Call(Expression):
    """A function of one or more expressions; `name` is Python's (module math) or abs, max, min."""

    name: str
    arguments: tuple[Expression, ...]

    def _parts(self) -> tuple[Expression, ...]:
        return self.arguments

    def _write(self, style: Style) -> Written:
        inner = ", ".join(text_of(argument, style) for argument in self.arguments)
        if style.python:
            return _PYTHON_CALLS.get(self.name, f"{self.name}({{}})").format(inner), ATOM
        return _CALLS[self.name].format(inner), POWER if self.name == "exp" else ATOM


# What Python's math module calls otherwise.
_PYTHON_CALLS = {"sign": "copysign(1.0, {})"}

_CALLS = {
    "sign": "sign({})",
    "exp": "e^({})",
    "log": "ln({})",
    "tanh": "tanh({})",
    "erf": "erf({})",
    "sqrt": "√({})",
    "abs": "|{}|",
    "max": "max({})",
    "min": "min({})",
}


def joined(terms: list[str], style: Style) -> str:
    """Terms added: a minus before a term takes the place of the plus."""
    text = terms[0]
    for term in terms[1:]:
        if not style.python and term.startswith("−"):
            text += f" − {term[1:]}"
        else:
            text += f" + {term}"
    return text


def _guarded(text: str) -> str:
    """In parentheses where a minus would stand behind another sign."""
    return f"({text})" if text.startswith(("−", "-")) else text
