"""Every cell's written-out formula, evaluated by Python's own math, gives the cell."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnplayground.core import (
    ACTIVATIONS,
    LOSSES,
    OPTIMIZERS,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Problem,
    Run,
    SpecError,
    TrainingSpec,
    load_dataset,
)
from nnplayground.core.explain import ancestry, explain, shown
from nnplayground.core.explain.activation_formulas import SLOPES, VALUES
from nnplayground.core.explain.loss_formulas import LOSS_VALUES
from nnplayground.core.explain.meaning import MEANINGS
from nnplayground.core.explain.numerals import unit_of_last_digit
from nnplayground.core.explain.rules import RULES
from nnplayground.core.explain.update_formulas import SLOT_FORMULAS, STEP_FORMULAS
from nnplayground.core.numpy_engine import NumpyEngine
from nnplayground.core.trace import ARTICLES, KINDS, TEXTBOOK, Notation, trace
from nnplayground.core.trace.updates import UPDATES
from nnplayground.data import DATASETS

MATH = {name: getattr(math, name) for name in dir(math) if not name.startswith("_")}
MATH |= {"abs": abs, "max": max, "min": min, "__builtins__": {}}
NOTATIONS = [
    Notation(error, examples, article_db=error == "articles")
    for error in ("textbook", "articles")
    for examples in ("rows", "columns")
]


def experiment(hidden, output, loss, **training):
    """64-9-4-10, with everything that a layer can have."""
    layers = (
        LayerSpec(9, hidden, dropout=0.2),
        LayerSpec(4, hidden, bias=False, frozen_parameters=(0, 5)),
        LayerSpec(10, output, frozen="nesterov" in training.values()),
    )
    return Experiment(
        NetworkSpec(64, layers),
        DataSpec("digits", examples=40, train_share=0.8),
        TrainingSpec(loss=loss, batch_size=7, **training),
    )


def taken_apart(chosen, iterations=3, notation=TEXTBOOK, spread=1.0):
    problem = Problem.of(chosen, load_dataset(chosen.data))
    state = problem.initial_state()
    state.theta *= spread
    NumpyEngine(problem).advance(state, iterations)
    return trace(problem, state, notation=notation)


def assert_formula_gives_the_cell(taken, key, row, column, digits):
    formula = explain(taken, key, row, column, digits)
    value = float(taken[key].array[row, column])
    assert formula.value == value
    assert formula.result == shown(value, digits)
    if taken[key].kind == "given":
        assert not formula.python
        return
    used = [1.0]
    for region in formula.sources:
        array = taken[region.key].array
        used += [abs(float(array[cell])) for cell in region.cells()]
    # half a unit of the last digit, and what floating point loses on numbers of this size
    allowed = 0.5 * unit_of_last_digit(value, digits) + 64 * np.finfo(float).eps * max(used)
    evaluated = eval(formula.python, dict(MATH))
    assert abs(evaluated - value) <= allowed, f"{formula.text}\n{formula.python}"


def combinations():
    for activation in ACTIVATIONS:
        yield pytest.param(activation, "sigmoid", "squared", "sgd", id=activation)
        if LOSSES["half_squared"].output is None:
            yield pytest.param("tanh", activation, "half_squared", "sgd", id=f"{activation}-output")
    for loss, entry in LOSSES.items():
        for output in (entry.output,) if entry.output else ("softmax", "identity"):
            yield pytest.param("tanh", output, loss, "momentum", id=f"{loss}-{output}")
    for optimizer in OPTIMIZERS:
        yield pytest.param("tanh", "softmax", "cross_entropy", optimizer, id=optimizer)


@pytest.mark.parametrize("notation", NOTATIONS, ids=lambda n: f"{n.error}-{n.examples}")
@pytest.mark.parametrize(("hidden", "output", "loss", "optimizer"), list(combinations()))
def test_formulas_of_every_quantity_give_their_cells(hidden, output, loss, optimizer, notation):
    chosen = experiment(
        hidden, output, loss, optimizer=optimizer, learning_rate=0.1, l1=0.01, l2=0.02
    )
    taken = taken_apart(chosen, notation=notation)
    random = np.random.default_rng(5)
    for key, quantity in taken.quantities.items():
        for _ in range(3):
            row, column = (int(random.integers(size)) for size in quantity.shape)
            assert_formula_gives_the_cell(taken, key, row, column, digits=10)


@given(
    hidden=st.sampled_from(list(ACTIVATIONS)),
    loss=st.sampled_from(list(LOSSES)),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    reduction=st.sampled_from(["mean", "sum"]),
    notation=st.sampled_from(NOTATIONS),
    spread=st.sampled_from([0.1, 1.0, 5.0]),
    penalty=st.sampled_from([0.0, 0.03]),
    digits=st.integers(2, 10),
    data=st.data(),
)
@settings(max_examples=150)
def test_a_random_cell_of_a_random_iteration_equals_its_formula_to_the_printed_digits(
    hidden, loss, optimizer, reduction, notation, spread, penalty, digits, data
):
    output = LOSSES[loss].output or data.draw(st.sampled_from(list(ACTIVATIONS)))
    chosen = experiment(
        hidden,
        output,
        loss,
        optimizer=optimizer,
        reduction=reduction,
        learning_rate=0.01,
        l1=penalty,
        l2=2 * penalty,
    )
    taken = taken_apart(chosen, data.draw(st.integers(0, 4)), notation, spread)
    key = data.draw(st.sampled_from(list(taken.quantities)))
    rows, columns = taken[key].shape
    row, column = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
    assert_formula_gives_the_cell(taken, key, row, column, digits)


def test_no_table_of_formulas_lacks_an_entry():
    assert set(RULES) == set(KINDS) == set(MEANINGS)
    assert set(VALUES) | {"softmax"} == set(SLOPES) | {"softmax"} == set(ACTIVATIONS)
    assert set(LOSS_VALUES) == set(LOSSES)
    assert set(STEP_FORMULAS) == set(UPDATES) == set(OPTIMIZERS)
    assert set(SLOT_FORMULAS) == {name for o in OPTIMIZERS.values() for name in o.slots}


@pytest.fixture
def lesson_b():
    chosen = DATASETS["lesson_b"].suggested
    run = Run(chosen)
    return trace(run.problem, run.state, notation=ARTICLES)


def test_delta_is_written_as_in_the_articles(lesson_b):
    formula = explain(lesson_b, "delta1", 2, 0)
    assert formula.text == (
        "δ₃ = error₃ · σ′(Z₃)\n= 0.5383 · 0.4617 · (1 − 0.4617)\n= 0.5383 · 0.2485\n= 0.1338"
    )
    assert formula.place == "row 3, the example (1, 0, 1) → 1, neuron 1 of layer 1"
    assert formula.meaning == (
        "The answer was too low (0.4617 where 1 was wanted), so δ is positive: this example will "
        "push the weights of its active inputs up."
    )
    assert [(region.key, region.cells()) for region in formula.sources] == [
        ("error", [(2, 0)]),
        ("slope1", [(2, 0)]),
    ]


def test_the_cells_behind_a_cell_are_followed_back_to_the_first_row_or_column(lesson_b):
    found = [
        (r.key, r.row, r.column, r.rows, r.columns) for r in ancestry(lesson_b, "delta1", 2, 0)
    ]
    assert found == [
        ("error", 2, 0, 1, 1),
        ("slope1", 2, 0, 1, 1),
        ("Y", 2, 0, 1, 1),
        ("A1", 2, 0, 1, 1),
        ("Z1", 2, 0, 1, 1),
        ("X", 2, 0, 1, 3),
        ("W1", 0, 0, 3, 1),
    ]


def test_a_dot_product_is_written_term_by_term(lesson_b):
    formula = explain(lesson_b, "Z1", 3, 0)
    assert formula.text == (
        "Z₄ = Σₖ X[4,k] · Wₖ\n"
        "= 1.0000 · 0.3929 + 1.0000 · (−0.4277) + 1.0000 · (−0.5463)\n"
        "= −0.5811"
    )
    row, column = formula.sources
    assert row.cells() == [(3, 0), (3, 1), (3, 2)]
    assert column.cells() == [(0, 0), (1, 0), (2, 0)]


def test_a_long_sum_is_folded_to_its_largest_terms_and_still_adds_up():
    taken = taken_apart(experiment("tanh", "softmax", "cross_entropy"))
    line = explain(taken, "Z1", 0, 0, digits=6).lines[0]
    assert "… 60 more terms, together " in line
    terms = line.replace(" … ", " ").replace("60 more terms, together ", "").replace("…", "")
    evaluated = eval(terms.replace("·", "*").replace("−", "-"), {"__builtins__": {}})
    assert evaluated == pytest.approx(float(taken["Z1"].array[0, 0]), abs=1e-5)


def test_in_columns_the_weights_come_first_and_the_cells_are_turned():
    run = Run(DATASETS["odd_even"].suggested)
    taken = trace(run.problem, run.state, notation=Notation(examples="columns"))
    formula = explain(taken, "Z2", 1, 0)
    assert formula.symbols == "Σₖ W²[2,k] · A¹ₖ + b²₂"
    assert formula.sources[0].cells() == [(1, 0), (1, 1), (1, 2), (1, 3)]
    assert formula.place.startswith("column 1, the example (2) → 1")


def test_a_hidden_delta_has_the_chain_rule_written_out():
    run = Run(DATASETS["odd_even"].suggested)
    formula = explain(trace(run.problem, run.state), "delta2", 0, 0, digits=3)
    assert formula.symbols == "∂L/∂A²₁ · σ′(Z²₁)"
    assert formula.lines == ("−0.032 · 0.500 · 0.894 · (1 − 0.894)", "−0.016 · 0.095")


def test_adams_own_update_is_written_out():
    chosen = experiment("tanh", "softmax", "cross_entropy", optimizer="adam", learning_rate=0.01)
    formula = explain(taken_apart(chosen, 3), "stepb1", 0, 2)
    assert formula.symbols == ("−η / (1 − β₁ᵗ) · mb¹⁺₃ / (√(vb¹⁺₃ / (1 − β₂ᵗ)) + ε)")
    assert formula.lines[0].startswith("−0.01 / (1 − 0.9⁴) · ")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.46173529, 4, "0.4617"),
        (-0.1534, 2, "−0.15"),
        (-0.0, 3, "0.000"),
        (0.000012345, 4, "1.234·10⁻⁵"),
        (12345678.9, 4, "1.235·10⁷"),
        (float("nan"), 4, "NaN"),
        (float("-inf"), 4, "−∞"),
    ],
)
def test_numbers_are_printed_for_people(value, digits, text):
    assert shown(value, digits) == text


def test_a_diverged_network_can_be_explained():
    chosen = experiment("relu", "identity", "squared", learning_rate=1e6)
    taken = taken_apart(chosen, 60)
    assert not np.isfinite(taken.numbers.before.theta).all()
    for key in taken.quantities:
        assert explain(taken, key, 0, 0).result


def test_a_cell_that_is_not_there_is_said(lesson_b):
    with pytest.raises(SpecError, match="W1: has 3 x 1 cells, none at row 3, column 0"):
        explain(lesson_b, "W1", 3, 0)
    with pytest.raises(SpecError, match="digits: expected 2 to 10, got 11"):
        explain(lesson_b, "W1", 0, 0, digits=11)


def cells_behind(taken, key):
    """The first cell of a quantity, and one cell of each rectangle that it comes from."""
    for region in explain(taken, key, 0, 0).sources:
        cells = region.cells()
        yield (region.key, *cells[len(cells) // 2])


@pytest.mark.parametrize("notation", NOTATIONS, ids=str)
@pytest.mark.parametrize(
    ("hidden", "output", "loss"),
    [("tanh", "softmax", "cross_entropy"), ("gelu", "sigmoid", "binary_cross_entropy")],
)
def test_a_secret_number_is_written_nowhere(notation, hidden, output, loss):
    chosen = experiment(hidden, output, loss, optimizer="adam", learning_rate=0.01, l2=0.01)
    taken = taken_apart(chosen, notation=notation)
    kept_back = 0
    for key in taken.quantities:
        for secret in cells_behind(taken, key):
            value = float(taken[secret[0]].array[secret[1:]])
            number = shown(abs(value), 10)
            same = abs(value) == abs(float(taken[key].array[0, 0]))
            if len(number.strip("0.")) < 6 or same or secret[0] == "error":
                continue  # such as 1, and 0 − 0.52: it may stand there for another reason
            plain = explain(taken, key, 0, 0, 10)
            told = explain(taken, key, 0, 0, 10, frozenset({secret}))
            assert number not in f"{told.text} {told.meaning} {told.place}", (key, secret)
            assert (told.symbols, told.result) == (plain.symbols, plain.result)
            kept_back += "?" in told.text
    assert kept_back > 30


def test_a_sentence_about_a_secret_number_is_kept_back():
    taken = taken_apart(experiment("tanh", "sigmoid", "squared"))
    plain = explain(taken, "A1", 0, 0)
    told = explain(taken, "A1", 0, 0, secret=frozenset({("Z1", 0, 0)}))
    assert told.lines == ("tanh(?)",)
    assert told.meaning != plain.meaning
    assert "hidden" in told.meaning
    elsewhere = explain(taken, "A1", 0, 0, secret=frozenset({("Z1", 1, 0)}))
    assert elsewhere == plain
