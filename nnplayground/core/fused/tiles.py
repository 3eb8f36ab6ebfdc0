"""One tile of a batch: gathered into rows, propagated forward, and back to the gradient."""

from typing import Any

import numpy as np

from nnplayground.core import dropout
from nnplayground.core.fused import formulas, masks, products
from nnplayground.core.fused.lanes import compiled, inlined
from nnplayground.core.fused.memory import lane_count, number, offset, put, store_transposed
from nnplayground.core.fused.tables import Arrays, Layer, Rows

_FIELDS = len(Layer._fields)


@inlined
def _layer(of: Arrays, i: int) -> Layer:
    f = offset(of.layers, i * _FIELDS)
    return Layer(
        number(f, 0), number(f, 1), number(f, 2), number(f, 3), number(f, 4), number(f, 5),
        number(f, 6), number(f, 7), number(f, 8), number(f, 9), number(f, 10), number(f, 11),
    )  # fmt: skip


@inlined
def _rows(of: Arrays, layer: Layer, width: int) -> Rows:
    return Rows(
        of.work,
        layer.z * width,
        layer.a * width,
        layer.delta * width,
        of.sizes.targets * width,
        (layer.fed + layer.units) * width,
        layer.units,
        width,
    )


@inlined
def gather_inputs(of: Arrays, fed: Any, order: Any, count: int, width: int) -> None:
    """The rows of `fed`, and a row of ones below, from the first examples of `order`."""
    inputs = of.sizes.inputs
    _gather(fed, of.X, inputs, order, count, of.starts, width)
    for n in range(width):
        put(fed, inputs * width + n, 1.0)


@inlined
def gather_targets(of: Arrays, order: Any, count: int, width: int) -> None:
    """The rows of Y from the first examples of `order`."""
    rows = offset(of.work, of.sizes.targets * width)
    _gather(rows, of.Y, of.sizes.outputs, order, count, of.starts, width)


@compiled
def _gather(
    rows: Any, values: Any, columns: int, order: Any, count: int, starts: Any, width: int
) -> None:
    """Rows out of the first examples of `order`; `values` is (examples, columns)."""
    lanes = lane_count(rows)
    whole = columns - columns % lanes
    for n in range(width):
        put(starts, n, np.int64(number(order, min(n, count - 1))) * columns)
    for first in range(0, width, lanes):
        for i in range(0, whole, lanes):
            at = i * width + first
            store_transposed(rows, at, width, offset(values, i), offset(starts, first))
        for i in range(whole, columns):
            for n in range(first, first + lanes):
                put(rows, i * width + n, number(values, number(starts, n) + i))


@compiled
def mark_counted(of: Arrays, count: int, width: int) -> None:
    """Fill the rows of ones below each layer's A, 0 in columns that count for nothing."""
    for i in range(of.sizes.layers):
        layer = _layer(of, i)
        for n in range(width):
            put(of.work, (layer.fed + layer.units) * width + n, 1.0 if n < count else 0.0)


@compiled
def draw_masks(of: Arrays, key: Any, batch: int, start: int, width: int) -> None:
    """The dropout masks of one tile; `key` is (seed, iteration)."""
    for i in range(of.sizes.layers):
        layer = _layer(of, i)
        if layer.dropped:
            place: Any = np.uint64(i)
            first = dropout.key(key[0], key[1], place)
            limit = number(of.thresholds, i)
            mask = layer.mask * width
            masks.fill_mask(of.work, mask, first, limit, batch, start, layer.units, width)


@compiled
def forward(of: Arrays, fed: Any, width: int) -> None:
    """Z and A of every layer."""
    for i in range(of.sizes.layers):
        layer = _layer(of, i)
        at = _rows(of, layer, width)
        products.forward(fed if i == 0 else of.work, of.work, of.theta, layer, width)
        formulas.activation_forward(layer.activation, at)
        if layer.dropped:
            dropped = layer.fed * width
            masks.multiply(of.work, at.a, layer.mask * width, dropped, layer.units * width)


@inlined
def loss_and_slope(of: Arrays, width: int) -> Any:
    """The sum of the examples' losses; fills in dL/dA of the output, or dL/dZ."""
    at = _rows(of, _layer(of, of.sizes.layers - 1), width)
    formulas.loss_gradient(of.sizes.loss, at)
    return formulas.loss_value(of.sizes.loss, at)


@compiled
def backward(of: Arrays, fed: Any, fresh: Any, width: int) -> None:
    """From the output's slope to the gradient, which is added to, or begun where `fresh`."""
    last = of.sizes.layers - 1
    for i in range(last, -1, -1):
        layer = _layer(of, i)
        at = _rows(of, layer, width)
        if layer.dropped:
            mask = layer.mask * width
            masks.multiply(of.work, at.delta, mask, at.delta, layer.units * width)
        if i < last or not of.sizes.from_logits:
            formulas.activation_backward(layer.activation, at)
        products.gradient(fed if i == 0 else of.work, of.work, of.grad, fresh, layer, width)
        if i > 0:
            products.hand_back(of.work, of.theta, layer, _layer(of, i - 1), width)
