import numpy as np
import pytest

from nnplayground.core import (
    LayerSpec,
    NetworkSpec,
    ParameterLayout,
    Problem,
    RunState,
    Score,
    load_dataset,
)
from nnplayground.core.edits import insert_layer
from nnplayground.core.experiment import Experiment
from nnplayground.session.history import MAX_CURVES, SCORE_COLUMNS, History

SMALL = ParameterLayout(NetworkSpec())
LARGE = ParameterLayout(NetworkSpec(64, (LayerSpec(32), LayerSpec(10))))


def thetas(first, count, layout=SMALL):
    """Parameters that tell their iteration and place."""
    iterations = np.arange(first, first + count)
    return iterations, iterations[:, None] * 1000.0 + np.arange(layout.size)


def test_of_a_small_network_every_parameter_is_kept():
    history = History(SMALL)
    assert history.shown.tolist() == list(range(25))


def test_of_a_large_network_parameters_of_every_layer_are_kept():
    history = History(LARGE)
    assert len(history.shown) == MAX_CURVES
    assert len(set(history.shown.tolist())) == MAX_CURVES
    assert {LARGE.place(index)[0] for index in history.shown.tolist()} == {0, 1}


@pytest.mark.parametrize("layout", [SMALL, LARGE])
def test_a_curve_holds_the_values_of_its_parameter(layout):
    history = History(layout)
    history.add_parameters(*thetas(1, 100, layout))
    iterations = history.parameters.iterations
    expected = iterations[:, None] * 1000.0 + history.shown
    np.testing.assert_array_equal(history.parameters.values, expected)


def test_curves_of_what_an_edit_left_alone_go_on_and_those_of_new_parameters_begin():
    history = History(SMALL)
    history.add_parameters(*thetas(1, 50))
    edit = insert_layer(SMALL.network, 1, LayerSpec(3))
    layout = ParameterLayout(edit.network)
    other = history.continued(layout, edit.correspondence)
    values = other.parameters.values
    first = SMALL.offsets[1]  # the first layer stays as it is, the output keeps its bias
    np.testing.assert_array_equal(values[:, :first], history.parameters.values[:, :first])
    np.testing.assert_array_equal(values[:, -1], history.parameters.values[:, -1])
    assert np.isnan(values[:, first : layout.offsets[2]]).all()
    other.add_parameters(*thetas(51, 10, layout))
    assert np.isfinite(other.parameters.values[-10:]).all()
    assert len(other.parameters) == 60


def test_parameters_stay_within_bounds_however_long_the_run():
    history = History(SMALL)
    for burst in range(100):
        history.add_parameters(*thetas(1 + burst * 1000, 1000))
    assert len(history.parameters) <= 2049
    assert history.parameters.iterations[-1] == 100_000


def test_scores_have_a_column_each_and_no_number_where_there_is_none():
    history = History(SMALL)
    history.add_score(0, Score(0.5, 0.9), Score(0.6, None))
    history.add_score(10, Score(0.4, 0.95), Score())
    by_name = dict(zip(SCORE_COLUMNS, history.scores.values.T, strict=True))
    np.testing.assert_array_equal(by_name["train loss"], [0.5, 0.4])
    np.testing.assert_array_equal(by_name["test loss"], [0.6, np.nan])
    np.testing.assert_array_equal(by_name["train accuracy"], [0.9, 0.95])
    np.testing.assert_array_equal(by_name["test accuracy"], [np.nan, np.nan])


def test_a_score_of_the_same_iteration_takes_the_place_of_the_one_before():
    history = History(SMALL)
    history.add_score(10, Score(0.5), Score())
    history.add_score(10, Score(0.4), Score())
    assert history.scores.iterations.tolist() == [10]
    assert history.scores.values[0, 0] == 0.4


def test_batch_losses_stand_at_their_iterations():
    history = History(SMALL)
    history.add_batch_losses(1, np.array([3.0, 2.0]))
    history.add_batch_losses(3, np.array([1.0]))
    assert history.batch_losses.iterations.tolist() == [1, 2, 3]
    assert history.batch_losses.values[:, 0].tolist() == [3.0, 2.0, 1.0]


def test_the_first_burst_may_be_longer_than_the_series():
    history = History(SMALL)
    history.add_batch_losses(1, np.ones(10_000))
    history.add_parameters(*thetas(1, 10_000))
    assert history.batch_losses.iterations[-1] == 10_000
    assert history.parameters.iterations[-1] == 10_000


def test_empty_bursts_change_nothing():
    history = History(SMALL)
    history.add_batch_losses(1, np.empty(0))
    history.add_parameters(np.arange(0), np.empty((0, 25)))
    assert len(history.batch_losses) == len(history.parameters) == 0


def test_a_state_is_a_row_and_replaces_the_row_of_its_iteration():
    history = History(SMALL)
    problem_state = RunState(5, np.zeros(25), np.empty((0, 25)))
    history.add_state(problem_state)
    history.add_state(RunState(5, np.ones(25), np.empty((0, 25))))
    assert history.parameters.iterations.tolist() == [5]
    assert history.parameters.values[0].tolist() == [1.0] * 25


def test_forgetting_what_came_after_leaves_the_rest():
    history = History(SMALL)
    history.add_parameters(*thetas(1, 50))
    history.add_batch_losses(1, np.ones(50))
    history.add_score(20, Score(0.5), Score())
    history.add_score(50, Score(0.4), Score())
    history.forget_after(30)
    assert history.parameters.iterations[-1] == 30
    assert history.batch_losses.iterations[-1] == 30
    assert history.scores.iterations.tolist() == [20]


def test_going_on_with_another_network_keeps_the_scores_and_not_the_curves():
    history = History(SMALL)
    history.add_score(10, Score(0.5), Score(0.6))
    history.add_batch_losses(1, np.ones(10))
    history.add_parameters(*thetas(1, 10))
    other = history.continued(LARGE)
    assert other.scores.iterations.tolist() == [10]
    assert len(other.batch_losses) == 10
    assert len(other.parameters) == 0
    other.add_score(11, Score(0.1), Score())
    assert len(history.scores) == 1


def test_float32_parameters_are_kept_too():
    experiment = Experiment().with_training(precision="float32")
    theta = initial_theta(experiment)
    history = History(SMALL)
    history.add_parameters(np.array([1]), theta[None, :])
    np.testing.assert_array_equal(history.parameters.values[0], theta)


def initial_theta(experiment):
    return Problem.of(experiment, load_dataset(experiment.data)).initial_state().theta
