"""The curve: what the network says for every value of its one raw input, and the data."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnplayground.core import ACTIVATIONS
from nnplayground.core.arrays import FloatArray
from nnplayground.core.dataset import Dataset, Part, encode_targets
from nnplayground.core.probe import Probe
from nnplayground.files.number_table import NumberTable
from nnplayground.session import Frame
from nnplayground.views.notation import value_text
from nnplayground.views.outputs.answers import answer_lines, answer_table
from nnplayground.views.outputs.canvas import PlotCanvas
from nnplayground.views.outputs.dots import Dots, show_test_box
from nnplayground.views.outputs.kind import OutputKind
from nnplayground.views.outputs.painting import Hand, Painting, PaintingBar
from nnplayground.views.outputs.plane_axes import (
    BOTTOM,
    RIGHT,
    TOP,
    Axes,
    paint_long_names,
    small_font,
)
from nnplayground.views.outputs.slicing import Slice, SliceBar, whole
from nnplayground.views.theme import Theme

SAMPLES = 201
MARGIN = 0.15  # of the height, above and below the targets
WIDE_LEFT = 34  # room for numbers such as −0.25


class Curve(OutputKind):
    """The curve with its switch."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.canvas = CurveCanvas(theme)
        self.canvas.example_chosen.connect(self.example_chosen)
        self.show_test = show_test_box()
        self.show_test.toggled.connect(self._on_switched)
        self.columns = SliceBar(1)
        self.columns.changed.connect(self._on_switched)
        self._sliced: tuple[Dataset | None, int] = None, 0
        self._hand: Hand | None = None
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.columns)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.show_test)

    def numbers(self, frame: Frame) -> NumberTable:
        """The outputs along the curve."""
        return answer_table(frame, self.canvas.samples(frame.dataset))

    def plots(self) -> Sequence[QWidget]:
        return (self.canvas,)

    def hold_tools(self, painting: Painting, tools: PaintingBar) -> bool:
        if self._hand is None:
            self._hand = Hand(self.canvas, painting)
            tools.add_keys(self.canvas)
            painting.changed.connect(self._on_painting_changed)
        self._column.addWidget(tools)
        return True

    def draw(self, frame: Frame) -> None:
        self._show_switches(frame)
        if frame.dataset is not self._sliced[0]:
            self.columns.show_dataset(frame.dataset)
            self._take_slice(frame.dataset)
        self.canvas.draw(frame)

    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        self.canvas.theme = theme
        self.canvas.forget()

    def mark_example(self, number: int | None) -> None:
        self.canvas.marked = number
        if self.columns.follows:
            self._take_slice(self._sliced[0])

    def _take_slice(self, dataset: Dataset | None) -> None:
        """Cut along the column that is chosen, through the example that is followed."""
        example = self.canvas.marked or 0
        if self._sliced != (dataset, example):
            self.canvas.forget()
        self._sliced = dataset, example
        self.canvas.cut = self.columns.slice(example) if self.columns.needed else None

    def _show_switches(self, frame: Frame) -> None:
        """Whoever paints sees the test points anyway."""
        painting = self._hand is not None and self._hand.is_painting
        self.show_test.setVisible(len(frame.dataset.test) > 0 and not painting)

    @Slot()
    def _on_painting_changed(self) -> None:
        if self.canvas.frame is not None:
            self._show_switches(self.canvas.frame)

    @Slot()
    def _on_switched(self) -> None:
        self.canvas.show_test = self.show_test.isChecked()
        self._take_slice(self._sliced[0])
        self.canvas.forget()
        if self.canvas.frame is not None:
            self.canvas.draw(self.canvas.frame)


class CurveCanvas(PlotCanvas):
    """The picture itself: one line an output."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._outputs: FloatArray = np.zeros((1, SAMPLES))
        self._height = (-1.0, 1.0)
        self.cut: Slice | None = None
        self.setAccessibleName("Output curve")

    def axes(self, dataset: Dataset) -> Axes:
        """All the room there is."""
        width = max(8, self.width() - WIDE_LEFT - RIGHT)
        height = max(8, self.height() - TOP - BOTTOM)
        return Axes(QRectF(WIDE_LEFT, TOP, width, height), self._domain(dataset), self._height)

    def axis_names(self, dataset: Dataset) -> tuple[str, str]:
        return dataset.columns[self._slice(dataset).columns[0]], ""

    def _slice(self, dataset: Dataset) -> Slice:
        return self.cut or whole(dataset, 1)

    def _domain(self, dataset: Dataset) -> tuple[float, float]:
        return dataset.domain_of(self._slice(dataset).columns[0])

    def samples(self, dataset: Dataset) -> FloatArray:
        """Where the network is asked, raw (SAMPLES, columns)."""
        along = np.linspace(*self._domain(dataset), SAMPLES)
        return self._slice(dataset).raw(along[:, None])

    def fit(self, frame: Frame) -> None:
        self._samples = np.linspace(*self._domain(frame.dataset), SAMPLES)
        samples = frame.dataset.featurize(self.samples(frame.dataset))
        self._probe = Probe(frame.layout, samples)
        self._height = _height(frame)

    def answer(self, frame: Frame) -> None:
        self._outputs = self._probe.outputs(frame.theta)

    def paint_picture(self, painter: QPainter, axes: Axes, frame: Frame) -> None:
        painter.fillRect(axes.rect, QColor(self.theme.surface))
        self.paint_layer(painter, axes, frame)
        if np.isfinite(self._outputs).all():
            self._paint_lines(painter, axes)
        else:
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(axes.rect, Qt.AlignmentFlag.AlignCenter, "The output is no number")

    def _paint_lines(self, painter: QPainter, axes: Axes) -> None:
        several = len(self._outputs) > 1
        painter.save()
        painter.setClipRect(axes.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, line in enumerate(self._outputs):
            classes = self.theme.classes
            colour = classes[number % len(classes)] if several else self.theme.text
            painter.setPen(QPen(QColor(colour), 2.0))
            painter.drawPolyline(_polygon(axes, self._samples, line))
        painter.restore()
        painter.setFont(small_font(self.font()))
        assert self.frame is not None
        paint_long_names(painter, axes, self.axis_names(self.frame.dataset), self.theme)
        if several:
            self._paint_legend(painter, axes)

    def _paint_legend(self, painter: QPainter, axes: Axes) -> None:
        """Which line is which output."""
        assert self.frame is not None
        dataset = self.frame.dataset
        height = painter.fontMetrics().lineSpacing()
        names = (dataset.classes or dataset.target_names)[: int(axes.rect.height() / height / 2)]
        for number, name in enumerate(names):
            painter.setPen(QColor(self.theme.classes[number % len(self.theme.classes)]))
            y = axes.rect.center().y() + (number - len(names) / 2) * height
            box = QRectF(axes.rect.left() + 6, y, axes.rect.width() - 12, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, name)

    def dots(self, part: Part, frame: Frame, axes: Axes, ring: str) -> Dots:
        """The examples at their targets; of several outputs at that of their own class."""
        dataset, output = frame.dataset, frame.experiment.network.output
        targets = encode_targets(part, dataset, output.activation, output.units)
        column = self._slice(dataset).columns[0]
        y = targets.max(axis=1) if dataset.classes else targets[:, 0]
        colours = part.labels if dataset.classes else np.zeros(len(part), dtype=np.int64)
        return Dots(axes.place(np.column_stack((part.raw[:, column], y))), colours, ring)

    def dot_colours(self, dataset: Dataset) -> Sequence[str]:
        if dataset.classes or len(dataset.target_names) > 1:  # those of the lines
            return self.theme.classes
        return (self.theme.positive,)

    def lines_at(self, numbers: tuple[float, float], frame: Frame) -> list[str]:
        place = f"{self.axis_names(frame.dataset)[0]} {value_text(numbers[0])}"
        raw = self._slice(frame.dataset).raw(np.array([numbers[:1]]))
        return [place, *answer_lines(frame, raw)]


def _height(frame: Frame) -> tuple[float, float]:
    """(lowest, highest) that is shown: the targets, what classes can reach, and a margin."""
    dataset, output = frame.dataset, frame.experiment.network.output
    if dataset.target_range is not None:
        return dataset.target_range
    shown = [
        encode_targets(part, dataset, output.activation, output.units)
        for part in (dataset.train, dataset.test)
        if len(part)
    ]
    reach = ACTIVATIONS[output.activation].output_range if dataset.classes else ()
    ends = [end for end in reach if np.isfinite(end)]
    lowest = min([float(targets.min()) for targets in shown] + ends)
    highest = max([float(targets.max()) for targets in shown] + ends)
    margin = MARGIN * ((highest - lowest) or 1.0)
    return lowest - margin, highest + margin


def _polygon(axes: Axes, x: FloatArray, y: FloatArray) -> QPolygonF:
    """A line; far outside the picture it is cut, where Qt's rasterizer would overflow."""
    span = axes.y[1] - axes.y[0]
    inside = np.clip(y, axes.y[0] - span, axes.y[1] + span)
    places = axes.place(np.column_stack((x, inside)))
    return QPolygonF([QPointF(*place) for place in places.tolist()])
