"""The curve of two classes and its area are scikit-learn's, and those one can work out by hand."""

import numpy as np
import pytest

from nnplayground.core.roc import roc

SECOND = np.array([0, 0, 1, 1, 0, 1, 0, 1, 1, 0], dtype=bool)
SCORES = np.array([0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.7, 0.9, 0.65, 0.2])


def test_the_curve_is_scikit_learn_s():
    # roc_curve(SECOND, SCORES, drop_intermediate=False), roc_auc_score(SECOND, SCORES)
    found = roc(SCORES, SECOND)
    assert found is not None
    assert found.false_alarms == pytest.approx([0, 0, 0, 0.2, 0.2, 0.6, 0.6, 0.8, 1])
    assert found.hits == pytest.approx([0, 0.2, 0.4, 0.4, 0.6, 0.8, 1, 1, 1])
    assert found.thresholds == pytest.approx([np.inf, 0.9, 0.8, 0.7, 0.65, 0.4, 0.35, 0.2, 0.1])
    assert found.auc == pytest.approx(0.76)


def test_the_area_is_how_often_the_second_class_scores_higher():
    random = np.random.default_rng(5)
    second = random.random(60) < 0.4
    scores = np.round(random.random(60) + 0.3 * second, 1)  # many are equal
    found = roc(scores, second)
    assert found is not None
    above = scores[second][:, None] - scores[~second][None, :]
    assert found.auc == pytest.approx(((above > 0) + 0.5 * (above == 0)).mean())


def test_equal_scores_tell_nothing_and_perfect_ones_everything():
    same, perfect = roc(np.zeros(4), SECOND[:4]), roc(SECOND.astype(float), SECOND)
    assert same is not None
    assert perfect is not None
    assert same.auc == 0.5
    assert perfect.auc == 1.0


@pytest.mark.parametrize("second", [np.ones(3, dtype=bool), np.zeros(3, dtype=bool), SECOND[:0]])
def test_one_class_alone_has_no_curve(second):
    assert roc(np.arange(len(second), dtype=float), second) is None
