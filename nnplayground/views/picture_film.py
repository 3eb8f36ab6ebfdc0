"""The first layer's weights as pictures: a row a neuron, a column a moment."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.views.exports.painting import draw_part
from nnplayground.views.plots.labels import rounded_count
from nnplayground.views.plots.matrix_look import MatrixLook, colour_limit, places
from nnplayground.views.theme import Theme

_GAP = 4.0
_LEFT, _TOP = 22.0, 16.0
_SMALLEST, _LARGEST = 34.0, 110.0


class PictureFilm(QWidget):
    """As many neurons and moments as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: MatrixLook | None = None
        self._iterations: IntArray = np.zeros(0, np.int64)
        self._pictures: FloatArray = np.zeros((0, 1, 1))
        self._shape = (1, 1)
        self._pixels: npt.NDArray[np.uint32] = np.zeros((1, 1), np.uint32)
        self.setMinimumSize(200, 90)
        self.setAccessibleName("First-layer weights as pictures over time")

    def sizeHint(self) -> QSize:
        return QSize(600, 180)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._look = MatrixLook.of(theme)
        self._small = QFont(self.font())
        self._small.setPixelSize(max(9, round(QFontInfo(self.font()).pixelSize() * 0.85)))
        self.update()

    def show_pictures(
        self, iterations: IntArray, pictures: FloatArray, shape: tuple[int, int]
    ) -> None:
        """Show other pictures.

        Args:
            iterations: (moments,).
            pictures: (moments, pixels, neurons).
            shape: (height, width) of a picture.
        """
        self._iterations, self._pictures, self._shape = iterations, pictures, shape
        self.update()

    def layout_for(self, width: float, height: float) -> tuple[int, int, float]:
        """(neurons, moments, height of a picture) that fit."""
        ratio = self._shape[1] / self._shape[0]
        neurons = self._pictures.shape[2]
        rows = max(1, min(neurons, int((height - _TOP) / (_SMALLEST + _GAP))))
        side = min(_LARGEST, (height - _TOP) / rows - _GAP)
        columns = max(1, int((width - _LEFT) / (side * ratio + _GAP)))
        return rows, min(columns, len(self._iterations)), side

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        if look is None or not len(self._iterations):
            return
        rows, columns, side = self.layout_for(self.width(), self.height())
        chosen = np.unique(np.linspace(0, len(self._iterations) - 1, columns).astype(int))
        painter = QPainter(self)
        painter.setFont(self._small)
        painter.setPen(QColor(look.muted))
        ascent = QFontMetricsF(self._small).ascent()
        width = side * self._shape[1] / self._shape[0]
        for row in range(rows):
            y = _TOP + row * (side + _GAP)
            painter.drawText(QPointF(2, y + side / 2 + ascent / 2), str(row + 1))
            self._draw_neuron(painter, look, row, chosen, QRectF(_LEFT, y, width, side))
        for column, moment in enumerate(chosen):
            x = _LEFT + column * (width + _GAP)
            painter.drawText(QPointF(x, ascent), rounded_count(int(self._iterations[moment])))
        painter.end()

    def _draw_neuron(
        self, painter: QPainter, look: MatrixLook, neuron: int, moments: IntArray, first: QRectF
    ) -> None:
        """One neuron's weights at these moments, all on one scale."""
        values = self._pictures[moments, :, neuron]
        pixels = np.ascontiguousarray(look.pixels[places(values, _limit(values))])
        height, width = self._shape
        stacked = pixels.reshape(len(moments) * height, width)
        image = QImage(stacked.data, width, len(stacked), width * 4, QImage.Format.Format_RGB32)
        for column in range(len(moments)):
            rect = first.translated(column * (first.width() + _GAP), 0)
            draw_part(painter, rect, image, QRectF(0, column * height, width, height))


def _limit(values: FloatArray) -> float:
    """The size that gets the full colour: pictures of small weights are to be seen, too."""
    finite = values[np.isfinite(values)]
    largest = float(np.abs(finite).max(initial=0.0))
    return min(colour_limit(values), largest) or 1.0
