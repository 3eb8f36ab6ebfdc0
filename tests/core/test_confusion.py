"""Counts of mistaken classes and their shares are those of scikit-learn 1.x, nothing is 0/0."""

import numpy as np
import pytest

from nnplayground.core.confusion import Confusion, macro
from nnplayground.core.metrics import NO_ANSWER

LABELS = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2])
SAID = np.array([0, 0, 1, 2, 1, 1, 0, 2, 2, 1, 2, 0])


def test_rows_are_true_classes_and_columns_what_is_said():
    assert Confusion.of(LABELS, SAID, 3).counts.tolist() == [[2, 1, 1], [1, 2, 0], [1, 1, 3]]


def test_precision_recall_and_f1_are_scikit_learn_s():
    # precision_recall_fscore_support(..., labels=[0, 1, 2, 3], zero_division=nan)
    found = Confusion.of(LABELS, SAID, 4)
    nan = float("nan")
    assert found.precision == pytest.approx([0.5, 0.5, 0.75, nan], nan_ok=True)
    assert found.recall == pytest.approx([0.5, 2 / 3, 0.6, nan], nan_ok=True)
    assert found.f1 == pytest.approx([0.5, 0.5714285714285714, 2 / 3, nan], nan_ok=True)
    assert found.support.tolist() == [4, 3, 5, 0]
    assert found.accuracy == pytest.approx(0.5833333333333334)


def test_means_leave_out_classes_without_a_share():
    found = Confusion.of(LABELS, SAID, 4)
    means = [macro(found.precision), macro(found.recall), macro(found.f1)]
    assert means == pytest.approx([0.5833333333333334, 0.5888888888888889, 0.5793650793650794])
    assert np.isnan(macro(np.array([np.nan])))


def test_a_class_that_is_never_said_has_no_precision_and_no_hits():
    found = Confusion.of(np.array([0, 1]), np.array([0, 0]), 2)
    assert found.precision == pytest.approx([0.5, np.nan], nan_ok=True)
    assert found.recall.tolist() == [1.0, 0.0]
    assert found.f1 == pytest.approx([2 / 3, 0.0])


def test_what_is_no_number_is_an_answer_to_no_class():
    found = Confusion.of(np.array([0, 0, 1]), np.array([0, NO_ANSWER, NO_ANSWER]), 2)
    assert found.counts.tolist() == [[1, 0], [0, 0]]
    assert found.unanswered.tolist() == [1, 1]
    assert found.support.tolist() == [2, 1]
    assert found.recall.tolist() == [0.5, 0.0]
    assert found.accuracy == pytest.approx(1 / 3)


def test_without_examples_there_is_no_share():
    none = np.zeros(0, dtype=np.int64)
    found = Confusion.of(none, none, 2)
    assert found.examples == 0
    assert np.isnan([found.accuracy, *found.precision, *found.recall, *found.f1]).all()
