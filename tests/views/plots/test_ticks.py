import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnplayground.views.plots.ticks import (
    count_ticks,
    linear_ticks,
    log_range,
    log_ticks,
    settled_range,
)

numbers = st.floats(-1e9, 1e9).map(lambda value: round(value, 6))


@pytest.mark.parametrize(
    ("low", "high", "count", "ticks"),
    [
        (0, 1_200_000, 4, [0, 500_000, 1_000_000]),
        (0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (-3, 2, 5, [-3, -2, -1, 0, 1, 2]),
        (1, 1, 5, []),
    ],
)
def test_ticks_are_round_numbers(low, high, count, ticks):
    assert linear_ticks(low, high, count) == pytest.approx(ticks)


def test_counts_have_whole_ticks_only():
    assert count_ticks(0, 2, 8) == [0, 1, 2]


def test_decades_have_a_tick_each_where_there_is_room():
    assert log_ticks(-4, 0, 8) == [-4, -3, -2, -1, 0]
    assert log_ticks(-4, 0, 2) == [-4, -2, 0]


def test_less_than_two_decades_have_ticks_between():
    texts = [round(10**tick, 6) for tick in log_ticks(math.log10(0.02), math.log10(0.5), 6)]
    assert texts == [0.02, 0.05, 0.1, 0.2, 0.5]


@given(numbers, numbers)
def test_a_settled_range_holds_all_numbers_and_is_not_empty(one, other):
    low, high = min(one, other), max(one, other)
    bottom, top = settled_range(None, low, high)
    slack = 1e-6 * (top - bottom)
    assert bottom - slack <= low
    assert high <= top + slack
    assert bottom < top


def test_a_range_stays_while_the_numbers_move_inside():
    settled = settled_range(None, -1.9, 1.7)
    assert settled_range(settled, -1.8, 1.75) == settled
    assert settled_range(settled, -1.9, 0.5) == settled


def test_a_range_grows_at_once_and_shrinks_when_it_is_half_empty():
    settled = settled_range(None, -1.9, 1.7)
    assert settled_range(settled, -1.9, 5.0)[1] >= 5.0
    assert settled_range(settled, 0.1, 0.4)[1] < settled[1]


@given(st.floats(1e-12, 1e6), st.floats(1.0, 1e6))
def test_a_log_range_holds_both_numbers_and_is_not_empty(low, factor):
    bottom, top = log_range(low, low * factor)
    assert bottom <= math.log10(low) + 1e-6
    assert math.log10(low * factor) <= top + 1e-6
    assert top - bottom > 0.29


@pytest.mark.parametrize(("low", "high"), [(-4, 3), (-0.9, 1.9), (3, 8)])
def test_one_tick_alone_is_never_left(low, high):
    assert len(linear_ticks(low, high, 2)) >= 2
