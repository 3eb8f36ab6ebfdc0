"""The average picture of each class, and what the network says to it."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnplayground.core.arrays import FloatArray
from nnplayground.core.dataset import Dataset, Part
from nnplayground.core.network_spec import NetworkSpec
from nnplayground.files.number_table import NumberTable, Words
from nnplayground.session import Frame
from nnplayground.views.notation import number_text
from nnplayground.views.outputs.headline import Headline
from nnplayground.views.outputs.kind import OutputKind
from nnplayground.views.outputs.picture_grid import PictureGrid
from nnplayground.views.theme import Theme

LOOKED_AT = 5_000  # training examples


class ClassAverages(OutputKind):
    """A picture a class, as large as there is room for.

    Attributes:
        headline: of what they are the averages.
        canvas: the pictures.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.headline = Headline(theme)
        self.canvas = PictureGrid(theme)
        self.canvas.setAccessibleName("The average picture of each class")
        self.canvas.setAccessibleDescription("")
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # there is nothing to follow
        self._frame: Frame | None = None
        self._averages: Part | None = None
        self._dataset: Dataset | None = None
        self._shown: tuple[Dataset, NetworkSpec, int] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.headline)
        column.addWidget(self.canvas, 1)

    def draw(self, frame: Frame) -> None:
        self._frame = frame
        averages = self._averages_of(frame.dataset)
        self.canvas.all_of = len(averages)
        wanted = frame.dataset, frame.experiment.network, self.canvas.capacity()
        if self._shown is None or self._shown != wanted:
            self._shown = wanted
            rows = np.arange(min(len(averages), self.canvas.capacity()))
            names = [f"average of {frame.dataset.classes[averages.labels[row]]}" for row in rows]
            self.canvas.show_examples(frame, averages, rows, 0, names)
        self.canvas.draw(frame)

    def numbers(self, frame: Frame) -> NumberTable:
        """A row a class, a column a pixel."""
        averages, dataset = self._averages_of(frame.dataset), frame.dataset
        names = Words(averages.labels, dataset.classes)
        return NumberTable(("class", *dataset.columns), (names, *averages.raw.T))

    def plots(self) -> Sequence[QWidget]:
        return (self.canvas,)

    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        self.headline.apply_theme(theme)
        self.canvas.apply_theme(theme)
        self._shown = None

    def mark_example(self, number: int | None) -> None:
        """An average is no example."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._frame is not None:
            self.draw(self._frame)

    def _averages_of(self, dataset: Dataset) -> Part:
        if self._averages is None or dataset is not self._dataset:
            self._dataset, self._averages = dataset, averages(dataset)
            count = number_text(min(LOOKED_AT, len(dataset.train)))
            self.headline.show_texts("", f"Mean of {count} training pictures, and the answer to it")
        return self._averages


def averages(dataset: Dataset) -> Part:
    """The average training example of each class that there is one of, as examples."""
    raw, labels = dataset.train.raw[:LOOKED_AT], dataset.train.labels[:LOOKED_AT]
    present = np.unique(labels)
    means: FloatArray = np.stack(
        [raw[labels == label].mean(axis=0, dtype=np.float64) for label in present]
    )
    return Part(means, dataset.featurize(means), np.empty((len(means), 0)), present)
