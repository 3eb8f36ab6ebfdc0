"""The picture of the network: columns, neurons, edges, and what is drawn over them."""

import dataclasses

import numpy as np
from PySide6.QtCore import QObject, QPointF
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsScene

from nnplayground.core import NetworkSpec, ParameterLayout
from nnplayground.core.arrays import FloatArray
from nnplayground.session import ExampleSelection, Frame, Selection
from nnplayground.views.colours import packed_scale
from nnplayground.views.editor.arrangement import Arrangement, Wish, arrange, blended
from nnplayground.views.editor.column_item import ColumnItem, Writing
from nnplayground.views.editor.edges import EdgesItem
from nnplayground.views.editor.neurons_item import Marks, NeuronsItem
from nnplayground.views.editor.overlays import OverlayItem
from nnplayground.views.editor.pictures import Pictures
from nnplayground.views.editor.surroundings import Surroundings
from nnplayground.views.editor.targets import (
    NOTHING,
    Locator,
    Target,
    edge_of,
    frozen_edges,
    is_in,
)
from nnplayground.views.editor.writing import neuron_names, writing
from nnplayground.views.pace import Pace
from nnplayground.views.theme import Theme

# The share of the time that drawing may take while training: the window has more to draw.
DRAWING_SHARE = 0.25
EDGE_SHARE = 0.1


@dataclasses.dataclass(frozen=True)
class Dragging:
    """What a drag shows before it is released.

    Attributes:
        gap: before which layer (from 0) a gap is open.
        text: written in the gap.
        resized: (level, units) of a layer that is drawn with another number of neurons.
        lifted: level that is being carried away.
        onto: level that something would be dropped on.
    """

    gap: int | None = None
    text: str = ""
    resized: tuple[int, int] | None = None
    lifted: int | None = None
    onto: int | None = None


RESTING = Dragging()


class NetworkScene(QGraphicsScene):
    """Draws one network.

    Attributes:
        arrangement: where everything stands.
        area: (width, height) of the canvas.
        unfolded: levels that are shown with every neuron.
        threshold: 0 to 1, the weakest edge that is drawn.
        dragging: what a drag shows.
        selection, hovered: what is marked.
        frame: the newest moment, None before the first.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.theme = theme
        self.area = (980.0, 560.0)
        self.unfolded: frozenset[int] = frozenset()
        self.threshold = 0.0
        self.dragging = RESTING
        self.selection: Selection | None = None
        self.hovered = NOTHING
        self.frame: Frame | None = None
        self.arrangement: Arrangement = arrange(Wish((1, 1)))
        self.edges = EdgesItem()
        self.overlay = OverlayItem(self.edges, theme)
        self.addItem(self.edges)
        self.addItem(self.overlay)
        self._wish: Wish | None = None
        self._goal = self.arrangement
        self._pictures: Pictures | None = None
        self._pace = Pace(DRAWING_SHARE)
        self._edge_pace = Pace(EDGE_SHARE)
        self._columns: list[ColumnItem] = []
        self._neurons: list[NeuronsItem] = []
        self._bias_colours: list[QColor] = []
        self.apply_theme(theme)

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

    # ---- drawing -------------------------------------------------------------------------

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.theme = self.overlay.theme = theme
        self.edges.apply_theme(theme)
        self._bias_colours = [QColor.fromRgb(rgb) for rgb in packed_scale(theme).tolist()]
        self._pictures = None
        for item in self._neurons:
            item.arrange(item.column, theme)
        self.refresh()

    def show_frame(self, frame: Frame, example: ExampleSelection) -> None:
        """Draw a moment."""
        known, self.frame = self.frame, frame
        pictures = self._pictures
        outdated = pictures is None or pictures.dataset is not frame.dataset
        if pictures is None or outdated or pictures.layout != frame.layout:
            self._pictures = pictures = Pictures(frame.layout, frame.dataset, self.theme)
            self.show_example(example)
        if known is None or known.experiment is not frame.experiment or outdated:
            if not is_in(self.network, self.selection):
                self.selection = None
            self.refresh()
        elif frame.running and not self._pace.due():
            return
        with self._pace:
            self._draw_numbers(frame, pictures)

    def _draw_numbers(self, frame: Frame, pictures: Pictures) -> None:
        pictures.update(frame.theta)
        if not frame.running or self._edge_pace.due(self.edges.paint_seconds):
            with self._edge_pace:
                self.edges.smooth = not frame.running
                self.edges.present(frame.layout, frame.theta, self.threshold)
        for level, item in enumerate(self._neurons):
            item.pictures = pictures.levels[level]
            item.bias_colours = self._biases(frame.layout, frame.theta, level)
            item.update()

    def show_example(self, example: ExampleSelection) -> None:
        """Show activations for another example."""
        pictures = self._pictures
        # of other data it is told before the frame that brings them
        if pictures is not None and pictures.dataset is example.dataset and len(example.part):
            pictures.show_example(example.inputs)

    def show_edges(self, threshold: float) -> None:
        """Draw edges from another strength on."""
        self.threshold = threshold
        if self.frame is not None:
            self.edges.present(self.frame.layout, self.frame.theta, threshold)

    def _biases(self, layout: ParameterLayout, theta: FloatArray, level: int) -> list[QColor]:
        if level == 0:
            return []
        b = layout.bias(theta, level - 1)
        with np.errstate(all="ignore"):
            index = np.clip(np.nan_to_num(b * 127.5 + 127.5, nan=127.5), 0, 255).astype(int)
        return [self._bias_colours[i] for i in index.tolist()]

    # ---- arranging -----------------------------------------------------------------------

    def refresh(self) -> bool:
        """Arrange and write everything anew, where something changed; whether places did."""
        if self.frame is None:
            return False
        wish = self._wished()
        changed = wish != self._wish
        if changed:
            self._wish = wish
            self._goal = arrange(wish)
            self._arrange(self._goal)
        self._write()
        return changed

    def drag(self, dragging: Dragging) -> Arrangement | None:
        """Show a drag; returns where things stood before, where they moved."""
        if dragging == self.dragging:
            return None
        before = self.arrangement
        self.dragging = dragging
        self.overlay.gap_text = dragging.text
        return before if self.refresh() else None

    def move_towards_goal(self, start: Arrangement, progress: float) -> None:
        """Draw everything between where it stood and where it goes, for gaps that open."""
        self._arrange(blended(start, self._goal, progress))
        self._write()

    @property
    def resting_arrangement(self) -> Arrangement:
        """Where everything would stand with no gap open."""
        return arrange(dataclasses.replace(self._wished(), gap=None))

    def _wished(self) -> Wish:
        assert self.frame is not None
        sizes = list(self.network.sizes)
        if self.dragging.resized is not None:
            level, units = self.dragging.resized
            sizes[level] = units
        shape = self.frame.dataset.image_shape
        return Wish(tuple(sizes), self.unfolded, shape, self.area, self.dragging.gap)

    def _arrange(self, arrangement: Arrangement) -> None:
        assert self.frame is not None
        self.arrangement = arrangement
        count = len(arrangement.columns)
        for item in (*self._columns[count:], *self._neurons[count:]):
            self.removeItem(item)
        del self._columns[count:], self._neurons[count:]
        for column in arrangement.columns[len(self._columns) :]:
            self._columns.append(ColumnItem(column, Writing(""), self.theme))
            self._neurons.append(NeuronsItem(column, self.theme))
            self.addItem(self._columns[-1])
            self.addItem(self._neurons[-1])
        for column, neurons in zip(arrangement.columns, self._neurons, strict=True):
            neurons.arrange(column, self.theme)
        self.edges.arrange(arrangement)
        self.overlay.arrange(arrangement)
        if count == len(self.network.sizes):
            self.edges.present(self.frame.layout, self.frame.theta, self.threshold)
        self.setSceneRect(arrangement.bounds)

    def _write(self) -> None:
        """Bring the writing and the marks up to date."""
        for level, column in enumerate(self.arrangement.columns):
            self._columns[level].present(column, self._writing(level), self.theme)
            self._neurons[level].marks = self._marks(level)
            self._neurons[level].update()
        self.overlay.marked = edge_of(self.network, self.selection)
        self.overlay.hovered = edge_of(self.network, self.hovered.selection)
        self.overlay.frozen = frozen_edges(self.network)
        self.overlay.update()

    def _writing(self, level: int) -> Writing:
        selection, dragging = self.selection, self.dragging
        return dataclasses.replace(
            writing(self.network, level, self.arrangement.columns[level].units),
            selected=selection is not None
            and selection.layer == level
            and selection.neuron is None,
            hovered=self.hovered.level == level and not self.hovered.is_parameter,
            faded=dragging.lifted == level,
            target=dragging.onto == level,
        )

    def _marks(self, level: int) -> Marks:
        assert self.frame is not None
        selection, hovered = self.selection, self.hovered
        selected, bias = None, False
        if selection is not None and selection.layer == level:
            bias = level > 0 and selection.source == self.network.sizes[level - 1]
            selected = selection.neuron if bias or selection.source is None else None
        return Marks(
            selected=selected,
            hovered=hovered.neuron if hovered.level == level and hovered.part == "neuron" else None,
            bias=bias,
            names=neuron_names(self.frame, level),
        )

    # ---- where and what ------------------------------------------------------------------

    def target_at(self, point: QPointF, reach: float = 6.0) -> Target:
        """What is under a point; edges are caught from `reach` away."""
        picture = self.network, self.arrangement, self.edges
        return Locator(*picture, self.selection).at(point, reach)

    def fold(self, level: int) -> None:
        """Fold a level that is unfolded, unfold one that is folded."""
        self.unfolded = self.unfolded ^ {level}
        self.refresh()

    @property
    def surroundings(self) -> Surroundings:
        """Where what is selected stands."""
        return Surroundings(self.network, self.arrangement, self.edges)

    def picture_of(self, level: int, ratio: float) -> QPixmap:
        """A column without its edges, to be carried about."""
        column = self.arrangement.columns[level]
        area = column.header.united(column.frame).adjusted(-14, -2, 14, 2)
        pixmap = QPixmap((area.size() * ratio).toSize())
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(0, 0, 0, 0))
        painter = QPainter(pixmap)
        painter.translate(-area.topLeft())
        for item in (self._columns[level], self._neurons[level]):
            item.draw(painter)
        painter.end()
        return pixmap
