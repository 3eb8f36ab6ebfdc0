"""A matrix as text for other programs: NumPy, LaTeX, CSV."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from nnplayground.core import SpecError

Matrix = npt.NDArray[Any]


def matrix_text(
    array: Matrix,
    form: str,
    name: str = "",
    digits: int | None = None,
    secret: npt.NDArray[np.bool_] | None = None,
) -> str:
    """A matrix (rows, columns) as text.

    Args:
        array: two-dimensional.
        form: a key of MATRIX_FORMS.
        name: of the variable in NumPy and of the symbol in LaTeX; '' for none.
        digits: decimals; None for exact numbers.
        secret: (rows, columns), cells in whose place NaN stands, in LaTeX '?'; None for none.

    Raises:
        SpecError: where the form is unknown.
    """
    if form not in MATRIX_FORMS:
        raise SpecError(
            f"matrix: the form '{form}' is unknown; known are {', '.join(MATRIX_FORMS)}"
        )
    values = np.atleast_2d(array)
    rows = [[_number(value, digits) for value in row] for row in values.tolist()]
    if secret is not None:
        for row, column in np.argwhere(np.atleast_2d(secret)).tolist():
            rows[row][column] = _UNKNOWN.get(form, "nan")
    return MATRIX_FORMS[form](rows, name)


_UNKNOWN = {"latex": "?"}


def _number(value: float, digits: int | None) -> str:
    return repr(value) if digits is None else f"{value:.{digits}f}"


def _numpy(rows: list[list[str]], name: str) -> str:
    numbers = {"nan": "np.nan", "inf": "np.inf", "-inf": "-np.inf"}
    lines = ",\n    ".join(
        "[" + ", ".join(numbers.get(number, number) for number in row) + "]" for row in rows
    )
    head = f"{name} = " if name else ""
    return f"{head}np.array([\n    {lines},\n])\n"


def _latex(rows: list[list[str]], name: str) -> str:
    numbers = {"nan": r"\mathrm{NaN}", "inf": r"\infty", "-inf": r"-\infty"}
    lines = " \\\\\n".join(
        "  " + " & ".join(numbers.get(number, _power(number)) for number in row) for row in rows
    )
    head = f"{name} = " if name else ""
    return f"{head}\\begin{{bmatrix}}\n{lines}\n\\end{{bmatrix}}\n"


def _power(number: str) -> str:
    if "e" not in number:
        return number
    mantissa, exponent = number.split("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}"


def _csv(rows: list[list[str]], name: str) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


MATRIX_FORMS: dict[str, Callable[[list[list[str]], str], str]] = {
    "numpy": _numpy,
    "latex": _latex,
    "csv": _csv,
}
