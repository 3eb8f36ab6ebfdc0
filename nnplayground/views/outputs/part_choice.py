"""Two chips: whether the test or the training examples are looked at."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from nnplayground.core.dataset import Dataset, Part
from nnplayground.views.notation import number_text

PARTS = {
    "test": ("Test", "examples that the network does not learn from"),
    "train": ("Training", "examples that the network learns from"),
}
NO_TEST = "There are no test examples: make the training share smaller"


class PartChoice(QWidget):
    """Says which part is shown and lets a person choose the other.

    Signals:
        changed(): the other part.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chips = {key: QPushButton(label) for key, (label, _) in PARTS.items()}
        self._group = QButtonGroup(self)
        self._dataset: Dataset | None = None
        self._wanted = "test"
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        for key, chip in self.chips.items():
            chip.setCheckable(True)
            chip.setProperty("role", "chip")
            chip.setAccessibleName(f"{PARTS[key][0]} examples")
            self._group.addButton(chip)
            line.addWidget(chip)
        line.addStretch(1)
        self.chips["test"].setChecked(True)
        self._group.buttonClicked.connect(self._on_clicked)

    @property
    def key(self) -> str:
        """'test' or 'train'."""
        return "test" if self.chips["test"].isChecked() else "train"

    def part(self, dataset: Dataset) -> Part:
        """The part of the data that is shown."""
        return dataset.test if self.key == "test" else dataset.train

    def first_number(self, dataset: Dataset) -> int:
        """The number of the first example of that part."""
        return len(dataset.train) if self.key == "test" else 0

    def show_dataset(self, dataset: Dataset) -> None:
        """Offer the parts of this data; training where there is nothing to test."""
        if dataset is self._dataset:
            return
        self._dataset = dataset
        for key, part in (("test", dataset.test), ("train", dataset.train)):
            told = f"{number_text(len(part))} {PARTS[key][1]}"
            self.chips[key].setEnabled(len(part) > 0)
            self.chips[key].setToolTip(told if len(part) else NO_TEST)
        self.chips[self._wanted if len(dataset.test) else "train"].setChecked(True)

    @Slot()
    def _on_clicked(self) -> None:
        self._wanted = self.key
        self.changed.emit()
