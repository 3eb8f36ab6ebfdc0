"""The tables' formulas as compiled loops, each table as one function that is told the entry's code.

An entry's code is its place in its table. The formulas are compiled with NumPy's names standing
for `functions`.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nnplayground.core.activations import ACTIVATIONS, Activation
from nnplayground.core.fused import functions as functions  # lets the formulas take lanes
from nnplayground.core.fused.arithmetic import like, total, where_less
from nnplayground.core.fused.lanes import compiled, inlined
from nnplayground.core.fused.memory import lane_count, load, store
from nnplayground.core.fused.tables import Rows, Vectors
from nnplayground.core.losses import LOSSES, Loss
from nnplayground.core.optimizers import OPTIMIZERS, Update

Loop = Callable[[Any], Any]


def _choice(loops: Sequence[Loop]) -> Callable[[int, Any], Any]:
    """A function `choice(code, argument)` that does `loops[code](argument)`, found by halving."""
    if len(loops) == 1:
        loop = loops[0]
        return inlined(lambda code, argument: loop(argument))
    middle = len(loops) // 2
    low, high = _choice(loops[:middle]), _choice(loops[middle:])

    @inlined
    def choice(code: int, argument: Any) -> Any:
        return low(code, argument) if code < middle else high(code - middle, argument)

    return choice


def _activation_forward(entry: Activation) -> Loop:
    if entry.value is None:
        return _softmax
    value = inlined(entry.value)

    @compiled
    def forward(at: Rows) -> None:
        for k in range(0, at.units * at.width, lane_count(at.work)):
            store(at.work, at.a + k, value(load(at.work, at.z + k)))

    return forward


def _activation_backward(entry: Activation) -> Loop:
    if entry.slope is None:
        return _softmax_backward
    slope = inlined(entry.slope)

    @compiled
    def backward(at: Rows) -> None:
        for k in range(0, at.units * at.width, lane_count(at.work)):
            z, a = load(at.work, at.z + k), load(at.work, at.a + k)
            store(at.work, at.delta + k, load(at.work, at.delta + k) * slope(z, a))

    return backward


@inlined
def _largest(at: Rows, g: int) -> Any:
    """The largest Z of each example of eight."""
    result = load(at.work, at.z + g)
    for k in range(at.width, at.units * at.width, at.width):
        other = load(at.work, at.z + k + g)
        result = where_less(result, other, other, result)
    return result


@compiled
def _softmax(at: Rows) -> None:
    """A = exp(Z - max Z) / sum exp(Z - max Z), over the units of each example."""
    for g in range(0, at.width, lane_count(at.work)):
        largest = _largest(at, g)
        normalizer = like(at.work, 0.0)
        for k in range(g, at.units * at.width, at.width):
            share = np.exp(load(at.work, at.z + k) - largest)
            normalizer = normalizer + share
            store(at.work, at.a + k, share)
        for k in range(g, at.units * at.width, at.width):
            store(at.work, at.a + k, load(at.work, at.a + k) / normalizer)


@compiled
def _softmax_backward(at: Rows) -> None:
    """dL/dZ = A * (dL/dA - sum over units of dL/dA * A)."""
    for g in range(0, at.width, lane_count(at.work)):
        inner = like(at.work, 0.0)
        for k in range(g, at.units * at.width, at.width):
            inner = inner + load(at.work, at.delta + k) * load(at.work, at.a + k)
        for k in range(g, at.units * at.width, at.width):
            d = load(at.work, at.delta + k) - inner
            store(at.work, at.delta + k, d * load(at.work, at.a + k))


def _loss_value(entry: Loss) -> Loop:
    """The sum over the examples."""
    if entry.element is None:
        return _cross_entropy
    element = inlined(entry.element)

    @compiled
    def value(at: Rows) -> Any:
        result = like(at.work, 0.0)
        for g in range(0, at.width, lane_count(at.work)):
            counted = load(at.work, at.counted + g)
            for k in range(g, at.units * at.width, at.width):
                z, a = load(at.work, at.z + k), load(at.work, at.a + k)
                result = result + element(z, a, load(at.work, at.targets + k)) * counted
        return total(result)

    return value


@compiled
def _cross_entropy(at: Rows) -> Any:
    """Sum over outputs of y (logsumexp(z) - z)."""
    result = like(at.work, 0.0)
    for g in range(0, at.width, lane_count(at.work)):
        largest, counted = _largest(at, g), load(at.work, at.counted + g)
        normalizer = like(at.work, 0.0)
        for k in range(g, at.units * at.width, at.width):
            normalizer = normalizer + np.exp(load(at.work, at.z + k) - largest)
        normalizer = np.log(normalizer) + largest
        for k in range(g, at.units * at.width, at.width):
            loss = (normalizer - load(at.work, at.z + k)) * load(at.work, at.targets + k)
            result = result + loss * counted
    return total(result)


def _loss_gradient(entry: Loss) -> Loop:
    """dL/dA, or dL/dZ, of each output, for the sum over the examples."""
    slope = inlined(entry.slope)

    @compiled
    def gradient(at: Rows) -> None:
        for g in range(0, at.width, lane_count(at.work)):
            counted = load(at.work, at.counted + g)
            for k in range(g, at.units * at.width, at.width):
                a, y = load(at.work, at.a + k), load(at.work, at.targets + k)
                store(at.work, at.delta + k, slope(a, y) * counted)

    return gradient


def _optimizer_update(update: Update) -> Loop:
    formula = inlined(update)

    @compiled
    def step(of: Vectors) -> None:
        for k in range(0, of.length, lane_count(of.theta)):
            theta, slot_0, slot_1 = formula(
                of.coefficients,
                load(of.theta, k),
                load(of.grad, k) * of.scale,
                load(of.weights, k),
                load(of.slot_0, k),
                load(of.slot_1, k),
            )
            store(of.theta, k, theta)
            store(of.slot_0, k, slot_0)
            store(of.slot_1, k, slot_1)

    return step


activation_forward = _choice([_activation_forward(entry) for entry in ACTIVATIONS.values()])
activation_backward = _choice([_activation_backward(entry) for entry in ACTIVATIONS.values()])
loss_value = _choice([_loss_value(entry) for entry in LOSSES.values()])
loss_gradient = _choice([_loss_gradient(entry) for entry in LOSSES.values()])
optimizer_update = _choice([_optimizer_update(entry.update) for entry in OPTIMIZERS.values()])
