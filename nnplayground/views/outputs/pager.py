"""Which examples are shown: of training or of testing, and which page of them."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from nnplayground.core.dataset import Dataset, Part
from nnplayground.views.notation import number_text

PARTS = {"test": "Test", "train": "Training"}


class Pager(QWidget):
    """Chooses a part of the data and a page of it.

    Signals:
        changed(): another part or another page.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.part_box = QComboBox()
        self.part_box.setAccessibleName("Which examples")
        self.part_box.setToolTip("Examples that the network learns from, or those that test it")
        for key, label in PARTS.items():
            self.part_box.addItem(label, key)
        self.back = arrow_button("‹", "Page before")
        self.on = arrow_button("›", "Next page")
        self.place = QLabel()
        self.place.setProperty("role", "muted")
        self.place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._page, self._size, self._count = 0, 1, 0
        self._arrange()
        self.part_box.activated.connect(self._on_part)
        self.back.clicked.connect(self._on_back)
        self.on.clicked.connect(self._on_forward)

    def _arrange(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.part_box)
        line.addStretch(1)
        line.addWidget(self.place)
        line.addWidget(self.back)
        line.addWidget(self.on)

    def part(self, dataset: Dataset) -> Part:
        """The part of the data that is shown: training where there is nothing to test."""
        return dataset.test if self.part_name(dataset) == "test" else dataset.train

    def part_name(self, dataset: Dataset) -> str:
        """'test' or 'train'."""
        chosen = self.part_box.currentData() == "test" and len(dataset.test) > 0
        return "test" if chosen else "train"

    def first_number(self, dataset: Dataset) -> int:
        """The number of the first example of the part that is shown."""
        return 0 if self.part(dataset) is dataset.train else len(dataset.train)

    def show_pages(self, dataset: Dataset, size: int) -> slice:
        """The examples of the present page, `size` on one; the page stays where it can."""
        self.part_box.setVisible(len(dataset.test) > 0)
        self._size, self._count = max(1, size), len(self.part(dataset))
        last = max(0, (self._count - 1) // self._size)
        self._page = min(self._page, last)
        start = self._page * self._size
        end = min(start + self._size, self._count)
        self.place.setText(
            f"{number_text(start + 1)}–{number_text(end)} of {number_text(self._count)}"
        )
        self.back.setEnabled(self._page > 0)
        self.on.setEnabled(self._page < last)
        return slice(start, end)

    @Slot()
    def _on_part(self) -> None:
        self._page = 0
        self.changed.emit()

    @Slot()
    def _on_back(self) -> None:
        self._page -= 1
        self.changed.emit()

    @Slot()
    def _on_forward(self) -> None:
        self._page += 1
        self.changed.emit()


def arrow_button(text: str, name: str) -> QPushButton:
    """A small button that goes on or back, for as long as it is held."""
    button = QPushButton(text)
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setFixedSize(26, 26)
    button.setProperty("role", "quiet")
    button.setAutoRepeat(True)
    return button
