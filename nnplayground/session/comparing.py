"""Frames of any runs at any iteration, replayed beside the training of the current one."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject

from nnplayground.core.recording import Recording
from nnplayground.session.background import Background, Progress
from nnplayground.session.frame import Frame
from nnplayground.session.looking import Looker, PastMoment
from nnplayground.session.runs import RunRecord


class Comparing(QObject):
    """Looks at several runs at once.

    Args:
        parent: whose; `shut_down` must be called before it goes.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.background = Background(self)
        self._lookers: dict[RunRecord, Looker] = {}
        self._copies: dict[RunRecord, tuple[Recording, Recording]] = {}

    def look(self, run: RunRecord, iteration: int, done: Callable[[Frame], None]) -> None:
        """Tell `done` a frame of a run at an iteration, or at its newest if that is later."""
        copy = self._copy(run, iteration)
        wanted = min(max(iteration, copy.first_iteration), copy.last_iteration)
        looker = self._lookers.setdefault(run, Looker())

        def work(progress: Progress) -> PastMoment:
            return looker.look(copy, wanted, lambda: not progress(0.0))

        self.background.begin(run, work, partial(_told, run, done))

    def leave(self, runs: Iterable[RunRecord]) -> None:
        """Look at these runs no longer; what was asked for is not told any more."""
        for run in runs:
            self.background.cancel(run)
            self._lookers.pop(run, None)
            self._copies.pop(run, None)

    def shut_down(self) -> None:
        """Stop and join the thread."""
        self.background.shut_down()

    def _copy(self, run: RunRecord, iteration: int) -> Recording:
        """A recording that nobody changes while it is replayed, made anew where it is outdated."""
        recording = run.position.recording
        kept = self._copies.get(run)
        if kept is None or kept[0] is not recording or kept[1].last_iteration < iteration:
            kept = self._copies[run] = recording, recording.branch()
        return kept[1]


def _told(run: RunRecord, done: Callable[[Frame], None], past: PastMoment) -> None:
    state = past.moment.state
    done(
        Frame(
            experiment=past.moment.experiment,
            dataset=past.dataset,
            layout=past.problem.layout,
            state=state,
            epoch=past.problem.epoch(state),
            iterations_per_epoch=past.problem.iterations_per_epoch,
            train=past.train,
            test=past.test,
            history=run.position.history,
            running=False,
            engine=run.engine,
            last_iteration=max(run.iteration, state.iteration),
        )
    )
