import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nnplayground.views.plots.thinning import drawable_rows, rows_to_draw


@given(st.integers(1, 3000), st.integers(1, 5000), st.integers(2, 500))
def test_no_more_rows_than_there_is_room_for_with_the_first_and_the_newest(count, gap, room):
    iterations = np.arange(count) * gap
    rows = rows_to_draw(iterations, room)
    assert len(rows) <= room + 2
    assert (rows[0], rows[-1]) == (0, count - 1)
    assert (np.diff(rows) > 0).all()


def test_what_has_room_is_drawn_whole():
    assert rows_to_draw(np.arange(100), 100).tolist() == list(range(100))


def test_a_growing_series_keeps_its_points_so_that_nothing_dances():
    before = rows_to_draw(np.arange(900), 100)
    after = rows_to_draw(np.arange(950), 100)
    assert set(before[:-1].tolist()) <= set(after.tolist())


def test_no_rows_are_no_rows():
    assert len(rows_to_draw(np.arange(0), 100)) == 0


def test_rows_are_drawn_from_the_first_curve_on_and_none_that_diverged():
    nan, inf = np.nan, np.inf
    values = np.array([[nan, nan], [1.0, nan], [2.0, nan], [3.0, 4.0], [nan, 5.0], [6.0, inf]])
    assert drawable_rows(values).tolist() == [False, True, True, True, False, False]
