"""Small pictures of the data sets for choosing one: only arrays, drawn elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from nnplayground.core.arrays import FloatArray, IntArray, frozen
from nnplayground.data.images import mosaic
from nnplayground.data.load import make_examples, source_of
from nnplayground.data.source import Examples, Kind, Source

POINTS = 200
REGION_POINTS = 1000
REGION_CELLS = 24
PICTURES_ACROSS = 2


@dataclass(frozen=True, eq=False)
class Thumbnail:
    """What to draw, without noise; what there is none of is None. All arrays are read-only.

    Attributes:
        points: (points, 2); of a curve (x, y), rising in x.
        labels: (points,) class numbers.
        values: (points,) targets, -1 to 1.
        regions: (cells, cells) the plane as a map, first row on top: the class number or the
            value of the nearest example.
        picture: (height, width) from 0 (background) to 1 (ink), first row on top: some of the
            pictures, or the rows of a table with the class as last column.
        domain: (lowest, highest) of the points' first axis.
        height: (lowest, highest) of the points' second axis.
    """

    points: FloatArray | None = None
    labels: IntArray | None = None
    values: FloatArray | None = None
    regions: FloatArray | None = None
    picture: FloatArray | None = None
    domain: tuple[float, float] = (-6.0, 6.0)
    height: tuple[float, float] = (-6.0, 6.0)


@cache
def thumbnail(key: str) -> Thumbnail:
    """The thumbnail of a data set.

    Raises:
        SpecError: where there is no such data set.
    """
    source = source_of(key)
    return _THUMBNAILS[source.kind](source)


def _examples(source: Source, count: int) -> Examples:
    return make_examples(source, replace(source.suggested.data, examples=count, noise=0.0))


def _plane(source: Source) -> Thumbnail:
    examples = _examples(source, POINTS)
    return Thumbnail(
        points=examples.raw,
        labels=examples.labels if source.classes else None,
        values=frozen(_values(examples)) if source.target_names else None,
        regions=frozen(_regions(source)),
        domain=source.domain,
        height=source.domain,
    )


def _values(examples: Examples) -> FloatArray:
    return np.clip(examples.targets[:, 0], -1.0, 1.0)


def _regions(source: Source) -> FloatArray:
    """The class or value of the example nearest to each cell's middle, first row on top."""
    examples = _examples(source, REGION_POINTS)
    low, high = source.domain
    middles = low + (high - low) * (np.arange(REGION_CELLS) + 0.5) / REGION_CELLS
    dx = middles[None, :, None] - examples.raw[:, 0]
    dy = middles[::-1, None, None] - examples.raw[:, 1]
    nearest = (dx * dx + dy * dy).argmin(axis=2)
    shown = examples.labels if source.classes else _values(examples)
    cells: FloatArray = shown[nearest].astype(np.float64)
    return cells


def _curve(source: Source) -> Thumbnail:
    examples = _examples(source, POINTS)
    rising = np.argsort(examples.raw[:, 0])
    y = examples.targets[rising, 0]
    return Thumbnail(
        points=frozen(np.column_stack((examples.raw[rising, 0], y))),
        domain=source.domain,
        height=(float(y.min()), float(y.max())),
    )


def _images(source: Source) -> Thumbnail:
    assert source.image_shape is not None
    pictures = _examples(source, PICTURES_ACROSS**2).raw
    return Thumbnail(picture=frozen(mosaic(pictures, source.image_shape, PICTURES_ACROSS)))


def _table(source: Source) -> Thumbnail:
    examples = _examples(source, POINTS)
    low, high = source.domain
    inputs = (examples.raw - low) / (high - low)
    return Thumbnail(picture=frozen(np.column_stack((inputs, examples.labels))))


_THUMBNAILS: dict[Kind, Callable[[Source], Thumbnail]] = {
    "plane": _plane,
    "curve": _curve,
    "images": _images,
    "table": _table,
}
