"""Every example with what the network says to it: the worst first, and one of them followed."""

import time
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QPalette, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from nnplayground.core.arrays import IntArray
from nnplayground.data.value_edits import why_fixed
from nnplayground.files.number_table import NumberTable
from nnplayground.files.predictions import prediction_table
from nnplayground.session import Frame, Session
from nnplayground.session.example_order import ExampleFilter
from nnplayground.session.scoring import Scored
from nnplayground.views.examples.columns import LOSS
from nnplayground.views.examples.filters import Filters
from nnplayground.views.examples.model import ExamplesModel
from nnplayground.views.examples.sorting import Sorting, Wanted
from nnplayground.views.notation import number_text
from nnplayground.views.panel import Panel
from nnplayground.views.theme import Theme, Themes

# Seconds between two sortings while training goes on.
PACE = 1.0
ROW, PICTURE_ROW = 24, 32
_WIDEST = 180


class ExamplesPanel(Panel):
    """The table and the choices above it."""

    def __init__(self, session: Session, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(session, themes, parent)
        self.setAccessibleName("Examples")
        self.filters = Filters()
        self.model = ExamplesModel(themes.theme, self._edit)
        self.table = _table(self.model)
        self.nothing = QLabel("No example is like that.")
        self.nothing.setProperty("role", "muted")
        self.column, self.descending = LOSS, True
        self._sorting = Sorting(session.background, self._take)
        self._sorted_at = float("-inf")
        self._stale = False
        self._follows = False
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._refresh)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(6)
        layout.addWidget(self.filters)
        layout.addWidget(self.nothing)
        layout.addWidget(self.table, 1)
        self.nothing.hide()

    def _connect(self) -> None:
        session = self.session
        session.dataset_changed.connect(self._on_dataset)
        session.scoring.changed.connect(self._on_scored)
        session.listing.changed.connect(self._sort)
        session.example.changed.connect(self._on_example)
        self.filters.chosen.connect(session.listing.use)
        self.filters.sorting_chosen.connect(self._on_header)
        self.filters.turned.connect(self._on_turned)
        self.filters.again_asked.connect(self._sort)
        self.filters.apart_asked.connect(self._on_apart)
        self.table.horizontalHeader().sectionClicked.connect(self._on_header)
        self.table.selectionModel().currentChanged.connect(self._on_current)
        again = QShortcut(QKeySequence("F5"), self)
        again.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        again.activated.connect(self._sort)

    # ---- drawing -------------------------------------------------------------------------

    def draw(self, frame: Frame) -> None:
        self.session.scoring.want()

    def apply_theme(self, theme: Theme) -> None:
        self.model.apply_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.session.scoring.scored is not None:
            self._refresh()

    def numbers(self) -> NumberTable | None:
        """The examples that are listed, in their order."""
        scored = self.model.scored
        if scored is None:
            return None
        table = prediction_table(scored.experiment, scored.dataset, scored.parts())
        return table.picked(self.model.order)

    def plots(self) -> Sequence[QWidget]:
        return (self.table,)

    @Slot()
    def _on_scored(self) -> None:
        if self.isVisible():
            self._refresh()

    @Slot()
    def _on_dataset(self) -> None:
        """Hold on to no data that is gone, unless it is seen until other data is scored."""
        if not self.isVisible():
            self.model.clear()

    @Slot()
    def _refresh(self) -> None:
        """Show the newest numbers; sort by them unless a person would lose the place."""
        scored = self.session.scoring.scored
        if scored is None or self._is_editing():
            return
        before = self.model.scored
        others = before is None or len(before.losses) != len(scored.losses)
        if others or not self._holds_still():
            self._sort()
            return
        self._show(scored, self.model.order)
        self._stale = True
        self._tell()

    def _holds_still(self) -> bool:
        """Whether the rows stay where they are: training goes on, and they just moved or a person
        has the pointer on them."""
        if not self.session.running:
            return False
        waited = time.monotonic() - self._sorted_at
        return waited < PACE or self.table.viewport().underMouse()

    @Slot()
    def _sort(self) -> None:
        """Put the examples in order by the newest numbers."""
        scored = self.session.scoring.scored
        if scored is None or self._is_editing():
            return
        if self.model.scored is None:
            self._show(scored, self.model.order)
        at = self._sorted_column()
        wanted = Wanted(scored, self._filter(scored), self.model.columns[at], self.descending)
        self._sorting.begin(wanted)

    def _take(self, wanted: Wanted, order: IntArray) -> None:
        if self._is_editing():
            self._later.start(round(PACE * 1000))
            return
        self._sorted_at, self._stale = time.monotonic(), False
        self._show(wanted.scored, order)
        self._tell()

    def _show(self, scored: Scored, order: IntArray) -> None:
        """Show examples in an order; the one that is followed stays where it is on the screen."""
        place = self._place()
        fixed = why_fixed(scored.experiment.data, scored.dataset)
        with QSignalBlocker(self.table.selectionModel()):
            other_columns = self.model.show(scored, order, fixed)
            self._select()
        if other_columns:
            self._fit_columns()
        if place is not None:
            self._put_at(place)
        self.table.viewport().update()

    def _place(self) -> int | None:
        """How far below the top of the table the followed example is; None where out of sight."""
        row = self.model.row_of(self.session.example.index) if self._follows else -1
        if row < 0:
            return None
        top = self.table.rowViewportPosition(row)
        return top if 0 <= top < self.table.viewport().height() else None

    def _put_at(self, place: int) -> None:
        row = self.model.row_of(self.session.example.index)
        if row >= 0:
            height = self.table.verticalHeader().defaultSectionSize()
            self.table.verticalScrollBar().setValue(row * height - place)

    def _select(self) -> None:
        """Select the row of the example that is followed, if it is listed."""
        row = self.model.row_of(self.session.example.index) if self._follows else -1
        selection = self.table.selectionModel()
        if row < 0:
            selection.clear()
            return
        at = max(0, selection.currentIndex().column())
        index = self.model.index(row, min(at, len(self.model.columns) - 1))
        flags = selection.SelectionFlag.ClearAndSelect | selection.SelectionFlag.Rows
        selection.setCurrentIndex(index, flags)

    def _fit_columns(self) -> None:
        self.table.resizeColumnsToContents()
        widest = self.table.fontMetrics().horizontalAdvance("−0.0000e−00") + 22
        for place, column in enumerate(self.model.columns):
            width = self.table.columnWidth(place)
            least = 46 if column.words or column.picture else widest
            self.table.setColumnWidth(place, min(_WIDEST, max(least, width)))
        pictures = self.model.column_at("picture") >= 0
        self.table.verticalHeader().setDefaultSectionSize(PICTURE_ROW if pictures else ROW)

    def _tell(self) -> None:
        scored = self.model.scored
        if scored is None:
            return
        self.filters.show_filter(scored.dataset, self._filter(scored))
        at = self._sorted_column()
        titles = [column.title for column in self.model.columns]
        self.filters.show_sorting(titles, at, self.descending)
        order = Qt.SortOrder.DescendingOrder if self.descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(at, order)
        shown, every = len(self.model.order), len(scored.losses)
        of = f"of {number_text(every)} examples"
        when = f"at iteration {number_text(scored.state.iteration)}"
        self.filters.tell(f"{number_text(shown)} {of} {when}", self._stale)
        self.nothing.setVisible(shown == 0)
        self.table.setVisible(shown > 0)

    def _filter(self, scored: Scored) -> ExampleFilter:
        """The filter that is in use, as far as it means something for the data."""
        wanted, count = self.session.listing.filter, len(scored.dataset.classes)
        if not count:
            return ExampleFilter(wanted.part)
        target = wanted.target if wanted.target is None or wanted.target < count else None
        answer = wanted.answer if wanted.answer is None or wanted.answer <= count else None
        return ExampleFilter(wanted.part, wanted.wrong, target, answer)

    def _sorted_column(self) -> int:
        """The number of the column that they are sorted by; of the loss where it is gone."""
        titles = [column.title for column in self.model.columns]
        return titles.index(self.column if self.column in titles else LOSS)

    def _is_editing(self) -> bool:
        return self.table.state() == QAbstractItemView.State.EditingState

    # ---- what a person does --------------------------------------------------------------

    @Slot(int)
    def _on_header(self, number: int) -> None:
        column = self.model.columns[number]
        if number == self._sorted_column():
            self.descending = not self.descending
        else:
            # words and numbers that are given from the smallest on, what is said from the worst on
            self.column = column.title
            self.descending = column.said and not column.words
        self.table.scrollToTop()
        self._sort()

    @Slot()
    def _on_turned(self) -> None:
        self.descending = not self.descending
        self.table.scrollToTop()
        self._sort()

    @Slot()
    def _on_apart(self) -> None:
        """Send the chosen example through the matrices, and show those."""
        self.session.apart.take_example(self.session.example)
        self.session.apart.ask()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self._follows = True
            self.filters.apart.setEnabled(True)
            self.session.example.choose(int(self.model.order[current.row()]))

    @Slot()
    def _on_example(self) -> None:
        # the first one is what is followed until a person chooses; it is not worth a mark
        self._follows = self._follows or self.session.example.index > 0
        self.filters.apart.setEnabled(self._follows)
        row = self.model.row_of(self.session.example.index)
        if self.isVisible() and row != self.table.currentIndex().row():
            with QSignalBlocker(self.table.selectionModel()):
                self._select()
            if row >= 0:
                self.table.scrollTo(self.table.currentIndex())
            self.table.viewport().update()

    def _edit(self, number: int, place: int, text: str) -> bool:
        """Change a value of what is shown."""
        scored = self.model.scored
        if scored is None or scored.dataset is not self.session.frame.dataset:
            self.session.said.emit("The data has just become other data; type the value again.")
            return False
        return self.session.edit_value(number, place, text)


class _Colours(QStyledItemDelegate):
    """Leaves a cell its colour where its row is selected."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        brush = index.data(Qt.ItemDataRole.ForegroundRole)
        if brush is not None:
            option.palette.setBrush(QPalette.ColorRole.HighlightedText, brush)


def _table(model: ExamplesModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName("Examples")
    table.setObjectName("examples")
    table.setItemDelegate(_Colours(table))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    trigger = QAbstractItemView.EditTrigger
    table.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)  # Tab leaves the table
    rows, titles = table.verticalHeader(), table.horizontalHeader()
    rows.setSectionResizeMode(rows.ResizeMode.Fixed)
    rows.setDefaultSectionSize(ROW)
    rows.hide()
    titles.setResizeContentsPrecision(20)
    titles.setSectionsClickable(True)
    titles.setSortIndicatorShown(True)
    titles.setHighlightSections(False)
    return table
