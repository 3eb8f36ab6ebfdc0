"""The Network menu: layers, neurons, activations and biases."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nnplayground.core import ACTIVATIONS
from nnplayground.views.actions import ActionSpec, Choice, ChoicesSpec

if TYPE_CHECKING:
    from nnplayground.views.main_window import MainWindow


def layer_name(window: "MainWindow") -> str:
    """What the layer that the menus act on is called."""
    return window.network.name


def is_hidden(window: "MainWindow") -> bool:
    """Whether the menus act on a hidden layer."""
    return window.network.is_hidden


def has_layer(window: "MainWindow") -> bool:
    """Whether the menus act on a layer that has parameters."""
    return window.network.layer is not None


def _activations(window: "MainWindow") -> Sequence[Choice]:
    network = window.network
    return [
        Choice(
            activation.label,
            lambda key=key: network.set_activation(key),  # type: ignore[misc]
            checked=network.layer is not None and key == network.layer.activation,
        )
        for key, activation in ACTIVATIONS.items()
    ]


NETWORK = (
    ActionSpec(
        "add-layer",
        "Network",
        "Add &layer",
        lambda w: w.network.add_layer(),
        "Add a hidden layer behind the selected one",
        ("Ctrl+L",),
    ),
    ActionSpec(
        "duplicate-layer",
        "Network",
        lambda w: f"&Duplicate {layer_name(w)}",
        lambda w: w.network.duplicate(),
        "Put a copy of the layer behind it",
        ("Ctrl+D",),
        enabled=is_hidden,
    ),
    ActionSpec(
        "remove-layer",
        "Network",
        lambda w: f"Re&move {layer_name(w)}",
        lambda w: w.network.remove(),
        "Take the layer out; the others keep their weights",
        ("Ctrl+Backspace",),
        enabled=is_hidden,
    ),
    ActionSpec(
        "move-left",
        "Network",
        lambda w: f"Move {layer_name(w)} towards the input",
        lambda w: w.network.move(-1),
        "Swap the layer with the one before it",
        ("Ctrl+Shift+Left",),
        enabled=lambda w: w.network.can_move(-1),
    ),
    ActionSpec(
        "move-right",
        "Network",
        lambda w: f"Move {layer_name(w)} towards the output",
        lambda w: w.network.move(1),
        "Swap the layer with the one behind it",
        ("Ctrl+Shift+Right",),
        enabled=lambda w: w.network.can_move(1),
    ),
    ActionSpec(
        "more-neurons",
        "Network",
        lambda w: f"Add a &neuron to {layer_name(w)}",
        lambda w: w.network.resize(1),
        "One neuron more; the others keep their weights",
        ("Ctrl+Up",),
        enabled=is_hidden,
        after_line=True,
    ),
    ActionSpec(
        "fewer-neurons",
        "Network",
        lambda w: f"&Take a neuron from {layer_name(w)}",
        lambda w: w.network.resize(-1),
        "One neuron less; the others keep their weights",
        ("Ctrl+Down",),
        enabled=lambda w: w.network.can_resize(-1),
    ),
    ChoicesSpec(
        "activation",
        "Network",
        lambda w: f"&Activation of {layer_name(w)}",
        _activations,
        enabled=has_layer,
    ),
    ActionSpec(
        "bias",
        "Network",
        lambda w: f"&Biases in {layer_name(w)}",
        lambda w: w.network.toggle_bias(),
        "Whether each neuron of the layer adds a number of its own",
        enabled=has_layer,
        checked=lambda w: w.network.layer is not None and w.network.layer.bias,
    ),
)
