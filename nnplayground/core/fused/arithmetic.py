"""Arithmetic on lanes, for compiled functions; a number may stand for equal lanes."""

import operator
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin

from nnplayground.core.fused.lanes import INT32, INT64, Lanes, order, vector_of

_MANTISSA_BITS, _EXPONENT_BIAS = 52, 1023


def _lanes_of(*given: Any) -> Lanes:
    return next(kind for kind in given if isinstance(kind, Lanes))


def _splat(builder: Any, number: Any, count: int) -> Any:
    undefined = ir.Constant(ir.VectorType(number.type, count), ir.Undefined)
    first = builder.insert_element(undefined, number, ir.Constant(INT32, 0))
    return builder.shuffle_vector(first, undefined, order(*(0,) * count))


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


def _same(vector: Any, value: int) -> Any:
    """A whole number in each lane of a 64-bit vector as long as `vector`."""
    return ir.Constant(ir.VectorType(INT64, vector.count), [value] * vector.count)


@intrinsic
def like(typing: Any, model: Any, number: Any) -> Any:
    """`number` in each lane, in the precision of `model` (lanes, or numbers)."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return _as_lanes(context, builder, args[1], signature.args[1], signature.return_type)

    lanes = model if isinstance(model, Lanes) else Lanes(model.dtype)
    return lanes(model, number), generate


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
        vector = vector_of(context, signature.return_type)
        return args[0] if args[0].type == vector else builder.fpext(args[0], vector)

    return Lanes(types.float64, lanes.count)(lanes), generate


@intrinsic
def rounded_like(typing: Any, lanes: Any, model: Any) -> Any:
    """Numbers in double precision, rounded to the precision of the lanes `model`."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        vector = vector_of(context, signature.return_type)
        return args[0] if args[0].type == vector else builder.fptrunc(args[0], vector)

    return model(lanes, model), generate


@intrinsic
def power_of_two(typing: Any, shifted: Any) -> Any:
    """2^n for `shifted` = n + 1.5 * 2^52, whose lowest bits are the whole number n (float64)."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        bits = builder.bitcast(args[0], ir.VectorType(INT64, args[0].type.count))
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
        bits = builder.bitcast(args[0], ir.VectorType(INT64, args[0].type.count))
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


def _half_sums(builder: Any, vector: Any) -> Any:
    """The first half of a vector plus the second."""
    half = vector.type.count // 2
    low = builder.shuffle_vector(vector, vector, order(*range(half)))
    high = builder.shuffle_vector(vector, vector, order(*range(half, 2 * half)))
    return builder.fadd(low, high)


@intrinsic
def total(typing: Any, lanes: Any) -> Any:
    """The sum of all lanes, in a fixed order."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        sums = args[0]
        while sums.type.count > 1:
            sums = _half_sums(builder, sums)
        return builder.extract_element(sums, ir.Constant(INT32, 0))

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
        builder.shuffle_vector(a, b, order(*first)), builder.shuffle_vector(a, b, order(*second))
    )
