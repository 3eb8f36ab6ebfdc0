"""The decision map: what the network says everywhere on the plane, and the data on it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Slot
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QVBoxLayout, QWidget

from nnplayground.core.dataset import Dataset, Part
from nnplayground.core.network_spec import NetworkSpec
from nnplayground.core.probe import Probe, plane_grid
from nnplayground.session import Frame
from nnplayground.views.flow_layout import FlowLayout
from nnplayground.views.notation import value_text
from nnplayground.views.outputs.answers import answer_lines
from nnplayground.views.outputs.card import paint_card
from nnplayground.views.outputs.colouring import Colouring, colouring, point_colours
from nnplayground.views.outputs.dots import TEST_RING, TRAIN_RING, Dots, colour_numbers, dots_layer
from nnplayground.views.outputs.kind import OutputKind
from nnplayground.views.outputs.legend import Legend
from nnplayground.views.outputs.plane_axes import BOTTOM, LEFT, RIGHT, TOP, Axes, paint_axes
from nnplayground.views.theme import Theme

CELLS = 100


class DecisionMap(OutputKind):
    """The map with its switches and its legend."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.canvas = MapCanvas(theme)
        self.legend = Legend(theme)
        self.show_test = QCheckBox("Show test data")
        self.show_test.setToolTip("Draw the examples that the network does not learn from as well")
        self.discretize = QCheckBox("Discretize")
        self.discretize.setToolTip("Show the answer only, not how sure the network is")
        self.show_test.toggled.connect(self._on_switched)
        self.discretize.toggled.connect(self._on_switched)
        self._frame: Frame | None = None
        self._arrange()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.canvas, 1000)
        column.addWidget(self.legend)
        switches = QWidget()
        flow = FlowLayout(switches, gap=8)
        flow.addWidget(self.show_test)
        flow.addWidget(self.discretize)
        column.addWidget(switches)
        column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # no taller than the square map, so that the legend stands right under it
        self.canvas.setMaximumHeight(max(160, self.width() - LEFT - RIGHT + TOP + BOTTOM))
        super().resizeEvent(event)

    def draw(self, frame: Frame) -> None:
        old, self._frame = self._frame, frame
        if old is None or old.dataset is not frame.dataset:
            self.legend.show_dataset(frame.dataset, self.theme)
        self.canvas.draw(frame)

    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        self.canvas.apply_theme(theme)
        if self._frame is not None:
            self.legend.show_dataset(self._frame.dataset, theme)

    @Slot()
    def _on_switched(self) -> None:
        self.canvas.switch(self.show_test.isChecked(), self.discretize.isChecked())
        if self._frame is not None:
            self.canvas.draw(self._frame)


class MapCanvas(QWidget):
    """The picture itself: a forward pass over a grid, coloured, with the examples as dots."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._show_test = False
        self._discretize = False
        self._frame: Frame | None = None
        self._fitted: tuple[Dataset, NetworkSpec] | None = None
        self._pixels = np.zeros((CELLS, CELLS), dtype=np.uint32)
        self._image = QImage(self._pixels.data, CELLS, CELLS, CELLS * 4, QImage.Format.Format_RGB32)
        self._dots: QPixmap | None = None
        self._pointer: QPointF | None = None
        self.setMouseTracking(True)
        self.setAccessibleName("Decision map")
        self.setMinimumSize(140, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(300, 300)

    def switch(self, show_test: bool, discretize: bool) -> None:
        """Show other things; a `draw` follows."""
        self._show_test, self._discretize = show_test, discretize
        self._fitted = None

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours; a `draw` follows."""
        self._theme = theme
        self._fitted = None

    def draw(self, frame: Frame) -> None:
        """Show a frame of data with two columns."""
        self._frame = frame
        network = frame.experiment.network
        if self._fitted is None or self._fitted != (frame.dataset, network):
            self._fit(frame)
        outputs = self._probe.outputs(frame.theta)
        self._pixels.reshape(-1)[:] = self._colouring.pixels(outputs)
        self.update()

    def _fit(self, frame: Frame) -> None:
        """Prepare what stays the same from frame to frame."""
        dataset, network = frame.dataset, frame.experiment.network
        inputs = dataset.featurize(plane_grid(dataset.domain, CELLS))
        self._probe = Probe(frame.layout, inputs)
        output = network.output
        self._colouring: Colouring = colouring(
            dataset, output.activation, output.units, self._theme, self._discretize
        )
        self._fitted = (dataset, network)
        self._dots = None

    # ---- painting ----------------------------------------------------------------------

    def axes(self, dataset: Dataset) -> Axes:
        """Where the map lies: the largest square that fits."""
        side = max(8, min(self.width() - LEFT - RIGHT, self.height() - TOP - BOTTOM))
        left = LEFT + max(0, (self.width() - LEFT - RIGHT - side) // 2)
        return Axes(QRectF(left, TOP, side, side), dataset.domain, dataset.domain)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._frame is None:
            return
        painter = QPainter(self)
        axes = self.axes(self._frame.dataset)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(axes.rect, self._image)
        names = self._frame.dataset.columns
        paint_axes(painter, axes, (names[0], names[1]), self._theme)
        painter.drawPixmap(axes.rect.topLeft(), self._dots_layer(axes, self._frame.dataset))
        if self._pointer is not None and axes.rect.contains(self._pointer):
            lines = self._lines_under(self._pointer, axes, self._frame)
            paint_card(painter, QRectF(self.rect()), self._pointer, lines, self._theme)
        painter.end()

    def _dots_layer(self, axes: Axes, dataset: Dataset) -> QPixmap:
        if self._dots is None:
            at_origin = Axes(QRectF(QPointF(), axes.rect.size()), axes.x, axes.y)
            groups = [_dots(dataset.train, dataset, at_origin, TRAIN_RING)]
            if self._show_test:
                groups.append(_dots(dataset.test, dataset, at_origin, TEST_RING))
            self._dots = dots_layer(
                axes.rect.size().toSize(),
                self.devicePixelRatioF(),
                groups,
                point_colours(dataset, self._theme),
            )
        return self._dots

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._dots = None
        super().resizeEvent(event)

    # ---- under the pointer -------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self.update()

    def leaveEvent(self, event: object) -> None:
        self._pointer = None
        self.update()

    def _lines_under(self, pointer: QPointF, axes: Axes, frame: Frame) -> list[str]:
        """The numbers at the pointer, in lines."""
        x1, x2 = axes.numbers(pointer)
        first, second = frame.dataset.columns
        return [
            f"{first} {value_text(x1)}   {second} {value_text(x2)}",
            *answer_lines(frame, np.array([[x1, x2]])),
        ]


def _dots(part: Part, dataset: Dataset, axes: Axes, ring: str) -> Dots:
    return Dots(axes.place(part.raw), colour_numbers(part, dataset), ring)
