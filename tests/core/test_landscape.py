"""Landscapes are the network's own losses, on planes as the literature defines them."""

import dataclasses
import time

import numpy as np
import pytest

from nnplayground.core import Experiment, LayerSpec, Network, NetworkSpec, Run, SpecError
from nnplayground.core.landscape import MAX_EXAMPLES, compute, path_plane, random_plane

EXPERIMENT = Experiment()
AXIS = np.linspace(-1.0, 1.0, 5)


def computed(*arguments):
    landscape = compute(*arguments)
    assert landscape is not None
    return landscape


def trained(experiment=EXPERIMENT, iterations=200):
    run = Run(experiment)
    thetas = np.empty((iterations, run.theta.size), run.theta.dtype)
    run.advance(iterations, thetas=thetas)
    return run, thetas


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_losses_are_those_of_the_network_at_each_point(reduction):
    run, _ = trained(EXPERIMENT.with_training(reduction=reduction))
    plane = random_plane(run.problem.layout, run.theta, seed=3)
    landscape = computed(run.problem, plane, AXIS, AXIS[:3])
    network = Network(EXPERIMENT.network)
    X, Y = run.problem.X[:MAX_EXAMPLES], run.problem.Y[:MAX_EXAMPLES]
    for i, b in enumerate(AXIS[:3]):
        for j, a in enumerate(AXIS):
            network.theta[:] = run.theta + a * plane.directions[0] + b * plane.directions[1]
            loss, _ = network.loss_and_gradient(X, Y, reduction=reduction)
            assert landscape.losses[i, j] == pytest.approx(loss, rel=1e-12)


def test_the_middle_of_a_plane_is_the_present_loss():
    run, thetas = trained(iterations=100)
    for plane in (random_plane(run.problem.layout, run.theta, 0), path_plane(thetas)):
        landscape = computed(run.problem, plane, np.zeros(1), np.zeros(1))
        assert landscape.losses[0, 0] == pytest.approx(run.train_loss(), rel=1e-12)


def test_random_directions_are_filter_normalized():
    """Li et al. 2018: each neuron's part of a direction is as long as its own weights."""
    run, _ = trained()
    layout = run.problem.layout
    plane = random_plane(layout, run.theta, seed=1)
    for direction in plane.directions:
        for i in range(len(layout.network.layers)):
            lengths = np.linalg.norm(layout.block(direction, i), axis=0)
            own = np.linalg.norm(layout.block(run.theta, i), axis=0)
            np.testing.assert_allclose(lengths, own, rtol=1e-12)


def test_random_directions_follow_from_the_seed():
    run, _ = trained(iterations=1)
    layout = run.problem.layout
    one, same, other = (random_plane(layout, run.theta, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.directions, same.directions)
    assert not np.allclose(one.directions, other.directions)
    assert abs(np.dot(*one.directions)) < 0.9 * np.linalg.norm(one.directions[0]) ** 2


def test_the_path_lies_in_the_plane_of_its_main_directions_as_far_as_it_says():
    _, thetas = trained()
    plane = path_plane(thetas)
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-12)
    places = plane.coordinates(thetas)
    assert plane.explained is not None
    np.testing.assert_allclose(places[-1], 0.0, atol=1e-12)
    beside = thetas - plane.origin - places @ plane.directions
    total = np.square(thetas - plane.origin).sum()
    assert 1.0 - np.square(beside).sum() / total == pytest.approx(sum(plane.explained), abs=1e-9)
    assert sum(plane.explained) > 0.9


def test_coordinates_give_back_where_a_point_of_the_plane_is():
    run, _ = trained(iterations=3)
    plane = random_plane(run.problem.layout, run.theta, seed=5)
    points = np.array([plane.at(0.25, -0.5), plane.at(-1.0, 2.0)])
    np.testing.assert_allclose(plane.coordinates(points), [[0.25, -0.5], [-1.0, 2.0]])


def test_a_run_that_went_nowhere_has_no_path():
    run = Run(EXPERIMENT)
    with pytest.raises(SpecError, match="too short"):
        path_plane(run.theta[None, :])
    with pytest.raises(SpecError, match="did not move"):
        path_plane(np.repeat(run.theta[None, :], 4, axis=0))


def test_progress_rises_to_1_and_can_stop_it():
    run, _ = trained(iterations=1)
    plane = random_plane(run.problem.layout, run.theta, seed=0)
    shares: list[float] = []

    def told(share):
        shares.append(share)
        return True

    computed(run.problem, plane, AXIS, AXIS, told)
    assert shares == [0.2, 0.4, 0.6, 0.8, 1.0]
    assert compute(run.problem, plane, AXIS, AXIS, lambda share: share < 0.5) is None


def test_other_losses_and_precisions():
    network = NetworkSpec(2, (LayerSpec(4, "relu"), LayerSpec(2, "softmax")))
    experiment = dataclasses.replace(EXPERIMENT, network=network)
    experiment = experiment.with_training(loss="cross_entropy", precision="float32")
    run, _ = trained(experiment)
    plane = random_plane(run.problem.layout, run.theta, seed=0)
    landscape = computed(run.problem, plane, np.zeros(1), np.zeros(1))
    assert landscape.losses[0, 0] == pytest.approx(run.train_loss(), rel=1e-5)


def test_51_by_51_points_of_a_small_network_take_less_than_a_second():
    run, _ = trained()
    plane = random_plane(run.problem.layout, run.theta, seed=0)
    axis = np.linspace(-1.0, 1.0, 51)
    started = time.perf_counter()
    compute(run.problem, plane, axis, axis)
    assert time.perf_counter() - started < 1.0
