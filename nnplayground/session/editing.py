"""Puts documents: edits as undo steps, undo and redo, each within whatever training goes on."""

import dataclasses
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from nnplayground.core import Dataset, Experiment, Problem, SpecError, load_dataset
from nnplayground.core.adapt import adapt_state
from nnplayground.core.recording import Event
from nnplayground.session.document import Document, Position, ReplaceDocument
from nnplayground.session.memory import KeyframeMemory
from nnplayground.session.runs import RunRecord, Runs
from nnplayground.session.training import Training
from nnplayground.session.wording import spoken

UNDO_STEPS = 200
# Edits of one thing that follow each other within this many seconds make one undo step.
MERGE_SECONDS = 1.0


class Editing(QObject):
    """Where a document is put in the place of another.

    Args:
        training: goes on with what is put.
        runs: which run that is.

    Attributes:
        undo_stack: what can be taken back.
        memory: of all keyframes, those that can be undone to as well.

    Signals:
        experiment_changed(Experiment), dataset_changed(Dataset): there are other ones now.
        network_changed(): the layers have other sizes now; told before the two above.
        refused(str): why an edit could not be done, as a sentence.
    """

    experiment_changed = Signal(object)
    dataset_changed = Signal(object)
    network_changed = Signal()
    refused = Signal(str)

    def __init__(self, training: Training, runs: Runs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._runs = runs
        self._merging = ("", 0.0, 0)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_STEPS)
        self.memory = KeyframeMemory()

    def push(
        self,
        text: str,
        made: Callable[[], Document],
        merge_key: str | None = None,
        merge_within: float = MERGE_SECONDS,
    ) -> bool:
        """Put the document that `made` makes, as an undo step; go on training if it went on.

        Edits in a row with the same key, none later than `merge_within` seconds after the one
        before, make one step.
        """
        was_training = self._training.halt()
        try:
            after = made()
            if after.is_already(self._runs.current):
                return True
            before = self._put_halted(after, text)
        except SpecError as error:
            self.refused.emit(spoken(str(error)))
            return False
        finally:
            if was_training:
                self._training.start()
        key = self._merge_key(merge_key, merge_within)
        self.undo_stack.push(ReplaceDocument(before, after, self._put, text, key))
        return True

    def begin(self, records: list[RunRecord], current: RunRecord) -> None:
        """Begin with these runs, of another document; nothing can be taken back.

        Raises:
            SpecError: where the current one cannot be trained; nothing has changed then.
        """
        problem_of(current.experiment)
        self._training.halt()
        self._runs.begin_anew(records, current)
        for record in records:
            self.memory.watch(record.position.recording)
        self._adopt(current, current.experiment)
        self.undo_stack.clear()

    def _merge_key(self, wanted: str | None, within: float) -> str | None:
        if wanted is None:
            self._merging = ("", 0.0, 0)
            return None
        key, when, count = self._merging
        now = time.monotonic()
        if key != wanted or now - when > within:
            count += 1
        self._merging = (wanted, now, count)
        return f"{wanted} {count}"

    def _put(self, document: Document) -> Document:
        """Undo or redo: put a document, and go on training if it went on."""
        was_training = self._training.halt()
        self._merging = ("", 0.0, self._merging[2] + 1)
        try:
            return self._put_halted(document, "Undo or redo")
        finally:
            if was_training:
                self._training.start()

    def _put_halted(self, document: Document, text: str) -> Document:
        """Put a document; returns the one that it replaced, with its position if this has one.

        Raises:
            SpecError: where it cannot be trained; nothing has changed then.
        """
        run = self._runs.current
        if document.run is not None:
            self._adopt(document.run, document.run.experiment)
            return Document(run.experiment, run=run)
        before, position = Document(run.experiment), document.position
        problem = problem_of(document.experiment)
        if position is not None:
            before = Document(run.experiment, run.position)
        else:
            state = adapt_state(self._training.problem, problem, run.position.state).freeze()
            event = Event(state.iteration, text, document.experiment)
            run.position.recording.happened(event, state)
            position = dataclasses.replace(run.position, state=state)
        self._adopt(run, document.experiment, position)
        return before

    def _adopt(
        self, run: RunRecord, experiment: Experiment, position: Position | None = None
    ) -> None:
        """Go on with a run, from another position of it where one is given.

        Raises:
            SpecError: where it cannot be trained; nothing has changed then.
        """
        dataset, problem = load_dataset(experiment.data), problem_of(experiment)
        before = self._present()
        run.experiment, run.position = experiment, position or run.position
        self.memory.watch(run.position.recording)
        self._training.adopt(run, dataset, problem)
        if before is None or experiment.network.sizes != before[0].network.sizes:
            self.network_changed.emit()
        self._runs.enter(run)
        if before is None or dataset is not before[1]:
            self.dataset_changed.emit(dataset)
        if before is None or experiment != before[0]:
            self.experiment_changed.emit(experiment)
        self._training.announce()

    def _present(self) -> tuple[Experiment, Dataset] | None:
        """What is there now; None at the very beginning."""
        if not hasattr(self._training, "run"):
            return None
        return self._training.experiment, self._training.dataset


def problem_of(experiment: Experiment) -> Problem:
    """The problem of an experiment, with its data."""
    return Problem.of(experiment, load_dataset(experiment.data))
