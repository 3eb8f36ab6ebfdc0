"""Where the examples come from: generated, typed in as a table, or scanned."""

from nnplayground.data.datasets import DATASETS, OPENED
from nnplayground.data.features import FEATURES, Feature, Featurize
from nnplayground.data.images import load_resource, mosaic
from nnplayground.data.load import load, source_for
from nnplayground.data.source import Examples, Kind, Source
from nnplayground.data.thumbnails import Thumbnail, thumbnail

__all__ = [
    "DATASETS",
    "FEATURES",
    "OPENED",
    "Examples",
    "Feature",
    "Featurize",
    "Kind",
    "Source",
    "Thumbnail",
    "load",
    "load_resource",
    "mosaic",
    "source_for",
    "thumbnail",
]
