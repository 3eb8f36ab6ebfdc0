"""What map and curve have in common: axes, the examples as dots, the card at the pointer."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnplayground.core.arrays import FloatArray
from nnplayground.core.dataset import Dataset, Part
from nnplayground.core.network_spec import NetworkSpec
from nnplayground.session import Frame
from nnplayground.views.exports.painting import on_screen
from nnplayground.views.notation import value_text
from nnplayground.views.outputs.card import paint_card
from nnplayground.views.outputs.dots import TEST_RING, TRAIN_RING, Dots, paint_dots
from nnplayground.views.outputs.plane_axes import Axes, paint_axes
from nnplayground.views.theme import Theme

REACH = 7.0  # pixels from a dot's middle


class Painter(Protocol):
    """Somebody who paints points on a plot."""

    @property
    def is_painting(self) -> bool:
        """Whether the pointer changes points."""
        ...

    def paint(self, painter: QPainter, axes: Axes, frame: Frame) -> None:
        """Paint what is to be seen over the plot."""
        ...


class PlotCanvas(QWidget):
    """The base of pictures with axes.

    Attributes:
        pointer: the pixel under the pointer; None where it is elsewhere.
        hand: who paints on it.
        parts: training and test points to show in place of the data's, while they are painted.

    Signals:
        example_chosen(int): the dot of this example was clicked.

    What stays from frame to frame is made in `fit`, what changes with each frame in `answer`.

    Args:
        theme: the colours to begin with.
    """

    example_chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.show_test = False
        self.marked: int | None = None
        self.frame: Frame | None = None
        self._fitted: tuple[Dataset, NetworkSpec] | None = None
        self._layer: QPixmap | None = None
        self.pointer: QPointF | None = None
        self.hand: Painter | None = None
        self.parts: tuple[Part, Part] | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(140, 110)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # ---- what the picture is -----------------------------------------------------------

    def axes(self, dataset: Dataset) -> Axes:
        """Where the plot lies in the widget."""
        raise NotImplementedError

    def axis_names(self, dataset: Dataset) -> tuple[str, str]:
        """What stands at the axis across and at the axis up."""
        raise NotImplementedError

    def fit(self, frame: Frame) -> None:
        """Prepare what stays the same for this data, network, theme and switches."""
        raise NotImplementedError

    def answer(self, frame: Frame) -> None:
        """Take what the network of a frame says."""
        raise NotImplementedError

    def paint_picture(self, painter: QPainter, axes: Axes, frame: Frame) -> None:
        """Paint the answer, and the layer under or over it."""
        raise NotImplementedError

    def dots(self, part: Part, frame: Frame, axes: Axes, ring: str) -> Dots:
        """The dots of a part of the data."""
        raise NotImplementedError

    def dot_colours(self, dataset: Dataset) -> Sequence[str]:
        """The colours that the dots number."""
        raise NotImplementedError

    def lines_at(self, numbers: tuple[float, float], frame: Frame) -> list[str]:
        """What is to say about a place in the plot, in lines."""
        raise NotImplementedError

    # ---- drawing -----------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(300, 300)

    def forget(self) -> None:
        """Something that stays from frame to frame is another one; a `draw` follows."""
        self._fitted = None

    def draw(self, frame: Frame) -> None:
        """Show a frame."""
        self.frame = frame
        if self.parts is not None and not _are_of(self.parts, frame.dataset):
            self.show_parts(None)
        wanted = (frame.dataset, frame.experiment.network)
        if self._fitted is None or self._fitted != wanted:
            self.fit(frame)
            self._fitted = wanted
            self._layer = None
        self.answer(frame)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.frame is None:
            return
        painter = QPainter(self)
        axes = self.axes(self.frame.dataset)
        self.paint_picture(painter, axes, self.frame)
        self._paint_mark(painter, axes, self.frame)
        if self.hand is not None:
            self.hand.paint(painter, axes, self.frame)
        over = self.pointer is not None and axes.rect.contains(self.pointer)
        if self.pointer is not None and over and not self._paints:
            lines = self.lines_at(axes.numbers(self.pointer), self.frame)
            number = self.example_at(self.pointer)
            if number is not None:
                lines.append(_example_line(self.frame.dataset, number))
            paint_card(painter, QRectF(self.rect()), self.pointer, lines, self.theme)
        painter.end()

    def paint_layer(self, painter: QPainter, axes: Axes, frame: Frame) -> None:
        """Paint axes and examples; they change seldom and take long, so they are a layer."""
        if not on_screen(painter, self):
            painter.save()
            self._paint_layer(painter, axes, frame)
            painter.restore()
            return
        if self._layer is None:
            ratio = self.devicePixelRatioF()
            self._layer = QPixmap(self.size() * ratio)
            self._layer.setDevicePixelRatio(ratio)
            self._layer.fill(Qt.GlobalColor.transparent)
            onto = QPainter(self._layer)
            self._paint_layer(onto, axes, frame)
            onto.end()
        painter.drawPixmap(0, 0, self._layer)

    def _paint_layer(self, painter: QPainter, axes: Axes, frame: Frame) -> None:
        painter.setFont(self.font())
        paint_axes(painter, axes, self.axis_names(frame.dataset), self.theme)
        painter.setClipRect(axes.rect)
        train, test = self._parts(frame)
        groups = [self.dots(train, frame, axes, TRAIN_RING)]
        if self._shows_test:
            groups.append(self.dots(test, frame, axes, TEST_RING))
        paint_dots(painter, groups, self.dot_colours(frame.dataset), axes.rect.width())

    def _places(self, frame: Frame, axes: Axes) -> FloatArray:
        """(examples, 2) pixels of the dots, those of the test examples last."""
        parts = [self.dots(part, frame, axes, "").places for part in self._parts(frame)]
        return np.concatenate(parts)

    def _parts(self, frame: Frame) -> tuple[Part, Part]:
        return self.parts or (frame.dataset.train, frame.dataset.test)

    @property
    def _paints(self) -> bool:
        return self.hand is not None and self.hand.is_painting

    @property
    def _shows_test(self) -> bool:
        """Whoever paints must see all points."""
        return self.show_test or self._paints

    def show_parts(self, parts: tuple[Part, Part] | None) -> None:
        """Show points that are being painted, if they are of the frame's kind; None for no more."""
        fit = parts is None or self.frame is None or _are_of(parts, self.frame.dataset)
        self.parts = parts if fit else None
        self.redraw_dots()

    def redraw_dots(self) -> None:
        """The dots look different now."""
        self._layer = None
        self.update()

    def point_at(self, place: QPointF | None) -> None:
        """The pointer is at a pixel now; None for elsewhere."""
        self.pointer = place
        self.update()

    def _paint_mark(self, painter: QPainter, axes: Axes, frame: Frame) -> None:
        """Two rings around the example that is followed, so that one shows on any ground."""
        places = self._places(frame, axes) if self.marked is not None else ()
        if self.marked is None or self.marked >= len(places):
            return
        place = QPointF(*places[self.marked].tolist())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, radius in ((self.theme.tooltip, 6.5), (self.theme.on_tooltip, 8.0)):
            painter.setPen(QPen(QColor(colour), 1.5))
            painter.drawEllipse(place, radius, radius)

    def example_at(self, point: QPointF) -> int | None:
        """The number of the example whose dot is at a pixel, None for none."""
        if self.frame is None:
            return None
        dataset = self.frame.dataset
        shown = len(dataset.train) + (len(dataset.test) if self._shows_test else 0)
        places = self._places(self.frame, self.axes(dataset))[:shown]
        if not len(places):
            return None
        distances = np.hypot(places[:, 0] - point.x(), places[:, 1] - point.y())
        nearest = int(distances.argmin())
        return nearest if distances[nearest] <= REACH else None

    # ---- what happens to the widget ----------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._layer = None
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.example_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number is not None:
            self.example_chosen.emit(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointer = event.position()
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.pointer = None
        self.update()


def _are_of(parts: tuple[Part, Part], dataset: Dataset) -> bool:
    """Whether painted points are of the kind of the data: it may be other data by now."""
    labels = max(int(part.labels.max(initial=-1)) for part in parts)
    same = all(part.raw.shape[1] == len(dataset.columns) for part in parts)
    return (
        same
        and labels < len(dataset.classes)
        and bool(dataset.classes) == (parts[0].targets.shape[1] == 0)
    )


def _example_line(dataset: Dataset, number: int) -> str:
    """What there is to say about an example, in a line."""
    training = number < len(dataset.train)
    part = dataset.train if training else dataset.test
    row = number if training else number - len(dataset.train)
    if dataset.classes:
        is_ = dataset.classes[part.labels[row]]
    else:
        is_ = value_text(float(part.targets[row, 0]))
    return f"{'training' if training else 'test'} example {row + 1}: {is_}"
