"""Whatever way the pointer takes, a stroke leaves points on the axes, and the old ones whole."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from nnplayground.core.points_spec import PointsSpec
from nnplayground.data.point_edits import with_points
from nnplayground.views.outputs.painting.strokes import Brush, Erased, Moved, Painted
from nnplayground.views.outputs.painting.tools import TOOLS, tool_for
from nnplayground.views.outputs.plane_axes import Axes

AXES = Axes(QRectF(30.0, 4.0, 200.0, 150.0), (-6.0, 6.0), (-1.5, 1.5))
KINDS = ("classes", "values", "curve")
places = st.builds(QPointF, st.floats(-50.0, 300.0), st.floats(-50.0, 300.0))


def scattered(kind):
    random = np.random.default_rng(1)
    columns = [random.uniform(-6, 6, 40), random.uniform(-1.5, 1.5, 40)]
    if kind != "curve":
        columns.append(random.integers(0, 2, 40).astype(float))
    classes = ("a", "b") if kind == "classes" else ()
    table = np.column_stack(columns).astype(float)
    return with_points(PointsSpec(kind, classes), tuple(map(tuple, table.tolist())))


@pytest.mark.parametrize("key", [key for key, tool in TOOLS.items() if tool.stroke])
@settings(max_examples=25)
@given(way=st.lists(places, min_size=1, max_size=8), size=st.integers(6, 60))
def test_any_way_leaves_points_on_the_axes_and_the_old_ones_as_they_were(key, way, size):
    for kind in KINDS:
        spec = scattered(kind)
        before = spec.points
        make = tool_for(key, kind).stroke
        assert make is not None
        stroke = make(spec, Brush(label=1, value=-0.5, size=size), AXES)
        for place in way:
            stroke.to(place)
            stroke.stay()
        assert spec.points is before
        x, y = stroke.spec.table[:, 0], stroke.spec.table[:, 1]
        assert np.abs(x).max(initial=0.0) <= 6.0
        assert np.abs(y).max(initial=0.0) <= 1.5
        assert stroke.text
        assert len(stroke.spec.all_ranks) == len(stroke.spec.points)


def test_erasing_a_long_way_at_once_takes_all_points_along_it():
    row = tuple((float(x), 0.0, 1.0) for x in range(-6, 7))
    stroke = Erased(PointsSpec(points=row), Brush(size=6), AXES)
    stroke.to(QPointF(30.0, 79.0))
    stroke.to(QPointF(230.0, 79.0))
    assert stroke.spec.points == ()
    assert stroke.text == "Erase 13 points"


def test_a_fast_hand_paints_as_densely_as_a_slow_one():
    counts = []
    for steps in (1, 50):
        stroke = Painted(PointsSpec(), Brush(), AXES)
        for x in np.linspace(40.0, 220.0, steps + 1):
            stroke.to(QPointF(float(x), 79.0))
        counts.append(len(stroke.spec.points))
    assert counts[0] == pytest.approx(counts[1], abs=1)
    assert counts[0] > 15


def test_the_nearest_point_is_taken_where_it_is_held():
    spec = PointsSpec(points=((0.0, 0.0, 1.0), (0.3, 0.0, 0.0)))
    at = AXES.place(spec.table[1:, :2])[0]
    stroke = Moved(spec, Brush(), AXES)
    stroke.to(QPointF(at[0] + 3.0, at[1]))
    assert stroke.spec == spec
    stroke.to(QPointF(at[0] + 3.0, at[1] + 25.0))
    (first, (x, y, label)) = stroke.spec.points
    assert first == (0.0, 0.0, 1.0)
    assert (x, label) == (0.3, 0.0)
    assert y == pytest.approx(-0.5, abs=0.001)
