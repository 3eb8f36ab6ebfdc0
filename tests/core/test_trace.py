"""The trace of an iteration is the engine's own arithmetic, named and in order."""

import numpy as np
import pytest

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
from nnplayground.core.numpy_engine import NumpyEngine, part_size
from nnplayground.core.trace import (
    ARTICLES,
    STAGES,
    Notation,
    cell_of,
    example_of,
    neuron_of,
    next_batch,
    parameter_of,
    trace,
)
from nnplayground.data import DATASETS


def experiment(hidden="tanh", output="sigmoid", loss="half_squared", **training):
    """4-5-3 on three classes with dropout, a bias missing and a batch of 7."""
    layers = (
        LayerSpec(5, hidden, dropout=0.3),
        LayerSpec(4, hidden, bias=False, frozen_parameters=(0, 5)),
        LayerSpec(10, output),
    )
    settings = {"batch_size": 7, "learning_rate": 0.1, "l1": 0.01, "l2": 0.02, **training}
    return Experiment(
        NetworkSpec(64, layers),
        DataSpec("digits", examples=40, train_share=0.8),
        TrainingSpec(loss=loss, **settings),
    )


def at(chosen, iterations=5):
    """The problem of an experiment and its state after some iterations of the NumPy engine."""
    problem = Problem.of(chosen, load_dataset(chosen.data))
    state = problem.initial_state()
    NumpyEngine(problem).advance(state, iterations)
    return problem, state


def combinations():
    for activation in ACTIVATIONS:
        yield pytest.param(activation, "sigmoid", "squared", "sgd", id=activation)
    for loss, entry in LOSSES.items():
        for output in (entry.output,) if entry.output else ("softmax", "relu"):
            yield pytest.param("tanh", output, loss, "momentum", id=f"{loss}-{output}")
    for optimizer in OPTIMIZERS:
        yield pytest.param("tanh", "softmax", "cross_entropy", optimizer, id=optimizer)


@pytest.mark.parametrize(("hidden", "output", "loss", "optimizer"), list(combinations()))
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_loss_parameters_and_slots_are_the_engines_to_the_bit(
    hidden, output, loss, optimizer, precision
):
    problem, state = at(experiment(hidden, output, loss, optimizer=optimizer, precision=precision))
    for _ in range(4):  # through the short last batch of the epoch
        taken = trace(problem, state)
        losses = np.empty(1, state.theta.dtype)
        NumpyEngine(problem).advance(state, 1, losses)
        assert taken.numbers.loss == losses[0]
        np.testing.assert_array_equal(taken.numbers.after.theta, state.theta)
        np.testing.assert_array_equal(taken.numbers.after.slots, state.slots)


@pytest.mark.parametrize(("hidden", "output", "loss", "optimizer"), list(combinations()))
def test_the_deltas_give_the_engines_gradient_to_the_bit(hidden, output, loss, optimizer):
    taken = trace(*at(experiment(hidden, output, loss, optimizer=optimizer)))
    for layer in taken.numbers.layers:
        assert layer.delta is not None
        bias = layer.b is not None
        ones = np.ones((1 if bias else 0, len(layer.fed)))
        fed = np.ascontiguousarray(np.vstack((layer.fed.T, ones)))
        block = fed.dot(np.ascontiguousarray(layer.delta.T).T)
        np.testing.assert_array_equal(block[: len(layer.W)], layer.dW)
        if bias:
            np.testing.assert_array_equal(block[len(layer.W) :], layer.db)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_a_batch_so_large_that_the_engine_splits_it_is_the_engines_to_the_bit(reduction):
    layers = (LayerSpec(30, "relu"), LayerSpec(10, "softmax"))
    chosen = Experiment(
        NetworkSpec(64, layers),
        DataSpec("digits", examples=0, train_share=1.0),
        TrainingSpec(loss="cross_entropy", reduction=reduction, batch_size=0, learning_rate=1e-3),
    )
    problem, state = at(chosen, 1)
    assert part_size(problem, len(problem.X)) < len(problem.X)
    taken = trace(problem, state)
    losses, before = np.empty(1), state.theta.copy()
    NumpyEngine(problem).advance(state, 1, losses)
    assert taken.numbers.loss == losses[0]
    np.testing.assert_array_equal(before - 1e-3 * taken.numbers.total, state.theta)
    assert taken["delta1"].shape == (1797, 30)
    expected = taken["X"].array.T @ taken["delta1"].array
    np.testing.assert_allclose(taken["dW1"].array, expected, rtol=1e-10, atol=1e-14)


def test_a_plain_gradient_step_is_the_learning_rate_times_the_whole_gradient():
    problem, state = at(experiment(optimizer="sgd"))
    taken = trace(problem, state)
    expected = state.theta - 0.1 * taken.numbers.total
    np.testing.assert_array_equal(taken.numbers.after.theta, expected)
    assert np.count_nonzero(taken.numbers.penalty_grad)


@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_quantities_are_computed_from_their_operands_by_the_textbook(hidden):
    taken = trace(*at(experiment(hidden)))
    q = {key: quantity.array for key, quantity in taken.quantities.items()}
    np.testing.assert_allclose(q["Z1"], q["X"] @ q["W1"] + q["b1"], rtol=1e-12, atol=1e-13)
    np.testing.assert_array_equal(q["D1"], q["A1"] * q["mask1"])
    np.testing.assert_allclose(q["Z2"], q["D1"] @ q["W2"], rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(q["dA3"], (q["A3"] - q["Y"]) / 7, rtol=1e-12)
    np.testing.assert_allclose(q["delta3"], q["dA3"] * q["slope3"], rtol=1e-12)
    np.testing.assert_allclose(q["dA2"], q["delta3"] @ q["W3"].T, rtol=1e-12, atol=1e-15)
    np.testing.assert_array_equal(q["dA1"], q["dD1"] * q["mask1"])
    np.testing.assert_allclose(q["dW2"], q["D1"].T @ q["delta2"], rtol=1e-10, atol=1e-15)
    np.testing.assert_allclose(q["db1"][0], q["delta1"].sum(axis=0), rtol=1e-10, atol=1e-15)
    np.testing.assert_allclose(q["loss"], q["losses"].mean(), rtol=1e-12)
    if hidden == "softmax":
        expected = q["A2"] * (q["dA2"] - q["softmax_sum2"])
    else:
        expected = q["dA2"] * q["slope2"]
    np.testing.assert_allclose(q["delta2"], expected, rtol=1e-12, atol=1e-18)


def test_every_matrix_has_two_dimensions_and_is_read_only():
    taken = trace(*at(experiment(optimizer="adam")))
    for quantity in taken.quantities.values():
        assert quantity.array.ndim == 2, quantity.key
        assert not quantity.array.flags.writeable, quantity.key


def test_operands_come_before_what_is_computed_from_them():
    taken = trace(*at(experiment(optimizer="adamw")))
    seen = {key for key, quantity in taken.quantities.items() if not quantity.operands}
    for operation in taken.operations:
        assert set(operation.operands) <= seen, operation.key
        seen.add(operation.key)
        used = {piece.key for piece in operation.pieces if piece.key}
        if operation.kind not in ("slope", "mask"):
            assert used == {*operation.operands, operation.key}, operation.title
    assert taken.stages() == tuple(STAGES)


def test_the_state_that_is_taken_apart_stays_as_it_is():
    problem, state = at(experiment(optimizer="adam"))
    before = state.copy()
    trace(problem, state)
    assert state.iteration == before.iteration
    np.testing.assert_array_equal(state.theta, before.theta)
    np.testing.assert_array_equal(state.slots, before.slots)
    assert state.theta.flags.writeable


def test_chosen_examples_make_an_iteration_of_their_own():
    problem, state = at(experiment(hidden="tanh"))
    batch = next_batch(problem, state)
    same = trace(problem, state, examples=batch)
    np.testing.assert_array_equal(
        same.numbers.after.theta, trace(problem, state).numbers.after.theta
    )
    one = trace(problem, state, examples=[3])
    np.testing.assert_array_equal(one["X"].array, problem.X[3:4])
    assert one["delta1"].shape == (1, 5)


def test_own_inputs_go_forward_without_dropout_and_no_further():
    run = Run(experiment())
    taken = trace(run.problem, run.state, inputs=run.problem.X[:2])
    np.testing.assert_allclose(taken["A3"].array, run.predict(run.problem.X[:2]), rtol=1e-14)
    assert taken.stages() == ("input", "sum", "activation")
    assert "Y" not in taken.quantities


def test_what_does_not_fit_is_said():
    problem, state = at(experiment())
    with pytest.raises(SpecError, match=r"inputs: expected shape \(examples, 64\), got \(1, 2\)"):
        trace(problem, state, inputs=[[1.0, 2.0]])
    with pytest.raises(SpecError, match=r"examples: expected numbers from 0 to 31, got \[99\]"):
        trace(problem, state, examples=[99])
    with pytest.raises(SpecError, match="there is no quantity 'Q'"):
        trace(problem, state)["Q"]
    with pytest.raises(SpecError, match=r"notation\.error: 'wrong' is unknown"):
        Notation(error="wrong")


@pytest.fixture
def lesson_b():
    chosen = DATASETS["lesson_b"].suggested
    return at(chosen, 0)


def test_the_articles_write_desired_minus_actual_and_add_the_adjustment(lesson_b):
    problem, state = lesson_b
    taken = trace(problem, state, notation=ARTICLES)
    titles = [operation.title for operation in taken.operations]
    assert titles == [
        "Z = X · W",
        "A = σ(Z)",
        "error = Y − A",
        "ℓ = ½ Σ ( A − Y ) ²",
        "L = Σ ℓ",
        "σ′(Z)",
        "δ = error ⊙ σ′(Z)",
        "adjustment W = Xᵀ · δ",
        "ΔW = η · adjustment W",
        "W⁺ = W + ΔW",
    ]
    np.testing.assert_array_equal(taken["error"].array, taken["Y"].array - taken["A1"].array)
    gradient = taken.numbers.layers[0].dW
    assert gradient is not None
    np.testing.assert_array_equal(taken["dW1"].array, -gradient)
    np.testing.assert_array_equal(taken["newW1"].array[:, 0], taken.numbers.after.theta)


def test_examples_in_columns_turn_every_matrix_and_every_product():
    problem, state = at(experiment())
    rows, columns = (
        trace(problem, state),
        trace(problem, state, notation=Notation(examples="columns")),
    )
    for key, quantity in rows.quantities.items():
        np.testing.assert_array_equal(columns[key].array, quantity.array.T)
    titles = {operation.key: operation.title for operation in columns.operations}
    assert titles["Z1"] == "Z¹ = W¹ · X + b¹"
    assert titles["dA2"] == "∂L/∂A² = W³ᵀ · δ³"
    assert titles["dW3"] == "dW³ = δ³ · A²ᵀ"


def test_the_articles_single_sum_for_the_biases_stands_beside_the_right_one():
    problem, state = at(experiment())
    taken = trace(problem, state, notation=Notation(article_db=True))
    assert taken["db_all3"].array[0, 0] == pytest.approx(taken["delta3"].array.sum())
    assert "db_all3" not in trace(problem, state).quantities


@pytest.mark.parametrize("examples", ["rows", "columns"])
def test_a_cell_says_which_parameter_neuron_and_example_it_belongs_to(examples):
    problem, state = at(experiment(optimizer="adam"))
    taken = trace(problem, state, notation=Notation(examples=examples))
    for index in (0, 63, 320, 324, 325, 344, 345, 394):
        for sort in ("", "d", "step", "new", "new_first_moment_"):
            key, row, column = cell_of(taken, index, sort)
            assert parameter_of(taken, key, row, column) == index
        key, row, column = cell_of(taken, index)
        assert taken[key].array[row, column] == state.theta[index]
    example, unit = (5, 2) if examples == "rows" else (2, 5)
    assert example_of(taken, "delta1", example, unit) == 5
    assert neuron_of(taken, "delta1", example, unit) == (1, 2)
    assert neuron_of(taken, "X", example, unit) == (0, 2)
    assert neuron_of(taken, "Y", example, unit) == (3, 2)
    assert parameter_of(taken, "Z1", 0, 0) is None
    assert example_of(taken, "W1", 0, 0) is None
    assert neuron_of(taken, "loss", 0, 0) is None
