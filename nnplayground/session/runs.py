"""All runs of a document as a tree: what was tried, from where, and how it went."""

import itertools
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from nnplayground.core import Divergence, Experiment, Score
from nnplayground.session.differences import differences
from nnplayground.session.document import Position

# More runs nobody can tell apart; the oldest leaves of the tree go first.
MAX_RUNS = 64


@dataclass(eq=False)
class RunRecord:
    """One run; the current one changes as it is trained.

    Attributes:
        name: as a person calls it.
        colour: which of the theme's curve colours it is drawn in.
        parent: the run that it branched off from, or is a variation of; None for neither.
        begun: the iteration of the parent that it goes on from, None where it began anew.
        experiment: its settings now.
        position: where its training is, with its past.
        train, test: its newest scores.
        divergence: where its numbers left the range, None while they have not.
        engine: name of the engine that did its last step, '' before any.
        seconds: how long it was trained.
        overlaid: whether it is drawn over the current run in plots.
    """

    name: str
    colour: int
    experiment: Experiment
    position: Position
    parent: "RunRecord | None" = None
    begun: int | None = None
    train: Score = field(default_factory=Score)
    test: Score = field(default_factory=Score)
    divergence: Divergence | None = None
    engine: str = ""
    seconds: float = 0.0
    overlaid: bool = False

    @property
    def iteration(self) -> int:
        """How far it has come."""
        return self.position.state.iteration

    @property
    def is_trained(self) -> bool:
        """Whether it did a step of its own, so that it would be missed."""
        recording = self.position.recording
        beginning = recording.first_iteration if self.begun is None else self.begun
        return self.iteration > beginning

    @property
    def differences(self) -> tuple[str, ...]:
        """The settings that differ from its parent's, as 'learning rate 0.1'."""
        if self.parent is None:
            return ()
        return differences(self.parent.experiment, self.experiment)


class Runs(QObject):
    """The runs of a session.

    Signals:
        changed(): there are others, or one looks different.

    Attributes:
        all: the runs, the oldest first.
        current: the one that is trained and edited.
    """

    changed = Signal()

    current: RunRecord

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.all: list[RunRecord] = []
        self._numbers = itertools.count(1)

    def made(
        self,
        experiment: Experiment,
        position: Position,
        parent: RunRecord | None = None,
        begun: int | None = None,
        name: str = "",
    ) -> RunRecord:
        """A run with a name and a colour of its own; it is in the tree once it is entered."""
        number = next(self._numbers)
        title = f"Run {number}" + (f" · {name}" if name else "")
        return RunRecord(title, number - 1, experiment, position, parent, begun)

    def first(self, experiment: Experiment, position: Position) -> RunRecord:
        """The run that a document begins with."""
        return RunRecord("Run 1", 0, experiment, position)

    def begin_anew(self, records: list[RunRecord], current: RunRecord) -> None:
        """Forget all runs and take these, of another document."""
        self.all = list(records)
        self._numbers = itertools.count(max(record.colour for record in records) + 2)
        self.current = current
        self.changed.emit()

    def enter(self, record: RunRecord) -> None:
        """Go on with this run; the one that is left stays in the tree if anything was trained."""
        if record is self.current:
            return
        left, self.current = self.current, record
        if not left.is_trained and not self.children_of(left) and record.parent is not left:
            self.all.remove(left)
        else:
            left.position.history.shrink()
        if record not in self.all:
            self.all.append(record)
        record.position.history.grow()
        self._drop_oldest()
        self.changed.emit()

    def children_of(self, record: RunRecord) -> list[RunRecord]:
        """The runs that began from this one."""
        return [other for other in self.all if other.parent is record]

    @property
    def overlays(self) -> list[RunRecord]:
        """The other runs to draw over the current one."""
        return [run for run in self.all if run.overlaid and run is not self.current]

    def rename(self, record: RunRecord, name: str) -> None:
        """Call a run something else; an empty name is none."""
        if name.strip() and name.strip() != record.name:
            record.name = name.strip()
            self.changed.emit()

    def overlay(self, record: RunRecord, shown: bool) -> None:
        """Draw a run over the current one, or no longer."""
        if record.overlaid != shown:
            record.overlaid = shown
            self.changed.emit()

    def remove(self, record: RunRecord) -> bool:
        """Take a run out of the tree, not the current one; its children move up."""
        if record is self.current or record not in self.all:
            return False
        for child in self.children_of(record):
            child.parent, child.begun = record.parent, child.begun
        self.all.remove(record)
        self.changed.emit()
        return True

    def _drop_oldest(self) -> None:
        for record in list(self.all):
            if len(self.all) <= MAX_RUNS:
                return
            if record is not self.current and not self.children_of(record):
                self.all.remove(record)
