"""Elementary functions on lanes, so that formulas written with NumPy's names can be compiled.

All are computed in double precision, accurate to a few units in the last place, without branches
and without a call into the C library. NaN stays NaN.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import types
from numba.extending import overload

from nnplayground.core import erf as erf_coefficients
from nnplayground.core.fused.arithmetic import (
    fma,
    like,
    magnitude,
    mantissa_and_exponent,
    power_of_two,
    root,
    rounded_like,
    where_less,
    widened,
    with_sign_of,
)
from nnplayground.core.fused.lanes import Lanes, inlined

_LOG2_E = 1.4426950408889634
# ln 2 in two parts; the first has so few bits that a whole number times it is exact (fdlibm).
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_SHIFT = 1.5 * 2.0**52  # a number plus this is rounded to a whole number
_LOWEST, _HIGHEST = -708.0, 709.0  # where 2^n is a normal number
_TAYLOR = np.array([1.0 / math.factorial(k) for k in range(2, 14)])
# (log(1 + s) - log(1 - s)) / s - 2 as a polynomial in s^2 (fdlibm's e_log.c)
# fmt: off
_LOG = np.array([
    0.0, 6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01,
    2.222219843214978396e-01, 1.818357216161805012e-01, 1.531383769920937332e-01,
    1.479819860511658591e-01,
])
# fmt: on


@inlined
def _polynomial(coefficients: Any, x: Any) -> Any:
    """coefficients[0] + coefficients[1] x + ..."""
    result = like(x, coefficients[-1])
    for k in range(len(coefficients) - 2, -1, -1):
        result = fma(result, x, coefficients[k])
    return result


@inlined
def _scaled_expm1(x: Any) -> Any:
    """(2^n, e^r - 1) with x = n ln 2 + r and |r| <= ln 2 / 2."""
    x = where_less(x, _LOWEST, _LOWEST, x)
    x = where_less(_HIGHEST, x, _HIGHEST, x)
    shifted = fma(x, _LOG2_E, like(x, _SHIFT))
    n = shifted - _SHIFT
    r = fma(n, -_LN2_LOW, fma(n, -_LN2_HIGH, x))
    return power_of_two(shifted), fma(_polynomial(_TAYLOR, r) * r, r, r)


@inlined
def _exp(x: Any) -> Any:
    scale, fraction = _scaled_expm1(x)
    return fma(scale, fraction, scale)


@inlined
def _expm1(x: Any) -> Any:
    scale, fraction = _scaled_expm1(x)
    return fma(scale, fraction, scale - 1.0)


@inlined
def _tanh(x: Any) -> Any:
    """With t = e^(-2|x|) - 1: -t / (t + 2), which is accurate near 0 too."""
    t = _expm1(magnitude(x) * -2.0)
    return with_sign_of(t / (t + 2.0), x)


@inlined
def _log(x: Any) -> Any:
    """For x > 0, normal; after fdlibm's e_log.c."""
    mantissa, shifted = mantissa_and_exponent(x)
    n = shifted - _SHIFT
    f = mantissa - 1.0
    s = f / (f + 2.0)
    half = 0.5 * f * f
    tail = fma(s, half + _polynomial(_LOG, s * s), n * _LN2_LOW)
    return fma(n, _LN2_HIGH, f - (half - tail))


@inlined
def _log1p(x: Any) -> Any:
    """For x >= 0; the second term gives back what 1 + x lost in rounding."""
    u = x + 1.0
    return _log(u) + (x - (u - 1.0)) / u


@inlined
def _erf_far(size: Any) -> Any:
    """1 - e^(-x^2) R(1/x^2) / x for x >= 1.25."""
    far = where_less(6.0, size, 6.0, size)
    far = where_less(far, 1.25, 1.25, far)
    s = 1.0 / (far * far)
    near_ratio = _polynomial(_RA, s) / _polynomial(_SA, s)
    far_ratio = _polynomial(_RB, s) / _polynomial(_SB, s)
    ratio = where_less(far, 1.0 / 0.35, near_ratio, far_ratio)
    return 1.0 - _exp(ratio - 0.5625 - far * far) / far


@inlined
def _erf(x: Any) -> Any:
    """As `nnplayground.core.erf`, by the same three pieces."""
    size = magnitude(x)
    z = x * x
    near = fma(x, _polynomial(_PP, z) / _polynomial(_QQ, z), x)
    s = size - 1.0
    middle = erf_coefficients.ERX + _polynomial(_PA, s) / _polynomial(_QA, s)
    beyond = where_less(size, 1.25, middle, _erf_far(size))
    return where_less(size, 0.84375, near, with_sign_of(beyond, x))


_PP, _QQ = np.array(erf_coefficients.PP), np.array(erf_coefficients.QQ)
_PA, _QA = np.array(erf_coefficients.PA), np.array(erf_coefficients.QA)
_RA, _SA = np.array(erf_coefficients.RA), np.array(erf_coefficients.SA)
_RB, _SB = np.array(erf_coefficients.RB), np.array(erf_coefficients.SB)


def _compile_as(name: Callable[..., Any], function: Callable[..., Any]) -> None:
    """Let compiled formulas call `name` on lanes and get `function`."""

    @overload(name, strict=False)
    def choose(x: Any) -> Any:
        if not isinstance(x, Lanes):
            return None
        if x.dtype == types.float64:
            return lambda x: function(x)
        return lambda x: rounded_like(function(widened(x)), x)


for _name, _function in (
    (np.exp, _exp),
    (np.expm1, _expm1),
    (np.tanh, _tanh),
    (np.log, _log),
    (np.log1p, _log1p),
    (erf_coefficients.erf, _erf),
):
    _compile_as(_name, _function)


@overload(np.absolute, strict=False)
def _absolute(x: Any) -> Any:
    return (lambda x: magnitude(x)) if isinstance(x, Lanes) else None


@overload(np.sqrt, strict=False)
def _sqrt(x: Any) -> Any:
    return (lambda x: root(x)) if isinstance(x, Lanes) else None


@overload(np.fmax, strict=False)
def _fmax(x: Any, y: Any) -> Any:
    return (lambda x, y: where_less(y, x, x, y)) if isinstance(x, Lanes) else None


@overload(np.fmin, strict=False)
def _fmin(x: Any, y: Any) -> Any:
    return (lambda x, y: where_less(x, y, x, y)) if isinstance(x, Lanes) else None


@overload(np.heaviside, strict=False)
def _heaviside(x: Any, at_0: Any) -> Any:
    """0 below 0, `at_0` at 0, 1 above."""
    if not isinstance(x, Lanes):
        return None
    return lambda x, at_0: where_less(0.0, x, 1.0, where_less(x, 0.0, 0.0, like(x, at_0)))


@overload(np.sign, strict=False)
def _sign(x: Any) -> Any:
    if not isinstance(x, Lanes):
        return None
    return lambda x: where_less(0.0, x, 1.0, where_less(x, 0.0, -1.0, like(x, 0.0)))
