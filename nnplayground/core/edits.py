"""Edits of a network as functions: a new network, and which of its neurons are the old ones."""

import dataclasses
from dataclasses import dataclass

import numpy as np

from nnplayground.core.adapt import Correspondence, LayerValues, carry_over
from nnplayground.core.errors import SpecError
from nnplayground.core.layout import ParameterLayout
from nnplayground.core.network_spec import LayerSpec, NetworkSpec

# What the editor can show and a person can still follow.
MAX_HIDDEN_LAYERS = 12
MAX_UNITS = 1024


@dataclass(frozen=True)
class NetworkEdit:
    """A network after an edit, and where its numbers come from.

    Attributes:
        network: after the edit.
        correspondence: which neurons are the old ones.
        brought: (layer from 0, values) of layers that bring numbers of their own along.
    """

    network: NetworkSpec
    correspondence: Correspondence
    brought: tuple[tuple[int, LayerValues], ...] = ()


def insert_layer(network: NetworkSpec, index: int, layer: LayerSpec) -> NetworkEdit:
    """The network with `layer` before layer `index` (from 0); the output stays the last."""
    return insert_layers(network, index, (layer,))


def insert_layers(
    network: NetworkSpec,
    index: int,
    layers: tuple[LayerSpec, ...],
    values: tuple[LayerValues, ...] = (),
) -> NetworkEdit:
    """The network with `layers` before layer `index` (from 0); the output stays the last.

    `values` are of the first layers; what does not fit of them, and the others, start afresh.
    """
    _check_count(len(network.layers) - 1 + len(layers))
    for offset, layer in enumerate(layers):
        _check_units(index + offset, layer.units)
    if not 0 <= index < len(network.layers):
        raise SpecError(f"network: a layer can stand at 1 to {len(network.layers)}")
    order: list[int | None] = list(range(len(network.layers)))
    order[index:index] = [None] * len(layers)
    edit = _rearranged(network, order, dict(enumerate(layers, start=index)))
    return dataclasses.replace(edit, brought=tuple(enumerate(values, start=index)))


def replace_layers(network: NetworkSpec, layers: tuple[LayerSpec, ...]) -> NetworkEdit:
    """The network with other layers, all afresh; the output layer keeps its number of neurons."""
    _check_count(len(layers) - 1)
    for index, layer in enumerate(layers):
        _check_units(index, layer.units)
    output = dataclasses.replace(layers[-1], units=network.output.units, dropout=0.0)
    order: list[int | None] = [None] * len(layers)
    return _rearranged(network, order, dict(enumerate((*layers[:-1], output))))


def remove_layer(network: NetworkSpec, index: int) -> NetworkEdit:
    """The network without the hidden layer `index` (from 0)."""
    _check_hidden(network, index, "removed")
    order: list[int | None] = [i for i in range(len(network.layers)) if i != index]
    return _rearranged(network, order, {})


def move_layer(network: NetworkSpec, index: int, to: int) -> NetworkEdit:
    """The network with the hidden layer `index` moved to place `to` (both from 0).

    It takes its biases along and as many rows of its weights as there are inputs now.
    """
    _check_hidden(network, index, "moved")
    _check_hidden(network, to, "moved there")
    order: list[int | None] = [i for i in range(len(network.layers)) if i != index]
    order.insert(to, index)
    return _rearranged(network, order, {}, by_position=(to,))


def duplicate_layer(network: NetworkSpec, index: int) -> NetworkEdit:
    """The network with a copy of the hidden layer `index` (from 0) behind it.

    The copy has the same biases, and the same weights as far as its inputs go.
    """
    _check_hidden(network, index, "duplicated")
    _check_count(len(network.layers))
    order: list[int | None] = list(range(len(network.layers)))
    order.insert(index + 1, index)
    return _rearranged(network, order, {}, by_position=(index + 1,))


def resize_layer(network: NetworkSpec, index: int, units: int) -> NetworkEdit:
    """The network with `units` neurons in layer `index` (from 0); the first ones stay."""
    _check_units(index, units)
    return change_layer(network, index, units=units)


def change_layer(network: NetworkSpec, index: int, **changes: object) -> NetworkEdit:
    """The network with other fields of LayerSpec in layer `index` (from 0)."""
    layer = dataclasses.replace(
        network.layers[index],
        frozen_parameters=(),
        **changes,  # type: ignore[arg-type]
    )
    order: list[int | None] = list(range(len(network.layers)))
    return _rearranged(network, order, {index: layer})


def restarted_layer(network: NetworkSpec, index: int, **changes: object) -> NetworkEdit:
    """As `change_layer`, but all parameters start afresh: before training, a new initializer."""
    edit = change_layer(network, index, **changes)
    layers = len(network.layers)
    return NetworkEdit(edit.network, Correspondence((None,) * layers, (None,) * (layers + 1)))


def freeze_parameter(network: NetworkSpec, index: int, parameter: int, frozen: bool) -> NetworkEdit:
    """The network with one parameter (an index into the block of layer `index`) frozen or not."""
    layer = network.layers[index]
    others = set(layer.frozen_parameters) - {parameter}
    marked = tuple(sorted(others | {parameter} if frozen else others))
    layers = list(network.layers)
    layers[index] = dataclasses.replace(layer, frozen_parameters=marked)
    changed = dataclasses.replace(network, layers=tuple(layers))
    return NetworkEdit(changed, Correspondence.in_place(len(layers)))


def remove_neuron(network: NetworkSpec, index: int, neuron: int) -> NetworkEdit:
    """The network without one neuron (from 0) of layer `index` (from 0)."""
    units = network.layers[index].units
    if units == 1:
        raise SpecError(f"layer {index + 1}: has one neuron only; remove the layer instead")
    order: list[int | None] = list(range(len(network.layers)))
    layer = dataclasses.replace(network.layers[index], units=units - 1, frozen_parameters=())
    kept = tuple(n for n in range(units) if n != neuron)
    return _rearranged(network, order, {index: layer}, {index + 1: kept})


def with_inputs(network: NetworkSpec, inputs: tuple[int | None, ...]) -> NetworkEdit:
    """The network with other inputs: for each new one the old input's number, None if fresh."""
    order: list[int | None] = list(range(len(network.layers)))
    resized = dataclasses.replace(
        network,
        inputs=len(inputs),
        layers=(dataclasses.replace(network.layers[0], frozen_parameters=()), *network.layers[1:]),
    )
    return _with_frozen(network, resized, order, {0: inputs})


def _check_count(hidden: int) -> None:
    if hidden > MAX_HIDDEN_LAYERS:
        raise SpecError(
            f"network: the editor takes at most {MAX_HIDDEN_LAYERS} hidden layers, not {hidden}; "
            "remove one to make room"
        )


def _check_units(index: int, units: int) -> None:
    if not 1 <= units <= MAX_UNITS:
        raise SpecError(
            f"layer {index + 1}: the editor takes 1 to {MAX_UNITS:,} neurons, not {units:,}"
        )


def _check_hidden(network: NetworkSpec, index: int, done: str) -> None:
    if not 0 <= index < len(network.layers) - 1:
        raise SpecError(f"layer {index + 1}: only a hidden layer can be {done}")


def _rearranged(
    network: NetworkSpec,
    order: list[int | None],
    fresh: dict[int, LayerSpec],
    neurons: dict[int, tuple[int | None, ...]] | None = None,
    by_position: tuple[int, ...] = (),
) -> NetworkEdit:
    """The layers in `order` (old numbers), those of `fresh` put in at their new numbers."""
    layers = []
    for place, source in enumerate(order):
        old = None if source is None else network.layers[source]
        layer = fresh.get(place, old)
        assert layer is not None
        layers.append(dataclasses.replace(layer, frozen_parameters=()))
    changed = dataclasses.replace(network, layers=tuple(layers))
    return _with_frozen(network, changed, order, neurons or {}, by_position)


def _with_frozen(
    before: NetworkSpec,
    after: NetworkSpec,
    order: list[int | None],
    neurons: dict[int, tuple[int | None, ...]],
    by_position: tuple[int, ...] = (),
) -> NetworkEdit:
    """The edit, single frozen parameters carried over to their new places."""
    levels = tuple(neurons.get(level) for level in range(len(order) + 1))
    correspondence = Correspondence(tuple(order), levels, by_position)
    if not any(layer.frozen_parameters for layer in before.layers):
        return NetworkEdit(after, correspondence)
    old, new = ParameterLayout(before), ParameterLayout(after)
    marks, carried = np.zeros(old.size, np.bool_), np.zeros(new.size, np.bool_)
    for i, layer in enumerate(before.layers):
        marks[old.offsets[i] + np.array(layer.frozen_parameters, dtype=np.int64)] = True
    carry_over(old, new, marks, carried, correspondence)
    layers = tuple(
        dataclasses.replace(
            layer,
            frozen_parameters=tuple(
                np.flatnonzero(carried[new.offsets[i] : new.offsets[i + 1]]).tolist()
            ),
        )
        for i, layer in enumerate(after.layers)
    )
    return NetworkEdit(dataclasses.replace(after, layers=layers), correspondence)
