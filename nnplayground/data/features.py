"""Inputs made from the raw columns: what TensorFlow Playground calls features."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.errors import SpecError
from nnplayground.data.formulas import formula
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


FORMULA = "formula:"
COLUMN = "column:"


def chosen_features(source: Source, keys: tuple[str, ...]) -> tuple[Feature, ...]:
    """The features with these keys, in their order.

    Raises:
        SpecError: naming the key that the data does not have or that comes twice.
    """
    for position, key in enumerate(keys):
        if key in keys[:position]:
            raise SpecError(f"data.features: '{key}' comes twice")
    return tuple(feature_of(source, key) for key in keys)


def feature_of(source: Source, key: str) -> Feature:
    """A feature: one of FEATURES, a formula ('formula:x1*x2') or a column ('column:its name').

    Raises:
        SpecError: naming the key that the data does not have.
    """
    if key.startswith(FORMULA):
        text = key.removeprefix(FORMULA)
        return Feature(key, text, formula(text, source.columns))
    name = key.removeprefix(COLUMN)
    if key.startswith(COLUMN) and name in source.columns:
        column = source.columns.index(name)
        return Feature(key, name, lambda raw: raw[:, column])
    if key in source.features:
        return FEATURES[key]
    known = ", ".join(source.features) or "none, only the columns as they are and formulas"
    raise SpecError(
        f"data.features: '{key}' cannot be made from the data '{source.key}'; known are {known}"
    )


def column_features(source: Source) -> tuple[str, ...]:
    """The keys of the columns as they are, in their order."""
    by_label = {FEATURES[key].label: key for key in source.features}
    return tuple(by_label.get(name, COLUMN + name) for name in source.columns)


def has_feature(source: Source, key: str) -> bool:
    """Whether the data has what this feature is made of."""
    try:
        feature_of(source, key)
    except SpecError:
        return False
    return True


def check_finite(features: tuple[Feature, ...], inputs: FloatArray) -> None:
    """Look at the formulas among inputs (examples, features).

    Raises:
        SpecError: where one is no finite number for some example.
    """
    for number, feature in enumerate(features):
        if feature.key.startswith(FORMULA):
            wrong = len(inputs) - int(np.isfinite(inputs[:, number]).sum())
            if wrong:
                raise SpecError(
                    f"formula '{feature.label}': is no finite number for {wrong:,} of "
                    f"{len(inputs):,} examples, as the logarithm of 0 or a division by 0 is not"
                )


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
        """The inputs (examples, features); may be `raw` itself where nothing changes.

        They are float64, but float32 where `raw` is: pictures would take twice the memory.
        """
        values = np.asarray(raw)
        if values.dtype != np.float32:
            values = values.astype(np.float64, copy=False)
        inputs = unscaled(self.features, values)
        if self.offset.size:
            inputs = inputs - self.offset.astype(inputs.dtype)
            inputs /= self.divisor.astype(inputs.dtype)
        return inputs


def unscaled(features: tuple[Feature, ...], raw: FloatArray) -> FloatArray:
    """The features (examples, features) of raw (examples, columns)."""
    if not features:
        return raw
    inputs = np.empty((len(raw), len(features)))
    for column, feature in enumerate(features):
        inputs[:, column] = feature.compute(raw)
    return inputs
