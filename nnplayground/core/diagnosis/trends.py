"""Trends in noisy losses: where the test loss turned while the training loss went on falling."""

from dataclasses import dataclass

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.diagnosis.evidence import ENOUGH_SCORES, Scores

# Test loss above its lowest by this factor, and by this share of what it began with.
RISE = 1.15
SMALLEST_RISE = 0.02


@dataclass(frozen=True)
class Turn:
    """Where the test loss was lowest, and both losses then and now."""

    iteration: int
    train_then: float
    train_now: float
    test_then: float
    test_now: float


def turning(scores: Scores) -> Turn | None:
    """Where the test loss turned upwards for good; None where it did not."""
    scores = scores.without_gaps("train", "test")
    count = len(scores.iterations)
    if count < ENOUGH_SCORES:
        return None
    half = max(1, count // 20)
    train, test = _smooth(scores.train, half), _smooth(scores.test, half)
    best = int(test.argmin())
    rose = test[-1] > RISE * test[best] and test[-1] - test[best] > SMALLEST_RISE * test[0]
    if best > count - 1 - 2 * half or not rose or train[-1] >= train[best]:
        return None
    return Turn(
        int(scores.iterations[best]),
        float(train[best]),
        float(train[-1]),
        float(test[best]),
        float(test[-1]),
    )


def _smooth(values: FloatArray, half: int) -> FloatArray:
    """Medians of 2 half + 1 values around each, fewer at the ends."""
    padded = np.pad(values.astype(np.float64), half, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    medians: FloatArray = np.median(windows, axis=1)
    return medians
