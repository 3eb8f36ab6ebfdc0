"""Inputs made from the raw columns: what TensorFlow Playground calls features."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.errors import SpecError
from nnplayground.data.source import Source


@dataclass(frozen=True)
class Feature:
    """One input.

    Attributes:
        key: what `DataSpec.features` holds.
        label: what a person reads.
        compute: raw (examples, columns) -> (examples,).
    """

    key: str
    label: str
    compute: Callable[[FloatArray], FloatArray]


FEATURES: dict[str, Feature] = {
    feature.key: feature
    for feature in (
        Feature("x1", "x₁", lambda raw: raw[:, 0]),
        Feature("x2", "x₂", lambda raw: raw[:, 1]),
        Feature("x1^2", "x₁²", lambda raw: raw[:, 0] * raw[:, 0]),
        Feature("x2^2", "x₂²", lambda raw: raw[:, 1] * raw[:, 1]),
        Feature("x1*x2", "x₁x₂", lambda raw: raw[:, 0] * raw[:, 1]),
        Feature("sin(x1)", "sin x₁", lambda raw: np.sin(raw[:, 0])),
        Feature("sin(x2)", "sin x₂", lambda raw: np.sin(raw[:, 1])),
    )
}


def chosen_features(source: Source, keys: tuple[str, ...]) -> tuple[Feature, ...]:
    """The features with these keys, in their order.

    Raises:
        SpecError: naming the key that the data does not have or that comes twice.
    """
    for position, key in enumerate(keys):
        if key not in source.features:
            known = ", ".join(source.features) or "none, only the columns as they are"
            raise SpecError(
                f"data.features: '{key}' cannot be made from the data '{source.key}'; "
                f"known are {known}"
            )
        if key in keys[:position]:
            raise SpecError(f"data.features: '{key}' comes twice")
    return tuple(FEATURES[key] for key in keys)


@dataclass(frozen=True, eq=False)
class Featurize:
    """Raw (examples, columns) -> inputs (examples, features): the features, then the scaling.

    Attributes:
        features: what each input is made of; empty for the columns as they are.
        offset, divisor: (features,) of the scaling (value - offset) / divisor; empty for none.
    """

    features: tuple[Feature, ...]
    offset: FloatArray
    divisor: FloatArray

    def __call__(self, raw: FloatArray) -> FloatArray:
        """The inputs (examples, features), float64; may be `raw` itself where nothing changes."""
        inputs = unscaled(self.features, np.asarray(raw, dtype=np.float64))
        if self.offset.size:
            inputs = inputs - self.offset
            inputs /= self.divisor
        return inputs


def unscaled(features: tuple[Feature, ...], raw: FloatArray) -> FloatArray:
    """The features (examples, features) of raw (examples, columns)."""
    if not features:
        return raw
    inputs = np.empty((len(raw), len(features)))
    for column, feature in enumerate(features):
        inputs[:, column] = feature.compute(raw)
    return inputs
