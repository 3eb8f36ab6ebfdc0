"""Matrices as pictures: each neuron's weights as the pixels it looks at, or the whole matrix."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontInfo,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from nnplayground.core.arrays import FloatArray
from nnplayground.views.colours import packed_image
from nnplayground.views.exports.painting import draw_part
from nnplayground.views.plots.matrix_look import MatrixLook, colour_limit, places

_GAP = 6
_SMALLEST, _LARGEST = 40, 150
# Patterns are what a picture shows, so small weights get strong colours, too.
_SMALLEST_LIMIT = 0.05


class PixelPictures(QAbstractScrollArea):
    """Pictures of equal size side by side, numbered from 1.

    Signals:
        picture_selected(int): the number (from 0) of a picture that was clicked.
    """

    picture_selected = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: MatrixLook | None = None
        self._image = QImage()
        self._count = 1
        self._shape = (1, 1)
        self._size = (1.0, 1.0)
        self._columns = 1
        self._selected: int | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumSize(80, 60)
        self.setAccessibleName("Weights as pictures")
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def apply_theme(self, look: MatrixLook) -> None:
        """Take other colours."""
        self._look = look
        self._small = QFont(self.font())
        self._small.setPixelSize(max(9, round(QFontInfo(self.font()).pixelSize() * 0.8)))
        self._metrics = QFontMetricsF(self._small)
        self.viewport().update()

    def show_pictures(self, W: FloatArray, shape: tuple[int, int]) -> None:
        """Show a picture for each column of W (pixels, pictures), its pixels in `shape`."""
        pictures = W.shape[1]
        stacked = np.ascontiguousarray(W.T).reshape(pictures * shape[0], shape[1])
        self._take(stacked, pictures, shape)

    def show_whole(self, block: FloatArray) -> None:
        """Show a whole matrix (rows, columns) as one picture, a pixel a number."""
        self._take(block, 1, (block.shape[0], block.shape[1]))

    def set_selected(self, number: int | None) -> None:
        """Frame this picture."""
        if number != self._selected:
            self._selected = number
            self.viewport().update()

    def picture_rect(self, number: int) -> QRectF:
        """Where a picture is, in pixels of the viewport."""
        row, column = divmod(number, self._columns)
        x = column * (self._size[0] + _GAP)
        y = row * (self._size[1] + self._below + _GAP) - self.verticalScrollBar().value()
        return QRectF(x + 1, y + 1, *self._size)

    @property
    def _below(self) -> float:
        """Room for a picture's number."""
        return self._metrics.height() if self._count > 1 else 0.0

    def _take(self, pixels: FloatArray, count: int, shape: tuple[int, int]) -> None:
        assert self._look is not None
        limit = colour_limit(pixels, _SMALLEST_LIMIT)
        self._image = packed_image(self._look.pixels[places(pixels, limit)])
        if (count, shape) != (self._count, self._shape):
            self._count, self._shape = count, shape
            self._lay_out()
        self.viewport().update()

    def _lay_out(self) -> None:
        if self._look is None:
            return
        size = self.maximumViewportSize()
        if self._count == 1:
            self._columns, self._size = 1, (size.width() - 2.0, size.height() - 2.0)
            self.verticalScrollBar().setRange(0, 0)
            return
        ratio = self._shape[1] / self._shape[0]
        width = size.width() - 12  # a scroll bar must not push the last picture out
        height = max(
            min(self._height_in(columns, width / ratio, size.height()), _LARGEST)
            for columns in range(1, self._count + 1)
        )
        height = max(height, _SMALLEST)
        self._columns = max(1, int((width + _GAP) / (height * ratio + _GAP)))
        self._size = (height * ratio, height)
        self._set_scroll_bar(height, size.height())

    def _height_in(self, columns: int, width: float, height: float) -> float:
        """How high pictures are that fill `width` (counted in heights) by `height`."""
        rows = math.ceil(self._count / columns)
        return min((width + _GAP) / columns - _GAP, (height - 2) / rows - self._below - _GAP)

    def _set_scroll_bar(self, picture: float, seen: int) -> None:
        rows = math.ceil(self._count / self._columns)
        full = rows * (picture + self._below + _GAP) - _GAP
        self.verticalScrollBar().setRange(0, max(0, math.ceil(full - seen)))
        self.verticalScrollBar().setPageStep(seen)
        self.verticalScrollBar().setSingleStep(round(picture))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _on_scrolled(self) -> None:
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        if look is None or self._image.isNull():
            return
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look.window)
        painter.setFont(self._small)
        height, width = self._shape
        for number in range(self._count):
            rect = self.picture_rect(number)
            if rect.bottom() + self._below < 0 or rect.top() > self.viewport().height():
                continue
            draw_part(painter, rect, self._image, QRectF(0, number * height, width, height))
            if self._count > 1:
                painter.setPen(look.muted)
                under = QRectF(rect.left(), rect.bottom(), rect.width(), self._below)
                painter.drawText(under, Qt.AlignmentFlag.AlignCenter, str(number + 1))
            if number == self._selected:
                painter.setPen(QPen(look.text, 2))
                painter.drawRect(rect)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.picture_at(event.position())
        if number is not None:
            self.picture_selected.emit(number)

    def picture_at(self, position: QPointF) -> int | None:
        """The number of the picture at a pixel of the viewport, None beside them."""
        if self._count == 1:
            return None
        column = int(position.x() / (self._size[0] + _GAP))
        y = position.y() + self.verticalScrollBar().value()
        number = int(y / (self._size[1] + self._below + _GAP)) * self._columns + column
        return number if column < self._columns and number < self._count else None
