"""The networks that suit pictures."""

from collections.abc import Sequence

from nnplayground.core.initializers import Initializer
from nnplayground.core.network_spec import LayerSpec, NetworkSpec


def picture_network(inputs: int, layers: Sequence[tuple[int, str]], start: str) -> NetworkSpec:
    """Layers of (units, activation); weights begin as the initializer `start`, biases at 0."""
    weights, biases = Initializer(start), Initializer("constant", value=0.0)
    return NetworkSpec(
        inputs,
        tuple(
            LayerSpec(units, activation, weight_initializer=weights, bias_initializer=biases)
            for units, activation in layers
        ),
    )
