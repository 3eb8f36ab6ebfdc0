"""R2, MAE and RMSE are scikit-learn's, and there is none where there is nothing to divide by."""

import numpy as np
import pytest

from nnplayground.core.residuals import errors

ACTUAL = np.array([3.0, -0.5, 2.0, 7.0, 4.25])
PREDICTED = np.array([2.5, 0.0, 2.0, 8.0, 3.9])


def test_the_errors_are_scikit_learn_s():
    # r2_score, mean_absolute_error, sqrt(mean_squared_error)
    found = errors(ACTUAL, PREDICTED)
    assert found.r2 == pytest.approx(0.9471498371335505)
    assert found.mae == pytest.approx(0.47)
    assert found.rmse == pytest.approx(0.5696490147450446)
    assert found.examples == 5


def test_saying_the_mean_explains_nothing_and_the_truth_everything():
    assert errors(ACTUAL, np.full(5, ACTUAL.mean())).r2 == pytest.approx(0.0)
    assert errors(ACTUAL, ACTUAL).r2 == 1.0


@pytest.mark.parametrize("actual", [[2.0, 2.0, 2.0], [5.0]])
def test_targets_that_are_all_equal_leave_nothing_to_explain(actual):
    found = errors(np.array(actual), np.array(actual) + 1.0)
    assert np.isnan(found.r2)
    assert found.mae == 1.0


def test_no_examples_have_no_errors():
    found = errors(np.zeros(0), np.zeros(0))
    assert np.isnan([found.r2, found.mae, found.rmse]).all()
    assert found.examples == 0


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e300])
def test_a_diverged_network_has_errors_that_are_no_numbers_and_no_warning(value):
    with np.errstate(all="raise"):
        found = errors(ACTUAL, np.full(5, value))
    assert not found.r2 > -1e300
    assert not found.rmse < 1e299
