"""Typed formulas compute what they say, and what is no formula is said with its place."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnplayground.core import SpecError
from nnplayground.core.experiment import DataSpec
from nnplayground.data import load
from nnplayground.data.formulas import FormulaError, formula

RAW = np.array([[0.5, -1.5], [2.0, 0.25], [-3.0, 4.0]])
A, B = RAW[:, 0], RAW[:, 1]

VALUES = {
    "x1*exp(-x2)": A * np.exp(-B),
    " x1 ": A,
    "x₁ · x₂": A * B,
    "x1^2 + x2^2": A**2 + B**2,
    "-x1^2": -(A**2),
    "x1−x2": A - B,
    "2": np.full(3, 2.0),
    "sin(pi*x1)/e": np.sin(np.pi * A) / np.e,
    "max(x1, x2) - min(x1, 0)": np.maximum(A, B) - np.minimum(A, 0),
    "x1 > x2": (A > B) * 1.0,
    "abs(x1) % 2": np.abs(A) % 2,
    "relu(x1) + sigmoid(x2)": np.maximum(A, 0) + 1 / (1 + np.exp(-B)),
    "petal_length * größe": A * B,
    "1e-3*x1": 1e-3 * A,
}


@pytest.mark.parametrize("text", VALUES)
def test_a_formula_computes_what_it_says(text):
    columns = ("petal length", "größe") if "petal" in text else ("x₁", "x₂")
    assert np.allclose(formula(text, columns)(RAW), VALUES[text], rtol=1e-15)


WRONG = {
    "": (0, "nothing is typed"),
    "x1 +": (4, "cannot be read"),
    "x1 * (x2": (5, "cannot be read"),
    "x1 + x3": (5, "'x3' is unknown; there are x1, x2"),
    "x1^2 + y": (7, "'y' is unknown"),
    "  x1 + foo(x2)": (7, "'foo' is no function; known are sin"),
    "sin": (0, "is a function; write sin(x1)"),
    "sin(x1, x2)": (0, "needs 1 value in its brackets"),
    "max(x1)": (0, "needs 2 values"),
    "x1 and x2": (0, "is nothing that a formula can hold"),
    "x1 // 2": (0, "uses a sign that is unknown"),
    "~x1": (0, "uses a sign that is unknown"),
    "x1 if x2 else 1": (0, "is nothing that a formula can hold"),
    "'x1'": (0, "is no number"),
    "True": (0, "is no number"),
    "2j": (0, "is no number"),
    "x1.real": (0, "is nothing that a formula can hold"),
    "x1[0]": (0, "is nothing that a formula can hold"),
    "__import__('os').remove('x')": (0, "is no function"),
    "().__class__": (0, "is nothing"),
    "(lambda: x1)()": (1, "is no function"),
    "[x for x in x1]": (0, "is nothing"),
    "sin(x=x1)": (0, "needs 1 value"),
    "1 < x1 < 2": (0, "can compare two things"),
    "x1 == x2": (0, "can compare two things"),
    "x1; x2": (2, "cannot be read"),
    "x1\x00": (None, "cannot be read"),
    "(" * 150 + "x1": (None, "cannot be read"),
    "x1 + " * 60 + "x1": (200, "beyond 200 characters"),
    "größe^2 + ü": (None, "is unknown"),
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_formula_is_said_with_its_place(text):
    position, words = WRONG[text]
    with pytest.raises(FormulaError) as error:
        formula(text, ("x₁", "x₂"))
    assert words in str(error.value)
    if position is not None:
        assert error.value.position == position
    assert f"character {error.value.position + 1}" in str(error.value)


def assert_formula_or_sentence(text):
    problem = None
    try:
        values = formula(text, ("x₁", "x₂"))(RAW)
    except FormulaError as error:
        problem = error
    assert values.shape == (3,) if problem is None else 0 <= problem.position <= len(text)


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_a_sentence(text):
    assert_formula_or_sentence(text)


@given(st.text("x12+-*/^().,sincoexp <>%", max_size=40))
def test_any_near_formula_is_a_formula_or_a_sentence(text):
    assert_formula_or_sentence(text)


def test_a_power_tower_does_not_hold_up_the_program():
    assert np.isinf(formula("9^9^9^9", ("x₁",))(RAW[:, :1])).all()


def test_a_formula_is_an_input_of_the_network():
    dataset = load(DataSpec(features=("x1", "formula:x1*exp(-x2)")))
    raw = dataset.train.raw
    assert dataset.input_names == ("x₁", "x1*exp(-x2)")
    assert np.allclose(dataset.train.inputs[:, 1], raw[:, 0] * np.exp(-raw[:, 1]))


def test_a_formula_without_finite_numbers_is_refused():
    with pytest.raises(SpecError, match=r"formula 'log\(x1\)': is no finite number for \d+ of 250"):
        load(DataSpec(features=("formula:log(x1)",)))
