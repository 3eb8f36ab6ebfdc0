"""Scores are the loss and the share of examples classified right, over any number of them."""

import dataclasses

import numpy as np
import pytest

from nnplayground.core import Evaluator, Experiment, LayerSpec, Network, NetworkSpec, Score
from nnplayground.core.metrics import NO_ANSWER, classify
from tests.core.tables import classification, random_regression


def evaluated(experiment, dataset):
    """(score of the training part, the network it scored)."""
    network = Network(experiment.network, seed=2)
    return Evaluator(experiment, dataset, dataset.train).score(network.theta), network


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_loss_is_that_of_the_library_without_penalty(reduction):
    data = random_regression(examples=40)
    experiment = Experiment().with_training(reduction=reduction, l1=0.1, l2=0.1)
    score, network = evaluated(experiment, data)
    expected, _ = network.loss_and_gradient(
        data.train.inputs, data.train.targets, reduction=reduction
    )
    assert score.loss == pytest.approx(expected, rel=1e-13)
    assert score.accuracy is None


def test_many_examples_in_parts_score_as_all_at_once():
    data = random_regression(examples=5000)  # more than two chunks, the last one smaller
    score, network = evaluated(Experiment(), data)
    expected, _ = network.loss_and_gradient(data.train.inputs, data.train.targets)
    assert score.loss == pytest.approx(expected, rel=1e-12)


def test_no_examples_have_no_score():
    data = random_regression(tested=0)
    assert Evaluator(Experiment(), data, data.test).score(np.zeros(25)) == Score(None, None)


@pytest.mark.parametrize(("activation", "threshold"), [("sigmoid", 0.5), ("tanh", 0.0)])
def test_one_output_says_the_second_class_above_its_threshold(activation, threshold):
    outputs = np.array([[threshold - 0.1], [threshold], [threshold + 1e-9], [threshold + 0.2]])
    assert classify(outputs, activation).tolist() == [0, 0, 1, 1]


def test_several_outputs_say_the_class_of_the_largest():
    outputs = np.array([[0.1, 0.7, 0.2], [5.0, -1.0, 4.9]])
    assert classify(outputs, "softmax").tolist() == [1, 0]


def test_what_is_no_number_is_no_class_and_never_right():
    outputs = np.array([[np.nan], [np.inf], [0.2], [0.9]])
    assert classify(outputs, "sigmoid").tolist() == [NO_ANSWER, NO_ANSWER, 0, 1]
    assert classify(np.array([[np.nan, 0.1, 0.2]]), "softmax").tolist() == [NO_ANSWER]
    data = classification([[-2.0], [1.0]], [0, 0], 2)
    experiment = Experiment(NetworkSpec(1, (LayerSpec(1, "sigmoid"),)))
    score = Evaluator(experiment, data, data.train).score(np.full(2, np.nan))
    assert score.accuracy == 0.0
    assert score.loss is not None
    assert np.isnan(score.loss)


def test_accuracy_is_the_share_of_right_answers():
    spec = NetworkSpec(1, (LayerSpec(1, "identity", bias=False),))
    data = classification([[-2.0], [-1.0], [1.0], [3.0]], [0, 1, 1, 1], 2)
    experiment = Experiment(spec)
    evaluator = Evaluator(experiment, data, data.train)
    assert evaluator.score(np.array([1.0])).accuracy == 0.75
    assert evaluator.score(np.array([-1.0])).accuracy == 0.25


def test_accuracy_of_many_classes_counts_over_all_parts():
    random = np.random.default_rng(0)
    labels = random.integers(0, 3, size=5000)
    data = classification(np.eye(3)[labels], labels, 3)
    spec = NetworkSpec(3, (LayerSpec(3, "softmax", bias=False),))
    experiment = Experiment(spec, training=dataclasses.replace(Experiment().training, batch_size=1))
    score = Evaluator(experiment, data, data.train).score(np.eye(3).ravel())
    assert score.accuracy == 1.0
    wrong = Evaluator(experiment, data, data.train).score(np.eye(3)[[1, 2, 0]].ravel())
    assert wrong.accuracy == 0.0


def test_parameters_that_are_not_numbers_score_without_a_complaint():
    data = classification([[-2.0], [1.0]], [0, 1], 2)
    experiment = Experiment(NetworkSpec(1, (LayerSpec(2, "tanh"), LayerSpec(1, "tanh"))))
    score = Evaluator(experiment, data, data.train).score(np.full(7, np.nan))
    assert score.loss is not None
    assert np.isnan(score.loss)


def test_theta_is_not_kept():
    data = random_regression()
    evaluator = Evaluator(Experiment(), data, data.train)
    theta = Network(NetworkSpec()).theta
    first = evaluator.score(theta)
    theta[:] = 0.0
    assert evaluator.score(theta) != first
    assert evaluator.score(Network(NetworkSpec()).theta) == first
