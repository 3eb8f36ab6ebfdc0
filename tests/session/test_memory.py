"""All keyframes together stay within one budget, and nothing becomes inexact by it."""

import numpy as np

from nnplayground.core import Experiment, Run
from nnplayground.core.recording import Recording, total_bytes
from nnplayground.session.memory import KeyframeMemory

EXPERIMENT = Experiment().with_training(engine="numpy")


def recorded(iterations, burst=2):
    run = Run(EXPERIMENT)
    recording = Recording(EXPERIMENT, run.state)
    while run.iteration < iterations:
        run.advance(burst)
        recording.advanced(run.state.copy().freeze(), "numpy")
    return recording


def test_old_recordings_are_thinned_before_the_current_one():
    old, current = recorded(400), recorded(400)
    memory = KeyframeMemory(budget=int(old.bytes * 1.4))
    for one in (old, current):
        memory.watch(one)
    whole = current.bytes
    memory.keep_within_budget(current)
    assert total_bytes([old, current]) <= memory.budget
    assert current.bytes == whole
    np.testing.assert_array_equal(old.at(333).state.theta, current.at(333).state.theta)


def test_another_budget_holds_for_all_recordings_from_then_on():
    old, current = recorded(400), recorded(400)
    memory = KeyframeMemory()
    for one in (old, current):
        memory.watch(one)
    truth = current.at(333).state.theta
    memory.set_budget(old.bytes)
    memory.keep_within_budget(current)
    assert total_bytes([old, current]) <= memory.budget == old.budget == current.budget
    np.testing.assert_array_equal(current.at(333).state.theta, truth)
    later = recorded(10)
    memory.watch(later)
    assert later.budget == memory.budget


def test_the_current_recording_is_thinned_when_nothing_else_is_left():
    old, current = recorded(100), recorded(400)
    memory = KeyframeMemory(budget=current.bytes // 3)
    for one in (old, current):
        memory.watch(one)
    memory.keep_within_budget(current)
    assert total_bytes([old, current]) <= memory.budget


def test_shared_keyframes_count_once():
    one = recorded(400)
    branches = [one.branch() for _ in range(5)]
    memory = KeyframeMemory(budget=int(one.bytes * 1.1))
    for recording in (one, *branches):
        memory.watch(recording)
    before = len(one.kept)
    memory.keep_within_budget(one)
    assert len(one.kept) == before


def test_what_nobody_has_any_more_does_not_count():
    memory = KeyframeMemory(budget=recorded(400).bytes + 10_000)
    memory.watch(recorded(400))
    current = recorded(400)
    memory.watch(current)
    before = len(current.kept)
    memory.keep_within_budget(current)
    assert len(current.kept) == before


def test_a_budget_too_small_for_anything_ends_the_thinning():
    current = recorded(50)
    memory = KeyframeMemory(budget=10)
    memory.watch(current)
    memory.keep_within_budget(current)
    assert len(current.kept) == 1
