"""The pictures that the network is most wrong about: the surest mistakes first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.dataset import Part
from nnplayground.files.number_table import NumberTable, Words
from nnplayground.session import Frame
from nnplayground.session.measuring import Said
from nnplayground.views.notation import number_text
from nnplayground.views.outputs.answers import class_shares
from nnplayground.views.outputs.headline import Headline
from nnplayground.views.outputs.measured_kind import MeasuredKind
from nnplayground.views.outputs.part_choice import PARTS, PartChoice
from nnplayground.views.outputs.picture_grid import PictureGrid
from nnplayground.views.theme import Theme

MOST = 500  # pictures that are put in order


@dataclass(frozen=True, eq=False)
class Confused:
    """Of one part.

    Attributes:
        rows: (pictures,) of the part, at most MOST: the surest mistake first, and after all
            mistakes the right answer that was the least sure.
        margins: (pictures,) how much more the network is for the right class than for the
            likeliest other, -1 to 1; below 0 for a mistake.
        mistakes: how many there are of all examples; those without an answer count.
    """

    rows: IntArray
    margins: FloatArray
    mistakes: int


class ConfusedPictures(MeasuredKind):
    """The grid of them.

    Attributes:
        parts: of training or of testing.
        headline: how many mistakes there are.
        canvas: the pictures.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.parts = PartChoice()
        self.headline = Headline(theme)
        self.canvas = PictureGrid(theme)
        self.canvas.setAccessibleName("Pictures, the surest mistakes first")
        self._page: tuple[object, ...] | None = None
        self.parts.changed.connect(self._on_changed)
        self.canvas.example_chosen.connect(self.example_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.parts, self.headline):
            column.addWidget(widget)
        column.addWidget(self.canvas, 1)

    @staticmethod
    def measure(said: Said) -> dict[str, Confused]:
        dataset = said.frame.dataset
        activation = said.frame.experiment.network.output.activation
        return {
            "test": confused(dataset.test, said.test, activation),
            "train": confused(dataset.train, said.train, activation),
        }

    def draw(self, frame: Frame) -> None:
        super().draw(frame)
        if self._page is not None and self._page[0] is frame.dataset:
            self.canvas.draw(frame)  # what it says now, to the pictures of some frames ago

    def show_measured(self, frame: Frame) -> None:
        dataset = frame.dataset
        self.parts.show_dataset(dataset)
        found: Confused = self.measured[self.parts.key]
        part, begins = self.parts.part(dataset), self.parts.first_number(dataset)
        rows = found.rows[: self.canvas.capacity()]
        page = (dataset, frame.experiment.network, begins, rows.tobytes())
        if page != self._page:
            self._page = page
            self.canvas.show_examples(frame, part, rows, begins)
        self.canvas.draw(frame)
        self.headline.show_texts(*self._texts(found, len(part)))

    def _texts(self, found: Confused, count: int) -> tuple[str, str]:
        if not found.mistakes:
            return "No mistakes", "the least sure answers first"
        mistakes = "1 mistake" if found.mistakes == 1 else f"{number_text(found.mistakes)} mistakes"
        return f"{mistakes} in {number_text(count)}", "the surest first"

    def table(self) -> NumberTable:
        """A row a picture, in the order in which they are shown."""
        assert self.measured_frame is not None
        dataset = self.measured_frame.dataset
        found: list[Confused] = [self.measured[key] for key in PARTS]
        parts = Words(np.repeat(np.arange(len(PARTS)), [len(one.rows) for one in found]), [*PARTS])
        labels = [
            part.labels[one.rows]
            for part, one in zip((dataset.test, dataset.train), found, strict=True)
        ]
        return NumberTable(
            ("part", "example", "class", "margin"),
            (
                parts,
                np.concatenate([one.rows for one in found]) + 1,
                Words(np.concatenate(labels), dataset.classes),
                np.concatenate([one.margins for one in found]),
            ),
        )

    def plots(self) -> Sequence[QWidget]:
        return (self.headline, self.canvas)

    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        self.headline.apply_theme(theme)
        self.canvas.apply_theme(theme)
        self._page = None
        self.redraw()

    def mark_example(self, number: int | None) -> None:
        self.canvas.marked = number

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.redraw()

    @Slot()
    def _on_changed(self) -> None:
        self.redraw()


def confused(part: Part, outputs: FloatArray, activation: str) -> Confused:
    """The examples of a part by how wrong outputs (examples, units) are about them."""
    if not len(part):
        return Confused(np.zeros(0, np.int64), np.zeros(0), 0)
    each = class_shares(outputs.T, activation)
    places = np.arange(len(part))
    right = each[part.labels, places].copy()
    each[part.labels, places] = -1.0
    margins = right - each.max(axis=0)
    margins[np.isnan(outputs).any(axis=1)] = -np.inf
    order = np.argsort(margins, kind="stable")[:MOST]
    return Confused(order, margins[order], int(np.count_nonzero(margins < 0.0)))
