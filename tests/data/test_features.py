"""The inputs made from the columns are what their labels say."""

import math

import numpy as np
import pytest

from nnplayground.core.errors import SpecError
from nnplayground.core.experiment import DataSpec
from nnplayground.data import DATASETS, FEATURES, load

EXPECTED = {
    "x1": ("x₁", lambda x, y: x),
    "x2": ("x₂", lambda x, y: y),
    "x1^2": ("x₁²", lambda x, y: x**2),
    "x2^2": ("x₂²", lambda x, y: y**2),
    "x1*x2": ("x₁x₂", lambda x, y: x * y),
    "sin(x1)": ("sin x₁", lambda x, y: math.sin(x)),
    "sin(x2)": ("sin x₂", lambda x, y: math.sin(y)),
}


def test_the_seven_features_of_tensorflow_playground_are_there_in_its_order():
    assert list(FEATURES) == list(EXPECTED)
    assert [feature.label for feature in FEATURES.values()] == [n for n, _ in EXPECTED.values()]


@pytest.mark.parametrize("key", EXPECTED)
def test_a_feature_is_what_its_label_says(key):
    label, formula = EXPECTED[key]
    dataset = load(DataSpec(features=(key,)))
    assert dataset.input_names == (label,)
    expected = [[formula(x, y)] for x, y in dataset.train.raw]
    assert dataset.train.inputs == pytest.approx(np.array(expected), rel=1e-14)


def test_features_keep_the_order_of_the_experiment():
    dataset = load(DataSpec(features=("sin(x2)", "x1", "x1*x2")))
    assert dataset.input_names == ("sin x₂", "x₁", "x₁x₂")
    assert (dataset.train.inputs[:, 1] == dataset.train.raw[:, 0]).all()


def test_no_features_are_the_columns_as_they_are():
    dataset = load(DataSpec())
    assert dataset.input_names == dataset.columns == ("x₁", "x₂")
    assert (dataset.train.inputs == dataset.train.raw).all()


@pytest.mark.parametrize("scaling", ["none", "standardize", "unit"])
@pytest.mark.parametrize("features", [(), ("x1", "x2^2", "sin(x1)")])
def test_featurize_makes_of_raw_points_what_the_parts_hold_and_leaves_them_alone(features, scaling):
    dataset = load(DataSpec(features=features, scaling=scaling))
    points = dataset.test.raw.copy()
    assert (dataset.featurize(points) == dataset.test.inputs).all()
    assert (points == dataset.test.raw).all()


def test_featurize_of_no_points_is_empty():
    dataset = load(DataSpec(features=("x1", "x2^2", "sin(x1)"), scaling="unit"))
    assert dataset.featurize(np.empty((0, 2))).shape == (0, 3)


def test_a_curve_has_the_features_of_one_column():
    dataset = load(DataSpec("sine", features=("x1", "x1^2", "sin(x1)")))
    assert dataset.train.inputs.shape == (250, 3)


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        (DataSpec("circle", features=("x3",)), r"'x3' cannot be made .* 'circle'; known are x1,"),
        (DataSpec("sine", features=("x2",)), r"'x2' cannot be made .* 'sine'; known are x1, "),
        (DataSpec("digits", features=("x1",)), r"'x1' cannot be made .* 'digits'; known are none"),
        (DataSpec("circle", features=("x1", "x1")), r"'x1' comes twice"),
    ],
)
def test_a_feature_that_does_not_fit_is_named(spec, message):
    with pytest.raises(SpecError, match=message):
        load(spec)


def test_every_feature_of_every_data_set_is_known_and_can_be_made():
    for source in DATASETS.values():
        for key in source.features:
            raw = np.ones((3, len(source.columns)))
            assert FEATURES[key].compute(raw).shape == (3,)
