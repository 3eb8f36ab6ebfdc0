"""Where columns and neurons stand."""

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from nnplayground.views.editor.arrangement import FOLD_ABOVE, Wish, arrange, blended


def test_columns_stand_side_by_side_each_in_the_middle():
    arrangement = arrange(Wish((2, 4, 2, 1)))
    frames = [column.frame for column in arrangement.columns]
    for left, right in itertools.pairwise(frames):
        assert left.right() + 60 < right.left()
    for column in arrangement.columns:
        assert column.centers[:, 1].mean() == pytest.approx(0.0)
        assert all(column.frame.contains(QPointF(*center)) for center in column.centers.tolist())
        assert arrangement.bounds.contains(column.header.united(column.frame))


def test_neurons_are_found_where_they_are_drawn():
    column = arrange(Wish((2, 4, 1))).columns[1]
    for neuron in range(4):
        assert column.neuron_at(column.square(neuron).center()) == neuron
    assert column.neuron_at(column.frame.topLeft()) is None


@pytest.mark.parametrize("units", [FOLD_ABOVE + 1, 64, 1024])
def test_a_wide_layer_shows_its_first_and_last_neurons(units):
    column = arrange(Wish((2, units, 1))).columns[1]
    assert column.shape == "folded"
    assert column.shown == [0, 1, 2, 3, units - 3, units - 2, units - 1]
    above, below = column.square(3), column.square(units - 3)
    assert above.bottom() <= column.fold.top() <= column.fold.bottom() <= below.top()


def test_an_unfolded_layer_shows_every_neuron():
    column = arrange(Wish((2, 64, 1), frozenset({1}))).columns[1]
    assert column.shape == "grid"
    assert column.shown == list(range(64))
    assert len({tuple(center) for center in column.centers.tolist()}) == 64
    assert column.frame.contains(column.picture())


def test_an_image_is_a_grid_of_its_pixels():
    column = arrange(Wish((784, 16, 10), image_shape=(28, 28))).columns[0]
    assert (column.shape, column.across) == ("grid", 28)
    picture = column.picture()
    assert picture.width() == picture.height() == 28 * column.side
    assert np.allclose(np.diff(column.centers[:28, 0]), column.side)
    assert column.neuron_at(column.square(29).center()) == 29


@pytest.mark.parametrize(("gap", "left"), [(0, 0), (1, 1), (2, 2)])
def test_a_gap_opens_before_its_layer(gap, left):
    arrangement = arrange(Wish((2, 4, 2, 1), gap=gap))
    columns = arrangement.columns
    assert arrangement.gap is not None
    assert columns[left].frame.right() < arrangement.gap.left()
    assert arrangement.gap.right() < columns[left + 1].frame.left()


def test_a_place_between_two_layers_is_the_slot_between_them():
    arrangement = arrange(Wish((2, 4, 2, 1)))
    middles = [column.frame.center().x() for column in arrangement.columns]
    assert arrangement.slot_at(middles[0] - 500) == 0
    assert arrangement.slot_at((middles[0] + middles[1]) / 2) == 0
    assert arrangement.slot_at((middles[1] + middles[2]) / 2) == 1
    assert arrangement.slot_at((middles[2] + middles[3]) / 2) == 2
    assert arrangement.slot_at(middles[3] + 500) == 2


def test_between_two_arrangements_everything_is_on_its_way():
    start, end = arrange(Wish((2, 4, 1))), arrange(Wish((2, 4, 1), gap=1))
    half = blended(start, end, 0.5)
    for a, b, c in zip(start.columns, half.columns, end.columns, strict=True):
        assert np.allclose(b.centers, (a.centers + c.centers) / 2)
    assert blended(start, end, 1.0) is end
    other = arrange(Wish((2, 5, 1)))
    assert blended(start, other, 0.5) is other


def test_twelve_hidden_layers_and_1024_neurons_are_arranged():
    arrangement = arrange(Wish((784, *[1024] * 12, 10), frozenset(range(1, 13)), (28, 28)))
    assert len(arrangement.columns) == 14
    assert all(np.isfinite(column.centers).all() for column in arrangement.columns)
