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
from nnplayground.views.outputs.plane_axes import BOTTOM, RIGHT, TOP, Axes
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
        self._hand: Hand | None = None
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.show_test)

    def numbers(self, frame: Frame) -> NumberTable:
        """The outputs along the curve."""
        return answer_table(frame, np.linspace(*frame.dataset.domain, SAMPLES)[:, None])

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
        self.canvas.draw(frame)

    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
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
        if self.canvas.frame is not None:
            self._show_switches(self.canvas.frame)

    @Slot()
    def _on_switched(self) -> None:
        self.canvas.show_test = self.show_test.isChecked()
        self.canvas.forget()
        if self.canvas.frame is not None:
            self.canvas.draw(self.canvas.frame)


class CurveCanvas(PlotCanvas):
    """The picture itself: one line an output."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._outputs: FloatArray = np.zeros((1, SAMPLES))
        self._height = (-1.0, 1.0)
        self.setAccessibleName("Output curve")

    def axes(self, dataset: Dataset) -> Axes:
        """All the room there is."""
        width = max(8, self.width() - WIDE_LEFT - RIGHT)
        height = max(8, self.height() - TOP - BOTTOM)
        return Axes(QRectF(WIDE_LEFT, TOP, width, height), dataset.domain_of(0), self._height)

    def axis_names(self, dataset: Dataset) -> tuple[str, str]:
        return dataset.columns[0], ""

    def fit(self, frame: Frame) -> None:
        self._samples = np.linspace(*frame.dataset.domain_of(0), SAMPLES)
        self._probe = Probe(frame.layout, frame.dataset.featurize(self._samples[:, None]))
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

    def dots(self, part: Part, frame: Frame, axes: Axes, ring: str) -> Dots:
        """The examples at their targets; of several outputs at that of their own class."""
        dataset, output = frame.dataset, frame.experiment.network.output
        targets = encode_targets(part, dataset, output.activation, output.units)
        y = targets.max(axis=1) if dataset.classes else targets[:, 0]
        colours = part.labels if dataset.classes else np.zeros(len(part), dtype=np.int64)
        return Dots(axes.place(np.column_stack((part.raw[:, 0], y))), colours, ring)

    def dot_colours(self, dataset: Dataset) -> Sequence[str]:
        return self.theme.classes if dataset.classes else (self.theme.positive,)

    def lines_at(self, numbers: tuple[float, float], frame: Frame) -> list[str]:
        place = f"{frame.dataset.columns[0]} {value_text(numbers[0])}"
        return [place, *answer_lines(frame, np.array([numbers[:1]]))]


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
