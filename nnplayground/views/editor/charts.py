"""Small charts of the inspector: incoming weights as bars or as a picture, and a histogram."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnplayground.core.arrays import FloatArray
from nnplayground.views.colours import packed_image, packed_scale
from nnplayground.views.editor.names import signed
from nnplayground.views.editor.pictures import LevelPictures
from nnplayground.views.theme import Theme

ROW = 19
# More bars than this are left out, the weakest first.
MAX_BARS = 16
BINS = 40


class WeightBars(QWidget):
    """One row a weight: the source's name, a bar from the middle, the number."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.names: list[str] = []
        self.weights: list[float] = []
        self._left_out = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Incoming weights")

    def present(self, names: list[str], weights: FloatArray) -> None:
        """Show the strongest weights, in their order."""
        strongest = np.sort(np.argsort(-np.abs(np.nan_to_num(weights)), kind="stable")[:MAX_BARS])
        rows = len(self.weights) + bool(self._left_out)
        self.names = [names[i] for i in strongest.tolist()]
        self.weights = [float(weights[i]) for i in strongest.tolist()]
        self._left_out = len(weights) - len(self.weights)
        pairs = zip(self.names, self.weights, strict=True)
        self.setAccessibleDescription(", ".join(f"{name} {signed(w)}" for name, w in pairs))
        if rows != len(self.weights) + bool(self._left_out):
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, ROW * max(1, len(self.weights) + bool(self._left_out)))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.setFont(_font(11))
        scale = max([abs(w) for w in self.weights if np.isfinite(w)], default=0.0) or 1.0
        left, right = 66.0, self.width() - 52.0
        middle, half = (left + right) / 2, (right - left) / 2
        painter.setPen(QColor(theme.border))
        painter.drawLine(QPointF(middle, 0), QPointF(middle, ROW * len(self.weights)))
        for row, (name, w) in enumerate(zip(self.names, self.weights, strict=True)):
            y = row * ROW
            length = half * (min(1.0, abs(w) / scale) if np.isfinite(w) else 1.0)
            start = middle if w > 0 else middle - length
            painter.fillRect(
                QRectF(start, y + 5, length, ROW - 9),
                QColor(theme.positive if w > 0 else theme.negative),
            )
            painter.setPen(QColor(theme.muted))
            name = painter.fontMetrics().elidedText(
                name, Qt.TextElideMode.ElideRight, int(left) - 6
            )
            painter.drawText(QRectF(0, y, left - 6, ROW), Qt.AlignmentFlag.AlignVCenter, name)
            painter.setPen(QColor(theme.text))
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(right, y, 52, ROW), side, signed(w))
        if self._left_out:
            painter.setPen(QColor(theme.muted))
            place = QRectF(0, ROW * len(self.weights), self.width(), ROW)
            text = f"and {self._left_out} weaker ones"
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


class WeightPicture(QWidget):
    """The weights of a neuron that sees a picture, one a pixel."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._cells: FloatArray = np.zeros((1, 1))
        self.setFixedHeight(180)
        self.setAccessibleName("Incoming weights as a picture")

    def present(self, cells: FloatArray) -> None:
        """Show weights (height, width)."""
        self._cells = cells
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with np.errstate(all="ignore"):
            scale = float(np.nan_to_num(np.abs(self._cells).max())) or 1.0
            index = np.nan_to_num(self._cells / scale * 127.5 + 127.5, nan=127.5).clip(0, 255)
        image = packed_image(packed_scale(self.theme)[index.astype(np.uint8)])
        height, width = self._cells.shape
        side = min(self.width() / width, self.height() / height)
        place = QRectF(0, 0, width * side, height * side)
        place.moveCenter(QRectF(self.rect()).center())
        painter = QPainter(self)
        painter.drawImage(place, image, QRectF(0, 0, width, height))
        painter.end()


class Histogram(QWidget):
    """How often a neuron's activation has which size over the training examples."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._counts = np.zeros(BINS, np.int64)
        self._range = (0.0, 1.0)
        self._now: float | None = None
        self.setFixedHeight(92)
        self.setAccessibleName("Activations over the training examples")

    def present(self, values: FloatArray, now: float) -> None:
        """Count values (examples,); mark the one of the selected example."""
        finite = values[np.isfinite(values)].astype(np.float64)
        low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
        if high - low < 1e-9:
            low, high = low - 0.5, high + 0.5
        self._counts, _ = np.histogram(finite, BINS, (low, high))
        self._range, self._now = (low, high), now
        self.setAccessibleDescription(f"from {signed(low)} to {signed(high)}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        low, high = self._range
        area = QRectF(0, 4, self.width(), self.height() - 24)
        highest = max(1, int(self._counts.max()))
        width = area.width() / BINS
        for number, count in enumerate(self._counts.tolist()):
            height = area.height() * count / highest
            middle = low + (number + 0.5) * (high - low) / BINS
            colour = QColor(theme.positive if middle > 0 else theme.negative)
            bar = QRectF(area.left() + number * width, area.bottom() - height, width - 1, height)
            painter.fillRect(bar, colour)
        painter.setPen(QColor(theme.border))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if self._now is not None and np.isfinite(self._now):
            x = area.left() + (self._now - low) / (high - low) * area.width()
            painter.setPen(QColor(theme.text))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setFont(_font(11))
        painter.setPen(QColor(theme.muted))
        line = QRectF(0, area.bottom() + 2, self.width(), 16)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, signed(low, 2))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, signed(high, 2))
        painter.end()


class Response(QWidget):
    """What a neuron answers over the plane or along the line, large."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._pictures: LevelPictures | None = None
        self._source = QRectF()
        self.setFixedHeight(150)
        self.setAccessibleName("Response")

    def present(self, pictures: LevelPictures, neuron: int) -> None:
        """Show the picture of a neuron."""
        height, width = pictures.pixels.shape[1:]
        self._pictures, self._source = pictures, QRectF(0, neuron * height, width, height)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._pictures is None:
            return
        painter = QPainter(self)
        side = min(self.width(), self.height())
        place = QRectF(0, 0, side, side)
        place.moveCenter(QRectF(self.rect()).center())
        painter.drawImage(place, self._pictures.image, self._source)
        painter.end()


def _font(pixels: int) -> QFont:
    font = QFont()
    font.setPixelSize(pixels)
    return font
