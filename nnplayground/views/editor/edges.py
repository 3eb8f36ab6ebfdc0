"""The edges: which are drawn, how thick, in which colour; all of them in one item."""

from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem

from nnplayground.core import ParameterLayout
from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.views.colours import packed_scale
from nnplayground.views.editor.arrangement import Arrangement
from nnplayground.views.editor.column import Column
from nnplayground.views.editor.item import Item
from nnplayground.views.theme import Theme

# More edges than this nobody can tell apart, and each costs drawing time.
MAX_EDGES = 500
# Up to this many edges are drawn smooth even while training, up to that many as wide as strong.
MAX_SMOOTH, MAX_WIDE = 64, 200
_WIDEST, _WIDTHS, _COLOURS = 6.0, 24, 64
_SAMPLES = np.linspace(0.0, 1.0, 25)


@dataclass(frozen=True, eq=False)
class Chosen:
    """The drawn edges of one layer.

    Attributes:
        layer: from 0.
        sources, targets: (edges,) neuron numbers.
        strengths: (edges,) -1 to 1, the weight relative to the layer's scale.
    """

    layer: int
    sources: IntArray
    targets: IntArray
    strengths: FloatArray


def layer_scale(W: FloatArray) -> float:
    """The weight that is drawn thickest: 2.5, more or less where the layer's are all small."""
    largest = float(np.nan_to_num(np.abs(W).max())) if W.size else 0.0
    return max(largest, 2.5) if W.size <= 64 else max(largest, 1e-9)


def choose(
    layer: int, W: FloatArray, sources: IntArray, targets: IntArray, most: int, threshold: float
) -> Chosen:
    """The strongest weights W (inputs, outputs) between neurons that are drawn.

    Args:
        layer: from 0.
        sources, targets: neurons that are drawn.
        most: how many edges at most.
        threshold: 0 to 1, the weakest strength that is drawn.
    """
    whole = len(sources) == W.shape[0] and len(targets) == W.shape[1]
    part = W if whole else W[np.ix_(sources, targets)]
    with np.errstate(all="ignore"):
        strengths = np.nan_to_num(part.ravel() / layer_scale(W))
    size = np.abs(strengths)
    kept = np.arange(len(size)) if len(size) <= most else np.argpartition(size, -most)[-most:]
    if threshold > 0:
        kept = kept[size[kept] >= threshold]
    kept = kept[np.argsort(size[kept], kind="stable")]
    rows, columns = np.divmod(kept, part.shape[1])
    return Chosen(layer, sources[rows], targets[columns], np.clip(strengths[kept], -1.0, 1.0))


def curve(start: QPointF, end: QPointF) -> QPainterPath:
    """From one neuron to the next, level at both ends."""
    path = QPainterPath(start)
    bend = (end.x() - start.x()) * 0.5
    path.cubicTo(start.x() + bend, start.y(), end.x() - bend, end.y(), end.x(), end.y())
    return path


def along(starts: FloatArray, ends: FloatArray) -> FloatArray:
    """(edges, 25, 2) points along the curves from starts (edges, 2) to ends (edges, 2)."""
    t = _SAMPLES
    # of a cubic with both handles in the middle: x and y as polynomials of Bernstein
    x = np.outer(starts[:, 0], (1 - t) ** 3 + 1.5 * (1 - t) * t) + np.outer(
        ends[:, 0], t**3 + 1.5 * (1 - t) * t
    )
    y = np.outer(starts[:, 1], (1 - t) ** 2 * (1 + 2 * t)) + np.outer(
        ends[:, 1], t**2 * (3 - 2 * t)
    )
    return np.stack((x, y), axis=2)


class EdgesItem(Item):
    """Draws the strongest edges of every layer.

    Attributes:
        chosen: what is drawn, layer by layer.
        total: how many weights there are.
        paint_seconds: how long the last painting took.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(1)
        self.chosen: list[Chosen] = []
        self.total = 0
        self.smooth = True
        self.paint_seconds = 0.0
        self._arrangement: Arrangement | None = None
        self._bounds = QRectF()
        self._pens: list[list[QPen]] = []
        self._thin: list[QPen] = []
        self._paths: dict[tuple[int, int, int], QPainterPath] = {}
        self._visible: list[IntArray] = []

    def apply_theme(self, theme: Theme) -> None:
        """Make the pens: one a colour and width."""
        colours = _edge_colours(theme)
        widths = np.linspace(0.75, _WIDEST, _WIDTHS)
        self._pens = [[_pen(colour, width) for width in widths] for colour in colours]
        self._thin = [_pen(colour, 1.0) for colour in colours]
        for pen in self._thin:
            pen.setCosmetic(True)
        self.update()

    def arrange(self, arrangement: Arrangement) -> None:
        """Take other places of the neurons."""
        self.prepareGeometryChange()
        self._arrangement = arrangement
        self._bounds = arrangement.bounds
        self._paths.clear()
        self._visible = [np.array(column.shown, np.int64) for column in arrangement.columns]

    def present(self, layout: ParameterLayout, theta: FloatArray, threshold: float) -> None:
        """Choose and colour the edges for theta (P,)."""
        assert self._arrangement is not None
        layers = range(len(layout.network.layers))
        counts = [
            min(len(self._visible[i]), layout.network.sizes[i])
            * min(len(self._visible[i + 1]), layout.network.sizes[i + 1])
            for i in layers
        ]
        self.total = sum(
            n * layer.units
            for n, layer in zip(layout.network.sizes, layout.network.layers, strict=False)
        )
        quotas = _quotas(counts)
        self.chosen = []
        for i in layers:
            W = layout.weight(theta, i)
            sources = self._visible[i][self._visible[i] < W.shape[0]]
            targets = self._visible[i + 1][self._visible[i + 1] < W.shape[1]]
            self.chosen.append(choose(i, W, sources, targets, quotas[i], threshold))
        # many of them are painted less often than what stands on them
        many = self.drawn > MAX_WIDE
        modes = QGraphicsItem.CacheMode
        self.setCacheMode(modes.DeviceCoordinateCache if many else modes.NoCache)
        self.update()

    @property
    def drawn(self) -> int:
        """How many edges are drawn."""
        return sum(len(chosen.sources) for chosen in self.chosen)

    def edge_at(
        self, point: QPointF, reach: float, preferred: tuple[int, int, int] | None = None
    ) -> tuple[int, int, int] | None:
        """(layer, source, target) of the edge nearest to a point, within `reach`.

        Where edges cross it is the `preferred` one: who has turned a weight goes on with it.
        """
        best: tuple[int, int, int] | None = None
        for chosen in self.chosen:
            if not len(chosen.sources):
                continue
            left, right = self._columns(chosen.layer)
            starts, ends = left.starts()[chosen.sources], right.ends()[chosen.targets]
            if not starts[:, 0].min() - reach <= point.x() <= ends[:, 0].max() + reach:
                continue
            distance = _distances(along(starts, ends), point)
            if preferred is not None and preferred[0] == chosen.layer:
                same = (chosen.sources == preferred[1]) & (chosen.targets == preferred[2])
                if (distance[same] <= reach).any():
                    return preferred
            # of two that are about as near, the stronger one, which is drawn last
            nearest = int(np.argmin(np.round(distance, 0)[::-1]))
            nearest = len(distance) - 1 - nearest
            if distance[nearest] <= reach:
                reach = float(distance[nearest])
                best = (chosen.layer, int(chosen.sources[nearest]), int(chosen.targets[nearest]))
        return best

    def pen_of(self, layer: int, source: int, target: int) -> QPen:
        """The pen that an edge is drawn with when it is marked."""
        chosen = self.chosen[layer]
        found = np.flatnonzero((chosen.sources == source) & (chosen.targets == target))
        strength = float(chosen.strengths[found[0]]) if len(found) else 0.0
        colour, width = int(_colour_number(strength)), int(_width_number(strength))
        return self._pens[colour][max(8, width)]

    def path(self, layer: int, source: int, target: int) -> QPainterPath:
        """The curve of an edge."""
        key = (layer, source, target)
        if key not in self._paths:
            if len(self._paths) > 8 * MAX_EDGES:
                self._paths.clear()
            left, right = self._columns(layer)
            self._paths[key] = curve(
                QPointF(*left.starts()[source].tolist()), QPointF(*right.ends()[target].tolist())
            )
        return self._paths[key]

    def _columns(self, layer: int) -> tuple[Column, Column]:
        assert self._arrangement is not None
        return self._arrangement.columns[layer], self._arrangement.columns[layer + 1]

    def boundingRect(self) -> QRectF:
        return self._bounds

    def draw(self, painter: QPainter) -> None:
        started = perf_counter()
        drawn = self.drawn
        smooth = self.smooth or drawn <= MAX_SMOOTH
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for chosen in self.chosen:
            self._paint_layer(painter, chosen, drawn > MAX_WIDE)
        self.paint_seconds = perf_counter() - started

    def _paint_layer(self, painter: QPainter, chosen: Chosen, thin: bool) -> None:
        colours = _colour_number(chosen.strengths)
        widths = _width_number(chosen.strengths).tolist()
        sources, targets = chosen.sources.tolist(), chosen.targets.tolist()
        for colour, width, source, target in zip(
            colours.tolist(), widths, sources, targets, strict=True
        ):
            painter.setPen(self._thin[colour] if thin else self._pens[colour][width])
            painter.drawPath(self.path(chosen.layer, source, target))


def _colour_number(strengths: Any) -> Any:
    """Which colours strengths -1 to 1 have; small ones differ more."""
    place = np.sign(strengths) * np.abs(strengths) ** 0.6
    return np.round((place + 1.0) * (0.5 * (_COLOURS - 1))).astype(int)


def _width_number(strengths: Any) -> Any:
    return np.round(np.abs(strengths) ** 0.8 * (_WIDTHS - 1)).astype(int)


def _distances(points: FloatArray, point: QPointF) -> FloatArray:
    """(edges,) from a point to the polylines (edges, samples, 2)."""
    start, step = points[:, :-1], np.diff(points, axis=1)
    offset = np.array([point.x(), point.y()]) - start
    share = (offset * step).sum(axis=2) / np.maximum((step * step).sum(axis=2), 1e-12)
    nearest = offset - np.clip(share, 0.0, 1.0)[:, :, None] * step
    distances: FloatArray = np.sqrt((nearest * nearest).sum(axis=2).min(axis=1))
    return distances


def _quotas(counts: list[int]) -> list[int]:
    """How many edges each layer may have: small layers all, the others equal shares."""
    quotas, left, waiting = [0] * len(counts), MAX_EDGES, len(counts)
    for i in sorted(range(len(counts)), key=counts.__getitem__):
        quotas[i] = min(counts[i], left // waiting)
        left -= quotas[i]
        waiting -= 1
    return quotas


def _edge_colours(theme: Theme) -> list[QColor]:
    places = np.linspace(0, 255, _COLOURS).round().astype(int)
    return [QColor.fromRgb(rgb) for rgb in packed_scale(theme)[places].tolist()]


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
