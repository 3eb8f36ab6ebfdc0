"""Scaling is fitted on the training part and survives constant columns."""

import numpy as np
import pytest

from nnplayground.core.experiment import SCALINGS as KNOWN
from nnplayground.core.experiment import DataSpec
from nnplayground.data import load
from nnplayground.data.scaling import SCALINGS, fit_scaling

FEATURES = ("x1", "x2", "x1^2", "sin(x2)")


def test_the_table_has_every_scaling_that_an_experiment_may_name():
    assert {"none", *SCALINGS} == set(KNOWN)


def test_standardize_gives_the_training_part_mean_0_and_deviation_1_and_only_that():
    dataset = load(DataSpec(features=FEATURES, scaling="standardize"))
    assert dataset.train.inputs.mean(axis=0) == pytest.approx(np.zeros(4), abs=1e-12)
    assert dataset.train.inputs.std(axis=0) == pytest.approx(np.ones(4), abs=1e-12)
    assert np.abs(dataset.test.inputs.mean(axis=0)).max() > 1e-4


def test_unit_gives_the_training_part_exactly_0_to_1():
    dataset = load(DataSpec("gauss", features=FEATURES, scaling="unit"))
    assert dataset.train.inputs.min(axis=0).tolist() == [0.0] * 4
    assert dataset.train.inputs.max(axis=0).tolist() == [1.0] * 4
    assert dataset.test.inputs.min() < 0.0 or dataset.test.inputs.max() > 1.0


def test_none_changes_nothing():
    dataset = load(DataSpec(scaling="none"))
    assert (dataset.train.inputs == dataset.train.raw).all()


@pytest.mark.parametrize("kind", list(SCALINGS))
@pytest.mark.parametrize("value", [0.0, 0.1, -7e11])
def test_a_constant_column_becomes_0_and_stays_finite_elsewhere(kind, value):
    column = np.full((7, 1), value)
    offset, divisor = fit_scaling(kind, column)
    assert ((column - offset) / divisor == 0.0).all()
    assert np.isfinite((column + 1.0 - offset) / divisor).all()


@pytest.mark.parametrize("kind", list(KNOWN))
def test_without_training_examples_there_is_nothing_to_fit(kind):
    dataset = load(DataSpec(train_share=0.0, scaling=kind))
    assert len(dataset.train) == 0
    assert (dataset.test.inputs == dataset.test.raw).all()


@pytest.mark.parametrize("kind", list(SCALINGS))
def test_the_digits_constant_pixels_do_not_blow_up(kind):
    dataset = load(DataSpec("digits", examples=0, scaling=kind))
    assert np.isfinite(dataset.train.inputs).all()
    assert np.isfinite(dataset.test.inputs).all()
