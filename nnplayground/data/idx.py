"""IDX files, plain or gzipped, as MNIST comes in: a header with the sizes, then a byte a number.

Source: "The IDX file format" on yann.lecun.com/exdb/mnist.
"""

import gzip
import math
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np

from nnplayground.core.pictures_spec import MAX_SIDE
from nnplayground.data.picture_errors import PicturesError
from nnplayground.data.stored_pictures import Bytes, check_amount
from nnplayground.data.table_errors import ReadingStopped
from nnplayground.data.table_text import Progress

GZIP = b"\x1f\x8b"
UNSIGNED_BYTES = 8
_BLOCK = 1 << 20
_KINDS = {
    9: "signed bytes",
    11: "16-bit numbers",
    12: "32-bit numbers",
    13: "floating-point numbers",
    14: "double-precision numbers",
}
_HOLDS = {1: "labels", 3: "pictures"}


def is_idx(path: Path) -> bool:
    """Whether a file is an IDX file of bytes, plain or gzipped, by its first bytes."""
    try:
        with _opened(path) as file:
            start = file.read(4)
    except PicturesError:
        return False
    return len(start) == 4 and start[:2] == b"\0\0" and start[2] in (UNSIGNED_BYTES, *_KINDS)


def read_pictures(path: Path, progress: Progress) -> Bytes:
    """The pictures (examples, height, width) of a file.

    Raises:
        PicturesError: where it is no such file, cut off or too large.
        ReadingStopped: where `progress` says so.
    """
    return _read(path, 3, progress)


def read_labels(path: Path, progress: Progress) -> Bytes:
    """The labels (examples,) of a file; raises as `read_pictures`."""
    return _read(path, 1, progress)


def _read(path: Path, dimensions: int, progress: Progress) -> Bytes:
    with _opened(path) as file:
        sizes = _sizes(path, file, dimensions)
        check_amount(path.name, sizes[0], *(sizes[1:] or (1, 1)))
        if not sizes[0]:
            raise PicturesError(f"{path.name}: holds no {_HOLDS[dimensions]}; choose another file")
        if len(sizes) == 3 and not all(1 <= side <= MAX_SIDE for side in sizes[1:]):
            raise PicturesError(
                f"{path.name}: its pictures have {sizes[1]:,}×{sizes[2]:,} pixels; sides from 1 to "
                f"{MAX_SIDE} can be read"
            )
        numbers = _filled(path, file, math.prod(sizes), progress, sizes[0], _HOLDS[dimensions])
    return numbers.reshape(sizes)


def _sizes(path: Path, file: BinaryIO, dimensions: int) -> tuple[int, ...]:
    """What the header says."""
    start = file.read(4)
    if len(start) < 4 or start[:2] != b"\0\0" or start[2] not in (UNSIGNED_BYTES, *_KINDS):
        raise PicturesError(
            f"{path.name}: is no IDX file, it does not begin as one; choose a file such as "
            "train-images-idx3-ubyte.gz"
        )
    if start[2] != UNSIGNED_BYTES:
        raise PicturesError(
            f"{path.name}: holds {_KINDS[start[2]]}; IDX files of bytes from 0 to 255 can be read"
        )
    if start[3] != dimensions:
        is_ = _HOLDS.get(start[3], f"numbers with {start[3]} sizes each")
        raise PicturesError(
            f"{path.name}: holds {is_}, where {_HOLDS[dimensions]} were expected; choose the file "
            f"with the {_HOLDS[dimensions]}"
        )
    rest = file.read(4 * dimensions)
    if len(rest) < 4 * dimensions:
        raise PicturesError(f"{path.name}: ends in its header; copy or download it again")
    return struct.unpack(f">{dimensions}I", rest)


def _filled(
    path: Path, file: BinaryIO, count: int, progress: Progress, declared: int, things: str
) -> Bytes:
    """All numbers of the file; memory is touched only as far as there are any."""
    numbers = np.empty(count, np.uint8)
    memory, done = memoryview(numbers.data), 0
    while done < count:
        block = file.read(min(_BLOCK, count - done))
        if not block:
            found = done * declared // count
            raise PicturesError(
                f"{path.name}: is cut off, it holds {found:,} of its {declared:,} {things}; copy "
                "or download it again"
            )
        memory[done : done + len(block)] = block
        done += len(block)
        if not progress(done / count):
            raise ReadingStopped
    if file.read(1):
        raise PicturesError(
            f"{path.name}: goes on after its {declared:,} {things}; it is damaged, copy or "
            "download it again"
        )
    return numbers


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file, unpacked where it is gzipped.

    Raises:
        PicturesError: where it cannot be read or unpacked.
    """
    try:
        if not path.is_file():
            raise PicturesError(f"{path.name}: is no file; choose an IDX file")
        with path.open("rb") as file:
            packed = file.read(2) == GZIP
            file.seek(0)
            if not packed:
                yield file
                return
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield unpacked  # type: ignore[misc]
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise PicturesError(
            f"{path.name}: cannot be unpacked, it is cut off or damaged; copy or download it again"
        ) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PicturesError(f"{path.name}: cannot be read: {reason}") from None
