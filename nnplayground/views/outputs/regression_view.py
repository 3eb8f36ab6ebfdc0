"""How well numbers are predicted: against the actual ones, or by what is left over."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from nnplayground.core.residuals import Errors, errors
from nnplayground.files.number_table import NumberTable, Words
from nnplayground.session import Frame
from nnplayground.session.measuring import Said
from nnplayground.views.notation import number_text
from nnplayground.views.outputs.headline import Headline
from nnplayground.views.outputs.measured_kind import MeasuredKind
from nnplayground.views.outputs.regression_canvas import Kind, Points, RegressionCanvas
from nnplayground.views.outputs.score_view import NUMBER_COLUMNS
from nnplayground.views.theme import Theme


@dataclass(frozen=True, eq=False)
class Target:
    """One target.

    Attributes:
        points: of all examples.
        train, test: the errors.
    """

    points: Points
    train: Errors
    test: Errors


class RegressionView(MeasuredKind):
    """Dots for one target, and R2 and MAE of both parts."""

    def __init__(self, theme: Theme, kind: Kind, name: str) -> None:
        super().__init__(theme)
        self.targets = QComboBox()
        self.targets.setAccessibleName("Which target")
        self.targets.setToolTip("Which of the predicted numbers is shown")
        self.targets.activated.connect(self._on_chosen)
        self.test = Headline(theme, colour="test")
        self.train = Headline(theme, colour="train")
        self.canvas = RegressionCanvas(theme, kind)
        self.canvas.setAccessibleName(name)
        self.canvas.example_chosen.connect(self.example_chosen)
        self.note = Headline(theme)
        self._names: tuple[str, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for widget in (self.targets, self.test, self.train):
            column.addWidget(widget)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.note)
        self.targets.hide()
        self.note.hide()

    @staticmethod
    def measure(said: Said) -> tuple[Target, ...]:
        train, test = said.frame.dataset.train, said.frame.dataset.test
        found = []
        for number in range(train.targets.shape[1]):
            actual = train.targets[:, number], test.targets[:, number]
            predicted = said.train[:, number], said.test[:, number]
            points = Points(np.concatenate(actual), np.concatenate(predicted), len(train))
            each = [errors(a, p) for a, p in zip(actual, predicted, strict=True)]
            found.append(Target(points, *each))
        return tuple(found)

    def show_measured(self, frame: Frame) -> None:
        self._offer(frame.dataset.target_names)
        shown: Target = self.measured[self.targets.currentIndex()]
        self.test.show_texts(f"test {error_text(shown.test)}", self.age())
        self.train.show_texts(f"training {error_text(shown.train)}")
        self.canvas.show_points(shown.points)
        outside = _outside_text(*self.canvas.outside(), len(shown.points.actual))
        self.note.show_texts("", outside)
        self.note.setVisible(bool(outside))

    def table(self) -> NumberTable:
        """A row an example: the target that is shown, exactly."""
        points = self.measured[max(0, self.targets.currentIndex())].points
        tested = len(points.actual) - points.trained
        parts = Words(np.repeat(np.arange(2), (points.trained, tested)), ("train", "test"))
        numbers = np.concatenate((np.arange(points.trained), np.arange(tested))) + 1
        with np.errstate(all="ignore"):
            residuals = points.actual - points.predicted
        return NumberTable(
            ("part", "example", "actual", "predicted", "residual"),
            (parts, numbers, points.actual, points.predicted, residuals),
        )

    def plots(self) -> Sequence[QWidget]:
        return (self.test, self.train, self.canvas)

    def _offer(self, names: tuple[str, ...]) -> None:
        if names != self._names:
            self._names = names
            self.targets.clear()
            self.targets.addItems(names)
            self.targets.setVisible(len(names) > 1)

    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        for line in (self.test, self.train, self.note):
            line.apply_theme(theme)
        self.canvas.theme = theme

    def mark_example(self, number: int | None) -> None:
        self.canvas.marked = number

    @Slot()
    def _on_chosen(self) -> None:
        self.redraw()


def _outside_text(outside: int, nowhere: int, of: int) -> str:
    told = []
    if outside:
        told.append(f"{number_text(outside)} of {number_text(of)} lie outside, at the edge")
    if nowhere:
        told.append(f"{number_text(nowhere)} of {number_text(of)} are no numbers")
    return "; ".join(told)


def error_text(found: Errors) -> str:
    """R2 and MAE in a line, dashes where there are none."""
    if found.examples == 0:
        return "–: no examples"
    numbers = zip(NUMBER_COLUMNS, (found.r2, found.mae), strict=False)
    texts = (f"{c.title} {'–' if np.isnan(n) else c.text(n)}" for c, n in numbers)
    return "   ".join(texts)
