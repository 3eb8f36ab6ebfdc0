"""Matrices come out as text that other programs read."""

import csv
import io

import numpy as np
import pytest

from nnplayground.core import SpecError
from nnplayground.files.matrix_text import matrix_text

ARRAY = np.array([[0.1 + 0.2, -1e-12], [3.0, 0.5]])


def test_numpy_text_gives_the_same_array_to_the_bit():
    names = {"np": np}
    exec(matrix_text(ARRAY, "numpy", "W"), names)
    np.testing.assert_array_equal(names["W"], ARRAY)
    odd = np.array([[np.nan, np.inf, -np.inf]])
    np.testing.assert_array_equal(eval(matrix_text(odd, "numpy"), {"np": np}), odd)


def test_csv_gives_the_same_array_to_the_bit():
    rows = csv.reader(io.StringIO(matrix_text(ARRAY, "csv")))
    np.testing.assert_array_equal([[float(cell) for cell in row] for row in rows], ARRAY)


def test_latex_is_a_bracketed_matrix_with_powers_of_ten():
    assert matrix_text(ARRAY, "latex", "W") == (
        "W = \\begin{bmatrix}\n"
        "  0.30000000000000004 & -1 \\cdot 10^{-12} \\\\\n"
        "  3.0 & 0.5\n"
        "\\end{bmatrix}\n"
    )


def test_digits_are_as_many_as_wanted():
    assert matrix_text(ARRAY, "csv", digits=2) == "0.30,-0.00\n3.00,0.50\n"


def test_an_unknown_form_is_said():
    with pytest.raises(SpecError, match="'excel' is unknown; known are numpy, latex, csv"):
        matrix_text(ARRAY, "excel")
