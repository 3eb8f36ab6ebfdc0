"""A cut through the inputs: some columns along the axes, the rest held where they are."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from nnplayground.core.arrays import FloatArray
from nnplayground.core.dataset import Dataset, example_in

RESTS = {"mean": "at mean", "example": "at example"}
_AXES = ("across", "up")


@dataclass(frozen=True, eq=False)
class Slice:
    """Which columns are along the axes, and what the others are.

    Attributes:
        columns: numbers of the columns along the axes.
        rest: (columns,) a raw example.
    """

    columns: tuple[int, ...]
    rest: FloatArray

    def raw(self, points: FloatArray) -> FloatArray:
        """Raw examples (points, columns) for points (points, axes)."""
        raw = np.repeat(self.rest[None, :], len(points), axis=0)
        raw[:, self.columns] = points
        return raw


def whole(dataset: Dataset, axes: int) -> Slice:
    """The slice of data that have no more columns than axes."""
    return Slice(tuple(range(axes)), np.zeros(len(dataset.columns)))


class SliceBar(QWidget):
    """Lets a person choose the columns and where the rest is held.

    Args:
        axes: how many columns are along axes.

    Signals:
        changed(): another slice.
    """

    changed = Signal()

    def __init__(self, axes: int) -> None:
        super().__init__()
        self._dataset: Dataset | None = None
        self.columns = tuple(QComboBox() for _ in range(axes))
        self.rest = QComboBox()
        self.rest.setAccessibleName("Where the other columns are held")
        self.rest.setToolTip(
            "The other columns are the same all over the picture: at their mean over the training "
            "examples, or as in the example that is followed"
        )
        for key, label in RESTS.items():
            self.rest.addItem(label, key)
        for box, where in zip(self.columns, _AXES, strict=False):
            box.setAccessibleName(f"Column {where}")
            box.setToolTip(f"The column {where}")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        for box in (*self.columns, self.rest):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(3)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            box.activated.connect(self._on_activated)
            line.addWidget(box, 1)
        self.hide()

    def show_dataset(self, dataset: Dataset) -> None:
        """Offer the columns of other data; those that were chosen stay where they are there."""
        if dataset is self._dataset:
            return
        before = () if self._dataset is None else self._dataset.columns
        self._dataset = dataset
        if dataset.columns != before:
            for number, box in enumerate(self.columns):
                with QSignalBlocker(box):
                    box.clear()
                    box.addItems(dataset.columns)
                    box.setCurrentIndex(min(number, len(dataset.columns) - 1))
            self._leave_taken()
        self.setVisible(self.needed)

    @property
    def needed(self) -> bool:
        """Whether there is anything to choose."""
        return self._dataset is not None and len(self._dataset.columns) > len(self.columns)

    @property
    def follows(self) -> bool:
        """Whether the slice goes through the example that is followed."""
        return self.needed and self.rest.currentData() == "example"

    def slice(self, example: int) -> Slice:
        """The slice that is chosen; through the example with this number where that is wanted."""
        assert self._dataset is not None
        if not self.needed:
            return whole(self._dataset, len(self.columns))
        columns = tuple(box.currentIndex() for box in self.columns)
        return Slice(columns, self._rest(self._dataset, example))

    def _rest(self, dataset: Dataset, example: int) -> FloatArray:
        if self.follows and example < len(dataset.train) + len(dataset.test):
            part, row = example_in(dataset, example)
            return np.asarray(part.raw[row])
        if not len(dataset.train):
            return self._middle(dataset)
        mean: FloatArray = dataset.train.raw.mean(axis=0)
        return mean

    def _middle(self, dataset: Dataset) -> FloatArray:
        places = range(len(dataset.columns))
        return np.array([sum(dataset.domain_of(column)) / 2 for column in places])

    def _leave_taken(self) -> None:
        """No column can be along two axes."""
        for box in self.columns:
            others = {other.currentIndex() for other in self.columns if other is not box}
            model = box.model()
            assert isinstance(model, QStandardItemModel)
            for place in range(model.rowCount()):
                model.item(place).setEnabled(place not in others)

    @Slot()
    def _on_activated(self) -> None:
        self._leave_taken()
        self.changed.emit()
