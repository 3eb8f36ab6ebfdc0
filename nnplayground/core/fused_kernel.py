"""The compiled kernel: where it comes from."""

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np

from nnplayground.core.arrays import DTYPES


def load(precision: str) -> Callable[..., None]:
    from numba import types

    from nnplayground.core.fused import kernel as module

    return module.kernel
