"""The examples of a run as arrays, and the hook through which the core asks for them.

The core does not know how data is made: `nnplayground.data` registers itself here when the
package is imported (see `nnplayground/__init__.py`), so imports stay one-way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nnplayground.core.activations import ACTIVATIONS
from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.errors import SpecError
from nnplayground.core.experiment import DataSpec, Experiment
from nnplayground.core.recent import Recent

Task = Literal["classification", "regression"]


@dataclass(frozen=True, eq=False)
class Part:
    """The training or the test examples.

    Attributes:
        raw: (examples, columns), the columns before features and scaling.
        inputs: (examples, features), what the network is fed.
        targets: (examples, outputs) for regression, (examples, 0) for classes.
        labels: (examples,) class numbers for classes, (0,) for regression.
    """

    raw: FloatArray
    inputs: FloatArray
    targets: FloatArray
    labels: IntArray

    def __len__(self) -> int:
        return len(self.inputs)


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples, split for training and testing; all arrays read-only, float64 (pictures float32).

    Attributes:
        train, test: the two parts.
        task: 'classification' or 'regression'.
        classes: names of the classes, () for regression.
        columns: names of the raw columns.
        input_names: names of the network's inputs (features).
        target_names: names of the targets, () for classification.
        featurize: raw (examples, columns) -> inputs (examples, features), for maps and new
            examples; the same features and the same fitted scaling as the parts.
        image_shape: (height, width) where an example is a picture, else None.
        domain: (lowest, highest) of all raw columns together, for the axes of maps.
        domains: the same of each raw column, () where `domain` serves for all.
        target_range: (lowest, highest) target for the axis of a curve; None where the targets
            themselves say it.
    """

    train: Part
    test: Part
    task: Task
    classes: tuple[str, ...]
    columns: tuple[str, ...]
    input_names: tuple[str, ...]
    target_names: tuple[str, ...]
    featurize: Callable[[FloatArray], FloatArray]
    image_shape: tuple[int, int] | None = None
    domain: tuple[float, float] = (-6.0, 6.0)
    domains: tuple[tuple[float, float], ...] = ()
    target_range: tuple[float, float] | None = None

    def domain_of(self, column: int) -> tuple[float, float]:
        """(lowest, highest) of a raw column, for its axis."""
        return self.domains[column] if self.domains else self.domain

    @property
    def inputs(self) -> int:
        """How many inputs a network needs for this data."""
        return len(self.input_names)

    def allowed_outputs(self) -> tuple[int, ...]:
        """How many output units fit: one per class (or 1 for two classes), one per target."""
        if self.task == "regression":
            return (len(self.target_names),)
        return (1, 2) if len(self.classes) == 2 else (len(self.classes),)


def example_in(dataset: Dataset, number: int) -> tuple[Part, int]:
    """The part and the row in it of an example: numbers from 0, those for testing last."""
    trained = len(dataset.train)
    return (dataset.train, number) if number < trained else (dataset.test, number - trained)


def encode_targets(part: Part, dataset: Dataset, output_activation: str, units: int) -> FloatArray:
    """Targets Y (examples, units) as the output layer can reach them.

    Classes become 0 and 1 where the output stays above -1 (sigmoid, softmax, ReLU, ...), else -1
    and 1 (tanh, identity); with one unit the second class is the high value, with one unit a
    class its own unit is high.
    """
    if dataset.task == "regression":
        return part.targets
    low = 0.0 if ACTIVATIONS[output_activation].output_range[0] > -1.0 else -1.0
    numbers = np.arange(2)[1:] if units == 1 else np.arange(units)
    return np.where(part.labels[:, None] == numbers[None, :], 1.0, low)


def class_threshold(output_activation: str) -> float:
    """The output of a single unit above which an example is of the second class."""
    return 0.5 if ACTIVATIONS[output_activation].output_range[0] > -1.0 else 0.0


def check_fit(experiment: Experiment, dataset: Dataset) -> None:
    """Raise SpecError where network and data do not fit each other."""
    network = experiment.network
    if network.inputs != dataset.inputs:
        raise SpecError(
            f"network: has {network.inputs} inputs, but the data '{experiment.data.dataset}' "
            f"has {dataset.inputs} ({', '.join(dataset.input_names[:6])})"
        )
    allowed = dataset.allowed_outputs()
    if network.output.units not in allowed:
        expected = " or ".join(str(count) for count in allowed)
        raise SpecError(
            f"output layer: has {network.output.units} neurons, but the data "
            f"'{experiment.data.dataset}' needs {expected}"
        )
    if len(dataset.train) == 0 < len(dataset.test):
        raise SpecError("data.train_share: leaves no example for training; make it larger")


_loaders: list[Callable[[DataSpec], Dataset]] = []


def register_loader(loader: Callable[[DataSpec], Dataset]) -> None:
    """Say who makes a `Dataset` of a `DataSpec`; the last one registered serves."""
    _loaders[:] = [loader]


def load_dataset(data: DataSpec) -> Dataset:
    """The examples that `data` describes; the last few are kept, so asking again is cheap.

    Raises:
        SpecError: where the description cannot be served.
    """
    if not _loaders:
        raise SpecError("data: no source of data is registered")
    key = _loaders[0], data
    return _loaded.get(key) or _loaded.keep(key, _loaders[0](data))


def _bytes(dataset: Dataset) -> int:
    parts = (dataset.train, dataset.test)
    arrays = [
        array for part in parts for array in (part.raw, part.inputs, part.targets, part.labels)
    ]
    # where nothing is made of the columns, the inputs are the same array
    return sum({id(array): array.nbytes for array in arrays}.values())


_loaded: Recent[tuple[Callable[[DataSpec], Dataset], DataSpec], Dataset] = Recent(
    _bytes, budget=400_000_000
)
