"""What a lesson is: text, experiments, steps that point at panels, questions and exercises."""

import math
from dataclasses import dataclass, field

from nnplayground.core import Experiment, RunState
from nnplayground.core.trace import Notation
from nnplayground.files.lesson_start import Start

# What a step can point at, and what of these a lesson may hide.
PANELS = (
    "editor",
    "data",
    "training",
    "output",
    "loss",
    "weights",
    "take_apart",
    "timeline",
    "transport",
)
HIDEABLE = ("data", "training", "output", "loss", "weights", "timeline", "palette")

# What an action can do, with the fields that it needs.
ACTIONS: dict[str, tuple[str, ...]] = {
    "open_experiment": ("experiment",),
    "go_to_iteration": ("iteration",),
    "step": ("iterations",),
    "show_quantity": ("quantity",),
    "select_cell": ("quantity", "row", "column"),
    "set_notation": ("notation",),
    "set_digits": ("digits",),
    "take_examples": ("examples",),
    "take_inputs": ("inputs",),
    "take_next_batch": (),
    "turn_knob": ("layer", "source", "target", "value"),
}

# Facts about the network that are no cells of a matrix.
FACTS = ("parameters", "train_loss", "train_accuracy", "test_loss", "test_accuracy")


# So that 0.30 is within 0.1 of 0.20.
_ROUNDING = 1e-9


def typed_number(text: str) -> float | None:
    """A number as people type it, with a comma or any minus; None where it is none."""
    plain = text.strip().replace("−", "-").replace(",", ".").replace("\u2009", "")
    try:
        number = float(plain)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def is_near(given: float, value: float, tolerance: float) -> bool:
    """Whether a typed number is right to within a tolerance."""
    return abs(given - value) <= tolerance + _ROUNDING * max(1.0, abs(value))


@dataclass(frozen=True)
class NamedExperiment:
    """An experiment that the lesson opens by its name.

    Attributes:
        name: for `open_experiment`.
        experiment: all settings.
        start: where it begins, where that is not iteration 0 with its initial values.
    """

    name: str
    experiment: Experiment
    start: Start | None = None

    @property
    def state(self) -> RunState | None:
        """The state that it begins with; None for the initial one."""
        return None if self.start is None else self.start.state(self.experiment)


@dataclass(frozen=True)
class Action:
    """Something that the program does when a step is shown; ACTIONS tells the fields it needs.

    Attributes:
        do: a key of ACTIONS.
        experiment: name of an experiment of the lesson.
        iteration: to be at, from 0; going back starts anew and trains up to it.
        iterations: how many to train.
        quantity, row, column: a key of the trace and a cell, from 0, as the notation shows it.
        notation: of the matrices.
        digits: 2 to 10.
        examples: numbers of training examples, from 0, to take apart in place of the next batch.
        inputs: own inputs to send through the network, one row an example.
        layer, source, target: a weight: layer from 1, neurons from 0; the bias of `target` where
            `source` is the number of inputs of the layer.
        value: of that weight.
    """

    do: str
    experiment: str | None = None
    iteration: int | None = None
    iterations: int | None = None
    quantity: str | None = None
    row: int | None = None
    column: int | None = None
    notation: Notation | None = None
    digits: int | None = None
    examples: tuple[int, ...] | None = None
    inputs: tuple[tuple[float, ...], ...] | None = None
    layer: int | None = None
    source: int | None = None
    target: int | None = None
    value: float | None = None


@dataclass(frozen=True)
class Expected:
    """A number that has to be on the screen once the step's actions are done.

    Attributes:
        quantity, row, column: a cell of the trace, or
        fact: one of FACTS.
        shows: the number as printed; its decimals say how many are compared.
        value, tolerance: in place of `shows`, where it cannot be said to the digit.
        at_least: in place of both.
    """

    quantity: str = ""
    row: int = 0
    column: int = 0
    fact: str = ""
    shows: str = ""
    value: float | None = None
    tolerance: float = 0.0
    at_least: float | None = None


@dataclass(frozen=True)
class Question:
    """A question with choices, or with a number as answer.

    Attributes:
        text: what is asked.
        choices, answer: the choices and the number of the right one, from 0; or
        number, tolerance: the right number, and how far off is still right.
        explanation: shown after the answer.
    """

    text: str
    choices: tuple[str, ...] = ()
    answer: int | None = None
    number: float | None = None
    tolerance: float = 0.0
    explanation: str = ""

    def accepts(self, given: float) -> bool:
        """Whether a choice (its number, from 0) or a typed number is right."""
        if self.number is None:
            return given == self.answer
        return abs(given - self.number) <= self.tolerance + _ROUNDING


@dataclass(frozen=True)
class Exercise:
    """Cells that are hidden and typed by the learner; their working is shown on request.

    Attributes:
        text: what is to be done.
        quantity: a key of the trace.
        cells: (row, column) from 0, as the notation shows them.
        tolerance: how far off is still right.
    """

    text: str
    quantity: str
    cells: tuple[tuple[int, int], ...]
    tolerance: float = 0.001

    def accepts(self, given: float, value: float) -> bool:
        """Whether a typed number is right where `value` stands in the trace."""
        return is_near(given, value, self.tolerance)


@dataclass(frozen=True)
class Step:
    """One page of a lesson.

    Attributes:
        title: of the page.
        text: paragraphs in simple Markdown.
        panel: one of PANELS that the text is about, '' for none.
        actions: done in order when the page is shown.
        expect: numbers that are on the screen then.
        questions, exercises: for the learner.
    """

    title: str
    text: tuple[str, ...]
    panel: str = ""
    actions: tuple[Action, ...] = ()
    expect: tuple[Expected, ...] = ()
    questions: tuple[Question, ...] = ()
    exercises: tuple[Exercise, ...] = ()

    @property
    def markdown(self) -> str:
        """The text as one piece of Markdown."""
        return "\n\n".join(self.text)


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Attributes:
        title: in the menu.
        summary: one sentence for the start page.
        experiments: the first one is opened with the lesson.
        steps: the pages.
        hidden: of HIDEABLE, what the lesson does without.
        notation, digits: of the matrices at the start.
    """

    title: str
    experiments: tuple[NamedExperiment, ...]
    steps: tuple[Step, ...]
    summary: str = ""
    hidden: tuple[str, ...] = ()
    notation: Notation = field(default_factory=Notation)
    digits: int = 4

    def experiment(self, name: str) -> NamedExperiment:
        """The experiment of a name."""
        return next(entry for entry in self.experiments if entry.name == name)
