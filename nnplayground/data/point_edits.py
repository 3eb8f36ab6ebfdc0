"""What tools do to points by hand: each gives other points and leaves the old ones as they are."""

import dataclasses
import zlib

import numpy as np

from nnplayground.core.arrays import IntArray
from nnplayground.core.errors import SpecError
from nnplayground.core.points_spec import (
    MAX_CLASSES,
    MAX_POINTS,
    Point,
    PointsSpec,
    spread_rank,
)
from nnplayground.core.random import Stream, generator
from nnplayground.data.points import class_names

# Deviation of one addition of noise, as a share of the axis.
SHAKE = 0.05


def with_points(spec: PointsSpec, points: tuple[Point, ...]) -> PointsSpec:
    """More points, as many as there is room for."""
    count = len(spec.points)
    points = points[: MAX_POINTS - count]
    ranks = tuple(spread_rank(count + number) for number in range(len(points)))
    return dataclasses.replace(spec, points=spec.points + points, ranks=spec.all_ranks + ranks)


def without(spec: PointsSpec, gone: IntArray) -> PointsSpec:
    """The points but those with these numbers."""
    left = set(range(len(spec.points))) - set(gone.tolist())
    kept = sorted(left)
    return dataclasses.replace(
        spec,
        points=tuple(spec.points[number] for number in kept),
        ranks=tuple(spec.all_ranks[number] for number in kept),
    )


def with_point(spec: PointsSpec, number: int, point: Point) -> PointsSpec:
    """One point somewhere else."""
    points = (*spec.points[:number], point, *spec.points[number + 1 :])
    return dataclasses.replace(spec, points=points)


def shaken(spec: PointsSpec) -> PointsSpec:
    """Every point a little elsewhere, by chance, but still on the axes: along a curve only y.

    The same points are shaken in the same way.
    """
    table = spec.table.copy()
    random = generator(zlib.crc32(table.tobytes()), Stream.NOISE)
    columns, reach = (slice(1, 2), spec.height) if spec.kind == "curve" else (slice(2), spec.reach)
    moved = table[:, columns]
    moved += SHAKE * reach * random.standard_normal(moved.shape)
    np.clip(moved, -reach, reach, out=moved)
    return dataclasses.replace(spec, points=tuple(map(tuple, table.round(4).tolist())))


def with_classes(spec: PointsSpec, count: int) -> PointsSpec:
    """So many classes; those that stay keep their names, the points of those that go, go.

    Raises:
        SpecError: where there cannot be so many.
    """
    if spec.kind != "classes" or not 2 <= count <= MAX_CLASSES:
        raise SpecError(f"points by hand: expected 2 to {MAX_CLASSES} classes, got {count}")
    new = (name for name in class_names(2 * MAX_CLASSES) if name not in spec.classes)
    added = tuple(next(new) for _ in range(count - len(spec.classes)))
    fewer = without(spec, np.flatnonzero(spec.table[:, 2] >= count))
    return dataclasses.replace(fewer, classes=(*spec.classes[:count], *added))


def trouble_of(spec: PointsSpec) -> str:
    """Why nothing sensible can be learned from the points, as a sentence; '' where it can."""
    if not spec.points:
        return "There are no points to learn from: paint some."
    if spec.kind == "classes" and len(np.unique(spec.table[:, 2])) == 1:
        name = spec.classes[int(spec.table[0, 2])]
        return f"All points are of {name}: paint another class, or there is nothing to tell apart."
    return ""
