"""Where what is selected stands, and what a card beside it had better not hide."""

import numpy as np
from PySide6.QtCore import QRectF

from nnplayground.core import NetworkSpec
from nnplayground.session import Selection
from nnplayground.views.editor.arrangement import Arrangement
from nnplayground.views.editor.edges import EdgesItem
from nnplayground.views.editor.overlays import shows
from nnplayground.views.editor.targets import edge_of

# What a hidden pixel counts: of the selected edge, of its neurons, of anything else.
EDGE, ENDS, OTHER = 60.0, 20.0, 2.0
# Squares that stand for the course of an edge.
SAMPLES, SAMPLE_SIDE = 16, 16.0


class Surroundings:
    """Looks at one picture of a network.

    Args:
        network: what is drawn.
        arrangement: where it stands.
        edges: the edges that are drawn.
    """

    def __init__(self, network: NetworkSpec, arrangement: Arrangement, edges: EdgesItem) -> None:
        self._network, self._arrangement, self._edges = network, arrangement, edges

    def place_of(self, selection: Selection) -> QRectF:
        """Where something is."""
        column = self._arrangement.columns[selection.layer]
        if selection.neuron is None:
            return column.header.united(column.frame)
        samples = self._course(selection)
        return samples[len(samples) // 2] if samples else self._neuron(selection)

    def worth_seeing(self, selection: Selection) -> list[tuple[QRectF, float]]:
        """Rectangles around a weight or bias, and what a hidden pixel of each counts."""
        found = [(rect, EDGE) for rect in self._course(selection)]
        found.append((self._neuron(selection), ENDS))
        edge = edge_of(self._network, selection)
        if edge is not None:
            found.append((self._neuron(Selection(edge[0], edge[1])), ENDS))
        for column in self._arrangement.columns:
            found.append((column.header, OTHER))
            grid = column.shape == "grid"
            squares = [column.picture()] if grid else map(column.square, column.shown)
            found += [(square, OTHER) for square in squares]
        return found

    def _neuron(self, selection: Selection) -> QRectF:
        column, neuron = self._arrangement.columns[selection.layer], selection.neuron
        if neuron is None or not np.isfinite(column.centers[neuron, 0]):
            return column.fold
        return column.square(neuron)

    def _course(self, selection: Selection) -> list[QRectF]:
        """Squares along the edge of a weight; none where it is not drawn."""
        edge = edge_of(self._network, selection)
        if edge is None or not shows(self._arrangement, edge):
            return []
        path, half = self._edges.path(*edge), SAMPLE_SIDE / 2
        points = [path.pointAtPercent(number / SAMPLES) for number in range(SAMPLES + 1)]
        return [QRectF(p.x() - half, p.y() - half, 2 * half, 2 * half) for p in points]
