"""The articles' tables, and that their suggested experiments give the articles' numbers."""

import numpy as np
import pytest

from nnplayground.core import Run
from nnplayground.data import DATASETS, load

ROWS = {
    "lesson_a": ([[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]], [0, 1, 1, 0]),
    "lesson_b": ([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], [0, 0, 1, 1]),
    "odd_even": ([[2], [3]], [1, 0]),
}


@pytest.mark.parametrize("key", ROWS)
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_all_rows_are_for_training_in_the_article_s_order_whatever_the_share(key, share):
    inputs, labels = ROWS[key]
    dataset = load(DATASETS[key].suggested.with_data(train_share=share, noise=50.0, seed=9).data)
    assert dataset.train.inputs.tolist() == inputs
    assert dataset.train.labels.tolist() == labels
    assert dataset.test.inputs.shape == (0, len(inputs[0]))


def test_two_is_even_and_three_is_odd():
    dataset = load(DATASETS["odd_even"].suggested.data)
    assert [dataset.classes[label] for label in dataset.train.labels] == ["even", "odd"]


@pytest.mark.parametrize(
    ("key", "weights"),
    [
        ("lesson_a", [9.67299303, -0.20784350, -4.62963669]),
        ("lesson_b", [9.67313897, -0.20847825, -4.62933108]),
    ],
)
def test_one_layer_ends_at_the_article_s_weights_after_10_000_iterations(key, weights):
    run = Run(DATASETS[key].suggested)
    run.advance(10_000)
    assert run.theta == pytest.approx(weights, abs=5e-9)


def test_odd_even_begins_with_0_8631_and_0_8776():
    run = Run(DATASETS["odd_even"].suggested)
    rows = np.array([[2.0], [3.0]])
    first = run.predict(rows)[0, 0]
    run.advance(1)
    assert [first, run.predict(rows)[1, 0]] == pytest.approx([0.8631, 0.8776], abs=5e-5)
