"""Keeps the page of matrices at the iteration and the place in it that are looked at."""

from PySide6.QtCore import QRectF

from nnplayground.core.explain import Region, ancestry, shown
from nnplayground.core.trace import Trace
from nnplayground.session import Session
from nnplayground.session.taken_apart import is_in
from nnplayground.session.trace_cursor import CellPlace
from nnplayground.views.take_apart.equations import Equation, equations
from nnplayground.views.take_apart.folds import Folds
from nnplayground.views.take_apart.layout import Typesetter
from nnplayground.views.take_apart.matrix_page import MatrixPage
from nnplayground.views.take_apart.page import EMPTY
from nnplayground.views.take_apart.painting import Fontbook, Marks, Painting
from nnplayground.views.take_apart.tiles import usually_picture
from nnplayground.views.theme import Theme

# Below this height of the page matrices are folded more.
SMALL = 235


class Sheet:
    """Lays a layer out on the page, marks cells in it, and scrolls to what is new.

    What costs time is done again only where it would come out otherwise: the whole page for
    another layer, width or fold; the numbers alone for another iteration; else only the marks.

    Args:
        page: where it is shown.
        session: cursor and hidden cells.

    Attributes:
        trace: the iteration that is shown.
        image_shape: (height, width) where an example is a picture, else None.
        hovered: the cell under the pointer.
        pictures: what a person wants as a picture, or not, by its key.
        set, renewed: how often a page was laid out, and how often only its numbers were.
    """

    def __init__(self, page: MatrixPage, session: Session) -> None:
        self._page = page
        self._session = session
        self.trace: Trace | None = None
        self.image_shape: tuple[int, int] | None = None
        self.hovered: CellPlace | None = None
        self.pictures: dict[str, bool] = {}
        self.set = self.renewed = 0
        self._equations: tuple[Equation, ...] = ()
        self._laid_out: tuple[object, ...] = ()
        self._of: Trace | None = None
        self._seen: tuple[object, ...] = ()

    def apply_theme(self, theme: Theme, fonts: Fontbook) -> None:
        """Take other colours."""
        self._fonts = fonts
        self._page.painting = Painting(theme, fonts)
        self._laid_out = ()

    def forget(self) -> None:
        """Hold on to no iteration, and so to no data that is gone."""
        self.trace = self._of = None
        self._laid_out = ()
        self._page.show_page(EMPTY, Marks(), self._session.apart.digits)

    # ---- laying out ----------------------------------------------------------------------

    def show(self) -> None:
        """Show the trace where the cursor is."""
        self.lay_out()
        self.reveal()

    def lay_out(self) -> None:
        """Put what the cursor is at on the page."""
        trace, cursor = self.trace, self._session.apart
        if trace is None:
            return
        size = self._page.viewport().size()
        folds = Folds(trace, self._pinned(), size.height() < SMALL)
        pictures = tuple(sorted(self.pictures.items()))
        wanted = (cursor.layer, cursor.digits, size.width(), folds.small, folds.extra, pictures)
        if self._laid_out == wanted and self._of is trace:
            self.mark()
            return
        fonts, image = self._fonts.metrics, self.image_shape
        setter = Typesetter(trace, folds, fonts, cursor.digits, self.pictures, image)
        found = equations(trace, cursor.layer)
        same = self._laid_out == wanted and self._equations == found
        page = setter.renewed(self._page.page) if same else None
        if page is None:
            page = setter.page(found, float(size.width()))
            self.set += 1
        else:
            self.renewed += 1
        self._laid_out, self._of, self._equations = wanted, trace, found
        self._page.show_page(page, self.marks(), cursor.digits)

    def _pinned(self) -> tuple[Region, ...]:
        """Cells that are not folded away: the selected and the hidden ones."""
        trace, cell = self.trace, self._session.apart.cell
        hidden = sorted(self._session.hidden.cells, key=str)
        places = [*hidden, cell] if cell is not None else hidden
        return tuple(
            Region(place.key, place.row, place.column)
            for place in places
            if trace is not None and is_in(trace, place)
        )

    # ---- marking -------------------------------------------------------------------------

    def mark(self) -> None:
        """Outline and light up what is pointed at now, on the same page."""
        self._page.show_marks(self.marks())

    def marks(self) -> Marks:
        """What is pointed at."""
        assert self.trace is not None
        trace, cursor, hidden = self.trace, self._session.apart, self._session.hidden
        cell = self.hovered or cursor.cell
        sources: tuple[Region, ...] = ()
        until = 0
        if cell is not None and is_in(trace, cell):
            sources = ancestry(trace, cell.key, cell.row, cell.column)
            until = cursor.position_of(cell.key)
        return Marks(
            position=cursor.position,
            selected=cell,
            sources=sources,
            until=until,
            focus=cursor.focus,
            hidden=frozenset(place for place in hidden.cells if is_in(trace, place)),
            typed=hidden.typed,
            revealed=hidden.cells - hidden.secrets,
        )

    def reveal(self) -> None:
        """Scroll to what is new, not against the person's own scrolling."""
        cursor = self._session.apart
        size = self._page.viewport().size()
        seen = (cursor.position, cursor.layer, cursor.cell, cursor.focus, cursor.digits, size)
        if seen == self._seen:
            return
        self._seen = seen
        first = last = cursor.position
        for equation in self._equations:
            if equation.first <= cursor.position <= equation.last:
                first, last = equation.first, equation.last
        self._page.reveal(first, last, cursor.cell, cursor.focus)

    # ---- pictures, and what is on the screen -----------------------------------------------

    def shows_picture(self, key: str) -> bool:
        """Whether a matrix is shown as a picture."""
        if self.trace is None:
            return False
        usual = usually_picture(self.trace[key], self.image_shape)
        return self.pictures.get(key, usual)

    def cell_text(self, place: CellPlace) -> str:
        """The number that stands in a cell on the screen; '' where it cannot be seen."""
        rect = self._page.cell_rect(place)
        if self.trace is None or rect is None or self._session.hidden.is_secret(place):
            return ""
        if not QRectF(self._page.viewport().rect()).contains(rect):
            return ""
        value = float(self.trace[place.key].array[place.row, place.column])
        return shown(value, self._session.apart.digits)
