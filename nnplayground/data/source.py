"""What one entry of the table of data sets says, and the examples it makes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from nnplayground.core.arrays import FloatArray, IntArray, frozen
from nnplayground.core.dataset import Task
from nnplayground.core.experiment import DataSpec, Experiment
from nnplayground.data.draw import Draw

Kind = Literal["plane", "curve", "table", "images"]


@dataclass(frozen=True, eq=False)
class Examples:
    """Examples before they are split: read-only arrays.

    Attributes:
        raw: (examples, columns), float64; float32 of pictures of the user's own.
        targets: (examples, outputs) for regression, (examples, 0) for classes.
        labels: (examples,) class numbers for classes, (0,) for regression.
    """

    raw: FloatArray
    targets: FloatArray
    labels: IntArray

    @classmethod
    def of_classes(cls, raw: FloatArray, labels: npt.NDArray[Any]) -> "Examples":
        """Examples with a class each."""
        return cls(
            frozen(np.asarray(raw, dtype=np.float64)),
            frozen(np.empty((len(raw), 0))),
            frozen(np.asarray(labels, dtype=np.int64)),
        )

    @classmethod
    def of_targets(cls, raw: FloatArray, targets: FloatArray) -> "Examples":
        """Examples with target values (examples, outputs)."""
        return cls(
            frozen(np.asarray(raw, dtype=np.float64)),
            frozen(np.asarray(targets, dtype=np.float64)),
            frozen(np.empty(0, dtype=np.int64)),
        )

    def take(self, chosen: IntArray) -> "Examples":
        """The examples with these indices, in this order; in one piece they are no copy."""
        rows = _in_one_piece(chosen)
        labels = self.labels[rows] if len(self.labels) else self.labels
        return Examples(
            frozen(self.raw[rows]),
            frozen(self.targets[rows]),
            frozen(labels),
        )

    def filled(self, values: FloatArray) -> "Examples":
        """The same with `values` (columns,) where the raw columns have NaN."""
        gaps = np.isnan(self.raw)
        if not gaps.any():
            return self
        return Examples(frozen(np.where(gaps, values, self.raw)), self.targets, self.labels)

    def __len__(self) -> int:
        return len(self.raw)


def _in_one_piece(chosen: IntArray) -> IntArray | slice:
    """Indices as a slice, where they follow each other."""
    first = int(chosen[0]) if len(chosen) else 0
    if np.array_equal(chosen, np.arange(first, first + len(chosen))):
        return slice(first, first + len(chosen))
    return chosen


@dataclass(frozen=True)
class Source:
    """A data set that can be chosen.

    Attributes:
        key: what `DataSpec.dataset` holds.
        label: the name under the thumbnail, short.
        description: one sentence about it.
        kind: 'plane' (two columns), 'curve' (one), 'table' or 'images'.
        columns: names of the raw columns.
        make: the examples, as many as `Draw.examples` says if `generated`, else all there are.
        suggested: a whole experiment that suits the data: number of examples, noise, features,
            output layer, loss and optimizer.
        classes: names of the classes, () for regression.
        target_names: names of the targets, () for classes.
        features: keys of FEATURES that can be made from the columns.
        image_shape: (height, width) where an example is a picture.
        domain, domains: as in `Dataset`.
        generated: whether `DataSpec.examples` and `seed` make the points; of stored examples it
            is the most that are taken.
        noisy: whether `DataSpec.noise` applies; else it is ignored.
        split: whether `DataSpec.train_share` applies; else all examples are for training, in
            their own order.
        tests: so many of the examples that are made, the last ones, are for testing, because the
            data sets them apart; None where they are split by chance.
        parts: the indices of the training and of the test examples that a description asks for,
            where neither chance nor `tests` says it.
        target_range: (lowest, highest) target for the axis of a curve; None where the targets
            themselves say it.
        fill: from the raw columns of the training part to what fills the gaps (NaN) of each; None
            where there are none.
        keep: told how the examples were split, and the parts, so that they are kept only once;
            None where there is nobody to tell.
    """

    key: str
    label: str
    description: str
    kind: Kind
    columns: tuple[str, ...]
    make: Callable[[Draw], Examples]
    suggested: Experiment
    classes: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    image_shape: tuple[int, int] | None = None
    domain: tuple[float, float] = (-6.0, 6.0)
    domains: tuple[tuple[float, float], ...] = ()
    generated: bool = True
    noisy: bool = True
    split: bool = True
    tests: int | None = None
    parts: Callable[[DataSpec], tuple[IntArray, IntArray]] | None = None
    target_range: tuple[float, float] | None = None
    fill: Callable[[FloatArray], FloatArray] | None = None
    keep: Callable[[IntArray, IntArray, "Examples", "Examples"], None] | None = None

    @property
    def task(self) -> Task:
        """'classification' where there are classes, else 'regression'."""
        return "classification" if self.classes else "regression"
