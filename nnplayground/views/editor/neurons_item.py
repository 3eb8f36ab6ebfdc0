"""The neurons of one column: their pictures, biases and names, drawn as one item."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from nnplayground.core.arrays import FloatArray
from nnplayground.views.colours import packed_image
from nnplayground.views.editor.column import Column
from nnplayground.views.editor.item import Item
from nnplayground.views.editor.names import signed
from nnplayground.views.editor.pictures import LevelPictures
from nnplayground.views.exports.painting import draw_part
from nnplayground.views.style import mixed
from nnplayground.views.theme import Theme

BIAS_SIDE = 11.0
# A number in a smaller square could not be read.
SMALLEST_NUMBERED = 24.0
# A longer name reaches beyond the frame.
INSIDE = 16
_CENTER = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, eq=False)
class Marks:
    """What is marked in a column.

    Attributes:
        selected: number of the selected neuron, None for none.
        hovered: number of the neuron under the pointer.
        bias: whether it is the selected neuron's bias that is selected.
        names: written beside the neurons; () for none.
    """

    selected: int | None = None
    hovered: int | None = None
    bias: bool = False
    names: tuple[str, ...] = ()


class NeuronsItem(Item):
    """Draws the neurons of one level.

    Attributes:
        pictures: what they show; None before the first frame.
        biases: (units,) -1 to 1, or (0,) where there are none.
    """

    def __init__(self, column: Column, theme: Theme) -> None:
        super().__init__()
        self.setZValue(2)
        self.column, self.theme = column, theme
        self.pictures: LevelPictures | None = None
        self.biases: FloatArray = np.zeros(0)
        self.bias_colours: list[QColor] = []
        self.marks = Marks()

    def arrange(self, column: Column, theme: Theme) -> None:
        """Take another place and other colours."""
        self.prepareGeometryChange()
        self.column, self.theme = column, theme
        self.update()

    def bias_square(self, neuron: int) -> QRectF:
        """The small square at the lower left of a neuron."""
        return bias_square(self.column, neuron)

    def boundingRect(self) -> QRectF:
        return self.column.frame.adjusted(-40, 0, 60, 0)

    def draw(self, painter: QPainter) -> None:
        if self.pictures is None:
            return
        if self.column.shape == "grid":
            self._paint_grid(painter, self.pictures)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for neuron in self.column.shown:
            self._paint_neuron(painter, neuron, self.pictures)
        if self.marks.names:
            self._paint_names(painter)

    def _paint_neuron(self, painter: QPainter, neuron: int, pictures: LevelPictures) -> None:
        square = self.column.square(neuron)
        if neuron >= len(pictures.pixels):
            self._paint_coming(painter, square)
            return
        height, width = pictures.pixels.shape[1:]
        draw_part(painter, square, pictures.image, QRectF(0, neuron * height, width, height))
        if pictures.kind == "curve":
            self._paint_curve(painter, square, pictures.values[neuron])
        elif pictures.kind == "value":
            self._paint_number(painter, square, neuron, pictures)
        self._paint_border(painter, square, neuron)
        if neuron < len(self.bias_colours):
            self._paint_bias(painter, neuron)

    def _paint_coming(self, painter: QPainter, square: QRectF) -> None:
        """A neuron that the drag would add."""
        pen = QPen(QColor(self.theme.accent), 1.0)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        tint = QColor(self.theme.accent)
        tint.setAlphaF(0.10)
        painter.setBrush(tint)
        painter.drawRect(square)

    def _paint_border(self, painter: QPainter, square: QRectF, neuron: int) -> None:
        theme, marks = self.theme, self.marks
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(mixed(theme.muted, theme.text, 0.45)), 1.0))
        painter.drawRect(square)
        selected = marks.selected == neuron and not marks.bias
        if selected or marks.hovered == neuron:
            painter.setPen(QPen(QColor(theme.accent), 2.5 if selected else 1.5))
            painter.drawRect(square.adjusted(-3, -3, 3, 3) if selected else square)

    def _paint_bias(self, painter: QPainter, neuron: int) -> None:
        theme, marks = self.theme, self.marks
        square = self.bias_square(neuron)
        selected = marks.bias and marks.selected == neuron
        painter.setBrush(self.bias_colours[neuron])
        pen = QPen(QColor(theme.accent if selected else theme.muted), 2.0 if selected else 1.0)
        painter.setPen(pen)
        painter.drawRect(square)

    def _paint_curve(self, painter: QPainter, square: QRectF, values: FloatArray) -> None:
        points = curve_points(square, values)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.theme.text), 1.5))
        painter.drawPolyline(points)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_number(
        self, painter: QPainter, square: QRectF, neuron: int, pictures: LevelPictures
    ) -> None:
        if square.width() < SMALLEST_NUMBERED:
            return
        colour = QColor.fromRgb(int(pictures.pixels[neuron, 0, 0]))
        painter.setPen(contrast(colour))
        painter.setFont(_font(12 if square.width() > 40 else 10))
        painter.drawText(square, _CENTER, short(float(pictures.values[neuron])))

    def _paint_names(self, painter: QPainter) -> None:
        painter.setFont(_font(11))
        painter.setPen(QColor(self.theme.muted))
        column, left = self.column, self.column.level == 0
        metrics = painter.fontMetrics()
        for neuron in column.shown:
            if neuron >= len(self.marks.names):
                continue
            square = column.square(neuron)
            if left:
                place = QRectF(square.left() - 66, square.top(), 60, square.height())
                side = Qt.AlignmentFlag.AlignRight
            else:
                place = QRectF(square.right() + 7, square.top(), 80, square.height())
                side = Qt.AlignmentFlag.AlignLeft
            # the card at the pointer has all of it
            name = metrics.elidedText(
                self.marks.names[neuron], Qt.TextElideMode.ElideRight, int(place.width())
            )
            if metrics.horizontalAdvance(name) > INSIDE:  # the frame makes room for it
                written = painter.boundingRect(place, side | Qt.AlignmentFlag.AlignVCenter, name)
                painter.fillRect(written.adjusted(-2, 0, 2, 0), QColor(self.theme.canvas))
            painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_grid(self, painter: QPainter, pictures: LevelPictures) -> None:
        column, theme = self.column, self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        units, height, width = pictures.pixels.shape
        if height * width == 1:
            self._paint_cells(painter, pictures)
        else:
            gap = min(2.0, column.side * 0.06)
            for neuron in range(min(units, column.units)):
                square = column.square(neuron).adjusted(0, 0, -gap, -gap)
                draw_part(
                    painter, square, pictures.image, QRectF(0, neuron * height, width, height)
                )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(mixed(theme.muted, theme.canvas, 0.3)), 1.0))
        painter.drawRect(column.picture())
        for number in {self.marks.selected, self.marks.hovered} - {None}:
            painter.setPen(QPen(QColor(theme.accent), 2.0))
            if number is not None and number < column.units:
                painter.drawRect(column.square(number))

    def _paint_cells(self, painter: QPainter, pictures: LevelPictures) -> None:
        """One colour a neuron: whole rows as one image, what is left of the last row beside it."""
        column, colours = self.column, pictures.pixels.reshape(-1)
        rows, rest = divmod(min(len(colours), column.units), column.across)
        for start, height, width in ((0, rows, column.across), (rows * column.across, 1, rest)):
            count = height * width
            if count:
                cells = packed_image(colours[start : start + count].reshape(height, width))
                area = column.square(start).united(column.square(start + count - 1))
                painter.drawImage(area.united(column.square(start + width - 1)), cells)


def bias_square(column: Column, neuron: int) -> QRectF:
    """The small square at the lower left of a neuron, which stands for its bias."""
    square = column.square(neuron)
    side = min(BIAS_SIDE, column.side * 0.3)
    return QRectF(square.left() - side * 0.4, square.bottom() - side * 0.6, side, side)


def curve_points(square: QRectF, values: FloatArray) -> QPolygonF:
    """A line through values -1 to 1 from left to right of a square."""
    height = square.height() * 0.44
    heights = square.center().y() - np.clip(np.nan_to_num(values), -1.0, 1.0) * height
    places = np.linspace(square.left() + 1, square.right() - 1, len(values))
    return QPolygonF([QPointF(x, y) for x, y in zip(places, heights, strict=True)])


def contrast(colour: QColor) -> QColor:
    """Black or white, whichever can be read on a colour."""
    light = 0.299 * colour.red() + 0.587 * colour.green() + 0.114 * colour.blue()
    return QColor("#1b2030") if light > 140 else QColor("#ffffff")


def short(value: float) -> str:
    """A number in at most five signs."""
    if not np.isfinite(value):
        return "∞" if value > 0 else "−∞" if value < 0 else "NaN"
    size = abs(value)
    return signed(value, 2 if size < 10 else 1 if size < 100 else 0) if size >= 0.01 else "0"


def _font(pixels: int) -> QFont:
    font = QFont()
    font.setPixelSize(pixels)
    return font
