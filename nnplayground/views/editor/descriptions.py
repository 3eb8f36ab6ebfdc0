"""What a screen reader says about the network and what is selected in it."""

from nnplayground.core import ACTIVATIONS
from nnplayground.session import Frame, Selection
from nnplayground.views.editor.keyboard import listed_keys
from nnplayground.views.editor.names import level_name, neuron_name, signed
from nnplayground.views.editor.writing import layer_notes


def description(frame: Frame, selection: Selection | None) -> str:
    """The selected thing in words; the whole network and the keys where nothing is selected."""
    network = frame.experiment.network
    if selection is None:
        return f"Network {network.title}, {network.parameters} weights and biases. {_keys()}"
    level = selection.layer
    if selection.neuron is None:
        return _layer(frame, level)
    name = neuron_name(frame, level, selection.neuron)
    if selection.source is None:
        return f"{name} of {network.sizes[level]}"
    index = frame.layout.weight_index(level - 1, selection.source, selection.neuron)
    value = signed(float(frame.theta[index]))
    if selection.source == network.sizes[level - 1]:
        return f"Bias of {name}: {value}"
    return f"Weight from {neuron_name(frame, level - 1, selection.source)} to {name}: {value}"


def _keys() -> str:
    return " ".join(f"{text}: {' or '.join(keys)}." for text, keys in listed_keys().items())


def _layer(frame: Frame, level: int) -> str:
    network = frame.experiment.network
    parts = [level_name(network, level), f"{network.sizes[level]} neurons"]
    if level:
        layer = network.layers[level - 1]
        parts.append(ACTIVATIONS[layer.activation].label)
        notes = layer_notes(layer)
        parts += [notes] if notes else []
    return ", ".join(parts)
