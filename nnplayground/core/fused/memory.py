"""Numbers in memory, for compiled functions: one at a time, as lanes, and as squares of lanes.

Arrays are handed around as `numbers`, which is nothing but where they begin; positions are not
checked, and whoever calls the kernel keeps the arrays alive.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from nnplayground.core.fused.lanes import INT64, Lanes, order, vector_of


@intrinsic
def numbers(typing: Any, array: Any) -> Any:
    """A C-contiguous array as `load` and the others take it: flat, and only for its numbers."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return context.make_array(signature.args[0])(context, builder, args[0]).data

    return types.CPointer(array.dtype)(array), generate


@intrinsic
def offset(typing: Any, numbers: Any, position: Any) -> Any:
    """The same numbers, counted from `position` on."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.gep(args[0], [args[1]])

    return numbers(numbers, types.intp), generate


@intrinsic
def number(typing: Any, numbers: Any, position: Any) -> Any:
    """The one at `position`."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(builder.gep(args[0], [args[1]]))

    return numbers.dtype(numbers, types.intp), generate


@intrinsic
def put(typing: Any, numbers: Any, position: Any, value: Any) -> Any:
    """Put one number at `position`."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store(args[2], builder.gep(args[0], [args[1]]))
        return context.get_dummy_value()

    return types.void(numbers, types.intp, numbers.dtype), generate


@intrinsic
def lane_count(typing: Any, numbers: Any) -> Any:
    """How many numbers lanes hold, in the precision of `numbers`."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return context.get_constant(types.intp, Lanes(signature.args[0].dtype).count)

    return types.intp(numbers), generate


def _loading(typing: Any, numbers: Any, lanes: Lanes) -> Any:
    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        pointer = vector_of(context, signature.return_type).as_pointer()
        address = builder.bitcast(builder.gep(args[0], [args[1]]), pointer)
        return builder.load(address, align=signature.args[0].dtype.bitwidth // 8)

    return lanes(numbers, types.intp), generate


@intrinsic
def load(typing: Any, numbers: Any, position: Any) -> Any:
    """Lanes from `position` on."""
    return _loading(typing, numbers, Lanes(numbers.dtype))


@intrinsic
def load_pair(typing: Any, numbers: Any, position: Any) -> Any:
    """Lanes of twice the width from `position` on."""
    return _loading(typing, numbers, Lanes(numbers.dtype, 2 * Lanes(numbers.dtype).count))


@intrinsic
def load_four(typing: Any, numbers: Any, position: Any) -> Any:
    """Lanes of four from `position` on."""
    return _loading(typing, numbers, Lanes(numbers.dtype, 4))


@intrinsic
def store(typing: Any, numbers: Any, position: Any, lanes: Any) -> Any:
    """Put lanes from `position` on."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        address = builder.gep(args[0], [args[1]])
        pointer = builder.bitcast(address, args[2].type.as_pointer())
        builder.store(args[2], pointer, align=signature.args[0].dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(numbers, types.intp, lanes), generate


@intrinsic
def store_transposed(
    typing: Any, numbers: Any, position: Any, distance: Any, source: Any, starts: Any
) -> Any:
    """Put a square's rows as columns: as many as lanes, `distance` apart, from `position` on.

    The rows are in `source`, each from one of `starts` on.
    """

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        lanes = Lanes(signature.args[0].dtype)
        pointer = vector_of(context, lanes).as_pointer()
        align = lanes.dtype.bitwidth // 8
        rows = []
        for i in range(lanes.count):
            start = builder.load(builder.gep(args[4], [ir.Constant(INT64, i)]))
            address = builder.bitcast(builder.gep(args[3], [start]), pointer)
            rows.append(builder.load(address, align=align))
        at = args[1]
        for column in _transposed(builder, rows):
            builder.store(column, builder.bitcast(builder.gep(args[0], [at]), pointer), align=align)
            at = builder.add(at, args[2])
        return context.get_dummy_value()

    kinds = (numbers, types.intp, types.intp, source, types.CPointer(types.int64))
    return types.void(*kinds), generate


def _transposed(builder: Any, rows: list[Any]) -> list[Any]:
    """The columns of a square, by exchanging its halves, then the halves of those, and so on."""
    count, distance = len(rows), 1
    while distance < count:
        upper = order(*(i if not i & distance else count + i - distance for i in range(count)))
        lower = order(*(i + distance if not i & distance else count + i for i in range(count)))
        for i in range(count):
            if not i & distance:
                a, b = rows[i], rows[i + distance]
                rows[i] = builder.shuffle_vector(a, b, upper)
                rows[i + distance] = builder.shuffle_vector(a, b, lower)
        distance *= 2
    return rows
