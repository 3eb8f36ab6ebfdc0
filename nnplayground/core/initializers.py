"""Initializers: how the parameters of a layer start, one table entry each."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.errors import SpecError

# Far beyond what any network learns from, and far from where float32 overflows.
LARGEST = 1e6


@dataclass(frozen=True)
class Initializer:
    """A rule for initial values; `kind` is a key of INITIALIZERS, which tells the fields it uses.

    Attributes:
        low, high: bounds of 'uniform' and 'random_state'.
        mean, std: of 'normal'.
        value: of 'constant'.
        seed: of 'random_state', NumPy's old generator that the articles use.
    """

    kind: str = "uniform"
    low: float = -0.5
    high: float = 0.5
    mean: float = 0.0
    std: float = 0.5
    value: float = 0.0
    seed: int = 1

    def __post_init__(self) -> None:
        if self.kind not in INITIALIZERS:
            known = ", ".join(INITIALIZERS)
            raise SpecError(f"initializer '{self.kind}' is unknown; known are {known}")
        for name in ("low", "high", "mean", "std", "value"):
            if not abs(getattr(self, name)) <= LARGEST:  # NaN included
                raise SpecError(
                    f"initializer '{self.kind}': {name} {getattr(self, name)} is not in "
                    f"-{LARGEST:g} .. {LARGEST:g}"
                )
        if self.low > self.high:
            raise SpecError(f"initializer '{self.kind}': low {self.low} is above high {self.high}")
        if self.std < 0:
            raise SpecError(f"initializer '{self.kind}': std {self.std} is negative")
        if not 0 <= self.seed < 2**32:
            raise SpecError(f"initializer '{self.kind}': seed {self.seed} is not in 0 .. 2^32 - 1")


@dataclass(frozen=True)
class Place:
    """What is to be filled: the weights or the biases of a layer.

    Attributes:
        shape: of the array.
        fan_in, fan_out: inputs and units of the layer.
        random: where chance comes from.
    """

    shape: tuple[int, ...]
    fan_in: int
    fan_out: int
    random: np.random.Generator


@dataclass(frozen=True)
class InitializerKind:
    """One kind of initializer.

    Attributes:
        label: what a person reads.
        fields: the fields of `Initializer` that this kind uses.
        fill: `fill(rule, place) -> array of place.shape`.
    """

    label: str
    fields: tuple[str, ...]
    fill: Callable[[Initializer, Place], FloatArray]


def initial_values(
    rule: Initializer,
    shape: tuple[int, ...],
    fan_in: int,
    fan_out: int,
    random: np.random.Generator,
) -> FloatArray:
    """An array (float64) of `shape`, filled by `rule` for fan_in inputs and fan_out units."""
    return INITIALIZERS[rule.kind].fill(rule, Place(shape, fan_in, fan_out, random))


def _uniform(rule: Initializer, place: Place) -> FloatArray:
    return place.random.uniform(rule.low, rule.high, place.shape)


def _normal(rule: Initializer, place: Place) -> FloatArray:
    return place.random.normal(rule.mean, rule.std, place.shape)


def _constant(rule: Initializer, place: Place) -> FloatArray:
    return np.full(place.shape, rule.value)


def _glorot_uniform(rule: Initializer, place: Place) -> FloatArray:
    """U(-r, r), r = sqrt(6 / (fan_in + fan_out)) (Glorot and Bengio 2010)."""
    bound = np.sqrt(6.0 / (place.fan_in + place.fan_out))
    return place.random.uniform(-bound, bound, place.shape)


def _glorot_normal(rule: Initializer, place: Place) -> FloatArray:
    """N(0, 2 / (fan_in + fan_out)) (Glorot and Bengio 2010)."""
    return place.random.normal(0.0, np.sqrt(2.0 / (place.fan_in + place.fan_out)), place.shape)


def _he_uniform(rule: Initializer, place: Place) -> FloatArray:
    """U(-r, r), r = sqrt(6 / fan_in) (He et al. 2015)."""
    bound = np.sqrt(6.0 / place.fan_in)
    return place.random.uniform(-bound, bound, place.shape)


def _he_normal(rule: Initializer, place: Place) -> FloatArray:
    """N(0, 2 / fan_in) (He et al. 2015)."""
    return place.random.normal(0.0, np.sqrt(2.0 / place.fan_in), place.shape)


def _random_state(rule: Initializer, place: Place) -> FloatArray:
    """low + (high - low) * RandomState(seed).rand(*shape); the articles write 2 * rand - 1."""
    old = np.random.RandomState(rule.seed)
    return (rule.high - rule.low) * old.random_sample(place.shape) + rule.low


INITIALIZERS: dict[str, InitializerKind] = {
    "uniform": InitializerKind("uniform", ("low", "high"), _uniform),
    "normal": InitializerKind("normal", ("mean", "std"), _normal),
    "constant": InitializerKind("constant", ("value",), _constant),
    "glorot_uniform": InitializerKind("Glorot uniform", (), _glorot_uniform),
    "glorot_normal": InitializerKind("Glorot normal", (), _glorot_normal),
    "he_uniform": InitializerKind("He uniform", (), _he_uniform),
    "he_normal": InitializerKind("He normal", (), _he_normal),
    "random_state": InitializerKind(
        "RandomState(seed).rand", ("low", "high", "seed"), _random_state
    ),
}
