"""Targets are what the output can reach, and network and data are checked against each other."""

import dataclasses

import numpy as np
import pytest

from nnplayground.core import (
    ACTIVATIONS,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Run,
    SpecError,
    load_dataset,
)
from nnplayground.core import dataset as module
from nnplayground.core.dataset import class_threshold, encode_targets
from tests.core.tables import classification, random_regression, regression

TWO = classification([[0.0], [1.0], [2.0]], [1, 0, 1], 2)
THREE = classification([[0.0], [1.0], [2.0]], [1, 0, 2], 3)

LOWS = {"identity": -1, "sigmoid": 0, "tanh": -1, "relu": 0, "leaky_relu": -1, "elu": -1}
LOWS |= {"gelu": 0, "softplus": 0, "silu": 0, "softmax": 0}


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_classes_become_numbers_that_the_output_can_reach(activation):
    low = LOWS[activation]
    assert encode_targets(TWO.train, TWO, activation, 1).tolist() == [[1], [low], [1]]
    assert encode_targets(TWO.train, TWO, activation, 2).tolist() == [[low, 1], [1, low], [low, 1]]
    assert encode_targets(THREE.train, THREE, activation, 3).tolist() == [
        [low, 1, low],
        [1, low, low],
        [low, low, 1],
    ]
    assert class_threshold(activation) == (1 + low) / 2


def test_numbers_to_predict_stay_as_they_are():
    data = regression([[0.0], [1.0]], [[5.0], [-7.5]])
    for activation in ("identity", "sigmoid"):
        assert encode_targets(data.train, data, activation, 1).tolist() == [[5.0], [-7.5]]


def test_the_outputs_that_fit_are_one_a_class_or_one_for_two():
    assert TWO.allowed_outputs() == (1, 2)
    assert THREE.allowed_outputs() == (3,)
    assert random_regression(outputs=4).allowed_outputs() == (4,)


def experiment(inputs, outputs):
    return Experiment(NetworkSpec(inputs, (LayerSpec(outputs),)))


def test_a_network_that_does_not_fit_the_data_is_refused_by_name():
    with pytest.raises(
        SpecError, match=r"^network: has 2 inputs, but the data 'circle' has 1 \(x0\)"
    ):
        Run(experiment(2, 1), TWO)
    with pytest.raises(SpecError, match=r"^output layer: has 3 neurons, .* needs 1 or 2$"):
        Run(experiment(1, 3), TWO)
    with pytest.raises(SpecError, match=r"^output layer: has 2 neurons, .* needs 3$"):
        Run(experiment(1, 2), THREE)


def test_data_without_a_training_example_is_refused_with_the_way_out():
    empty = dataclasses.replace(TWO, train=TWO.test, test=TWO.train)
    with pytest.raises(SpecError, match=r"^data\.train_share: leaves no example .* make it larger"):
        Run(experiment(1, 1), empty)


def test_the_core_asks_whoever_registered_for_data(monkeypatch):
    monkeypatch.setattr(module, "_loaders", [])
    with pytest.raises(SpecError, match=r"^data: no source of data is registered$"):
        load_dataset(DataSpec())
    module.register_loader(lambda spec: THREE)
    assert load_dataset(DataSpec()) is THREE
    module.register_loader(lambda spec: TWO)
    assert load_dataset(DataSpec()) is TWO


def test_a_part_is_as_long_as_its_examples():
    assert len(TWO.train) == 3
    assert len(TWO.test) == 0
    assert np.array_equal(TWO.train.inputs, TWO.train.raw)
