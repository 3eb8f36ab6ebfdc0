"""A plot of two numbers against each other that is painted anew with every frame."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnplayground.views.exports.painting import on_screen
from nnplayground.views.outputs.card import paint_card
from nnplayground.views.outputs.plane_axes import BOTTOM, RIGHT, TOP, Axes, paint_axes
from nnplayground.views.theme import Theme

LEFT = 40  # room for numbers such as −0.25


class XYCanvas(QWidget):
    """The base: axes with names, kept as a picture while they stay, and the card.

    Signals:
        example_chosen(int): what stands for the example with this number was clicked.
    """

    example_chosen = Signal(int)

    def __init__(self, theme: Theme, names: tuple[str, str]) -> None:
        super().__init__()
        self.theme = theme
        self.names = names
        self.across: tuple[float, float] = (0.0, 1.0)
        self.up: tuple[float, float] = (0.0, 1.0)
        self._layer: tuple[object, QPixmap] | None = None
        self._pointer: QPointF | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(140, 110)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # ---- what the picture is -----------------------------------------------------------

    def paint_plot(self, painter: QPainter, axes: Axes) -> None:
        """Paint what is between the axes."""
        raise NotImplementedError

    def lines_at(self, point: QPointF, axes: Axes) -> list[str]:
        """What is to say about a pixel, in lines; none for nothing."""
        raise NotImplementedError

    def example_at(self, point: QPointF, axes: Axes) -> int | None:
        """The number of the example at a pixel."""
        return None

    # ---- drawing -----------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(300, 280)

    def axes(self) -> Axes:
        """Where the plot lies."""
        width = max(8, self.width() - LEFT - RIGHT)
        height = max(8, self.height() - TOP - BOTTOM)
        return Axes(QRectF(LEFT, TOP, width, height), self.across, self.up)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        axes = self.axes()
        painter.fillRect(axes.rect, QColor(self.theme.surface))
        painter.save()
        painter.setClipRect(axes.rect)
        self.paint_plot(painter, axes)
        painter.restore()
        # above the plot, or a curve would cross out the name of an axis
        painter.save()
        if on_screen(painter, self):
            painter.drawPixmap(0, 0, self._axes_layer(axes))
        else:
            painter.setFont(self.font())
            paint_axes(painter, axes, self.names, self.theme)
        painter.restore()
        if self._pointer is not None and axes.rect.contains(self._pointer):
            lines = self.lines_at(self._pointer, axes)
            if lines:
                paint_card(painter, QRectF(self.rect()), self._pointer, lines, self.theme)
        painter.end()

    def _axes_layer(self, axes: Axes) -> QPixmap:
        """Frame, numbers and names."""
        key = (axes.rect.getRect(), axes.x, axes.y, self.names, self.theme.name, self.size())
        if self._layer is None or self._layer[0] != key:
            ratio = self.devicePixelRatioF()
            layer = QPixmap(self.size() * ratio)
            layer.setDevicePixelRatio(ratio)
            layer.fill(Qt.GlobalColor.transparent)
            painter = QPainter(layer)
            painter.setFont(self.font())
            paint_axes(painter, axes, self.names, self.theme)
            painter.end()
            self._layer = key, layer
        return self._layer[1]

    # ---- the mouse ---------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.example_at(event.position(), self.axes())
        if event.button() == Qt.MouseButton.LeftButton and number is not None:
            self.example_chosen.emit(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self.update()

    def leaveEvent(self, event: object) -> None:
        self._pointer = None
        self.update()
