"""Some numbers side by side as one value of compiled code: a formula serves several examples.

Numba has no such type and leaves it to LLVM to find out that a loop can be vectorized, which fails
for loops as short as a small batch. `Lanes` is LLVM's own vector type; LLVM splits it to what the
processor has (one register of AVX2, two of NEON).

What can be done with lanes inside compiled functions is in `memory` and `arithmetic`.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numba
from llvmlite import ir
from numba import types
from numba.extending import models, register_model

from nnplayground.core.fused.tables import LANE_BYTES

Function = TypeVar("Function", bound=Callable[..., Any])
INT32, INT64 = ir.IntType(32), ir.IntType(64)


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


def vector_of(context: Any, lanes: Lanes) -> Any:
    """LLVM's type for lanes."""
    return ir.VectorType(context.get_value_type(lanes.dtype), lanes.count)


def order(*lanes: int) -> Any:
    """Which lanes to take, for LLVM's shuffles."""
    return ir.Constant(ir.VectorType(INT32, len(lanes)), list(lanes))
