"""The table of examples: inputs, target, output, and whether the answer is right."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QTableView, QVBoxLayout, QWidget

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.dataset import Dataset, Part, encode_targets
from nnplayground.core.metrics import NO_ANSWER
from nnplayground.core.network_spec import NetworkSpec
from nnplayground.core.probe import Probe
from nnplayground.files.number_table import NumberTable
from nnplayground.session import Frame
from nnplayground.views.notation import number_text, value_text
from nnplayground.views.outputs.answers import answers, example_table
from nnplayground.views.outputs.kind import OutputKind
from nnplayground.views.outputs.pager import Pager
from nnplayground.views.style import mixed
from nnplayground.views.theme import Theme

PAGE = 100

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_INVALID = QModelIndex()


class ExampleTable(OutputKind):
    """The table with its pager."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.model = ExampleModel(theme)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName("Examples with the network's outputs")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setWordWrap(False)
        self.table.verticalHeader().setDefaultSectionSize(26)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setMinimumSectionSize(30)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.clicked.connect(self._on_clicked)
        self.pager = Pager()
        self._frame: Frame | None = None
        self._shown: tuple[Dataset, NetworkSpec] | None = None
        self.pager.changed.connect(self._on_page_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.table, 1)
        column.addWidget(self.pager)

    def draw(self, frame: Frame) -> None:
        self._frame = frame
        wanted = (frame.dataset, frame.experiment.network)
        if self._shown is None or self._shown != wanted:
            self._shown = wanted
            self.model.show_examples(frame, self.pager)
            self._fit_columns()
        self.model.draw(frame)

    def _fit_columns(self) -> None:
        """As wide as their texts; outputs as wide as any they may come to have."""
        self.table.resizeColumnsToContents()
        widest = self.table.fontMetrics().horizontalAdvance("−00.0000") + 14
        for column in self.model.output_columns():
            self.table.setColumnWidth(column, max(widest, self.table.columnWidth(column)))

    def numbers(self, frame: Frame) -> NumberTable:
        """All examples of the part that is shown, not only a page of them."""
        return example_table(frame, self.pager.part_name(frame.dataset))

    def plots(self) -> Sequence[QWidget]:
        return (self.table,)

    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        self.model.apply_theme(theme)

    def mark_example(self, number: int | None) -> None:
        self.model.marked = number

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.example_chosen.emit(self.model.first_number + index.row())

    @Slot()
    def _on_page_changed(self) -> None:
        self._shown = None
        if self._frame is not None:
            self.draw(self._frame)


class ExampleModel(QAbstractTableModel):
    """The numbers: a row an example, columns for inputs, targets, outputs and the verdict."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.marked: int | None = None
        self.first_number = 0
        self._columns: tuple[str, ...] = ()
        self._given: list[list[str]] = []
        self._outputs: FloatArray = np.zeros((0, 0))
        self._labels: IntArray = np.zeros(0, dtype=np.int64)
        self._said: IntArray = np.zeros(0, dtype=np.int64)
        self._probe: Probe | None = None

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours; a `draw` follows."""
        self._theme = theme

    def show_examples(self, frame: Frame, pager: Pager) -> None:
        """Show the pager's page of a frame's examples; a `draw` follows."""
        self.beginResetModel()
        dataset = frame.dataset
        part = pager.part(dataset)
        page = pager.show_pages(dataset, PAGE)
        self.first_number = pager.first_number(dataset) + page.start
        inputs = part.inputs[page]
        self._given = [
            [*(_short(value) for value in row), *target]
            for row, target in zip(inputs.tolist(), _targets(frame, part)[page], strict=True)
        ]
        self._columns = (*dataset.input_names, *_target_names(frame), *_output_names(frame))
        self._labels = part.labels[page] if dataset.classes else np.zeros(0, dtype=np.int64)
        self._said = np.full(len(inputs), NO_ANSWER)
        self._probe = Probe(frame.layout, inputs, frame.theta.dtype)
        self._outputs = np.zeros((len(_output_names(frame)), len(inputs)))
        self.endResetModel()

    def draw(self, frame: Frame) -> None:
        """Take the outputs of a frame."""
        if self._probe is None:
            return
        self._outputs = self._probe.outputs(frame.theta).copy()
        if len(self._labels):
            activation = frame.experiment.network.output.activation
            self._said = answers(self._outputs, activation).classes
        # from the first column: another row may be marked
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def output_columns(self) -> range:
        """The columns with the outputs."""
        return range(len(self._columns) - len(self._outputs), len(self._columns))

    # ---- what Qt asks ------------------------------------------------------------------

    def rowCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self._given)

    def columnCount(self, parent: Index = _INVALID) -> int:
        if parent.isValid():
            return 0
        return len(self._columns) + (1 if len(self._labels) else 0)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role != _ROLE.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return self._columns[section] if section < len(self._columns) else ""

    def data(self, index: Index, role: int = 0) -> Any:
        if role == _ROLE.DisplayRole:
            return self._text(index.row(), index.column())
        if role == _ROLE.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == _ROLE.BackgroundRole and self.first_number + index.row() == self.marked:
            return QColor(mixed(self._theme.surface, self._theme.accent, 0.16))
        if role == _ROLE.ToolTipRole and index.column() in self.output_columns():
            number = self._outputs[index.column() - self.output_columns().start, index.row()]
            return repr(float(number))  # every digit, to check by hand
        if role == _ROLE.ForegroundRole and self._wrong(index.row(), index.column()):
            return QColor(self._theme.alert)
        return None

    def _text(self, row: int, column: int) -> str:
        given = len(self._given[row])
        if column < given:
            return self._given[row][column]
        if column < len(self._columns):
            return value_text(float(self._outputs[column - given, row]), decimals=4)
        return "✓" if self._said[row] == self._labels[row] else "✗"

    def _wrong(self, row: int, column: int) -> bool:
        """Whether a cell of the output tells a wrong answer."""
        if column < len(self._given[row]) or not len(self._labels):
            return False
        return bool(self._said[row] != self._labels[row])


def _short(value: float) -> str:
    return number_text(float(f"{value:.4g}"))


def _by_class(frame: Frame) -> bool:
    """Whether there is an output a class; then a class reads better than a row of 0 and 1."""
    return bool(frame.dataset.classes) and frame.experiment.network.output.units > 1


def _targets(frame: Frame, part: Part) -> list[list[str]]:
    dataset, output = frame.dataset, frame.experiment.network.output
    if _by_class(frame):
        return [[dataset.classes[label]] for label in part.labels.tolist()]
    targets = encode_targets(part, dataset, output.activation, output.units)
    return [[_short(value) for value in row] for row in targets.tolist()]


def _target_names(frame: Frame) -> tuple[str, ...]:
    several = len(frame.dataset.target_names) > 1
    return (
        tuple(f"target {name}" for name in frame.dataset.target_names) if several else ("target",)
    )


def _output_names(frame: Frame) -> tuple[str, ...]:
    if _by_class(frame):
        return frame.dataset.classes
    names = frame.dataset.target_names
    return tuple(f"output {name}" for name in names) if len(names) > 1 else ("output",)
