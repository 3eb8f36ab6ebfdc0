"""Dropout masks by hashing a counter, so that both engines draw the same ones and none is stored.

The hash is splitmix64 (Steele, Lea and Flood 2014), which is a few integer operations in NumPy
and in a compiled kernel alike. Unit u of the example at position i of a batch of m is dropped in
iteration t of layer l where hash(key(seed, t, l) + (u * m + i + 1) * GOLDEN) is below rate * 2^64.
"""

import numpy as np
import numpy.typing as npt

from nnplayground.core.arrays import FloatArray

GOLDEN = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


def mix(x: int) -> int:
    """splitmix64's finalizer on one number."""
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return x ^ (x >> 31)


def key(seed: int, iteration: int, layer: int) -> int:
    """The 64-bit number that the masks of (seed, iteration, layer) start from."""
    return mix((mix((mix(seed + GOLDEN) + iteration * GOLDEN) & _MASK) + layer * GOLDEN) & _MASK)


def threshold(rate: float) -> int:
    """Hashes below this number drop the unit."""
    return int(rate * 2.0**64)


def fill_mask(out: FloatArray, rate: float, seed: int, iteration: int, layer: int) -> None:
    """Fill `out` (units, examples) with 0 where dropped, else 1 / (1 - rate) (inverted dropout)."""
    counter = np.arange(1, out.size + 1, dtype=np.uint64).reshape(out.shape)
    counter *= np.uint64(GOLDEN)
    counter += np.uint64(key(seed, iteration, layer))
    kept = _mix_array(counter) >= np.uint64(threshold(rate))
    np.multiply(kept, 1.0 / (1.0 - rate), out)


def _mix_array(x: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    x ^= x >> np.uint64(30)
    x *= np.uint64(0xBF58476D1CE4E5B9)
    x ^= x >> np.uint64(27)
    x *= np.uint64(0x94D049BB133111EB)
    x ^= x >> np.uint64(31)
    return x
