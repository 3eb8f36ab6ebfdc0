"""Takes the iteration at hand apart: every number, where it comes from, and what it means."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QMenu, QVBoxLayout, QWidget

from nnplayground.core import SpecError
from nnplayground.core.explain import Formula, Region, ancestry, explain, shown
from nnplayground.core.trace import Quantity, Trace
from nnplayground.files.number_table import NumberTable
from nnplayground.session import Frame, Session
from nnplayground.session.trace_cursor import CellPlace
from nnplayground.views.pace import Pace
from nnplayground.views.panel import Panel
from nnplayground.views.take_apart.copying import PagePicture, cell_table
from nnplayground.views.take_apart.equations import Equation, equations
from nnplayground.views.take_apart.folds import Folds
from nnplayground.views.take_apart.following import Following
from nnplayground.views.take_apart.header import Header
from nnplayground.views.take_apart.layout import Box, Typesetter
from nnplayground.views.take_apart.matrix_page import MatrixPage
from nnplayground.views.take_apart.menus import Menus
from nnplayground.views.take_apart.painting import Fontbook, Marks, Painting
from nnplayground.views.take_apart.parameters import parameter_of
from nnplayground.views.take_apart.side import Side
from nnplayground.views.take_apart.tiles import usually_picture
from nnplayground.views.theme import Theme, Themes

# From this height on the formula stands below the matrices, else beside them.
TALL = 470
SIDE_WIDTH = 410
_SIDE_SHARE = 0.36
_SIDE_HEIGHT = 232
# Of the window's time while training goes on.
SHARE = 0.15
# What stands before W or b in the names of what is about one parameter.
ABOUT_PARAMETERS = ("", "d", "g", "step", "new")
_RIDDLE = "Click the cell and type the number, then press Enter."


class TakeApart(Panel):
    """Every matrix of one iteration.

    Args:
        session: whose newest frame the iteration begins at.
        themes: the colours.

    Signals:
        larger_asked(): a person wants the panel larger, or as before.
    """

    larger_asked = Signal()

    def __init__(self, session: Session, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(session, themes, parent)
        self.trace_cursor = session.apart
        self.header = Header(self.trace_cursor)
        self.page = MatrixPage()
        self.side = Side()
        self.menus = Menus(self)
        self.pictures: dict[str, bool] = {}
        self.frame: Frame | None = None
        self.trace: Trace | None = None
        self._equations: tuple[Equation, ...] = ()
        self._hovered: CellPlace | None = None
        self._pace = Pace(SHARE)
        self._seen: tuple[object, ...] = ()
        self._page_for: tuple[object, ...] = ()
        self._page_trace: Trace | None = None
        self._context = QMenu(self)
        self._context.setToolTipsVisible(True)
        self._following = Following(self)
        self.setAccessibleName("Take apart")
        self._arrange()
        self._connect()
        self.apply_theme(themes.theme)

    def _arrange(self) -> None:
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(0)
        self._body.addWidget(self.page, 1)
        self._body.addWidget(self.side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addLayout(self._body, 1)

    def _connect(self) -> None:
        self.trace_cursor.changed.connect(self._on_cursor)
        self.trace_cursor.finished.connect(self._on_finished)
        self.session.hidden.changed.connect(self._on_cursor)
        self.session.dataset_changed.connect(self._on_dataset)
        self.page.hovered.connect(self._on_hovered)
        self.page.chosen.connect(self.trace_cursor.select_cell)
        self.page.resized.connect(self._on_resized)
        self.page.typed.connect(self._on_typed)
        self.page.menu_asked.connect(self._on_menu_asked)
        self.side.turned_to_chart.connect(self._show_side)
        self.side.chart.turned.connect(self.session.turn)
        self.header.larger_asked.connect(self.larger_asked)
        self.header.copy_menu.aboutToShow.connect(
            lambda: self.menus.fill_copy(self.header.copy_menu)
        )
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+Right", self.trace_cursor.forward),
            ("Ctrl+Left", self.trace_cursor.back),
            ("Ctrl+Down", lambda: self.trace_cursor.step_example(1)),
            ("Ctrl+Up", lambda: self.trace_cursor.step_example(-1)),
        )
        for key, call in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    # ---- drawing -------------------------------------------------------------------------

    def apply_theme(self, theme: Theme) -> None:
        self._fonts = Fontbook(self.font())
        self.page.painting = Painting(theme, self._fonts)
        self.side.apply_theme(theme)
        self.header.apply_theme(theme)
        self._page_for = ()

    def draw(self, frame: Frame) -> None:
        if frame.running and not self._pace.due(self.page.paint_seconds):
            return
        with self._pace:
            self.frame = frame
            self.trace = self.trace_cursor.trace_of(frame)
            self.session.hidden.follow(self.trace)
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.trace_cursor.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.page.close_field()
        self.trace_cursor.watch(False)

    def sizeHint(self) -> QSize:
        return QSize(900, 260)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        tall = self.height() >= TALL
        direction = QBoxLayout.Direction
        self._body.setDirection(direction.TopToBottom if tall else direction.LeftToRight)
        beside = min(SIDE_WIDTH, max(250, round(self.width() * _SIDE_SHARE)))
        self.side.set_room(self.width() if tall else beside)
        self.side.setMaximumHeight(_SIDE_HEIGHT if tall else 16777215)

    def _show(self) -> None:
        """Show the trace where the cursor is."""
        if self.trace is None:
            return
        self.header.show_trace(self.trace)
        self._lay_out()
        self._show_side()
        self._reveal()
        self._following.show()

    def _lay_out(self) -> None:
        assert self.trace is not None
        cursor, trace = self.trace_cursor, self.trace
        size = self.page.viewport().size()
        pinned = self._pinned()
        small = size.height() < TALL / 2
        wanted = (cursor.layer, cursor.digits, size.width(), small, pinned, dict(self.pictures))
        if self._page_for == wanted and self._page_trace is trace:
            self.page.show_marks(self._marks())
            return
        self._page_for, self._page_trace = wanted, trace
        self._equations = equations(trace, cursor.layer)
        folds = Folds(trace, pinned, small)
        setter = Typesetter(
            trace, folds, self._fonts.metrics, cursor.digits, self.pictures, self.image_shape
        )
        page = setter.page(self._equations, float(size.width()))
        self.page.show_page(page, self._marks(), cursor.digits)

    def _pinned(self) -> tuple[Region, ...]:
        """Cells that are not folded away: the selected and the hidden ones."""
        trace, cell = self.trace, self.trace_cursor.cell
        hidden = sorted(self.session.hidden.cells, key=str)
        places = [*hidden, cell] if cell is not None else hidden
        return tuple(
            Region(place.key, place.row, place.column)
            for place in places
            if trace is not None and is_in(trace, place)
        )

    def _marks(self) -> Marks:
        assert self.trace is not None
        cursor, hidden = self.trace_cursor, self.session.hidden
        cell = self._hovered or cursor.cell
        sources: tuple[Region, ...] = ()
        until = 0
        if cell is not None and is_in(self.trace, cell):
            sources = ancestry(self.trace, cell.key, cell.row, cell.column)
            until = cursor.position_of(cell.key)
        return Marks(
            cursor.position,
            cell,
            sources,
            until,
            cursor.focus,
            frozenset(place for place in hidden.cells if is_in(self.trace, place)),
            hidden.typed,
            hidden.cells - hidden.secrets,
        )

    @Slot()
    def _show_side(self) -> None:
        """Show what stands beside the matrices: formula and check, or L(w)."""
        trace, cursor = self.trace, self.trace_cursor
        if trace is None:
            return
        if self.side.shows_chart:
            cell = cursor.cell
            known = cell is not None and is_in(trace, cell)
            index = parameter_of(trace, cell) if cell is not None and known else None
            hidden, layout = self.session.hidden, trace.problem.layout
            is_secret = index is not None and hidden.conceals_parameter(
                layout, index, *ABOUT_PARAMETERS
            )
            self.side.chart.show_parameter(trace, index, cursor.digits, is_secret)
            return
        self._show_card(trace)
        operation = cursor.operation
        key = cursor.cell.key if cursor.cell is not None else cursor.focus
        if not key and operation is not None:
            key = operation.key
        checked = self.frame is not None and not self.frame.running
        self.side.line.show_operation(trace, key, cursor.cell, checked)

    def _show_card(self, trace: Trace) -> None:
        cell = self._hovered or self.trace_cursor.cell
        if cell is None or not is_in(trace, cell):
            self.side.card.show_nothing()
        elif self.session.hidden.is_secret(cell):
            symbol = trace[cell.key].cell_symbol(cell.row, cell.column)
            self.side.card.show_riddle(symbol, _RIDDLE)
        else:
            self.side.card.show_formula(self.formula(cell))

    def formula(self, cell: CellPlace) -> Formula:
        """Where a cell comes from, in the digits and notation that are chosen."""
        if self.trace is None:
            raise SpecError("take apart: there is no iteration yet")
        place, digits = (cell.key, cell.row, cell.column), self.trace_cursor.digits
        secret = frozenset((c.key, c.row, c.column) for c in self.session.hidden.secrets)
        return explain(self.trace, *place, digits, secret)

    def _reveal(self) -> None:
        """Scroll to what is new, not against the person's own scrolling."""
        cursor = self.trace_cursor
        size = self.page.viewport().size()
        seen = (cursor.position, cursor.layer, cursor.cell, cursor.focus, cursor.digits, size)
        if seen == self._seen:
            return
        self._seen = seen
        at = cursor.position
        first, last = at, at
        for equation in self._equations:
            if equation.first <= at <= equation.last:
                first, last = equation.first, equation.last
        self.page.reveal(first, last, cursor.cell, cursor.focus)

    # ---- what a person does --------------------------------------------------------------

    @property
    def quantity(self) -> Quantity | None:
        """The matrix that is selected or was computed last."""
        cursor, trace = self.trace_cursor, self.trace
        operation = cursor.operation
        key = cursor.cell.key if cursor.cell is not None else cursor.focus
        if not key:
            key = "X" if operation is None else operation.key
        return None if trace is None else trace.quantities.get(key)

    @property
    def image_shape(self) -> tuple[int, int] | None:
        """(height, width) where an example is a picture, else None."""
        return None if self.frame is None else self.frame.dataset.image_shape

    def shows_picture(self, key: str) -> bool:
        """Whether a matrix is shown as a picture."""
        if self.trace is None:
            return False
        usual = usually_picture(self.trace[key], self.image_shape)
        return self.pictures.get(key, usual)

    def show_as_picture(self, key: str, picture: bool) -> None:
        """Show a matrix as a picture, or as numbers."""
        self.pictures[key] = picture
        self._show()

    def show_loss_along(self, place: CellPlace) -> None:
        """Show the loss as the weight of a cell turns."""
        self.trace_cursor.select_cell(place)
        self.side.show_chart()

    def check_cell(self, place: CellPlace) -> None:
        """Check a gradient by finite differences."""
        self.trace_cursor.select_cell(place)
        self.side.formula_button.setChecked(True)
        self._show_side()
        self.side.line.check_cell()

    def picture(self) -> PagePicture | None:
        """The whole page, for a file."""
        if self.trace is None or self.page.painting is None:
            return None
        title = f"{self.header.title.text()} · {self.header.layer_label.text()}"
        return PagePicture(
            self.page.painting,
            self.page.page,
            self._marks(),
            self.trace_cursor.digits,
            title,
            self.side.card.formula,
        )

    def numbers(self) -> NumberTable | None:
        """Every cell of every matrix of the iteration; those that are hidden stay secret."""
        return None if self.trace is None else cell_table(self.trace, self.session.hidden.secrets)

    @Slot()
    def _on_dataset(self) -> None:
        """Hold on to no data that is gone: a large table takes much memory."""
        if not self.isVisible():
            self.frame = self.trace = self._page_trace = None
            self.trace_cursor.forget()

    @Slot()
    def _on_cursor(self) -> None:
        if self.isVisible() and self.frame is not None:
            self.trace = self.trace_cursor.trace_of(self.frame)
            self.session.hidden.follow(self.trace)
            self._show()

    @Slot()
    def _on_finished(self) -> None:
        if self.session.frame.is_past:
            self.session.playback.step(1)
        else:
            self.session.step()

    @Slot(object)
    def _on_hovered(self, place: CellPlace | None) -> None:
        self._hovered = place
        if self.trace is not None:
            self.page.show_marks(self._marks())
            if not self.side.shows_chart:
                self._show_card(self.trace)

    @Slot(object, str)
    def _on_typed(self, place: CellPlace, text: str) -> None:
        if self.trace is not None and is_in(self.trace, place):
            self.session.hidden.answer(self.trace, place, text)

    @Slot(object, object, QPoint)
    def _on_menu_asked(self, box: Box | None, place: CellPlace | None, where: QPoint) -> None:
        if box is None:
            self.menu_asked.emit(where)
        else:
            self.menus.fill_context(self._context, box.quantity.key, place)
            self._context.popup(where)

    @Slot()
    def _on_resized(self) -> None:
        if self.trace is not None and self.isVisible():
            self._lay_out()
            self._reveal()

    # ---- what is on the screen -----------------------------------------------------------

    def cell_text(self, place: CellPlace) -> str:
        """The number that stands in a cell on the screen; '' where it cannot be seen."""
        rect = self.page.cell_rect(place)
        if self.trace is None or rect is None or self.session.hidden.is_secret(place):
            return ""
        if not QRectF(self.page.viewport().rect()).contains(rect):
            return ""
        value = float(self.trace[place.key].array[place.row, place.column])
        return shown(value, self.trace_cursor.digits)


def is_in(trace: Trace, place: CellPlace) -> bool:
    """Whether an iteration has a cell."""
    if place.key not in trace.quantities:
        return False
    rows, columns = trace[place.key].shape
    return 0 <= place.row < rows and 0 <= place.column < columns
