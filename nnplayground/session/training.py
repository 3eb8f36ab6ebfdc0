"""Training of one experiment in the background, and the newest moment of it for the views."""

import dataclasses
import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from nnplayground.core import Dataset, Experiment, Problem, RunState
from nnplayground.core.recording import Moment
from nnplayground.session.document import Position
from nnplayground.session.frame import Frame
from nnplayground.session.garbage import Garbage
from nnplayground.session.history import History
from nnplayground.session.looking import PastMoment
from nnplayground.session.rates import RateMeter
from nnplayground.session.runs import RunRecord
from nnplayground.session.trainer import Burst, Job, Trainer

# Milliseconds between two frames at least: the screen shows no more.
FRAME_MILLISECONDS = 16
# Seconds after which a replay is left for one that is wanted by now.
LONG_REPLAY = 0.1
AFTER_THE_END = "To go on, raise the limit or clear it under Train, Stop when…"
NO_EXAMPLES = (
    "There is no example to learn from, so training is paused: paint points on the output, "
    "or choose other data."
)


class Training(QObject):
    """Keeps the trainer busy and collects what it sends.

    Signals:
        frame_changed(Frame): at most once a frame of the window.
        running_changed(bool): training began or ended.
        ended(str): why training ended by itself, as a sentence.
        diverged(str): the same sentence, where numbers grew past all bounds.
        failed(str): an unexpected error in the trainer.
    """

    frame_changed = Signal(object)
    running_changed = Signal(bool)
    ended = Signal(str)
    diverged = Signal(str)
    failed = Signal(str)

    run: RunRecord
    dataset: Dataset
    problem: Problem

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.iterations = RateMeter()
        self.frames = RateMeter()
        self.running = False
        self.endless = False
        self.rate: float | None = None
        self._job = 0
        self._began = 0.0
        self._scored = -1
        self._past: PastMoment | None = None
        self._wanted: int | None = None
        self._looking_since: float | None = None
        self._pending = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_frame_due)
        self._garbage = Garbage(lambda: self.running, self)
        self._trainer = Trainer()
        self._trainer.burst_ready.connect(self._on_burst)
        self._trainer.moment_ready.connect(self._on_moment)
        self._trainer.failed.connect(self._on_failed)
        self._trainer.start()

    @property
    def experiment(self) -> Experiment:
        """The settings of the current run."""
        return self.run.experiment

    @property
    def position(self) -> Position:
        """Where the current run is, with its past."""
        return self.run.position

    @property
    def state(self) -> RunState:
        """The newest training state, its arrays read-only."""
        return self.position.state

    @property
    def history(self) -> History:
        """The thinned past, for plots."""
        return self.position.history

    def frame(self) -> Frame:
        """The moment to be seen: the newest, or the one that is looked back at."""
        if self._past is not None:
            return self._past_frame(self._past)
        return self._frame(self.dataset, self.problem, Moment(self.experiment, self.state))

    def _past_frame(self, past: PastMoment) -> Frame:
        now = self._frame(past.dataset, past.problem, past.moment)
        return dataclasses.replace(now, train=past.train, test=past.test, running=False)

    def _frame(self, dataset: Dataset, problem: Problem, moment: Moment) -> Frame:
        return Frame(
            experiment=moment.experiment,
            dataset=dataset,
            layout=problem.layout,
            state=moment.state,
            epoch=problem.epoch(moment.state),
            iterations_per_epoch=problem.iterations_per_epoch,
            train=self.run.train,
            test=self.run.test,
            history=self.history,
            running=self.running,
            engine=self.run.engine,
            last_iteration=self.state.iteration,
        )

    def look_at(self, iteration: int) -> None:
        """Pause, and show the run as it was at `iteration`; it follows from the background."""
        if self.running:
            self.halt()
        recording = self.position.recording
        wanted = min(max(iteration, recording.first_iteration), self.state.iteration)
        if wanted == self.state.iteration:
            self.look_at_now()
            return
        self._wanted = wanted
        if self._looking_since is None:
            self._look()
        elif time.perf_counter() - self._looking_since > LONG_REPLAY:
            self._trainer.stop_looking()

    def _look(self) -> None:
        assert self._wanted is not None
        self._looking_since = time.perf_counter()
        self._trainer.look(self.position.recording, self._wanted)

    def look_at_now(self) -> None:
        """Show the newest moment again."""
        self._wanted = None
        if self._past is not None:
            self._past = None
            self.announce()

    @property
    def wanted(self) -> int:
        """The iteration that is to be seen, even if its picture is not there yet."""
        return self.state.iteration if self._wanted is None else self._wanted

    @property
    def past(self) -> Moment | None:
        """The moment that is looked back at, None where the newest is shown."""
        return None if self._past is None else self._past.moment

    def adopt(self, run: RunRecord, dataset: Dataset, problem: Problem) -> None:
        """Go on with a run from where it is, halted; its scores follow from the background.

        Whoever calls it announces the new moment, after telling the views what has changed.
        """
        self.run, self.dataset, self.problem = run, dataset, problem
        position = run.position
        self._past = self._wanted = None
        self._scored = -1
        position.history.forget_after(position.state.iteration)
        position.history.add_state(position.state)
        self._job += 1
        self._send(limit=0)

    def start(self, limit: int | None = None) -> None:
        """Train from the newest state, for `limit` iterations or without end, if there is data."""
        self.look_at_now()
        if not len(self.dataset.train):
            self.ended.emit(NO_EXAMPLES)
            return
        self._job += 1
        self.endless = limit is None
        self._set_running(True)
        self._send(limit)

    def halt(self) -> bool:
        """Stop within a burst; returns whether endless training was going on."""
        was_endless = self.running and self.endless
        self._looking_since = None
        self._take_in(self._trainer.halt())
        if self.running:
            self._set_running(False)
            # views that were pacing themselves have yet to draw the moment it ended at
            self._announce_soon()
        return was_endless

    def score(self) -> None:
        """Score the newest state from the background, where that took too long while training."""
        if self._scored != self.state.iteration:
            self._job += 1
            self._send(limit=0)

    def seconds_of(self, run: RunRecord) -> float:
        """How long a run was trained up to now."""
        on_the_way = time.perf_counter() - self._began
        return run.seconds + (on_the_way if self.running and run is self.run else 0.0)

    def set_rate(self, rate: float | None) -> None:
        """Train `rate` iterations a second, None for as fast as it goes."""
        self.rate = rate
        self._trainer.set_rate(rate)

    def shut_down(self) -> None:
        """Stop and join the thread."""
        self._timer.stop()
        self._trainer.shut_down()
        self._garbage.end()

    def announce(self) -> None:
        """Hand the newest moment to the views, now or when the next frame is due."""
        if self._timer.isActive():
            self._pending = True
            return
        self._timer.start(FRAME_MILLISECONDS)
        self.frames.add()
        self.frame_changed.emit(self.frame())

    def _announce_soon(self) -> None:
        """Hand the moment there is then to the views when the next frame is due."""
        self._pending = True
        if not self._timer.isActive():
            self._timer.start(FRAME_MILLISECONDS)

    def _send(self, limit: int | None) -> None:
        self._trainer.begin(
            Job(self._job, self.experiment, self.dataset, self.state, limit, self.rate)
        )

    def _set_running(self, running: bool) -> None:
        if running != self.running:
            self.running = running
            now = time.perf_counter()
            self.run.seconds += 0.0 if running else now - self._began
            self._began = now
            self.iterations.clear()
            self.frames.clear()
            self.running_changed.emit(running)

    @Slot(object)
    def _on_burst(self, burst: Burst) -> None:
        self._take_in(self._trainer.take(burst))

    def _take_in(self, bursts: list[Burst]) -> None:
        news = False
        for burst in bursts:
            if burst.job == self._job:
                self._add(burst)
                news = True
        if news:
            self.announce()

    def _add(self, burst: Burst) -> None:
        self.run.position = dataclasses.replace(self.position, state=burst.state)
        self.position.recording.advanced(burst.state, burst.engine)
        self.run.engine = burst.engine or self.run.engine
        is_news = burst.divergence != self.run.divergence
        self.run.divergence = burst.divergence
        self.iterations.add(len(burst.losses))
        self.history.add_batch_losses(burst.first_iteration, burst.losses)
        self.history.add_parameters(burst.recorded, burst.thetas)
        if burst.train is not None and burst.test is not None:
            self.run.train, self.run.test = burst.train, burst.test
            self.history.add_score(burst.state.iteration, burst.train, burst.test)
            self._scored = burst.state.iteration
        if not burst.more:
            was_running = self.running
            self._set_running(False)
            self._say_why(burst, was_running, is_news)

    def _say_why(self, burst: Burst, was_running: bool, is_news: bool) -> None:
        if burst.divergence is not None:
            if not (is_news or was_running):  # scores after an edit of a diverged run
                return
            where = burst.divergence
            sentence = (
                f"Diverged at iteration {where.iteration:,}: the numbers of layer {where.layer} "
                f"grew past what {self.experiment.training.precision} can hold. Training is "
                "paused. Reset, then try a smaller learning rate (now "
                f"{self.experiment.training.learning_rate:g})."
            )
            self.ended.emit(sentence)
            self.diverged.emit(sentence)
        elif burst.finished and was_running:  # scores after an edit are no news of the end
            self.ended.emit(f"{burst.finished} {AFTER_THE_END}")

    @Slot(object)
    def _on_moment(self, past: PastMoment | None) -> None:
        self._looking_since = None
        if self._wanted is None:
            return
        if past is not None and past.recording is self.position.recording:
            self._past = past
            self.announce()
        if past is None or past.moment.state.iteration != self._wanted:
            self._look()

    @Slot(str)
    def _on_failed(self, text: str) -> None:
        self._looking_since = None
        self._set_running(False)
        self.failed.emit(text)

    @Slot()
    def _on_frame_due(self) -> None:
        if self._pending:
            self._pending = False
            self.announce()
