"""Plays a lesson: does what its steps say, one after the other, on the session."""

from collections import deque
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from nnplayground.core import Experiment, SpecError
from nnplayground.core.arrays import FloatArray
from nnplayground.files.lesson import Action, Lesson, NamedExperiment, Step
from nnplayground.files.lesson_walk import turned_index
from nnplayground.session.session import Session
from nnplayground.session.trace_cursor import NEXT_BATCH, CellPlace, Subject

# What of earlier steps goes on to hold, where a step begins from another experiment.
_LASTING = ("set_notation", "set_digits")


class LessonPlayer(QObject):
    """Where a learner is in a lesson.

    Args:
        session: what the steps act on.

    Signals:
        lesson_changed(): another lesson was opened, or it was closed.
        step_changed(): another step begins.
        ready(): everything that the step does is done.
        failed(str): a step could not be done; a sentence.

    Attributes:
        lesson: the open one, None for none.
        number: of the step, from 0.
        busy: whether the step is still being done.
        answers: what was answered: (step, question) and whether it was right.
    """

    lesson_changed = Signal()
    step_changed = Signal()
    ready = Signal()
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.lesson: Lesson | None = None
        self.number = 0
        self.busy = False
        self.answers: dict[tuple[int, int], bool] = {}
        self._opened: NamedExperiment | None = None
        self._todo: deque[Action] = deque()
        self._waiting = False
        self._left: tuple[Experiment, int, FloatArray] | None = None
        self._written = (session.apart.notation, session.apart.digits)
        session.running_changed.connect(self._on_running_changed)

    @property
    def step(self) -> Step | None:
        """The step that is shown."""
        return None if self.lesson is None else self.lesson.steps[self.number]

    # ---- going through -------------------------------------------------------------------

    def open(self, lesson: Lesson) -> None:
        """Begin a lesson."""
        if self.lesson is None:
            self._written = (self._session.apart.notation, self._session.apart.digits)
        self.lesson = lesson
        self.answers = {}
        self.lesson_changed.emit()
        self.go_to(0)

    def close(self) -> None:
        """End the lesson; what was trained stays, how and of what numbers are shown does not."""
        if self.lesson is None:
            return
        self.lesson = None
        self._todo.clear()
        self._waiting = self.busy = False
        self._session.hidden.take_back()
        notation, digits = self._written
        self._session.apart.take(NEXT_BATCH)
        self._session.apart.set_notation(notation)
        self._session.apart.set_digits(digits)
        self.lesson_changed.emit()

    def next(self) -> None:
        """The next step."""
        if self.lesson is None or self.number + 1 >= len(self.lesson.steps):
            return
        if self.busy or not self._is_as_left():
            self.go_to(self.number + 1)
            return
        self.number += 1
        self._begin(self.lesson.steps[self.number].actions)

    def back(self) -> None:
        """The step before, as it was."""
        self.go_to(self.number - 1)

    def go_to(self, number: int) -> None:
        """A step, with everything done that led to it."""
        if self.lesson is None or not 0 <= number < len(self.lesson.steps):
            return
        self.number = number
        steps = self.lesson.steps[: number + 1]
        opens = [
            at
            for at, step in enumerate(steps)
            if any(action.do == "open_experiment" for action in step.actions)
        ]
        first = opens[-1] if opens else 0
        earlier = [a for step in steps[:first] for a in step.actions if a.do in _LASTING]
        own = [action for step in steps[first:] for action in step.actions]
        start = [
            Action("open_experiment", experiment=self.lesson.experiments[0].name),
            Action("set_notation", notation=self.lesson.notation),
            Action("set_digits", digits=self.lesson.digits),
        ]
        self._begin((*start, *earlier, *own))

    def _is_as_left(self) -> bool:
        """Whether the learner has not changed anything since the step was done."""
        if self._left is None:
            return False
        experiment, iteration, theta = self._left
        state = self._session.state
        return (
            experiment == self._session.experiment
            and iteration == state.iteration
            and np.array_equal(theta, state.theta)
        )

    # ---- doing what a step says ----------------------------------------------------------

    def _begin(self, actions: tuple[Action, ...]) -> None:
        self._session.pause()
        self._session.look_at_now()
        self._session.hidden.lend({})
        self._todo = deque(actions)
        self._waiting, self.busy = False, True
        self.step_changed.emit()
        self._go_on()

    def _go_on(self) -> None:
        while self._todo and not self._waiting:
            action = self._todo.popleft()
            try:
                _DONE[action.do](self, action)
            except SpecError as error:
                self._todo.clear()
                self.failed.emit(f"This step cannot be shown here: {error}.")
        if not self._waiting and self.busy:
            self._finish()

    def _finish(self) -> None:
        self.busy = False
        state = self._session.state
        self._left = (self._session.experiment, state.iteration, state.theta)
        self._session.mark_saved()  # it can be had again from the lesson
        step = self.step
        self._session.apart.trace_of(self._session.frame)
        if step is not None:
            self._session.hidden.lend(
                {
                    CellPlace(exercise.quantity, row, column): exercise.tolerance
                    for exercise in step.exercises
                    for row, column in exercise.cells
                }
            )
        self.ready.emit()

    @Slot(bool)
    def _on_running_changed(self, running: bool) -> None:
        if self._waiting and not running:
            self._waiting = False
            self._go_on()

    def _train(self, iterations: int) -> None:
        if iterations > 0:
            self._waiting = True
            self._session.step(iterations)

    # ---- actions -------------------------------------------------------------------------

    def _open_experiment(self, action: Action) -> None:
        assert self.lesson is not None
        assert action.experiment is not None
        self._opened = self.lesson.experiment(action.experiment)
        self._restart()

    def _restart(self) -> None:
        assert self._opened is not None
        self._session.apart.take(NEXT_BATCH)
        self._session.replace(self._opened.experiment, self._opened.state)

    def _go_to_iteration(self, action: Action) -> None:
        assert action.iteration is not None
        if action.iteration < self._session.state.iteration:
            self._restart()
        self._train(action.iteration - self._session.state.iteration)

    def _step(self, action: Action) -> None:
        assert action.iterations is not None
        self._train(action.iterations)

    def _show_quantity(self, action: Action) -> None:
        assert action.quantity is not None
        self._session.apart.trace_of(self._session.frame)
        self._session.apart.show_quantity(action.quantity)

    def _select_cell(self, action: Action) -> None:
        assert action.quantity is not None
        assert action.row is not None
        assert action.column is not None
        self._session.apart.trace_of(self._session.frame)
        self._session.apart.show_cell(CellPlace(action.quantity, action.row, action.column))

    def _set_notation(self, action: Action) -> None:
        assert action.notation is not None
        self._session.apart.set_notation(action.notation)

    def _set_digits(self, action: Action) -> None:
        assert action.digits is not None
        self._session.apart.set_digits(action.digits)

    def _take(self, action: Action) -> None:
        self._session.apart.take(Subject(action.examples, action.inputs))
        if action.examples:
            self._session.example.choose(action.examples[0])

    def _take_next(self, action: Action) -> None:
        self._session.apart.take(NEXT_BATCH)

    def _turn_knob(self, action: Action) -> None:
        assert action.value is not None
        index = turned_index(action, self._session.frame.layout)
        self._session.turn(index, action.value)


_DONE: dict[str, Callable[[LessonPlayer, Action], None]] = {
    "open_experiment": LessonPlayer._open_experiment,
    "go_to_iteration": LessonPlayer._go_to_iteration,
    "step": LessonPlayer._step,
    "show_quantity": LessonPlayer._show_quantity,
    "select_cell": LessonPlayer._select_cell,
    "set_notation": LessonPlayer._set_notation,
    "set_digits": LessonPlayer._set_digits,
    "take_examples": LessonPlayer._take,
    "take_inputs": LessonPlayer._take,
    "take_next_batch": LessonPlayer._take_next,
    "turn_knob": LessonPlayer._turn_knob,
}
