"""Where a plot lies in its widget, and the small numbers along its sides."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from nnplayground.core.arrays import FloatArray
from nnplayground.views.notation import number_text
from nnplayground.views.theme import Theme

LEFT, BOTTOM = 26, 18  # room for the numbers
TOP, RIGHT = 4, 6
LONGEST_NAME = 3  # letters that fit between two numbers


@dataclass(frozen=True)
class Axes:
    """A rectangle of pixels that shows a rectangle of numbers.

    Attributes:
        rect: the pixels.
        x, y: (lowest, highest) of the numbers.
    """

    rect: QRectF
    x: tuple[float, float]
    y: tuple[float, float]

    def place(self, points: FloatArray) -> FloatArray:
        """Pixels (points, 2) of numbers (points, 2)."""
        low = np.array([self.x[0], self.y[1]])
        span = np.array([self.x[1] - self.x[0], self.y[0] - self.y[1]])
        size = np.array([self.rect.width(), self.rect.height()])
        corner = np.array([self.rect.left(), self.rect.top()])
        placed: FloatArray = corner + (points - low) / span * size
        return placed

    def numbers(self, point: QPointF) -> tuple[float, float]:
        """The numbers at a pixel."""
        across = (point.x() - self.rect.left()) / self.rect.width()
        down = (point.y() - self.rect.top()) / self.rect.height()
        return (
            self.x[0] + across * (self.x[1] - self.x[0]),
            self.y[1] - down * (self.y[1] - self.y[0]),
        )


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers from low to high, about so many."""
    raw = (high - low) / about
    power = 10.0 ** np.floor(np.log10(raw))
    step = power * min((1.0, 2.0, 3.0, 5.0, 10.0), key=lambda times: abs(times * power - raw))
    first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
    # + 0: no tick is called -0
    return [float(number * step) + 0.0 for number in np.arange(first, last + 1)]


def paint_axes(painter: QPainter, axes: Axes, names: tuple[str, str], theme: Theme) -> None:
    """Paint the frame, the numbers and the names of the two axes."""
    rect = axes.rect
    painter.setFont(small_font(painter.font()))
    painter.setPen(QColor(theme.border))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
    painter.setPen(QColor(theme.muted))
    for number in ticks(*axes.x):
        _paint_across(painter, axes, number, number_text(number))
    for number in ticks(*axes.y):
        _paint_up(painter, axes, number, number_text(number))
    _paint_short_names(painter, axes, names)
    paint_long_names(painter, axes, names, theme)


def _paint_across(painter: QPainter, axes: Axes, at: float, text: str) -> None:
    x = axes.place(np.array([[at, axes.y[0]]]))[0, 0]
    box = QRectF(x - 40, axes.rect.bottom() + 3, 80, BOTTOM - 4)
    painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, text)


def _paint_up(painter: QPainter, axes: Axes, at: float, text: str) -> None:
    y = axes.place(np.array([[axes.x[0], at]]))[0, 1]
    box = QRectF(axes.rect.left() - 64, y - 8, 59, 16)
    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def paint_long_names(painter: QPainter, axes: Axes, names: tuple[str, str], theme: Theme) -> None:
    """The names that only fit inside the plot, in a small font; again after what covers them."""
    painter.setPen(QColor(theme.muted))
    if len(names[0]) > LONGEST_NAME:
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        _paint_inside(painter, axes.rect.adjusted(4, 4, -5, -3), side, names[0], theme)
    if len(names[1]) > LONGEST_NAME:
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        _paint_inside(painter, axes.rect.adjusted(5, 3, -4, -4), side, names[1], theme)


def _paint_short_names(painter: QPainter, axes: Axes, names: tuple[str, str]) -> None:
    """The names that fit between the last two numbers of their axis."""
    if len(names[0]) <= LONGEST_NAME:
        _paint_across(painter, axes, sum(ticks(*axes.x)[-2:]) / 2, names[0])
    if len(names[1]) <= LONGEST_NAME:
        _paint_up(painter, axes, sum(ticks(*axes.y)[-2:]) / 2, names[1])


def _paint_inside(
    painter: QPainter, rect: QRectF, side: Qt.AlignmentFlag, name: str, theme: Theme
) -> None:
    """A name in the plot, on a ground of its own: the plot may be of any colour."""
    if not name:
        return
    name = painter.fontMetrics().elidedText(
        name, Qt.TextElideMode.ElideRight, round(rect.width() * 0.8)
    )
    ground = painter.boundingRect(rect, side, name).adjusted(-3, 0, 3, 0)
    colour = QColor(theme.surface)
    colour.setAlphaF(0.8)
    painter.fillRect(ground, colour)
    painter.drawText(rect, side, name)


def small_font(font: QFont) -> QFont:
    """The font of numbers along an axis."""
    small = QFont(font)
    if font.pixelSize() > 0:
        small.setPixelSize(max(9, round(font.pixelSize() * 0.8)))
    else:
        small.setPointSizeF(font.pointSizeF() * 0.8)
    return small
