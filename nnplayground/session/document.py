"""What undo and redo put back: the experiment, and the training state where an edit touched it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from nnplayground.core import Experiment, Problem, RunState
from nnplayground.core.adapt import Correspondence, LayerValues, adapt_state, set_parameter
from nnplayground.core.recording import Event, Recording
from nnplayground.session.history import History

if TYPE_CHECKING:
    from nnplayground.session.runs import RunRecord

# (layer from 0, its numbers) of layers that were copied with theirs.
Brought = tuple[tuple[int, LayerValues], ...]


@dataclass(frozen=True, eq=False)
class Position:
    """Where training is, and how it came there.

    Attributes:
        state: the training state, its arrays read-only.
        history: the thinned past, for plots.
        recording: the exact past.
    """

    state: RunState
    history: History
    recording: Recording

    @classmethod
    def start(cls, experiment: Experiment, problem: Problem) -> "Position":
        """Iteration 0 of an experiment."""
        return cls.opened(experiment, problem, problem.initial_state())

    @classmethod
    def opened(cls, experiment: Experiment, problem: Problem, state: RunState) -> "Position":
        """A state without a past."""
        frozen = state.copy().freeze()
        return cls(frozen, History(problem.layout), Recording(experiment, frozen))

    def turned(self, text: str, experiment: Experiment, index: int, value: float) -> "Position":
        """The same with parameter `index` set to `value`."""
        state = set_parameter(self.state, index, value).freeze()
        event = Event(state.iteration, text, experiment, turned=(index, value))
        return Position(state, self.history, self._recorded(event, state))

    def adapted(
        self,
        text: str,
        experiment: Experiment,
        before: Problem,
        after: Problem,
        correspondence: Correspondence | None,
        brought: Brought = (),
    ) -> "Position":
        """The same carried over to another network, with the numbers that layers bring along."""
        correspondence = correspondence or Correspondence.in_place(len(after.layout.network.layers))
        state = adapt_state(before, after, self.state, correspondence)
        for index, values in brought:
            values.put(after.layout, state.theta, index)
        state.freeze()
        event = Event(state.iteration, text, experiment, correspondence, brought=bool(brought))
        history = self.history.continued(after.layout, correspondence)
        history.add_state(state)
        return Position(state, history, self._recorded(event, state))

    def _recorded(self, event: Event, state: RunState) -> Recording:
        """A recording of its own, so that the one of before the edit can be undone to."""
        recording = self.recording.branch(self.state.iteration)
        recording.happened(event, state)
        return recording


@dataclass(frozen=True, eq=False)
class Document:
    """A value that the session can be put to.

    Attributes:
        experiment: all settings.
        position: where training is; None where an edit leaves training as it is, so that
            undoing a changed learning rate does not take back what was learned since.
        run: the run to go on with, as it is by then; None for the current one.
    """

    experiment: Experiment
    position: Position | None = None
    run: "RunRecord | None" = None

    def is_already(self, current: "RunRecord") -> bool:
        """Whether putting it would change nothing."""
        if self.run is not None:
            return self.run is current
        return self.position is None and self.experiment == current.experiment


class ReplaceDocument(QUndoCommand):
    """The one command: put a document in the place of another.

    Args:
        before, after: the two documents; the session has put `after` already.
        put: puts a document and returns the one that it replaced, as it was then.
        text: what was done, for the menu.
        merge_key: edits in a row with the same key make one step; None for a step of its own.
    """

    def __init__(
        self,
        before: Document,
        after: Document,
        put: Callable[[Document], Document],
        text: str,
        merge_key: str | None = None,
    ) -> None:
        super().__init__(text)
        self.before = before
        self.after = after
        self._put = put
        self._key = merge_key
        self._fresh = True

    def id(self) -> int:
        return 1 if self._key is not None else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ReplaceDocument) or other._key != self._key:
            return False
        self.after = other.after
        self.setText(other.text())  # 'Paint 12 points' is more than the first of them
        return True

    def undo(self) -> None:
        self.after = self._put(self.before)

    def redo(self) -> None:
        if self._fresh:  # the edit is done already when its command is pushed
            self._fresh = False
            return
        self.before = self._put(self.after)
