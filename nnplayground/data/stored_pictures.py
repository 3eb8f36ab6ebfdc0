"""Pictures as they are kept after reading: one byte a pixel."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nnplayground.core.arrays import IntArray
from nnplayground.data.picture_errors import PicturesError

MAX_CLASSES = 100
MAX_PICTURES = 1_000_000
MAX_PIXELS = 600_000_000  # of all pictures together

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class StoredPictures:
    """Pictures with their classes; all arrays read-only.

    Attributes:
        pixels: (examples, height * width) from 0 (background) to 255 (ink).
        labels: (examples,) class numbers.
        classes: their names.
        shape: (height, width).
        tests: so many, the last ones, are set apart for testing; 0 for none.
        sha256: of all of it, in hexadecimal.
        notes: sentences about what was left out or changed.
    """

    pixels: Bytes
    labels: IntArray
    classes: tuple[str, ...]
    shape: tuple[int, int]
    tests: int
    sha256: str
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.pixels)


def check_amount(name: str, pictures: int, height: int, width: int) -> None:
    """Look whether so many pictures can be kept.

    Raises:
        PicturesError: saying how many can be.
    """
    most = min(MAX_PICTURES, MAX_PIXELS // max(1, height * width))
    if pictures > most:
        raise PicturesError(
            f"{name}: holds {pictures:,} pictures of {height}×{width} pixels; at most {most:,} of "
            "this size can be read"
        )


def check_classes(name: str, classes: tuple[str, ...]) -> None:
    """Look whether there are classes to tell apart.

    Raises:
        PicturesError: where there is only one, or there are too many.
    """
    if len(classes) < 2:
        raise PicturesError(
            f"{name}: all pictures are of one class, '{classes[0]}'; there must be at least two to "
            "tell apart"
        )
    if len(classes) > MAX_CLASSES:
        raise PicturesError(
            f"{name}: has {len(classes):,} classes; at most {MAX_CLASSES} can be told apart"
        )
