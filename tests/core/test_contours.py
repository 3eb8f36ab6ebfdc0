"""Contour lines lie where the level is, and nowhere else."""

import numpy as np
import pytest

from nnplayground.core.contours import contour_lines


def test_a_line_through_one_square_is_where_the_level_is_on_its_sides():
    lines = contour_lines(np.array([[0.0, 1.0], [0.0, 1.0]]), 0.25)
    assert sorted(lines[0].tolist()) == [[0.25, 0.0], [0.25, 1.0]]


@pytest.mark.parametrize("case", range(16))
def test_every_case_separates_the_corners_that_reach_the_level(case):
    high = [bool(case >> bit & 1) for bit in range(4)]
    a, b, c, d = (1.0 if one else 0.0 for one in high)
    lines = contour_lines(np.array([[a, b], [d, c]]), 0.5)
    ends = [tuple(end) for line in lines.tolist() for end in line]
    middles = {(0.5, 0.0): a != b, (1.0, 0.5): b != c, (0.5, 1.0): c != d, (0.0, 0.5): d != a}
    # each side that is crossed has one end, no other has any
    assert sorted(ends) == sorted(place for place, crossed in middles.items() if crossed)


@pytest.mark.parametrize(("middle", "joined"), [(0.6, (0.0, 0.0)), (0.4, (0.0, 1.0))])
def test_a_saddle_is_decided_by_its_middle(middle, joined):
    """Above left and below right are high; a line goes round a corner that is cut off."""
    low, high = 2 * middle - 1.0, 1.0
    lines = contour_lines(np.array([[high, low], [low, high]]), 0.5)
    assert len(lines) == 2
    corners = {
        tuple(np.rint(line.mean(axis=0) + 0.2 * (line.mean(axis=0) - 0.5))) for line in lines
    }
    cut = {(1.0, 0.0), (0.0, 1.0)} if joined == (0.0, 0.0) else {(0.0, 0.0), (1.0, 1.0)}
    assert corners == cut


def test_the_contour_of_a_cone_is_a_circle():
    y, x = np.mgrid[-10:11, -10:11].astype(float)
    lines = contour_lines(np.hypot(x, y), 7.0)
    radii = np.hypot(lines[..., 0] - 10, lines[..., 1] - 10)
    assert radii == pytest.approx(np.full(radii.shape, 7.0), abs=0.05)
    length = np.hypot(*(lines[:, 1] - lines[:, 0]).T).sum()
    assert length == pytest.approx(2 * np.pi * 7.0, rel=0.01)


def test_several_levels_are_those_of_each():
    values = np.random.default_rng(1).normal(size=(20, 30))
    apart = np.concatenate([contour_lines(values, level) for level in (-0.5, 0.0, 0.7)])
    together = contour_lines(values, -0.5, 0.0, 0.7)
    assert sorted(together.reshape(-1, 4).tolist()) == sorted(apart.reshape(-1, 4).tolist())
    assert contour_lines(values).shape == (0, 2, 2)


@pytest.mark.parametrize("level", [-1.0, 2.0, 5.0])
def test_a_level_that_is_not_reached_or_everywhere_has_no_line(level):
    assert contour_lines(np.full((4, 4), 2.0), level).shape == (0, 2, 2)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_beside_what_is_no_number_there_is_no_line(value):
    values = np.repeat([[0.0, 1.0, 0.0, 1.0]], 4, axis=0)
    values[1, 1] = value
    lines = contour_lines(values, 0.5)
    assert np.isfinite(lines).all()
    assert not ((lines[..., 0] < 2) & (lines[..., 1] < 2)).all(axis=1).any()
    assert len(lines) == 5
