"""The core agrees with PyTorch's numbers (tests/data/reference)."""

import json
from pathlib import Path

import numpy as np
import pytest

from nnplayground.core import LayerSpec, Network, NetworkSpec, ParameterLayout, TrainingSpec
from nnplayground.core.engine import Problem, RunState
from nnplayground.core.numpy_engine import NumpyEngine
from nnplayground.core.penalty import penalty

FOLDER = Path(__file__).parents[1] / "data" / "reference"
CASES = sorted(path.stem for path in FOLDER.glob("*.npz"))
OPTIMIZERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")


class Case:
    """One reference file."""

    def __init__(self, name):
        self.arrays = np.load(FOLDER / f"{name}.npz")
        self.spec = json.loads(str(self.arrays["spec"]))
        layers = zip(self.spec["sizes"][1:], self.spec["activations"], strict=True)
        self.network = NetworkSpec(
            inputs=self.spec["sizes"][0],
            layers=tuple(LayerSpec(n, a, bias=self.spec["bias"]) for n, a in layers),
        )
        self.X, self.Y = self.arrays["X"], self.arrays["Y"]

    def loss_settings(self):
        return {key: self.spec[key] for key in ("loss", "reduction", "l1", "l2")}

    def problem(self, optimizer):
        settings = json.loads(str(self.arrays[f"{optimizer}_settings"]))
        training = TrainingSpec(
            optimizer=optimizer, batch_size=0, order="given", **self.loss_settings(), **settings
        )
        return Problem(ParameterLayout(self.network), training, 0, self.X, self.Y)


def assert_close(actual, expected):
    np.testing.assert_allclose(actual, expected, rtol=1e-10, atol=1e-14)


def test_there_are_nine_cases():
    assert len(CASES) == 9


@pytest.mark.parametrize("name", CASES)
def test_output_loss_penalty_and_gradient(name):
    case = Case(name)
    network = Network(case.network)
    network.theta[:] = case.arrays["theta0"]
    value, grad = network.loss_and_gradient(case.X, case.Y, **case.loss_settings())
    expected = float(case.arrays["penalty"])
    assert_close(network.forward(case.X), case.arrays["output"])
    assert_close(penalty(network.layout, network.theta, case.spec["l1"], case.spec["l2"]), expected)
    assert_close(value, float(case.arrays["loss"]) + expected)
    assert_close(grad, case.arrays["grad"])


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("name", CASES)
def test_one_and_five_steps_of_every_optimizer(name, optimizer):
    case = Case(name)
    problem = case.problem(optimizer)
    engine = NumpyEngine(problem)
    state = RunState(0, case.arrays["theta0"].copy(), problem.fresh_slots())
    engine.advance(state, 1)
    assert_close(state.theta, case.arrays[f"{optimizer}_theta1"])
    engine.advance(state, 4)
    assert_close(state.theta, case.arrays[f"{optimizer}_theta5"])
