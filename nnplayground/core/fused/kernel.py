"""The fused training step: many iterations in one call that does not hold the GIL.

A batch goes through the layers in tiles of some dozen examples, so that a tile's activations stay
in the processor's first cache whatever the size of the batch. A tile's width is its examples
rounded up to whole lanes; the columns beyond repeat the last example and count for nothing.
"""

from typing import Any

import numba
import numpy as np
from numba import types

from nnplayground.core import dropout
from nnplayground.core.fused import formulas, masks, products
from nnplayground.core.fused.lanes import (
    compiled,
    inlined,
    lane_count,
    load,
    number,
    numbers,
    put,
    store,
)
from nnplayground.core.fused.tables import Layer, Rows, Settings, Vectors, Work
from nnplayground.core.optimizers import Coefficients


@inlined
def _layer(layers: Any, i: int) -> Layer:
    return Layer(
        layers[i, 0], layers[i, 1], layers[i, 2], layers[i, 3], layers[i, 4], layers[i, 5],
        layers[i, 6], layers[i, 7], layers[i, 8], layers[i, 9], layers[i, 10], layers[i, 11],
    )  # fmt: skip


@inlined
def _rows(work: Any, layer: Layer, targets: int, width: int) -> Rows:
    return Rows(
        work,
        layer.z * width,
        layer.a * width,
        layer.delta * width,
        targets * width,
        (layer.fed + layer.units) * width,
        layer.units,
        width,
    )


@inlined
def _gather(
    work: Any, X: Any, Y: Any, inputs: int, outputs: int, order: Any, start: int, count: int,
    targets: int, width: int,
) -> None:  # fmt: skip
    """The rows of X and Y from the examples order[start : start + count]."""
    for n in range(width):
        example = number(order, start + min(n, count - 1))
        for i in range(outputs):
            put(work, (targets + i) * width + n, number(Y, example * outputs + i))
    # some inputs at a time, so that the rows written to stay in the cache
    for first in range(0, inputs, 16):
        for n in range(width):
            x = number(order, start + min(n, count - 1)) * inputs
            for i in range(first, min(first + 16, inputs)):
                put(work, i * width + n, number(X, x + i))


@inlined
def _mark_row(work: Any, at: int, count: int, width: int) -> None:
    for n in range(width):
        put(work, at + n, 1.0 if n < count else 0.0)


@compiled
def _mark_counted(work: Any, layers: Any, count: int, width: int) -> None:
    """Fill the rows of ones below what each layer is fed, 0 in columns that count for nothing."""
    _mark_row(work, _layer(layers, 0).inputs * width, count, width)
    for i in range(len(layers)):
        layer = _layer(layers, i)
        _mark_row(work, (layer.fed + layer.units) * width, count, width)


@compiled
def _draw_masks(
    work: Any, layers: Any, thresholds: Any, key: Any, batch: int, start: int, width: int
) -> None:
    """The dropout masks of one tile; `key` is (seed, iteration)."""
    for i in range(len(layers)):
        layer = _layer(layers, i)
        if layer.dropped:
            place: Any = np.uint64(i)
            first = dropout.key(key[0], key[1], place)
            mask = layer.mask * width
            masks.fill_mask(work, mask, first, thresholds[i], batch, start, layer.units, width)


@compiled
def _forward(work: Any, theta: Any, layers: Any, width: int) -> None:
    for i in range(len(layers)):
        layer = _layer(layers, i)
        at = _rows(work, layer, 0, width)
        products.forward(work, theta, layer, width)
        formulas.activation_forward(layer.activation, at)
        if layer.dropped:
            fed = layer.fed * width
            masks.multiply(work, at.a, layer.mask * width, fed, layer.units * width)


@compiled
def _backward(work: Any, theta: Any, grad: Any, layers: Any, from_logits: int, width: int) -> None:
    """From dL/dA of the output (dL/dZ where `from_logits`) to the gradient, which is added to."""
    for i in range(len(layers) - 1, -1, -1):
        layer = _layer(layers, i)
        at = _rows(work, layer, 0, width)
        if layer.dropped:
            masks.multiply(work, at.delta, layer.mask * width, at.delta, layer.units * width)
        if i < len(layers) - 1 or not from_logits:
            formulas.activation_backward(layer.activation, at)
        products.gradient(work, grad, layer, width)
        if i > 0:
            products.hand_back(work, theta, layer, _layer(layers, i - 1).delta, width)


@inlined
def _tile(work: Any, theta: Any, grad: Any, layers: Any, sizes: Work, width: int) -> Any:
    """Both passes of a tile that has been gathered; returns the sum of its examples' losses."""
    _forward(work, theta, layers, width)
    at = _rows(work, _layer(layers, len(layers) - 1), sizes.targets, width)
    loss = formulas.loss_value(sizes.loss, at)
    formulas.loss_gradient(sizes.loss, at)
    _backward(work, theta, grad, layers, sizes.from_logits, width)
    return loss


@inlined
def _batch(
    work: Any, theta: Any, grad: Any, layers: Any, thresholds: Any, sizes: Work,
    X: Any, Y: Any, order: Any, start: int, batch: int, key: Any, marked: int,
) -> tuple[float, int]:  # fmt: skip
    """The gradient of one batch, and its loss, both summed over the examples."""
    loss, lanes = 0.0, lane_count(work)
    for done in range(0, batch, sizes.tile):
        count = min(sizes.tile, batch - done)
        width = (count + lanes - 1) // lanes * lanes
        if count != marked:
            _mark_counted(work, layers, count, width)
            marked = count
        _gather(
            work,
            X,
            Y,
            sizes.inputs,
            sizes.outputs,
            order,
            start + done,
            count,
            sizes.targets,
            width,
        )
        if sizes.dropout:
            _draw_masks(work, layers, thresholds, key, batch, done, width)
        loss += _tile(work, theta, grad, layers, sizes, width)
    return loss, marked


@inlined
def _finish_gradient(
    theta: Any, grad: Any, weights: Any, length: int, scale: float, l1: float, l2: float
) -> None:
    """grad = scale grad + l1 sign(W) + l2 W, the last two on weights only."""
    for k in range(0, length, lane_count(theta)):
        w = load(theta, k)
        pull = (l1 * np.sign(w) + l2 * w) * load(weights, k)
        store(grad, k, load(grad, k) * scale + pull)


@inlined
def _coefficients(settings: Settings, t: int, with_powers: int) -> Coefficients:
    power_1 = power_2 = 0.0
    if with_powers:
        power_1, power_2 = settings.beta1**t, settings.beta2**t
    return Coefficients(
        settings.learning_rate,
        settings.momentum,
        settings.decay,
        settings.beta1,
        settings.beta2,
        settings.epsilon,
        settings.weight_decay,
        settings.learning_rate / (1.0 - power_1),
        1.0 / np.sqrt(1.0 - power_2),
    )


def train(
    steps: int,
    first_order: int,
    start: int,
    iteration: int,
    t: int,
    sizes: Work,
    settings: Settings,
    layers: Any,
    thresholds: Any,
    X: Any,
    Y: Any,
    orders: Any,
    frozen: Any,
    kept: Any,
    theta: Any,
    grad: Any,
    weights: Any,
    slots: Any,
    work: Any,
    losses: Any,
    thetas: Any,
) -> None:
    """Do `steps` iterations.

    Args:
        steps: how many.
        first_order, start: the row of `orders` that is in use, and where its next batch starts.
        iteration: the first iteration, for dropout.
        t: the optimizer's count of the first step, from 1.
        sizes, settings, layers: see `tables`.
        thresholds: (layers,) of dropout.
        X, Y: (examples, inputs) and (examples, outputs).
        orders: (epochs, examples); after the last row the first one comes again.
        frozen, kept: indices of the parameters that do not learn, and their values.
        theta, grad, weights, slots: (P,) and (2, P), P rounded up to whole lanes; weights is 1
            where theta is a weight.
        work: (rows * widest tile,).
        losses: (steps,) or (0,), filled with each iteration's loss.
        thetas: (steps, P) or (0, P), filled with the parameters after each iteration.
    """
    length, examples = len(theta), orders.shape[1]
    work_, theta_, grad_, weights_ = numbers(work), numbers(theta), numbers(grad), numbers(weights)
    X_, Y_, orders_ = numbers(X), numbers(Y), numbers(orders)
    slot_0, slot_1 = numbers(slots), numbers(slots[1])
    row, marked = first_order * examples, 0
    for step in range(steps):
        if start >= examples:
            start = 0
            row += examples
            if row >= orders.size:
                row = 0
        size = min(sizes.batch, examples - start)
        key = (np.uint64(sizes.seed), np.uint64(iteration + step))
        grad[:] = 0.0
        loss, marked = _batch(
            work_, theta_, grad_, layers, thresholds, sizes,
            X_, Y_, orders_, row + start, size, key, marked,
        )  # fmt: skip
        start += size
        scale = 1.0 / size if sizes.mean else 1.0
        _finish_gradient(theta_, grad_, weights_, length, scale, settings.l1, settings.l2)
        for k in frozen:
            grad[k] = 0.0
        c = _coefficients(settings, t + step, sizes.with_powers)
        of = Vectors(theta_, grad_, weights_, slot_0, slot_1, length, c)
        formulas.optimizer_update(sizes.optimizer, of)
        for i in range(len(frozen)):
            theta[frozen[i]] = kept[i]
        if len(losses):
            losses[step] = loss * scale
        if len(thetas):
            for k in range(sizes.parameters):
                thetas[step, k] = theta[k]


kernel = numba.njit(nogil=True, error_model="numpy")(train)


def argument_types(dtype: Any) -> tuple[Any, ...]:
    """Numba's types of `train`'s arguments for parameters of `dtype`."""
    real = numba.from_dtype(np.dtype(dtype))
    examples = types.Array(real, 2, "C", readonly=True)
    return (
        *(types.int64,) * 5,
        types.NamedUniTuple(types.int64, len(Work._fields), Work),
        types.NamedUniTuple(types.float64, len(Settings._fields), Settings),
        types.int64[:, ::1],
        types.uint64[::1],
        examples,
        examples,
        types.int64[:, ::1],
        types.int64[::1],
        *(real[::1],) * 4,
        real[:, ::1],
        *(real[::1],) * 2,
        real[:, ::1],
    )
