"""The iteration that was taken apart last, kept until another one is wanted."""

from dataclasses import dataclass

from nnplayground.core import Problem, SpecError
from nnplayground.core.trace import Notation, Trace, trace
from nnplayground.session.frame import Frame


@dataclass(frozen=True)
class CellPlace:
    """A cell of a matrix, rows and columns from 0 as the notation shows it."""

    key: str
    row: int
    column: int


def is_in(taken: Trace, place: CellPlace) -> bool:
    """Whether an iteration has a cell."""
    if place.key not in taken.quantities:
        return False
    rows, columns = taken[place.key].shape
    return 0 <= place.row < rows and 0 <= place.column < columns


@dataclass(frozen=True)
class Subject:
    """What goes through the network in place of the next batch.

    Attributes:
        examples: numbers (from 0) of training examples; None for the next batch.
        inputs: own inputs, one row an example; None for none.
    """

    examples: tuple[int, ...] | None = None
    inputs: tuple[tuple[float, ...], ...] | None = None


NEXT_BATCH = Subject()


class TakenApart:
    """Takes iterations apart, each one once.

    Attributes:
        trace: the last one; None before the first.
    """

    def __init__(self) -> None:
        self.trace: Trace | None = None
        self._of: tuple[object, ...] = ()
        self._subject = NEXT_BATCH
        self._problem: tuple[object, object, Problem] | None = None

    def is_of(self, frame: Frame, subject: Subject, notation: Notation) -> bool:
        """Whether the last one is of a frame, a subject and in a notation."""
        known = self.trace is not None and self.trace.notation is notation
        return known and self._subject is subject and _same(self._of, _parts(frame))

    def take(self, frame: Frame, subject: Subject, notation: Notation) -> Subject:
        """Take the iteration that begins at a frame apart.

        Returns:
            The subject, or the next batch where the data have no such examples or inputs.
        """
        known = self._subject is subject and _same(self._of, _parts(frame))
        if self.trace is not None and known:
            self.trace = self.trace.in_notation(notation)
        else:
            self._of = _parts(frame)
            self.trace, self._subject = self._taken(frame, subject, notation)
        return self._subject

    def rewrite(self, notation: Notation) -> None:
        """Write the last one otherwise."""
        if self.trace is not None:
            self.trace = self.trace.in_notation(notation)

    def _taken(self, frame: Frame, subject: Subject, notation: Notation) -> tuple[Trace, Subject]:
        problem, state = self.problem_of(frame), frame.state
        if not len(problem.X) and subject.inputs is None:
            nothing = ((0.0,) * problem.layout.network.inputs,)
            return trace(problem, state, inputs=nothing, notation=notation), subject
        try:
            made = trace(problem, state, subject.examples, subject.inputs, notation)
        except SpecError:  # the examples or inputs were those of other data
            return trace(problem, state, notation=notation), NEXT_BATCH
        return made, subject

    def problem_of(self, frame: Frame) -> Problem:
        """What is trained in a frame."""
        known = self._problem
        if known is None or known[0] is not frame.experiment or known[1] is not frame.dataset:
            problem = Problem.of(frame.experiment, frame.dataset)
            self._problem = known = (frame.experiment, frame.dataset, problem)
        return known[2]


def _parts(frame: Frame) -> tuple[object, ...]:
    return frame.experiment, frame.dataset, frame.state


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
