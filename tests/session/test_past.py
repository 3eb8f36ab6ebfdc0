"""Whatever a person does, every iteration of every run comes back to the bit, saved or not.

The truth is what the trainer sent while it trained: the parameters after each single iteration.
"""

import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtTest import QTest

from nnplayground.core import Experiment, LayerSpec
from nnplayground.core.edits import insert_layer, remove_neuron, resize_layer
from nnplayground.core.points_spec import WIDTHS
from nnplayground.data import points as by_hand
from nnplayground.data import source_for
from nnplayground.data.point_edits import with_points, without
from nnplayground.files import load_network, save_network
from nnplayground.session import Session
from nnplayground.session.autosave import KEYFRAMES

START = Experiment().with_data(examples=80).with_training(batch_size=7)


class Person:
    """Trains and edits a session and remembers every parameter that was ever seen."""

    def __init__(self, session):
        self.session = session
        self.seen = {session.runs.current: {0: session.state.theta}}
        add = session.training._add

        def add_and_remember(burst):
            # a copy of the run: the one that the burst belongs to
            truth = self.seen[session.training.run]
            for iteration, theta in zip(burst.recorded.tolist(), burst.thetas, strict=True):
                truth[iteration] = theta
            add(burst)

        session.training._add = add_and_remember

    def train(self, number):
        self.session.step(1 + number % 97)
        self.wait()

    def train_on(self, number):
        """Endless training, with an edit in the middle of it."""
        self.session.train()
        QTest.qWait(5)
        self.rate(number)
        QTest.qWait(5)
        self.session.pause()

    def wait(self):
        deadline = time.monotonic() + 20
        while self.session.running and time.monotonic() < deadline:
            QTest.qWait(1)
        assert not self.session.running

    def edited(self):
        """What is there after an edit is what was there at that iteration."""
        run, state = self.session.runs.current, self.session.state
        if run not in self.seen:
            before = {} if run.parent is None or run.begun is None else self.seen[run.parent]
            self.seen[run] = {i: t for i, t in before.items() if i <= (run.begun or -1)}
        self.seen[run][state.iteration] = state.theta

    def rate(self, number):
        self.session.edit_training("Rate", learning_rate=0.01 * (1 + number % 9))
        self.edited()

    def optimizer(self, number):
        name = ("sgd", "momentum", "adam", "rmsprop")[number % 4]
        self.session.edit_training("Optimizer", optimizer=name, learning_rate=0.01)
        self.edited()

    def engine(self, number):
        self.session.edit_training("Engine", engine=("numpy", "fused", "auto")[number % 3])
        self.edited()

    def precision(self, number):
        self.session.edit_training("Precision", precision=("float64", "float32")[number % 2])
        self.edited()

    def batch_size(self, number):
        self.session.edit_training("Batch size", batch_size=number % 50)
        self.edited()

    def noise(self, number):
        self.session.edit_data("Noise", noise=float(number % 50))
        self.edited()

    def dataset(self, number):
        key = ("circle", "xor", "sine", "points")[number % 4]
        self.session.edit_data("Dataset", dataset=key)
        self.edited()

    def paint(self, number):
        """A stroke of some moves, each an event of its own."""
        for move in range(1 + number % 3):
            session = self.session
            data = session.experiment.data
            spec = by_hand.taken_over(data, source_for(data), session.dataset)
            point = (number / 50, move / 10, 1.0)[: WIDTHS[spec.kind]]
            session.edit_points("Paint points", with_points(spec, (point,)), f"stroke {number}")
            self.edited()

    def erase(self, number):
        data = self.session.experiment.data
        spec = by_hand.taken_over(data, source_for(data), self.session.dataset)
        count = len(spec.points)
        kept = 0 if number > 90 else count // 2
        self.session.edit_points("Erase", without(spec, np.arange(kept, count)))
        self.edited()

    def knob(self, number):
        theta = self.session.state.theta
        self.session.turn(number % theta.size, (number - 50) / 20.0)
        self.edited()

    def width(self, number):
        network = self.session.experiment.network
        self.session.edit_network("Width", resize_layer(network, 0, 1 + number % 6))
        self.edited()

    def layer(self, number):
        network = self.session.experiment.network
        if len(network.layers) < 5:
            edit = insert_layer(network, 1, LayerSpec(2 + number % 3, "relu", dropout=0.2))
            self.session.edit_network("Layer", edit)
        elif network.layers[0].units > 1:
            self.session.edit_network("Neuron", remove_neuron(network, 0, 0))
        self.edited()

    def branch(self, number):
        last = self.session.state.iteration
        self.session.branch_at(number * last // 100)
        self.edited()

    def undo(self, number):
        self.session.undo_stack.undo()
        self.session.pause()
        self.edited()

    def reset(self, number):
        self.session.reset()
        self.edited()


ACTIONS = [
    "train",
    "train",
    "train",
    "train_on",
    "rate",
    "optimizer",
    "engine",
    "precision",
    "batch_size",
    "noise",
    "dataset",
    "paint",
    "erase",
    "knob",
    "width",
    "layer",
    "branch",
    "reset",
]


def assert_all_comes_back(recordings, seen, every=11):
    """Of each run some iterations, its first and its newest."""
    for run, recording in recordings.items():
        wanted = sorted(i for i in seen[run] if i <= recording.last_iteration)
        for iteration in {*wanted[::every], wanted[0], wanted[-1]}:
            found, truth = recording.at(iteration).state.theta, seen[run][iteration]
            assert found.dtype == truth.dtype
            np.testing.assert_array_equal(found, truth, f"{run.name}, iteration {iteration}")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 100)), min_size=2, max_size=14))
def test_every_run_comes_back_to_the_bit(qapp, tmp_path, actions):
    session = Session(START)
    try:
        person = Person(session)
        for name, number in actions:
            getattr(person, name)(number)
        runs = [run for run in session.runs.all if run in person.seen]
        assert_all_comes_back({run: run.position.recording for run in runs}, person.seen)
        for name, budget in (("saved", 1 << 20), ("small", 0), ("recovery", KEYFRAMES)):
            path = tmp_path / f"{name}.nnplay"
            save_network(path, session.saved(), budget)
            history = load_network(path).history
            assert history is not None
            loaded = zip(session.runs.all, history.runs, strict=True)
            assert_all_comes_back({run: kept.recording for run, kept in loaded}, person.seen, 29)
    finally:
        session.shut_down()


@pytest.mark.parametrize("engine", ["numpy", "fused"])
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_undone_and_redone_runs_come_back_to_the_bit(qapp, engine, precision):
    session = Session(START.with_training(engine=engine, precision=precision))
    try:
        person = Person(session)
        for name, number in (
            ("train", 60),
            ("knob", 30),
            ("train", 40),
            ("undo", 0),
            ("train", 33),
            ("width", 4),
            ("train", 20),
            ("undo", 0),
            ("train", 9),
        ):
            getattr(person, name)(number)
        run = session.runs.current
        newest = session.state
        found = run.position.recording.at(newest.iteration).state
        np.testing.assert_array_equal(found.theta, newest.theta)
        for iteration in (0, 30, 60):
            truth = person.seen[run][iteration]
            np.testing.assert_array_equal(run.position.recording.at(iteration).state.theta, truth)
    finally:
        session.shut_down()
