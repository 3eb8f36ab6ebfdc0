"""Some numbers side by side as one value of compiled code: a formula serves several examples.

Numba has no such type and leaves it to LLVM to find out that a loop can be vectorized, which fails
for loops as short as a small batch. `Lanes` is LLVM's own vector type; LLVM splits it to what the
processor has (one register of AVX2, two of NEON).

Everything here is for use inside compiled functions. Positions in `numbers` are not checked.
"""

import operator
from collections.abc import Callable
from typing import Any, TypeVar

import numba
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, models, register_model

from nnplayground.core.fused.tables import LANE_BYTES

Function = TypeVar("Function", bound=Callable[..., Any])
_INT32, _INT64 = ir.IntType(32), ir.IntType(64)
_MANTISSA_BITS, _EXPONENT_BIAS = 52, 1023


def compiled(function: Function) -> Function:
    """`function`, to be compiled on its own and called or inlined, as LLVM sees fit."""
    # error_model: with Python's, every division branches and raises
    decorated: Function = numba.njit(nogil=True, error_model="numpy")(function)
    return decorated


def inlined(function: Function) -> Function:
    """`function`, to be compiled as part of each function that calls it.

    What calls many others should be, as LLVM optimizes a `compiled` function anew, with all that
    it calls, for each function around it.
    """
    decorated: Function = numba.njit(inline="always", error_model="numpy")(function)
    return decorated


class Lanes(types.Type):  # type: ignore[misc] # Numba has no types for mypy
    """`count` numbers of one type."""

    def __init__(self, dtype: Any, count: int | None = None) -> None:
        self.dtype = dtype
        self.count = count or LANE_BYTES * 8 // dtype.bitwidth
        super().__init__(name=f"Lanes({dtype}, {self.count})")


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, dmm: Any, fe_type: Lanes) -> None:
        number = dmm.lookup(fe_type.dtype).get_value_type()
        super().__init__(dmm, fe_type, ir.VectorType(number, fe_type.count))


def _vector(context: Any, lanes: Lanes) -> Any:
    return ir.VectorType(context.get_value_type(lanes.dtype), lanes.count)


def _same(vector: Any, value: int) -> Any:
    """A whole number in each lane of a 64-bit vector as long as `vector`."""
    return ir.Constant(ir.VectorType(_INT64, vector.count), [value] * vector.count)


def _order(*lanes: int) -> Any:
    """Which lanes to take, for LLVM's shuffles."""
    return ir.Constant(ir.VectorType(_INT32, len(lanes)), list(lanes))


def _splat(builder: Any, number: Any, count: int) -> Any:
    undefined = ir.Constant(ir.VectorType(number.type, count), ir.Undefined)
    first = builder.insert_element(undefined, number, ir.Constant(_INT32, 0))
    return builder.shuffle_vector(first, undefined, _order(*(0,) * count))


def _as_lanes(context: Any, builder: Any, value: Any, given: Any, wanted: Lanes) -> Any:
    """A value that is lanes or a number, as lanes."""
    if isinstance(given, Lanes):
        return value
    return _splat(builder, context.cast(builder, value, given, wanted.dtype), wanted.count)


def _call(builder: Any, name: str, *values: Any) -> Any:
    """LLVM's intrinsic function `name` on vectors."""
    vector = values[0].type
    bits = 64 if isinstance(vector.element, ir.DoubleType) else 32
    kind = ir.FunctionType(vector, [vector] * len(values))
    name = f"{name}.v{vector.count}f{bits}"
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), values)


def _lanes_of(*given: Any) -> Lanes:
    return next(kind for kind in given if isinstance(kind, Lanes))


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
        pointer = _vector(context, signature.return_type).as_pointer()
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
def like(typing: Any, model: Any, number: Any) -> Any:
    """`number` in each lane, in the precision of `model` (lanes, or numbers)."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return _as_lanes(context, builder, args[1], signature.args[1], signature.return_type)

    lanes = model if isinstance(model, Lanes) else Lanes(model.dtype)
    return lanes(model, number), generate


def _half_sums(builder: Any, vector: Any) -> Any:
    """The first half of a vector plus the second."""
    half = vector.type.count // 2
    low = builder.shuffle_vector(vector, vector, _order(*range(half)))
    high = builder.shuffle_vector(vector, vector, _order(*range(half, 2 * half)))
    return builder.fadd(low, high)


@intrinsic
def total(typing: Any, lanes: Any) -> Any:
    """The sum of all lanes, in a fixed order."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        sums = args[0]
        while sums.type.count > 1:
            sums = _half_sums(builder, sums)
        return builder.extract_element(sums, ir.Constant(_INT32, 0))

    return lanes.dtype(lanes), generate


@intrinsic
def totals(typing: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
    """Lanes of four: the sums of the lanes of a, b, c and d, each in a fixed order."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        a, b, c, d = (_sums_of_four(builder, vector) for vector in args)
        left = _sums_of_neighbours(builder, a, b, _EVEN, _ODD)
        right = _sums_of_neighbours(builder, c, d, _EVEN, _ODD)
        return _sums_of_neighbours(builder, left, right, _LOW, _HIGH)

    return Lanes(a.dtype, 4)(a, b, c, d), generate


@intrinsic
def lane(typing: Any, lanes: Any, i: Any) -> Any:
    """The i-th of the lanes."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.extract_element(args[0], args[1])

    return lanes.dtype(lanes, types.intp), generate


def _sums_of_four(builder: Any, vector: Any) -> Any:
    """Four numbers that have the same sum as a vector."""
    while vector.type.count > 4:
        vector = _half_sums(builder, vector)
    return vector


# Lanes of two vectors of four, one after the other.
_EVEN, _ODD = (0, 4, 2, 6), (1, 5, 3, 7)
_LOW, _HIGH = (0, 1, 4, 5), (2, 3, 6, 7)


def _sums_of_neighbours(builder: Any, a: Any, b: Any, first: Any, second: Any) -> Any:
    return builder.fadd(
        builder.shuffle_vector(a, b, _order(*first)), builder.shuffle_vector(a, b, _order(*second))
    )


@intrinsic
def store_transposed(
    typing: Any, numbers: Any, position: Any, distance: Any, source: Any, starts: Any
) -> Any:
    """Put a square's rows as columns: as many as lanes, `distance` apart, from `position` on.

    The rows are in `source`, each from one of `starts` on.
    """

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        lanes = Lanes(signature.args[0].dtype)
        pointer = _vector(context, lanes).as_pointer()
        align = lanes.dtype.bitwidth // 8
        rows = []
        for i in range(lanes.count):
            start = builder.load(builder.gep(args[4], [ir.Constant(_INT64, i)]))
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
        upper = _order(*(i if not i & distance else count + i - distance for i in range(count)))
        lower = _order(*(i + distance if not i & distance else count + i for i in range(count)))
        for i in range(count):
            if not i & distance:
                a, b = rows[i], rows[i + distance]
                rows[i] = builder.shuffle_vector(a, b, upper)
                rows[i + distance] = builder.shuffle_vector(a, b, lower)
        distance *= 2
    return rows


@intrinsic
def fma(typing: Any, a: Any, b: Any, c: Any) -> Any:
    """a b + c, rounded once where the processor can; any of the three may be a number."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        wanted = signature.return_type
        pairs = zip(args, signature.args, strict=True)
        values = (_as_lanes(context, builder, value, kind, wanted) for value, kind in pairs)
        return _call(builder, "llvm.fmuladd", *values)

    return _lanes_of(a, b, c)(a, b, c), generate


@intrinsic
def where_less(typing: Any, a: Any, b: Any, yes: Any, no: Any) -> Any:
    """`yes` where a < b, else `no` (also where a or b is NaN); each may be a number."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        wanted = signature.return_type
        pairs = zip(args, signature.args, strict=True)
        a, b, yes, no = (_as_lanes(context, builder, value, kind, wanted) for value, kind in pairs)
        return builder.select(builder.fcmp_ordered("<", a, b), yes, no)

    return _lanes_of(a, b, yes, no)(a, b, yes, no), generate


def _elementwise(name: str, arguments: int) -> Any:
    """An intrinsic for LLVM's function `name`."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return _call(builder, name, *args)

    def one(typing: Any, a: Any) -> Any:
        return a(a), generate

    def two(typing: Any, a: Any, b: Any) -> Any:
        return a(a, b), generate

    return intrinsic(one if arguments == 1 else two)


magnitude = _elementwise("llvm.fabs", 1)
root = _elementwise("llvm.sqrt", 1)
with_sign_of = _elementwise("llvm.copysign", 2)


@intrinsic
def widened(typing: Any, lanes: Any) -> Any:
    """The same numbers in double precision."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        vector = _vector(context, signature.return_type)
        return args[0] if args[0].type == vector else builder.fpext(args[0], vector)

    return Lanes(types.float64, lanes.count)(lanes), generate


@intrinsic
def rounded_like(typing: Any, lanes: Any, model: Any) -> Any:
    """Numbers in double precision, rounded to the precision of the lanes `model`."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        vector = _vector(context, signature.return_type)
        return args[0] if args[0].type == vector else builder.fptrunc(args[0], vector)

    return model(lanes, model), generate


@intrinsic
def power_of_two(typing: Any, shifted: Any) -> Any:
    """2^n for `shifted` = n + 1.5 * 2^52, whose lowest bits are the whole number n (float64)."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        bits = builder.bitcast(args[0], ir.VectorType(_INT64, args[0].type.count))
        exponent = builder.add(bits, _same(args[0].type, _EXPONENT_BIAS))
        return builder.bitcast(
            builder.shl(exponent, _same(args[0].type, _MANTISSA_BITS)), args[0].type
        )

    return shifted(shifted), generate


_SQRT_HALF_BITS = 0x3FE6A09E667F3BCD
_SHIFTED_ZERO_BITS = 0x4338000000000000  # of 1.5 * 2^52, to which whole numbers add as bits


@intrinsic
def mantissa_and_exponent(typing: Any, x: Any) -> Any:
    """(m, n) with x = m 2^n, sqrt(1/2) <= m < sqrt(2) and n + 1.5 * 2^52 given for n (float64)."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        bits = builder.bitcast(args[0], ir.VectorType(_INT64, args[0].type.count))
        exponent = builder.ashr(
            builder.sub(bits, _same(args[0].type, _SQRT_HALF_BITS)),
            _same(args[0].type, _MANTISSA_BITS),
        )
        scale = builder.shl(exponent, _same(args[0].type, _MANTISSA_BITS))
        shifted = builder.add(exponent, _same(args[0].type, _SHIFTED_ZERO_BITS))
        mantissa = builder.bitcast(builder.sub(bits, scale), args[0].type)
        parts = [mantissa, builder.bitcast(shifted, args[0].type)]
        return context.make_tuple(builder, signature.return_type, parts)

    return types.UniTuple(x, 2)(x), generate


def _register_operator(function: Any, instruction: str) -> None:
    """Let `function` take lanes with lanes, lanes with a number, and a number with lanes."""

    @infer_global(function)
    class _Template(AbstractTemplate):  # type: ignore[misc]
        key = function

        def generic(self, args: Any, kws: Any) -> Any:
            if any(isinstance(kind, Lanes) for kind in args):
                return signature(_lanes_of(*args), *args)
            return None

    def lower(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        wanted = signature.return_type
        pairs = zip(args, signature.args, strict=True)
        values = [_as_lanes(context, builder, value, kind, wanted) for value, kind in pairs]
        return getattr(builder, instruction)(*values)

    for kinds in ((Lanes, Lanes), (Lanes, types.Number), (types.Number, Lanes)):
        lower_builtin(function, *kinds)(lower)


_OPERATORS = {
    operator.add: "fadd",
    operator.sub: "fsub",
    operator.mul: "fmul",
    operator.truediv: "fdiv",
}
for _function, _instruction in _OPERATORS.items():
    _register_operator(_function, _instruction)


@infer_global(operator.neg)
class _Negative(AbstractTemplate):  # type: ignore[misc]
    key = operator.neg

    def generic(self, args: Any, kws: Any) -> Any:
        return signature(args[0], args[0]) if isinstance(args[0], Lanes) else None


@lower_builtin(operator.neg, Lanes)
def _negate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    return builder.fneg(args[0])
