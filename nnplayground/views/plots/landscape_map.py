"""A landscape as a map: the loss as bands of colour, the run as a path, the moment as a dot."""

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnplayground.core.arrays import FloatArray
from nnplayground.session.surveying import Survey
from nnplayground.views.colours import packed_ramp
from nnplayground.views.plots.labels import loss_text
from nnplayground.views.style import mixed
from nnplayground.views.theme import Theme

# Bands of colour, and pixels of the picture for each point of the landscape.
BANDS = 20
_FINER = 6
_SMALLEST = 1e-300


class LandscapeMap(QWidget):
    """The picture; the loss under the pointer is told beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = ""
        self.told = ""
        self._theme: Theme | None = None
        self._survey: Survey | None = None
        self._place: tuple[float, float] | None = None
        self._image: QImage | None = None
        self._pixels: npt.NDArray[np.uint32] = np.zeros((1, 1), np.uint32)
        self.setMouseTracking(True)
        self.setMinimumSize(160, 110)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Loss landscape")

    def sizeHint(self) -> QSize:
        return QSize(420, 200)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme, self._image = theme, None
        self._small = QFont(self.font())
        self._small.setPixelSize(max(9, round(QFontInfo(self.font()).pixelSize() * 0.85)))
        high = mixed(theme.window, theme.negative, 0.85)
        self._ramp = np.concatenate(
            (
                packed_ramp(theme.positive, theme.zero, BANDS // 2),
                packed_ramp(theme.zero, high, BANDS - BANDS // 2),
            )
        )
        self.update()

    def show_survey(self, survey: Survey | None, message: str = "") -> None:
        """Show another landscape, or a sentence where there is none."""
        self._survey, self.message, self._image = survey, message, None
        self.told = ""
        self.update()

    def show_place(self, place: tuple[float, float] | None) -> None:
        """Show where the run is at the moment that is shown; None for nowhere."""
        if place != self._place:
            self._place = place
            self.update()

    def plot_rect(self) -> QRectF:
        """The rectangle of the map, in pixels."""
        return QRectF(self.rect()).adjusted(1, 1, -2, -2)

    def to_pixels(self, a: float, b: float) -> QPointF:
        """The pixel of a point in the plane."""
        assert self._survey is not None
        land, inside = self._survey.landscape, self.plot_rect()
        x = (a - land.a[0]) / (land.a[-1] - land.a[0])
        y = (b - land.b[0]) / (land.b[-1] - land.b[0])
        return QPointF(inside.left() + x * inside.width(), inside.bottom() - y * inside.height())

    def loss_at(self, position: QPointF) -> float | None:
        """The loss at the point of the landscape nearest to a pixel."""
        if self._survey is None or not self.plot_rect().contains(position):
            return None
        losses, inside = self._survey.landscape.losses, self.plot_rect()
        row = round((inside.bottom() - position.y()) / inside.height() * (len(losses) - 1))
        column = round((position.x() - inside.left()) / inside.width() * (losses.shape[1] - 1))
        return float(losses[row, column])

    # ---- painting ------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setFont(self._small)
        inside = self.plot_rect()
        if self._survey is None:
            painter.setPen(QColor(theme.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(inside, int(flags), self.message)
            painter.end()
            return
        if self._image is None:
            self._make_image(self._survey.landscape.losses)
        assert self._image is not None
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(inside, self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(inside)
        self._draw_path(painter, theme, self._survey)
        self._draw_told(painter, theme, inside)
        painter.setClipping(False)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(inside)
        painter.end()

    def _make_image(self, losses: FloatArray) -> None:
        """Bands between equal steps of the logarithm, drawn finer than the points lie."""
        heights = finer(np.log(np.maximum(losses, _SMALLEST)), _FINER)
        finite = heights[np.isfinite(heights)]
        low, high = (finite.min(), finite.max()) if len(finite) else (0.0, 1.0)
        span = (high - low) or 1.0
        with np.errstate(invalid="ignore"):
            bands = np.nan_to_num((heights - low) / span * BANDS, nan=BANDS, posinf=BANDS)
        bands = np.clip(bands, 0, BANDS - 1).astype(np.int64)
        self._pixels = np.ascontiguousarray(self._ramp[bands[::-1]])
        height, width = self._pixels.shape
        self._image = QImage(
            self._pixels.data, width, height, width * 4, QImage.Format.Format_RGB32
        )

    def _draw_path(self, painter: QPainter, theme: Theme, survey: Survey) -> None:
        points = [self.to_pixels(a, b) for a, b in survey.path.tolist()]
        if len(points) > 1:
            painter.setPen(QPen(QColor(theme.text), 1.4))
            painter.drawPolyline(QPolygonF(points))
            painter.setPen(QPen(QColor(theme.text), 1))
            painter.setBrush(QColor(theme.surface))
            painter.drawEllipse(points[0], 3.5, 3.5)
        if self._place is not None:
            painter.setPen(QPen(QColor(theme.surface), 1.5))
            painter.setBrush(QColor(theme.test))
            painter.drawEllipse(self.to_pixels(*self._place), 5.0, 5.0)

    def _draw_told(self, painter: QPainter, theme: Theme, inside: QRectF) -> None:
        if not self.told:
            return
        metrics = QFontMetricsF(self._small)
        width = metrics.horizontalAdvance(self.told) + 12
        box = QRectF(inside.right() - width - 6, inside.top() + 6, width, metrics.height() + 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tooltip))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(theme.on_tooltip))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self.told)

    # ---- the mouse -----------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        loss = self.loss_at(event.position())
        finite = loss is not None and math.isfinite(loss)
        self.told = f"loss {loss_text(loss)}" if finite else ""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.told = ""
        self.update()


def finer(values: FloatArray, times: int) -> FloatArray:
    """Values (rows, columns) on a grid `times` as fine, by straight lines between them."""
    for axis in (0, 1):
        count = values.shape[axis]
        places = np.linspace(0, count - 1, (count - 1) * times + 1)
        low = np.minimum(places.astype(np.int64), max(count - 2, 0))
        part = places - low
        part = part[:, None] if axis == 0 else part[None, :]
        high = np.minimum(low + 1, count - 1)
        before, after = values.take(low, axis=axis), values.take(high, axis=axis)
        with np.errstate(invalid="ignore"):
            between = before * (1.0 - part) + after * part
        # what is infinite beside a point must not reach into it
        values = np.where(part == 0.0, before, np.where(part == 1.0, after, between))
    return values
