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
PICTURES_ACROSS = 4


@dataclass(frozen=True, eq=False)
class Thumbnail:
    """What to draw: points, or a picture; what there is none of is None. All read-only.

    Attributes:
        points: (points, 2) on the plane, each axis within the data set's domain; of a curve
            (x, y), rising in x, y within its own `height`.
        labels: (points,) class numbers, where there are classes.
        values: (points,) targets from -1 to 1, where the plane has values.
        picture: (height, width) from 0 (background) to 1 (ink), first row on top.
        domain: (lowest, highest) of the points' first axis.
        height: (lowest, highest) of the points' second axis.
    """

    points: FloatArray | None = None
    labels: IntArray | None = None
    values: FloatArray | None = None
    picture: FloatArray | None = None
    domain: tuple[float, float] = (-6.0, 6.0)
    height: tuple[float, float] = (-6.0, 6.0)


@cache
def thumbnail(key: str) -> Thumbnail:
    """The thumbnail of a data set, from its suggested settings.

    Raises:
        SpecError: where there is no such data set.
    """
    source = source_of(key)
    wanted = replace(source.suggested.data, examples=POINTS)
    return _THUMBNAILS[source.kind](source, make_examples(source, wanted))


def _plane(source: Source, examples: Examples) -> Thumbnail:
    values = frozen(np.clip(examples.targets[:, 0], -1.0, 1.0)) if source.target_names else None
    return Thumbnail(
        points=examples.raw,
        labels=examples.labels if source.classes else None,
        values=values,
        domain=source.domain,
        height=source.domain,
    )


def _curve(source: Source, examples: Examples) -> Thumbnail:
    rising = np.argsort(examples.raw[:, 0])
    y = examples.targets[rising, 0]
    points = frozen(np.column_stack((examples.raw[rising, 0], y)))
    return Thumbnail(points=points, domain=source.domain, height=(float(y.min()), float(y.max())))


def _images(source: Source, examples: Examples) -> Thumbnail:
    assert source.image_shape is not None
    first = examples.raw[: PICTURES_ACROSS**2]
    return Thumbnail(picture=frozen(mosaic(first, source.image_shape, PICTURES_ACROSS)))


def _table(source: Source, examples: Examples) -> Thumbnail:
    """The rows as a picture: the inputs scaled to 0 .. 1, then the class."""
    low, high = source.domain
    inputs = (examples.raw - low) / (high - low)
    return Thumbnail(picture=frozen(np.column_stack((inputs, examples.labels))))


_THUMBNAILS: dict[Kind, Callable[[Source, Examples], Thumbnail]] = {
    "plane": _plane,
    "curve": _curve,
    "images": _images,
    "table": _table,
}
