import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnplayground.core.series import ThinnedSeries


def rows(iterations):
    """A value that tells its iteration, so that rows cannot be mixed up."""
    return np.column_stack((iterations * 2.0, -1.0 * iterations))


def filled(count, capacity=64, chunk=7):
    series = ThinnedSeries(2, capacity)
    for start in range(0, count, chunk):
        iterations = np.arange(start, min(start + chunk, count))
        series.append(iterations, rows(iterations))
    return series


def test_an_empty_series_has_no_rows():
    series = ThinnedSeries(2)
    assert len(series) == 0
    assert series.iterations.shape == (0,)
    assert series.values.shape == (0, 2)


def test_up_to_its_capacity_a_series_keeps_everything():
    series = filled(64, capacity=64)
    assert series.iterations.tolist() == list(range(64))


def test_however_much_is_added_no_more_than_the_capacity_and_the_newest_are_kept():
    for count in (65, 100, 1000, 12_345):
        assert len(filled(count)) <= 65
        assert len(filled(count)) >= 32


@pytest.mark.parametrize("count", [1, 64, 65, 999, 12_345])
def test_the_newest_row_is_always_there_exactly(count):
    series = filled(count)
    assert series.iterations[-1] == count - 1
    assert series.values[-1].tolist() == [2.0 * (count - 1), 1.0 - count]


def test_the_first_row_is_never_thinned_away():
    assert filled(12_345).iterations[0] == 0


def test_every_row_kept_has_its_own_values():
    series = filled(12_345)
    np.testing.assert_array_equal(series.values, rows(series.iterations))


def test_iterations_stay_evenly_spaced():
    gaps = np.diff(filled(12_345).iterations[:-1])
    assert set(gaps.tolist()) == {256}


def test_a_longer_series_is_a_subset_of_the_shorter_one_so_nothing_jumps():
    before, after = filled(5000), filled(9000)
    shared = after.iterations[after.iterations < 4999]
    assert set(shared.tolist()) <= set(before.iterations.tolist())


def test_more_rows_at_once_than_the_capacity_are_thinned_too():
    series = ThinnedSeries(2, 64)
    iterations = np.arange(1, 10_001)
    series.append(iterations, rows(iterations))
    assert 32 <= len(series) <= 65
    assert series.iterations[-1] == 10_000
    np.testing.assert_array_equal(series.values, rows(series.iterations))


def test_adding_no_rows_changes_nothing():
    series = filled(100)
    before = series.iterations.copy()
    series.append(np.arange(0), np.empty((0, 2)))
    np.testing.assert_array_equal(series.iterations, before)


@pytest.mark.parametrize("count", [10, 64, 1000])
def test_truncating_forgets_what_came_after_and_nothing_else(count):
    series = filled(count)
    kept = [i for i in series.iterations.tolist() if i <= count // 2]
    series.truncate(count // 2)
    assert series.iterations.tolist() == kept


def test_truncating_after_the_newest_forgets_nothing():
    series = filled(1000)
    before = series.iterations.copy()
    series.truncate(999)
    np.testing.assert_array_equal(series.iterations, before)


def test_a_truncated_series_goes_on():
    series = filled(1000)
    series.truncate(500)
    iterations = np.arange(501, 600)
    series.append(iterations, rows(iterations))
    assert series.iterations[-1] == 599
    assert (np.diff(series.iterations) > 0).all()
    np.testing.assert_array_equal(series.values, rows(series.iterations))


def test_everything_can_be_truncated_and_the_series_used_again():
    series = filled(1000)
    series.truncate(-1)
    assert len(series) == 0
    series.append(np.array([3]), rows(np.array([3])))
    assert series.iterations.tolist() == [3]


def test_cleared_series_keep_all_again():
    series = filled(1000)
    series.clear()
    iterations = np.arange(64)
    series.append(iterations, rows(iterations))
    assert series.iterations.tolist() == list(range(64))


@given(
    chunks=st.lists(st.integers(0, 50), min_size=1, max_size=30),
    gap=st.integers(1, 1000),
    capacity=st.integers(1, 40),
)
def test_any_chunks_give_rising_rows_with_first_newest_and_right_values(chunks, gap, capacity):
    series = ThinnedSeries(2, capacity)
    added: list[int] = []
    for chunk in chunks:
        start = added[-1] + gap if added else 0
        iterations = start + gap * np.arange(chunk)
        series.append(iterations, rows(iterations))
        added += iterations.tolist()
    assert len(series) <= capacity + 1
    if not added:
        return
    assert series.iterations[0] == added[0]
    assert series.iterations[-1] == added[-1]
    assert (np.diff(series.iterations) > 0).all()
    assert set(series.iterations.tolist()) <= set(added)
    np.testing.assert_array_equal(series.values, rows(series.iterations))


def test_in_less_room_a_series_is_thinned_and_keeps_its_newest_row():
    series = filled(1001, capacity=64)
    series.resize(16)
    assert len(series) <= 17
    assert (series.iterations[0], series.iterations[-1]) == (0, 1000)
    np.testing.assert_array_equal(series.values, rows(series.iterations))


def test_in_more_room_a_series_goes_on_finer():
    series = filled(100, capacity=16)
    before = series.iterations.tolist()
    series.resize(64)
    assert series.iterations.tolist() == before
    series.append(np.arange(100, 164), rows(np.arange(100, 164)))
    assert len(series) > 17


def test_a_copy_goes_its_own_way():
    series = filled(50)
    other = series.copy()
    other.truncate(10)
    assert series.iterations[-1] == 49
    np.testing.assert_array_equal(other.values, rows(np.arange(11)))
