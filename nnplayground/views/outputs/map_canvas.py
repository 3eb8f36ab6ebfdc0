"""The picture of the decision map: colours, contour lines, examples, and rings around mistakes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pyqtgraph.functions import arrayToQPath
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from nnplayground.core.arrays import FloatArray
from nnplayground.core.dataset import Dataset, Part
from nnplayground.core.metrics import NO_ANSWER, classify
from nnplayground.core.probe import Probe, plane_grid
from nnplayground.session import Frame
from nnplayground.views.notation import value_text
from nnplayground.views.outputs.answers import answer_lines
from nnplayground.views.outputs.canvas import PlotCanvas
from nnplayground.views.outputs.colouring import colouring, point_colours
from nnplayground.views.outputs.contour_choice import Levels, Lines, lines_of
from nnplayground.views.outputs.dots import Dots, colour_numbers, strided
from nnplayground.views.outputs.plane_axes import BOTTOM, LEFT, RIGHT, TOP, Axes
from nnplayground.views.outputs.slicing import Slice, whole
from nnplayground.views.outputs.stamps import Sheet, ring
from nnplayground.views.theme import Theme

CELLS = 100
FEW_LINES = 1500  # with more, smooth edges take too long


@dataclass(frozen=True, eq=False)
class Asked:
    """The examples that are asked whether their answer is right.

    Attributes:
        part: which ones.
        probe: gives their outputs.
    """

    part: Part
    probe: Probe


class MapCanvas(PlotCanvas):
    """A forward pass over a grid of cells, coloured.

    Attributes:
        discretize: whether only answers are shown, not how sure they are.
        rings: whether wrong answers have rings.
        levels: of the contour lines.
        target: the number of the output, where there are several numbers to predict.
        cut: the slice through more than two columns; None for all of two.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.discretize = False
        self.rings = False
        self.levels = Levels()
        self.target = 0
        self.cut: Slice | None = None
        self._lines: Lines | None = None
        self._asked: tuple[Asked, ...] = ()
        self._wrong: FloatArray = np.zeros((0, 2))
        self._pixels = np.zeros((CELLS, CELLS), dtype=np.uint32)
        # the picture looks at the pixels; they are never allocated anew
        self._image = QImage(self._pixels.data, CELLS, CELLS, CELLS * 4, QImage.Format.Format_RGB32)
        self.setAccessibleName("Decision map")

    # ---- where things are --------------------------------------------------------------

    def slice_of(self, dataset: Dataset) -> Slice:
        """The slice that is shown."""
        return self.cut or whole(dataset, 2)

    def grid(self, dataset: Dataset) -> FloatArray:
        """The middles of the cells, raw (cells, columns)."""
        cut = self.slice_of(dataset)
        across, up = (dataset.domain_of(column) for column in cut.columns)
        return cut.raw(plane_grid(across, up, CELLS))

    def axes(self, dataset: Dataset) -> Axes:
        """The largest square that fits, in the middle."""
        side = max(8, min(self.width() - LEFT - RIGHT, self.height() - TOP - BOTTOM))
        left = LEFT + max(0, (self.width() - LEFT - RIGHT - side) // 2)
        across, up = (dataset.domain_of(column) for column in self.slice_of(dataset).columns)
        return Axes(QRectF(left, TOP, side, side), across, up)

    def axis_names(self, dataset: Dataset) -> tuple[str, str]:
        across, up = self.slice_of(dataset).columns
        return dataset.columns[across], dataset.columns[up]

    # ---- what the network says -----------------------------------------------------------

    def fit(self, frame: Frame) -> None:
        dataset, output = frame.dataset, frame.experiment.network.output
        self._probe = Probe(frame.layout, dataset.featurize(self.grid(dataset)))
        self._colouring = colouring(
            dataset, output.activation, self.theme, self.discretize, self.target
        )
        parts = (dataset.train, *([dataset.test] if self.show_test else []))
        asked = parts if self.rings and dataset.classes else ()
        self._asked = tuple(
            Asked(part, Probe(frame.layout, strided(part.inputs), frame.theta.dtype))
            for part in asked
        )

    def answer(self, frame: Frame) -> None:
        outputs = self._probe.outputs(frame.theta)
        dataset, output = frame.dataset, frame.experiment.network.output
        if not dataset.classes:
            outputs = outputs[self.target : self.target + 1]
        self._lines = None
        if self.levels.any:
            self._lines = lines_of(
                outputs, CELLS, self.levels, dataset, output.activation, self.target
            )
        self._pixels.reshape(-1)[:] = self._colouring.pixels(outputs)
        columns = list(self.slice_of(dataset).columns)
        wrong = [np.zeros((0, 2))]
        for asked in self._asked:
            said = classify(asked.probe.outputs(frame.theta).T, output.activation)
            mistaken = (said != strided(asked.part.labels)) & (said != NO_ANSWER)
            wrong.append(strided(asked.part.raw)[mistaken][:, columns])
        self._wrong = np.concatenate(wrong)

    # ---- painting ------------------------------------------------------------------------

    def paint_picture(self, painter: QPainter, axes: Axes, frame: Frame) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(axes.rect, self._image)
        if self._lines is not None:
            self._paint_lines(painter, axes, self._lines)
        self.paint_layer(painter, axes, frame)
        if len(self._wrong):
            ratio = self.devicePixelRatioF()
            sheet = Sheet(axes.rect, ratio)
            radius = (5.2 if len(frame.dataset.train) < 400 else 4.2) * ratio
            places = axes.place(self._wrong)
            sheet.stamp(places, ring(radius, 2.6 * ratio), self.theme.surface)
            sheet.stamp(places, ring(radius, 1.2 * ratio), self.theme.alert)
            sheet.paint(painter)

    def _paint_lines(self, painter: QPainter, axes: Axes, lines: Lines) -> None:
        count = len(lines.border) + len(lines.others)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, count < FEW_LINES)
        for each, width in ((lines.others, 1.0), (lines.border, 2.0)):
            painter.setPen(QPen(QColor(self.theme.text), width))
            painter.drawPath(_path(each, axes.rect))
        painter.restore()

    def dots(self, part: Part, frame: Frame, axes: Axes, ring: str) -> Dots:
        columns = list(self.slice_of(frame.dataset).columns)
        numbers = colour_numbers(part, frame.dataset, self.target)
        return Dots(axes.place(part.raw[:, columns]), numbers, ring)

    def dot_colours(self, dataset: Dataset) -> Sequence[str]:
        return point_colours(dataset, self.theme)

    def lines_at(self, numbers: tuple[float, float], frame: Frame) -> list[str]:
        dataset = frame.dataset
        pairs = zip(self.axis_names(dataset), numbers, strict=True)
        place = "   ".join(f"{name} {value_text(value)}" for name, value in pairs)
        return [place, *answer_lines(frame, self.slice_of(dataset).raw(np.array([numbers])))]


def _path(lines: FloatArray, rect: QRectF) -> QPainterPath:
    """Lines between the middles of cells, in pixels."""
    if not len(lines):
        return QPainterPath()
    x = rect.left() + (lines[..., 0] + 0.5) * (rect.width() / CELLS)
    y = rect.top() + (lines[..., 1] + 0.5) * (rect.height() / CELLS)
    path: QPainterPath = arrayToQPath(x.ravel(), y.ravel(), connect="pairs", finiteCheck=False)
    return path
