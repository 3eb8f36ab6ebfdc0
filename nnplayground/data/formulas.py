"""Formulas that a person types, such as x1*exp(-x2): checked piece by piece, never run as code."""

import ast
import operator
import unicodedata
import warnings
from collections.abc import Callable, Sequence

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.errors import SpecError

LONGEST = 200
_Value = FloatArray | float
_Compute = Callable[[FloatArray], _Value]

_SAME = str.maketrans("₀₁₂₃₄₅₆₇₈₉−×·", "0123456789-**")

FUNCTIONS: dict[str, tuple[int, Callable[..., _Value]]] = {
    "sin": (1, np.sin),
    "cos": (1, np.cos),
    "tan": (1, np.tan),
    "atan": (1, np.arctan),
    "exp": (1, np.exp),
    "log": (1, np.log),
    "sqrt": (1, np.sqrt),
    "abs": (1, np.abs),
    "sign": (1, np.sign),
    "floor": (1, np.floor),
    "tanh": (1, np.tanh),
    "relu": (1, lambda x: np.maximum(x, 0.0)),
    "sigmoid": (1, lambda x: 1.0 / (1.0 + np.exp(-x))),
    "min": (2, np.minimum),
    "max": (2, np.maximum),
}
CONSTANTS = {"pi": np.pi, "e": np.e}
_BINARY: dict[type[ast.AST], Callable[[_Value, _Value], _Value]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: np.divide,
    ast.Mod: np.mod,
    ast.Pow: np.power,
}
_UNARY: dict[type[ast.AST], Callable[[_Value], _Value]] = {
    ast.USub: np.negative,
    ast.UAdd: np.positive,
}
_COMPARED: dict[type[ast.AST], Callable[[_Value, _Value], _Value]] = {
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
}


class FormulaError(SpecError):
    """A formula that cannot be; the message is for people.

    Attributes:
        position: of the first character that is wrong, from 0.
        length: how many characters are wrong.
    """

    def __init__(self, text: str, position: int, length: int, why: str) -> None:
        self.position = min(max(position, 0), len(text))
        self.length = max(1, length)
        place = f"'{text[self.position : self.position + self.length]}' " * (
            self.position < len(text)
        )
        super().__init__(f"formula, character {self.position + 1}: {place}{why}")


def formula(text: str, columns: Sequence[str]) -> Callable[[FloatArray], FloatArray]:
    """What a formula says of raw (examples, columns), as (examples,).

    Columns are called x1, x2, ... or by their name, with '_' for what is no letter or digit.

    Raises:
        FormulaError: with the place of what is wrong.
    """
    compute = _Reader(text, columns).compute()

    def computed(raw: FloatArray) -> FloatArray:
        with np.errstate(all="ignore"):
            value = np.asarray(compute(raw), dtype=np.float64)
        return value if value.shape == (len(raw),) else np.full(len(raw), value)

    return computed


def names_of(columns: Sequence[str]) -> dict[str, int]:
    """What each column can be called in a formula."""
    names: dict[str, int] = {}
    for number, column in enumerate(columns):
        spelled = "".join(one if one.isalnum() else "_" for one in column.translate(_SAME))
        names.setdefault(unicodedata.normalize("NFKC", spelled), number)
    return {**names, **{f"x{number}": number - 1 for number in range(1, len(columns) + 1)}}


class _Reader:
    """Turns the text of one formula into what computes it."""

    def __init__(self, text: str, columns: Sequence[str]) -> None:
        self._text = text
        self._names = names_of(columns)
        self._count = len(columns)
        plain = text.translate(_SAME)
        self._places = [i for i, one in enumerate(plain) for _ in range(1 + (one == "^"))]
        self._python = plain.replace("^", "**")

    def compute(self) -> _Compute:
        if not self._text.strip():
            raise FormulaError(self._text, 0, 1, "nothing is typed; try x1*x2")
        if len(self._text) > LONGEST:
            raise FormulaError(
                self._text, LONGEST, 1, f"goes on beyond {LONGEST} characters; make it shorter"
            )
        try:
            with warnings.catch_warnings():  # '1if x1' and the like are refused anyway
                warnings.simplefilter("ignore")
                tree = ast.parse(self._python.strip(), mode="eval")
        except SyntaxError as error:
            # Python gives 0 for what is missing at the end
            start = self._leading + (error.offset or len(self._python) + 1) - 1
            why = f"cannot be read ({error.msg})"
            raise FormulaError(self._text, self._place(start), 1, why) from None
        except (ValueError, MemoryError, RecursionError):
            raise FormulaError(self._text, 0, 1, "cannot be read") from None
        return self._node(tree.body)

    @property
    def _leading(self) -> int:
        return len(self._python) - len(self._python.lstrip())

    def _place(self, index: int) -> int:
        """From a position in Python's spelling to the one in the text."""
        return self._places[index] if 0 <= index < len(self._places) else len(self._text)

    def _wrong(self, node: ast.expr, why: str) -> FormulaError:
        lines = self._python.strip().encode()
        start = self._leading + len(lines[: node.col_offset].decode(errors="ignore"))
        end = self._leading + len(lines[: node.end_col_offset].decode(errors="ignore"))
        first, last = self._place(start), self._place(end - 1)
        return FormulaError(self._text, first, last + 1 - first, why)

    def _node(self, node: ast.expr) -> _Compute:
        for kind, read in _READ.items():
            if isinstance(node, kind):
                return read(self, node)
        raise self._wrong(node, "is nothing that a formula can hold")

    def _constant(self, node: ast.Constant) -> _Compute:
        number = node.value
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise self._wrong(node, "is no number")
        value = np.float64(number)
        return lambda raw: value

    def _name(self, node: ast.Name) -> _Compute:
        if node.id in self._names:
            column = self._names[node.id]
            return lambda raw: raw[:, column]
        if node.id in CONSTANTS:
            value = np.float64(CONSTANTS[node.id])
            return lambda raw: value
        if node.id in FUNCTIONS:
            raise self._wrong(node, f"is a function; write {node.id}(x1)")
        known = ", ".join([f"x{n}" for n in range(1, min(self._count, 4) + 1)])
        more = f", ... x{self._count}" if self._count > 4 else ""
        raise self._wrong(node, f"is unknown; there are {known}{more}, and sin, exp, log, ...")

    def _binary(self, node: ast.BinOp) -> _Compute:
        act = _BINARY.get(type(node.op))
        if act is None:
            raise self._wrong(node, "uses a sign that is unknown; known are + - * / % ^")
        left, right = self._node(node.left), self._node(node.right)
        return lambda raw: act(left(raw), right(raw))

    def _unary(self, node: ast.UnaryOp) -> _Compute:
        act = _UNARY.get(type(node.op))
        if act is None:
            raise self._wrong(node, "uses a sign that is unknown; known are + - * / % ^")
        operand = self._node(node.operand)
        return lambda raw: act(operand(raw))

    def _compare(self, node: ast.Compare) -> _Compute:
        act = _COMPARED.get(type(node.ops[0]))
        if act is None or len(node.ops) > 1:
            raise self._wrong(node, "can compare two things by < <= > >= only")
        left, right = self._node(node.left), self._node(node.comparators[0])
        return lambda raw: act(left(raw), right(raw)) * 1.0

    def _call(self, node: ast.Call) -> _Compute:
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
            known = ", ".join(FUNCTIONS)
            raise self._wrong(node.func, f"is no function; known are {known}")
        takes, act = FUNCTIONS[node.func.id]
        if len(node.args) != takes or node.keywords:
            what = "1 value" if takes == 1 else f"{takes} values"
            raise self._wrong(node, f"needs {what} in its brackets")
        inner = [self._node(one) for one in node.args]
        return lambda raw: act(*(one(raw) for one in inner))


_READ: dict[type[ast.expr], Callable[..., _Compute]] = {
    ast.Constant: _Reader._constant,
    ast.Name: _Reader._name,
    ast.BinOp: _Reader._binary,
    ast.UnaryOp: _Reader._unary,
    ast.Compare: _Reader._compare,
    ast.Call: _Reader._call,
}
