"""The fused engine does what the NumPy engine does, over every entry of every table."""

import dataclasses
import itertools
from functools import cache
from typing import Any

import numpy as np
import pytest

from nnplayground.core import LayerSpec, NetworkSpec, ParameterLayout, Problem, TrainingSpec
from nnplayground.core.activations import ACTIVATIONS
from nnplayground.core.engine import Clock, Engine
from nnplayground.core.errors import SpecError
from nnplayground.core.experiment import ORDERS
from nnplayground.core.fused_engine import FusedEngine
from nnplayground.core.losses import LOSSES, REDUCTIONS
from nnplayground.core.numpy_engine import NumpyEngine
from nnplayground.core.optimizers import OPTIMIZERS

EXAMPLES, INPUTS, OUTPUTS = 23, 3, 3
PENALTIES = ((0.0, 0.0), (0.01, 0.0), (0.0, 0.02), (0.01, 0.02))
BATCHES = (1, 10, 16, 0)  # 10 leaves a last batch of 3, and 16 one of 7
VARIANTS = list(itertools.product(REDUCTIONS, PENALTIES, BATCHES))
STEPS = 50


@cache
def data(loss, dtype="float64"):
    """(X, Y) that suit the loss."""
    random = np.random.default_rng(5)
    X = random.normal(size=(EXAMPLES, INPUTS))
    Y = random.uniform(-1.0, 2.0, size=(EXAMPLES, OUTPUTS))
    if LOSSES[loss].output == "softmax":
        Y = np.eye(OUTPUTS)[random.integers(0, OUTPUTS, EXAMPLES)]
    if LOSSES[loss].output == "sigmoid":
        Y = random.integers(0, 2, (EXAMPLES, OUTPUTS)).astype(float)
    return X.astype(dtype), Y.astype(dtype)


def network(activation, loss, **last_hidden):
    """3-5-4-3; the output has the activation too where the loss leaves the choice."""
    return NetworkSpec(
        INPUTS,
        (
            LayerSpec(5, activation),
            LayerSpec(4, activation, **last_hidden),
            LayerSpec(OUTPUTS, LOSSES[loss].output or activation),
        ),
    )


def problem(spec, seed=0, **training):
    settings = TrainingSpec(**{"learning_rate": 0.02, "batch_size": 10} | training)
    X, Y = data(settings.loss, settings.precision)
    return Problem(ParameterLayout(spec), settings, seed, X, Y)


def trained(engine, given, steps=STEPS):
    """(theta, slots, losses) after some steps."""
    state, losses = given.initial_state(), np.empty(steps, given.X.dtype)
    engine(given).advance(state, steps, losses)
    return state.theta, state.slots, losses


def disagreement(given, steps=STEPS):
    """The largest difference of the engines' theta, slots and losses, as share of the largest."""
    worst = 0.0
    for numpy, fused in zip(
        trained(NumpyEngine, given, steps), trained(FusedEngine, given, steps), strict=True
    ):
        if numpy.size:
            scale = np.max(np.abs(numpy)) or 1.0
            worst = max(worst, float(np.max(np.abs(numpy - fused)) / scale))
    return worst


def calm_rate(optimizer, reduction):
    """A learning rate at which rounding errors do not grow."""
    adaptive = "epsilon" in OPTIMIZERS[optimizer].settings
    return 0.002 if adaptive or reduction == "sum" else 0.02


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_both_engines_agree_over_the_whole_table(activation):
    """Each of activation x loss x optimizer in turn with the reductions, penalties and batches."""
    variants = itertools.cycle(VARIANTS)
    for loss, optimizer in itertools.product(LOSSES, OPTIMIZERS):
        spec = network(activation, loss)
        for reduction, (l1, l2), batch in itertools.islice(variants, 3):
            given = problem(
                spec,
                loss=loss,
                optimizer=optimizer,
                reduction=reduction,
                l1=l1,
                l2=l2,
                batch_size=batch,
                learning_rate=calm_rate(optimizer, reduction),
            )
            assert disagreement(given) < 1e-12, given.training


def test_the_walk_over_the_table_meets_every_variant_with_every_activation():
    assert 3 * len(LOSSES) * len(OPTIMIZERS) >= 3 * len(VARIANTS)


SPECIAL: dict[str, dict[str, Any]] = {
    "no bias": {"network": [{"bias": False}, {"bias": False}, {"bias": False}]},
    "bias in one layer": {"network": [{"bias": False}, {}, {"bias": False}]},
    "dropout": {"network": [{"dropout": 0.3}, {"dropout": 0.5}, {}]},
    "a frozen layer": {"network": [{"frozen": True}, {}, {}]},
    "frozen parameters": {"network": [{"frozen_parameters": (0, 7)}, {}, {}]},
    "everything frozen": {"network": [{"frozen": True}] * 3},
    "given order": {"training": {"order": "given"}},
    "one layer": {"layers": (OUTPUTS,)},
    "wide layers": {"layers": (70, 33, OUTPUTS)},
    "one neuron a layer": {"layers": (1, 1, OUTPUTS)},
    "eight layers": {"layers": (4,) * 7 + (OUTPUTS,)},
}


def special(name, precision="float64", **training):
    case = {"layers": (5, 4, OUTPUTS), "network": None, "training": {}} | SPECIAL[name]
    each = case["network"] or [{}] * len(case["layers"])
    layers = tuple(
        LayerSpec(units, "tanh", **settings)
        for units, settings in zip(case["layers"], each, strict=True)
    )
    return problem(
        NetworkSpec(INPUTS, layers), precision=precision, **(case["training"] | training)
    )


@pytest.mark.parametrize("optimizer", ["sgd", "adamw"])
@pytest.mark.parametrize("name", SPECIAL)
def test_both_engines_agree_on(name, optimizer):
    rate = calm_rate(optimizer, "mean")
    assert disagreement(special(name, optimizer=optimizer, learning_rate=rate)) < 1e-12


@pytest.mark.parametrize("name", SPECIAL)
def test_both_engines_agree_in_float32(name):
    assert disagreement(special(name, precision="float32")) < 1e-5


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_agrees_in_float32(activation):
    assert disagreement(problem(network(activation, "huber"), precision="float32")) < 2e-5


@pytest.mark.parametrize("batch", [63, 64, 65, 130, 0])
def test_batches_larger_than_a_tile_agree(batch):
    random = np.random.default_rng(2)
    X, Y = random.normal(size=(300, 2)), random.normal(size=(300, 1))
    layers = (LayerSpec(6, "tanh", dropout=0.2), LayerSpec(1, "identity"))
    layout = ParameterLayout(NetworkSpec(2, layers))
    assert disagreement(Problem(layout, TrainingSpec(batch_size=batch), 0, X, Y)) < 1e-12


def test_frozen_parameters_stay_to_the_bit():
    given = special("frozen parameters", optimizer="adamw", l1=0.1)
    mask = given.layout.frozen_mask()
    theta, _, _ = trained(FusedEngine, given)
    start = given.initial_state().theta
    assert np.array_equal(theta[mask], start[mask])
    assert not np.any(theta[~mask] == start[~mask])


REPLAYED = [
    special("dropout"),
    special("dropout", optimizer="adam", batch_size=0),
    special("wide layers", precision="float32", optimizer="momentum", batch_size=7),
]
ENGINES = [NumpyEngine, FusedEngine]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("given", REPLAYED)
def test_steps_in_parts_are_the_steps_at_once_to_the_bit(given, engine):
    steps = 20_000 if engine is FusedEngine else 1000  # of several blocks of orders
    whole, parts = given.initial_state(), given.initial_state()
    losses, thetas = np.empty((2, steps), given.X.dtype), np.empty((2, steps, len(whole.theta)))
    thetas = thetas.astype(given.X.dtype)
    engine(given).advance(whole, steps, losses[0], thetas[0])
    worker = engine(given)
    for start, end in itertools.pairwise((0, 1, 8, 20, 333, 334, steps)):
        worker.advance(parts, end - start, losses[1, start:end], thetas[1, start:end])
    assert parts.iteration == whole.iteration == steps
    assert np.array_equal(losses[0], losses[1])
    assert np.array_equal(thetas[0], thetas[1])
    assert np.array_equal(whole.slots, parts.slots)
    assert np.array_equal(thetas[0, -1], whole.theta)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("given", REPLAYED)
def test_a_run_is_the_same_to_the_bit_whether_recorded_or_not(given, engine):
    silent, recorded = given.initial_state(), given.initial_state()
    engine(given).advance(silent, 100)
    losses = np.empty(100, given.X.dtype)
    thetas = np.empty((100, len(silent.theta)), given.X.dtype)
    engine(given).advance(recorded, 100, losses, thetas)
    assert np.array_equal(silent.theta, recorded.theta)


@pytest.mark.parametrize("given", REPLAYED[:2])
def test_the_engine_may_change_in_mid_run(given):
    state, alone = given.initial_state(), given.initial_state()
    NumpyEngine(given).advance(alone, 60)
    engines: itertools.cycle[Engine] = itertools.cycle((NumpyEngine(given), FusedEngine(given)))
    for engine in itertools.islice(engines, 6):
        engine.advance(state, 10)
    np.testing.assert_allclose(state.theta, alone.theta, rtol=1e-12)
    np.testing.assert_allclose(state.slots, alone.slots, rtol=1e-11)


def test_counting_may_begin_anew_in_mid_run():
    given = special("dropout", optimizer="adam")
    clock = Clock(epoch_iteration=4, epoch=3, optimizer_iteration=2)
    states = [
        dataclasses.replace(given.initial_state(), iteration=5, clock=clock) for _ in range(2)
    ]
    NumpyEngine(given).advance(states[0], 40)
    FusedEngine(given).advance(states[1], 40)
    np.testing.assert_allclose(states[1].theta, states[0].theta, rtol=1e-12)


def test_one_engine_serves_several_states():
    given = special("dropout", optimizer="momentum")
    first, second = given.initial_state(), given.initial_state()
    second.theta[...] *= 2.0
    alone = second.copy()
    worker = FusedEngine(given)
    worker.advance(first, 3)
    worker.advance(second, 5)
    FusedEngine(given).advance(alone, 5)
    assert np.array_equal(second.theta, alone.theta)


@pytest.mark.parametrize("engine", ENGINES)
def test_records_may_be_of_another_precision_and_not_contiguous(engine):
    given = special("dropout", precision="float32")
    state = given.initial_state()
    losses, thetas = np.zeros((10, 2))[:, 1], np.zeros((len(state.theta), 10)).T
    engine(given).advance(state, 10, losses, thetas)
    assert np.all(losses > 0.0)
    assert np.array_equal(thetas[-1], state.theta)


@pytest.mark.parametrize("engine", ENGINES)
def test_no_step_changes_nothing(engine):
    given = special("dropout")
    state = given.initial_state()
    engine(given).advance(state, 0, np.empty(0), np.empty((0, len(state.theta))))
    assert state.iteration == 0
    assert np.array_equal(state.theta, given.initial_state().theta)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_parameter_that_is_not_finite_stays_so(activation, engine):
    given = problem(network(activation, "half_squared"))
    state = given.initial_state()
    lost = given.layout.weight_index(1, 0, 0)
    state.theta[lost] = np.nan
    engine(given).advance(state, 5)
    assert np.isnan(state.theta[lost])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_that_explodes_ends_in_numbers_that_are_not_finite(engine):
    given = problem(network("identity", "squared"), learning_rate=1e3)
    state = given.initial_state()
    engine(given).advance(state, 1000)
    assert not np.isfinite(state.theta).all()


def test_arrays_of_the_wrong_shape_are_refused_before_the_kernel_sees_them():
    given = special("dropout")
    state = given.initial_state()
    with pytest.raises(SpecError, match=r"thetas: expected shape \(3, \d+\), got \(3, 2\)"):
        FusedEngine(given).advance(state, 3, None, np.empty((3, 2)))
    with pytest.raises(SpecError, match=r"losses: expected shape \(3,\), got \(2,\)"):
        FusedEngine(given).advance(state, 3, np.empty(2))
    with pytest.raises(SpecError, match="Y: expected shape"):
        FusedEngine(dataclasses.replace(given, Y=given.Y[:, :1]))


def random_problem(random, precision):
    """Any shape: sizes around whole lanes, batches around whole tiles."""
    sizes = [int(size) for size in random.integers(1, 14, random.integers(2, 5))]
    if random.random() < 0.2:
        sizes[0] = int(random.integers(100, 300))
    layers = tuple(
        LayerSpec(
            units,
            "tanh" if units == 1 else str(random.choice(["tanh", "softmax", "relu"])),
            bias=bool(random.integers(2)),
            dropout=0.3 if place < len(sizes) - 1 and random.random() < 0.3 else 0.0,
        )
        for place, units in enumerate(sizes[1:], start=1)
    )
    examples = int(random.integers(1, 300))
    X, Y = (random.normal(size=(examples, n)).astype(precision) for n in (sizes[0], sizes[-1]))
    training = TrainingSpec(
        batch_size=int(random.integers(0, examples + 1)),
        precision=precision,
        optimizer=str(random.choice(list(OPTIMIZERS))),
        l1=0.01 * int(random.integers(2)),
        order=str(random.choice(ORDERS)),
        learning_rate=0.001,
    )
    return Problem(ParameterLayout(NetworkSpec(sizes[0], layers)), training, 0, X, Y)


class Fence:
    """An array with numbers on both sides that nobody may change."""

    def __init__(self, array):
        self.room = np.full(array.size + 128, 77, array.dtype)
        self.array = self.room[64:-64].reshape(array.shape)
        self.array[...] = array

    def stands(self):
        return bool(np.all(self.room[:64] == 77) and np.all(self.room[-64:] == 77))


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_any_shape_agrees_and_nothing_is_written_beside_the_arrays(precision):
    random = np.random.default_rng(0)
    for _ in range(60):
        given = random_problem(random, precision)
        engine, state, alone = FusedEngine(given), given.initial_state(), given.initial_state()
        fences = [Fence(np.zeros(9, precision)), Fence(np.zeros((9, len(state.theta)), precision))]
        losses, thetas = (fence.array for fence in fences)
        for name in ("_work", "_fed", "_starts", "_theta", "_grad", "_weights", "_slots"):
            fences.append(Fence(getattr(engine, name)))
            setattr(engine, name, fences[-1].array)
        engine.advance(state, 9, losses, thetas)
        NumpyEngine(given).advance(alone, 9)
        assert all(fence.stands() for fence in fences), given
        close = 1e-11 if precision == "float64" else 1e-3
        difference = np.max(np.abs(state.theta - alone.theta))
        assert difference < close * np.max(np.abs(alone.theta)), given
