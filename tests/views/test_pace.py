"""What is dear is drawn less often, what is cheap always."""

import pytest

from nnplayground.views.pace import Pace


@pytest.fixture
def clock(monkeypatch):
    now = [10.0]
    monkeypatch.setattr("nnplayground.views.pace.time.perf_counter", lambda: now[0])
    return now


def test_the_first_drawing_is_due():
    assert Pace(0.1).due()


def test_a_costly_drawing_waits_until_its_share_of_the_time_allows_another(clock):
    meter = Pace(0.1)
    with meter:
        clock[0] += 0.01
    assert not meter.due()
    clock[0] += 0.085
    assert not meter.due()
    clock[0] += 0.006
    assert meter.due()


def test_painting_counts_too(clock):
    meter = Pace(0.5)
    with meter:
        clock[0] += 0.01
    clock[0] += 0.02
    assert meter.due()
    assert not meter.due(painting=0.03)
    clock[0] += 0.021
    assert meter.due(painting=0.03)
