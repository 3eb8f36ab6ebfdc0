"""Names for the array types that the core passes around."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.floating[Any]]
IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

DTYPES: dict[str, type[np.floating[Any]]] = {"float64": np.float64, "float32": np.float32}


def by_precision(double: float, single: float) -> dict[int, npt.NDArray[Any]]:
    """A constant in each precision, by an array's itemsize.

    As an array without dimensions it costs an operation on a small array half a microsecond less
    than as a Python number.
    """
    return {8: frozen(np.array(double, np.float64)), 4: frozen(np.array(single, np.float32))}


def frozen(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same array, marked read-only, so that it can cross a thread border unharmed."""
    array.flags.writeable = False
    return array


ZERO = by_precision(0.0, 0.0)
ONE = by_precision(1.0, 1.0)
