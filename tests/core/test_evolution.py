"""Histograms and norms over a run are those of the states it went through."""

import dataclasses

import numpy as np
import pytest

from nnplayground.core import Experiment, Run
from nnplayground.core.adapt import adapt_state
from nnplayground.core.edits import resize_layer
from nnplayground.core.evolution import KINDS, MAX_MOMENTS, Observatory
from nnplayground.core.recording import Event, Moment, Recording, ReplayStopped
from nnplayground.core.statistics import LayerObserver

EXPERIMENT = Experiment().with_training(engine="numpy")


def recorded(iterations=400, burst=4, experiment=EXPERIMENT):
    run = Run(experiment)
    recording = Recording(experiment, run.state)
    while run.iteration < iterations:
        run.advance(burst)
        recording.advanced(run.state.copy().freeze(), "numpy")
    return run, recording


def now(run):
    return Moment(run.experiment, run.state.copy().freeze())


def test_it_goes_from_the_beginning_to_now_in_a_bounded_number_of_moments():
    run, recording = recorded(2000)
    evolution = Observatory().evolution(recording, now(run))
    assert evolution.iterations[0] == 0
    assert evolution.iterations[-1] == 2000
    assert MAX_MOMENTS // 3 <= len(evolution.iterations) <= MAX_MOMENTS
    assert (np.diff(evolution.iterations) > 0).all()


def test_numbers_are_those_of_the_layers_at_each_moment():
    run, recording = recorded()
    evolution = Observatory().evolution(recording, now(run))
    observer = LayerObserver(run.problem)
    for place in (0, 7, -1):
        layers = observer.observe(recording.at(int(evolution.iterations[place])).state)
        for i, layer in enumerate(layers):
            assert evolution.numbers(i, "gradient_norm")[place] == layer.gradient_norm
            assert evolution.numbers(i, "update_ratio")[place] == layer.update_ratio


@pytest.mark.parametrize("kind", KINDS)
def test_each_moments_shares_sum_to_1_within_the_same_edges(kind):
    run, recording = recorded()
    evolution = Observatory().evolution(recording, now(run))
    for layer in range(3):
        edges, shares = evolution.histogram(layer, kind, 24)
        assert edges.shape == (25,)
        assert shares.shape == (len(evolution.iterations), 24)
        np.testing.assert_allclose(shares.sum(axis=1), 1.0)


def test_a_histogram_counts_the_weights():
    run, recording = recorded()
    evolution = Observatory().evolution(recording, now(run))
    edges, shares = evolution.histogram(0, "weights", 10)
    W = run.problem.layout.weight(run.theta, 0).astype(np.float32)
    np.testing.assert_allclose(shares[-1] * W.size, np.histogram(W, edges)[0])


def test_gradients_are_spread_over_powers_of_ten():
    run, recording = recorded()
    edges, shares = Observatory().evolution(recording, now(run)).histogram(0, "gradients", 16)
    assert -10.0 < edges[0] < edges[-1] < 1.0
    middle = (edges[:-1] + edges[1:]) / 2
    assert (shares[-1] @ middle) < (shares[0] @ middle)  # they get smaller as it learns


def test_pictures_are_the_first_layers_weights():
    run, recording = recorded()
    evolution = Observatory().evolution(recording, now(run))
    assert evolution.pictures.shape == (len(evolution.iterations), 2, 4)
    W = run.problem.layout.weight(run.theta, 0)
    np.testing.assert_array_equal(evolution.pictures[-1], W.astype(np.float32))


def test_it_begins_where_the_network_was_changed():
    run, recording = recorded(100)
    edit = resize_layer(run.experiment.network, 0, 6)
    wider = Run(dataclasses.replace(run.experiment, network=edit.network))
    state = adapt_state(run.problem, wider.problem, run.state, edit.correspondence)
    recording.happened(
        Event(100, "wider", wider.experiment, edit.correspondence), state.copy().freeze()
    )
    wider = Run(wider.experiment, state=state)
    wider.advance(50)
    recording.advanced(wider.state.copy().freeze(), "numpy")
    evolution = Observatory().evolution(recording, now(wider))
    assert evolution.iterations[0] == 100
    assert evolution.pictures.shape[2] == 6


def test_what_was_seen_is_not_looked_at_again(monkeypatch):
    run, recording = recorded(1000)
    observatory = Observatory()
    observatory.evolution(recording, now(run))
    seen: list[int] = []
    observe = LayerObserver.observe

    def counted(self, state):
        seen.append(state.iteration)
        return observe(self, state)

    monkeypatch.setattr(LayerObserver, "observe", counted)
    run.advance(20)
    recording.advanced(run.state.copy().freeze(), "numpy")
    observatory.evolution(recording, now(run))
    assert len(seen) <= 4


def test_a_run_at_its_beginning_and_a_diverged_one():
    run = Run(EXPERIMENT)
    recording = Recording(EXPERIMENT, run.state)
    assert Observatory().evolution(recording, now(run)).iterations.tolist() == [0]
    run.advance(1)
    run.theta[:] = np.nan
    evolution = Observatory().evolution(recording, now(run))
    _, shares = evolution.histogram(0, "weights", 8)
    assert shares[-1].sum() == 0.0
    assert shares[0].sum() == pytest.approx(1.0)


def test_it_can_be_left():
    run, recording = recorded()
    with pytest.raises(ReplayStopped):
        Observatory().evolution(recording, now(run), lambda: True)
