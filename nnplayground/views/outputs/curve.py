"""The curve: what the network says for every value of its one raw input, and the data."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QVBoxLayout, QWidget

from nnplayground.core import ACTIVATIONS
from nnplayground.core.arrays import FloatArray
from nnplayground.core.dataset import Dataset, Part, encode_targets
from nnplayground.core.network_spec import NetworkSpec
from nnplayground.core.probe import Probe
from nnplayground.session import Frame
from nnplayground.views.notation import value_text
from nnplayground.views.outputs.answers import answer_lines
from nnplayground.views.outputs.card import paint_card
from nnplayground.views.outputs.dots import TEST_RING, TRAIN_RING, Dots, dots_layer
from nnplayground.views.outputs.kind import OutputKind
from nnplayground.views.outputs.plane_axes import BOTTOM, RIGHT, TOP, Axes, paint_axes
from nnplayground.views.theme import Theme

SAMPLES = 201
MARGIN = 0.15  # of the height above and below the targets
WIDE_LEFT = 34


class Curve(OutputKind):
    """The curve with its switch."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.canvas = CurveCanvas(theme)
        self.show_test = QCheckBox("Show test data")
        self.show_test.setToolTip("Draw the examples that the network does not learn from as well")
        self.show_test.toggled.connect(self._on_switched)
        self._frame: Frame | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.show_test)

    def draw(self, frame: Frame) -> None:
        self._frame = frame
        self.show_test.setVisible(len(frame.dataset.test) > 0)
        self.canvas.draw(frame)

    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        self.canvas.apply_theme(theme)

    @Slot()
    def _on_switched(self) -> None:
        self.canvas.switch(self.show_test.isChecked())


class CurveCanvas(QWidget):
    """The picture itself: one line an output, the examples as dots."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._show_test = False
        self._frame: Frame | None = None
        self._fitted: tuple[Dataset, NetworkSpec] | None = None
        self._outputs: FloatArray = np.zeros((1, SAMPLES))
        self._height = (-1.0, 1.0)
        self._dots: QPixmap | None = None
        self._pointer: QPointF | None = None
        self.setMouseTracking(True)
        self.setAccessibleName("Output curve")
        self.setMinimumSize(140, 110)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(300, 300)

    def switch(self, show_test: bool) -> None:
        """Show the test examples or do not."""
        self._show_test = show_test
        self._dots = None
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours; a `draw` follows."""
        self._theme = theme
        self._dots = None

    def draw(self, frame: Frame) -> None:
        """Show a frame of data with one column."""
        self._frame = frame
        network = frame.experiment.network
        if self._fitted is None or self._fitted != (frame.dataset, network):
            self._fit(frame)
        self._outputs = self._probe.outputs(frame.theta)
        self.update()

    def _fit(self, frame: Frame) -> None:
        """Prepare what stays the same from frame to frame."""
        dataset, network = frame.dataset, frame.experiment.network
        self._samples = np.linspace(*dataset.domain, SAMPLES)
        self._probe = Probe(frame.layout, dataset.featurize(self._samples[:, None]))
        self._height = _height(frame)
        self._fitted = (dataset, network)
        self._dots = None

    # ---- painting ----------------------------------------------------------------------

    def axes(self, dataset: Dataset) -> Axes:
        """Where the curve lies: all the room there is."""
        width = max(8, self.width() - WIDE_LEFT - RIGHT)
        height = max(8, self.height() - TOP - BOTTOM)
        return Axes(QRectF(WIDE_LEFT, TOP, width, height), dataset.domain, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._frame is None:
            return
        painter = QPainter(self)
        dataset = self._frame.dataset
        axes = self.axes(dataset)
        painter.fillRect(axes.rect, QColor(self._theme.surface))
        paint_axes(painter, axes, (dataset.columns[0], ""), self._theme)
        painter.drawPixmap(axes.rect.topLeft(), self._dots_layer(axes, self._frame))
        self._paint_lines(painter, axes)
        if self._pointer is not None and axes.rect.contains(self._pointer):
            self._paint_pointer(painter, axes, self._pointer, self._frame)
        painter.end()

    def _paint_lines(self, painter: QPainter, axes: Axes) -> None:
        painter.save()
        painter.setClipRect(axes.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line, colour in zip(self._outputs, self._line_colours(), strict=False):
            finite = np.isfinite(line)
            if not finite.all():
                self._paint_no_number(painter, axes)
                break
            painter.setPen(QPen(QColor(colour), 2.0))
            painter.drawPolyline(_polygon(axes, self._samples, line))
        painter.restore()

    def _line_colours(self) -> tuple[str, ...]:
        """A class each for one output a class, else the colour of the training loss."""
        several = len(self._outputs) > 1
        return self._theme.classes if several else (self._theme.text,)

    def _paint_no_number(self, painter: QPainter, axes: Axes) -> None:
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(axes.rect, Qt.AlignmentFlag.AlignCenter, "The output is no number")

    def _dots_layer(self, axes: Axes, frame: Frame) -> QPixmap:
        if self._dots is None:
            at_origin = Axes(QRectF(QPointF(), axes.rect.size()), axes.x, axes.y)
            groups = [_dots(frame.dataset.train, frame, at_origin, TRAIN_RING)]
            if self._show_test:
                groups.append(_dots(frame.dataset.test, frame, at_origin, TEST_RING))
            colours = self._theme.classes if frame.dataset.classes else (self._theme.positive,)
            self._dots = dots_layer(
                axes.rect.size().toSize(), self.devicePixelRatioF(), groups, colours
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

    def _paint_pointer(self, painter: QPainter, axes: Axes, pointer: QPointF, frame: Frame) -> None:
        painter.setPen(QColor(self._theme.muted))
        painter.drawLine(
            QPointF(pointer.x(), axes.rect.top()), QPointF(pointer.x(), axes.rect.bottom())
        )
        value = axes.numbers(pointer)[0]
        lines = [
            f"{frame.dataset.columns[0]} {value_text(value)}",
            *answer_lines(frame, np.array([[value]])),
        ]
        paint_card(painter, QRectF(self.rect()), pointer, lines, self._theme)


def _height(frame: Frame) -> tuple[float, float]:
    """(lowest, highest) that is shown: the targets, what the output can reach, and a margin."""
    dataset, output = frame.dataset, frame.experiment.network.output
    shown = [
        encode_targets(part, dataset, output.activation, output.units)
        for part in (dataset.train, dataset.test)
        if len(part)
    ]
    low, high = ACTIVATIONS[output.activation].output_range
    ends = [end for end in (low, high) if np.isfinite(end)] if dataset.classes else []
    lowest = min([float(targets.min()) for targets in shown] + ends)
    highest = max([float(targets.max()) for targets in shown] + ends)
    margin = MARGIN * ((highest - lowest) or 1.0)
    return lowest - margin, highest + margin


def _dots(part: Part, frame: Frame, axes: Axes, ring: str) -> Dots:
    """The examples at their targets; of several outputs that of their own class."""
    dataset, output = frame.dataset, frame.experiment.network.output
    targets = encode_targets(part, dataset, output.activation, output.units)
    y = targets.max(axis=1) if dataset.classes else targets[:, 0]
    colours = part.labels if dataset.classes else np.zeros(len(part), dtype=np.int64)
    return Dots(axes.place(np.column_stack((part.raw[:, 0], y))), colours, ring)


def _polygon(axes: Axes, x: FloatArray, y: FloatArray) -> QPolygonF:
    """A line; far outside the picture it is cut, where Qt's rasterizer would overflow."""
    span = axes.y[1] - axes.y[0]
    inside = np.clip(y, axes.y[0] - span, axes.y[1] + span)
    places = axes.place(np.column_stack((x, inside)))
    return QPolygonF([QPointF(*place) for place in places.tolist()])
