"""An experiment is a value: frozen, equal by content, and exactly its JSON."""

import dataclasses
import json

import pytest
from hypothesis import given

from nnplayground.core import (
    ACTIVATIONS,
    LOSSES,
    OPTIMIZERS,
    DataSpec,
    Experiment,
    SpecError,
    StopRule,
    TrainingSpec,
)
from nnplayground.core.experiment import OPTIMIZER_NAMES
from tests.strategies import experiments


@given(experiments())
def test_any_experiment_comes_back_from_its_json_exactly(experiment):
    text = experiment.to_json()
    assert Experiment.from_json(text) == experiment
    assert Experiment.from_json(text).to_json() == text
    json.loads(text, parse_constant=pytest.fail)  # no NaN, no Infinity


@given(experiments())
def test_an_experiment_can_be_a_key(experiment):
    assert {experiment: 1}[Experiment.from_json(experiment.to_json())] == 1


def test_the_defaults_are_the_playgrounds():
    experiment = Experiment()
    assert experiment.network.title == "2-4-2-1"
    assert {layer.activation for layer in experiment.network.layers} == {"tanh"}
    assert (experiment.training.batch_size, experiment.training.learning_rate) == (10, 0.03)
    assert (experiment.data.dataset, experiment.data.train_share) == ("circle", 0.5)


def test_missing_keys_take_the_defaults():
    assert Experiment.from_json("{}") == Experiment()
    assert Experiment.from_json('{"data": {"noise": 5}}') == Experiment().with_data(noise=5.0)


def test_nothing_can_be_changed_in_place():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Experiment().seed = 1  # type: ignore[misc]


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"seed": 00}', "\ud800"])
def test_a_text_that_is_not_json_is_refused(text):
    with pytest.raises(SpecError, match=r"^experiment: not JSON"):
        Experiment.from_json(text)


def test_the_names_of_optimizers_are_those_of_the_table():
    assert tuple(OPTIMIZERS) == OPTIMIZER_NAMES


def test_the_tables_hold_what_was_promised():
    activations = "identity sigmoid tanh relu leaky_relu elu gelu softplus silu softmax"
    losses = "half_squared squared huber binary_cross_entropy cross_entropy"
    optimizers = "sgd momentum nesterov adagrad rmsprop adam adamw"
    assert " ".join(ACTIVATIONS) == activations
    assert " ".join(LOSSES) == losses
    assert " ".join(OPTIMIZERS) == optimizers


WRONG = [
    (DataSpec, {"examples": -1}, "data.examples: expected 0 to 1000000, got -1"),
    (DataSpec, {"examples": 1_000_001}, "data.examples: "),
    (DataSpec, {"noise": 50.1}, "data.noise: expected 0 to 50, got 50.1"),
    (DataSpec, {"noise": float("nan")}, "data.noise: "),
    (DataSpec, {"train_share": 1.1}, "data.train_share: "),
    (DataSpec, {"scaling": "log"}, "data.scaling: 'log' is unknown; known are none, standardize"),
    (DataSpec, {"seed": 2**32}, "data.seed: "),
    (StopRule, {"iterations": -1}, "training.stop.iterations: "),
    (StopRule, {"epochs": -1}, "training.stop.epochs: "),
    (TrainingSpec, {"loss": "l2"}, "training.loss: 'l2' is unknown; known are half_squared, "),
    (TrainingSpec, {"reduction": "max"}, "training.reduction: 'max' is unknown"),
    (TrainingSpec, {"optimizer": "lbfgs"}, "training.optimizer: 'lbfgs' is unknown"),
    (TrainingSpec, {"order": "sorted"}, "training.order: "),
    (TrainingSpec, {"precision": "float16"}, "training.precision: "),
    (TrainingSpec, {"engine": "gpu"}, "training.engine: "),
    (TrainingSpec, {"learning_rate": -0.1}, "training.learning_rate: "),
    (TrainingSpec, {"learning_rate": float("nan")}, "training.learning_rate: "),
    (TrainingSpec, {"l1": -1.0}, "training.l1: "),
    (TrainingSpec, {"l2": float("inf")}, "training.l2: "),
    (TrainingSpec, {"weight_decay": -1.0}, "training.weight_decay: "),
    (TrainingSpec, {"momentum": 1.0}, "training.momentum: expected 0 or more and below 1"),
    (TrainingSpec, {"decay": -0.1}, "training.decay: "),
    (TrainingSpec, {"beta1": 1.5}, "training.beta1: "),
    (TrainingSpec, {"beta2": 1.0}, "training.beta2: "),
    (TrainingSpec, {"epsilon": -1e-9}, "training.epsilon: "),
    (TrainingSpec, {"batch_size": -1}, "training.batch_size: "),
    (Experiment, {"seed": -1}, "seed: expected 0 to 4294967295, got -1"),
]


@pytest.mark.parametrize(("kind", "settings", "message"), WRONG)
def test_a_setting_that_cannot_work_is_named_with_what_was_expected(kind, settings, message):
    with pytest.raises(SpecError) as caught:
        kind(**settings)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("loss", [name for name, entry in LOSSES.items() if entry.output])
def test_a_loss_from_logits_needs_its_output(loss):
    with pytest.raises(SpecError, match=f"^loss '{loss}' needs '{LOSSES[loss].output}' in the"):
        Experiment().with_training(loss=loss)
