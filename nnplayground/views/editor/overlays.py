"""What is drawn over the network: the open gap, the selected edge, and the passes' light."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from nnplayground.views.editor.arrangement import Arrangement
from nnplayground.views.editor.edges import EdgesItem
from nnplayground.views.editor.item import Item
from nnplayground.views.theme import Theme

# Dots that travel along the edges of a layer at the most.
MAX_DOTS = 80


@dataclass(frozen=True)
class Light:
    """Where the forward or backward pass is.

    Attributes:
        layer: from 0, whose edges it goes along.
        progress: 0 to 1, how far along.
        backward: whether it goes from right to left.
    """

    layer: int
    progress: float
    backward: bool


class OverlayItem(Item):
    """Draws the gap where something dragged would land, marked edges, and the light.

    Attributes:
        gap_text: written in the gap.
        marked: (layer, source, target) of the selected edge, None for none.
        hovered: the same of the edge under the pointer.
        light: where a pass is, None while there is none.
        frozen: (layer, source, target) of weights that are frozen by themselves.
    """

    def __init__(self, edges: EdgesItem, theme: Theme) -> None:
        super().__init__()
        self.setZValue(3)
        self.theme = theme
        self.gap_text = ""
        self.marked: tuple[int, int, int] | None = None
        self.hovered: tuple[int, int, int] | None = None
        self.light: Light | None = None
        self.frozen: list[tuple[int, int, int]] = []
        self._edges = edges
        self._arrangement: Arrangement | None = None

    def arrange(self, arrangement: Arrangement) -> None:
        """Take other places."""
        self.prepareGeometryChange()
        self._arrangement = arrangement
        self.update()

    def boundingRect(self) -> QRectF:
        return self._arrangement.bounds if self._arrangement else QRectF()

    def draw(self, painter: QPainter) -> None:
        if self._arrangement is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._arrangement.gap is not None:
            self._paint_gap(painter, self._arrangement.gap)
        for edge, width in ((self.hovered, 1.5), (self.marked, 2.5)):
            if edge is not None:
                self._paint_edge(painter, edge, width)
        self._paint_frozen(painter, self._arrangement)
        if self.light is not None:
            self._paint_light(painter, self._arrangement, self.light)

    def _paint_gap(self, painter: QPainter, gap: QRectF) -> None:
        accent = QColor(self.theme.accent)
        pen = QPen(accent, 1.5)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        tint = QColor(accent)
        tint.setAlphaF(0.10)
        painter.setBrush(tint)
        painter.drawRoundedRect(gap, 6, 6)
        painter.setFont(_font(12))
        painter.drawText(gap, Qt.AlignmentFlag.AlignCenter, self.gap_text)

    def _paint_edge(self, painter: QPainter, edge: tuple[int, int, int], width: float) -> None:
        """A line around the edge, so that its own colour stays to be seen."""
        assert self._arrangement is not None
        layer, source, target = edge
        if not shows(self._arrangement, edge):
            return
        path = self._edges.path(layer, source, target)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        halo = QColor(self.theme.text)
        halo.setAlphaF(0.35 if width > 2 else 0.2)
        painter.strokePath(path, QPen(halo, 7.0 + width))
        pen = self._edges.pen_of(layer, source, target)
        painter.strokePath(path, pen)

    def _paint_frozen(self, painter: QPainter, arrangement: Arrangement) -> None:
        painter.setFont(_font(13))
        for edge in self.frozen[:MAX_DOTS]:
            if shows(arrangement, edge):
                middle = self._edges.path(*edge).pointAtPercent(0.5)
                place = QRectF(middle.x() - 9, middle.y() - 9, 18, 18)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self.theme.canvas))
                painter.drawEllipse(place.adjusted(1, 1, -1, -1))
                painter.setPen(QColor(self.theme.accent))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "❄")

    def _paint_light(self, painter: QPainter, arrangement: Arrangement, light: Light) -> None:
        colour = QColor(self.theme.test if light.backward else self.theme.accent)
        progress = 1.0 - light.progress if light.backward else light.progress
        for level, strength in ((light.layer, 1.0 - progress), (light.layer + 1, progress)):
            glow = QColor(colour)
            glow.setAlphaF(max(0.0, min(1.0, strength)) * 0.9)
            painter.setPen(QPen(glow, 3.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            column = arrangement.columns[level]
            squares = (
                [column.picture()]
                if column.shape == "grid"
                else [column.square(neuron) for neuron in column.shown]
            )
            for square in squares:
                painter.drawRect(square.adjusted(-3, -3, 3, 3))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for path in self._dotted(light.layer):
            painter.drawEllipse(path.pointAtPercent(progress), 3.2, 3.2)

    def _dotted(self, layer: int) -> list[QPainterPath]:
        if layer >= len(self._edges.chosen):
            return []
        chosen = self._edges.chosen[layer]
        sources = chosen.sources[-MAX_DOTS:].tolist()
        targets = chosen.targets[-MAX_DOTS:].tolist()
        return [self._edges.path(layer, s, t) for s, t in zip(sources, targets, strict=True)]


def shows(arrangement: Arrangement, edge: tuple[int, int, int]) -> bool:
    """Whether both neurons of an edge are drawn."""
    layer, source, target = edge
    columns = arrangement.columns
    if layer + 1 >= len(columns):
        return False
    ends = (columns[layer].centers, source), (columns[layer + 1].centers, target)
    return all(n < len(centers) and np.isfinite(centers[n, 0]) for centers, n in ends)


def _font(pixels: int) -> QFont:
    font = QFont()
    font.setPixelSize(pixels)
    return font
