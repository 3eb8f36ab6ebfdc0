"""The one place that the window talks to: the document, its edits, and the training of it.

Views are handed frames by signal and call the methods here; they never see the trainer.
"""

import dataclasses
import math
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from nnplayground.core import Dataset, Experiment, RunState
from nnplayground.core.edits import NetworkEdit
from nnplayground.core.matching import Match, with_loss, with_output_activation
from nnplayground.core.points_spec import PointsSpec
from nnplayground.data.value_edits import with_value
from nnplayground.files import SavedNetwork
from nnplayground.files.hidden_cells import HiddenCell
from nnplayground.session.background import Background
from nnplayground.session.comparing import Comparing
from nnplayground.session.diagnosing import Diagnosing
from nnplayground.session.document import Document, Position
from nnplayground.session.editing import MERGE_SECONDS, Editing, problem_of
from nnplayground.session.evolving import Evolving
from nnplayground.session.example_order import ExampleListing
from nnplayground.session.frame import Frame
from nnplayground.session.hidden_cells import HiddenCells
from nnplayground.session.keeping import from_saved, to_saved
from nnplayground.session.playback import Playback
from nnplayground.session.proposals import adapted, branched, fitted, on_other_data, started, turned
from nnplayground.session.runs import RunRecord, Runs
from nnplayground.session.scoring import Scoring
from nnplayground.session.selection import ExampleSelection, Selection
from nnplayground.session.surveying import Surveying
from nnplayground.session.switching import by_hand, switched_data
from nnplayground.session.trace_cursor import TraceCursor
from nnplayground.session.training import Training


class Session(QObject):
    """An experiment that is being edited and trained.

    Signals:
        frame_changed(Frame): at most once a frame of the window; draw it.
        experiment_changed(Experiment): the settings are other ones now.
        seen_changed(Experiment): the settings of the moment that is seen are other ones.
        dataset_changed(Dataset): the examples are other ones now.
        running_changed(bool): training began or ended.
        said(str): a sentence for the status bar, about something that happened.
        noticed(str): a sentence for the status bar, about something nobody asked for.
        failed(str): an unexpected error in the trainer, with its traceback.
        diverged(str): a run grew past all bounds and was paused; said, too.
        modified_changed(bool): whether there is something unsaved.
        past_changed(bool): whether the past is looked at, or whether there is one, is new.
        selection_changed(Selection | None): what is selected in the network.
    """

    frame_changed = Signal(object)
    experiment_changed = Signal(object)
    seen_changed = Signal(object)
    dataset_changed = Signal(object)
    running_changed = Signal(bool)
    said = Signal(str)
    noticed = Signal(str)
    failed = Signal(str)
    diverged = Signal(str)
    modified_changed = Signal(bool)
    past_changed = Signal(bool)
    selection_changed = Signal(object)

    def __init__(self, experiment: Experiment | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.selection: Selection | None = None
        self.example = ExampleSelection(self)
        self.dataset_changed.connect(self.example.take_dataset)
        self.apart = TraceCursor(self)
        self.hidden = HiddenCells(self)
        self.apart.turned.connect(self.hidden.turn)
        self.runs = Runs(self)
        self.background = Background(self)
        self.comparing = Comparing(self)
        for background in (self.background, self.comparing.background):
            background.failed.connect(self.failed)
        self.training = Training(self)
        self.training.frame_changed.connect(self._on_frame)
        self.training.running_changed.connect(self.running_changed)
        self.training.ended.connect(self.said)
        self.training.failed.connect(self.failed)
        self.training.diverged.connect(self.diverged)
        self.editing = Editing(self.training, self.runs, self)
        self.editing.experiment_changed.connect(self.experiment_changed)
        self.editing.experiment_changed.connect(self._update_seen)
        self.editing.dataset_changed.connect(self.dataset_changed)
        self.editing.network_changed.connect(self._on_network_changed)
        self.editing.refused.connect(self.said)
        self.playback = Playback(self.training, self)
        self.scoring = Scoring(self.training, self.background, self)
        self.dataset_changed.connect(self.scoring.forget)
        self.listing = ExampleListing(self)
        self.dataset_changed.connect(self.listing.take_dataset)
        self.diagnosing = Diagnosing(self.training, self.background, self)
        self.diagnosing.noticed.connect(self.noticed)
        self.evolving = Evolving(self.training, self.background, self)
        self.surveying = Surveying(self.training, self.background, self)
        self.surveying.refused.connect(self.said)
        self.undo_stack.cleanChanged.connect(self._update_modified)
        self.hidden.kept_changed.connect(self._update_modified)
        self._told_modified = False
        self._seen: Experiment | None = None
        self._saved_iteration = 0
        self._saved_hidden: tuple[HiddenCell, ...] = ()
        self._past = (False, False)
        self._open(experiment or Experiment(), None)

    # ---- what there is -----------------------------------------------------------------

    @property
    def undo_stack(self) -> QUndoStack:
        """What can be taken back."""
        return self.editing.undo_stack

    @property
    def experiment(self) -> Experiment:
        """The settings now."""
        return self.training.experiment

    @property
    def seen(self) -> Experiment:
        """The settings of the moment that is seen: an edit of it begins with them."""
        past = self.training.past
        return self.experiment if past is None else past.experiment

    @property
    def dataset(self) -> Dataset:
        """The examples now."""
        return self.training.dataset

    @property
    def state(self) -> RunState:
        """The training state of the newest frame, its arrays read-only."""
        return self.training.state

    @property
    def frame(self) -> Frame:
        """The newest moment."""
        return self.training.frame()

    @property
    def running(self) -> bool:
        """Whether training goes on."""
        return self.training.running

    @property
    def modified(self) -> bool:
        """Whether there is something unsaved, in this moment: the signal follows with the frame."""
        clean = self.undo_stack.isClean() and self.state.iteration == self._saved_iteration
        return not clean or self.hidden.to_keep() != self._saved_hidden

    # ---- whole documents ---------------------------------------------------------------

    def replace(self, experiment: Experiment, state: RunState | None = None) -> None:
        """Begin with another experiment: a new one, or one from a file with its state.

        Raises:
            SpecError: where it cannot be trained; nothing has changed then.
        """
        self._open(experiment, state)
        self.hidden.keep(())
        self.mark_saved()

    def restore(self, saved: SavedNetwork) -> None:
        """Begin with what a file holds, its runs too.

        Raises:
            SpecError: where it cannot be trained; nothing has changed then.
        """
        if saved.history is None:
            self._open(saved.experiment, saved.state)
        else:
            self.editing.begin(*from_saved(saved))
        self.hidden.keep(saved.hidden)
        self.mark_saved()

    def saved(self) -> SavedNetwork:
        """All that a file keeps of the document, as it is now."""
        runs, hidden = to_saved(self.runs), self.hidden.to_keep()
        return SavedNetwork(self.experiment, self.state, runs, hidden)

    def mark_unsaved(self) -> None:
        """What there is now is in no file of the person's."""
        self._saved_iteration = -1
        self._update_modified()

    def mark_saved(self) -> None:
        """What there is now has been saved."""
        self._update_modified()  # whoever was not told yet that there is something, is told now
        self._saved_iteration = self.state.iteration
        self._saved_hidden = self.hidden.to_keep()
        self.undo_stack.setClean()
        self._update_modified()

    # ---- training ----------------------------------------------------------------------

    def train(self) -> None:
        """Train on and on."""
        if not self.running:
            self.training.start()

    def pause(self) -> None:
        """Stop training; what was trained until now is there at once, its scores soon."""
        self.training.halt()
        self.training.score()

    def step(self, iterations: int = 1) -> None:
        """Train this many iterations, then stop."""
        self.training.halt()
        self.training.start(iterations)

    def step_epoch(self) -> None:
        """Train to the end of the present epoch, then stop."""
        self.training.halt()
        per_epoch = self.training.problem.iterations_per_epoch
        since = self.state.iteration - self.state.clock.epoch_iteration
        self.training.start(per_epoch - since % per_epoch)

    def keep_past(self, size: int) -> None:
        """Keep at most this many bytes of moments to go back to; the rest is replayed."""
        memory = self.editing.memory
        memory.set_budget(size)
        memory.keep_within_budget(self.training.position.recording)

    def look_at(self, iteration: int) -> None:
        """Pause, and show the run as it was at `iteration`."""
        self.playback.stop()
        self.training.look_at(iteration)

    def look_at_now(self) -> None:
        """Show the newest moment again."""
        self.playback.stop()
        self.training.look_at_now()

    def branch(self) -> bool:
        """Go on from the moment that is looked back at, as an undo step."""
        past = self.training.past
        if past is None:
            return False
        return self.editing.push("Branch", lambda: branched(self.training, self.runs, past))

    def branch_at(self, iteration: int, experiment: Experiment | None = None) -> bool:
        """Go on from an iteration of the current run, with other settings where given."""
        self.training.halt()
        past = self.training.position.recording.at(iteration)
        if not self.editing.push("Branch", lambda: branched(self.training, self.runs, past)):
            return False
        return experiment is None or self.editing.push("Settings", lambda: Document(experiment))

    def try_out(self, name: str, experiment: Experiment) -> bool:
        """Train an experiment from iteration 0 as far as the current run is, beside that run."""
        run, iterations = self.runs.current, self.state.iteration
        if not self.editing.push(name, lambda: started(self.runs, experiment, run, name)):
            return False
        for one in (run, self.runs.current):
            self.runs.overlay(one, True)
        self.training.start(iterations or None)
        return True

    def switch_to(self, run: RunRecord) -> bool:
        """Go on with another of the runs."""
        return self.editing.push(f"Go to {run.name}", lambda: Document(run.experiment, run=run))

    def set_rate(self, rate: float | None) -> None:
        """Train `rate` iterations a second, None for as fast as it goes."""
        self.training.set_rate(rate)

    def reset(self) -> bool:
        """Back to iteration 0 and the same initial parameters."""
        return self._edit("Reset", lambda: started(self.runs, self.experiment))

    def new_seed(self, seed: int | None = None) -> bool:
        """Other initial parameters and another order of examples, from iteration 0."""
        seed = (self.experiment.seed + 1) % 2**32 if seed is None else seed
        return self._edit(
            "New seed",
            lambda: started(self.runs, dataclasses.replace(self.experiment, seed=seed)),
            merge_key="seed",
        )

    # ---- edits: each returns whether it could be done, and says why not ------------------

    def edit_training(self, text: str, **settings: object) -> bool:
        """Change training settings; training goes on with them."""
        return self._edit(
            text,
            lambda: Document(self.experiment.with_training(**settings)),
            merge_key=f"training {sorted(settings)}",
        )

    def edit_loss(self, loss: str) -> bool:
        """Change the loss; the output layer follows."""
        return self._edit("Loss", lambda: self._matched(with_loss, loss))

    def edit_output_activation(self, activation: str) -> bool:
        """Change the output layer's activation; loss and neurons follow."""
        return self._edit(
            "Output activation", lambda: self._matched(with_output_activation, activation)
        )

    def edit_data(self, text: str, **settings: object) -> bool:
        """Change the data; the network follows, another dataset starts the run afresh."""
        return self._edit(
            text, lambda: self._with_data(text, settings), merge_key=f"data {sorted(settings)}"
        )

    def edit_points(self, text: str, points: PointsSpec, stroke: str = "") -> bool:
        """Put points by hand in place of the data; the run goes on with the weights it has.

        Args:
            text: what was done, for the undo menu.
            points: all points from now on.
            stroke: edits of the same stroke make one undo step, however long it takes.
        """
        return self._edit(
            text,
            lambda: self._with_points(text, points),
            merge_key=f"points {stroke}" if stroke else None,
            merge_within=math.inf,
        )

    def edit_value(self, index: int, place: int, text: str) -> bool:
        """Change one value of a table of one's own, whose file stays, or of points.

        Args:
            index: of the example: first those for training, then those for testing.
            place: of the column, as in `nnplayground.data.value_edits`.
            text: the value, as it might stand in a file.
        """
        return self._edit("Change a value", lambda: self._with_value(index, place, text))

    def edit_network(self, text: str, edit: NetworkEdit, merge_key: str | None = None) -> bool:
        """Change the network; what still fits keeps its trained weights.

        Args:
            text: what was done, for the undo menu.
            edit: from `nnplayground.core.edits`.
            merge_key: edits with the same key in quick succession make one undo step.
        """
        return self._edit(
            text,
            lambda: adapted(
                self.training,
                text,
                dataclasses.replace(self.experiment, network=edit.network),
                edit.correspondence,
                edit.brought,
            ),
            merge_key,
        )

    def turn(self, index: int, value: float) -> bool:
        """Set parameter `index` of theta by hand, like turning a knob."""
        name = self.training.problem.layout.name(index)

        return self._edit(
            f"Turn {name}",
            lambda: turned(self.training, name, index, value),
            merge_key=f"turn {index}",
        )

    def select(self, selection: Selection | None) -> None:
        """Select a neuron or a parameter; None for nothing."""
        if selection != self.selection:
            self.selection = selection
            self.selection_changed.emit(selection)

    def shut_down(self) -> None:
        """Stop and join all threads; call once, before the window goes."""
        self.background.shut_down()
        self.comparing.shut_down()
        self.training.shut_down()

    # ---- inside ------------------------------------------------------------------------

    def _open(self, experiment: Experiment, state: RunState | None) -> None:
        problem = problem_of(experiment)
        state = problem.initial_state() if state is None else state
        run = self.runs.first(experiment, Position.opened(experiment, problem, state))
        self.editing.begin([run], run)

    def _edit(
        self,
        text: str,
        made: Callable[[], Document],
        merge_key: str | None = None,
        merge_within: float = MERGE_SECONDS,
    ) -> bool:
        """Do an edit; one of a moment in the past branches off there first."""
        if self.training.past is not None and not self.branch():
            return False
        return self.editing.push(text, made, merge_key, merge_within)

    def _matched(self, match: Match, key: str) -> Document:
        matched = match(self.experiment, self.dataset, key)
        self._say_reasons(matched.reasons)
        return fitted(self.training, matched.experiment)

    def _with_data(self, text: str, settings: dict[str, object]) -> Document:
        switched = switched_data(self.experiment, self.dataset, settings)
        self._say_reasons(switched.reasons)
        return on_other_data(self.training, self.runs, text, switched)

    def _with_value(self, index: int, place: int, text: str) -> Document:
        changed = with_value(self.experiment.data, self.dataset, index, place, text)
        if isinstance(changed, PointsSpec):
            return self._with_points("Change a value", changed)
        return self._with_data("Change a value", {"table": changed})

    def _with_points(self, text: str, points: PointsSpec) -> Document:
        switched = by_hand(self.experiment, points)
        self._say_reasons(switched.reasons)
        return fitted(self.training, switched.experiment, text)

    def _say_reasons(self, reasons: tuple[str, ...]) -> None:
        if reasons:
            self.said.emit(" ".join(reasons))

    @Slot()
    def _on_network_changed(self) -> None:
        self.select(None)

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        self._update_modified()
        self.editing.memory.keep_within_budget(self.training.position.recording)
        self._update_past(frame)
        self._update_seen()
        self.frame_changed.emit(frame)

    def _update_past(self, frame: Frame) -> None:
        past = frame.is_past, frame.last_iteration > self.playback.first
        if past != self._past:
            self._past = past
            self.past_changed.emit(frame.is_past)

    @Slot()
    def _update_seen(self) -> None:
        seen, before = self.seen, self._seen
        if seen is not before:
            self._seen = seen
            if seen != before:
                self.seen_changed.emit(seen)

    @Slot()
    def _update_modified(self) -> None:
        if self.modified != self._told_modified:
            self._told_modified = self.modified
            self.modified_changed.emit(self._told_modified)
