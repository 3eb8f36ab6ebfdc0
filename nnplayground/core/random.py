"""Counter-based randomness: every draw follows from the seed and a counter, never from a state.

`generator(seed, stream, counter)` is NumPy's Philox keyed by these numbers, so that any epoch or
layer can be had again without running through the ones before it.
"""

from enum import IntEnum

import numpy as np

from nnplayground.core.arrays import IntArray

_MASK = (1 << 64) - 1

# An order of examples is drawn for this many numbers at once: many short epochs share one draw.
_BLOCK_NUMBERS = 1 << 14

# NumPy sorts rows of 32-bit numbers up to this long in registers.
_MOST_SORTED = 512


class Stream(IntEnum):
    """What a generator is for; different streams of one seed are independent."""

    WEIGHTS = 1
    ORDER = 2
    DATA = 3
    SPLIT = 4
    NOISE = 5
    DROPOUT = 6


def generator(seed: int, stream: Stream, counter: int = 0) -> np.random.Generator:
    """A generator keyed by (seed, stream, counter)."""
    key = np.array([seed & _MASK, (stream << 56) | counter], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key))


class ExampleOrder:
    """The order of the examples in each epoch.

    Args:
        examples: how many there are.
        order: 'shuffled' (anew each epoch) or 'given'.
        seed: the experiment's seed.
    """

    def __init__(self, examples: int, order: str, seed: int) -> None:
        self.examples = examples
        self.shuffled = order == "shuffled"
        self.block_epochs = max(1, _BLOCK_NUMBERS // max(1, examples)) if self.shuffled else 1
        self._seed = seed
        self._block = -1
        self._table: IntArray = np.arange(examples, dtype=np.int64)[None, :]

    def block(self, epoch: int) -> tuple[int, IntArray]:
        """The block that `epoch` lies in: its first epoch and the orders (epochs, examples)."""
        if not self.shuffled:
            return epoch, self._table
        block = epoch // self.block_epochs
        if block != self._block:
            self._table = self._draw(block)
            self._block = block
        return block * self.block_epochs, self._table

    def _draw(self, block: int) -> IntArray:
        """The orders (epochs, examples) of a block."""
        random = generator(self._seed, Stream.ORDER, block)
        if self.examples <= _MOST_SORTED:
            return _sorted_orders(random, self.block_epochs, self.examples)
        given = np.tile(np.arange(self.examples, dtype=np.int64), (self.block_epochs, 1))
        return random.permuted(given, axis=1, out=given)

    def indices(self, epoch: int) -> IntArray:
        """The examples' indices (examples,) in the order of `epoch`."""
        first, table = self.block(epoch)
        row: IntArray = table[epoch - first]
        return row


def _sorted_orders(random: np.random.Generator, epochs: int, examples: int) -> IntArray:
    """Shuffled rows (epochs, examples): sorted random numbers with the indices as lowest bits.

    A quarter of the time of `Generator.permuted`, which would be a third of a small network's.
    """
    numbers = epochs * examples
    raw = np.asarray(random.bit_generator.random_raw((numbers + 1) // 2), dtype="<u8")
    keys = raw.view("<u4")[:numbers].reshape(epochs, examples).astype(np.uint32, copy=False)
    low_bits = np.uint32((1 << examples.bit_length()) - 1)
    keys &= ~low_bits
    keys |= np.arange(examples, dtype=np.uint32)
    keys.sort(axis=1)
    keys &= low_bits
    return keys.astype(np.int64)
