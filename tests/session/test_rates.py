import pytest

from nnplayground.session.rates import RateMeter


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set by hand, in seconds."""
    now = [100.0]
    monkeypatch.setattr("nnplayground.session.rates.time.perf_counter", lambda: now[0])
    return now


def test_before_anything_happened_the_rate_is_0():
    assert RateMeter().rate() == 0.0


def test_one_event_has_no_rate(clock):
    meter = RateMeter()
    meter.add(500)
    assert meter.rate() == 0.0


def test_counts_over_seconds_make_the_rate(clock):
    meter = RateMeter()
    for _ in range(11):
        meter.add(20)
        clock[0] += 0.05
    assert meter.rate() == pytest.approx(400.0)


def test_only_the_last_second_counts(clock):
    meter = RateMeter()
    for count in (10, 1000):
        for _ in range(40):
            meter.add(count)
            clock[0] += 0.05
    assert meter.rate() == pytest.approx(20_000.0)


def test_after_a_second_without_events_the_rate_is_0(clock):
    meter = RateMeter()
    for _ in range(10):
        meter.add()
        clock[0] += 0.01
    clock[0] += 2.0
    assert meter.rate() == 0.0


def test_one_event_a_second_is_a_rate_too(clock):
    meter = RateMeter()
    for _ in range(4):
        meter.add()
        assert meter.rate() in (0.0, pytest.approx(1.0))
        clock[0] += 1.0
    clock[0] -= 0.3
    assert meter.rate() == pytest.approx(1.0)


def test_a_rate_falls_as_soon_as_nothing_happens(clock):
    meter = RateMeter()
    for _ in range(11):
        meter.add()
        clock[0] += 0.01
    clock[0] += 1.0
    assert meter.rate() < 2.0


def test_a_cleared_meter_begins_anew(clock):
    meter = RateMeter()
    for _ in range(10):
        meter.add(1e6)
        clock[0] += 0.01
    meter.clear()
    for _ in range(11):
        meter.add(1)
        clock[0] += 0.01
    assert meter.rate() == pytest.approx(100.0)
