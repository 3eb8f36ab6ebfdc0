"""How far predicted numbers are from the actual ones: R2, MAE and RMSE."""

from dataclasses import dataclass

import numpy as np

from nnplayground.core.arrays import FloatArray


@dataclass(frozen=True)
class Errors:
    """The errors of one target over some examples, NaN where there is no such number.

    Attributes:
        r2: 1 - sum (y - a)^2 / sum (y - mean y)^2, the share of the variance that is explained
            (scikit-learn's `r2_score`); NaN for fewer than two examples or where all y are equal.
        mae: mean |y - a|.
        rmse: sqrt(mean (y - a)^2).
        examples: how many.
    """

    r2: float
    mae: float
    rmse: float
    examples: int


def errors(actual: FloatArray, predicted: FloatArray) -> Errors:
    """The errors of predictions a (examples,) of y (examples,)."""
    count = len(actual)
    if count == 0:
        return Errors(np.nan, np.nan, np.nan, 0)
    with np.errstate(all="ignore"):
        residuals = actual - predicted.astype(np.float64)
        squared = float(residuals @ residuals)
        spread = float(np.square(actual - actual.mean()).sum())
        r2 = 1.0 - squared / spread if spread > 0.0 else np.nan
        return Errors(r2, float(np.abs(residuals).mean()), float(np.sqrt(squared / count)), count)
