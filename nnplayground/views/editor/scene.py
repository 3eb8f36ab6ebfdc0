"""The picture of the network: columns, neurons and edges, and what is under a point of it."""

import dataclasses
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsScene

from nnplayground.core import ACTIVATIONS, LayerSpec, NetworkSpec, ParameterLayout
from nnplayground.core.arrays import FloatArray
from nnplayground.session import ExampleSelection, Frame, Selection
from nnplayground.views.editor.arrangement import Arrangement, Wish, arrange
from nnplayground.views.editor.column_item import ColumnItem, Writing
from nnplayground.views.editor.edges import EdgesItem
from nnplayground.views.editor.names import grouped, level_name
from nnplayground.views.editor.neurons_item import Marks, NeuronsItem, bias_square
from nnplayground.views.editor.pictures import Pictures, colour_table
from nnplayground.views.theme import Theme

Part = Literal["nothing", "frame", "header", "chooser", "handle", "fold", "neuron", "bias", "edge"]


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


NOTHING = Target()


class NetworkScene(QGraphicsScene):
    """Draws one network.

    Attributes:
        arrangement: where everything stands.
        unfolded: levels that are shown with every neuron.
        threshold: 0 to 1, the weakest edge that is drawn.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.theme = theme
        self.unfolded: frozenset[int] = frozenset()
        self.threshold = 0.0
        self.edges = EdgesItem()
        self.addItem(self.edges)
        self.area = (980.0, 560.0)
        self.gap: int | None = None
        self.previewed: tuple[int, int] | None = None
        self.lifted: int | None = None
        self.selection: Selection | None = None
        self.hovered = NOTHING
        self.frame: Frame | None = None
        self.arrangement: Arrangement = arrange(Wish((1, 1)))
        self._wish: Wish | None = None
        self._pictures: Pictures | None = None
        self._columns: list[ColumnItem] = []
        self._neurons: list[NeuronsItem] = []
        self._bias_colours: list[QColor] = []
        self.apply_theme(theme)

    # ---- what is shown -------------------------------------------------------------------

    @property
    def network(self) -> NetworkSpec:
        """The network of the newest frame."""
        assert self.frame is not None
        return self.frame.experiment.network

    @property
    def pictures(self) -> Pictures:
        """What the neurons show."""
        assert self._pictures is not None
        return self._pictures

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.theme = theme
        self.edges.apply_theme(theme)
        table = colour_table(theme.negative, theme.zero, theme.positive)
        self._bias_colours = [QColor.fromRgb(int(rgb)) for rgb in table]
        self._pictures = None
        for item in self._neurons:
            item.arrange(item.column, theme)
        self.refresh()

    def show_frame(self, frame: Frame, example: ExampleSelection) -> None:
        """Draw a moment."""
        known = self.frame
        self.frame = frame
        pictures = self._pictures
        if (
            pictures is None
            or pictures.layout != frame.layout
            or pictures.dataset is not frame.dataset
        ):
            self._pictures = pictures = Pictures(frame.layout, frame.dataset, self.theme)
            self.show_example(example)
        if known is None or known.experiment is not frame.experiment:
            self.refresh()
        pictures.update(frame.theta)
        self.edges.smooth = not frame.running
        self.edges.present(frame.layout, frame.theta, self.threshold)
        for level, item in enumerate(self._neurons):
            item.pictures = pictures.levels[level]
            item.bias_colours = self._biases(frame.layout, frame.theta, level)
            item.update()

    def show_example(self, example: ExampleSelection) -> None:
        """Show activations for another example."""
        if self._pictures is not None and len(example.part):
            self._pictures.show_example(example.part.inputs[example.row])

    def refresh(self) -> None:
        """Arrange and write everything anew, where something changed."""
        if self.frame is None:
            return
        wish = self._wished()
        if wish != self._wish:
            self._wish = wish
            self._arrange(arrange(wish))
        self._write()

    def _wished(self) -> Wish:
        assert self.frame is not None
        sizes = list(self.network.sizes)
        if self.previewed is not None:
            sizes[self.previewed[0]] = self.previewed[1]
        return Wish(
            tuple(sizes), self.unfolded, self.frame.dataset.image_shape, self.area, self.gap
        )

    def _arrange(self, arrangement: Arrangement) -> None:
        assert self.frame is not None
        self.arrangement = arrangement
        for item in (
            *self._columns[len(arrangement.columns) :],
            *self._neurons[len(arrangement.columns) :],
        ):
            self.removeItem(item)
        del self._columns[len(arrangement.columns) :]
        del self._neurons[len(arrangement.columns) :]
        for level, column in enumerate(arrangement.columns):
            if level == len(self._columns):
                self._columns.append(ColumnItem(column, Writing(""), self.theme))
                self._neurons.append(NeuronsItem(column, self.theme))
                self.addItem(self._columns[-1])
                self.addItem(self._neurons[-1])
            self._neurons[level].arrange(column, self.theme)
        self.edges.arrange(arrangement)
        if self._pictures is not None and len(self._pictures.levels) == len(self._neurons):
            self.edges.present(self.frame.layout, self.frame.theta, self.threshold)
        self.setSceneRect(arrangement.bounds)

    def _write(self) -> None:
        """Bring the writing and the marks up to date."""
        for level, column in enumerate(self.arrangement.columns):
            self._columns[level].present(column, self._writing(level), self.theme)
            self._neurons[level].marks = self._marks(level)
            self._neurons[level].update()

    def _writing(self, level: int) -> Writing:
        network = self.network
        output = level == len(network.layers)
        units = network.sizes[level]
        previewed = None
        if self.previewed is not None and self.previewed[0] == level:
            previewed = units = self.previewed[1]
        hidden = level > 0 and not output
        layer = network.layers[level - 1] if level else None
        return Writing(
            header=f"{level_name(network, level)} · {grouped(units)}",
            chooser=ACTIVATIONS[layer.activation].label if layer else "",
            notes=layer_notes(layer) if layer else "",
            handle=hidden,
            movable=True,
            selected=self.selection is not None
            and self.selection.layer == level
            and self.selection.neuron is None,
            hovered=self.hovered.level == level and self.hovered.part != "edge",
            previewed=previewed,
            faded=self.lifted == level,
        )

    def _marks(self, level: int) -> Marks:
        selection, hovered = self.selection, self.hovered
        here = selection is not None and selection.layer == level
        on_bias = selection is not None and selection.source is not None
        if on_bias and selection is not None:
            on_bias = selection.source == self.network.sizes[max(0, level - 1)]
        marked = here and selection is not None and (selection.source is None or on_bias)
        return Marks(
            selected=selection.neuron if marked and selection is not None else None,
            hovered=hovered.neuron if hovered.level == level and hovered.part == "neuron" else None,
            bias=on_bias,
            names=self._names(level),
        )

    def _names(self, level: int) -> tuple[str, ...]:
        assert self.frame is not None
        dataset = self.frame.dataset
        if level == 0:
            return () if dataset.image_shape else dataset.input_names
        if level == len(self.network.layers) and self.network.output.units > 1:
            return dataset.classes or dataset.target_names
        return ()

    def _biases(self, layout: ParameterLayout, theta: FloatArray, level: int) -> list[QColor]:
        if level == 0:
            return []
        b = layout.bias(theta, level - 1)
        with np.errstate(all="ignore"):
            index = np.clip(np.nan_to_num(b, nan=0.0) * 127.5 + 127.5, 0, 255).astype(int)
        return [self._bias_colours[i] for i in index.tolist()]

    # ---- what is where -------------------------------------------------------------------

    def target_at(self, point: QPointF, reach: float = 6.0) -> Target:
        """What is under a point; edges are caught from `reach` away."""
        for column in self.arrangement.columns:
            if not column.header.united(column.frame).adjusted(-14, 0, 14, 10).contains(point):
                continue
            found = self._target_in(column.level, point)
            if found is not None:
                return found
        edge = self.edges.edge_at(point, reach)
        if edge is not None:
            return Target("edge", edge[0] + 1, edge[2], edge[1])
        for column in self.arrangement.columns:
            if column.frame.contains(point):
                return Target("frame", column.level)
        return NOTHING

    def _target_in(self, level: int, point: QPointF) -> Target | None:
        column, network = self.arrangement.columns[level], self.network
        if level and len(self._neurons[level].bias_colours) and column.shape != "grid":
            for neuron in column.shown:
                if bias_square(column, neuron).adjusted(-2, -2, 2, 2).contains(point):
                    return Target("bias", level, neuron, network.sizes[level - 1])
        at = column.neuron_at(point)
        if at is not None and at < network.sizes[level]:
            return Target("neuron", level, at)
        if column.header.contains(point):
            return Target("header", level)
        if level and column.chooser.contains(point):
            return Target("chooser", level)
        if self._folds(level) and column.fold.contains(point):
            return Target("fold", level)
        if 0 < level < len(network.layers) and column.handle.contains(point):
            return Target("handle", level)
        return None

    def _folds(self, level: int) -> bool:
        shape = self.arrangement.columns[level].shape
        return shape == "folded" or (shape == "grid" and level > 0)

    def fold(self, level: int) -> None:
        """Fold a level that is unfolded, unfold one that is folded."""
        self.unfolded = self.unfolded ^ {level}
        self.refresh()

    def rect_of(self, selection: Selection) -> QRectF:
        """Where the selected thing is, for cards beside it."""
        column = self.arrangement.columns[selection.layer]
        if selection.neuron is None:
            return column.header.united(column.frame)
        if selection.source is None:
            return self._square(selection.layer, selection.neuron)
        if selection.source == self.network.sizes[selection.layer - 1]:
            return self._square(selection.layer, selection.neuron)
        path = self.edges.path(selection.layer - 1, selection.source, selection.neuron)
        middle = path.pointAtPercent(0.5)
        return QRectF(middle.x() - 8, middle.y() - 8, 16, 16)

    def _square(self, level: int, neuron: int) -> QRectF:
        column = self.arrangement.columns[level]
        if np.isfinite(column.centers[neuron, 0]):
            return column.square(neuron)
        return column.fold


def layer_notes(layer: LayerSpec) -> str:
    """What is unusual about a layer, in few words."""
    notes = []
    if layer.dropout:
        notes.append(f"dropout {layer.dropout:g}")
    if not layer.bias:
        notes.append("no bias")
    if layer.frozen:
        notes.append("❄ frozen")
    return " · ".join(notes)


def replaced(wish: Wish, **changes: object) -> Wish:
    """The same wish with something else in it."""
    return dataclasses.replace(wish, **changes)  # type: ignore[arg-type]
