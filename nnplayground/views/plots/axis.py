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
        self._labelled = True

    def set_look(self, line: QColor, text: QColor, font: QFont) -> None:
        """Take colours and a font."""
        self.setPen(QPen(line, 1))
        self.setTextPen(QPen(text))
        self.setTickFont(font)
        self._metrics = QFontMetricsF(font)

    def show_labels(self, shown: bool) -> None:
        """Show the ticks' labels, or an empty axis."""
        if shown != self._labelled:
            self._labelled = shown
            self.picture = None
            self.update()

    def generateDrawSpecs(self, p: QPainter) -> tuple[Any, list[Any], list[Any]] | None:
        bounds = self.mapRectFromParent(self.geometry())
        low, high = self.range
        if bounds.isEmpty() or high <= low:
            return None
        vertical = self.orientation == "left"
        ends = (
            (bounds.topRight(), bounds.bottomRight())
            if vertical
            else (bounds.topLeft(), bounds.topRight())
        )
        line = tuple(QPointF(point.x() - vertical, point.y()) for point in ends)
        room = bounds.width() if vertical else bounds.height()
        labelled = self._labelled and room >= self._metrics.height()
        return (self.pen(), *line), [], self._labels(bounds, low, high) if labelled else []

    def _labels(self, bounds: QRectF, low: float, high: float) -> list[Any]:
        """(rectangle, flags, text) of each label; those that would touch another are left out."""
        vertical = self.orientation == "left"
        length = bounds.height() if vertical else bounds.width()
        place = self._left if vertical else self._bottom
        specs, end = [], float("-inf")
        for tick in self.ticks(low, high, max(2, int(length / _SPACING[self.orientation]))):
            text = self.text(tick)
            rect = place(bounds, (tick - low) / (high - low), self._metrics.horizontalAdvance(text))
            begin = -rect.bottom() if vertical else rect.left()
            if begin >= end:
                specs.append((rect, Qt.AlignmentFlag.AlignCenter, text))
                end = -rect.top() if vertical else rect.right() + _GAP
        return specs

    def _left(self, bounds: QRectF, at: float, width: float) -> QRectF:
        height = self._metrics.height()
        top = bounds.bottom() - at * bounds.height() - height / 2
        top = min(max(top, bounds.top() - 2), bounds.bottom() - height + 2)
        return QRectF(bounds.right() - width - _GAP, top, width, height)

    def _bottom(self, bounds: QRectF, at: float, width: float) -> QRectF:
        left = bounds.left() + at * bounds.width() - width / 2
        left = min(max(left, bounds.left()), bounds.right() - width)
        return QRectF(left, bounds.top() + 3, width, self._metrics.height())
