"""A layer's three matrix products: forward, gradient, and the delta handed to the layer before.

`work` is one flat array of rows, `width` numbers apart, a multiple of the lanes' width: a row holds
one unit's value for each example of a tile. A layer's block of theta is (rows, units): W, and b as
the last row where there is one, which meets a row of ones. Four sums run at a time, because one
alone waits for each multiplication to finish before the next.
"""

from typing import Any

from nnplayground.core.fused.lanes import (
    compiled,
    fma,
    inlined,
    like,
    load,
    number,
    put,
    spread,
    store,
    total,
)
from nnplayground.core.fused.tables import WIDTH, Layer


@compiled
def forward(work: Any, theta: Any, layer: Layer, width: int) -> None:
    """Z = Wb^T A."""
    whole = layer.units - layer.units % 4
    for j in range(0, whole, 4):
        _forward_four(work, theta, layer, j, width)
    for j in range(whole, layer.units):
        _forward_one(work, theta, layer, j, width)


@inlined
def _forward_four(work: Any, theta: Any, layer: Layer, j: int, width: int) -> None:
    for g in range(0, width, WIDTH):
        z0 = z1 = z2 = z3 = like(work, 0.0)
        for k in range(layer.rows):
            a = load(work, (layer.source + k) * width + g)
            w = layer.block + k * layer.units + j
            z0 = fma(a, spread(theta, w), z0)
            z1 = fma(a, spread(theta, w + 1), z1)
            z2 = fma(a, spread(theta, w + 2), z2)
            z3 = fma(a, spread(theta, w + 3), z3)
        at = (layer.z + j) * width + g
        store(work, at, z0)
        store(work, at + width, z1)
        store(work, at + 2 * width, z2)
        store(work, at + 3 * width, z3)


@inlined
def _forward_one(work: Any, theta: Any, layer: Layer, j: int, width: int) -> None:
    for g in range(0, width, WIDTH):
        z = like(work, 0.0)
        for k in range(layer.rows):
            a = load(work, (layer.source + k) * width + g)
            z = fma(a, spread(theta, layer.block + k * layer.units + j), z)
        store(work, (layer.z + j) * width + g, z)


@compiled
def gradient(work: Any, grad: Any, layer: Layer, width: int) -> None:
    """dWb += A delta^T."""
    whole = layer.units - layer.units % 4
    for k in range(layer.rows):
        at, a = layer.block + k * layer.units, (layer.source + k) * width
        for j in range(0, whole, 4):
            _gradient_four(work, grad, at + j, a, (layer.delta + j) * width, width)
        for j in range(whole, layer.units):
            _gradient_one(work, grad, at + j, a, (layer.delta + j) * width, width)


@inlined
def _add(numbers: Any, at: int, value: float) -> None:
    put(numbers, at, number(numbers, at) + value)


@inlined
def _gradient_four(work: Any, grad: Any, at: int, source: int, delta: int, width: int) -> None:
    g0 = g1 = g2 = g3 = like(work, 0.0)
    for g in range(0, width, WIDTH):
        a = load(work, source + g)
        d = delta + g
        g0 = fma(a, load(work, d), g0)
        g1 = fma(a, load(work, d + width), g1)
        g2 = fma(a, load(work, d + 2 * width), g2)
        g3 = fma(a, load(work, d + 3 * width), g3)
    _add(grad, at, total(g0))
    _add(grad, at + 1, total(g1))
    _add(grad, at + 2, total(g2))
    _add(grad, at + 3, total(g3))


@inlined
def _gradient_one(work: Any, grad: Any, at: int, source: int, delta: int, width: int) -> None:
    result = like(work, 0.0)
    for g in range(0, width, WIDTH):
        result = fma(load(work, source + g), load(work, delta + g), result)
    _add(grad, at, total(result))


@compiled
def hand_back(work: Any, theta: Any, layer: Layer, target: int, width: int) -> None:
    """dL/dA of the layer before = W delta, in rows from `target` on."""
    whole = layer.inputs - layer.inputs % 4
    for i in range(0, whole, 4):
        _hand_back_four(work, theta, layer, i, target + i, width)
    for i in range(whole, layer.inputs):
        _hand_back_one(work, theta, layer, i, target + i, width)


@inlined
def _hand_back_four(work: Any, theta: Any, layer: Layer, i: int, target: int, width: int) -> None:
    units = layer.units
    for g in range(0, width, WIDTH):
        d0 = d1 = d2 = d3 = like(work, 0.0)
        for j in range(units):
            d = load(work, (layer.delta + j) * width + g)
            w = layer.block + i * units + j
            d0 = fma(d, spread(theta, w), d0)
            d1 = fma(d, spread(theta, w + units), d1)
            d2 = fma(d, spread(theta, w + 2 * units), d2)
            d3 = fma(d, spread(theta, w + 3 * units), d3)
        at = target * width + g
        store(work, at, d0)
        store(work, at + width, d1)
        store(work, at + 2 * width, d2)
        store(work, at + 3 * width, d3)


@inlined
def _hand_back_one(work: Any, theta: Any, layer: Layer, i: int, target: int, width: int) -> None:
    for g in range(0, width, WIDTH):
        result = like(work, 0.0)
        for j in range(layer.units):
            d = load(work, (layer.delta + j) * width + g)
            result = fma(d, spread(theta, layer.block + i * layer.units + j), result)
        store(work, target * width + g, result)
