"""Pictures: the scanned digits that travel with the program."""

from functools import cache

import numpy as np
from safetensors.numpy import load_file

from nnplayground.core.arrays import FloatArray
from nnplayground.core.experiment import DataSpec, Experiment, TrainingSpec
from nnplayground.data.draw import Draw
from nnplayground.data.picture_networks import picture_network
from nnplayground.data.source import Examples, Source
from nnplayground.paths import resource

DIGITS_SHAPE = (8, 8)
DIGITS_WHITE = 16.0  # a value counts the set pixels of a 4x4 block


@cache
def load_resource(name: str) -> Examples:
    """The stored pictures `resources/datasets/<name>.safetensors`, values divided to 0 .. 1."""
    stored = load_file(resource("datasets", f"{name}.safetensors"))
    return Examples.of_classes(stored["images"] / DIGITS_WHITE, stored["labels"])


def digits(draw: Draw) -> Examples:
    """All 1,797 scans, in their stored order."""
    return load_resource("digits")


def mosaic(pictures: FloatArray, shape: tuple[int, int], columns: int) -> FloatArray:
    """Pictures (examples, height * width) side by side in one (rows * height, columns * width).

    The last row is filled up with 0.
    """
    height, width = shape
    rows = -(-len(pictures) // columns)
    cells = np.zeros((rows * columns, height * width))
    cells[: len(pictures)] = pictures
    grid = cells.reshape(rows, columns, height, width)
    return grid.transpose(0, 2, 1, 3).reshape(rows * height, columns * width)


def _suggested() -> Experiment:
    """64-32-10, which reaches more than 95 % on the test part."""
    return Experiment(
        picture_network(64, ((32, "relu"), (10, "softmax")), start="he_uniform"),
        DataSpec("digits", examples=0, train_share=0.8),
        TrainingSpec(loss="cross_entropy", optimizer="adam", learning_rate=0.003, batch_size=32),
    )


SOURCES = (
    Source(
        key="digits",
        label="Digits",
        description="1,797 handwritten digits, scanned at 8×8 pixels (UCI, Alpaydin and Kaynak).",
        kind="images",
        columns=tuple(f"row {y} column {x}" for y in range(1, 9) for x in range(1, 9)),
        make=digits,
        suggested=_suggested(),
        classes=tuple("0123456789"),
        image_shape=DIGITS_SHAPE,
        domain=(0.0, 1.0),
        generated=False,
        noisy=False,
    ),
)
