"""The facts of TensorFlow Playground's data sets, and what moons and rings are."""

import numpy as np
import pytest

from nnplayground.core.random import Stream, generator
from nnplayground.data import DATASETS, Examples
from nnplayground.data.draw import Draw
from nnplayground.data.plane import CONES

LABEL_NOISE = ("circle", "xor", "rings", "plane", "multi_gauss")
POINT_NOISE = ("gauss", "spiral", "moons")
MANY = 20_000


def make(key: str, examples: int = MANY, noise: float = 0.0, seed: int = 3) -> Examples:
    return DATASETS[key].make(Draw(examples, noise, seed))


def radius(examples: Examples) -> np.ndarray:
    return np.hypot(examples.raw[:, 0], examples.raw[:, 1])


def test_circle_is_a_disk_of_radius_2_5_in_class_1_and_a_ring_from_3_5_to_5_in_class_0():
    circle = make("circle")
    r = radius(circle)
    inner, outer = r[circle.labels == 1], r[circle.labels == 0]
    assert inner.max() < 2.5
    assert outer.min() >= 3.5
    assert outer.max() < 5.0
    assert len(inner) == len(outer)


def test_the_radius_of_circle_is_uniform():
    circle = make("circle")
    inner = radius(circle)[circle.labels == 1]
    counts, _ = np.histogram(inner, bins=5, range=(0.0, 2.5))
    assert counts == pytest.approx(np.full(5, MANY / 10), rel=0.1)


def test_circle_labels_a_noisy_point_by_where_its_jittered_copy_lies():
    circle = make("circle", noise=0.4)
    jitter = 0.4 * 5.0 * (2.0 * generator(3, Stream.NOISE).random((MANY, 2)) - 1.0)
    moved = circle.raw + jitter
    assert (circle.labels == (np.hypot(moved[:, 0], moved[:, 1]) < 2.5)).all()


def test_xor_keeps_0_3_away_from_the_axes_and_labels_by_the_sign_of_the_product():
    xor = make("xor")
    assert np.abs(xor.raw).min() >= 0.3
    assert np.abs(xor.raw).max() <= 5.3
    assert (xor.labels == (xor.raw[:, 0] * xor.raw[:, 1] > 0)).all()


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (0.25, 2.25), (0.5, 4.0)])
def test_gauss_has_means_2_and_minus_2_and_variance_0_5_plus_7_nu(noise, variance):
    gauss = make("gauss", noise=noise)
    for label, centre in ((1, 2.0), (0, -2.0)):
        cloud = gauss.raw[gauss.labels == label]
        assert len(cloud) == MANY // 2
        assert cloud.mean(axis=0) == pytest.approx([centre, centre], abs=0.06)
        assert cloud.var(axis=0) == pytest.approx([variance, variance], rel=0.05)


@pytest.mark.parametrize(("label", "turn"), [(1, 0.0), (0, np.pi)])
def test_spiral_arms_follow_the_formula(label, turn):
    spiral = make("spiral", examples=500)
    i = np.arange(250)
    r, t = 5.0 * i / 250, 3.5 * np.pi * i / 250 + turn
    expected = np.column_stack((r * np.sin(t), r * np.cos(t)))
    assert spiral.raw[spiral.labels == label] == pytest.approx(expected, abs=1e-12)


def test_noise_moves_a_point_of_spiral_by_at_most_nu_on_each_axis():
    still, moved = make("spiral"), make("spiral", noise=0.5)
    jitter = moved.raw - still.raw
    assert np.abs(jitter).max() <= 0.5
    assert np.abs(jitter).max() > 0.49
    assert jitter.var(axis=0) == pytest.approx([0.25 / 3, 0.25 / 3], rel=0.05)


def test_plane_is_the_sum_of_the_coordinates_over_10():
    plane = make("plane")
    assert plane.targets == pytest.approx(plane.raw.sum(axis=1, keepdims=True) / 10.0, abs=1e-15)
    assert 5.9 < np.abs(plane.raw).max() <= 6.0


def test_multi_gauss_is_six_cones_of_height_1_and_radius_2():
    hills = make("multi_gauss")
    expected = np.zeros(MANY)
    for x, y, sign in CONES:
        distance = np.hypot(hills.raw[:, 0] - x, hills.raw[:, 1] - y)
        height = sign * np.clip(1.0 - distance / 2.0, 0.0, 1.0)
        expected = np.where(np.abs(height) > np.abs(expected), height, expected)
    assert hills.targets[:, 0] == pytest.approx(expected, abs=1e-14)
    assert {(x, y): sign for x, y, sign in CONES} == {
        (-4.0, 2.5): 1.0,
        (0.0, 2.5): -1.0,
        (4.0, 2.5): 1.0,
        (-4.0, -2.5): -1.0,
        (0.0, -2.5): 1.0,
        (4.0, -2.5): -1.0,
    }


@pytest.mark.parametrize("key", LABEL_NOISE)
def test_noise_changes_only_what_is_to_be_learned(key):
    still, noisy = make(key), make(key, noise=0.5)
    assert (still.raw == noisy.raw).all()
    assert (still.labels != noisy.labels).any() or (still.targets != noisy.targets).any()


@pytest.mark.parametrize("key", POINT_NOISE)
def test_noise_moves_the_points_and_leaves_the_classes(key):
    still, noisy = make(key), make(key, noise=0.5)
    assert (still.labels == noisy.labels).all()
    assert (still.raw != noisy.raw).any(axis=1).all()


@pytest.mark.parametrize("key", ["spiral", "moons"])
def test_noise_moves_points_in_proportion(key):
    still, some, more = (make(key, noise=noise).raw for noise in (0.0, 0.1, 0.3))
    assert more - still == pytest.approx(3.0 * (some - still), abs=1e-12)


def test_moons_are_two_half_circles_of_radius_3():
    moons = make("moons")
    for label, centre, side in ((1, (-1.5, -0.75), 1.0), (0, (1.5, 0.75), -1.0)):
        around = moons.raw[moons.labels == label] - centre
        assert np.hypot(around[:, 0], around[:, 1]) == pytest.approx(3.0)
        assert (side * around[:, 1] >= 0.0).all()


def test_rings_are_three_classes_that_do_not_touch():
    rings = make("rings")
    r = radius(rings)
    bounds = [(r[rings.labels == ring].min(), r[rings.labels == ring].max()) for ring in range(3)]
    assert bounds[0][1] < 1.31
    assert bounds[1] == pytest.approx((2.1, 3.1), abs=0.01)
    assert bounds[2] == pytest.approx((3.9, 5.0), abs=0.01)


@pytest.mark.parametrize("key", ["circle", "gauss", "spiral", "moons", "rings"])
def test_the_classes_are_as_even_as_the_number_allows(key):
    counts = np.bincount(make(key, examples=101).labels)
    assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("key", [*LABEL_NOISE, "gauss", "moons"])
def test_more_examples_begin_with_the_fewer(key):
    few, many = make(key, examples=77, noise=0.2), make(key, examples=300, noise=0.2)
    assert (many.raw[:77] == few.raw).all()
    assert (many.labels[: len(few.labels)] == few.labels).all()
    assert (many.targets[:77] == few.targets).all()
