"""nnplayground: build a small neural network by dragging, train it live, take it apart."""

from nnplayground.core.dataset import Dataset, register_loader
from nnplayground.core.experiment import DataSpec

__version__ = "0.1.0"


def _load(spec: DataSpec) -> Dataset:
    """Ask the data room for the examples, importing it only when they are needed."""
    from nnplayground.data import load

    return load(spec)


register_loader(_load)
