"""What each tool makes of the way that the pointer takes over a plot."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF

from nnplayground.core.arrays import FloatArray
from nnplayground.core.points_spec import MAX_POINTS, Point, PointsSpec
from nnplayground.core.random import Stream, generator
from nnplayground.data.point_edits import with_point, with_points, without
from nnplayground.views.outputs.plane_axes import Axes

DECIMALS = 4  # of a painted point: far finer than a pixel
SPACING = 9.0  # pixels between painted points
CURVE_SPACING = 4.0  # and between those of a drawn curve
SPRAYED_AT_ONCE = 2
REACH = 9.0  # pixels from a point that is to be moved


@dataclass(frozen=True)
class Brush:
    """What is painted with.

    Attributes:
        label: number of the class.
        value: the value of points that have one.
        size: radius in pixels.
    """

    label: int = 1
    value: float = 1.0
    size: int = 16


class Stroke:
    """One press, drag and release of a tool.

    Args:
        spec: the points before it.
        brush: what is painted with.
        axes: where the plot lies.

    Attributes:
        spec: the points by now.
    """

    def __init__(self, spec: PointsSpec, brush: Brush, axes: Axes) -> None:
        self.spec = self.before = spec
        self.brush = brush
        self.axes = axes
        self._last: QPointF | None = None

    @property
    def text(self) -> str:
        """What was done, for the undo menu."""
        raise NotImplementedError

    @property
    def is_full(self) -> bool:
        """Whether there was no room for all that was painted."""
        return len(self.spec.points) >= MAX_POINTS

    def to(self, place: QPointF) -> None:
        """The pointer is at a pixel now; the first time where it was pressed."""
        place = _inside(place, self.axes)
        self.moved(self._last or place, place)
        self._last = place

    def stay(self) -> None:
        """Some time has gone by."""

    def moved(self, start: QPointF, end: QPointF) -> None:
        """The pointer went from a pixel to another; both are the same at first."""
        raise NotImplementedError

    def _point(self, x: float, y: float) -> Point:
        """The point at a pixel."""
        numbers = tuple(round(n, DECIMALS) for n in self.axes.numbers(QPointF(x, y)))
        if self.spec.kind == "curve":
            return numbers
        last = self.brush.label if self.spec.kind == "classes" else self.brush.value
        return (*numbers, float(last))

    def _pixels(self) -> FloatArray:
        """(points, 2) where the points of before are seen."""
        return self.axes.place(self.before.table[:, :2])


class Painted(Stroke):
    """Points along the way, one beside the other."""

    def __init__(self, spec: PointsSpec, brush: Brush, axes: Axes) -> None:
        super().__init__(spec, brush, axes)
        self._walked = 0.0

    @property
    def text(self) -> str:
        return f"Paint {_counted(len(self.spec.points) - len(self.before.points))}"

    def moved(self, start: QPointF, end: QPointF) -> None:
        if self._last is None:
            self.spec = with_points(self.spec, (self._point(end.x(), end.y()),))
            return
        way = end - start
        length = float(np.hypot(way.x(), way.y()))
        first = SPACING - self._walked
        places = np.arange(first, length + 1e-9, SPACING)
        self._walked = (self._walked + length) % SPACING
        if len(places):
            made = [start + way * float(at / length) for at in places]
            self.spec = with_points(self.spec, tuple(self._point(p.x(), p.y()) for p in made))


class Drawn(Stroke):
    """A curve: it takes the place of the points above and below it."""

    def __init__(self, spec: PointsSpec, brush: Brush, axes: Axes) -> None:
        super().__init__(spec, brush, axes)
        self._way: list[QPointF] = []

    @property
    def text(self) -> str:
        return f"Draw {_counted(len(self._way))}"

    def moved(self, start: QPointF, end: QPointF) -> None:
        way = end - start
        steps = max(1, round(float(np.hypot(way.x(), way.y())) / CURVE_SPACING))
        if self._last is not None and (way.x() or way.y()):
            self._way.extend(start + way * (n / steps) for n in range(1, steps + 1))
        elif self._last is None:
            self._way.append(end)
        points = [self._point(p.x(), p.y()) for p in self._way]
        left = self.before
        if len(points) > 1:
            x, swept = left.table[:, 0], [point[0] for point in points]
            left = without(left, np.flatnonzero((x >= min(swept)) & (x <= max(swept))))
        self.spec = with_points(left, tuple(points))


class Sprayed(Stroke):
    """Points by chance around the pointer, more the longer it stays."""

    def __init__(self, spec: PointsSpec, brush: Brush, axes: Axes) -> None:
        super().__init__(spec, brush, axes)
        self._random = generator(len(spec.points), Stream.NOISE, 1)

    @property
    def text(self) -> str:
        return f"Spray {_counted(len(self.spec.points) - len(self.before.points))}"

    def stay(self) -> None:
        if self._last is not None:
            self._spray(self._last)

    def moved(self, start: QPointF, end: QPointF) -> None:
        self._spray(end)

    def _spray(self, middle: QPointF) -> None:
        radius = self.brush.size * np.sqrt(self._random.random(SPRAYED_AT_ONCE))
        angle = 2.0 * np.pi * self._random.random(SPRAYED_AT_ONCE)
        offsets = np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))
        places = [_inside(middle + QPointF(*offset), self.axes) for offset in offsets.tolist()]
        self.spec = with_points(self.spec, tuple(self._point(p.x(), p.y()) for p in places))


class Erased(Stroke):
    """The points under the brush go."""

    def __init__(self, spec: PointsSpec, brush: Brush, axes: Axes) -> None:
        super().__init__(spec, brush, axes)
        self._places = self._pixels()
        self._gone = np.zeros(len(self._places), dtype=bool)

    @property
    def text(self) -> str:
        return f"Erase {_counted(int(self._gone.sum()))}"

    @property
    def is_full(self) -> bool:
        return False

    def moved(self, start: QPointF, end: QPointF) -> None:
        near = _distances(self._places, start, end) <= self.brush.size
        if (near & ~self._gone).any():
            self._gone |= near
            self.spec = without(self.before, np.flatnonzero(self._gone))


class Moved(Stroke):
    """The point under the pointer goes with it."""

    def __init__(self, spec: PointsSpec, brush: Brush, axes: Axes) -> None:
        super().__init__(spec, brush, axes)
        self._number: int | None = None
        self._off = QPointF()

    @property
    def text(self) -> str:
        return "Move a point"

    @property
    def is_full(self) -> bool:
        return False

    def moved(self, start: QPointF, end: QPointF) -> None:
        if self._last is None:
            self._take(end)
        elif self._number is not None:
            place = _inside(end + self._off, self.axes)
            known = self.before.points[self._number]
            numbers = self._point(place.x(), place.y())[:2]
            self.spec = with_point(self.before, self._number, (*numbers, *known[2:]))

    def _take(self, place: QPointF) -> None:
        pixels = self._pixels()
        if not len(pixels):
            return
        distances = _distances(pixels, place, place)
        nearest = int(distances.argmin())
        if distances[nearest] <= REACH:
            self._number = nearest
            self._off = QPointF(*pixels[nearest].tolist()) - place


def _counted(count: int) -> str:
    return "a point" if count == 1 else f"{count:,} points"


def _inside(place: QPointF, axes: Axes) -> QPointF:
    """The nearest pixel on the plot."""
    rect = axes.rect
    return QPointF(
        min(max(place.x(), rect.left()), rect.right()),
        min(max(place.y(), rect.top()), rect.bottom()),
    )


def _distances(places: FloatArray, start: QPointF, end: QPointF) -> FloatArray:
    """(places,) how far places (places, 2) are from the line between two pixels."""
    first = np.array([start.x(), start.y()])
    way = np.array([end.x(), end.y()]) - first
    length = float(way @ way)
    along = np.clip((places - first) @ way / length, 0.0, 1.0) if length else np.zeros(len(places))
    away: FloatArray = np.hypot(*(places - first - along[:, None] * way).T)
    return away
