"""The line above the table of examples: which of them, and in which order."""

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget

from nnplayground.core.dataset import Dataset
from nnplayground.files.predictions import NO_NUMBER
from nnplayground.session.example_order import TEST, TRAIN, ExampleFilter
from nnplayground.views.flow_layout import FlowLayout

_PARTS = {"": "All examples", TRAIN: "Training examples", TEST: "Test examples"}
_LONGEST = 24
# Pixels, of the controls beside a label.
_HEIGHT = 27
# What stands first when sorted down and up, where that has a name of its own.
_ENDS = {"Loss": ("Worst first", "Best first"), "Example": ("Last first", "First first")}


class Filters(QWidget):
    """The choices of a filter and of a sorting.

    Signals:
        chosen(ExampleFilter): a person wants other examples.
        sorting_chosen(int): a person wants them sorted by this column.
        turned(): a person wants them the other way round.
        again_asked(): a person wants them sorted again.
        apart_asked(): a person wants the chosen example taken apart.
    """

    chosen = Signal(object)
    sorting_chosen = Signal(int)
    turned = Signal()
    again_asked = Signal()
    apart_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.part = _box("Part of the data", "Examples to learn from, to test with, or both")
        self.target = _box("Class of the target", "Only the examples of one class")
        self.answer = _box(
            "Class of the answer", "Only the examples that the network says one class to"
        )
        self.wrong = QPushButton("Misclassified")
        self.wrong.setCheckable(True)
        self.wrong.setProperty("role", "chip")
        self.wrong.setToolTip("Only the examples that the network answers wrongly")
        self.sorting = _box("Sorted by", "What they are sorted by; or click a column's title")
        self.direction = QPushButton()
        self.direction.setToolTip("Turn the order around")
        self.again = QPushButton("Sort again")
        self.again.setToolTip(
            "Training goes on: the rows stay where they are while the pointer is on them"
        )
        self.apart = QPushButton("Take apart")
        self.apart.setToolTip("Follow the chosen example through every matrix of the network")
        self.apart.setEnabled(False)
        self.told = QLabel()
        self.told.setProperty("role", "muted")
        self._classes: tuple[str, ...] | None = None
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        flow = FlowLayout(self, gap=6)
        sorted_by = QLabel("Sorted by")
        sorted_by.setProperty("role", "muted")
        for label in (sorted_by, self.told):
            label.setMinimumHeight(_HEIGHT)
        for widget in (
            self.part,
            self.wrong,
            self.target,
            self.answer,
            sorted_by,
            self.sorting,
            self.direction,
            self.apart,
            self.again,
            self.told,
        ):
            flow.addWidget(widget)
        for key, text in _PARTS.items():
            self.part.addItem(text, key)

    def _connect(self) -> None:
        for box in (self.part, self.target, self.answer):
            box.activated.connect(self._on_chosen)
        self.wrong.clicked.connect(self._on_chosen)
        self.sorting.activated.connect(self.sorting_chosen)
        self.direction.clicked.connect(self.turned)
        self.again.clicked.connect(self.again_asked)
        self.apart.clicked.connect(self.apart_asked)

    def show_filter(self, dataset: Dataset, wanted: ExampleFilter) -> None:
        """Offer what suits the data, and show what is in use."""
        if dataset.classes != self._classes:
            self._classes = dataset.classes
            self._offer(self.target, "Any target", dataset.classes)
            self._offer(self.answer, "Any answer", (*dataset.classes, NO_NUMBER))
            for widget in (self.target, self.answer, self.wrong):
                widget.setVisible(bool(dataset.classes))
        self.part.setVisible(len(dataset.test) > 0 or bool(wanted.part))
        self.part.setCurrentIndex(self.part.findData(wanted.part))
        self.wrong.setChecked(wanted.wrong)
        self.target.setCurrentIndex(0 if wanted.target is None else wanted.target + 1)
        self.answer.setCurrentIndex(0 if wanted.answer is None else wanted.answer + 1)

    def show_sorting(self, titles: list[str], column: int, descending: bool) -> None:
        """Show what the examples are sorted by."""
        if titles != [self.sorting.itemText(i) for i in range(self.sorting.count())]:
            with QSignalBlocker(self.sorting):
                self.sorting.clear()
                self.sorting.addItems(titles)
        self.sorting.setCurrentIndex(column)
        first, last = _ENDS.get(titles[column], ("Largest first", "Smallest first"))
        name = first if descending else last
        if name != self.direction.accessibleName():
            self.direction.setText(name)
            self.direction.setAccessibleName(name)

    def tell(self, text: str, stale: bool) -> None:
        """Say how many there are, and whether the order is one of before."""
        if text != self.told.text():
            self.told.setText(text)
        if self.again.isHidden() == stale:
            self.again.setVisible(stale)

    def _offer(self, box: QComboBox, any_text: str, names: tuple[str, ...]) -> None:
        with QSignalBlocker(box):
            box.clear()
            box.addItem(any_text, None)
            for number, name in enumerate(names):
                shown = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
                box.addItem(f"{any_text.split()[1].capitalize()}: {shown}", number)

    @Slot()
    def _on_chosen(self) -> None:
        self.chosen.emit(
            ExampleFilter(
                self.part.currentData(),
                self.wrong.isChecked(),
                self.target.currentData(),
                self.answer.currentData(),
            )
        )


def _box(name: str, tip: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return box
