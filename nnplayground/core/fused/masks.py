"""Dropout inside the kernel: the masks of `nnplayground.core.dropout`, number for number."""

from typing import Any

import numpy as np
from numba.extending import register_jitable

from nnplayground.core import dropout
from nnplayground.core.fused.lanes import compiled
from nnplayground.core.fused.memory import lane_count, load, put, store

register_jitable(dropout.mix)
register_jitable(dropout.key)


@compiled
def fill_mask(
    work: Any, mask: int, key: Any, threshold: Any, batch: int, start: int, units: int, width: int
) -> None:
    """Fill rows with 0 where dropped, else 1 / (1 - rate), for the examples from `start` on."""
    scale = 1.0 / (1.0 - float(threshold) / 2.0**64)
    for u in range(units):
        for n in range(width):
            counter = np.uint64(u * batch + start + n + 1)
            kept = dropout.mix(key + counter * np.uint64(dropout.GOLDEN)) >= threshold
            put(work, mask + u * width + n, scale if kept else 0.0)


@compiled
def multiply(work: Any, a: int, b: int, result: int, count: int) -> None:
    """result = a * b, for `count` numbers from three positions of `work`."""
    for k in range(0, count, lane_count(work)):
        store(work, result + k, load(work, a + k) * load(work, b + k))
