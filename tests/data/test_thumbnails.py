"""Every data set has a small picture of the right kind."""

import numpy as np
import pytest

from nnplayground.core.errors import SpecError
from nnplayground.data import DATASETS, thumbnail

PLANES = [key for key, source in DATASETS.items() if source.kind == "plane"]
PICTURES = {"digits": (16, 16), "lesson_a": (4, 4), "lesson_b": (4, 4), "odd_even": (2, 2)}


@pytest.mark.parametrize("key", PLANES)
def test_a_plane_has_points_and_a_map_of_the_nearest_class_or_value(key):
    small, source = thumbnail(key), DATASETS[key]
    assert small.points is not None
    assert small.regions is not None
    assert small.points.shape == (200, 2)
    assert small.regions.shape == (24, 24)
    if source.classes:
        assert set(np.unique(small.regions)) == set(range(len(source.classes)))
    else:
        assert small.regions.min() < -0.5
        assert small.regions.max() > 0.5


def test_the_first_row_of_the_map_is_on_top():
    gauss = thumbnail("gauss").regions
    assert gauss is not None
    assert gauss[0, -1] == 1  # (2, 2) is positive
    assert gauss[-1, 0] == 0


def test_the_middle_of_circle_is_positive_and_its_rim_negative():
    circle = thumbnail("circle").regions
    assert circle is not None
    assert circle[11:13, 11:13].min() == 1
    assert max(circle[0].max(), circle[-1].max(), circle[:, 0].max(), circle[:, -1].max()) == 0


def test_a_curve_rises_in_x_and_has_no_noise():
    sine = thumbnail("sine")
    assert sine.points is not None
    assert (np.diff(sine.points[:, 0]) >= 0.0).all()
    assert sine.points[:, 1] == pytest.approx(np.sin(sine.points[:, 0]))
    assert sine.height == pytest.approx((-1.0, 1.0), abs=0.01)


@pytest.mark.parametrize("key", PICTURES)
def test_pictures_and_tables_are_a_picture_between_0_and_1(key):
    picture = thumbnail(key).picture
    assert picture is not None
    assert picture.shape == PICTURES[key]
    assert picture.min() >= 0.0
    assert picture.max() <= 1.0


@pytest.mark.parametrize("key", DATASETS)
def test_a_thumbnail_is_read_only(key):
    small = thumbnail(key)
    for array in (small.points, small.labels, small.values, small.regions, small.picture):
        assert array is None or not array.flags.writeable


def test_an_unknown_data_set_has_no_thumbnail():
    with pytest.raises(SpecError, match="'iris' is unknown"):
        thumbnail("iris")
