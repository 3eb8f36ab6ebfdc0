"""The decision map: what the network says everywhere on the plane, and the data on it."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Slot
from PySide6.QtGui import QImage, QPainter, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QVBoxLayout, QWidget

from nnplayground.core.dataset import Dataset, Part
from nnplayground.core.probe import Probe, plane_grid
from nnplayground.files.number_table import NumberTable
from nnplayground.session import Frame
from nnplayground.views.flow_layout import FlowLayout
from nnplayground.views.notation import value_text
from nnplayground.views.outputs.answers import answer_lines, answer_table
from nnplayground.views.outputs.canvas import PlotCanvas
from nnplayground.views.outputs.colouring import colouring, point_colours
from nnplayground.views.outputs.dots import Dots, colour_numbers, show_test_box
from nnplayground.views.outputs.kind import OutputKind
from nnplayground.views.outputs.legend import Legend
from nnplayground.views.outputs.painting import Hand, Painting, PaintingBar
from nnplayground.views.outputs.plane_axes import BOTTOM, LEFT, RIGHT, TOP, Axes
from nnplayground.views.theme import Theme

CELLS = 100
SIDE, UNDER = 126, 48  # pixels that legend and switches take beside or under the map


class DecisionMap(OutputKind):
    """The map with its switches and its legend."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.canvas = MapCanvas(theme)
        self.canvas.example_chosen.connect(self.example_chosen)
        self.legend = Legend(theme)
        self.show_test = show_test_box()
        self.discretize = QCheckBox("Discretize")
        self.discretize.setToolTip("Show the answer only, not how sure the network is")
        self._hand: Hand | None = None
        self._tools: PaintingBar | None = None
        self.show_test.toggled.connect(self._on_switched)
        self.discretize.toggled.connect(self._on_switched)
        self._arrange()

    def _arrange(self) -> None:
        switches = QWidget()
        flow = FlowLayout(switches, gap=8)
        flow.addWidget(self.show_test)
        flow.addWidget(self.discretize)
        side = QVBoxLayout()
        side.setSpacing(6)
        side.addWidget(self.legend)
        side.addWidget(switches)
        side.addStretch(1)
        self._side = side
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        self._box.addWidget(self.canvas, 1000)
        self._box.addLayout(side, 1)

    def hold_tools(self, painting: Painting, tools: PaintingBar) -> bool:
        if self._hand is None:
            self._hand = Hand(self.canvas, painting)
            tools.add_keys(self.canvas)
            painting.changed.connect(self._on_painting_changed)
        self._tools = tools
        self._side.insertWidget(self._side.count() - 1, tools)
        self._settle()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._settle()
        super().resizeEvent(event)

    def _settle(self) -> None:
        """Put the switches where they leave the square map the most room: beside or under it."""
        width, height = self.width(), self.height()
        painting = self._tools is not None and self._tools.isVisibleTo(self)
        tools = self._tools.heightForWidth(width) if self._tools is not None and painting else 0
        beside = width - SIDE > height - UNDER - tools
        self.legend.setVisible(not (painting and beside))  # the tools name the classes, too
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        # no larger than the square map, so that the legend stands right at it
        across, down = LEFT + RIGHT, TOP + BOTTOM
        self.canvas.setMaximumWidth(height - down + across if beside else width)
        self.canvas.setMaximumHeight(height if beside else max(160, width - across + down))

    def numbers(self, frame: Frame) -> NumberTable:
        """The outputs in the middle of each cell."""
        dataset = frame.dataset
        return answer_table(frame, plane_grid(dataset.domain_of(0), dataset.domain_of(1), CELLS))

    def plots(self) -> Sequence[QWidget]:
        return (self.canvas, self.legend)

    def draw(self, frame: Frame) -> None:
        self.legend.show_dataset(frame.dataset)
        self._show_switches(frame)
        self.canvas.draw(frame)

    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        self.legend.apply_theme(theme)
        self.canvas.theme = theme
        self.canvas.forget()

    def mark_example(self, number: int | None) -> None:
        self.canvas.marked = number

    def _show_switches(self, frame: Frame) -> None:
        """Whoever paints sees the test points anyway."""
        painting = self._hand is not None and self._hand.is_painting
        self.show_test.setVisible(len(frame.dataset.test) > 0 and not painting)

    @Slot()
    def _on_painting_changed(self) -> None:
        self._settle()
        if self.canvas.frame is not None:
            self._show_switches(self.canvas.frame)

    @Slot()
    def _on_switched(self) -> None:
        self.canvas.show_test = self.show_test.isChecked()
        self.canvas.discretize = self.discretize.isChecked()
        self.canvas.forget()
        if self.canvas.frame is not None:
            self.canvas.draw(self.canvas.frame)


class MapCanvas(PlotCanvas):
    """The picture itself: a forward pass over a grid of cells, coloured."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.discretize = False
        self._pixels = np.zeros((CELLS, CELLS), dtype=np.uint32)
        # the picture looks at the pixels; they are never allocated anew
        self._image = QImage(self._pixels.data, CELLS, CELLS, CELLS * 4, QImage.Format.Format_RGB32)
        self.setAccessibleName("Decision map")

    def axes(self, dataset: Dataset) -> Axes:
        """The largest square that fits, in the middle."""
        side = max(8, min(self.width() - LEFT - RIGHT, self.height() - TOP - BOTTOM))
        left = LEFT + max(0, (self.width() - LEFT - RIGHT - side) // 2)
        return Axes(QRectF(left, TOP, side, side), dataset.domain_of(0), dataset.domain_of(1))

    def axis_names(self, dataset: Dataset) -> tuple[str, str]:
        return dataset.columns[0], dataset.columns[1]

    def fit(self, frame: Frame) -> None:
        dataset, output = frame.dataset, frame.experiment.network.output
        inputs = dataset.featurize(plane_grid(dataset.domain_of(0), dataset.domain_of(1), CELLS))
        self._probe = Probe(frame.layout, inputs)
        self._colouring = colouring(dataset, output.activation, self.theme, self.discretize)

    def answer(self, frame: Frame) -> None:
        outputs = self._probe.outputs(frame.theta)
        self._pixels.reshape(-1)[:] = self._colouring.pixels(outputs)

    def paint_picture(self, painter: QPainter, axes: Axes, frame: Frame) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(axes.rect, self._image)
        self.paint_layer(painter, axes, frame)

    def dots(self, part: Part, frame: Frame, axes: Axes, ring: str) -> Dots:
        return Dots(axes.place(part.raw), colour_numbers(part, frame.dataset), ring)

    def dot_colours(self, dataset: Dataset) -> Sequence[str]:
        return point_colours(dataset, self.theme)

    def lines_at(self, numbers: tuple[float, float], frame: Frame) -> list[str]:
        pairs = zip(frame.dataset.columns, numbers, strict=True)
        place = "   ".join(f"{name} {value_text(value)}" for name, value in pairs)
        return [place, *answer_lines(frame, np.array([numbers]))]
