"""Walks through a lesson without a window: what each step shows, for tests and for authors."""

from collections.abc import Callable

from nnplayground.core import ParameterLayout, Run, SpecError
from nnplayground.core.adapt import set_parameter
from nnplayground.core.explain import shown
from nnplayground.core.trace import Notation, Trace, trace
from nnplayground.files.lesson import Action, Expected, Lesson, NamedExperiment, Step


class LessonWalk:
    """A lesson being gone through.

    Attributes:
        lesson: what is gone through.
        run: the experiment that is open now.
        notation, digits: of the matrices now.
        cell: (quantity, row, column) selected now, None for none.
    """

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self._opened = lesson.experiments[0]
        self.run = _run(self._opened)
        self.notation: Notation = lesson.notation
        self.digits = lesson.digits
        self.cell: tuple[str, int, int] | None = None
        self._examples: tuple[int, ...] | None = None
        self._inputs: tuple[tuple[float, ...], ...] | None = None

    def show(self, step: Step) -> None:
        """Do what a step does.

        Raises:
            SpecError: where an action cannot be done on the experiment that is open.
        """
        for action in step.actions:
            _DONE[action.do](self, action)

    def trace(self) -> Trace:
        """The iteration that is taken apart now."""
        run = self.run
        return trace(run.problem, run.state, self._examples, self._inputs, self.notation)

    def value(self, expected: Expected) -> float:
        """The number that an expectation is about.

        Raises:
            SpecError: where there is no such cell.
        """
        if expected.fact:
            return float(_FACTS[expected.fact](self.run))
        quantity = self.trace()[expected.quantity]
        rows, columns = quantity.shape
        if expected.row >= rows or expected.column >= columns:
            raise SpecError(
                f"{expected.quantity}: has {rows} x {columns} cells, none at row {expected.row}, "
                f"column {expected.column}"
            )
        return float(quantity.array[expected.row, expected.column])

    def disappointment(self, expected: Expected) -> str | None:
        """What is shown in place of what is expected, None where it is as expected."""
        value = self.value(expected)
        name = expected.fact or f"{expected.quantity}[{expected.row},{expected.column}]"
        if expected.at_least is not None:
            wanted, met = f"at least {expected.at_least:g}", value >= expected.at_least
        elif expected.value is not None:
            wanted = f"{expected.value:g} to within {expected.tolerance:g}"
            met = abs(value - expected.value) <= expected.tolerance
        else:
            wanted = expected.shows
            met = printed_like(value, expected.shows) == plain(expected.shows)
        return None if met else f"{name} is {value!r}, expected {wanted}"

    # ---- actions -----------------------------------------------------------------------

    def _open_experiment(self, action: Action) -> None:
        self._opened = self.lesson.experiment(action.experiment or "")
        self.run = _run(self._opened)
        self._examples = self._inputs = self.cell = None

    def _go_to_iteration(self, action: Action) -> None:
        assert action.iteration is not None
        if action.iteration < self.run.iteration:
            self.run = _run(self._opened)
        self.run.advance(action.iteration - self.run.iteration)

    def _step(self, action: Action) -> None:
        assert action.iterations is not None
        self.run.advance(action.iterations)

    def _show_quantity(self, action: Action) -> None:
        self.cell = None
        _ = self.trace()[action.quantity or ""]

    def _select_cell(self, action: Action) -> None:
        assert action.quantity is not None
        assert action.row is not None
        assert action.column is not None
        self.value(Expected(action.quantity, action.row, action.column))
        self.cell = (action.quantity, action.row, action.column)

    def _set_notation(self, action: Action) -> None:
        assert action.notation is not None
        self.notation = action.notation

    def _set_digits(self, action: Action) -> None:
        assert action.digits is not None
        self.digits = action.digits

    def _take(self, action: Action) -> None:
        self._examples, self._inputs, self.cell = action.examples, action.inputs, None

    def _turn_knob(self, action: Action) -> None:
        assert action.value is not None
        index = turned_index(action, self.run.problem.layout)
        state = set_parameter(self.run.state, index, action.value)
        self.run = Run(self.run.experiment, self.run.dataset, state)


def turned_index(action: Action, layout: ParameterLayout) -> int:
    """Index into theta of the parameter that a 'turn_knob' turns.

    Raises:
        SpecError: where the layer has no such weight or bias.
    """
    assert action.layer is not None
    assert action.source is not None
    assert action.target is not None
    layer = action.layer - 1
    units = layout.network.layers[layer].units
    rows = (layout.offsets[layer + 1] - layout.offsets[layer]) // units  # the last for the biases
    if action.source >= rows or action.target >= units:
        raise SpecError(f"layer {action.layer}: has no such weight or bias")
    return layout.weight_index(layer, action.source, action.target)


def _run(opened: NamedExperiment) -> Run:
    """A run by the reference engine, which needs no compiling and gives the same digits."""
    return Run(opened.experiment.with_training(engine="numpy"), state=opened.state)


_DONE: dict[str, Callable[[LessonWalk, Action], None]] = {
    "open_experiment": LessonWalk._open_experiment,
    "go_to_iteration": LessonWalk._go_to_iteration,
    "step": LessonWalk._step,
    "show_quantity": LessonWalk._show_quantity,
    "select_cell": LessonWalk._select_cell,
    "set_notation": LessonWalk._set_notation,
    "set_digits": LessonWalk._set_digits,
    "take_examples": LessonWalk._take,
    "take_inputs": LessonWalk._take,
    "take_next_batch": LessonWalk._take,
    "turn_knob": LessonWalk._turn_knob,
}

_FACTS: dict[str, Callable[[Run], float]] = {
    "parameters": lambda run: run.experiment.network.parameters,
    "train_loss": Run.train_loss,
    "test_loss": Run.test_loss,
    "train_accuracy": lambda run: run.train_score().accuracy or 0.0,
    "test_accuracy": lambda run: run.test_score().accuracy or 0.0,
}


def decimals(text: str) -> int:
    """How many decimals a printed number has."""
    return len(text.partition(".")[2])


def plain(text: str) -> str:
    """A printed number without thousands' commas, with a hyphen as minus."""
    return text.replace(",", "").replace("−", "-")


def printed_like(value: float, text: str) -> str:
    """A value with as many decimals as a printed number, plain."""
    digits = decimals(text)
    return f"{value:.{digits}f}" if digits == 0 else plain(shown(value, digits))
