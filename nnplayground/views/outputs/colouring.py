"""From outputs over the plane to pixels: by value, or by class and how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.dataset import Dataset
from nnplayground.views.colours import Pixels, packed_colours, packed_ramp, packed_scale
from nnplayground.views.outputs.answers import class_shares
from nnplayground.views.style import mixed
from nnplayground.views.theme import Theme

LEVELS = 64  # shades of a class
BANDS = 8  # of a value when it is discretized
_ENDS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 20.0)


class Colouring(Protocol):
    """Turns outputs (units, cells) into pixels (cells,)."""

    def pixels(self, outputs: FloatArray) -> Pixels:
        """The pixels; a cell whose output is no number is grey."""
        ...


@dataclass(frozen=True, eq=False)
class ValueColours:
    """One number on the colour scale.

    Attributes:
        limit: the value with the last colour; -limit has the first.
        table: (257,) pixels, the last one for what is no number.
    """

    limit: float
    table: Pixels

    def pixels(self, outputs: FloatArray) -> Pixels:
        """See Colouring."""
        with np.errstate(all="ignore"):
            place = outputs[0] * (127.5 / self.limit) + 128.0
            return self.table[_indices(place, 255, 256)]


@dataclass(frozen=True, eq=False)
class ClassColours:
    """The colour of the likeliest class, paler the closer the second comes.

    Attributes:
        activation: of the output layer.
        table: (classes, LEVELS) pixels.
        no_number: (1,) pixel for what is no number.
    """

    activation: str
    table: Pixels
    no_number: Pixels

    def pixels(self, outputs: FloatArray) -> Pixels:
        """See Colouring."""
        each = class_shares(outputs, self.activation)
        columns = np.arange(each.shape[1])
        first = each.argmax(axis=0)
        largest = each[first, columns]
        each[first, columns] = -1.0
        margin = largest - each.max(axis=0)
        levels = _indices(margin * (LEVELS - 1) + 0.5, LEVELS - 1, 0)
        pixels: Pixels = self.table[first, levels]
        pixels[np.isnan(largest)] = self.no_number
        return pixels


def _indices(place: FloatArray, last: int, no_number: int) -> IntArray:
    """Whole numbers 0 .. last, `no_number` for NaN."""
    clipped = np.clip(place, 0.0, last)
    clipped[np.isnan(clipped)] = no_number
    return clipped.astype(np.int64)


def colouring(
    dataset: Dataset, activation: str, theme: Theme, discretize: bool, target: int = 0
) -> Colouring:
    """The colouring that fits the data, the output layer and the target that is shown."""
    grey = packed_colours([no_number_colour(theme)])
    if dataset.task == "classification":
        names = theme.classes[: len(dataset.classes)]
        ramps = [_class_ramp(name, theme, discretize) for name in names]
        return ClassColours(activation, np.stack(ramps), grey)
    scale = _banded(packed_scale(theme)) if discretize else packed_scale(theme)
    return ValueColours(value_limit(dataset, target), np.concatenate((scale, grey)))


def value_limit(dataset: Dataset, target: int = 0) -> float:
    """The end of the colour scale: the largest value of a target, whatever its sign, rounded up."""
    parts = [part.targets[:, target] for part in (dataset.train, dataset.test) if part.targets.size]
    largest = max((float(np.abs(targets).max()) for targets in parts), default=0.0)
    if largest == 0.0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(largest))
    return next(float(f"{times * power:.3g}") for times in _ENDS if times * power >= largest)


def no_number_colour(theme: Theme) -> str:
    """The grey of what is no number."""
    return mixed(theme.border, theme.muted, 0.35)


def _class_ramp(name: str, theme: Theme, discretize: bool) -> Pixels:
    return packed_ramp(name if discretize else theme.zero, name, LEVELS)


def _banded(scale: Pixels) -> Pixels:
    """The colour scale in bands of one colour each."""
    band = np.arange(len(scale)) * BANDS // len(scale)
    return scale[(band * (len(scale) - 1)) // (BANDS - 1)]


def point_colours(dataset: Dataset, theme: Theme) -> Sequence[str]:
    """Colours of data points: one a class, or those of the scale in LEVELS steps."""
    if dataset.task == "classification":
        return theme.classes[: len(dataset.classes)]
    scale = theme.scale()[:: 256 // LEVELS]
    return [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue, _ in scale]
