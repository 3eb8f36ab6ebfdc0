"""A drawing: strokes of a pen and an eraser, and the picture that they make for the network."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF, QTransform

from nnplayground.core.arrays import FloatArray
from nnplayground.core.random import Stream, generator
from nnplayground.data.placing import Placement, extent, middle

ERASER = 2.5  # times as wide as the pen
_FINE = 224  # pixels of the longer side, before they are put together to those of the picture
_ZOOMS = (0.3, 4.0)


@dataclass
class Stroke:
    """A line in one go.

    Attributes:
        erases: whether it takes ink away.
        points: (across, down), as shares of the longer side.
    """

    erases: bool
    points: list[QPointF] = field(default_factory=list)


class Ink:
    """What is drawn.

    Args:
        shape: (height, width) of the picture that it makes.
        placement: how pictures lie in their frames.

    Attributes:
        strokes: in the order in which they were drawn.
        noise: (height, width) from 0 to 1, which the strokes are drawn on; None for nothing.
    """

    def __init__(self, shape: tuple[int, int], placement: Placement) -> None:
        self.shape = shape
        self.placement = placement
        self.strokes: list[Stroke] = []
        self.noise: FloatArray | None = None
        self._scattered = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing on it."""
        return not self.strokes and self.noise is None

    def clear(self) -> None:
        """Take everything away."""
        self.strokes.clear()
        self.noise = None

    def scatter(self) -> None:
        """Put noise in the place of the drawing, other noise each time."""
        self.clear()
        self.noise = generator(self._scattered, Stream.NOISE).random(self.shape)
        self._scattered += 1

    def fine(self, shift: tuple[float, float] = (0.0, 0.0), zoom: float = 1.0) -> QImage:
        """The drawing in many grey pixels, 255 for ink; moved (across, down) and enlarged."""
        height, width = self.shape
        each = self._each()
        image = QImage(width * each, height * each, QImage.Format.Format_Grayscale8)
        image.fill(0)
        painter = QPainter(image)
        if self.noise is not None:
            painter.drawImage(QRectF(image.rect()), _grey(self.noise))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = float(max(self.shape) * each)
        place = QTransform.fromTranslate(shift[0] * side, shift[1] * side).scale(
            side * zoom, side * zoom
        )
        for stroke in self.strokes:
            wide = self.placement.pen * side * (ERASER * zoom if stroke.erases else 1.0)
            colour = QColor("black" if stroke.erases else "white")
            round_, joined = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
            painter.setPen(QPen(colour, wide, Qt.PenStyle.SolidLine, round_, joined))
            _draw(painter, place.map(QPolygonF(stroke.points)))
        painter.end()
        return image

    def picture(self, placed: bool) -> FloatArray:
        """The picture (height * width,) from 0 to 1.

        Args:
            placed: move and enlarge the drawing until it lies as the pictures of the data do.
        """
        if placed and self.strokes and self.noise is None:
            return self._placed().ravel()
        return self._coarse(self.fine()).ravel()

    def _placed(self) -> FloatArray:
        frame = _array(self.fine())
        side, place = float(max(frame.shape)), self.placement
        reach = extent(frame) / side
        if not reach:
            return self._coarse(self.fine())
        # the pen stays as wide as it is, so only what is between its middles grows
        zoom = (place.extent - place.pen) / max(reach - place.pen, 1e-6)
        zoom = float(np.clip(zoom, *_ZOOMS)) if reach > 2.0 * place.pen else 1.0
        down, across = (zoom * at / side for at in middle(frame))
        shift = place.centre[1] - across, place.centre[0] - down
        moved = _array(self.fine(shift, zoom))
        down, across = (at / side for at in middle(moved))
        shift = shift[0] + place.centre[1] - across, shift[1] + place.centre[0] - down
        return self._coarse(self.fine(shift, zoom))

    def _each(self) -> int:
        """Fine pixels for each of the picture."""
        return max(4, round(_FINE / max(self.shape)))

    def _coarse(self, image: QImage) -> FloatArray:
        """The means (height, width) of the fine pixels."""
        (height, width), each = self.shape, self._each()
        means: FloatArray = _array(image).reshape(height, each, width, each).mean(axis=(1, 3))
        return means


def _draw(painter: QPainter, points: QPolygonF) -> None:
    if points.count() == 1:
        painter.drawPoint(points.at(0))
    else:
        painter.drawPolyline(points)


def _array(image: QImage) -> FloatArray:
    """Grey pixels (height, width) from 0 to 1."""
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return lines[:, : image.width()] / 255.0


def _grey(values: FloatArray) -> QImage:
    """Values (height, width) from 0 to 1 as a picture of its own memory."""
    levels: npt.NDArray[np.uint8] = (np.clip(values, 0.0, 1.0) * 255).round().astype(np.uint8)
    height, width = levels.shape
    levels = np.ascontiguousarray(levels)
    shared = QImage(levels.data, width, height, width, QImage.Format.Format_Grayscale8)
    return shared.copy()
