"""The fused training step: many iterations in one call that does not hold the GIL.

A batch goes through the layers in tiles of some dozen examples, so that a tile's activations stay
in the processor's inner cache whatever the size of the batch. A tile's width is its examples
rounded up to whole lanes; the columns beyond repeat the last example and count for nothing.
"""

from typing import Any

import numba
import numpy as np
from numba import types

from nnplayground.core.fused import formulas, tiles
from nnplayground.core.fused.lanes import compiled, inlined
from nnplayground.core.fused.memory import lane_count, load, numbers, offset, store
from nnplayground.core.fused.tables import Arrays, Settings, Vectors, Work
from nnplayground.core.optimizers import Coefficients


@inlined
def _batch(of: Arrays, order: Any, batch: int, key: Any, fill: Any, marked: int) -> Any:
    """The gradient of one batch; returns its loss, both summed over the examples, and `marked`.

    Args:
        of: see there.
        order: the batch's examples.
        batch: how many.
        key: (seed, iteration) of dropout.
        fill: whether the examples are to be gathered, or are there since the last time.
        marked: for how many examples the rows of ones were filled last.
    """
    loss, lanes, sizes = 0.0, lane_count(of.work), of.sizes
    for done in range(0, batch, sizes.tile):
        count = min(sizes.tile, batch - done)
        width = (count + lanes - 1) // lanes * lanes
        fed = offset(of.fed, done * (sizes.inputs + 1) if sizes.kept else 0)
        if count != marked:
            tiles.mark_counted(of, count, width)
            marked = count
        if fill:
            tiles.gather_inputs(of, fed, offset(order, done), count, width)
        tiles.gather_targets(of, offset(order, done), count, width)
        if sizes.dropout:
            tiles.draw_masks(of, key, batch, done, width)
        tiles.forward(of, fed, width)
        loss += tiles.loss_and_slope(of, width)
        tiles.backward(of, fed, done == 0, width)
    return loss, marked


@compiled
def _add_penalty(of: Arrays, length: int, scale: float, l1: float, l2: float) -> None:
    """grad = scale grad + l1 sign(W) + l2 W, the last two on weights only."""
    for k in range(0, length, lane_count(of.theta)):
        w = load(of.theta, k)
        pull = (l1 * np.sign(w) + l2 * w) * load(of.weights, k)
        store(of.grad, k, load(of.grad, k) * scale + pull)


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
    fed: Any,
    work: Any,
    starts: Any,
    losses: Any,
    thetas: Any,
) -> None:
    """Do `steps` iterations.

    The kernel owns no array: it works on bare addresses, and Numba would free an array of its own
    as soon as only its address is used.

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
        fed: room for the tiles of inputs.
        work: (rows * widest tile,).
        starts: (widest tile,), room for where the examples of a tile start.
        losses: (steps,) or (0,), filled with each iteration's loss.
        thetas: (steps, P) or (0, P), filled with the parameters after each iteration.
    """
    examples, row, marked = orders.shape[1], first_order * orders.shape[1], 0
    of = Arrays(
        numbers(X), numbers(Y), numbers(starts), numbers(layers), numbers(thresholds),
        numbers(theta), numbers(grad), numbers(weights), numbers(fed), numbers(work), sizes,
    )  # fmt: skip
    for step in range(steps):
        if start >= examples:
            start = 0
            row += examples
            if row >= orders.size:
                row = 0
        size = min(sizes.batch, examples - start)
        key = (np.uint64(sizes.seed), np.uint64(iteration + step))
        fill = step == 0 or sizes.kept == 0
        loss, marked = _batch(of, offset(numbers(orders), row + start), size, key, fill, marked)
        start += size
        scale = 1.0 / size if sizes.mean else 1.0
        left = scale
        if settings.l1 != 0.0 or settings.l2 != 0.0:
            _add_penalty(of, len(theta), scale, settings.l1, settings.l2)
            left = 1.0
        for k in frozen:
            grad[k] = 0.0
        c = _coefficients(settings, t + step, sizes.with_powers)
        slot_0, slot_1 = numbers(slots), numbers(slots[1])
        formulas.optimizer_update(
            sizes.optimizer,
            Vectors(of.theta, of.grad, left, of.weights, slot_0, slot_1, len(theta), c),
        )
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
        types.int32[:, ::1],
        types.int64[::1],
        *(real[::1],) * 4,
        real[:, ::1],
        *(real[::1],) * 2,
        types.int64[::1],
        real[::1],
        real[:, ::1],
    )
