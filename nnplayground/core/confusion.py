"""Which classes are taken for which, and what follows from it: precision, recall and F1.

A share of nothing is no number: the precision of a class that is never said, the recall of a
class without an example. Means over the classes leave such out. Both are what scikit-learn's
`precision_recall_fscore_support` gives with `zero_division=nan`.
"""

from dataclasses import dataclass

import numpy as np

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.metrics import NO_ANSWER


@dataclass(frozen=True, eq=False)
class Confusion:
    """How often each class is taken for each.

    Attributes:
        counts: (classes, classes), a row a true class, a column what is said.
        unanswered: (classes,) examples of each true class whose output is no number.
    """

    counts: IntArray
    unanswered: IntArray

    @classmethod
    def of(cls, labels: IntArray, said: IntArray, classes: int) -> "Confusion":
        """Count labels and answers, both (examples,) from 0; NO_ANSWER where there is none."""
        answered = said != NO_ANSWER
        pairs = labels[answered] * classes + said[answered]
        counts = np.bincount(pairs, minlength=classes * classes).reshape(classes, classes)
        unanswered = np.bincount(labels[~answered], minlength=classes)
        return cls(counts.astype(np.int64), unanswered.astype(np.int64))

    @property
    def examples(self) -> int:
        """How many there are."""
        return int(self.counts.sum() + self.unanswered.sum())

    @property
    def right(self) -> IntArray:
        """(classes,) examples whose class is said."""
        return self.counts.diagonal()

    @property
    def support(self) -> IntArray:
        """(classes,) examples of each class."""
        total: IntArray = self.counts.sum(axis=1) + self.unanswered
        return total

    @property
    def said(self) -> IntArray:
        """(classes,) how often each is said."""
        total: IntArray = self.counts.sum(axis=0)
        return total

    @property
    def accuracy(self) -> float:
        """right / examples; NaN without examples."""
        return int(self.right.sum()) / self.examples if self.examples else float("nan")

    @property
    def precision(self) -> FloatArray:
        """(classes,) right / said: how often it is that class when it is said."""
        return _share(self.right, self.said)

    @property
    def recall(self) -> FloatArray:
        """(classes,) right / support: how many of the class are found."""
        return _share(self.right, self.support)

    @property
    def f1(self) -> FloatArray:
        """(classes,) 2 right / (said + support), the harmonic mean of precision and recall."""
        return _share(2 * self.right, self.said + self.support)


def macro(shares: FloatArray) -> float:
    """The mean over the classes that have a share; NaN where none has."""
    known = shares[~np.isnan(shares)]
    return float(known.mean()) if len(known) else float("nan")


def _share(part: IntArray, whole: IntArray) -> FloatArray:
    share: FloatArray = np.where(whole > 0, part / np.maximum(whole, 1), np.nan)
    return share
