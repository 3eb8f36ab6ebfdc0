"""What an experiment says about points that a person put on a plane or along a curve by hand."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from nnplayground.core.arrays import FloatArray, frozen
from nnplayground.core.errors import SpecError

# How many numbers a point has: of classes and values x1, x2 and the target, of a curve x and y.
WIDTHS = {"classes": 3, "values": 3, "curve": 2}
MAX_POINTS = 5_000
MAX_CLASSES = 10
MAX_NUMBER = 1e6
_LONGEST_NAME = 40
# Multiples of the golden ratio, without their whole parts, fill 0 to 1 evenly however many.
GOLDEN = (5.0**0.5 - 1.0) / 2.0

Point = tuple[float, ...]


@dataclass(frozen=True)
class PointsSpec:
    """Points by hand.

    Attributes:
        kind: 'classes' (x1, x2 and the number of a class, from 0), 'values' (x1, x2 and a value)
            or 'curve' (x and y).
        classes: names of the classes, 2 to 10; () where there are none.
        reach: the axes of the inputs go from -reach to reach.
        height: the axis of a curve's y goes from -height to height.
        points: at most 5,000.
        ranks: one a point, 0 to 1: those below the training share are for training, so that
            no point changes sides because another one comes or goes; empty for ranks that
            are spread evenly over the points as they stand.
    """

    kind: str = "classes"
    classes: tuple[str, ...] = ("class 1", "class 2")
    reach: float = 6.0
    height: float = 1.5
    points: tuple[Point, ...] = field(default=(), repr=False)
    ranks: tuple[float, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if self.kind not in WIDTHS:
            raise SpecError(f"data.points.kind: {self.kind!r} is none of {', '.join(WIDTHS)}")
        for name in ("reach", "height"):
            if not 0.0 < getattr(self, name) <= MAX_NUMBER:
                raise SpecError(
                    f"data.points.{name}: expected a number above 0, at most {MAX_NUMBER:,.0f}, "
                    f"got {getattr(self, name)}"
                )
        self._check_classes()
        if len(self.points) > MAX_POINTS:
            raise SpecError(
                f"data.points.points: expected at most {MAX_POINTS:,}, got {len(self.points):,}"
            )
        self._check_points()
        if len(self.ranks) not in (0, len(self.points)):
            raise SpecError(
                f"data.points.ranks: expected one for each of {len(self.points):,} points, "
                f"or none, got {len(self.ranks):,}"
            )
        if not all(0.0 <= rank <= 1.0 for rank in self.ranks):
            raise SpecError("data.points.ranks: expected numbers from 0 to 1")

    def _check_classes(self) -> None:
        if self.kind != "classes":
            if self.classes:
                raise SpecError(f"data.points.classes: of kind '{self.kind}' there are none")
            return
        if not 2 <= len(self.classes) <= MAX_CLASSES:
            raise SpecError(
                f"data.points.classes: expected 2 to {MAX_CLASSES} names, got {len(self.classes)}"
            )
        for name in self.classes:
            if not (0 < len(name) <= _LONGEST_NAME and name.isprintable()):
                raise SpecError(
                    f"data.points.classes: expected names of 1 to {_LONGEST_NAME} letters, "
                    f"got {name[:_LONGEST_NAME]!r}"
                )
        if len(set(self.classes)) < len(self.classes):
            raise SpecError("data.points.classes: a name comes twice")

    def _check_points(self) -> None:
        width = WIDTHS[self.kind]
        for number, point in enumerate(self.points):
            if len(point) != width:
                raise SpecError(
                    f"data.points.points.{number}: expected {width} numbers, got {len(point)}"
                )
        table = self.table
        # NaN is not within, either
        wrong = np.flatnonzero(~(np.abs(table) <= MAX_NUMBER).all(axis=1))
        if len(wrong):
            raise SpecError(
                f"data.points.points.{wrong[0]}: expected numbers from -{MAX_NUMBER:,.0f} to "
                f"{MAX_NUMBER:,.0f}, got {list(self.points[wrong[0]])}"
            )
        if self.kind != "classes":
            return
        wrong = np.flatnonzero(~np.isin(table[:, 2], np.arange(len(self.classes))))
        if len(wrong):
            raise SpecError(
                f"data.points.points.{wrong[0]}: expected a class from 0 to "
                f"{len(self.classes) - 1}, got {table[wrong[0], 2]:g}"
            )

    def __str__(self) -> str:
        return f"{len(self.points):,} points"

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Data is looked up by it again and again."""
        return hash((self.kind, self.classes, self.reach, self.height, self.points, self.ranks))

    @property
    def table(self) -> FloatArray:
        """(points, 3), of a curve (points, 2), read-only; made anew each time, not kept."""
        return frozen(np.array(self.points, dtype=np.float64).reshape(-1, WIDTHS[self.kind]))

    @property
    def inputs(self) -> int:
        """How many columns are fed to the network: 1 or 2."""
        return WIDTHS[self.kind] - 1

    @cached_property
    def all_ranks(self) -> tuple[float, ...]:
        """One rank a point."""
        return self.ranks or tuple(spread_rank(number) for number in range(len(self.points)))


def spread_rank(number: int) -> float:
    """The rank of the point that comes after `number` others: evenly spread, 0 for the first."""
    return round(number * GOLDEN % 1.0, 4)
