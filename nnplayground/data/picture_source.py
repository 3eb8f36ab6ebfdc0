"""Pictures of the user's own as a source of examples."""

from functools import cache, partial
from pathlib import Path

import numpy as np

from nnplayground.core.arrays import IntArray, frozen
from nnplayground.core.errors import SpecError
from nnplayground.core.experiment import DataSpec, Experiment, TrainingSpec
from nnplayground.core.pictures_spec import PicturesSpec
from nnplayground.core.random import Stream, generator
from nnplayground.core.recent import Recent
from nnplayground.data.draw import Draw
from nnplayground.data.idx_set import find_set, read_set
from nnplayground.data.picture_errors import (
    ChangedPicturesError,
    MissingPicturesError,
    PicturesError,
)
from nnplayground.data.picture_folder import read_folder
from nnplayground.data.picture_networks import picture_network
from nnplayground.data.source import Examples, Source
from nnplayground.data.stored_pictures import StoredPictures
from nnplayground.data.table_text import Progress, unasked
from nnplayground.paths import is_there

PICTURES = "pictures"
TAKEN = 10_000  # examples at first
MAX_BYTES = 1 << 30  # of the examples as numbers
_KEPT_BYTES = 300_000_000
_UNITS = 32
_BYTES = 4  # float32 holds every one of 256 levels


def own_pictures(data: DataSpec) -> Source:
    """The source that a `DataSpec` with dataset 'pictures' describes; it is read only once.

    Raises:
        PicturesError: where it cannot be used, or was moved or changed.
    """
    if data.pictures is None:
        raise SpecError("data.pictures: is missing; the data 'pictures' needs it")
    stored = stored_pictures(data.pictures)
    return _source(data.pictures, stored, data)


def stored_pictures(spec: PicturesSpec, progress: Progress = unasked) -> StoredPictures:
    """The pictures of a description, with the content that it says.

    Raises:
        PicturesError: where they cannot be used, or were moved or changed.
        ReadingStopped: where `progress` says so.
    """
    kept = _stored.get(spec)
    if kept is not None:
        return kept
    if not spec.path or not is_there(Path(spec.path)):
        raise MissingPicturesError(spec)
    found = read_stored(spec, progress)
    if spec.sha256 and found.sha256 != spec.sha256:
        raise ChangedPicturesError(spec, found.sha256)
    return keep_pictures(spec, found)


def read_stored(spec: PicturesSpec, progress: Progress = unasked) -> StoredPictures:
    """The pictures that are at a description's path now.

    Raises:
        PicturesError: where they cannot be used.
        ReadingStopped: where `progress` says so.
    """
    return _READERS[spec.form](spec, progress)


def keep_pictures(spec: PicturesSpec, stored: StoredPictures) -> StoredPictures:
    """Remember what was read, so that it is not read again."""
    return _stored.keep(spec, stored)


def is_read(spec: PicturesSpec) -> bool:
    """Whether the pictures of a description were read already."""
    return _stored.get(spec) is not None


def bytes_of_examples(stored: StoredPictures, count: int) -> int:
    """What so many pictures take as numbers."""
    return count * int(stored.pixels.shape[1]) * _BYTES


def most_examples(stored: StoredPictures) -> int:
    """How many pictures there are, or fit into memory as numbers."""
    return min(len(stored), MAX_BYTES // (_BYTES * int(stored.pixels.shape[1])))


def source_of_pictures(spec: PicturesSpec) -> Source:
    """The source of a description as it is opened at first."""
    return own_pictures(DataSpec(PICTURES, examples=TAKEN, train_share=0.8, pictures=spec))


def _read_idx(spec: PicturesSpec, progress: Progress) -> StoredPictures:
    return read_set(find_set(Path(spec.path)), progress)


_READERS = {"idx": _read_idx, "folder": read_folder}


def _source(spec: PicturesSpec, stored: StoredPictures, data: DataSpec) -> Source:
    height, width = stored.shape
    train, test = _counts(stored, data)
    return Source(
        key=PICTURES,
        label=spec.name,
        description=" ".join((_summary(stored), *stored.notes)),
        kind="images",
        columns=_columns(height, width),
        make=partial(_examples, stored, train, test),
        suggested=_suggested(spec, stored),
        classes=stored.classes,
        image_shape=stored.shape,
        domain=(0.0, 1.0),
        generated=False,
        noisy=False,
        tests=test if stored.tests else None,
    )


@cache
def _columns(height: int, width: int) -> tuple[str, ...]:
    return tuple(f"row {y} column {x}" for y in range(1, height + 1) for x in range(1, width + 1))


def _counts(stored: StoredPictures, data: DataSpec) -> tuple[int, int]:
    """How many pictures are taken of the training ones and of those set apart for testing.

    Raises:
        PicturesError: where so many would not fit into memory.
    """
    wanted = min(data.examples or len(stored), len(stored))
    most = most_examples(stored)
    if wanted > most:
        raise PicturesError(
            f"data.examples: {wanted:,} pictures of {stored.shape[0]}×{stored.shape[1]} pixels do "
            f"not fit into {MAX_BYTES >> 30} GiB; take at most {most:,}"
        )
    test = min(stored.tests, round((1.0 - data.train_share) * wanted))
    return min(len(stored) - stored.tests, wanted - test), test


def _examples(stored: StoredPictures, train: int, test: int, draw: Draw) -> Examples:
    """Pictures drawn by the seed, so that a few of them are of all classes."""
    border = len(stored) - stored.tests
    chosen = np.concatenate(
        (_order(draw.seed, 0, border)[:train], border + _order(draw.seed, 1, stored.tests)[:test])
    )
    raw = np.divide(stored.pixels[chosen], np.float32(255.0), dtype=np.float32)
    return Examples(frozen(raw), frozen(np.empty((len(raw), 0))), frozen(stored.labels[chosen]))


def _order(seed: int, part: int, count: int) -> IntArray:
    ranks = generator(seed, Stream.DATA, part).random(count)
    order: IntArray = np.argsort(ranks, kind="stable")
    return order


def _summary(stored: StoredPictures) -> str:
    height, width = stored.shape
    count = f"{len(stored):,}"
    if stored.tests:
        count = f"{len(stored) - stored.tests:,} training and {stored.tests:,} test"
    return f"{count} pictures of {height}×{width} pixels, {len(stored.classes)} classes."


def _suggested(spec: PicturesSpec, stored: StoredPictures) -> Experiment:
    pixels, classes = stored.pixels.shape[1], len(stored.classes)
    layers = ((_UNITS, "relu"), (classes, "softmax"))
    return Experiment(
        picture_network(pixels, layers, start="he_uniform"),
        DataSpec(PICTURES, examples=min(TAKEN, len(stored)), train_share=0.8, pictures=spec),
        TrainingSpec(
            loss="cross_entropy",
            optimizer="adam",
            learning_rate=0.003,
            batch_size=32,
            precision="float32",
        ),
    )


def _bytes(stored: StoredPictures) -> int:
    return stored.pixels.nbytes + stored.labels.nbytes


_stored: Recent[PicturesSpec, StoredPictures] = Recent(_bytes, _KEPT_BYTES)
