"""The table of all data sets; every menu, thumbnail, file and test reads it."""

from collections.abc import Callable

from nnplayground.core.experiment import DataSpec
from nnplayground.data import curves, images, plane, rendered_digits, tables
from nnplayground.data.picture_source import PICTURES, own_pictures
from nnplayground.data.points import POINTS, own_points
from nnplayground.data.source import Source
from nnplayground.data.table_source import TABLE, own_table

DATASETS: dict[str, Source] = {
    source.key: source
    for source in (
        *plane.SOURCES,
        *curves.SOURCES,
        *images.SOURCES,
        *rendered_digits.SOURCES,
        *tables.SOURCES,
    )
}

# Sources that depend on more than their key: the description says the rest.
OPENED: dict[str, Callable[[DataSpec], Source]] = {
    TABLE: own_table,
    PICTURES: own_pictures,
    POINTS: own_points,
}
