"""One histogram over time as a picture: iterations across, values upwards, colour for how many."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.views.colours import packed_ramp
from nnplayground.views.plots.labels import rounded_count
from nnplayground.views.plots.ticks import linear_ticks
from nnplayground.views.style import mixed
from nnplayground.views.theme import Theme

_LEFT, _BOTTOM, _TOP, _RIGHT = 40.0, 17.0, 20.0, 4.0
# Columns of the picture: moments are stretched over them by their iterations.
_COLUMNS = 256


class HeatStrip(QWidget):
    """The picture with a title, its axes and a cursor.

    Args:
        y_text: what ticks of the values are called.
    """

    def __init__(self, y_text: Callable[[float], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ""
        self.cursor_iteration: int | None = None
        self._y_text = y_text
        self._theme: Theme | None = None
        self._shares: FloatArray = np.zeros((0, 1))
        self._iterations: IntArray = np.zeros(0, np.int64)
        self._range = (0.0, 1.0)
        self._image: QImage | None = None
        self._pixels: npt.NDArray[np.uint32] = np.zeros((1, 1), np.uint32)
        self.setMinimumSize(150, 90)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(260, 170)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._small = QFont(self.font())
        self._small.setPixelSize(max(9, round(QFontInfo(self.font()).pixelSize() * 0.85)))
        low = mixed(theme.window, theme.text, 0.03)
        self._ramp = np.concatenate(
            (packed_ramp(low, theme.accent, 192), packed_ramp(theme.accent, theme.text, 64))
        )
        self._image = None
        self.update()

    def show_histogram(
        self, title: str, iterations: IntArray, edges: FloatArray, shares: FloatArray
    ) -> None:
        """Show another histogram.

        Args:
            title: above it.
            iterations: (moments,) rising.
            edges: (bins + 1,) of the values.
            shares: (moments, bins).
        """
        self.title = title
        self.setAccessibleName(title)
        self._iterations, self._shares = iterations, shares
        self._range = (float(edges[0]), float(edges[-1]))
        self._image = None
        self.update()

    def show_cursor(self, iteration: int | None) -> None:
        """Show a line at an iteration, None for none."""
        if iteration != self.cursor_iteration:
            self.cursor_iteration = iteration
            self.update()

    def plot_rect(self) -> QRectF:
        """The rectangle of the picture, in pixels."""
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setFont(self._small)
        painter.setPen(QColor(theme.text))
        metrics = QFontMetricsF(self._small)
        painter.drawText(QPointF(_LEFT, metrics.ascent() + 1), self.title)
        inside = self.plot_rect()
        if len(self._iterations):
            if self._image is None:
                self._make_image()
            assert self._image is not None
            painter.drawImage(inside, self._image)
            self._draw_axes(painter, theme, inside, metrics)
        painter.end()

    def _make_image(self) -> None:
        """Colour by the square root of the share, so that few numbers can be seen, too."""
        first, last = int(self._iterations[0]), int(self._iterations[-1])
        wanted = np.linspace(first, last, _COLUMNS)
        rows = np.searchsorted(self._iterations, wanted, side="right") - 1
        shares = self._shares[rows].T[::-1]
        largest = float(shares.max(initial=0.0)) or 1.0
        places = np.sqrt(shares / largest) * (len(self._ramp) - 1)
        self._pixels = np.ascontiguousarray(self._ramp[places.astype(np.int64)])
        height, width = self._pixels.shape
        self._image = QImage(
            self._pixels.data, width, height, width * 4, QImage.Format.Format_RGB32
        )

    def _draw_axes(
        self, painter: QPainter, theme: Theme, inside: QRectF, metrics: QFontMetricsF
    ) -> None:
        border = QColor(theme.muted)
        border.setAlphaF(0.55)
        painter.setPen(QPen(border, 1))
        painter.drawRect(inside)
        painter.setPen(QColor(theme.muted))
        low, high = self._range
        for tick in linear_ticks(low, high, max(2, int(inside.height() / 28))):
            y = inside.bottom() - (tick - low) / (high - low) * inside.height()
            box = QRectF(0, y - metrics.height() / 2, _LEFT - 5, metrics.height())
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, int(flags), self._y_text(tick))
        first, last = int(self._iterations[0]), int(self._iterations[-1])
        below = QRectF(inside.left(), inside.bottom() + 2, inside.width(), metrics.height())
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft), rounded_count(first))
        painter.drawText(below, int(Qt.AlignmentFlag.AlignRight), rounded_count(last))
        if self.cursor_iteration is not None and last > first:
            x = inside.left() + (self.cursor_iteration - first) / (last - first) * inside.width()
            if inside.left() <= x <= inside.right():
                painter.setPen(QPen(QColor(theme.text), 1))
                painter.drawLine(QPointF(x, inside.top()), QPointF(x, inside.bottom()))
