"""A bar for each class: how much the network is for it."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnplayground.core.arrays import FloatArray
from nnplayground.views.outputs.plane_axes import small_font
from nnplayground.views.theme import Theme

_LEAST, _MOST = 10.0, 22.0  # pixels of a row
_GAP = 6.0


class ClassBars(QWidget):
    """As many classes as there is room for: all in their order, or the likeliest ones.

    Attributes:
        names: of the classes.
        shares: (classes,) from 0 to 1.
        answer: the name of the likeliest.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.names: tuple[str, ...] = ()
        self.shares: FloatArray = np.zeros(0)
        self.answer = ""
        self.setAccessibleName("What the network says")
        self.setMinimumSize(90, 60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(160, 120)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def show_shares(self, names: tuple[str, ...], shares: FloatArray) -> None:
        """Show shares (classes,) from 0 to 1; NaN where the network has diverged."""
        if names == self.names and np.array_equal(shares, self.shares, equal_nan=True):
            return
        self.names, self.shares = names, shares.copy()
        answer = "no number" if np.isnan(shares).any() else names[int(shares.argmax())]
        if answer != self.answer:
            self.answer = answer
            self.setAccessibleDescription(f"The answer is {answer}")
        self.update()

    def rows(self) -> list[int]:
        """The classes that are shown, from the top."""
        count, room = len(self.names), max(1, int(self.height() // _LEAST))
        if count <= room:
            return list(range(count))
        likeliest = np.argsort(-np.nan_to_num(self.shares), kind="stable")[:room]
        return [int(number) for number in likeliest]

    def paintEvent(self, event: QPaintEvent) -> None:
        rows = self.rows()
        if not rows:
            return
        painter = QPainter(self)
        font = small_font(self.font())
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetricsF(bold)
        high = min(_MOST, self.height() / len(rows))
        widest = max(metrics.horizontalAdvance(self.names[number]) for number in rows)
        left = min(widest, 0.4 * self.width()) + _GAP
        right = metrics.horizontalAdvance("100%") + _GAP
        bar = QRectF(left, 0.0, max(4.0, self.width() - left - right), high - 3.0)
        for place, number in enumerate(rows):
            is_answer = self.names[number] == self.answer
            painter.setFont(bold if is_answer else font)
            self._paint_row(painter, bar.translated(0.0, place * high + 1.5), number, is_answer)
        painter.end()

    def _paint_row(self, painter: QPainter, bar: QRectF, number: int, is_answer: bool) -> None:
        theme, share = self._theme, float(self.shares[number])
        metrics = QFontMetricsF(painter.font())
        line = QRectF(0.0, bar.center().y() - 9.0, self.width(), 18.0)
        middle = Qt.AlignmentFlag.AlignVCenter
        name = QRectF(line.left(), line.top(), bar.left() - _GAP, line.height())
        elided = metrics.elidedText(
            self.names[number], Qt.TextElideMode.ElideRight, name.width() + 1
        )
        painter.setPen(QColor(theme.text if is_answer else theme.muted))
        painter.drawText(name, middle | Qt.AlignmentFlag.AlignRight, elided)
        known = share == share  # a number
        told = f"{share:.0%}" if known else "?"
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, told)
        painter.fillRect(bar, QColor(theme.zero))
        if known:
            filled = QRectF(bar.left(), bar.top(), bar.width() * share, bar.height())
            painter.fillRect(filled, QColor(theme.accent if is_answer else theme.muted))
