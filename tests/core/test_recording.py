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
from nnplayground.core.numpy_engine import NumpyEngine
from nnplayground.core.points_spec import PointsSpec
from nnplayground.core.recording import Event, Recording, ReplayStopped, total_bytes

EXPERIMENT = Experiment().with_data(examples=60).with_training(engine="numpy", optimizer="adam")


# More would not be noticed between two frames of the window.
MOST_STEPS_BACK = 40


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


def paste(experiment, state, number):
    """A layer that brings its numbers along."""
    return dataclasses.replace(insert(experiment, state, number), turned=None, brought=True)


def brought(state, number):
    """The state with numbers that nothing tells but itself."""
    state.theta[::3] = np.sin(number + np.arange(len(state.theta[::3])))
    return state


def stroke(experiment, state, number):
    """Points by hand: of the first stroke all there are, then some more, or some less."""
    known = experiment.data.points
    points = known.points if known else tuple((x / 7, x % 3 - 1.0, float(x % 2)) for x in range(50))
    if number % 3:
        points += tuple((number / 9, x / 10, float(x % 2)) for x in range(number % 8))
    else:
        points = points[: max(5, len(points) - number % 20)]
    spec = PointsSpec(points=points)
    painted = experiment.with_data(dataset="points", points=spec, examples=0)
    return Event(state.iteration, "paint", painted)


KINDS = (learning_rate, batch_size, optimizer, noise, knob, resize, insert, paste, stroke)


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
        if event.brought:
            after.state = brought(after.state, number)
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


def test_stepping_back_costs_few_steps_wherever_the_keyframes_are(monkeypatch):
    recorded = Recorded(budget=4_000)
    recorded.train(1500, 25)
    recording = recorded.recording
    recording.at(1400)
    steps: list[int] = []
    monkeypatch.setattr(NumpyEngine, "advance", _counting(steps))
    for iteration in range(1399, 1300, -1):
        assert_same(recording.at(iteration), recorded.states[iteration])
    assert sum(steps) / 99 < MOST_STEPS_BACK


def _counting(steps):
    advance = NumpyEngine.advance

    def counted(engine, state, count, *arguments):
        steps.append(count)
        advance(engine, state, count, *arguments)

    return counted


def test_a_replay_can_be_stopped():
    recorded = Recorded(budget=2_000)
    recorded.train(1000, 50)
    with pytest.raises(ReplayStopped):
        recorded.recording.at(990, stopped=lambda: True)


def test_a_slider_drawn_while_training_stands_still_is_one_event():
    recorded = Recorded()
    recorded.train(20, 10)
    for number in range(5):
        recorded.happen(learning_rate, number)
    recorded.train(20, 10)
    assert [event.experiment.training.learning_rate for event in recorded.recording.events] == [
        0.005
    ]
    assert_same(recorded.recording.at(33), recorded.states[33])


def test_a_knob_turned_back_and_forth_is_one_event_but_two_knobs_are_two():
    recorded = Recorded()
    recorded.train(20, 10)
    for number in (3, 3 + recorded.run.theta.size, 4):
        recorded.happen(knob, number)
    recorded.train(20, 10)
    turned = [event.turned for event in recorded.recording.events]
    assert [which[0] for which in turned if which] == [3, 4]
    assert_same(recorded.recording.at(20), recorded.states[20])
    assert_same(recorded.recording.at(33), recorded.states[33])


def test_settings_that_change_the_state_itself_stay_events_of_their_own():
    """Another optimizer and back forgets the momentum: both events are needed."""
    recorded = Recorded()
    recorded.train(20, 10)
    recorded.happen(optimizer, 0)
    recorded.happen(optimizer, 2)
    recorded.train(20, 10)
    assert len(recorded.recording.events) == 2
    assert_same(recorded.recording.at(33), recorded.states[33])


def test_thinning_keeps_the_run_exact():
    recorded = Recorded()
    recorded.train(400, 4)
    before = recorded.recording.bytes
    while recorded.recording.thin():
        pass
    assert recorded.recording.bytes < before / 50
    for iteration in (0, 1, 123, 400):
        assert_same(recorded.recording.at(iteration), recorded.states[iteration])


def test_numbers_that_an_edit_brought_outlast_all_thinning():
    recorded = Recorded(budget=1)
    recorded.train(50, 10)
    recorded.happen(paste, 4)
    recorded.train(50, 10)
    recorded.happen(paste, 5)
    recorded.train(50, 10)
    assert not recorded.recording.thin()
    assert recorded.recording.keyframe_iterations == (0, 50, 100)
    for iteration in (0, 49, 50, 51, 100, 150):
        assert_same(recorded.recording.at(iteration), recorded.states[iteration])


def test_keyframes_shared_by_branches_count_once():
    recorded = Recorded()
    recorded.train(100, 10)
    branch = recorded.recording.branch(50)
    assert total_bytes([recorded.recording, branch]) == recorded.recording.bytes
    assert branch.bytes < recorded.recording.bytes


def test_a_recording_put_together_again_is_the_same_run_and_goes_on():
    recorded = Recorded()
    recorded.train(60, 10)
    recorded.happen(resize, 5)
    recorded.train(60, 10)
    one = recorded.recording
    other = Recording.restored(
        one.experiment, list(one.kept), list(one.events), one.engines.copy(), one.last_iteration
    )
    recorded.recording = other
    recorded.train(30, 10)
    for iteration in range(0, 151, 10):
        assert_same(other.at(iteration), recorded.states[iteration])
    assert np.diff(other.keyframe_iterations).max() <= 20
