"""The scores of the network as a table: for each class or target, test and training."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from nnplayground.core.confusion import macro
from nnplayground.core.residuals import errors
from nnplayground.files.number_table import NumberTable, Words
from nnplayground.session import Frame
from nnplayground.session.measuring import Said
from nnplayground.views.notation import number_text
from nnplayground.views.outputs.class_answers import ClassAnswers, accuracy_texts, class_answers
from nnplayground.views.outputs.headline import Headline
from nnplayground.views.outputs.measured_kind import MeasuredKind
from nnplayground.views.plots.labels import accuracy_text, loss_text, with_minus
from nnplayground.views.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_INVALID = QModelIndex()
PARTS = {"test": "Test", "train": "Training"}
MEANS = "The mean over the classes, each counting the same"


@dataclass(frozen=True)
class Column:
    """A column of scores.

    Attributes:
        title: over it.
        tooltip: what it says, in plain words.
        text: a number of it as a text; never of NaN.
        missing: why there is none where there is none.
        sample: a number whose text is as wide as any.
    """

    title: str
    tooltip: str
    text: Callable[[float], str]
    missing: str
    sample: float = 1.0


CLASS_COLUMNS = (
    Column(
        "Precision",
        "Of all examples that the network takes for the class, how many are of it",
        accuracy_text,
        "the network never says this class here",
    ),
    Column(
        "Recall",
        "Of all examples of the class, how many the network finds",
        accuracy_text,
        "there is no example of this class here",
    ),
    Column(
        "F1",
        "Between precision and recall: high only where both are",
        accuracy_text,
        "the class neither occurs nor is said here",
    ),
)
NUMBER_COLUMNS = (
    Column(
        "R²",
        "The share of the differences between the targets that the network explains: 1 for all of "
        "them, 0 for no more than their mean would",
        lambda value: with_minus(f"{value:.4f}" if abs(value) < 1000 else f"{value:.3g}"),
        "fewer than two examples, targets that are all equal, or an output that is no number",
        sample=-0.8888,
    ),
    Column(
        "MAE",
        "Mean absolute error: how far off the network is on average",
        loss_text,
        "no examples, or an output that is no number",
        sample=0.0088888,
    ),
    Column(
        "RMSE",
        "Root of the mean squared error: like MAE, but large errors count more",
        loss_text,
        "no examples, or an output that is no number",
        sample=0.0088888,
    ),
)
COUNT = Column("n", "How many examples there are", lambda n: number_text(n), "")


@dataclass(frozen=True)
class Row:
    """A part of the data, or one class or target of it.

    Attributes:
        name: what stands in the first column.
        numbers: one a column, NaN where there is none; () for a heading alone.
        heading: whether the rows after it belong to it.
    """

    name: str
    numbers: tuple[float, ...]
    heading: bool


@dataclass(frozen=True)
class Scores:
    """What the table shows.

    Attributes:
        columns: after the one with the names.
        rows: the test examples, then those for training.
        classes: what was counted, None where there are no classes.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    classes: dict[str, ClassAnswers] | None

    def missing(self) -> str:
        """Why the first number that is missing is missing; empty where all are there."""
        heading = ""
        for row in self.rows:
            heading = row.name if row.heading else heading
            for column, number in zip(self.columns, row.numbers, strict=False):
                if math.isnan(number) and not (row.heading and self.classes):
                    where = heading if row.heading else f"{row.name} ({heading.lower()})"
                    return f"– {where}: {column.missing}"
        return ""


def scores(said: Said) -> Scores:
    """The scores of both parts."""
    return _of_classes(said) if said.frame.dataset.classes else _of_numbers(said)


def _of_classes(said: Said) -> Scores:
    answers, names = class_answers(said), said.frame.dataset.classes
    rows = []
    for key, label in PARTS.items():
        counts = answers[key].confusion
        shares = counts.precision, counts.recall, counts.f1
        means = (*map(macro, shares), float(counts.examples))
        rows.append(Row(label, means, heading=True))
        for number, name in enumerate(names):
            each = (*(float(share[number]) for share in shares), float(counts.support[number]))
            rows.append(Row(name, each, heading=False))
    return Scores((*CLASS_COLUMNS, COUNT), tuple(rows), answers)


def _of_numbers(said: Said) -> Scores:
    dataset = said.frame.dataset
    parts = {"test": (dataset.test, said.test), "train": (dataset.train, said.train)}
    several = len(dataset.target_names) > 1
    rows = []
    for key, label in PARTS.items():
        part, outputs = parts[key]
        if several:
            rows.append(Row(label, (), heading=True))
        for number, name in enumerate(dataset.target_names):
            found = errors(part.targets[:, number], outputs[:, number])
            numbers = (found.r2, found.mae, found.rmse, float(found.examples))
            rows.append(Row(name if several else label, numbers, heading=not several))
    return Scores((*NUMBER_COLUMNS, COUNT), tuple(rows), None)


class ScoreView(MeasuredKind):
    """The table, with the accuracy of both parts over it where there are classes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.headline = Headline(theme)
        self.note = Headline(theme, lines=2)
        self.model = ScoreModel(theme)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName("Scores of test and training examples")
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.view.setWordWrap(False)
        self.view.setShowGrid(False)
        self.view.verticalHeader().setDefaultSectionSize(22)
        self.view.verticalHeader().hide()
        header = self.view.horizontalHeader()
        header.setMinimumSectionSize(30)
        header.setHighlightSections(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.headline)
        column.addWidget(self.view, 1)
        column.addWidget(self.note)
        self.note.hide()

    @staticmethod
    def measure(said: Said) -> Scores:
        return scores(said)

    def show_measured(self, frame: Frame) -> None:
        found: Scores = self.measured
        text = "" if found.classes is None else accuracy_texts(found.classes)
        self.headline.show_texts(text, self.age())
        self.headline.setVisible(bool(text or self.age()))
        missing = found.missing()
        self.note.show_texts("", missing)
        self.note.setVisible(bool(missing))
        if self.model.show_scores(found):
            self._fit_columns()

    def table(self) -> NumberTable:
        """The rows that have numbers, exactly."""
        found: Scores = self.measured
        parts, part = [], ""
        rows = [row for row in found.rows if row.numbers]
        for row in found.rows:
            part = row.name if row.heading else part
            parts += [part] * bool(row.numbers)
        places = np.arange(len(rows))
        numbers = np.array([row.numbers for row in rows])
        titles = (column.title for column in found.columns)
        return NumberTable(
            ("part", "name", *titles),
            (Words(places, parts), Words(places, [row.name for row in rows]), *numbers.T),
        )

    def plots(self) -> Sequence[QWidget]:
        return (self.headline, self.view)

    def _fit_columns(self) -> None:
        """As wide as their texts; numbers as wide as any they may come to have."""
        self.view.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.view.resizeColumnsToContents()
        font = self.view.font()
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        found: Scores = self.measured
        for number, column in enumerate(found.columns[:-1], start=1):
            widest = metrics.horizontalAdvance(column.text(column.sample)) + 8
            self.view.setColumnWidth(number, max(widest, self.view.columnWidth(number)))

    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        self.headline.apply_theme(theme)
        self.note.apply_theme(theme)
        self.model.apply_theme(theme)

    def mark_example(self, number: int | None) -> None:
        """No example is shown here."""


class ScoreModel(QAbstractTableModel):
    """The numbers: each part in semibold, its classes or targets below it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._columns: tuple[Column, ...] = ()
        self._rows: Sequence[Row] = ()

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.layoutChanged.emit()

    def show_scores(self, found: Scores) -> bool:
        """Show these; whether rows or columns are other ones."""
        names = [row.name for row in found.rows]
        other = found.columns != self._columns or names != [row.name for row in self._rows]
        if other:
            self.beginResetModel()
        changed = found.rows != self._rows
        self._columns, self._rows = found.columns, found.rows
        if other:
            self.endResetModel()
        elif changed:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 1), last)
        return other

    # ---- what Qt asks ------------------------------------------------------------------

    def rowCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self._columns) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if section == 0:
            return "" if role == _ROLE.DisplayRole else None
        column = self._columns[section - 1]
        if role == _ROLE.DisplayRole:
            return column.title
        return column.tooltip if role == _ROLE.ToolTipRole else None

    def data(self, index: Index, role: int = 0) -> Any:
        row, place = self._rows[index.row()], index.column()
        if role == _ROLE.DisplayRole:
            return self._text(row, place)
        if role == _ROLE.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == _ROLE.FontRole and row.heading:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == _ROLE.BackgroundRole and row.heading:
            return QColor(self._theme.canvas)
        if role == _ROLE.ToolTipRole and not place and row.heading:
            return MEANS if self._columns[0] is CLASS_COLUMNS[0] else None
        if role == _ROLE.ToolTipRole and place and row.numbers:
            column = self._columns[place - 1]
            return column.missing if math.isnan(row.numbers[place - 1]) else column.tooltip
        return None

    def _text(self, row: Row, place: int) -> str:
        if place == 0:
            return row.name if row.heading else f"  {row.name}"
        if not row.numbers:
            return ""
        number = row.numbers[place - 1]
        return "–" if math.isnan(number) else self._columns[place - 1].text(number)
