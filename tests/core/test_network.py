"""A network is theta and views into it; its passes are the textbook's."""

import numpy as np
import pytest

from nnplayground.core import Experiment, LayerSpec, Network, NetworkSpec, Run, SpecError

SPEC = NetworkSpec(2, (LayerSpec(4, "tanh"), LayerSpec(3, "relu", bias=False), LayerSpec(1)))


def test_the_library_works_as_the_readme_says():
    spec = NetworkSpec(inputs=2, layers=(LayerSpec(units=4, activation="tanh", bias=True),))
    network = Network(spec)
    assert network.theta.shape == (12,)
    assert [W.shape for W in network.weights] == [(2, 4)]
    assert [b.shape for b in network.biases] == [(4,)]
    X, Y = np.zeros((5, 2)), np.zeros((5, 4))
    assert network.forward(X).shape == (5, 4)
    value, gradient = network.loss_and_gradient(X, Y, loss="huber", reduction="sum", l1=0.1, l2=0.2)
    assert isinstance(value, float)
    assert gradient.shape == (12,)
    run = Run(Experiment())
    run.advance(10)
    assert run.iteration == 10
    assert run.theta.shape == (25,)
    assert isinstance(run.train_loss(), float)
    assert isinstance(run.test_loss(), float)
    assert run.predict(X).shape == (5, 1)


def test_weights_and_biases_are_views_into_theta():
    network = Network(SPEC)
    for view in (*network.weights, *(b for b in network.biases if len(b))):
        assert np.shares_memory(view, network.theta)
    network.weights[1][2, 1] = 42.0
    assert np.count_nonzero(network.theta == 42.0) == 1
    network.theta[:] = np.arange(network.theta.size)
    assert network.weights[0].tolist() == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert network.biases[0].tolist() == [8, 9, 10, 11]
    assert network.biases[1].shape == (0,)
    assert network.biases[2].tolist() == [27]


def test_theta_is_never_rebound():
    network = Network(SPEC)
    theta = network.theta
    network.forward(np.ones((3, 2)))
    network.loss_and_gradient(np.ones((3, 2)), np.ones((3, 1)))
    assert network.theta is theta
    with pytest.raises(AttributeError):
        network.theta = np.zeros(28)  # type: ignore[misc]


def test_forward_is_layer_by_layer_f_of_x_w_plus_b():
    network, X = Network(SPEC, seed=3), np.random.default_rng(0).normal(size=(6, 2))
    A = np.tanh(X @ network.weights[0] + network.biases[0])
    A = np.maximum(A @ network.weights[1], 0.0)
    A = np.tanh(A @ network.weights[2] + network.biases[2])
    np.testing.assert_allclose(network.forward(X), A, rtol=1e-14)


def test_the_gradient_is_the_textbooks():
    """Backpropagation written out for one hidden layer: delta = dL/dZ, dW = A^T delta."""
    network = Network(NetworkSpec(2, (LayerSpec(3, "sigmoid"), LayerSpec(1, "sigmoid"))), seed=3)
    random = np.random.default_rng(0)
    X, Y = random.normal(size=(6, 2)), random.normal(size=(6, 1))
    (W1, W2), (b1, b2) = network.weights, network.biases
    A1 = 1 / (1 + np.exp(-(X @ W1 + b1)))
    A2 = 1 / (1 + np.exp(-(A1 @ W2 + b2)))
    delta2 = (A2 - Y) / 6 * A2 * (1 - A2)
    delta1 = (delta2 @ W2.T) * A1 * (1 - A1)
    expected = [X.T @ delta1, delta1.sum(axis=0), A1.T @ delta2, delta2.sum(axis=0)]
    value, gradient = network.loss_and_gradient(X, Y)
    np.testing.assert_allclose(gradient, np.concatenate([part.ravel() for part in expected]))
    assert value == pytest.approx(((A2 - Y) ** 2).mean() / 2, rel=1e-14)


def test_passes_of_different_sizes_do_not_disturb_each_other():
    network, random = Network(SPEC), np.random.default_rng(0)
    small, large = random.normal(size=(2, 2)), random.normal(size=(9, 2))
    first = network.forward(small)
    kept = first.copy()
    both = network.forward(np.concatenate([small, large]))
    np.testing.assert_array_equal(first, kept)  # the result is the caller's own
    np.testing.assert_allclose(both[:2], kept, rtol=1e-14)


def test_no_examples_have_no_outputs():
    assert Network(SPEC).forward(np.empty((0, 2))).shape == (0, 1)


def test_inputs_are_left_as_they_are():
    X, Y = np.ones((3, 2)), np.ones((3, 1))
    X.flags.writeable = Y.flags.writeable = False
    network = Network(SPEC)
    network.forward(X)
    network.loss_and_gradient(X, Y)
    assert (X == 1).all()


def test_lists_and_whole_numbers_serve_as_inputs():
    network = Network(SPEC)
    expected = network.forward(np.array([[1.0, 2.0]]))
    np.testing.assert_array_equal(network.forward([[1, 2]]), expected)  # type: ignore[arg-type]


def test_dropout_is_only_for_training():
    layers = (LayerSpec(4, dropout=0.5), LayerSpec(1))
    without = (LayerSpec(4), LayerSpec(1))
    X = np.random.default_rng(0).normal(size=(6, 2))
    np.testing.assert_array_equal(
        Network(NetworkSpec(2, layers)).forward(X), Network(NetworkSpec(2, without)).forward(X)
    )


def test_single_precision_is_kept_through_both_passes():
    network = Network(SPEC, precision="float32")
    value, gradient = network.loss_and_gradient(np.ones((3, 2)), np.ones((3, 1)))
    assert network.theta.dtype == network.forward(np.ones((3, 2))).dtype == np.float32
    assert gradient.dtype == np.float32
    wide = Network(SPEC)
    wide.theta[:] = network.theta
    expected, wide_gradient = wide.loss_and_gradient(np.ones((3, 2)), np.ones((3, 1)))
    assert value == pytest.approx(expected, rel=1e-5)
    np.testing.assert_allclose(gradient, wide_gradient, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(
    ("X", "Y", "settings", "message"),
    [
        (np.ones((3, 4)), np.ones((3, 1)), {}, "X: expected shape (examples, 2), got (3, 4)"),
        (np.ones(2), np.ones((1, 1)), {}, "X: expected shape (examples, 2), got (2,)"),
        (np.ones((0, 2)), np.ones((0, 1)), {}, "X: a loss needs at least 1 example, got 0"),
        (np.ones((3, 2)), np.ones((3, 2)), {}, "Y: expected shape (3, 1), got (3, 2)"),
        (np.ones((3, 2)), np.ones(3), {}, "Y: expected shape (3, 1), got (3,)"),
        (np.ones((3, 2)), np.ones((3, 1)), {"loss": "l2"}, "loss 'l2' is unknown; known are half"),
        (np.ones((3, 2)), np.ones((3, 1)), {"reduction": "max"}, "reduction 'max' is unknown"),
        (
            np.ones((3, 2)),
            np.ones((3, 1)),
            {"loss": "binary_cross_entropy"},
            "loss 'binary_cross_entropy' needs 'sigmoid' in the output layer, which has 'tanh'",
        ),
    ],
)
def test_arrays_that_do_not_fit_are_refused_by_shape(X, Y, settings, message):
    with pytest.raises(SpecError) as caught:
        Network(SPEC).loss_and_gradient(X, Y, **settings)
    assert str(caught.value).startswith(message)


def test_cross_entropy_wants_rows_of_targets_that_sum_to_1():
    network = Network(NetworkSpec(2, (LayerSpec(3, "softmax"),)))
    with pytest.raises(SpecError, match=r"^Y: cross_entropy needs every row .* to sum to 1$"):
        network.loss_and_gradient(np.ones((1, 2)), np.ones((1, 3)), loss="cross_entropy")
