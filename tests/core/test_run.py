"""A run is deterministic, can be cut anywhere, stops where it should, and notices divergence."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnplayground.core import (
    OPTIMIZERS,
    DataSpec,
    Divergence,
    Experiment,
    Initializer,
    LayerSpec,
    Network,
    NetworkSpec,
    Run,
    RunState,
    StopRule,
    TrainingSpec,
)
from nnplayground.core.experiment import ENGINES
from tests.core.tables import classification, random_regression, regression

NETWORK = NetworkSpec(2, (LayerSpec(4, "tanh"), LayerSpec(3, "sigmoid"), LayerSpec(1, "identity")))
DATA = random_regression(examples=23)  # an epoch of 10 takes 3 iterations, the last one of 3
PLAIN = Experiment(NETWORK, training=TrainingSpec(engine="numpy"))


def finished(experiment, iterations, data=DATA, state=None):
    run = Run(experiment, data, state)
    run.advance(iterations)
    return run


def bits(run):
    return run.iteration, run.state.theta.tobytes(), run.state.slots.tobytes()


# The same bits, always.


@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_experiment_gives_the_same_bits(engine):
    experiment = PLAIN.with_training(optimizer="adam", engine=engine)
    assert bits(finished(experiment, 50)) == bits(finished(experiment, 50))


def test_another_seed_gives_other_weights_and_another_order():
    other = dataclasses.replace(PLAIN, seed=1)
    assert not np.array_equal(Run(PLAIN, DATA).theta, Run(other, DATA).theta)
    same_start = Run(other, DATA, Run(PLAIN, DATA).state)
    same_start.advance(3)
    assert not np.array_equal(same_start.theta, finished(PLAIN, 3).theta)


@settings(max_examples=30)
@given(
    pieces=st.lists(st.integers(0, 20), min_size=1, max_size=8),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    batch_size=st.integers(0, 30),
    order=st.sampled_from(["shuffled", "given"]),
    dropout=st.sampled_from([0.0, 0.3]),
    engine=st.sampled_from(ENGINES),
)
def test_advancing_in_pieces_is_advancing_at_once(
    pieces, optimizer, batch_size, order, dropout, engine
):
    layers = (dataclasses.replace(NETWORK.layers[0], dropout=dropout), *NETWORK.layers[1:])
    experiment = dataclasses.replace(PLAIN, network=NetworkSpec(2, layers)).with_training(
        optimizer=optimizer, batch_size=batch_size, order=order, engine=engine
    )
    total = sum(pieces)
    losses, thetas = np.empty(total), np.empty((total, NETWORK.parameters))
    whole, parts = Run(experiment, DATA), Run(experiment, DATA)
    whole.advance(total, losses, thetas)
    piece_losses, piece_thetas = [], []
    for piece in pieces:
        some_losses, some_thetas = np.empty(piece), np.empty((piece, NETWORK.parameters))
        assert parts.advance(piece, some_losses, some_thetas) == piece
        piece_losses.append(some_losses)
        piece_thetas.append(some_thetas)
    assert bits(whole) == bits(parts)
    np.testing.assert_array_equal(np.concatenate(piece_losses), losses)
    np.testing.assert_array_equal(np.concatenate(piece_thetas), thetas)


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("engine", ENGINES)
def test_iteration_theta_and_slots_are_the_whole_state(engine, optimizer, precision):
    layers = (dataclasses.replace(NETWORK.layers[0], dropout=0.2), *NETWORK.layers[1:])
    experiment = dataclasses.replace(PLAIN, network=NetworkSpec(2, layers)).with_training(
        optimizer=optimizer, precision=precision, engine=engine
    )
    half = finished(experiment, 17)
    state = RunState(17, half.theta.copy(), half.state.slots.copy())
    assert bits(finished(experiment, 24, state=state)) == bits(finished(experiment, 41))


def test_looking_at_a_run_does_not_change_it():
    watched, alone = Run(PLAIN, DATA), finished(PLAIN, 20)
    for _ in range(20):
        watched.advance(1)
        watched.train_score()
        watched.test_score()
        watched.predict(DATA.test.inputs)
        watched.stop_reason()
    assert bits(watched) == bits(alone)


def test_numpys_global_state_is_neither_read_nor_changed():
    before = np.random.get_state()[1].copy()  # type: ignore[index]  # noqa: NPY002
    finished(PLAIN, 5)
    after = np.random.get_state()[1]  # type: ignore[index]  # noqa: NPY002
    np.testing.assert_array_equal(before, after)


def test_theta_is_changed_in_place_and_never_rebound():
    run = Run(PLAIN.with_training(learning_rate=1e6, optimizer="momentum"), DATA)
    theta, slots = run.theta, run.state.slots
    before = theta.copy()
    run.advance(1)
    assert not np.array_equal(theta, before)
    run.advance(1000)
    assert run.state.theta is theta
    assert run.state.slots is slots


# What is trained on.


def one_hot(examples, **training):
    """A run in which each example moves its own weight only, by half its target a visit."""
    layer = LayerSpec(1, "identity", False, Initializer("constant"))
    experiment = Experiment(
        NetworkSpec(examples, (layer,)), training=TrainingSpec(engine="numpy", **training)
    )
    targets = np.arange(1.0, examples + 1)[:, None]
    return Run(experiment, regression(np.eye(examples), targets))


@pytest.mark.parametrize("batch_size", [1, 2, 3, 5, 7, 0, 100])
@pytest.mark.parametrize("order", ["shuffled", "given"])
def test_an_epoch_uses_every_example_once_the_last_partial_batch_included(batch_size, order):
    run = one_hot(7, batch_size=batch_size, order=order, reduction="sum", learning_rate=0.5)
    run.advance(run.problem.iterations_per_epoch)
    assert run.theta.tolist() == [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5]
    assert run.epoch == 1
    run.advance(run.problem.iterations_per_epoch)
    assert run.theta.tolist() == [0.75, 1.5, 2.25, 3.0, 3.75, 4.5, 5.25]
    assert run.epoch == 2


@pytest.mark.parametrize(("batch_size", "iterations"), [(1, 7), (2, 4), (7, 1), (0, 1), (9, 1)])
def test_an_epochs_iterations_are_the_examples_over_the_batch_rounded_up(batch_size, iterations):
    assert one_hot(7, batch_size=batch_size).problem.iterations_per_epoch == iterations


def test_order_as_given_takes_the_examples_one_after_the_other():
    run = one_hot(5, batch_size=2, order="given", reduction="sum", learning_rate=0.5)
    moved = []
    for _ in range(4):
        before = run.theta.copy()
        run.advance(1)
        moved.append(np.flatnonzero(run.theta != before).tolist())
    assert moved == [[0, 1], [2, 3], [4], [0, 1]]


def test_shuffled_order_is_another_one_each_epoch():
    run = one_hot(30, batch_size=1, reduction="sum", learning_rate=0.5)
    orders = []
    for _ in range(3):
        thetas = np.empty((30, 30))
        before = run.theta.copy()
        run.advance(30, thetas=thetas)
        changes = np.diff(np.concatenate([before[None], thetas]), axis=0)
        orders.append(np.flatnonzero(changes) % 30)
    assert all(sorted(order.tolist()) == list(range(30)) for order in orders)
    assert len({tuple(order.tolist()) for order in orders}) == 3
    assert orders[0].tolist() != list(range(30))


def test_the_mean_is_over_the_batch_that_there_is():
    run = one_hot(5, batch_size=2, order="given", reduction="mean", learning_rate=1.0)
    run.advance(3)
    assert run.theta.tolist() == [0.5, 1.0, 1.5, 2.0, 5.0]  # the last batch is one example


def test_each_loss_is_of_the_batch_before_the_step_and_each_theta_after_it():
    experiment = PLAIN.with_training(order="given", l1=0.1, l2=0.1)
    losses, thetas = np.empty(3), np.empty((3, NETWORK.parameters))
    run, network = Run(experiment, DATA), Network(NETWORK)
    network.theta[:] = run.theta
    run.advance(3, losses, thetas)
    for i in range(3):
        rows = slice(10 * i, 10 * i + 10)
        X, Y = DATA.train.inputs[rows], DATA.train.targets[rows]
        expected, _ = network.loss_and_gradient(X, Y)  # the data's loss, without the penalty
        assert losses[i] == pytest.approx(expected, rel=1e-13)
        _, gradient = network.loss_and_gradient(X, Y, l1=0.1, l2=0.1)
        np.testing.assert_allclose(thetas[i], network.theta - 0.03 * gradient, rtol=1e-12)
        network.theta[:] = thetas[i]
    np.testing.assert_array_equal(thetas[2], run.theta)


def test_frozen_parameters_do_not_learn():
    layers = (
        dataclasses.replace(NETWORK.layers[0], frozen=True),
        dataclasses.replace(NETWORK.layers[1], frozen_parameters=(0, 13)),
        NETWORK.layers[2],
    )
    experiment = dataclasses.replace(PLAIN, network=NetworkSpec(2, layers))
    for optimizer in OPTIMIZERS:
        run = Run(experiment.with_training(optimizer=optimizer, l2=0.1), DATA)
        before = run.theta.copy()
        run.advance(10)
        frozen = run.problem.layout.frozen_mask()
        assert np.flatnonzero(frozen).tolist() == [*range(12), 12, 25]
        np.testing.assert_array_equal(run.theta[frozen], before[frozen])
        assert (run.theta[~frozen] != before[~frozen]).all()


def test_single_precision_is_used_throughout():
    run = finished(PLAIN.with_training(precision="float32", optimizer="adam"), 5)
    assert run.theta.dtype == run.state.slots.dtype == run.predict(np.ones((1, 2))).dtype
    assert run.theta.dtype == np.float32


# What a run tells.


def test_losses_are_the_librarys_over_each_part_without_penalty():
    run = finished(PLAIN.with_training(l2=0.5), 12)
    network = Network(NETWORK)
    network.theta[:] = run.theta
    for part, loss in ((DATA.train, run.train_loss()), (DATA.test, run.test_loss())):
        expected, _ = network.loss_and_gradient(part.inputs, part.targets)
        assert loss == pytest.approx(expected, rel=1e-13)


def test_without_test_examples_there_is_no_test_loss():
    run = Run(PLAIN, random_regression(tested=0))
    assert math.isnan(run.test_loss())
    assert run.test_score().loss is None


def test_predictions_follow_the_training():
    run = Run(PLAIN, DATA)
    X = DATA.test.inputs
    first = run.predict(X)
    run.advance(10)
    network = Network(NETWORK)
    network.theta[:] = run.theta
    assert not np.array_equal(run.predict(X), first)
    np.testing.assert_array_equal(run.predict(X), network.forward(X))


def test_classes_have_an_accuracy():
    random = np.random.default_rng(0)
    X = random.normal(size=(60, 2))
    labels = (X[:, 0] > 0).astype(int)
    run = Run(PLAIN.with_training(learning_rate=0.3), classification(X, labels, 2))
    run.advance(600)
    accuracy = run.train_score().accuracy
    assert accuracy is not None
    assert accuracy > 0.95


# When it stops.


def stopped(**rule):
    return PLAIN.with_training(stop=StopRule(**rule))


def test_without_a_rule_a_run_never_stops_by_itself():
    assert finished(PLAIN, 10_000).iteration == 10_000


@pytest.mark.parametrize("pieces", [[100], [1] * 100, [7] * 20])
def test_a_run_stops_at_its_number_of_iterations_exactly(pieces):
    run = Run(stopped(iterations=41), DATA)
    assert sum(run.advance(piece) for piece in pieces) == 41
    assert run.iteration == 41
    assert run.stop_reason() == "Stopped after 41 iterations, as the stop rule says."


@pytest.mark.parametrize("pieces", [[100], [1] * 100, [7] * 20])
def test_a_run_stops_at_its_number_of_epochs_exactly(pieces):
    run = Run(stopped(epochs=5), DATA)
    assert sum(run.advance(piece) for piece in pieces) == 15
    assert (run.iteration, run.epoch) == (15, 5)
    assert run.stop_reason() == "Stopped after 5 epochs, as the stop rule says."


def test_a_run_stops_at_the_first_end_of_an_epoch_with_a_loss_low_enough():
    free, losses = Run(PLAIN, DATA), [math.inf]
    for _ in range(120):
        free.advance(1)
        losses.append(free.train_loss())
    # a limit that is met within an epoch before it is met at the end of one
    within = next(i for i in range(31, 120) if i % 3 and losses[i] < min(losses[:i]))
    limit = losses[within] * (1 + 1e-9)
    first = next(i for i in range(0, 120, 3) if losses[i] < limit)
    assert within < first
    for piece in (1000, 1, 4):
        run = Run(stopped(loss_below=limit), DATA)
        while run.advance(piece) == piece:
            pass
        assert run.iteration == first
        reason = run.stop_reason()
        assert reason is not None
        assert reason.startswith("Stopped: the training loss ")
        assert f"is below {limit:g}, as the stop rule says." in reason


def test_of_several_rules_the_first_to_be_met_stops():
    assert finished(stopped(iterations=10, epochs=2), 100).iteration == 6
    assert finished(stopped(iterations=4, epochs=2), 100).iteration == 4
    assert finished(stopped(epochs=2, loss_below=1e-9), 100).iteration == 6


def test_a_rule_that_is_met_already_stops_before_the_first_step():
    run = Run(stopped(loss_below=1e9), DATA)
    assert run.advance(10) == 0
    assert run.iteration == 0


def test_a_stopped_run_goes_on_when_its_rule_is_lifted():
    run = finished(stopped(epochs=2), 100)
    assert bits(finished(PLAIN, 4, state=run.state)) == bits(finished(PLAIN, 10))


def test_no_iterations_do_nothing():
    run = Run(PLAIN, DATA)
    before = bits(run)
    assert run.advance(0) == 0
    assert bits(run) == before


# When the numbers leave floating point.

RELU = NetworkSpec(
    2, (LayerSpec(4, "identity"), LayerSpec(3, "identity"), LayerSpec(1, "identity"))
)
WILD = Experiment(RELU, training=TrainingSpec(learning_rate=20.0, engine="numpy"))


def first_bad_iteration(experiment):
    run = Run(experiment, DATA)
    state = run.state
    while np.isfinite(state.theta).all():
        run.engine.advance(state, 1)
    return state


@pytest.mark.parametrize("piece", [10_000, 1, 7])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
@pytest.mark.parametrize("engine", ENGINES)
def test_divergence_is_found_at_its_very_iteration(engine, optimizer, piece):
    experiment = WILD.with_training(optimizer=optimizer, engine=engine)
    bad = first_bad_iteration(experiment)
    assert bad.iteration > 3
    run = Run(experiment, DATA)
    while run.advance(piece) == piece:
        pass
    assert run.iteration == bad.iteration
    assert run.divergence is not None
    assert run.divergence.iteration == bad.iteration
    assert run.state.theta.tobytes() == bad.theta.tobytes()
    assert run.state.slots.tobytes() == bad.slots.tobytes()


def test_the_record_ends_with_the_diverged_iteration():
    total = 10_000
    losses, thetas = np.full(total, -1.0), np.zeros((total, RELU.parameters))
    run = Run(WILD, DATA)
    done = run.advance(total, losses, thetas)
    assert done == run.iteration < total
    assert np.isfinite(thetas[: done - 1]).all()
    assert not np.isfinite(thetas[done - 1]).all()
    np.testing.assert_array_equal(thetas[done - 1], run.theta)
    slow = Run(WILD, DATA)
    slow_losses, slow_thetas = np.empty(done), np.empty((done, RELU.parameters))
    for i in range(done):
        slow.advance(1, slow_losses[i : i + 1], slow_thetas[i : i + 1])
    np.testing.assert_array_equal(slow_losses, losses[:done])
    np.testing.assert_array_equal(slow_thetas, thetas[:done])


def test_a_diverged_run_stays_where_it_is():
    run = finished(WILD, 10_000)
    before = bits(run)
    assert run.advance(10) == 0
    assert bits(run) == before


def test_the_layer_that_diverged_is_named():
    state = Run(PLAIN, DATA).state
    state.theta[20] = np.inf  # layer 1 has 12 parameters, layer 2 has 15
    run = Run(PLAIN, DATA, state)
    assert run.divergence == Divergence(iteration=0, layer=2)
    assert run.advance(10) == 0


def test_a_healthy_run_has_not_diverged():
    assert finished(PLAIN, 1000).divergence is None


def test_a_diverged_run_can_still_be_asked_everything():
    run = finished(WILD, 10_000)
    assert not math.isfinite(run.train_loss())
    assert not math.isfinite(run.test_loss())
    assert run.predict(np.ones((2, 2))).shape == (2, 1)


# What is promised of the defaults.


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_default_circle_is_learned_within_2000_epochs(seed):
    experiment = Experiment(seed=seed).with_training(stop=StopRule(epochs=2000))
    run = Run(experiment)
    run.advance(10**6)
    assert run.epoch == 2000
    assert run.test_loss() < 0.02


def test_digits_are_read_with_95_percent_within_a_minute():
    network = NetworkSpec(64, (LayerSpec(32, "relu"), LayerSpec(10, "softmax")))
    training = TrainingSpec(loss="cross_entropy", optimizer="adam", learning_rate=0.003)
    run = Run(Experiment(network, DataSpec("digits", examples=0), training))
    run.advance(20 * run.problem.iterations_per_epoch)  # about a tenth of a second
    accuracy = run.test_score().accuracy
    assert accuracy is not None
    assert accuracy >= 0.95
