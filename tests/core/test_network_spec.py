"""A network is a value; one that cannot work is refused, naming the layer."""

import pytest

from nnplayground.core import LayerSpec, NetworkSpec, SpecError

NETWORKS = [
    ({"inputs": 0}, "network: needs at least 1 input, has 0"),
    ({"layers": ()}, "network: needs 1 to 64 layers, has 0"),
    ({"layers": (LayerSpec(1),) * 65}, "network: needs 1 to 64 layers, has 65"),
    ({"layers": (LayerSpec(10**9),)}, "network: 3,000,000,000 weights and biases would need "),
    (
        {"layers": (LayerSpec(2), LayerSpec(1, "softmax"))},
        "layer 2: activation 'softmax' needs at least 2 neurons, has 1",
    ),
    (
        {"layers": (LayerSpec(2, frozen_parameters=(6,)),)},
        "layer 1: frozen parameter 6 is not in 0 .. 5",
    ),
    ({"layers": (LayerSpec(1, dropout=0.1),)}, "layer 1: the output layer takes no dropout"),
]


@pytest.mark.parametrize(("settings", "message"), NETWORKS)
def test_a_network_that_cannot_work_is_refused_by_name(settings, message):
    with pytest.raises(SpecError) as caught:
        NetworkSpec(**settings)
    assert str(caught.value).startswith(message)


LAYERS = [
    ({"units": 0}, "a layer needs at least 1 neuron, got 0"),
    ({"units": 1, "activation": "tan"}, "activation 'tan' is unknown; known are identity, "),
    ({"units": 1, "dropout": 0.95}, "dropout 0.95 is not in 0 .. 0.9"),
    ({"units": 2, "frozen_parameters": (1, 1)}, "frozen_parameters: expected rising indices"),
    ({"units": 2, "frozen_parameters": (2, 1)}, "frozen_parameters: expected rising indices"),
]


@pytest.mark.parametrize(("settings", "message"), LAYERS)
def test_a_layer_that_cannot_work_is_refused(settings, message):
    with pytest.raises(SpecError) as caught:
        LayerSpec(**settings)
    assert str(caught.value).startswith(message)


def test_sizes_and_parameters_are_those_of_the_articles():
    sigmoid = [LayerSpec(16, "sigmoid"), LayerSpec(16, "sigmoid"), LayerSpec(10, "sigmoid")]
    assert NetworkSpec(784, tuple(sigmoid)).parameters == 13_002
    assert NetworkSpec(784, (LayerSpec(10, "relu"), LayerSpec(10, "softmax"))).parameters == 7960
    assert NetworkSpec(1, (LayerSpec(4), LayerSpec(3), LayerSpec(1))).parameters == 27
    assert NetworkSpec().parameters == 25
    assert NetworkSpec().sizes == (2, 4, 2, 1)
