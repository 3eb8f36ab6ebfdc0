"""What a person has selected, shared by all views: a part of the network, and an example."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from nnplayground.core import Dataset, Part
from nnplayground.core.arrays import FloatArray


@dataclass(frozen=True)
class Selection:
    """A layer, a neuron, or one parameter.

    Attributes:
        layer: level of the network, 0 for the inputs, 1 for the first layer, ...
        neuron: number of the neuron in it (from 0), None for the whole layer.
        source: number (from 0) of the neuron before, for the weight from it to `neuron`; the
            size of the layer before for the bias of `neuron`; None for the neuron itself.
    """

    layer: int
    neuron: int | None = None
    source: int | None = None


class ExampleSelection(QObject):
    """The one example that formulas and activations are shown for.

    Signals:
        changed(ExampleSelection): another one, or the data is another.

    Attributes:
        dataset: the data.
        index: number (from 0) of the example, first the training ones, then the test ones.
        own: inputs (features,) of a person's own, in the place of the example's; None for none.
        changes: how often it has changed.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dataset: Dataset | None = None
        self.index = 0
        self.own: FloatArray | None = None
        self.changes = 0

    @Slot(object)
    def take_dataset(self, dataset: Dataset) -> None:
        """Take the same number of other data, the first where there is no such number."""
        self.dataset = dataset
        self.index = self.index if self.index < self.count else 0
        self.own = None
        self._tell()

    def choose(self, index: int) -> None:
        """Take the example `index`, or the nearest number there is."""
        index = max(0, min(index, self.count - 1))
        if index != self.index or self.own is not None:
            self.index, self.own = index, None
            self._tell()

    def look_at_own(self, inputs: FloatArray | None) -> None:
        """Take inputs (features,) of a person's own; None for the example again."""
        if inputs is not None or self.own is not None:
            self.own = inputs
            self._tell()

    def _tell(self) -> None:
        self.changes += 1
        self.changed.emit(self)

    @property
    def count(self) -> int:
        """How many examples there are."""
        return len(self._data.train) + len(self._data.test)

    @property
    def is_for_training(self) -> bool:
        """Whether the network learns from it."""
        return self.index < len(self._data.train)

    @property
    def part(self) -> Part:
        """The part of the data that it is in."""
        return self._data.train if self.is_for_training else self._data.test

    @property
    def row(self) -> int:
        """Its row in `part`."""
        return self.index - (0 if self.part is self._data.train else len(self._data.train))

    @property
    def inputs(self) -> FloatArray:
        """What the network is fed (features,)."""
        return self.part.inputs[self.row] if self.own is None else self.own

    @property
    def title(self) -> str:
        """'training example 1', 'test example 1' or 'your drawing'."""
        if self.own is not None:
            return "your drawing"
        where = "training" if self.part is self._data.train else "test"
        return f"{where} example {self.row + 1}"

    @property
    def _data(self) -> Dataset:
        assert self.dataset is not None
        return self.dataset
