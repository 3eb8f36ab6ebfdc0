"""A run's state goes on in an edited experiment with every number that still fits."""

import dataclasses

import numpy as np
import pytest

import nnplayground  # noqa: F401  registers the data sets
from nnplayground.core import Experiment, LayerSpec, Problem, Run, SpecError, edits, load_dataset
from nnplayground.core.adapt import adapt_state, set_parameter
from nnplayground.core.network import initial_theta

EXPERIMENT = Experiment().with_training(engine="numpy", optimizer="adam")


def problem(experiment):
    return Problem.of(experiment, load_dataset(experiment.data))


def trained(experiment=EXPERIMENT, iterations=40):
    run = Run(experiment)
    run.advance(iterations)
    return run.state


def adapted(edit, state, experiment=EXPERIMENT):
    after = dataclasses.replace(experiment, network=edit.network)
    return problem(after), adapt_state(
        problem(experiment), problem(after), state, edit.correspondence
    )


def test_a_wider_layer_keeps_weights_slots_and_the_clock():
    state = trained()
    after, wider = adapted(edits.resize_layer(EXPERIMENT.network, 0, 6), state)
    before = problem(EXPERIMENT)
    for old, new in ((state.theta, wider.theta), *zip(state.slots, wider.slots, strict=True)):
        W, old_W = after.layout.weight(new, 0), before.layout.weight(old, 0)
        assert np.array_equal(W[:, :4], old_W)
    assert (after.layout.weight(wider.slots[0], 0)[:, 4:] == 0).all()
    assert wider.iteration == state.iteration == 40
    assert after.epoch(wider) == before.epoch(state)


def test_fresh_neurons_start_as_the_seed_says():
    after, wider = adapted(edits.resize_layer(EXPERIMENT.network, 0, 6), trained())
    start = initial_theta(after.layout, EXPERIMENT.seed)
    layers = (wider.theta, start)
    fresh = [after.layout.weight(theta, 0)[:, 4:] for theta in layers]
    assert np.array_equal(*fresh)


def test_a_layer_in_between_leaves_its_neighbours_own_biases():
    state = trained()
    after, longer = adapted(edits.insert_layer(EXPERIMENT.network, 1, LayerSpec(7)), state)
    before = problem(EXPERIMENT)
    assert np.array_equal(after.layout.block(longer.theta, 0), before.layout.block(state.theta, 0))
    assert np.array_equal(after.layout.bias(longer.theta, 2), before.layout.bias(state.theta, 1))
    assert np.array_equal(after.layout.block(longer.theta, 3), before.layout.block(state.theta, 2))
    assert longer.theta.size == after.layout.size


def test_there_and_back_again_keeps_what_was_never_touched():
    state = trained()
    edit = edits.resize_layer(EXPERIMENT.network, 0, 6)
    wide = dataclasses.replace(EXPERIMENT, network=edit.network)
    _, wider = adapted(edit, state)
    _, again = adapted(edits.resize_layer(wide.network, 0, 4), wider, wide)
    assert np.array_equal(again.theta, state.theta)
    assert np.array_equal(again.slots, state.slots)


def test_the_old_state_is_left_alone():
    state = trained()
    kept = state.copy()
    adapted(edits.remove_layer(EXPERIMENT.network, 0), state)
    assert np.array_equal(state.theta, kept.theta)
    assert np.array_equal(state.slots, kept.slots)


def test_another_optimizer_starts_with_empty_slots():
    other = EXPERIMENT.with_training(optimizer="rmsprop")
    state = adapt_state(problem(EXPERIMENT), problem(other), trained())
    assert (state.slots == 0).all()
    assert state.clock.optimizer_iteration == 40


def test_another_batch_size_counts_epochs_on():
    other = EXPERIMENT.with_training(batch_size=50)
    before, after = problem(EXPERIMENT), problem(other)
    state = trained(iterations=60)
    assert after.epoch(adapt_state(before, after, state)) == before.epoch(state) == 2


def test_one_parameter_is_set_and_nothing_else():
    state = trained()
    turned = set_parameter(state, 5, 0.25)
    assert turned.theta[5] == 0.25
    assert np.array_equal(np.delete(turned.theta, 5), np.delete(state.theta, 5))
    with pytest.raises(SpecError, match="expected a finite number"):
        set_parameter(state, 5, float("nan"))
