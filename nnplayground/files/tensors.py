"""A run's state as named tensors and back: the one place that knows their names."""

from collections.abc import Iterator, Mapping

import numpy as np

from nnplayground.core import OPTIMIZERS, Experiment, ParameterLayout
from nnplayground.core.arrays import DTYPES, FloatArray

DTYPE_NAMES = {"float64": "F64", "float32": "F32"}


def tensor_shapes(experiment: Experiment) -> dict[str, tuple[int, ...]]:
    """Name and shape of every tensor that a file of `experiment` holds, no more and no less."""
    return {
        name: shape
        for prefix in ("", *_slot_prefixes(experiment))
        for name, shape in _shapes(prefix, experiment)
    }


def to_tensors(
    experiment: Experiment, theta: FloatArray, slots: FloatArray
) -> dict[str, FloatArray]:
    """The tensors of theta (P,) and slots (slots, P)."""
    views: dict[str, FloatArray] = {}
    layout = ParameterLayout(experiment.network)
    for prefix, vector in zip(("", *_slot_prefixes(experiment)), (theta, *slots), strict=True):
        views |= _views(prefix, layout, vector)
    # safetensors writes an array that is not contiguous wrongly and says nothing.
    return {name: np.ascontiguousarray(view) for name, view in views.items()}


def from_tensors(
    experiment: Experiment, tensors: Mapping[str, FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """theta (P,) and slots (slots, P) of their own memory, from what `to_tensors` gives."""
    layout = ParameterLayout(experiment.network)
    prefixes = _slot_prefixes(experiment)
    dtype = DTYPES[experiment.training.precision]
    theta, slots = np.empty(layout.size, dtype), np.empty((len(prefixes), layout.size), dtype)
    for prefix, vector in zip(("", *prefixes), (theta, *slots), strict=True):
        for name, view in _views(prefix, layout, vector).items():
            view[...] = tensors[name]
    return theta, slots


def _slot_prefixes(experiment: Experiment) -> tuple[str, ...]:
    optimizer = OPTIMIZERS[experiment.training.optimizer]
    return tuple(f"optimizer.{slot}." for slot in optimizer.slots)


def _shapes(prefix: str, experiment: Experiment) -> Iterator[tuple[str, tuple[int, ...]]]:
    network = experiment.network
    for i, layer in enumerate(network.layers):
        yield f"{prefix}layers.{i}.weight", (network.sizes[i], layer.units)
        if layer.bias:
            yield f"{prefix}layers.{i}.bias", (layer.units,)


def _views(prefix: str, layout: ParameterLayout, vector: FloatArray) -> dict[str, FloatArray]:
    views = {}
    for i, layer in enumerate(layout.network.layers):
        views[f"{prefix}layers.{i}.weight"] = layout.weight(vector, i)
        if layer.bias:
            views[f"{prefix}layers.{i}.bias"] = layout.bias(vector, i)
    return views
