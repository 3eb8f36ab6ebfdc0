"""A layer's three matrix products: forward, gradient, and the delta handed to the layer before.

`work` is one flat array of rows, `width` numbers apart, a multiple of the lanes' count: a row holds
one unit's value for each example of a tile. A layer's block of theta is (rows, units): W, and b as
the last row where there is one, which meets a row of ones. Sums run side by side, two lanes wide
and four deep, because one alone waits for each multiplication to end before it begins the next.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from nnplayground.core.fused.arithmetic import fma, lane, like, total, totals
from nnplayground.core.fused.lanes import compiled, inlined
from nnplayground.core.fused.memory import (
    lane_count,
    load,
    load_four,
    load_pair,
    number,
    offset,
    put,
    store,
)
from nnplayground.core.fused.tables import Layer

# Rows that are multiplied before the next targets' turn: those of a few columns stay in the cache.
SOURCES = 256


class Product(NamedTuple):
    """target[t] = sum over s of theta[t * across + s * along] * source[s], for rows s and t."""

    theta: Any
    across: int
    along: int
    sources: int
    targets: int
    width: int


@compiled
def forward(fed: Any, work: Any, theta: Any, layer: Layer, width: int) -> None:
    """Z = Wb^T A, with the layer's A in `fed`."""
    source, target = offset(fed, layer.source * width), offset(work, layer.z * width)
    Wb = offset(theta, layer.block)
    _multiply(source, target, Product(Wb, 1, layer.units, layer.rows, layer.units, width))


@compiled
def hand_back(work: Any, theta: Any, layer: Layer, before: Layer, width: int) -> None:
    """dL/dA of the layer before = W delta."""
    source, target = offset(work, layer.delta * width), offset(work, before.delta * width)
    W = offset(theta, layer.block)
    _multiply(source, target, Product(W, layer.units, 1, layer.units, layer.inputs, width))


@compiled
def _multiply(source: Any, target: Any, p: Product) -> None:
    pair = 2 * lane_count(source)
    paired = p.width - p.width % pair
    for g in range(0, paired, pair):
        _multiply_columns(offset(source, g), offset(target, g), p, load_pair)
    if paired < p.width:
        _multiply_columns(offset(source, paired), offset(target, paired), p, load)


@inlined
def _multiply_columns(source: Any, target: Any, p: Product, take: Callable[..., Any]) -> None:
    """As many columns as `take` takes."""
    fours = p.targets - p.targets % 4
    for first in range(0, p.sources, SOURCES):
        count = min(SOURCES, p.sources - first)
        a, w = offset(source, first * p.width), offset(p.theta, first * p.along)
        for t in range(0, fours, 4):
            z = offset(target, t * p.width)
            _multiply_four(a, offset(w, t * p.across), z, p, count, first == 0, take)
        for t in range(fours, p.targets):
            z = offset(target, t * p.width)
            _multiply_one(a, offset(w, t * p.across), z, p, count, first == 0, take)


@inlined
def _multiply_four(
    source: Any, theta: Any, target: Any, p: Product, count: int, fresh: Any, take: Any
) -> None:
    z0 = z1 = z2 = z3 = like(take(source, 0), 0.0)
    across, width, w = p.across, p.width, 0
    for s in range(count):
        a = take(source, s * width)
        z0 = fma(a, number(theta, w), z0)
        z1 = fma(a, number(theta, w + across), z1)
        z2 = fma(a, number(theta, w + 2 * across), z2)
        z3 = fma(a, number(theta, w + 3 * across), z3)
        w += p.along
    if not fresh:
        z0, z1 = z0 + take(target, 0), z1 + take(target, width)
        z2, z3 = z2 + take(target, 2 * width), z3 + take(target, 3 * width)
    store(target, 0, z0)
    store(target, width, z1)
    store(target, 2 * width, z2)
    store(target, 3 * width, z3)


@inlined
def _multiply_one(
    source: Any, theta: Any, target: Any, p: Product, count: int, fresh: Any, take: Any
) -> None:
    z0 = z1 = z2 = z3 = like(take(source, 0), 0.0)
    along, width, whole = p.along, p.width, count - count % 4
    for s in range(0, whole, 4):
        a, w = s * width, s * along
        z0 = fma(take(source, a), number(theta, w), z0)
        z1 = fma(take(source, a + width), number(theta, w + along), z1)
        z2 = fma(take(source, a + 2 * width), number(theta, w + 2 * along), z2)
        z3 = fma(take(source, a + 3 * width), number(theta, w + 3 * along), z3)
    for s in range(whole, count):
        z0 = fma(take(source, s * width), number(theta, s * along), z0)
    z = (z0 + z1) + (z2 + z3)
    store(target, 0, z if fresh else z + take(target, 0))


@compiled
def gradient(fed: Any, work: Any, grad: Any, fresh: Any, layer: Layer, width: int) -> None:
    """dWb += A delta^T, with the layer's A in `fed`; = where `fresh`."""
    units, rows = layer.units, layer.rows
    fours, paired = units - units % 4, rows - rows % 2
    A, delta = offset(fed, layer.source * width), offset(work, layer.delta * width)
    dWb = offset(grad, layer.block)
    for j in range(0, fours, 4):
        d = offset(delta, j * width)
        for k in range(0, paired, 2):
            part, a = offset(dWb, k * units + j), offset(A, k * width)
            _gradient_eight(part, units, fresh, a, d, width)
        for k in range(paired, rows):
            part, a = offset(dWb, k * units + j), offset(A, k * width)
            _put_row(part, fresh, _products_of_one(a, d, width))
    for j in range(fours, units):
        d = offset(delta, j * width)
        _gradient_column(offset(dWb, j), units, rows, fresh, A, d, width)


@inlined
def _gradient_column(
    column: Any, units: int, rows: int, fresh: Any, A: Any, d: Any, width: int
) -> None:
    fours = rows - rows % 4
    for k in range(0, fours, 4):
        sums = _products_of_one(d, offset(A, k * width), width)
        for i in range(4):
            _put_one(offset(column, (k + i) * units), fresh, lane(sums, i))
    for k in range(fours, rows):
        a, result = offset(A, k * width), like(d, 0.0)
        for n in range(0, width, lane_count(d)):
            result = fma(load(a, n), load(d, n), result)
        _put_one(offset(column, k * units), fresh, total(result))


@inlined
def _gradient_eight(part: Any, units: int, fresh: Any, a: Any, d: Any, width: int) -> None:
    """Two rows with four columns."""
    g0 = g1 = g2 = g3 = h0 = h1 = h2 = h3 = like(a, 0.0)
    for n in range(0, width, lane_count(a)):
        a0, a1 = load(a, n), load(a, n + width)
        d0, d1 = load(d, n), load(d, n + width)
        d2, d3 = load(d, n + 2 * width), load(d, n + 3 * width)
        g0, g1, g2, g3 = fma(a0, d0, g0), fma(a0, d1, g1), fma(a0, d2, g2), fma(a0, d3, g3)
        h0, h1, h2, h3 = fma(a1, d0, h0), fma(a1, d1, h1), fma(a1, d2, h2), fma(a1, d3, h3)
    _put_row(part, fresh, totals(g0, g1, g2, g3))
    _put_row(offset(part, units), fresh, totals(h0, h1, h2, h3))


@inlined
def _products_of_one(a: Any, d: Any, width: int) -> Any:
    """Lanes of four: row a times each of four rows from d on."""
    g0 = g1 = g2 = g3 = like(a, 0.0)
    for n in range(0, width, lane_count(a)):
        a0 = load(a, n)
        g0, g1 = fma(a0, load(d, n), g0), fma(a0, load(d, n + width), g1)
        g2, g3 = fma(a0, load(d, n + 2 * width), g2), fma(a0, load(d, n + 3 * width), g3)
    return totals(g0, g1, g2, g3)


@inlined
def _put_row(part: Any, fresh: Any, sums: Any) -> None:
    store(part, 0, sums if fresh else load_four(part, 0) + sums)


@inlined
def _put_one(part: Any, fresh: Any, value: Any) -> None:
    put(part, 0, value if fresh else number(part, 0) + value)
