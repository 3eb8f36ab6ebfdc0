"""Any iteration of a recorded run comes back bit for bit."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnplayground.core import Experiment, Run, SpecError
from nnplayground.core.adapt import adapt_state, set_parameter
from nnplayground.core.edits import insert_layer, resize_layer
from nnplayground.core.network_spec import LayerSpec
from nnplayground.core.recording import Event, Recording

EXPERIMENT = Experiment().with_data(examples=60).with_training(engine="numpy", optimizer="adam")


def learning_rate(experiment, state, number):
    return Event(
        state.iteration, "rate", experiment.with_training(learning_rate=0.001 * (1 + number))
    )


def batch_size(experiment, state, number):
    return Event(state.iteration, "batch", experiment.with_training(batch_size=1 + number % 40))


def optimizer(experiment, state, number):
    name = ("sgd", "momentum", "adam", "rmsprop")[number % 4]
    return Event(state.iteration, "optimizer", experiment.with_training(optimizer=name))


def noise(experiment, state, number):
    return Event(state.iteration, "noise", experiment.with_data(noise=float(number % 50)))


def knob(experiment, state, number):
    turned = (number % state.theta.size, number / 10.0)
    return Event(state.iteration, "knob", experiment, turned=turned)


def resize(experiment, state, number):
    edit = resize_layer(experiment.network, 0, 1 + number % 6)
    return Event(
        state.iteration,
        "resize",
        dataclasses.replace(experiment, network=edit.network),
        edit.correspondence,
    )


def insert(experiment, state, number):
    if len(experiment.network.layers) > 5:
        return knob(experiment, state, number)
    edit = insert_layer(experiment.network, 1, LayerSpec(2 + number % 3, "relu"))
    return Event(
        state.iteration,
        "insert",
        dataclasses.replace(experiment, network=edit.network),
        edit.correspondence,
    )


KINDS = (learning_rate, batch_size, optimizer, noise, knob, resize, insert)


class Recorded:
    """A run that is recorded, with every state kept for comparison."""

    def __init__(self, budget=1 << 20):
        self.run = Run(EXPERIMENT)
        self.recording = Recording(EXPERIMENT, self.run.state, budget)
        self.states = {0: self.run.state.copy()}

    def train(self, steps, burst):
        while steps:
            count = min(burst, steps)
            for _ in range(count):
                self.run.advance(1)
                self.states[self.run.iteration] = self.run.state.copy()
            self.recording.advanced(self.run.state.copy(), self.run.engine.name)
            steps -= count

    def happen(self, kind, number):
        event = kind(self.run.experiment, self.run.state, number)
        before = self.run
        after = Run(event.experiment)
        if event.turned is not None:
            after.state = set_parameter(before.state, *event.turned)
        else:
            after.state = adapt_state(
                before.problem, after.problem, before.state, event.correspondence
            )
        self.run = Run(event.experiment, after.dataset, after.state)
        self.states[self.run.iteration] = self.run.state.copy()
        self.recording.happened(event, self.run.state.copy())


def assert_same(moment, state):
    assert moment.state.iteration == state.iteration
    assert moment.state.clock == state.clock
    np.testing.assert_array_equal(moment.state.theta, state.theta)
    np.testing.assert_array_equal(moment.state.slots, state.slots)


actions = st.lists(
    st.one_of(
        st.tuples(st.just("train"), st.integers(1, 60), st.integers(1, 25)),
        st.tuples(st.just("event"), st.integers(0, len(KINDS) - 1), st.integers(0, 100)),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=30, deadline=None)
@given(actions, st.sampled_from([2_000, 20_000, 1 << 20]))
def test_every_iteration_comes_back_bit_for_bit(steps, budget):
    recorded = Recorded(budget)
    for kind, first, second in steps:
        if kind == "train":
            recorded.train(first, second)
        else:
            recorded.happen(KINDS[first], second)
    for iteration in [*list(recorded.states)[::7], recorded.run.iteration]:
        assert_same(recorded.recording.at(iteration), recorded.states[iteration])


def test_keyframes_stay_within_the_budget_and_evenly_spread():
    recorded = Recorded(budget=20_000)
    recorded.train(600, 5)
    places = recorded.recording.keyframe_iterations
    assert recorded.recording.bytes <= 20_000
    assert places[0] == 0
    gaps = np.diff(places[:-1])
    assert len(gaps) > 5
    assert gaps.max() <= 2 * gaps.min()


def test_a_branch_leaves_the_old_run_as_it_is():
    recorded = Recorded()
    recorded.train(50, 10)
    recorded.happen(learning_rate, 7)
    recorded.train(50, 10)
    branch = recorded.recording.branch(30)
    assert branch.last_iteration == 30
    assert not branch.events
    assert_same(branch.at(30), recorded.states[30])
    assert_same(recorded.recording.at(100), recorded.states[100])


def test_an_iteration_that_never_was_is_refused():
    recorded = Recorded()
    recorded.train(5, 5)
    with pytest.raises(SpecError, match=r"iteration 6 is not in 0 \.\. 5"):
        recorded.recording.at(6)


def test_settings_in_force_at_an_iteration():
    recorded = Recorded()
    recorded.train(10, 10)
    recorded.happen(learning_rate, 4)
    assert recorded.recording.experiment_at(9).training.learning_rate == 0.03
    assert recorded.recording.experiment_at(10).training.learning_rate == 0.005
