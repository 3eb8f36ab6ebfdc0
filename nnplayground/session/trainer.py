"""The background thread that trains and sends every iteration's parameters to the window.

It does bursts of about one frame of the window and sends one signal a burst. It then needs a
credit from the window before it may send again, so bursts never pile up. All commands come in
through one queue; the thread's object has no slots.
"""

import time
import traceback
from collections import deque
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event

import numpy as np
from PySide6.QtCore import QThread, Signal

from nnplayground.core import Dataset, Divergence, Experiment, Run, RunState, Score
from nnplayground.core.arrays import FloatArray, IntArray, frozen
from nnplayground.core.recording import Recording, ReplayStopped
from nnplayground.session.looking import Looker

# Seconds of training in one burst: about one frame of the window.
BURST_SECONDS = 0.014
# A burst whose parameters would take more than this records so many of its iterations, evenly:
# each of them is another call of the engine, and nobody sees more of them in a frame.
MAX_BURST_BYTES = 8 << 20
THINNED_ROWS = 16
# Bursts under way to the window at once: one being drawn while the next is trained.
CREDITS = 2
# The share of the time that scoring on all examples may take while training at full speed.
SCORE_SHARE = 0.08
# Steps of a burst at the beginning of a run; later at most a third of those done so far.
FIRST_STEPS = 16


@dataclass(frozen=True)
class Burst:
    """What the trainer did since the burst before.

    Attributes:
        job: number of the job that it belongs to.
        first_iteration: the first iteration of the burst, counted from 1.
        losses: (k,) batch loss of each iteration, taken before its step.
        recorded: (r,) the iterations whose parameters are in `thetas`, the newest always.
        thetas: (r, P) the parameters after each of them; r = k where these take 8 MiB at most.
        state: the training state at the end.
        epoch: whole epochs at the end.
        train, test: scores at the end, None where none was taken.
        engine: the engine's name, '' where there was no step.
        divergence: where the numbers left the range, else None.
        finished: why training ended by itself, '' while it goes on or was stepped.
        more: whether training goes on.
    """

    job: int
    first_iteration: int
    losses: FloatArray
    recorded: IntArray
    thetas: FloatArray
    state: RunState
    epoch: int
    train: Score | None
    test: Score | None
    engine: str
    divergence: Divergence | None
    finished: str
    more: bool


@dataclass(frozen=True, eq=False)
class Job:
    """What to train.

    Attributes:
        number: tells bursts of different jobs apart.
        experiment, dataset: what is trained on what.
        state: where to begin; the trainer copies it.
        limit: stop after this many iterations, None for no end.
        rate: iterations a second, None for as fast as it goes.
    """

    number: int
    experiment: Experiment
    dataset: Dataset
    state: RunState
    limit: int | None
    rate: float | None


@dataclass(frozen=True)
class _Rate:
    rate: float | None


@dataclass(frozen=True, eq=False)
class _Look:
    recording: Recording
    iteration: int


class _Credit:
    pass


class _Quit:
    pass


@dataclass(frozen=True)
class _Halt:
    done: Event


_Command = Job | _Rate | _Look | _Credit | _Quit | _Halt


class Trainer(QThread):
    """Trains one job at a time in the background.

    Signals:
        burst_ready(Burst): emitted from the thread, at most CREDITS before one is given back.
        moment_ready(PastMoment | None): what `look` asked for; None where it was stopped.
        failed(str): an unexpected error, as a text with its traceback; the thread goes on.
    """

    burst_ready = Signal(object)
    moment_ready = Signal(object)
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._inbox: SimpleQueue[_Command] = SimpleQueue()
        self._credits = CREDITS
        self._undelivered: deque[Burst] = deque()
        self._work: _Work | None = None
        self._quitting = False
        self._looker = Looker()
        self._looking_no_more = Event()

    # ---- called by the window's thread -------------------------------------------------

    def begin(self, job: Job) -> None:
        """Train `job` in place of whatever is being trained."""
        self._inbox.put(job)

    def set_rate(self, rate: float | None) -> None:
        """Go on with `rate` iterations a second, None for as fast as it goes."""
        self._inbox.put(_Rate(rate))

    def look(self, recording: Recording, iteration: int) -> None:
        """Replay a recording to `iteration`; nothing may change the recording until `halt`."""
        self._inbox.put(_Look(recording, iteration))

    def stop_looking(self) -> None:
        """Leave a replay that is under way."""
        self._looking_no_more.set()

    def take(self, burst: Burst) -> list[Burst]:
        """All bursts that are there, once `burst` is delivered; gives their credits back.

        None where it came with an earlier one: whoever draws for longer than a burst takes
        finds several at once.
        """
        if not self._undelivered or self._undelivered[0] is not burst:
            return []
        bursts = []
        while self._undelivered:
            bursts.append(self._undelivered.popleft())
            self._inbox.put(_Credit())
        return bursts

    def halt(self) -> list[Burst]:
        """Stop training within a burst; returns the bursts that were not delivered yet."""
        done = Event()
        self.stop_looking()
        self._inbox.put(_Halt(done))
        while self.isRunning() and not done.wait(0.05):
            pass
        bursts = list(self._undelivered)
        self._undelivered.clear()
        return bursts

    def shut_down(self) -> None:
        """Stop and join the thread."""
        self.stop_looking()
        self._inbox.put(_Quit())
        self.wait()

    # ---- in the thread -----------------------------------------------------------------

    def run(self) -> None:
        while not self._quitting:
            try:
                self._serve()
            except Exception:
                self._work = None
                self.failed.emit(traceback.format_exc())

    def _serve(self) -> None:
        while not self._quitting:
            wait = self._seconds_to_next_burst()
            try:
                command = self._inbox.get(block=wait is None or wait > 0, timeout=wait)
            except Empty:
                self._train()
            else:
                self._obey(command)

    def _seconds_to_next_burst(self) -> float | None:
        """0 to train at once, None to wait for a command only."""
        if self._work is None or self._credits == 0:
            return None
        return max(0.0, self._work.due - time.perf_counter())

    def _obey(self, command: _Command) -> None:
        match command:
            case Job():
                self._work = _Work(command)
            case _Rate():
                if self._work is not None:
                    self._work.set_rate(command.rate)
            case _Look():
                self._look(command)
            case _Credit():
                self._credits += 1
            case _Halt():
                self._work = None
                self._credits = CREDITS
                self._looking_no_more.clear()
                command.done.set()
            case _Quit():
                self._work = None
                self._quitting = True

    def _look(self, look: _Look) -> None:
        try:
            stopped = self._looking_no_more.is_set
            self.moment_ready.emit(self._looker.look(look.recording, look.iteration, stopped))
        except ReplayStopped:
            self._looking_no_more.clear()
            self.moment_ready.emit(None)

    def _train(self) -> None:
        work = self._work
        assert work is not None
        burst = work.burst()
        if not burst.more:
            self._work = None
        self._credits -= 1
        self._undelivered.append(burst)
        self.burst_ready.emit(burst)


class _Work:
    """A job under way."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.run = Run(job.experiment, job.dataset, job.state.copy())
        self.left = job.limit
        self._seconds_a_step = 1e-3
        self._score_cost = 0.0
        self._last_score = 0.0
        self.set_rate(job.rate)

    def set_rate(self, rate: float | None) -> None:
        self.rate = rate
        self.due = time.perf_counter()

    def burst(self) -> Burst:
        steps = self._steps()
        if steps:  # a job that only asks for scores needs no engine
            self.run.use_ready_engine()
        first = self.run.iteration + 1
        started = time.perf_counter()
        losses, recorded, thetas = self._advance(steps)
        spent = time.perf_counter() - started
        if len(losses):
            self._seconds_a_step = spent / len(losses)
        if self.left is not None:
            self.left -= len(losses)
        self._set_due(started, len(losses))
        stop = "" if self.run.divergence else self.run.stop_reason() or ""
        more = not (stop or self.run.divergence or self.left == 0)
        train, test = self._score(always=not more or steps == 1)
        return Burst(
            job=self.job.number,
            first_iteration=first,
            losses=frozen(losses),
            recorded=frozen(recorded),
            thetas=frozen(thetas),
            state=self.run.state.copy().freeze(),
            epoch=self.run.epoch,
            train=train,
            test=test,
            engine=self.run.engine.name if steps else "",
            divergence=self.run.divergence,
            finished=stop,
            more=more,
        )

    def _steps(self) -> int:
        """As many steps as fit a burst, or as the rate and the limit say."""
        steps = max(1, int(BURST_SECONDS / self._seconds_a_step))
        if self.rate is not None:
            steps = min(steps, max(1, int(self.rate * BURST_SECONDS)))
        if self.left is not None:
            steps = min(steps, self.left)
        # the beginning, where most happens, is seen closely however quick it is over
        steps = min(steps, max(FIRST_STEPS, self.run.iteration // 3))
        return min(steps, 1 << 17)

    def _set_due(self, started: float, steps: int) -> None:
        if self.rate is None:
            self.due = started
            return
        # a late burst is not caught up with: that would make slow motion jump
        self.due = max(self.due + steps / self.rate, started)

    def _advance(self, steps: int) -> tuple[FloatArray, IntArray, FloatArray]:
        """Train; returns losses (k,), the recorded iterations (r,) and their parameters (r, P)."""
        theta = self.run.theta
        all_fit = steps * theta.nbytes <= MAX_BURST_BYTES
        stride = 1 if all_fit else -(-steps // THINNED_ROWS)
        losses = np.empty(steps, theta.dtype)
        start = self.run.iteration
        if stride == 1:
            thetas = np.empty((steps, theta.size), theta.dtype)
            done = self.run.advance(steps, losses, thetas)
            return losses[:done], start + 1 + np.arange(done), thetas[:done]
        return self._advance_thinned(steps, stride, losses)

    def _advance_thinned(
        self, steps: int, stride: int, losses: FloatArray
    ) -> tuple[FloatArray, IntArray, FloatArray]:
        recorded, thetas, done = [], [], 0
        while done < steps:
            wanted = min(stride, steps - done)
            advanced = self.run.advance(wanted, losses[done : done + wanted])
            done += advanced
            if advanced:
                recorded.append(self.run.iteration)
                thetas.append(self.run.theta.copy())
            if advanced < wanted:
                break
        rows = np.array(thetas).reshape(-1, self.run.theta.size)
        return losses[:done], np.array(recorded, dtype=np.int64), rows

    def _score(self, always: bool) -> tuple[Score | None, Score | None]:
        """Scores on all examples, where they are due: often, but not at the cost of training."""
        now = time.perf_counter()
        if not always and (now - self._last_score) * SCORE_SHARE < self._score_cost:
            return None, None
        # what it costs this thread: a busy machine must not leave gaps in the loss curve
        before = time.thread_time()
        scores = self.run.train_score(), self.run.test_score()
        self._score_cost = time.thread_time() - before
        self._last_score = time.perf_counter()
        return scores
