"""Takes the iteration at hand apart: every number, where it comes from, and what it means."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from nnplayground.core import SpecError
from nnplayground.core.explain import Region, ancestry, explain, shown
from nnplayground.core.trace import Trace
from nnplayground.session import Frame, Session
from nnplayground.session.trace_cursor import CellPlace
from nnplayground.views.panel import Panel
from nnplayground.views.take_apart.equations import Equation, equations
from nnplayground.views.take_apart.folds import Folds
from nnplayground.views.take_apart.formula_card import FormulaCard
from nnplayground.views.take_apart.header import Header
from nnplayground.views.take_apart.layout import Typesetter
from nnplayground.views.take_apart.matrix_page import MatrixPage
from nnplayground.views.take_apart.painting import Fontbook, Marks, Painting
from nnplayground.views.theme import Theme, Themes

# From this height on the card stands below the matrices, else beside them.
TALL = 470
CARD_WIDTH = 400
_SHARE = 0.34


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
        self.card = FormulaCard()
        self.pictures: dict[str, bool] = {}
        self._frame: Frame | None = None
        self._trace: Trace | None = None
        self._equations: tuple[Equation, ...] = ()
        self._hovered: CellPlace | None = None
        self._seen: tuple[object, ...] = ()
        self._page_for: tuple[object, ...] = ()
        self._page_trace: Trace | None = None
        self.setAccessibleName("Take apart")
        self._arrange()
        self._connect()
        self.apply_theme(themes.theme)

    def _arrange(self) -> None:
        side = QWidget()
        self._side = QVBoxLayout(side)
        self._side.setContentsMargins(12, 4, 14, 8)
        self._side.setSpacing(6)
        self._side.addWidget(self.card)
        self._side.addStretch(1)
        self._side_widget = side
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(0)
        self._body.addWidget(self.page, 1)
        self._body.addWidget(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addLayout(self._body, 1)

    def _connect(self) -> None:
        self.trace_cursor.changed.connect(self._on_cursor)
        self.page.hovered.connect(self._on_hovered)
        self.page.chosen.connect(self._on_chosen)
        self.page.resized.connect(self._on_resized)
        self.header.larger_asked.connect(self.larger_asked)
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
        self.card.apply_theme(theme)
        self.header.apply_theme(theme)
        self._page_for = ()

    def draw(self, frame: Frame) -> None:
        self._frame = frame
        self._trace = self.trace_cursor.trace_of(frame)
        self._show()

    def sizeHint(self) -> QSize:
        return QSize(900, 260)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        tall = self.height() >= TALL
        direction = QBoxLayout.Direction
        self._body.setDirection(direction.TopToBottom if tall else direction.LeftToRight)
        width = min(CARD_WIDTH, max(250, round(self.width() * _SHARE)))
        self._side_widget.setFixedWidth(self.width() if tall else width)
        self.card.setMaximumWidth(780 if tall else width)

    def _show(self) -> None:
        """Show the trace where the cursor is."""
        if self._trace is None:
            return
        self.header.show_trace(self._trace)
        self._lay_out()
        self._show_card()
        self._reveal()

    def _lay_out(self) -> None:
        assert self._trace is not None
        cursor, trace = self.trace_cursor, self._trace
        width = float(self.page.viewport().width())
        pinned = self._pinned()
        wanted = (cursor.layer, cursor.digits, width, pinned, dict(self.pictures))
        if self._page_for != wanted or self._page_trace is not trace:
            self._page_for, self._page_trace = wanted, trace
            self._equations = equations(trace, cursor.layer)
            folds = Folds(trace, pinned)
            setter = Typesetter(trace, folds, self._fonts.metrics, cursor.digits, self.pictures)
            page = setter.page(self._equations, width)
            self.page.show_page(page, self._marks(), cursor.digits)
        else:
            self.page.show_marks(self._marks())

    def _pinned(self) -> tuple[Region, ...]:
        """Cells that are not folded away: the selected one and what it comes from."""
        cell, trace = self.trace_cursor.cell, self._trace
        if cell is None or trace is None or cell.key not in trace.quantities:
            return ()
        return (Region(cell.key, cell.row, cell.column),)

    def _marks(self) -> Marks:
        assert self._trace is not None
        cursor = self.trace_cursor
        cell = self._hovered or cursor.cell
        sources: tuple[Region, ...] = ()
        if cell is not None and cell.key in self._trace.quantities:
            sources = ancestry(self._trace, cell.key, cell.row, cell.column)
        return Marks(cursor.position, cell, sources, cursor.focus, cursor.hidden)

    def _show_card(self) -> None:
        cell = self._hovered or self.trace_cursor.cell
        if cell is None or self._trace is None:
            self.card.show_nothing()
            return
        try:
            formula = explain(
                self._trace, cell.key, cell.row, cell.column, self.trace_cursor.digits
            )
        except SpecError:
            self.card.show_nothing()
            return
        self.card.show_formula(formula)

    def _reveal(self) -> None:
        """Scroll to what is new, not against the person's own scrolling."""
        cursor = self.trace_cursor
        seen = (cursor.position, cursor.layer, cursor.cell, cursor.focus)
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

    @Slot()
    def _on_cursor(self) -> None:
        if self.isVisible() and self._frame is not None:
            self._trace = self.trace_cursor.trace_of(self._frame)
            self._show()

    @Slot(object)
    def _on_hovered(self, place: CellPlace | None) -> None:
        self._hovered = place
        if self._trace is not None:
            self.page.show_marks(self._marks())
            self._show_card()

    @Slot(object)
    def _on_chosen(self, place: CellPlace) -> None:
        self.trace_cursor.select_cell(place)

    @Slot()
    def _on_resized(self) -> None:
        if self._trace is not None and self.isVisible():
            self._lay_out()

    # ---- what is on the screen -----------------------------------------------------------

    def cell_text(self, place: CellPlace) -> str:
        """The number that stands in a cell on the screen; '' where it cannot be seen."""
        rect = self.page.cell_rect(place)
        if self._trace is None or rect is None:
            return ""
        if not QRectF(self.page.viewport().rect()).intersects(rect):
            return ""
        value = float(self._trace[place.key].array[place.row, place.column])
        return shown(value, self.trace_cursor.digits)
