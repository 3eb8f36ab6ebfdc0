import time
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt, Slot

from nnplayground.core import Experiment, Problem, Run, StopRule, TrainingSpec, load_dataset
from nnplayground.core.recording import Recording
from nnplayground.session import trainer as trainer_module
from nnplayground.session.trainer import CREDITS, Burst, Job, Trainer

NUMPY = Experiment(training=TrainingSpec(engine="numpy"))


def job(experiment=NUMPY, limit=None, rate=None, state=None, number=1):
    dataset = load_dataset(experiment.data)
    state = state or Problem.of(experiment, dataset).initial_state()
    return Job(number, experiment, dataset, state.freeze(), limit, rate)


class Window(QObject):
    """Stands for the window's thread: takes bursts as they come, unless told not to."""

    def __init__(self, trainer: Trainer) -> None:
        super().__init__()
        self.trainer = trainer
        self.bursts: list[Burst] = []
        self.stale: list[Burst] = []
        self.failures: list[str] = []
        self.moments: list[Any] = []
        trainer.burst_ready.connect(self._on_burst)
        trainer.failed.connect(self.failures.append)
        trainer.moment_ready.connect(self.moments.append, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _on_burst(self, burst: Burst) -> None:
        taken = self.trainer.take(burst)
        self.bursts.extend(taken)
        if not taken:
            self.stale.append(burst)

    @property
    def iterations(self) -> int:
        return sum(len(burst.losses) for burst in self.bursts)

    @property
    def done(self) -> bool:
        return bool(self.bursts) and not self.bursts[-1].more


@pytest.fixture
def window(trainer):
    return Window(trainer)


def headless(experiment, iterations, state=None):
    """Losses and parameters of every iteration of a run without a thread."""
    run = Run(experiment, state=None if state is None else state.copy())
    losses = np.empty(iterations)
    thetas = np.empty((iterations, run.theta.size))
    assert run.advance(iterations, losses, thetas) == iterations
    return run, losses, thetas


def joined(bursts):
    return (
        np.concatenate([burst.losses for burst in bursts]),
        np.concatenate([burst.recorded for burst in bursts]),
        np.concatenate([burst.thetas for burst in bursts]),
    )


# ---- what a burst holds ------------------------------------------------------------------


def test_every_iterations_parameters_and_loss_come_out_bit_for_bit(qtbot, trainer, window):
    trainer.begin(job(limit=2000))
    qtbot.waitUntil(lambda: window.done)
    assert len(window.bursts) > 1
    losses, recorded, thetas = joined(window.bursts)
    _, expected_losses, expected_thetas = headless(NUMPY, 2000)
    assert recorded.tolist() == list(range(1, 2001))
    np.testing.assert_array_equal(thetas, expected_thetas)
    np.testing.assert_array_equal(losses, expected_losses)


def test_bursts_follow_each_other_without_a_gap(qtbot, trainer, window):
    trainer.begin(job(limit=2000))
    qtbot.waitUntil(lambda: window.done)
    expected = 1
    for burst in window.bursts:
        assert burst.first_iteration == expected
        assert len(burst.losses) == len(burst.recorded) == len(burst.thetas)
        expected += len(burst.losses)
        assert burst.state.iteration == expected - 1
        np.testing.assert_array_equal(burst.state.theta, burst.thetas[-1])


def test_all_arrays_of_a_burst_are_read_only_and_its_own(qtbot, trainer, window):
    trainer.begin(job(limit=1000))
    qtbot.waitUntil(lambda: window.done)
    for burst in window.bursts:
        for array in (
            burst.losses,
            burst.recorded,
            burst.thetas,
            burst.state.theta,
            burst.state.slots,
        ):
            assert not array.flags.writeable
    one, other = window.bursts[:2]
    assert not np.shares_memory(one.thetas, other.thetas)
    assert not np.shares_memory(one.state.theta, other.state.theta)


def test_the_job_state_is_left_as_it_was(qtbot, trainer, window):
    given = job(limit=500)
    before = given.state.theta.copy()
    trainer.begin(given)
    qtbot.waitUntil(lambda: window.done)
    np.testing.assert_array_equal(given.state.theta, before)
    assert given.state.iteration == 0


def test_scores_come_at_the_end_and_are_those_of_a_headless_run(qtbot, trainer, window):
    trainer.begin(job(limit=300))
    qtbot.waitUntil(lambda: window.done)
    run, _, _ = headless(NUMPY, 300)
    assert window.bursts[-1].train == run.train_score()
    assert window.bursts[-1].test == run.test_score()


def test_epochs_are_counted(qtbot, trainer, window):
    trainer.begin(job(limit=51))  # 25 iterations an epoch
    qtbot.waitUntil(lambda: window.done)
    assert window.bursts[-1].epoch == 2


def test_a_job_of_no_iterations_gives_the_scores_only(qtbot, trainer, window):
    trainer.begin(job(limit=0))
    qtbot.waitUntil(lambda: window.done)
    (burst,) = window.bursts
    assert len(burst.losses) == len(burst.thetas) == 0
    assert burst.train == Run(NUMPY).train_score()


def test_a_job_goes_on_from_its_state_with_the_same_bits(qtbot, trainer, window):
    run, _, _ = headless(NUMPY, 137)
    trainer.begin(job(limit=100, state=run.state.copy()))
    qtbot.waitUntil(lambda: window.done)
    whole, _, _ = headless(NUMPY, 237)
    assert window.bursts[0].first_iteration == 138
    np.testing.assert_array_equal(window.bursts[-1].state.theta, whole.theta)


# ---- large networks ----------------------------------------------------------------------


def test_past_its_largest_size_a_burst_is_thinned_evenly_and_keeps_the_newest(
    qtbot, trainer, window, monkeypatch
):
    monkeypatch.setattr(trainer_module, "MAX_BURST_BYTES", 25 * 8 * 10)
    trainer.begin(job(limit=3000))
    qtbot.waitUntil(lambda: window.done)
    _, expected_losses, expected_thetas = headless(NUMPY, 3000)
    thinned = 0
    for burst in window.bursts:
        assert len(burst.thetas) <= trainer_module.THINNED_ROWS
        assert burst.recorded[-1] == burst.state.iteration
        gaps = np.diff(burst.recorded[:-1])
        assert len(set(gaps.tolist())) <= 1
        np.testing.assert_array_equal(burst.thetas, expected_thetas[burst.recorded - 1])
        thinned += len(burst.losses) > len(burst.thetas)
    assert thinned
    np.testing.assert_array_equal(joined(window.bursts)[0], expected_losses)


# ---- credit ------------------------------------------------------------------------------


def test_at_most_the_credits_pile_up_while_the_window_takes_nothing(trainer):
    emitted: list[Any] = []
    trainer.burst_ready.connect(emitted.append, Qt.ConnectionType.DirectConnection)
    trainer.begin(job())
    deadline = time.monotonic() + 5.0
    while len(emitted) < CREDITS and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.2)  # room for ten bursts more, had they been allowed
    assert len(emitted) == CREDITS


def test_all_that_piled_up_are_taken_at_once_and_let_as_many_more_through(qtbot, trainer):
    emitted: list[Any] = []
    trainer.burst_ready.connect(emitted.append, Qt.ConnectionType.DirectConnection)
    trainer.begin(job())
    qtbot.waitUntil(lambda: len(emitted) == CREDITS)
    assert trainer.take(emitted[0]) == emitted[:CREDITS]
    assert trainer.take(emitted[1]) == []
    qtbot.waitUntil(lambda: len(emitted) == 2 * CREDITS)
    time.sleep(0.1)
    assert len(emitted) == 2 * CREDITS


# ---- halting -----------------------------------------------------------------------------


def test_halting_hands_over_what_was_not_delivered_and_nothing_is_lost(qtbot, trainer, window):
    trainer.begin(job())
    qtbot.waitUntil(lambda: window.iterations > 500)
    left = trainer.halt()
    bursts = [*window.bursts, *left]
    _, recorded, thetas = joined(bursts)
    count = len(recorded)
    assert recorded.tolist() == list(range(1, count + 1))
    np.testing.assert_array_equal(thetas, headless(NUMPY, count)[2])


def test_what_halting_handed_over_is_not_taken_again(qtbot, trainer):
    window = Window(trainer)
    trainer.begin(job())
    deadline = time.monotonic() + 5.0
    while len(trainer._undelivered) < CREDITS and time.monotonic() < deadline:
        time.sleep(0.01)  # without the event loop nothing is delivered
    left = trainer.halt()
    assert len(left) == CREDITS
    qtbot.waitUntil(lambda: len(window.stale) == CREDITS)
    assert window.bursts == []


def test_after_a_halt_nothing_more_comes(qtbot, trainer, window):
    trainer.begin(job())
    qtbot.waitUntil(lambda: window.iterations > 100)
    trainer.halt()
    taken = len(window.bursts)
    qtbot.wait(100)
    assert len(window.bursts) == taken


def test_many_halts_and_starts_lose_no_credit(qtbot, trainer, window):
    for number in range(30):
        trainer.begin(job(number=number))
        trainer.halt()
    window.bursts.clear()
    trainer.begin(job(limit=3000))
    qtbot.waitUntil(lambda: window.done)
    assert window.iterations == 3000


def test_another_job_takes_the_place_of_the_one_under_way(qtbot, trainer, window):
    trainer.begin(job(number=1))
    qtbot.waitUntil(lambda: window.iterations > 100)
    trainer.begin(job(number=2, limit=10))
    qtbot.waitUntil(lambda: window.done)
    assert window.bursts[-1].job == 2
    assert window.bursts[-1].state.iteration == 10


# ---- pace --------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", [1.0, 10.0, 60.0])
def test_in_slow_motion_every_signal_carries_one_iteration(qtbot, trainer, window, rate):
    trainer.begin(job(rate=rate))
    qtbot.waitUntil(lambda: window.iterations >= (1 if rate == 1.0 else 4))
    assert {len(burst.losses) for burst in window.bursts} == {1}
    assert all(burst.train is not None for burst in window.bursts)


def test_no_more_iterations_come_than_the_rate_allows(qtbot, trainer, window):
    started = time.perf_counter()
    trainer.begin(job(rate=200.0))
    qtbot.waitUntil(lambda: window.iterations >= 60)
    allowed = 200.0 * (time.perf_counter() - started)
    largest = max(len(burst.losses) for burst in window.bursts)
    assert window.iterations <= allowed + 2 * largest


def test_the_rate_changes_in_the_midst_of_a_job(qtbot, trainer, window):
    trainer.begin(job())
    qtbot.waitUntil(lambda: window.iterations > 500)
    trainer.set_rate(20.0)
    qtbot.wait(50)
    window.bursts.clear()
    qtbot.waitUntil(lambda: len(window.bursts) >= 3)
    assert {len(burst.losses) for burst in window.bursts} == {1}
    trainer.set_rate(None)
    qtbot.waitUntil(lambda: len(window.bursts[-1].losses) > 50)


# ---- ends ----------------------------------------------------------------------------------


def test_a_stop_rule_ends_the_job_with_its_sentence(qtbot, trainer, window):
    experiment = NUMPY.with_training(stop=StopRule(iterations=777))
    trainer.begin(job(experiment))
    qtbot.waitUntil(lambda: window.done)
    assert window.bursts[-1].state.iteration == 777
    assert "777" in window.bursts[-1].finished


def test_a_diverged_job_ends_where_the_numbers_left_the_range(qtbot, trainer, window):
    experiment = Experiment().with_training(engine="numpy", learning_rate=1e6, loss="squared")
    network = experiment.network
    identity = type(network)(2, tuple(_identity(layer) for layer in network.layers))
    experiment = type(experiment)(identity, experiment.data, experiment.training)
    trainer.begin(job(experiment))
    qtbot.waitUntil(lambda: window.done)
    divergence = window.bursts[-1].divergence
    assert divergence is not None
    _, recorded, thetas = joined(window.bursts)
    assert recorded[-1] == divergence.iteration
    assert not np.isfinite(thetas[-1]).all()
    assert np.isfinite(thetas[:-1]).all()


def _identity(layer):
    return type(layer)(layer.units, "identity")


def test_an_exception_is_told_with_its_traceback_and_the_thread_goes_on(qtbot, trainer, window):
    broken = job()
    broken.state.theta = np.zeros(3)
    trainer.begin(broken)
    qtbot.waitUntil(lambda: len(window.failures) == 1)
    assert "Traceback" in window.failures[0]
    trainer.begin(job(limit=10))
    qtbot.waitUntil(lambda: window.done)
    assert window.iterations == 10


def test_an_exception_in_mid_job_costs_no_credit(qtbot, trainer, window, monkeypatch):
    advance = Run.advance

    def failing(run, iterations, *arguments):
        if run.iteration > 50:
            raise RuntimeError("planted")
        return advance(run, iterations, *arguments)

    monkeypatch.setattr(Run, "advance", failing)
    for _ in range(CREDITS + 1):
        failures = len(window.failures)
        trainer.begin(job())
        qtbot.waitUntil(lambda expected=failures + 1: len(window.failures) == expected)
    monkeypatch.undo()
    window.bursts.clear()
    trainer.begin(job(limit=2000))
    qtbot.waitUntil(lambda: window.done)
    assert "planted" in window.failures[0]


def test_shutting_down_in_the_midst_of_a_job_joins_the_thread(qtbot, trainer, window):
    trainer.begin(job())
    qtbot.waitUntil(lambda: window.iterations > 100)
    trainer.shut_down()
    assert trainer.isFinished()


def test_a_halt_after_the_thread_has_ended_returns(trainer):
    trainer.shut_down()
    assert trainer.halt() == []


# ---- looking back --------------------------------------------------------------------------


def test_a_past_moment_is_replayed_with_its_scores(qtbot, trainer, window):
    run, _, thetas = headless(NUMPY, 400)
    recording = Recording(NUMPY, Problem.of(NUMPY, run.dataset).initial_state().freeze())
    recording.advanced(run.state.copy().freeze(), "numpy")
    trainer.look(recording, 123)
    qtbot.waitUntil(lambda: len(window.moments) == 1)
    past = window.moments[0]
    assert past.moment.state.iteration == 123
    np.testing.assert_array_equal(past.moment.state.theta, thetas[122])
    assert past.train == headless(NUMPY, 123)[0].train_score()
