"""The table of data sets agrees with itself."""

import pytest

from nnplayground.core.dataset import check_fit
from nnplayground.core.experiment import Experiment
from nnplayground.data import DATASETS, FEATURES, load
from nnplayground.paths import resource

PLAYGROUND = {"circle", "xor", "gauss", "spiral", "plane", "multi_gauss"}


def test_what_the_first_issue_asks_for_is_there():
    others = {"moons", "rings", "sine", "digits", "lesson_a", "lesson_b", "odd_even"}
    assert set(DATASETS) >= PLAYGROUND | others


@pytest.mark.parametrize("key", DATASETS)
def test_the_suggested_experiment_names_its_data_and_fits_it(key):
    suggested = DATASETS[key].suggested
    assert suggested.data.dataset == key
    check_fit(suggested, load(suggested.data))


@pytest.mark.parametrize("key", DATASETS)
def test_the_suggested_experiment_survives_json(key):
    suggested = DATASETS[key].suggested
    assert Experiment.from_json(suggested.to_json()) == suggested


@pytest.mark.parametrize("key", DATASETS)
def test_an_entry_has_either_classes_or_targets_and_known_features(key):
    source = DATASETS[key]
    assert source.key == key
    assert bool(source.classes) != bool(source.target_names)
    assert source.task == ("classification" if source.classes else "regression")
    assert set(source.features) <= set(FEATURES)
    assert len(source.label) <= 9  # it stands under a thumbnail
    assert source.description.endswith(".")


def test_tensorflow_playground_s_numbers_of_examples_are_suggested():
    assert {key: DATASETS[key].suggested.data.examples for key in PLAYGROUND} == {
        "circle": 500,
        "xor": 500,
        "gauss": 500,
        "spiral": 500,
        "plane": 1200,
        "multi_gauss": 1200,
    }


def test_the_plus_1_of_tensorflow_playground_is_the_second_class():
    assert all(
        DATASETS[key].classes == ("negative", "positive")
        for key in ("circle", "xor", "gauss", "spiral", "moons")
    )


def test_the_digits_come_with_their_attribution():
    text = resource("datasets", "digits.LICENSE.md").read_text(encoding="utf-8")
    for name in ("Alpaydin", "Kaynak", "Creative Commons Attribution 4.0", "10.24432/C50P49"):
        assert name in text
