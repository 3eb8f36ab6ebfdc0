"""The table of all data sets; every menu, thumbnail, file and test reads it."""

from nnplayground.data import curves, images, plane, tables
from nnplayground.data.source import Source

DATASETS: dict[str, Source] = {
    source.key: source
    for source in (*plane.SOURCES, *curves.SOURCES, *images.SOURCES, *tables.SOURCES)
}
