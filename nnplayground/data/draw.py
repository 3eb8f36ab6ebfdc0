"""The random numbers of generated examples: the same seed gives the same points at any noise."""

from dataclasses import dataclass

from nnplayground.core.arrays import FloatArray
from nnplayground.core.random import Stream, generator


@dataclass(frozen=True)
class Draw:
    """What a generator of examples draws from.

    Every array is filled example by example, so that a larger number of examples begins with
    the smaller one; noise has its own stream and is scaled, so that it moves points smoothly.

    Attributes:
        examples: how many examples are wanted.
        noise: nu, 0 to 0.5.
        seed: of the data.
    """

    examples: int
    noise: float
    seed: int

    def uniform(self, columns: int) -> FloatArray:
        """(examples, columns) of U(0, 1)."""
        return generator(self.seed, Stream.DATA).random((self.examples, columns))

    def normal(self, columns: int) -> FloatArray:
        """(examples, columns) of N(0, 1)."""
        return generator(self.seed, Stream.DATA).standard_normal((self.examples, columns))

    def jitter(self, columns: int, reach: float) -> FloatArray:
        """(examples, columns) of nu U(-reach, reach)."""
        unit = generator(self.seed, Stream.NOISE).random((self.examples, columns))
        return self.noise * reach * (2.0 * unit - 1.0)

    def normal_jitter(self, columns: int, deviation: float) -> FloatArray:
        """(examples, columns) of nu N(0, deviation^2)."""
        unit = generator(self.seed, Stream.NOISE).standard_normal((self.examples, columns))
        return self.noise * deviation * unit
