"""What map and curve have in common: axes, the examples as dots, the card at the pointer."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnplayground.core.dataset import Dataset, Part
from nnplayground.core.network_spec import NetworkSpec
from nnplayground.session import Frame
from nnplayground.views.outputs.card import paint_card
from nnplayground.views.outputs.dots import TEST_RING, TRAIN_RING, Dots, dots_layer
from nnplayground.views.outputs.plane_axes import Axes, paint_axes
from nnplayground.views.theme import Theme


class PlotCanvas(QWidget):
    """The base of pictures with axes.

    What stays from frame to frame is made in `fit`, what changes with each frame in `answer`.

    Args:
        theme: the colours to begin with.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.show_test = False
        self.frame: Frame | None = None
        self._fitted: tuple[Dataset, NetworkSpec] | None = None
        self._dots: QPixmap | None = None
        self._pointer: QPointF | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(140, 110)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # ---- what the picture is -----------------------------------------------------------

    def axes(self, dataset: Dataset) -> Axes:
        """Where the plot lies in the widget."""
        raise NotImplementedError

    def fit(self, frame: Frame) -> None:
        """Prepare what stays the same for this data, network, theme and switches."""
        raise NotImplementedError

    def answer(self, frame: Frame) -> None:
        """Take what the network of a frame says."""
        raise NotImplementedError

    def paint_picture(self, painter: QPainter, axes: Axes, frame: Frame) -> None:
        """Paint the answer, and the axes under or over it."""
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
        wanted = (frame.dataset, frame.experiment.network)
        if self._fitted is None or self._fitted != wanted:
            self.fit(frame)
            self._fitted = wanted
            self._dots = None
        self.answer(frame)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.frame is None:
            return
        painter = QPainter(self)
        axes = self.axes(self.frame.dataset)
        self.paint_picture(painter, axes, self.frame)
        if self._pointer is not None and axes.rect.contains(self._pointer):
            lines = self.lines_at(axes.numbers(self._pointer), self.frame)
            paint_card(painter, QRectF(self.rect()), self._pointer, lines, self.theme)
        painter.end()

    def paint_dots(self, painter: QPainter, axes: Axes, frame: Frame) -> None:
        """Paint the examples; their layer is made when it is first needed."""
        if self._dots is None:
            at_origin = Axes(QRectF(QPointF(), axes.rect.size()), axes.x, axes.y)
            groups = [self.dots(frame.dataset.train, frame, at_origin, TRAIN_RING)]
            if self.show_test:
                groups.append(self.dots(frame.dataset.test, frame, at_origin, TEST_RING))
            size, ratio = axes.rect.size().toSize(), self.devicePixelRatioF()
            self._dots = dots_layer(size, ratio, groups, self.dot_colours(frame.dataset))
        painter.drawPixmap(axes.rect.topLeft(), self._dots)

    def paint_axes(self, painter: QPainter, axes: Axes, names: tuple[str, str]) -> None:
        """Paint the frame and the numbers."""
        paint_axes(painter, axes, names, self.theme)

    # ---- what happens to the widget ----------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._dots = None
        super().resizeEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self.update()

    def leaveEvent(self, event: object) -> None:
        self._pointer = None
        self.update()
