"""The scanned digits are scikit-learn's, and pictures can be laid side by side."""

import numpy as np
import pytest

from nnplayground.core import Run
from nnplayground.data import DATASETS, load, load_resource, mosaic

COUNTS = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]  # scikit-learn's user guide


def test_there_are_1797_digits_with_scikit_learn_s_class_counts():
    digits = load_resource("digits")
    assert digits.raw.shape == (1797, 64)
    assert np.bincount(digits.labels).tolist() == COUNTS


def test_the_digits_are_scikit_learn_s_divided_by_16():
    sklearn_datasets = pytest.importorskip("sklearn.datasets")
    scans, labels = sklearn_datasets.load_digits(return_X_y=True)
    digits = load_resource("digits")
    assert (digits.raw * 16.0 == scans).all()
    assert (digits.labels == labels).all()


def test_the_first_digit_is_the_zero_that_scikit_learn_s_guide_prints():
    zero = (load_resource("digits").raw[0] * 16).astype(int).reshape(8, 8)
    assert load_resource("digits").labels[0] == 0
    assert zero[:3].tolist() == [
        [0, 0, 5, 13, 9, 1, 0, 0],
        [0, 0, 13, 15, 10, 15, 5, 0],
        [0, 3, 15, 2, 0, 11, 8, 0],
    ]


def test_zero_examples_are_all_and_other_numbers_the_first_ones():
    everything = load(DATASETS["digits"].suggested.with_data(examples=0, train_share=1.0).data)
    some = load(DATASETS["digits"].suggested.with_data(examples=100, train_share=1.0).data)
    assert len(everything.train) == 1797
    assert len(some.train) == 100
    first = load_resource("digits").raw[:100]
    assert sorted(map(tuple, some.train.raw)) == sorted(map(tuple, first))


def test_noise_leaves_the_digits_alone():
    spec = DATASETS["digits"].suggested
    assert (load(spec.data).train.raw == load(spec.with_data(noise=50.0).data).train.raw).all()


def test_the_suggested_network_reads_95_percent_of_unseen_digits():
    run = Run(DATASETS["digits"].suggested)
    run.advance(45 * 20)
    accuracy = run.test_score().accuracy
    assert accuracy is not None
    assert accuracy > 0.95


def test_a_mosaic_fills_rows_from_the_left_and_leaves_the_rest_empty():
    pictures = np.arange(1.0, 13.0).reshape(3, 4)  # three pictures of 2x2
    assert mosaic(pictures, (2, 2), 2).tolist() == [
        [1, 2, 5, 6],
        [3, 4, 7, 8],
        [9, 10, 0, 0],
        [11, 12, 0, 0],
    ]
