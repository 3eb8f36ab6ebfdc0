"""Examples of a regression as dots: predicted against actual, or what is left over."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnplayground.core.arrays import FloatArray
from nnplayground.views.notation import value_text
from nnplayground.views.outputs.plane_axes import Axes
from nnplayground.views.outputs.stamps import Sheet, dot, ring
from nnplayground.views.outputs.xy_canvas import XYCanvas
from nnplayground.views.theme import Theme

REACH = 7.0  # pixels from a dot's middle
MANY = 1500
# Beyond so many times the spread of the targets a prediction stands at the edge.
FARTHEST = 1.0
_STEPS = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0)

Range = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Points:
    """One target of all examples.

    Attributes:
        actual, predicted: (examples,), those for testing last; predicted may be no numbers.
        trained: how many are for training.
    """

    actual: FloatArray
    predicted: FloatArray
    trained: int


@dataclass(frozen=True)
class Kind:
    """One way to draw them.

    Attributes:
        names: of the two axes.
        places: (examples, 2) of points.
        ranges: both axes.
        line: ends of the line on which a perfect prediction lies.
    """

    names: tuple[str, str]
    places: Callable[[Points], FloatArray]
    ranges: Callable[[Points], tuple[Range, Range]]
    line: Callable[[Range, Range], tuple[tuple[float, float], tuple[float, float]]]


def actual_range(points: Points) -> Range:
    """The actual targets, a little apart; -1 to 1 where there are none."""
    if not points.actual.size:
        return -1.0, 1.0
    low, high = float(points.actual.min()), float(points.actual.max())
    margin = 0.06 * (high - low) or 1.0
    return low - margin, high + margin


def _predicted_range(points: Points) -> Range:
    """The targets and what is predicted, as far as it is not much farther."""
    low, high = actual_range(points)
    predicted = points.predicted[np.isfinite(points.predicted)]
    if len(predicted) == 0:
        return low, high
    reach = FARTHEST * (high - low)
    below = max(0.0, min(low - float(predicted.min()), reach))
    above = max(0.0, min(float(predicted.max()) - high, reach))
    # in steps, so that the axis does not move with every frame
    step = (high - low) / 4
    return low - step * np.ceil(below / step), high + step * np.ceil(above / step)


def _residual_range(points: Points) -> Range:
    """The same on both sides of 0, in steps."""
    with np.errstate(all="ignore"):
        residuals = np.abs(points.actual - points.predicted)
    residuals = residuals[np.isfinite(residuals)]
    low, high = actual_range(points)
    largest = min(float(residuals.max(initial=0.0)), 2 * FARTHEST * (high - low))
    if largest == 0.0:
        return -1.0, 1.0
    power = 10.0 ** np.floor(np.log10(largest))
    limit = next(float(times * power) for times in _STEPS if times * power >= largest * 0.999)
    return -1.05 * limit, 1.05 * limit


def _residuals(points: Points) -> FloatArray:
    with np.errstate(all="ignore"):
        return np.column_stack((points.predicted, points.actual - points.predicted))


FIT = Kind(
    ("actual", "predicted"),
    lambda points: np.column_stack((points.actual, points.predicted)),
    lambda points: (actual_range(points), _predicted_range(points)),
    lambda x, y: ((min(x[0], y[0]),) * 2, (max(x[1], y[1]),) * 2),
)
RESIDUALS = Kind(
    ("predicted", "actual − predicted"),
    _residuals,
    lambda points: (_predicted_range(points), _residual_range(points)),
    lambda x, y: ((x[0], 0.0), (x[1], 0.0)),
)


def _empty(examples: int) -> str:
    return "The output is no number" if examples else "There are no examples"


class RegressionCanvas(XYCanvas):
    """The picture: dots in the colours of training and testing, and the line of no error."""

    def __init__(self, theme: Theme, kind: Kind) -> None:
        super().__init__(theme, kind.names)
        self.kind = kind
        self.marked: int | None = None
        self.points: Points | None = None
        self._places: FloatArray = np.zeros((0, 2))

    def show_points(self, points: Points) -> None:
        """Show these."""
        self.points = points
        self.across, self.up = self.kind.ranges(points)
        self._places = self.kind.places(points).astype(np.float64)
        self.update()

    def outside(self) -> tuple[int, int]:
        """How many examples stand at the edge as they lie outside, and how many are no numbers."""
        nowhere = np.isnan(self._places).any(axis=1)
        with np.errstate(invalid="ignore"):
            inside = (self._places >= (self.across[0], self.up[0])).all(axis=1)
            inside &= (self._places <= (self.across[1], self.up[1])).all(axis=1)
        return int(np.count_nonzero(~(inside | nowhere))), int(np.count_nonzero(nowhere))

    def shown_places(self, axes: Axes) -> FloatArray:
        """(examples, 2) pixels, what lies outside at the edge."""
        low, high = (self.across[0], self.up[0]), (self.across[1], self.up[1])
        placed: FloatArray = axes.place(np.clip(self._places, low, high))
        return placed

    def paint_plot(self, painter: QPainter, axes: Axes) -> None:
        if self.points is None:
            return
        places, trained = self.shown_places(axes), self.points.trained
        numbers = np.asarray(np.isfinite(places).all(axis=1))
        if not numbers.any():
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(axes.rect, Qt.AlignmentFlag.AlignCenter, _empty(len(places)))
            return
        ends = axes.place(np.array(self.kind.line(self.across, self.up))).tolist()
        painter.setPen(QPen(QColor(self.theme.muted), 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(*ends[0]), QPointF(*ends[1]))
        ratio = self.devicePixelRatioF()
        sheet = Sheet(axes.rect, ratio)
        stamp = dot((2.6 if len(places) < MANY else 1.6) * ratio)
        for part, colour in (
            (slice(0, trained), self.theme.train),
            (slice(trained, None), self.theme.test),
            (slice(0, trained, 2), self.theme.train),  # again, or the others would hide all
        ):
            sheet.stamp(places[part][numbers[part]], stamp, colour)
        if self.marked is not None and self.marked < len(places) and numbers[self.marked]:
            around = places[self.marked : self.marked + 1]
            sheet.stamp(around, ring(6.5 * ratio, 1.6 * ratio), self.theme.text)
        sheet.paint(painter)

    def example_at(self, point: QPointF, axes: Axes) -> int | None:
        places = self.shown_places(axes)
        with np.errstate(invalid="ignore"):
            distances = np.hypot(places[:, 0] - point.x(), places[:, 1] - point.y())
        distances = np.where(np.isnan(distances), np.inf, distances)
        nearest = int(distances.argmin()) if len(distances) else 0
        return nearest if len(distances) and distances[nearest] <= REACH else None

    def lines_at(self, point: QPointF, axes: Axes) -> list[str]:
        number = self.example_at(point, axes)
        if number is None or self.points is None:
            return []
        training = number < self.points.trained
        row = number if training else number - self.points.trained
        actual = float(self.points.actual[number])
        predicted = float(self.points.predicted[number])
        return [
            f"{'training' if training else 'test'} example {row + 1}",
            f"actual {value_text(actual)}, predicted {value_text(predicted)}",
            f"residual {value_text(actual - predicted)}",
        ]
