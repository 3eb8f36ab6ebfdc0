"""Digits of 28 x 28 pixels, drawn from strokes with chance shift, turn, size, slant and pen."""

from functools import lru_cache

import numpy as np

from nnplayground.core.arrays import FloatArray, IntArray, frozen
from nnplayground.core.experiment import DataSpec, Experiment, TrainingSpec
from nnplayground.data.draw import Draw
from nnplayground.data.glyphs import CELLS_A_UNIT, GLYPHS, HEIGHT, MARGIN, WIDTH, distances
from nnplayground.data.picture_networks import picture_network
from nnplayground.data.source import Examples, Source

SHAPE = (28, 28)

# Pixels that the height of a digit takes before it is resized.
_HEIGHT = 18.0
_MOST_TURN = 0.22  # radians
_MOST_SLANT = 0.3
_MOST_SHIFT = 1.6  # pixels
_SIZES = (0.82, 1.08)
_PEN = (1.4, 3.2)  # pixels
_MOST_BEND = 0.7  # units of a glyph
_CHUNK = 1000
_NUMBERS = 13  # random numbers an example


def rendered_digits(draw: Draw) -> Examples:
    """Digits with their classes; noise is added to each pixel."""
    pictures, labels = _clean(draw.examples, draw.seed)
    if draw.noise:
        pictures = np.clip(pictures + draw.jitter(pictures.shape[1], 1.0), 0.0, 1.0)
    return Examples.of_classes(pictures, labels)


@lru_cache(maxsize=4)
def _clean(examples: int, seed: int) -> tuple[FloatArray, IntArray]:
    """Pictures (examples, 784) without noise, and their digits (examples,)."""
    chance = Draw(examples, 0.0, seed).uniform(_NUMBERS)
    labels = (chance[:, 0] * len(GLYPHS)).astype(np.int64)
    hands = np.array([len(GLYPHS[digit]) for digit in labels])
    chosen = (chance[:, 1] * hands).astype(np.int64)
    pictures = np.empty((examples, SHAPE[0] * SHAPE[1]))
    for digit, glyphs in enumerate(GLYPHS):
        for hand in range(len(glyphs)):
            rows = np.flatnonzero((labels == digit) & (chosen == hand))
            for start in range(0, len(rows), _CHUNK):
                some = rows[start : start + _CHUNK]
                pictures[some] = _drawn(distances(digit, hand), chance[some, 2:])
    return frozen(pictures), frozen(labels)


def _drawn(table: FloatArray, chance: FloatArray) -> FloatArray:
    """Pictures (examples, 784) of one glyph, from its distances and chance (examples, 11).

    Each pixel is traced back to where it lies on the glyph; its ink follows from the distance to
    the pen's path there.
    """
    turn, slant, wide, high, right, down, pen, *bend = chance.T
    x, y = _traced_back(
        _MOST_TURN * _both_ways(turn),
        _MOST_SLANT * _both_ways(slant),
        _between(_SIZES, wide),
        _between(_SIZES, high),
        _MOST_SHIFT * _both_ways(right),
        _MOST_SHIFT * _both_ways(down),
    )
    x, y = _bent(x, y, np.array(bend))
    off = _looked_up(table, x, y) * (_HEIGHT / HEIGHT)
    ink: FloatArray = np.clip(0.5 * _between(_PEN, pen)[:, None] - off + 0.5, 0.0, 1.0)
    return ink


def _both_ways(chance: FloatArray) -> FloatArray:
    return 2.0 * chance - 1.0


def _between(bounds: tuple[float, float], chance: FloatArray) -> FloatArray:
    low, high = bounds
    return low + (high - low) * chance


def _traced_back(
    turn: FloatArray,
    slant: FloatArray,
    wide: FloatArray,
    high: FloatArray,
    right: FloatArray,
    down: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """x and y (examples, 784) on the glyph of each pixel's middle."""
    rows, columns = SHAPE
    py, px = np.mgrid[0:rows, 0:columns].reshape(2, -1) + 0.5
    x = px - columns / 2 - right[:, None]
    y = py - rows / 2 - down[:, None]
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]
    x, y = cos * x + sin * y, cos * y - sin * x
    x += slant[:, None] * y
    unit = HEIGHT / _HEIGHT
    return x * (unit / wide[:, None]) + WIDTH / 2, y * (unit / high[:, None]) + HEIGHT / 2


def _bent(x: FloatArray, y: FloatArray, bend: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Moved along slow waves, as a hand trembles; bend is (4, examples) chances."""
    sizes = _MOST_BEND * _both_ways(bend[:2])[..., None]
    phases = 2.0 * np.pi * bend[2:, :, None]
    moved = x + sizes[0] * np.sin(y * (2.0 * np.pi / HEIGHT) + phases[0])
    return moved, y + sizes[1] * np.sin(x * (2.0 * np.pi / WIDTH) + phases[1])


def _looked_up(table: FloatArray, x: FloatArray, y: FloatArray) -> FloatArray:
    """The table's distances at x and y, between its cells linearly."""
    rows, columns = table.shape
    c = np.clip((x + MARGIN) * CELLS_A_UNIT, 0.0, columns - 1.001)
    r = np.clip((y + MARGIN) * CELLS_A_UNIT, 0.0, rows - 1.001)
    left, top = c.astype(np.int64), r.astype(np.int64)
    c -= left
    r -= top
    corner = top * columns + left
    flat = table.reshape(-1)
    upper = flat[corner] * (1.0 - c) + flat[corner + 1] * c
    lower = flat[corner + columns] * (1.0 - c) + flat[corner + columns + 1] * c
    found: FloatArray = upper * (1.0 - r) + lower * r
    return found


def _suggested() -> Experiment:
    """784-16-16-10, the network of 13,002 knobs: 94 % of unseen digits after 5 epochs."""
    layers = tuple((units, "sigmoid") for units in (16, 16, 10))
    return Experiment(
        picture_network(SHAPE[0] * SHAPE[1], layers, start="glorot_uniform"),
        DataSpec("rendered_digits", examples=5000, train_share=0.8),
        TrainingSpec(loss="squared", learning_rate=1.0, batch_size=10, precision="float32"),
    )


SOURCES = (
    Source(
        key="rendered_digits",
        label="Digits 28",
        description="Digits of 28×28 pixels, drawn by the program in several hands.",
        kind="images",
        columns=tuple(f"row {y} column {x}" for y in range(1, 29) for x in range(1, 29)),
        make=rendered_digits,
        suggested=_suggested(),
        classes=tuple("0123456789"),
        image_shape=SHAPE,
        domain=(0.0, 1.0),
    ),
)
