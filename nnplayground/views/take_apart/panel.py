"""Takes the iteration at hand apart: every number, where it comes from, and what it means."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QMenu, QVBoxLayout, QWidget

from nnplayground.core.trace import Quantity, Trace
from nnplayground.files.number_table import NumberTable
from nnplayground.session import Frame, Session
from nnplayground.session.taken_apart import is_in
from nnplayground.session.trace_cursor import CellPlace
from nnplayground.views.pace import Pace
from nnplayground.views.panel import Panel
from nnplayground.views.take_apart.copying import PagePicture, cell_table
from nnplayground.views.take_apart.following import Following
from nnplayground.views.take_apart.header import Header
from nnplayground.views.take_apart.matrix_page import MatrixPage
from nnplayground.views.take_apart.menus import Menus
from nnplayground.views.take_apart.page import Box
from nnplayground.views.take_apart.painting import Fontbook
from nnplayground.views.take_apart.sheet import Sheet
from nnplayground.views.take_apart.side import Side
from nnplayground.views.theme import Theme, Themes

# From this height on the formula stands below the matrices, else beside them.
TALL = 470
SIDE_WIDTH = 410
_SIDE_SHARE = 0.36
_SIDE_HEIGHT = 232
# Of the window's time while training goes on.
SHARE = 0.15


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
        self.sheet = Sheet(self.page, session)
        self.side = Side(session)
        self.menus = Menus(self)
        self.frame: Frame | None = None
        self.trace: Trace | None = None
        self._pace = Pace(SHARE)
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
        self.side.card.working_asked.connect(self._on_working_asked)
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
        self.sheet.apply_theme(theme, Fontbook(self.font()))
        self.side.apply_theme(theme)
        self.header.apply_theme(theme)

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
        self.sheet.trace = self.trace
        self.sheet.image_shape = None if self.frame is None else self.frame.dataset.image_shape
        self.sheet.show()
        self._show_side()
        self._following.show()

    @Slot()
    def _show_side(self) -> None:
        """Show what stands beside the matrices: formula and check, or L(w)."""
        if self.trace is not None:
            is_still = self.frame is not None and not self.frame.running
            self.side.show_trace(self.trace, self.sheet.hovered, is_still)

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

    def show_as_picture(self, key: str, picture: bool) -> None:
        """Show a matrix as a picture, or as numbers."""
        self.sheet.pictures[key] = picture
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
            self.sheet.marks(),
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
            self.frame = self.trace = None
            self.trace_cursor.forget()
            self.session.hidden.forget()
            self.sheet.forget()
            self.side.forget()

    @Slot()
    def _on_cursor(self) -> None:
        self.page.forget_pointer()
        self.sheet.hovered = None
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
        self.sheet.hovered = place
        if self.trace is not None:
            self.sheet.mark()
            self.side.show_card(self.trace, place)

    @Slot(object, str)
    def _on_typed(self, place: CellPlace, text: str) -> None:
        if self.trace is not None and is_in(self.trace, place):
            self.session.hidden.answer(self.trace, place, text)

    @Slot()
    def _on_working_asked(self) -> None:
        cell = self.trace_cursor.cell
        if self.trace is not None and cell is not None:
            self.session.hidden.show_working(self.trace, frozenset({cell}))

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
            self.sheet.show()
