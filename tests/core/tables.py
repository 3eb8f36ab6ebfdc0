"""Small data sets made by hand, so that tests of the core need nothing of the data room."""

import numpy as np

from nnplayground.core import Dataset, Part


def part(X, Y=None, labels=None):
    """A part of regression examples (Y) or of classes (labels)."""
    X = np.asarray(X, dtype=np.float64)
    targets = np.empty((len(X), 0)) if Y is None else np.asarray(Y, dtype=np.float64)
    numbers = np.empty(0, np.int64) if labels is None else np.asarray(labels, dtype=np.int64)
    return Part(X, X, targets, numbers)


def regression(X, Y, test=None):
    """Examples X (examples, inputs) with targets Y (examples, outputs); `test` is such a pair."""
    X, Y = np.asarray(X, dtype=np.float64), np.asarray(Y, dtype=np.float64)
    tested = (np.empty((0, X.shape[1])), np.empty((0, Y.shape[1]))) if test is None else test
    return Dataset(
        train=part(X, Y),
        test=part(*tested),
        task="regression",
        classes=(),
        columns=tuple(f"x{i}" for i in range(X.shape[1])),
        input_names=tuple(f"x{i}" for i in range(X.shape[1])),
        target_names=tuple(f"y{i}" for i in range(Y.shape[1])),
        featurize=lambda raw: raw,
    )


def classification(X, labels, classes, test=None):
    """Examples X (examples, inputs) with class numbers; `test` is such a pair."""
    X = np.asarray(X, dtype=np.float64)
    test_X, test_labels = (np.empty((0, X.shape[1])), []) if test is None else test
    return Dataset(
        train=part(X, labels=labels),
        test=part(test_X, labels=test_labels),
        task="classification",
        classes=tuple(f"class {i}" for i in range(classes)),
        columns=tuple(f"x{i}" for i in range(X.shape[1])),
        input_names=tuple(f"x{i}" for i in range(X.shape[1])),
        target_names=(),
        featurize=lambda raw: raw,
    )


def random_regression(examples=23, inputs=2, outputs=1, seed=0, tested=5):
    """Reproducible noise to learn."""
    random = np.random.default_rng(seed)
    X, Y = random.normal(size=(examples, inputs)), random.normal(size=(examples, outputs))
    test = random.normal(size=(tested, inputs)), random.normal(size=(tested, outputs))
    return regression(X, Y, test)
