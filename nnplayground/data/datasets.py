"""The table of all data sets; every menu, thumbnail, file and test reads it."""

from nnplayground.data import curves, images, plane, rendered_digits, tables
from nnplayground.data.source import Source

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
