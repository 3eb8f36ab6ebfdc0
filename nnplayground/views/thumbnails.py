"""Small pictures of the data sets, and the buttons that choose one."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from nnplayground.core import DataSpec
from nnplayground.core.arrays import FloatArray
from nnplayground.core.points_spec import PointsSpec
from nnplayground.data import Source, Thumbnail, source_for, thumbnail
from nnplayground.data.points import POINTS, TITLE, empty_plane
from nnplayground.views.colours import packed_colours, packed_image, packed_scale
from nnplayground.views.notation import number_text
from nnplayground.views.style import mixed
from nnplayground.views.theme import Theme

PICTURE = 34  # pixels of a thumbnail's side
SIZE = QSize(40, 53)
_CURVE_MARGIN = 0.12
POINTS_SHOWN = 300  # dots in a thumbnail of points by hand


def thumbnail_image(small: Thumbnail, theme: Theme, side: int) -> QImage:
    """A thumbnail as a picture of `side` x `side` pixels."""
    if small.regions is not None:
        return _enlarged(_region_colours(small.regions, small, theme), side)
    if small.picture is not None:
        ink = packed_scale(theme)[128:]
        return _enlarged(ink[_levels(small.picture, len(ink))], side)
    return _curve_image(small, theme, side)


def _region_colours(regions: FloatArray, small: Thumbnail, theme: Theme) -> npt.NDArray[np.uint32]:
    if small.labels is not None:
        return packed_colours(theme.classes)[regions.astype(np.int64)]
    return packed_scale(theme)[_levels((regions + 1.0) / 2.0, 256)]


def _levels(unit: FloatArray, count: int) -> npt.NDArray[np.int64]:
    """Numbers from 0 to 1 as rows of a table of `count` colours."""
    return (np.clip(unit, 0.0, 1.0) * (count - 1)).round().astype(np.int64)


def _enlarged(colours: npt.NDArray[np.uint32], side: int) -> QImage:
    image = packed_image(np.ascontiguousarray(colours))
    return image.scaled(side, side)  # whole cells, as the design draws them


def _curve_image(small: Thumbnail, theme: Theme, side: int) -> QImage:
    assert small.points is not None
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.zero))
    (left, right), (low, high) = small.domain, small.height
    margin = _CURVE_MARGIN * (high - low)
    x = (small.points[:, 0] - left) / (right - left) * side
    y = (high + margin - small.points[:, 1]) / (high - low + 2 * margin) * side
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.positive), max(2.0, side / 20)))
    painter.drawPolyline(QPolygonF([QPointF(*point) for point in zip(x, y, strict=True)]))
    painter.end()
    return image


class DatasetButton(QAbstractButton):
    """A data set to choose: its thumbnail and its name, framed when it is the one in use."""

    def __init__(self, source: Source, theme: Theme) -> None:
        super().__init__()
        self.source = source
        self.setText(source.label)
        self.setToolTip(f"{source.label}: {source.description}")
        self.setAccessibleName(source.label)
        self.setAccessibleDescription(source.description)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.apply_theme(theme)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        ratio = self.devicePixelRatioF()
        image = self.picture(round(PICTURE * ratio))
        image.setDevicePixelRatio(ratio)
        self._image = image
        self.update()

    def picture(self, side: int) -> QImage:
        """What the data looks like, side x side pixels."""
        return thumbnail_image(thumbnail(self.source.key), self._theme, side)

    def sizeHint(self) -> QSize:
        return SIZE

    def minimumSizeHint(self) -> QSize:
        return SIZE

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        left = (self.width() - PICTURE) // 2
        painter.drawImage(QRect(left, 4, PICTURE, PICTURE), self._image)
        painter.setPen(QColor(self._theme.text))
        painter.setFont(self._label_font())
        below = QRectF(0, PICTURE + 4, self.width(), self.height() - PICTURE - 5)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()

    def _paint_frame(self, painter: QPainter) -> None:
        chosen, theme = self.isChecked(), self._theme
        colour = theme.accent if chosen else theme.border
        if chosen and self.hasFocus():
            fill = mixed(theme.surface, theme.accent, 0.2)
        elif self.underMouse():
            fill = mixed(theme.surface, theme.text, 0.06)
        else:
            fill = theme.surface
        painter.setPen(QPen(QColor(colour), 2.0 if chosen else 1.0))
        painter.setBrush(QColor(fill))
        inset = 1.0 if chosen else 0.5
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6.0, 6.0
        )

    def _label_font(self) -> QFont:
        font = QFont(self.font())
        if font.pixelSize() > 0:
            font.setPixelSize(round(font.pixelSize() * 0.74))
        else:
            font.setPointSizeF(font.pointSizeF() * 0.74)
        wide = QFontMetricsF(font).horizontalAdvance(self.text())
        if wide > self.width() - 4:
            font.setStretch(round(100 * (self.width() - 4) / wide))
        return font


class OwnPointsButton(DatasetButton):
    """The points that were painted last: a picture of them, and how many there are."""

    def __init__(self, theme: Theme) -> None:
        self.points = empty_plane()
        super().__init__(source_for(DataSpec(POINTS, points=self.points)), theme)
        self.show_points(self.points)

    def show_points(self, points: PointsSpec) -> None:
        """Show these points from now on."""
        count = len(points.points)
        self.points = points
        self.source = source_for(DataSpec(POINTS, points=points))
        self.setText(_counted(count) if count else TITLE)
        self.setToolTip(f"{TITLE}: {self.source.description}")
        self.setAccessibleName(f"{TITLE}, {_counted(count)}")
        self.setAccessibleDescription(self.source.description)
        self.apply_theme(self._theme)

    def picture(self, side: int) -> QImage:
        return points_image(self.points, self._theme, side)


def points_image(spec: PointsSpec, theme: Theme, side: int) -> QImage:
    """Points by hand as dots, at most POINTS_SHOWN of them, `side` x `side` pixels."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.zero))
    table = spec.table[:: -(-len(spec.points) // POINTS_SHOWN) or 1]
    height = spec.height if spec.kind == "curve" else spec.reach
    x = (table[:, 0] / spec.reach + 1.0) * side / 2.0
    y = (1.0 - table[:, 1] / height) * side / 2.0
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = side / 24
    for place, colour in zip(
        zip(x, y, strict=True), _point_colours(spec, table, theme), strict=True
    ):
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QPointF(*place), radius, radius)
    painter.end()
    return image


def _point_colours(spec: PointsSpec, table: FloatArray, theme: Theme) -> list[str]:
    if spec.kind == "curve":
        return [theme.positive] * len(table)
    if spec.kind == "classes":
        return [theme.classes[int(label)] for label in table[:, -1]]
    scale = theme.scale()
    levels = _levels((table[:, -1] + 1.0) / 2.0, len(scale))
    return [QColor(*scale[level][:3].tolist()).name() for level in levels]


def _counted(count: int) -> str:
    return "1 point" if count == 1 else f"{number_text(count)} points"
