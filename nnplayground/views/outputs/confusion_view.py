"""The confusion matrix with the examples of a cell, each of which can be followed."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from nnplayground.core.arrays import IntArray
from nnplayground.core.metrics import NO_ANSWER
from nnplayground.files.number_table import NumberTable, Words
from nnplayground.session import Frame
from nnplayground.session.example_order import ExampleFilter
from nnplayground.session.measuring import Said
from nnplayground.views.outputs.class_answers import ClassAnswers, class_answers
from nnplayground.views.outputs.confusion_canvas import ConfusionCanvas
from nnplayground.views.outputs.example_strip import ExampleStrip
from nnplayground.views.outputs.headline import Headline
from nnplayground.views.outputs.measured_kind import MeasuredKind
from nnplayground.views.outputs.part_choice import PARTS, PartChoice
from nnplayground.views.theme import Theme

INVITATION = "Click a cell to see its examples"
SIDE, UNDER = 145, 200  # pixels that all but the matrix takes beside or under it
WIDEST = 16_777_215  # Qt's own


class ConfusionView(MeasuredKind):
    """The matrix of one part, the accuracies of both, and the examples of the chosen cell."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.parts = PartChoice()
        self.accuracies = {key: Headline(theme) for key in PARTS}
        self.note = Headline(theme)
        self.canvas = ConfusionCanvas(theme)
        self.strip = ExampleStrip(theme)
        self._marked: int | None = None
        self.parts.changed.connect(self._on_changed)
        self.canvas.cell_chosen.connect(self._on_cell_chosen)
        self.canvas.next_asked.connect(self._on_next)
        self.canvas.list_asked.connect(self._on_list)
        self.strip.example_chosen.connect(self.example_chosen)
        self._arrange()

    def _arrange(self) -> None:
        self.side = QWidget()
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self.parts)
        column.addSpacing(3)
        for line in (*self.accuracies.values(), self.note):
            column.addWidget(line)
        self.note.hide()
        column.addSpacing(4)
        column.addWidget(self.strip, 1)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(6)
        self._box.addWidget(self.canvas, 1)
        self._box.addWidget(self.side)

    def minimumSizeHint(self) -> QSize:
        """What is needed side by side: a low view can be had, whatever the height now."""
        return QSize(SIDE + self.canvas.minimumWidth(), self.side.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the examples where they leave the matrix the most room: beside or under it."""
        beside = self.width() - SIDE > self.height() - UNDER
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self.side.setMinimumWidth(SIDE if beside else 0)
        self.side.setMaximumWidth(SIDE if beside else WIDEST)
        self.side.setMaximumHeight(WIDEST if beside else UNDER)
        super().resizeEvent(event)

    @staticmethod
    def measure(said: Said) -> dict[str, ClassAnswers]:
        return class_answers(said)

    def show_measured(self, frame: Frame) -> None:
        dataset, key = frame.dataset, self._shown_key(frame)
        answers: dict[str, ClassAnswers] = self.measured
        name = PARTS[key][0].lower()
        for part, line in self.accuracies.items():
            line.show_texts(f"{PARTS[part][0]} {answers[part].accuracy}", "right")
        self.note.show_texts("", self.age())
        self.note.setVisible(bool(self.note.rest))
        self.canvas.show_confusion(answers[key].confusion, dataset.classes, name)
        cell = self.canvas.cell
        texts = ("", INVITATION) if cell is None else (self.canvas.describe(cell), "")
        self.strip.show_examples(dataset, self.examples(frame), self._marked, texts)

    def table(self) -> NumberTable:
        """A row a true class of each part, a column what is said."""
        assert self.measured_frame is not None
        names, answers = self.measured_frame.dataset.classes, self.measured
        counts = [
            np.column_stack((answers[key].confusion.counts, answers[key].confusion.unanswered))
            for key in PARTS
        ]
        parts = Words(np.repeat(np.arange(len(PARTS)), len(names)), tuple(PARTS))
        classes = Words(np.tile(np.arange(len(names)), len(PARTS)), names)
        said = (*(f"said {name}" for name in names), "no number")
        return NumberTable(("part", "class", *said), (parts, classes, *np.vstack(counts).T))

    def plots(self) -> Sequence[QWidget]:
        return (self.canvas,)

    def examples(self, frame: Frame) -> IntArray:
        """The numbers of the examples in the chosen cell, rising."""
        cell = self.canvas.cell
        if cell is None:
            return np.zeros(0, dtype=np.int64)
        answers: ClassAnswers = self.measured[self._shown_key(frame)]
        part = self.parts.part(frame.dataset)
        said = cell.column if cell.column < len(frame.dataset.classes) else NO_ANSWER
        inside = np.flatnonzero((part.labels == cell.row) & (answers.said == said))
        return inside + self.parts.first_number(frame.dataset)

    def _shown_key(self, frame: Frame) -> str:
        self.parts.show_dataset(frame.dataset)
        return self.parts.key

    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        self.canvas.theme = theme
        for line in (*self.accuracies.values(), self.note):
            line.apply_theme(theme)
        self.strip.apply_theme(theme)

    def mark_example(self, number: int | None) -> None:
        self._marked = number

    @Slot()
    def _on_changed(self) -> None:
        self.redraw()

    @Slot()
    def _on_cell_chosen(self) -> None:
        self.redraw()
        numbers = self.strip.row.numbers
        if len(numbers) and self._marked not in numbers:
            self.example_chosen.emit(int(numbers[0]))

    @Slot()
    def _on_list(self) -> None:
        cell = self.canvas.cell
        if cell is not None:
            # behind the classes stands what is no number, in the filter too
            self.list_asked.emit(ExampleFilter(self.parts.key, False, cell.row, cell.column))

    @Slot()
    def _on_next(self) -> None:
        self.strip.follow_next()
