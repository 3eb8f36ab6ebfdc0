"""Exported scripts run without the program and print its numbers."""

import ast
import contextlib
import io
import re
import subprocess
import sys
from typing import Any

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
    TrainingSpec,
    load_dataset,
)
from nnplayground.core.numpy_engine import NumpyEngine
from nnplayground.core.trace import trace
from nnplayground.data import DATASETS
from nnplayground.files.numpy_code import (
    ACTIVATION_CODE,
    FUNCTIONS,
    LOSS_CODE,
    OPTIMIZER_CODE,
)
from nnplayground.files.numpy_passes import operation_code
from nnplayground.files.numpy_script import array_code, iteration_script, training_script


def problem_of(chosen):
    return Problem.of(chosen, load_dataset(chosen.data))


def program_losses(problem, state, iterations):
    losses = np.empty(iterations)
    NumpyEngine(problem).advance(state.copy(), iterations, losses)
    return losses


def printed_losses(text):
    return [float(loss) for loss in re.findall(r"^iteration \d+: loss (\S+)$", text, re.M)]


def executed(script):
    """What a script prints, run here."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(script, {"__name__": "__main__"})
    return out.getvalue()


def identity_hidden(chosen):
    layers = chosen.network.layers
    hidden = (LayerSpec(n, "identity", *_halves(layers[0])) for n in (4, 3))
    return Experiment(NetworkSpec(1, (*hidden, layers[-1])), chosen.data, chosen.training)


def _halves(layer):
    return layer.bias, layer.weight_initializer, layer.bias_initializer


LESSONS = {
    "2-4-2-1": (Experiment(), 500),
    "lesson A": (DATASETS["lesson_a"].suggested, 10_000),
    "lesson B": (DATASETS["lesson_b"].suggested, 10_000),
    "lesson C": (DATASETS["odd_even"].suggested, 100),
    "lesson C, identity": (identity_hidden(DATASETS["odd_even"].suggested), 100),
}


@pytest.mark.parametrize("name", LESSONS)
def test_the_script_runs_in_a_bare_python_and_its_losses_are_the_programs(name, tmp_path):
    chosen, iterations = LESSONS[name]
    problem = problem_of(chosen)
    state = problem.initial_state()
    path = tmp_path / "training.py"
    path.write_text(training_script(problem, state, iterations), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", str(path)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    losses = printed_losses(done.stdout)
    np.testing.assert_allclose(
        losses, program_losses(problem, state, iterations), rtol=1e-12, atol=1e-12
    )


def experiment(hidden="tanh", output="sigmoid", loss="half_squared", **training):
    layers = (
        LayerSpec(5, hidden, dropout=0.3),
        LayerSpec(4, hidden, bias=False, frozen_parameters=(0, 5)),
        LayerSpec(10, output, frozen="momentum" in training.values()),
    )
    settings = {"batch_size": 7, "learning_rate": 0.1, "l1": 0.01, "l2": 0.02, **training}
    return Experiment(
        NetworkSpec(64, layers),
        DataSpec("digits", examples=40, train_share=0.8),
        TrainingSpec(loss=loss, **settings),
    )


def combinations():
    for activation in ACTIVATIONS:
        yield pytest.param(activation, "sigmoid", "squared", {}, id=activation)
        yield pytest.param("tanh", activation, "half_squared", {}, id=f"{activation}-output")
    for loss, entry in LOSSES.items():
        yield pytest.param("tanh", entry.output or "identity", loss, {"reduction": "sum"}, id=loss)
    for optimizer in OPTIMIZERS:
        yield pytest.param(
            "tanh", "softmax", "cross_entropy", {"optimizer": optimizer}, id=optimizer
        )
    yield pytest.param("tanh", "sigmoid", "squared", {"l1": 0.0}, id="l2 only")
    yield pytest.param("tanh", "sigmoid", "squared", {"l2": 0.0}, id="l1 only")
    yield pytest.param("tanh", "sigmoid", "squared", {"l1": 0.0, "l2": 0.0}, id="no penalty")
    yield pytest.param("tanh", "sigmoid", "squared", {"batch_size": 0}, id="full batch")
    yield pytest.param("tanh", "sigmoid", "squared", {"order": "given"}, id="given order")


@pytest.mark.parametrize(("hidden", "output", "loss", "training"), list(combinations()))
def test_every_activation_loss_optimizer_and_setting_gives_the_programs_losses(
    hidden, output, loss, training
):
    problem = problem_of(experiment(hidden, output, loss, **training))
    state = problem.initial_state()
    NumpyEngine(problem).advance(state, 3)
    losses = printed_losses(executed(training_script(problem, state, 12)))
    expected = program_losses(problem, state, 12)
    np.testing.assert_allclose(losses, expected, rtol=1e-11, atol=1e-12)
    assert len(set(expected)) > 6


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_script_of_an_iteration_prints_every_quantity_of_the_trace(optimizer):
    problem = problem_of(experiment("softmax", optimizer=optimizer))
    state = problem.initial_state()
    NumpyEngine(problem).advance(state, 2)
    script = iteration_script(problem, state)
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(script, names)
    taken = trace(problem, state)
    for key, quantity in taken.quantities.items():
        if key in ("penalty", "objective") or (quantity.kind == "given" and key not in "XY"):
            continue
        name = key.removeprefix("new_").removeprefix("new")
        assert f"\n{name} (" in "\n" + out.getvalue(), key
        np.testing.assert_allclose(
            names[name],
            quantity.array.squeeze() if key == "loss" else quantity.array,
            rtol=1e-10,
            atol=1e-14,
            err_msg=key,
        )


def test_the_numpy_of_one_quantity_can_be_had_alone():
    problem = problem_of(DATASETS["lesson_b"].suggested)
    assert operation_code(problem, "delta1") == "delta1 = dA1 * slope1"
    assert operation_code(problem, "slope1") == "slope1 = A1 * (1.0 - A1)"
    assert operation_code(problem, "newW1") == "W1 = W1 + stepW1"
    assert operation_code(problem, "W1") == ""
    adam = problem_of(experiment(optimizer="adam"))
    assert operation_code(adam, "stepb1") == (
        "root = np.sqrt(second_moment_b1 / (1.0 - beta2**t)) + epsilon\n"
        "stepb1 = -learning_rate / (1.0 - beta1**t) * first_moment_b1 / root"
    )
    first = operation_code(adam, "new_first_moment_b1")
    assert first == "first_moment_b1 = beta1 * first_moment_b1 + (1.0 - beta1) * db1"
    assert operation_code(adam, "first_moment_b1") == ""
    assert operation_code(adam, "gW2").splitlines() == ["gW2 = dW2 + pW2", "gW2 = gW2 * learns_W2"]


def test_a_script_imports_nothing_but_numpy_and_the_standard_library():
    script = _started(experiment("gelu"))
    found = {
        alias.name
        for node in ast.walk(ast.parse(script))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert found == {"base64", "math", "numpy", "zlib"}
    small = _started(DATASETS["lesson_b"].suggested)
    assert "import base64" not in small
    assert "unpack" not in small


def _started(chosen):
    run = Run(chosen)
    return training_script(run.problem, run.state, 2)


@pytest.mark.parametrize("shape", [(1, 3), (3, 1), (40, 30)])
@pytest.mark.parametrize("kind", [np.float64, np.int64, np.bool_])
def test_arrays_are_written_exactly(shape, kind):
    array = (np.random.default_rng(0).normal(size=shape) * 3).astype(kind)
    names: dict[str, object] = {}
    exec("import base64, zlib\nimport numpy as np\n", names)
    exec(FUNCTIONS["unpack"], names)
    made = eval(array_code(array), names)
    np.testing.assert_array_equal(made, array)
    assert made.dtype == array.dtype


def test_no_table_of_code_lacks_an_entry():
    assert set(ACTIVATION_CODE) == set(ACTIVATIONS)
    assert set(LOSS_CODE) == set(LOSSES)
    assert set(OPTIMIZER_CODE) == set(OPTIMIZERS)
