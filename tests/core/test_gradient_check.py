"""Backpropagation agrees with finite differences, and L(w) is the loss with one weight moved."""

import time

import numpy as np
import pytest

from nnplayground.core import (
    ACTIVATIONS,
    LOSSES,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    ParameterLayout,
    Problem,
    Run,
    TrainingSpec,
    load_dataset,
)
from nnplayground.core.gradient_check import check_gradient
from nnplayground.core.loss_along import LossAlong, loss_along, weight_profile
from nnplayground.core.network import Network
from nnplayground.core.trace import trace
from nnplayground.data import DATASETS


def taken_apart(hidden="tanh", output="sigmoid", loss="half_squared", **training):
    layers = (
        LayerSpec(5, hidden, dropout=0.3),
        LayerSpec(4, hidden, bias=False),
        LayerSpec(10, output),
    )
    chosen = Experiment(
        NetworkSpec(64, layers),
        DataSpec("digits", examples=40, train_share=0.8),
        TrainingSpec(loss=loss, batch_size=7, l1=0.01, l2=0.02, **training),
    )
    problem = Problem.of(chosen, load_dataset(chosen.data))
    return trace(problem, problem.initial_state())


def cases():
    for activation in ACTIVATIONS:
        yield pytest.param(activation, "sigmoid", "squared", id=activation)
    for loss, entry in LOSSES.items():
        yield pytest.param("tanh", entry.output or "identity", loss, id=loss)


@pytest.mark.parametrize(("hidden", "output", "loss"), list(cases()))
def test_the_whole_gradient_agrees_with_finite_differences(hidden, output, loss):
    check = check_gradient(taken_apart(hidden, output, loss))
    assert len(check.indices) == 65 * 5 + 5 * 4 + 5 * 10
    assert check.relative_error < 1e-8
    assert check.worst < 1e-6
    assert check.agrees


def test_a_wrong_gradient_is_noticed():
    taken = taken_apart()
    largest = int(np.abs(taken.numbers.grad).argmax())
    taken.numbers.grad.flags.writeable = True
    taken.numbers.grad[largest] *= 1.01
    check = check_gradient(taken, [0, largest])
    assert check.relative_errors[0] < 1e-6
    assert check.relative_errors[1] > 1e-3
    assert not check.agrees


def test_a_corner_between_the_two_points_is_said():
    network = NetworkSpec(1, (LayerSpec(1, "relu"), LayerSpec(1, "identity")))
    one = np.ones((1, 1))
    problem = Problem(ParameterLayout(network), TrainingSpec(), 0, one, one)
    state = problem.initial_state()
    state.theta[:] = (0.5, -0.5, 1.0, 0.0)  # the ReLU's weighted sum is exactly 0
    check = check_gradient(trace(problem, state))
    assert check.corners.tolist() == [True, True, False, False]
    assert check.agrees


def test_float32_gradients_are_checked_in_float64():
    check = check_gradient(taken_apart(precision="float32"))
    assert 1e-9 < check.relative_error < 1e-5


@pytest.mark.parametrize("index", [0, 322, 330, 350, 384])
def test_l_of_w_is_the_networks_loss_with_one_parameter_moved(index):
    chosen = DATASETS["digits"].suggested.with_training(l1=0.1, l2=0.2)
    chosen = Experiment(
        NetworkSpec(64, (LayerSpec(5, "tanh"), LayerSpec(10, "softmax"))),
        chosen.data,
        chosen.training,
    )
    run = Run(chosen)
    network = Network(chosen.network)
    values = [-1.0, 0.3, 2.0]
    losses = loss_along(run.problem, run.theta, index, values)
    for value, loss in zip(values, losses, strict=True):
        network.theta[:] = run.theta
        network.theta[index] = value
        expected, _ = network.loss_and_gradient(
            run.problem.X, run.problem.Y, "cross_entropy", "mean", 0.1, 0.2
        )
        assert loss == pytest.approx(expected, rel=1e-12)


def test_the_profile_shows_the_present_point_the_tangent_and_the_landing():
    run = Run(DATASETS["lesson_b"].suggested)
    taken = trace(run.problem, run.state)
    profile = weight_profile(taken, 0)
    middle = len(profile.values) // 2
    assert profile.values[middle] == profile.value == pytest.approx(0.39293837)
    assert profile.losses[middle] == pytest.approx(taken.numbers.loss)
    assert profile.slope == pytest.approx(-0.28129984)
    assert profile.next_value == pytest.approx(0.39293837 + 0.28129984)
    assert profile.next_loss < profile.loss
    near = profile.value + np.array([-1e-4, 1e-4])
    along = LossAlong(run.problem, run.theta).losses(0, near)
    np.testing.assert_allclose(profile.tangent(near), along, rtol=1e-8)


def test_a_curve_for_a_wide_first_layer_takes_milliseconds():
    random = np.random.default_rng(0)
    layers = tuple(LayerSpec(n, "sigmoid") for n in (16, 16, 10))
    X, Y = random.random((2000, 784)), np.eye(10)[random.integers(10, size=2000)]
    problem = Problem(ParameterLayout(NetworkSpec(784, layers)), TrainingSpec(), 0, X, Y)
    along = LossAlong(problem, problem.initial_state().theta)
    started = time.process_time()
    along.losses(400, np.linspace(-1.0, 1.0, 20))
    assert time.process_time() - started < 1.0
