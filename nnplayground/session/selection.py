"""What a person has selected in the network, shared by all views."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Selection:
    """A layer, a neuron, or one parameter.

    Attributes:
        layer: level of the network, 0 for the inputs, 1 for the first layer, ...
        neuron: number of the neuron in it (from 0), None for the whole layer.
        source: number (from 0) of the neuron before, for the weight from it to `neuron`; the
            size of the layer before for the bias of `neuron`; None for the neuron itself.
    """

    layer: int
    neuron: int | None = None
    source: int | None = None
