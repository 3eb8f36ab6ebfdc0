"""The penalty is l1 sum|W| + l2/2 sum W^2 over weights, never biases."""

import numpy as np
import pytest

from nnplayground.core import LayerSpec, Network, NetworkSpec, ParameterLayout
from nnplayground.core.penalty import add_penalty_gradient, penalty

LAYOUT = ParameterLayout(NetworkSpec(2, (LayerSpec(2), LayerSpec(1, bias=False))))
THETA = np.array([1.0, -2.0, 0.0, 4.0, 100.0, -100.0, -3.0, 0.5])  # W1, b1, W2


def test_the_value_of_weights_worked_out_by_hand():
    assert penalty(LAYOUT, THETA, 1.0, 0.0) == 1 + 2 + 0 + 4 + 3 + 0.5
    assert penalty(LAYOUT, THETA, 0.0, 1.0) == (1 + 4 + 0 + 16 + 9 + 0.25) / 2
    assert penalty(LAYOUT, THETA, 0.5, 2.0) == 0.5 * 10.5 + 30.25
    assert penalty(LAYOUT, THETA, 0.0, 0.0) == 0.0


def test_the_gradient_is_added_on_weights_and_0_at_0():
    gradient = np.ones(8)
    add_penalty_gradient(LAYOUT, THETA, gradient, 0.5, 2.0)
    assert (gradient - 1).tolist() == [2.5, -4.5, 0.0, 8.5, 0.0, 0.0, -6.5, 1.5]


def test_without_penalty_nothing_is_added():
    gradient = np.ones(8)
    add_penalty_gradient(LAYOUT, THETA, gradient, 0.0, 0.0)
    assert (gradient == 1).all()


def test_the_loss_of_a_network_holds_the_penalty_once_and_not_per_example():
    network, X, Y = Network(NetworkSpec()), np.ones((6, 2)), np.zeros((6, 1))
    for reduction in ("mean", "sum"):
        plain, _ = network.loss_and_gradient(X, Y, reduction=reduction)
        punished, _ = network.loss_and_gradient(X, Y, reduction=reduction, l1=0.3, l2=0.7)
        expected = penalty(network.layout, network.theta, 0.3, 0.7)
        assert punished - plain == pytest.approx(expected, rel=1e-12)
