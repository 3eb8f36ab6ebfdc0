"""A layer's three matrix products: forward, gradient, and the delta handed to the layer before.

`work` is one flat array of rows, `width` numbers apart, a multiple of the lanes' count: a row holds
one unit's value for each example of a tile. A layer's block of theta is (rows, units): W, and b as
the last row where there is one, which meets a row of ones. Sums run side by side, two lanes wide
and four deep, because one alone waits for each multiplication to end before it begins the next.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from nnplayground.core.fused.lanes import (
    add_totals,
    compiled,
    fma,
    inlined,
    lane_count,
    like,
    load,
    load_pair,
    number,
    put,
    store,
    total,
)
from nnplayground.core.fused.tables import Layer


class Product(NamedTuple):
    """Rows target[t] = sum over s of theta[first + t * across + s * along] * source[s]."""

    first: int
    across: int
    along: int
    source: int
    sources: int
    target: int
    targets: int


@compiled
def forward(work: Any, theta: Any, layer: Layer, width: int) -> None:
    """Z = Wb^T A."""
    block, rows, units = layer.block, layer.rows, layer.units
    _multiply(work, theta, Product(block, 1, units, layer.source, rows, layer.z, units), width)


@compiled
def hand_back(work: Any, theta: Any, layer: Layer, target: int, width: int) -> None:
    """dL/dA of the layer before = W delta, in rows from `target` on."""
    inputs, units = layer.inputs, layer.units
    product = Product(layer.block, units, 1, layer.delta, units, target, inputs)
    _multiply(work, theta, product, width)


@compiled
def _multiply(work: Any, theta: Any, p: Product, width: int) -> None:
    pair = 2 * lane_count(work)
    paired = width - width % pair
    for g in range(0, paired, pair):
        _multiply_columns(work, theta, p, width, g, load_pair)
    if paired < width:
        _multiply_columns(work, theta, p, width, paired, load)


@inlined
def _multiply_columns(
    work: Any, theta: Any, p: Product, width: int, g: int, take: Callable[..., Any]
) -> None:
    """The columns that `take` takes at g."""
    whole = p.targets - p.targets % 4
    for t in range(0, whole, 4):
        w, step = p.first + t * p.across, p.across
        a = take(work, p.source * width + g)
        z0, z1 = a * number(theta, w), a * number(theta, w + step)
        z2, z3 = a * number(theta, w + 2 * step), a * number(theta, w + 3 * step)
        for s in range(1, p.sources):
            a, w = take(work, (p.source + s) * width + g), w + p.along
            z0 = fma(a, number(theta, w), z0)
            z1 = fma(a, number(theta, w + step), z1)
            z2 = fma(a, number(theta, w + 2 * step), z2)
            z3 = fma(a, number(theta, w + 3 * step), z3)
        at = (p.target + t) * width + g
        store(work, at, z0)
        store(work, at + width, z1)
        store(work, at + 2 * width, z2)
        store(work, at + 3 * width, z3)
    for t in range(whole, p.targets):
        w = p.first + t * p.across
        z = take(work, p.source * width + g) * number(theta, w)
        for s in range(1, p.sources):
            w += p.along
            z = fma(take(work, (p.source + s) * width + g), number(theta, w), z)
        store(work, (p.target + t) * width + g, z)


@compiled
def gradient(work: Any, grad: Any, layer: Layer, width: int) -> None:
    """dWb += A delta^T."""
    fours = layer.units - layer.units % 4
    paired = layer.rows - layer.rows % 2
    for k in range(0, paired, 2):
        at, a = layer.block + k * layer.units, (layer.source + k) * width
        for j in range(0, fours, 4):
            _gradient_two_by_four(work, grad, at + j, layer, a, (layer.delta + j) * width, width)
    for k in range(paired, layer.rows):
        at, a = layer.block + k * layer.units, (layer.source + k) * width
        for j in range(0, fours, 4):
            _gradient_four(work, grad, at + j, a, (layer.delta + j) * width, width)
    for k in range(layer.rows):
        at, a = layer.block + k * layer.units, (layer.source + k) * width
        for j in range(fours, layer.units):
            _gradient_one(work, grad, at + j, a, (layer.delta + j) * width, width)


@inlined
def _gradient_two_by_four(
    work: Any, grad: Any, at: int, layer: Layer, a: int, d: int, width: int
) -> None:
    g0 = g1 = g2 = g3 = h0 = h1 = h2 = h3 = like(work, 0.0)
    for g in range(0, width, lane_count(work)):
        a0, a1 = load(work, a + g), load(work, a + width + g)
        d0, d1 = load(work, d + g), load(work, d + width + g)
        d2, d3 = load(work, d + 2 * width + g), load(work, d + 3 * width + g)
        g0, g1, g2, g3 = fma(a0, d0, g0), fma(a0, d1, g1), fma(a0, d2, g2), fma(a0, d3, g3)
        h0, h1, h2, h3 = fma(a1, d0, h0), fma(a1, d1, h1), fma(a1, d2, h2), fma(a1, d3, h3)
    add_totals(grad, at, g0, g1, g2, g3)
    add_totals(grad, at + layer.units, h0, h1, h2, h3)


@inlined
def _gradient_four(work: Any, grad: Any, at: int, a: int, d: int, width: int) -> None:
    g0 = g1 = g2 = g3 = like(work, 0.0)
    for g in range(0, width, lane_count(work)):
        a0 = load(work, a + g)
        g0 = fma(a0, load(work, d + g), g0)
        g1 = fma(a0, load(work, d + width + g), g1)
        g2 = fma(a0, load(work, d + 2 * width + g), g2)
        g3 = fma(a0, load(work, d + 3 * width + g), g3)
    add_totals(grad, at, g0, g1, g2, g3)


@inlined
def _gradient_one(work: Any, grad: Any, at: int, a: int, d: int, width: int) -> None:
    result = like(work, 0.0)
    for g in range(0, width, lane_count(work)):
        result = fma(load(work, a + g), load(work, d + g), result)
    put(grad, at, number(grad, at) + total(result))
