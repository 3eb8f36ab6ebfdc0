import gc
import threading
import weakref
from typing import Any

import pytest

from nnplayground.core import Experiment, TrainingSpec
from nnplayground.session import garbage, trainer
from nnplayground.session.garbage import Garbage

NUMPY = Experiment(training=TrainingSpec(engine="numpy"))


@pytest.fixture
def keeper(qapp):
    keeper = Garbage(lambda: False)
    yield keeper
    keeper.end()


class Ring:
    """Refers to itself, so that only the collector can take it away."""

    def __init__(self) -> None:
        self.itself = self


def test_while_there_is_a_keeper_python_collects_nothing_by_itself(keeper):
    assert not gc.isenabled()
    keeper.end()
    assert gc.isenabled()


def test_a_keeper_leaves_the_collector_off_where_it_was_off(qapp):
    gc.disable()
    try:
        Garbage(lambda: False).end()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_garbage_past_the_threshold_is_collected(keeper):
    gone = weakref.ref(Ring())
    rings = [Ring() for _ in range(gc.get_threshold()[0] + 1)]
    keeper.collect_if_due()
    assert gone() is None
    assert rings


def test_a_little_garbage_can_wait(keeper):
    gc.collect()
    kept = weakref.ref(Ring())
    keeper.collect_if_due()
    assert kept() is not None


@pytest.mark.parametrize(("busy", "generation"), [(True, 1), (False, 2)])
def test_the_oldest_generation_waits_while_the_window_is_busy(qapp, monkeypatch, busy, generation):
    collected: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: (9999, 9999, 9999))
    monkeypatch.setattr(gc, "collect", collected.append)
    keeper = Garbage(lambda: busy)
    keeper.collect_if_due()
    keeper.end()
    assert collected == [generation]


def test_garbage_is_never_collected_in_the_trainers_thread(qtbot, make_session, monkeypatch):
    monkeypatch.setattr(garbage, "INTERVAL", 10)
    collected: list[Any] = []
    train = trainer.Trainer._train

    def littering(thread):
        for _ in range(500):
            weakref.finalize(Ring(), lambda: collected.append(threading.get_ident()))
        train(thread)

    monkeypatch.setattr(trainer.Trainer, "_train", littering)
    session = make_session(NUMPY)
    session.train()
    qtbot.waitUntil(lambda: len(collected) > 1000)
    session.pause()
    assert set(collected) == {threading.get_ident()}
