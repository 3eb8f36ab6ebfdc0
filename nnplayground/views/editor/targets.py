"""What a point of the picture belongs to."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF

from nnplayground.core import NetworkSpec, ParameterLayout
from nnplayground.session import Selection
from nnplayground.views.editor.arrangement import Arrangement
from nnplayground.views.editor.edges import EdgesItem
from nnplayground.views.editor.neurons_item import bias_square

Part = Literal[
    "nothing", "frame", "header", "chooser", "settings", "handle", "fold", "neuron", "bias", "edge"
]


@dataclass(frozen=True)
class Target:
    """What is under a point.

    Attributes:
        part: of the picture.
        level: 0 for the inputs, then the layers from 1; of an edge, the layer it leads to.
        neuron: number from 0; of an edge, the neuron it leads to.
        source: of an edge, the neuron it comes from; of a bias, the size of the level before.
    """

    part: Part = "nothing"
    level: int = -1
    neuron: int | None = None
    source: int | None = None

    @property
    def selection(self) -> Selection | None:
        """What a click on it selects."""
        if self.level < 0:
            return None
        return Selection(self.level, self.neuron, self.source)

    @property
    def is_parameter(self) -> bool:
        """Whether it is a weight or a bias."""
        return self.part in ("edge", "bias")


NOTHING = Target()


def parameter_index(layout: ParameterLayout, selection: Selection | None) -> int | None:
    """Where in theta a selected weight or bias is; None where none is selected."""
    if selection is None or selection.neuron is None or selection.source is None:
        return None
    return layout.weight_index(selection.layer - 1, selection.source, selection.neuron)


def is_in(network: NetworkSpec, selection: Selection | None) -> bool:
    """Whether a network has what is selected."""
    if selection is None:
        return True
    level, neuron, source = selection.layer, selection.neuron, selection.source
    if not 0 <= level < len(network.sizes) or (source is not None and level == 0):
        return False
    if neuron is not None and not 0 <= neuron < network.sizes[level]:
        return False
    return source is None or 0 <= source <= network.sizes[level - 1]


def edge_of(network: NetworkSpec, selection: Selection | None) -> tuple[int, int, int] | None:
    """(layer, source, target) of a selected weight; None for anything else."""
    if selection is None or selection.neuron is None or selection.source is None:
        return None
    if selection.source == network.sizes[selection.layer - 1]:
        return None
    return selection.layer - 1, selection.source, selection.neuron


def frozen_edges(network: NetworkSpec) -> list[tuple[int, int, int]]:
    """(layer, source, target) of the weights that are frozen by themselves."""
    found = []
    for number, layer in enumerate(network.layers):
        for index in layer.frozen_parameters:
            source, target = divmod(index, layer.units)
            if source < network.sizes[number]:
                found.append((number, source, target))
    return found


class Locator:
    """Finds what is where.

    Args:
        network: what is drawn.
        arrangement: where it stands.
        edges: the edges that are drawn.
        selection: where edges cross, the selected one is meant.
    """

    def __init__(
        self,
        network: NetworkSpec,
        arrangement: Arrangement,
        edges: EdgesItem,
        selection: Selection | None = None,
    ) -> None:
        self._network, self._arrangement, self._edges = network, arrangement, edges
        self._preferred = edge_of(network, selection)

    def at(self, point: QPointF, reach: float) -> Target:
        """What is under a point; edges are caught from `reach` away."""
        for column in self._arrangement.columns:
            around = column.header.united(column.frame).united(column.handle)
            if around.adjusted(-4, 0, 4, 4).contains(point):
                found = self._in_column(column.level, point)
                if found is not None:
                    return found
        edge = self._edges.edge_at(point, reach, self._preferred)
        if edge is not None:
            layer, source, target = edge
            return Target("edge", layer + 1, target, source)
        for column in self._arrangement.columns:
            if column.frame.contains(point):
                return Target("frame", column.level)
        return NOTHING

    def _in_column(self, level: int, point: QPointF) -> Target | None:
        column, network = self._arrangement.columns[level], self._network
        if level and network.layers[level - 1].bias and column.shape != "grid":
            for neuron in column.shown:
                square = bias_square(column, neuron).adjusted(-2, -2, 2, 2)
                if neuron < network.sizes[level] and square.contains(point):
                    return Target("bias", level, neuron, network.sizes[level - 1])
        at = column.neuron_at(point)
        if at is not None and at < network.sizes[level]:
            return Target("neuron", level, at)
        if column.header.contains(point):
            return Target("header", level)
        if level and column.settings.contains(point):
            return Target("settings", level)
        if level and column.chooser.contains(point):
            return Target("chooser", level)
        if column.folds and column.fold.contains(point):
            return Target("fold", level)
        if 0 < level < len(network.layers) and column.handle.contains(point):
            return Target("handle", level)
        return None
