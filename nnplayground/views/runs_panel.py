"""The runs as a tree: what differs, how far they are, how good; overlay, compare, switch, try."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from nnplayground.files import FileError
from nnplayground.files.number_table import Column, NumberTable, save_numbers
from nnplayground.session import Frame, Session
from nnplayground.session.history import SCORE_COLUMNS
from nnplayground.session.runs import RunRecord
from nnplayground.views.actions import fill_menu
from nnplayground.views.compare_view import CompareView
from nnplayground.views.menus.time import what_if_choices
from nnplayground.views.notation import number_text
from nnplayground.views.panel import Panel
from nnplayground.views.plots.labels import loss_text
from nnplayground.views.plots.overlays import run_colour
from nnplayground.views.theme import Theme, Themes

COLUMNS = ("Run", "What differs", "Iterations", "Train loss", "Test loss", "Trained for")
WIDTHS = (300, 240, 90, 84, 84, 84)
_NAME, _DIFFERS, _ITERATIONS, _TRAIN, _TEST, _TIME = range(len(COLUMNS))
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
# Milliseconds between two updates of the numbers of the run that is trained.
_PACE = 250


class RunsPanel(Panel):
    """A tree of runs and what can be done with them.

    Signals:
        compared(CompareView): two runs are shown beside each other in a window of their own.
    """

    compared = Signal(CompareView)

    def __init__(self, session: Session, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(session, themes, parent)
        self.tree = _tree()
        self.what_if = self._button(
            "What if…", "Train a second run with one change, from the start, beside this one"
        )
        self.go = self._button("Go to", "Go on with the selected run (double-click)")
        self.compare = self._button(
            "Side by side", "Show two runs beside each other: select two, or one beside this one"
        )
        self.rename = self._button("Rename", "Call the selected run something else (F2)")
        self.delete = self._button("Delete", "Forget the selected runs (Del)")
        self.export = self._button("Export CSV…", "Write the losses over time to a table")
        self.items: dict[RunRecord, QTreeWidgetItem] = {}
        self.comparison: QWidget | None = None
        self._due = QTimer(self, singleShot=True, interval=_PACE)
        self._due.timeout.connect(self._show_numbers)
        # not at once: a tree must not lose the item that tells of a change
        self._other_runs = QTimer(self, singleShot=True, interval=0)
        self._other_runs.timeout.connect(self._rebuild)
        self._arrange()
        self._connect()
        self.apply_theme(themes.theme)

    def _arrange(self) -> None:
        self.setAccessibleName("Runs")
        hint = QLabel("A tick draws a run over the present one in the plots.")
        hint.setProperty("role", "muted")
        line = QHBoxLayout()
        line.setSpacing(6)
        for button in (self.what_if, self.go, self.compare, self.rename, self.delete, self.export):
            line.addWidget(button)
        line.addSpacing(8)
        line.addWidget(hint)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(line)
        layout.addWidget(self.tree, 1)
        self._menu = QMenu(self.what_if)
        self._menu.setToolTipsVisible(True)
        self.what_if.setMenu(self._menu)

    def _connect(self) -> None:
        self._menu.aboutToShow.connect(self._on_what_if)
        self.go.clicked.connect(self._on_go)
        self.compare.clicked.connect(self._on_compare)
        self.rename.clicked.connect(self._on_rename)
        self.delete.clicked.connect(self._on_delete)
        key = QShortcut(QKeySequence.StandardKey.Delete, self.tree)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self._on_delete)
        self.export.clicked.connect(self._on_export)
        self.tree.itemDoubleClicked.connect(self._on_go)
        self.tree.itemChanged.connect(self._on_item_changed)
        self.tree.itemSelectionChanged.connect(self._enable)
        self.session.runs.changed.connect(self._other_runs.start)
        self.session.experiment_changed.connect(self._other_runs.start)

    # ---- what is shown -----------------------------------------------------------------

    def apply_theme(self, theme: Theme) -> None:
        self._rebuild()

    def draw(self, frame: Frame) -> None:
        if not self._due.isActive():
            self._due.start()

    def numbers(self) -> NumberTable:
        """The table as it is shown, with all digits of the losses."""
        runs = self.session.runs.all
        losses = [
            np.array([np.nan if one is None else one for one in each], dtype=np.float64)
            for each in zip(*((run.train.loss, run.test.loss) for run in runs), strict=True)
        ]
        columns: tuple[Column, ...] = (
            [run.name for run in runs],
            [_origin(run) for run in runs],
            np.array([run.iteration for run in runs]),
            *losses,
            np.array([self.session.training.seconds_of(run) for run in runs]),
        )
        return NumberTable((*COLUMNS[:_TIME], "Seconds"), columns)

    def plots(self) -> Sequence[QWidget]:
        return (self.tree,)

    @Slot()
    def _rebuild(self) -> None:
        """Make the tree anew, keeping what is selected."""
        chosen = self.selected()
        with QSignalBlocker(self.tree):
            self.tree.clear()
            self.items = {}
            for run in self.session.runs.all:
                self.items[run] = self._item(run)
            self.tree.expandAll()
            for run in chosen:
                if run in self.items:
                    self.items[run].setSelected(True)
        self._show_numbers()
        self._enable()

    def _item(self, run: RunRecord) -> QTreeWidgetItem:
        parent = self.items.get(run.parent) if run.parent is not None else None
        item = QTreeWidgetItem(self.tree if parent is None else parent)
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemIsUserCheckable
        )
        item.setText(_NAME, run.name)
        item.setToolTip(_NAME, run.name)
        item.setIcon(_NAME, _swatch(run_colour(self.themes.theme, run)))
        item.setCheckState(
            _NAME, Qt.CheckState.Checked if run.overlaid else Qt.CheckState.Unchecked
        )
        font = item.font(_NAME)
        font.setBold(run is self.session.runs.current)
        item.setFont(_NAME, font)
        item.setText(_DIFFERS, _origin(run))
        item.setToolTip(_DIFFERS, _origin(run))
        for column in (_ITERATIONS, _TRAIN, _TEST, _TIME):
            item.setTextAlignment(column, _RIGHT)
        return item

    @Slot()
    def _show_numbers(self) -> None:
        with QSignalBlocker(self.tree):
            for run, item in self.items.items():
                item.setText(_ITERATIONS, number_text(run.iteration))
                item.setText(_TRAIN, loss_text(run.train.loss))
                item.setText(_TEST, loss_text(run.test.loss))
                item.setText(_TIME, duration(self.session.training.seconds_of(run)))

    # ---- what a person does --------------------------------------------------------------

    def selected(self) -> list[RunRecord]:
        """The selected runs, in the order of the list."""
        return [run for run, item in self.items.items() if item.isSelected()]

    @Slot()
    def _enable(self) -> None:
        chosen, current = self.selected(), self.session.runs.current
        self.go.setEnabled(len(chosen) == 1 and chosen[0] is not current)
        self.rename.setEnabled(len(chosen) == 1)
        self.delete.setEnabled(any(run is not current for run in chosen))
        self.export.setEnabled(len(chosen) <= 1)
        self.compare.setEnabled(len(self._pair()) == 2)

    def _pair(self) -> list[RunRecord]:
        """The runs that would be compared: two selected ones, or one and the current one."""
        chosen = self.selected()
        if len(chosen) == 1 and chosen[0] is not self.session.runs.current:
            return [self.session.runs.current, *chosen]
        if not chosen and len(self.items) == 2:
            return list(self.items)
        return chosen

    @Slot()
    def _on_what_if(self) -> None:
        fill_menu(self._menu, what_if_choices(self.session))

    @Slot()
    def _on_go(self) -> None:
        chosen = self.selected()
        if len(chosen) == 1:
            self.session.switch_to(chosen[0])

    @Slot()
    def _on_compare(self) -> None:
        pair = self._pair()
        if self.comparison is not None:
            self.comparison.close()
        self.comparison = CompareView(self.session, self.themes, (pair[0], pair[1]), self)
        self.comparison.closed.connect(self._on_comparison_closed)
        self.compared.emit(self.comparison)
        self.comparison.show()

    @Slot()
    def _on_comparison_closed(self) -> None:
        self.comparison = None  # it deletes itself

    @Slot()
    def _on_rename(self) -> None:
        chosen = self.selected()
        if len(chosen) == 1:
            self.tree.editItem(self.items[chosen[0]], _NAME)

    @Slot()
    def _on_delete(self) -> None:
        for run in self.selected():
            self.session.runs.remove(run)

    @Slot()
    def _on_export(self) -> None:
        chosen = self.selected()
        run = chosen[0] if chosen else self.session.runs.current
        path = self.ask_path(run)
        if path is not None:
            self.write(run, path)

    def ask_path(self, run: RunRecord) -> Path | None:
        """Where to write a run's table; None for not at all."""
        name, _ = QFileDialog.getSaveFileName(
            self, "Export CSV", f"{run.name}.csv", "Tables (*.csv)"
        )
        return Path(name) if name else None

    def write(self, run: RunRecord, path: Path) -> None:
        """Write a run's losses to a table and say so."""
        scores = run.position.history.scores
        table = NumberTable(("iteration", *SCORE_COLUMNS), (scores.iterations, *scores.values.T))
        try:
            save_numbers(path, table)
        except FileError as error:
            self.session.said.emit(str(error))
        else:
            self.session.said.emit(f"Wrote {len(scores)} rows of {run.name} to {path.name}.")

    @Slot(QTreeWidgetItem, int)
    def _on_item_changed(self, item: QTreeWidgetItem, column: int) -> None:
        run = next((run for run, its in self.items.items() if its is item), None)
        if run is None or column != _NAME:
            return
        if item.text(_NAME).strip() != run.name:
            self.session.runs.rename(run, item.text(_NAME))
        self.session.runs.overlay(run, item.checkState(_NAME) == Qt.CheckState.Checked)

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        return button


def _tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName("Tree of runs")
    tree.setHeaderLabels(list(COLUMNS))
    tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    tree.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
    tree.setUniformRowHeights(True)
    tree.setExpandsOnDoubleClick(False)
    header = tree.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(_DIFFERS, QHeaderView.ResizeMode.Stretch)
    for column, width in enumerate(WIDTHS):
        tree.setColumnWidth(column, width)
    for column in (_ITERATIONS, _TRAIN, _TEST, _TIME):
        tree.headerItem().setTextAlignment(column, _RIGHT)
    return tree


def _origin(run: RunRecord) -> str:
    """Where a run comes from and what is different."""
    texts = [] if run.begun is None else [f"from iteration {number_text(run.begun)}"]
    return ", ".join([*texts, *run.differences])


def duration(seconds: float) -> str:
    """A time of training: '0.8 s', '12 s', '3 min 05 s', '2 h 07 min'."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    return f"{minutes // 60} h {minutes % 60:02d} min"


def _swatch(colour: str) -> QIcon:
    picture = QPixmap(10, 10)
    picture.fill(QColor(colour))
    return QIcon(picture)
