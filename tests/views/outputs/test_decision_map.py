"""The decision map of tables: each axis has its own numbers."""

import pytest
from PySide6.QtCore import QPointF

from tests.views.outputs.opening import open_table


def test_each_axis_of_a_table_s_map_has_the_numbers_of_its_column(view, session):
    rows = "".join(f"{1000 + i},{i / 100},{'ab'[i % 2]}\n" for i in range(40))
    kind = open_table(session, view, f"large,small,class\n{rows}", "map")
    axes = kind.canvas.axes(session.dataset)
    assert axes.x == pytest.approx((1000 - 1.95, 1039 + 1.95))
    assert axes.y == pytest.approx((-0.0195, 0.39 + 0.0195))
    places = axes.place(session.dataset.train.raw)
    assert axes.rect.contains(QPointF(*places.min(axis=0)))
    assert axes.rect.contains(QPointF(*places.max(axis=0)))
