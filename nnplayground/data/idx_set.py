"""The files of an IDX set: pictures and labels, for training and for testing, beside each other."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nnplayground.core.arrays import frozen
from nnplayground.data.idx import is_idx, read_labels, read_pictures
from nnplayground.data.picture_errors import PicturesError
from nnplayground.data.picture_folder import listed
from nnplayground.data.stored_pictures import Bytes, StoredPictures, check_amount, check_classes
from nnplayground.data.table_text import Progress
from nnplayground.paths import is_file, is_folder

_GZ = ".gz"
# What the names of one set differ in: training and testing, pictures and labels.
_TESTS = ("t10k", "test")


@dataclass(frozen=True)
class Pair:
    """A file of pictures and the file of their labels."""

    pictures: Path
    labels: Path


@dataclass(frozen=True)
class IdxSet:
    """Which files belong together.

    Attributes:
        train: what is learned from.
        test: what is set apart for testing, None where there is nothing.
    """

    train: Pair
    test: Pair | None

    @property
    def path(self) -> Path:
        """The file that stands for all of them."""
        return self.train.pictures


def find_set(path: Path) -> IdxSet:
    """The set that a file of it belongs to, or that lies in a folder.

    Raises:
        PicturesError: where labels or pictures are not beside it.
    """
    if is_folder(path):
        found = next((one for one in _files_in(path) if _is_pictures(one)), None)
        if found is None:
            raise PicturesError(f"{path.name}: holds no IDX files of pictures; choose another")
        path = found
    pair = _pair(path)
    for word in _TESTS:
        as_train = _sibling(pair.pictures, word, "train")
        if as_train is not None:
            return IdxSet(_pair(as_train), pair)
        as_test = _sibling(pair.pictures, "train", word)
        if as_test is not None:
            return IdxSet(pair, _pair(as_test))
    return IdxSet(pair, None)


def read_set(files: IdxSet, progress: Progress) -> StoredPictures:
    """All pictures of a set, those for testing last.

    Raises:
        PicturesError: naming the file that cannot be used.
        ReadingStopped: where `progress` says so.
    """
    pairs = [files.train] if files.test is None else [files.train, files.test]
    parts: list[tuple[Bytes, Bytes]] = []
    for number, pair in enumerate(pairs):
        parts.append(_read_pair(pair, _share_of(progress, number, len(pairs))))
    shape = parts[0][0].shape[1:]
    for pair, (pictures, _) in zip(pairs, parts, strict=True):
        if pictures.shape[1:] != shape:
            height, width = pictures.shape[1:]
            raise PicturesError(
                f"{pair.pictures.name}: its pictures have {height}×{width} pixels, those of "
                f"{files.train.pictures.name} {shape[0]}×{shape[1]}; they do not belong together"
            )
    return _joined(files, parts)


def _joined(files: IdxSet, parts: list[tuple[Bytes, Bytes]]) -> StoredPictures:
    name = files.path.name
    height, width = parts[0][0].shape[1:]
    check_amount(name, sum(len(pictures) for pictures, _ in parts), height, width)
    digest = hashlib.sha256(f"{height} {width}".encode())
    for pictures, labels in parts:
        digest.update(np.ascontiguousarray(pictures).data)
        digest.update(np.ascontiguousarray(labels).data)
    pixels = np.concatenate([one.reshape(len(one), -1) for one, _ in parts])
    numbers, codes = np.unique(np.concatenate([one for _, one in parts]), return_inverse=True)
    classes = tuple(str(number) for number in numbers)
    check_classes(name, classes)
    return StoredPictures(
        pixels=frozen(pixels),
        labels=frozen(codes.astype(np.int64)),
        classes=classes,
        shape=(height, width),
        tests=len(parts[1][0]) if len(parts) > 1 else 0,
        sha256=digest.hexdigest(),
    )


def _read_pair(pair: Pair, progress: Progress) -> tuple[Bytes, Bytes]:
    labels = read_labels(pair.labels, lambda share: progress(0.0))
    pictures = read_pictures(pair.pictures, progress)
    if len(labels) != len(pictures):
        raise PicturesError(
            f"{pair.labels.name}: holds {len(labels):,} labels, but {pair.pictures.name} "
            f"{len(pictures):,} pictures; they do not belong together"
        )
    return pictures, labels


def _share_of(progress: Progress, number: int, parts: int) -> Progress:
    return lambda share: progress((number + share) / parts)


def _is_pictures(path: Path) -> bool:
    return "labels" not in path.name.lower() and is_file(path) and is_idx(path)


def _files_in(folder: Path) -> list[Path]:
    return [Path(one.path) for one in listed(folder)]


def _pair(path: Path) -> Pair:
    """A file and its other half.

    Raises:
        PicturesError: where that is not beside it.
    """
    if "labels" in path.name.lower() or "idx1" in path.name.lower():
        other = _renamed(path.name, ("labels", "images"), ("idx1", "idx3"))
        return Pair(_beside(path, other, "pictures"), path)
    other = _renamed(path.name, ("images", "labels"), ("idx3", "idx1"))
    if other == path.name:
        raise PicturesError(
            f"{path.name}: its labels cannot be found by its name; call the two files "
            "train-images-idx3-ubyte and train-labels-idx1-ubyte"
        )
    return Pair(path, _beside(path, other, "labels"))


def _sibling(path: Path, word: str, other: str) -> Path | None:
    """The file of the same set whose name has another word, where there is one."""
    name = _renamed(path.name, (word, other))
    return None if name == path.name else _existing(path.with_name(name))


def _beside(path: Path, name: str, what: str) -> Path:
    found = _existing(path.with_name(name))
    if found is None:
        raise PicturesError(
            f"{path.name}: its {what} are not beside it; put {name} into the same folder"
        )
    return found


def _existing(path: Path) -> Path | None:
    """The file, gzipped or not."""
    plain = path.with_name(path.name.removesuffix(_GZ))
    candidates = (path, plain, plain.with_name(plain.name + _GZ))
    return next((one for one in candidates if is_file(one)), None)


def _renamed(name: str, *words: tuple[str, str]) -> str:
    for old, new in words:
        name = re.sub(re.escape(old), new, name, flags=re.IGNORECASE)
    return name
