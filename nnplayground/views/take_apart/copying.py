"""What of the panel can be taken elsewhere: matrices, the iteration as a script, the page."""

from collections.abc import Collection, Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPageSize, QPainter, QPdfWriter

from nnplayground.core.explain import Formula
from nnplayground.core.trace import Quantity, Trace
from nnplayground.files.matrix_text import matrix_text
from nnplayground.files.number_table import NumberTable
from nnplayground.session.trace_cursor import CellPlace
from nnplayground.views.exports.pictures import image
from nnplayground.views.take_apart.page import Page
from nnplayground.views.take_apart.painting import Marks, Painting

# How a matrix can be copied: key of MATRIX_FORMS and what the menu calls it.
FORMS = {"numpy": "NumPy", "latex": "LaTeX", "csv": "CSV"}
_FORMULA_ROOM = 150.0


def copy_matrix(quantity: Quantity, form: str, secrets: Iterable[CellPlace] = ()) -> int:
    """Put a matrix on the clipboard, exact to the bit; LaTeX with its symbol.

    Returns:
        How many of its cells were left out because they are secret.
    """
    name = {"numpy": quantity.key, "latex": _latex_symbol(quantity)}.get(form, "")
    digits = 6 if form == "latex" else None
    mask = secret_mask(quantity, secrets)
    QGuiApplication.clipboard().setText(matrix_text(quantity.array, form, name, digits, mask))
    return int(mask.sum())


def secret_mask(quantity: Quantity, secrets: Iterable[CellPlace]) -> npt.NDArray[np.bool_]:
    """Which cells of a matrix are secret."""
    rows, columns = quantity.shape
    mask = np.zeros((rows, columns), dtype=bool)
    for place in secrets:
        if place.key == quantity.key and place.row < rows and place.column < columns:
            mask[place.row, place.column] = True
    return mask


def _latex_symbol(quantity: Quantity) -> str:
    sort = {"delta": r"\delta"}.get(quantity.sort, rf"\mathrm{{{quantity.sort}}}")
    return f"{sort}^{{({quantity.layer})}}" if quantity.layer else sort


def cell_table(trace: Trace, secrets: Collection[CellPlace]) -> NumberTable:
    """A row for each cell of each matrix, counted from 1; secret ones are left empty."""
    names: list[str] = []
    parts = []
    for key, quantity in trace.quantities.items():
        rows, columns = quantity.shape
        names += [key] * (rows * columns)
        row, column = (part.ravel() for part in np.indices(quantity.shape))
        value = np.where(secret_mask(quantity, secrets), np.nan, quantity.array.astype(np.float64))
        parts.append((row + 1, column + 1, value.ravel()))
    row, column, value = (np.concatenate(part) for part in zip(*parts, strict=True))
    table = names, row, column, value
    return NumberTable(("matrix", "row", "column", "value"), table)


class PagePicture:
    """A whole page with its title and the formula below, for a file.

    Args:
        painting: how it is painted.
        page, marks, digits: what.
        title: above it.
        formula: below it; None for none.
    """

    def __init__(
        self,
        painting: Painting,
        page: Page,
        marks: Marks,
        digits: int,
        title: str,
        formula: Formula | None,
    ) -> None:
        self._painting, self._page, self._marks = painting, page, marks
        self._digits, self._title, self._formula = digits, title, formula
        room = _FORMULA_ROOM if formula is not None else 10.0
        self.size = QSizeF(max(page.width, 520.0), page.height + 36.0 + room)
        self.background = QColor(painting.look.window)

    def save_png(self, path: Path) -> bool:
        """Write it as a picture; returns whether that worked."""
        return image(self).save(str(path), "PNG")  # type: ignore[call-overload,no-any-return]

    def save_pdf(self, path: Path) -> bool:
        """Write it as a PDF of one page; returns whether that worked."""
        writer = QPdfWriter(str(path))
        writer.setResolution(96)
        size = self.size * 0.75
        writer.setPageSize(QPageSize(size, QPageSize.Unit.Point))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        painter = QPainter()
        if not painter.begin(writer):
            return False
        self.paint(painter)
        return painter.end()

    def paint(self, painter: QPainter) -> None:
        """Title, page and formula."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._painting.fonts.title)
        painter.setPen(self._painting.look.text)
        area = QRectF(18.0, 8.0, self.size.width() - 36.0, 22.0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self._title)
        painter.translate(0.0, 34.0)
        everything = QRectF(0.0, 0.0, self._page.width, self._page.height)
        self._painting.paint(painter, self._page, self._marks, self._digits, everything)
        if self._formula is not None:
            painter.translate(18.0, self._page.height + 4.0)
            painter.setPen(QColor(self._painting.look.text))
            painter.setFont(self._painting.fonts.cell)
            text = f"{self._formula.text}\n{self._formula.meaning}"
            room = QRectF(0.0, 0.0, self.size.width() - 36.0, _FORMULA_ROOM - 10.0)
            painter.drawText(room, int(Qt.TextFlag.TextWordWrap), text)
