"""An axis with few, short tick labels, which costs a tenth of pyqtgraph's own to lay out."""

from collections.abc import Callable
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from nnplayground.views.plots.ticks import linear_ticks

Ticks = Callable[[float, float, int], list[float]]

# Pixels from one tick to the next, at least.
_SPACING = {"bottom": 64.0, "left": 30.0}
_GAP = 5.0


class ShortAxis(pg.AxisItem):
    """The left or bottom axis of a chart.

    Args:
        orientation: 'left' or 'bottom'.
        text: what a tick is called.
        ticks: where they are, from lowest, highest and about how many.
    """

    def __init__(
        self, orientation: str, text: Callable[[float], str], ticks: Ticks = linear_ticks
    ) -> None:
        super().__init__(orientation, maxTickLength=0)
        self.text = text
        self.ticks = ticks
        self._metrics = QFontMetricsF(QFont())

    def set_look(self, line: QColor, text: QColor, font: QFont) -> None:
        """Take colours and a font."""
        self.setPen(QPen(line, 1))
        self.setTextPen(QPen(text))
        self.setTickFont(font)
        self._metrics = QFontMetricsF(font)

    def generateDrawSpecs(self, p: QPainter) -> tuple[Any, list[Any], list[Any]] | None:
        bounds = self.mapRectFromParent(self.geometry())
        low, high = self.range
        vertical = self.orientation == "left"
        length = bounds.height() if vertical else bounds.width()
        if length <= 0 or high <= low:
            return None
        room = bounds.width() if vertical else bounds.height()
        count = max(2, int(length / _SPACING[self.orientation]))
        place = self._left if vertical else self._bottom
        specs, end = [], float("-inf")
        for tick in self.ticks(low, high, count) if room >= self._metrics.height() else ():
            text = self.text(tick)
            rect = place(bounds, (tick - low) / (high - low), self._metrics.horizontalAdvance(text))
            begin = -rect.bottom() if vertical else rect.left()
            if begin >= end:  # labels that would touch the one before are left out
                specs.append((rect, Qt.AlignmentFlag.AlignCenter, text))
                end = -rect.top() if vertical else rect.right() + _GAP
        line = (
            (bounds.topRight(), bounds.bottomRight())
            if vertical
            else (bounds.topLeft(), bounds.topRight())
        )
        ends = tuple(QPointF(point.x() - vertical, point.y()) for point in line)
        return (self.pen(), *ends), [], specs

    def _left(self, bounds: QRectF, at: float, width: float) -> QRectF:
        height = self._metrics.height()
        top = bounds.bottom() - at * bounds.height() - height / 2
        top = min(max(top, bounds.top() - 2), bounds.bottom() - height + 2)
        return QRectF(bounds.right() - width - _GAP, top, width, height)

    def _bottom(self, bounds: QRectF, at: float, width: float) -> QRectF:
        left = bounds.left() + at * bounds.width() - width / 2
        left = min(max(left, bounds.left()), bounds.right() - width)
        return QRectF(left, bounds.top() + 3, width, self._metrics.height())
