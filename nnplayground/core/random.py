"""Counter-based randomness: every draw follows from the seed and a counter, never from a state.

`generator(seed, stream, counter)` is NumPy's Philox keyed by these numbers, so that any epoch or
layer can be had again without running through the ones before it.
"""

from enum import IntEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from nnplayground.core.arrays import IntArray

_MASK = (1 << 64) - 1

# An order of examples is drawn for this many numbers at once: many short epochs share one draw.
_BLOCK_NUMBERS = 1 << 14
# Neighbouring blocks that are wanted together make one table of at most this many numbers.
_TABLE_NUMBERS = 1 << 18

# Numbers of 32 bits that Philox makes at once.
_DRAWN_AT_ONCE = 8

# NumPy sorts rows of 32-bit numbers up to this long in registers.
_MOST_SORTED = 512


# Orders of examples: half of the memory that an index into an array takes.
OrderArray: TypeAlias = npt.NDArray[np.int32]


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
    return np.random.Generator(_philox(seed, stream, counter))


def _philox(seed: int, stream: Stream, counter: int, drawn: int = 0) -> np.random.Philox:
    """The bits of `generator` after `drawn` times _DRAWN_AT_ONCE numbers of 32 bits."""
    key = np.array([seed & _MASK, (stream << 56) | counter], dtype=np.uint64)
    return np.random.Philox(key=key, counter=drawn)


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
        numbers = max(1, examples)  # an empty plane has no examples yet
        self.block_epochs = max(1, _BLOCK_NUMBERS // numbers) if self.shuffled else 1
        self._most_blocks = max(1, _TABLE_NUMBERS // (self.block_epochs * numbers))
        self._seed = seed
        self._first = 0
        self._table: OrderArray = np.arange(examples, dtype=np.int32)[None, :]
        if self.shuffled:
            self._table = self._table[:0]

    def table(self, epoch: int, epochs: int = 1) -> tuple[int, OrderArray]:
        """A table that `epoch` lies in and as many of the `epochs` from there on as fit.

        Returns:
            The table's first epoch, and the orders (epochs, examples) of it and those after it.
        """
        if not self.shuffled:
            return epoch, self._table
        last = epoch + max(1, epochs) - 1
        there = range(self._first, self._first + len(self._table))
        if epoch not in there or (last not in there and len(there) < self._most_epochs):
            block = epoch // self.block_epochs
            blocks = min(last // self.block_epochs - block + 1, self._most_blocks)
            self._table = self._draw(block, blocks)
            self._first = block * self.block_epochs
        return self._first, self._table

    @property
    def _most_epochs(self) -> int:
        return self._most_blocks * self.block_epochs

    def _draw(self, block: int, blocks: int) -> OrderArray:
        """The orders (epochs, examples) of some blocks."""
        epochs = self.block_epochs * blocks
        if self.examples <= _MOST_SORTED:
            return _sorted_orders(self._seed, block * self.block_epochs, epochs, self.examples)
        given = np.tile(np.arange(self.examples, dtype=np.int32), (epochs, 1))
        for i, part in enumerate(np.split(given, blocks)):
            generator(self._seed, Stream.ORDER, block + i).permuted(part, axis=1, out=part)
        return given

    def indices(self, epoch: int) -> IntArray:
        """The examples' indices (examples,) in the order of `epoch`."""
        first, table = self.table(epoch)
        row: IntArray = table[epoch - first if self.shuffled else 0].astype(np.int64)
        return row


def _sorted_orders(seed: int, epoch: int, epochs: int, examples: int) -> OrderArray:
    """Shuffled rows (epochs, examples): sorted random numbers with the indices as lowest bits.

    A quarter of the time of `Generator.permuted`, which would be a third of a small network's.
    """
    draws = -(-examples // _DRAWN_AT_ONCE)  # an epoch
    philox = _philox(seed, Stream.ORDER, 0, epoch * draws)
    raw = np.asarray(philox.random_raw(epochs * draws * _DRAWN_AT_ONCE // 2), dtype="<u8")
    numbers = raw.view("<u4").reshape(epochs, draws * _DRAWN_AT_ONCE)[:, :examples]
    low_bits = np.uint32((1 << examples.bit_length()) - 1)
    keys = numbers & ~low_bits
    keys |= np.arange(examples, dtype=np.uint32)
    keys.sort(axis=1)
    keys &= low_bits
    return keys.view(np.int32)
