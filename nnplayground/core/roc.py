"""The receiver operating characteristic of two classes: hits against false alarms.

As in Fawcett (2006), "An introduction to ROC analysis", algorithm 1, and in scikit-learn's
`roc_curve` with `drop_intermediate=False`: a point for each score that occurs.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nnplayground.core.arrays import FloatArray


@dataclass(frozen=True, eq=False)
class Roc:
    """The curve, from (0, 0) to (1, 1).

    Attributes:
        false_alarms: (points,) share of the first class that is taken for the second.
        hits: (points,) share of the second class that is found.
        thresholds: (points,) falling; the second class is said from this score on.
    """

    false_alarms: FloatArray
    hits: FloatArray
    thresholds: FloatArray

    @property
    def auc(self) -> float:
        """The area under the curve: how often a random example of the second class scores higher
        than one of the first, equal scores counting half."""
        return float(np.trapezoid(self.hits, self.false_alarms))


def roc(scores: FloatArray, second: npt.NDArray[np.bool_]) -> Roc | None:
    """The curve of scores (examples,), the higher the likelier the second class.

    Args:
        scores: no NaN.
        second: (examples,) whether each is of the second class.

    Returns:
        None where one of the classes has no example.
    """
    positives = int(np.count_nonzero(second))
    negatives = len(second) - positives
    if positives == 0 or negatives == 0:
        return None
    falling = np.argsort(-scores, kind="stable")
    ordered = scores[falling]
    last = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True))
    hits = np.cumsum(second[falling])[last]
    alarms = last + 1 - hits
    return Roc(
        np.concatenate(([0.0], alarms / negatives)),
        np.concatenate(([0.0], hits / positives)),
        np.concatenate(([np.inf], ordered[last].astype(np.float64))),
    )
