"""The preview of a table: what was found by itself stands in boxes and can be changed."""

import dataclasses
from collections.abc import Callable, Mapping

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker, QSize, QTimer, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from nnplayground.core import SpecError, load_dataset
from nnplayground.core.table_spec import ENCODINGS, TableFormat, TableSpec
from nnplayground.data import Source
from nnplayground.data.table_format import with_found_header
from nnplayground.data.table_preview import (
    TableSample,
    found_format,
    named_rows,
    proposed,
    sample_in,
)
from nnplayground.data.table_source import table_source
from nnplayground.session.background import Background, Progress
from nnplayground.session.wording import as_sentence, spoken
from nnplayground.views.foot import ShareBar, foot, named, primary_button
from nnplayground.views.reading import Reading
from nnplayground.views.said import Said
from nnplayground.views.table_dialog.model import KINDS, ROLES, PreviewModel
from nnplayground.views.theme import Theme

SIZE = QSize(900, 600)
WIDEST = 180  # pixels of a column
WAIT = 150  # ms, so that several changes are read at once

DELIMITERS = {",": "comma ,", ";": "semicolon ;", "\t": "tab", "|": "bar |", " ": "space"}
DECIMALS = {".": "point 1.5", ",": "comma 1,5"}
QUOTES = {'"': 'double "', "'": "single '", "": "none"}
ENCODING_NAMES = (
    "UTF-8",
    "UTF-8 with mark",
    "UTF-16",
    "UTF-16 LE",
    "UTF-16 BE",
    "Windows-1252",
    "Latin-1",
)
MISSING = {
    "drop": "leave their rows out",
    "mean": "fill with the mean",
    "most_frequent": "fill with the most frequent",
}
SCALINGS = {"standardize": "mean 0, deviation 1", "unit": "from 0 to 1", "none": "as they are"}


class TableDialog(QDialog):
    """Shows a table and opens it, once it can be.

    Args:
        title: what is being opened.
        begin: finds the sample, beside the window.
        background: where tables are read.
        theme: the colours.

    Attributes:
        spec: the table as it is meant now; None before it was looked at.
    """

    def __init__(
        self,
        title: str,
        begin: Callable[[Progress], TableSample],
        background: Background,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Open table — {title}")
        self.resize(SIZE)
        self.spec: TableSpec | None = None
        self._sample: TableSample | None = None
        self._reading = Reading(background)
        self._soon = QTimer(self, singleShot=True, interval=WAIT)
        self._soon.timeout.connect(self._read)
        self.model = PreviewModel(theme, self)
        self._make()
        self.finished.connect(self._reading.leave)
        self._reading.begin(begin, self._on_sample, self.progress.show_share)

    # ---- making ------------------------------------------------------------------------

    def _make(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        self._make_format(layout)
        self._make_table(layout)
        self._make_columns(layout)
        self._make_rules(layout)
        self._make_foot(layout)
        self._connect()

    def _make_format(self, layout: QVBoxLayout) -> None:
        self.delimiter = _box("Cells are separated by", DELIMITERS)
        self.decimal = _box("Decimal sign", DECIMALS)
        self.quote = _box("Quotes", QUOTES)
        self.encoding = _box("Encoding", dict(zip(ENCODINGS, ENCODING_NAMES, strict=True)))
        self.header = QCheckBox("First row holds the names")
        layout.addLayout(
            _row(
                *named("Separator", self.delimiter),
                *named("Decimal", self.decimal),
                *named("Quotes", self.quote),
                *named("Encoding", self.encoding),
                self.header,
            )
        )

    def _make_table(self, layout: QVBoxLayout) -> None:
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName("The first rows")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectColumns)
        self.table.verticalHeader().setDefaultSectionSize(24)
        self.table.horizontalHeader().setMaximumSectionSize(WIDEST)
        self.table.setTabKeyNavigation(False)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        layout.addWidget(self.table, 1)

    def _make_columns(self, layout: QVBoxLayout) -> None:
        self.role = _box("The column is", ROLES)
        self.kind = _box("The column holds", KINDS)
        self.column = QComboBox()
        self.column.setAccessibleName("Column")
        self.column.setMinimumWidth(170)
        self.column.setToolTip(
            "Choose a column here or click its header; Ctrl adds more, for several targets too"
        )
        hint = QLabel("Ctrl+click headers to change several, for several targets too")
        hint.setProperty("role", "muted")
        layout.addLayout(
            _row(
                *named("Column", self.column),
                *named("is", self.role),
                *named("with", self.kind),
                hint,
            )
        )

    def _make_rules(self, layout: QVBoxLayout) -> None:
        self.missing = _box("Empty cells", MISSING)
        self.scaling = _box("Scale inputs", SCALINGS)
        self.embed = QCheckBox("Keep the table in the experiment")
        self.embed.setToolTip("So that a saved file works on another computer, up to 1 MB")
        layout.addLayout(
            _row(
                *named("Empty cells", self.missing),
                *named("Scale inputs", self.scaling),
                self.embed,
            )
        )

    def _make_foot(self, layout: QVBoxLayout) -> None:
        self.said = Said("Looking at the table…")
        layout.addWidget(self.said)
        self.progress = ShareBar("Share that is read")
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(self.reject)
        self.open_button = primary_button("Open")
        self.open_button.setEnabled(False)
        self.open_button.clicked.connect(self.accept)
        layout.addLayout(foot(self.progress, self.cancel, self.open_button))

    def _connect(self) -> None:
        for box in (self.delimiter, self.quote):
            box.activated.connect(self._on_splitting)
        self.decimal.activated.connect(self._on_format)
        self.header.clicked.connect(self._on_format)
        self.encoding.activated.connect(self._on_encoding)
        self.column.activated.connect(self._on_column)
        self.role.activated.connect(self._on_meaning)
        self.kind.activated.connect(self._on_meaning)
        self.missing.activated.connect(self._on_rule)
        self.scaling.activated.connect(self._soon.start)
        self.embed.clicked.connect(self._on_rule)

    # ---- what comes from beside the window -----------------------------------------------

    def _on_sample(self, sample: TableSample | SpecError) -> None:
        if isinstance(sample, SpecError):
            self._tell_problem(sample)
            return
        self._sample = sample
        self.embed.setChecked(sample.text is not None)
        self.embed.setEnabled(sample.text is not None and bool(sample.path))
        self._propose(found_format(sample))

    def _on_read(self, source: Source | SpecError) -> None:
        if isinstance(source, SpecError):
            self._tell_problem(source)
            return
        self.progress.show_share(1.0)
        self.said.say(source.description)
        self.open_button.setEnabled(True)

    # ---- what a person changes -----------------------------------------------------------

    @Slot()
    def _on_splitting(self) -> None:
        """Other columns: decimal sign and header are found anew."""
        if self._sample is not None:
            self._propose(with_found_header(self._sample.start, self._format()))

    @Slot()
    def _on_format(self) -> None:
        self._propose(self._format())

    @Slot()
    def _on_encoding(self) -> None:
        if self._sample is None:
            return
        try:
            self._sample = sample_in(self._sample, self.encoding.currentData())
        except SpecError as error:
            self._tell_problem(error)
            return
        self._propose(self._format())

    @Slot()
    def _on_column(self) -> None:
        self.table.selectColumn(self.column.currentIndex())

    @Slot()
    def _on_selection(self) -> None:
        chosen = self._selected()
        if self.spec is None or not chosen:
            return
        column = self.spec.columns[chosen[0]]
        self.column.setCurrentIndex(chosen[0])
        _show(self.role, column.role)
        _show(self.kind, column.kind)

    @Slot()
    def _on_meaning(self) -> None:
        """The selected columns are something else now."""
        if self.spec is None:
            return
        columns, chosen = list(self.spec.columns), self._selected()
        role, kind = self.role.currentData(), self.kind.currentData()
        for number in chosen:
            columns[number] = dataclasses.replace(columns[number], role=role, kind=kind)
        if role == "target":
            # several targets are selected together; the one before becomes an input again
            columns = [
                dataclasses.replace(one, role="input")
                if one.role == "target" and number not in chosen
                else one
                for number, one in enumerate(columns)
            ]
        try:
            self.spec = dataclasses.replace(self.spec, columns=tuple(columns))
        except SpecError as error:
            self._tell_problem(error)
            self._on_selection()
            return
        self.model.show_columns(self.spec.columns)
        self._wait_for_reading()

    @Slot()
    def _on_rule(self) -> None:
        if self.spec is None or self._sample is None:
            return
        text = self._sample.text if self.embed.isChecked() else None
        self.spec = dataclasses.replace(self.spec, missing=self.missing.currentData(), text=text)
        self._wait_for_reading()

    # ---- inside ----------------------------------------------------------------------------

    def _format(self) -> TableFormat:
        return TableFormat(
            self.encoding.currentData(),
            self.delimiter.currentData(),
            self.decimal.currentData(),
            self.quote.currentData(),
            self.header.isChecked(),
        )

    def _selected(self) -> list[int]:
        return sorted(index.column() for index in self.table.selectionModel().selectedColumns())

    def _propose(self, form: TableFormat) -> None:
        """Show the table in this format, its columns as they are probably meant."""
        if self._sample is None:
            return
        _show(self.delimiter, form.delimiter)
        _show(self.decimal, form.decimal)
        _show(self.quote, form.quote)
        _show(self.encoding, form.encoding)
        self.header.setChecked(form.header)
        try:
            spec = proposed(self._sample, form)
        except SpecError as error:
            self.spec = None
            self.model.show((), [])
            self._tell_problem(error)
            return
        text = spec.text if self.embed.isChecked() else None
        self.spec = dataclasses.replace(spec, missing=self.missing.currentData(), text=text)
        _, rows = named_rows(self._sample, form)
        self.model.show(self.spec.columns, rows, first=2 if form.header else 1)
        self.table.resizeColumnsToContents()
        self._fill_columns()
        self._wait_for_reading()

    def _fill_columns(self) -> None:
        assert self.spec is not None
        with QSignalBlocker(self.column):
            self.column.clear()
            self.column.addItems([column.name for column in self.spec.columns])
        target = [column.role for column in self.spec.columns].index("target")
        self.table.selectionModel().select(
            self.model.index(0, target),
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Columns,
        )

    def _wait_for_reading(self) -> None:
        self.open_button.setEnabled(False)
        self.said.say("Reading…")
        self.progress.setValue(0)
        self._soon.start()

    @Slot()
    def _read(self) -> None:
        if self.spec is not None:
            self.open_button.setEnabled(False)
            work = _read_all(self.spec, self.scaling.currentData())
            self._reading.begin(work, self._on_read, self.progress.show_share)

    def _tell_problem(self, error: SpecError) -> None:
        self._soon.stop()
        self._reading.leave()
        self.open_button.setEnabled(False)
        self.progress.setValue(0)
        self.said.say(as_sentence(spoken(str(error))), "alert")


def _read_all(spec: TableSpec, scaling: str) -> Callable[[Progress], Source]:
    """Reads a table and makes its examples, so that both are there when it is opened."""

    def work(progress: Progress) -> Source:
        source = table_source(spec, progress)
        load_dataset(dataclasses.replace(source.suggested.data, scaling=scaling))
        return source

    return work


def _box(name: str, options: Mapping[str, str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for key, label in options.items():
        box.addItem(label, key)
    return box


def _show(box: QComboBox, key: str) -> None:
    box.setCurrentIndex(box.findData(key))


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    for widget in widgets:
        if isinstance(widget, QLabel) and row.count():
            row.addSpacing(8)
        row.addWidget(widget)
    row.addStretch(1)
    return row
