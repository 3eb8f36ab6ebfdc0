"""What can be done to a network, as methods: each one an undo step, or a sentence why not."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nnplayground.core import (
    ACTIVATIONS,
    LOSSES,
    Initializer,
    LayerSpec,
    NetworkSpec,
    ParameterLayout,
    SpecError,
    edits,
)
from nnplayground.core.adapt import LayerValues
from nnplayground.core.edits import NetworkEdit
from nnplayground.core.matching import why_output
from nnplayground.core.network import initial_theta
from nnplayground.session import Selection, Session
from nnplayground.views.editor.names import level_name, parameter_symbol

NEW_LAYER = LayerSpec(4, "tanh")
NEW_DROPOUT, MAX_DROPOUT = 0.2, 0.9


class Commands:
    """Edits of a session's network; levels are counted from 0 for the inputs.

    Every method returns whether it was done; the session said why where it was not.

    Attributes:
        speaking: whether what the session says now is about one of these edits.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.speaking = False

    @property
    def network(self) -> NetworkSpec:
        """The network that is seen: an edit of a past moment goes on from that moment."""
        return self.session.seen.network

    def is_hidden(self, level: int) -> bool:
        """Whether a level is a hidden layer."""
        return 0 < level < len(self.network.layers)

    def is_output(self, level: int) -> bool:
        """Whether a level is the output layer."""
        return level == len(self.network.layers)

    def name(self, level: int) -> str:
        """'Hidden 1'."""
        return level_name(self.network, level)

    def insert(
        self,
        index: int,
        layers: tuple[LayerSpec, ...],
        values: tuple[LayerValues, ...] = (),
        verb: str = "Insert",
    ) -> bool:
        """Put layers before layer `index` (from 0) and select the first of them.

        `values` are of the first layers: what fits of them stays, the rest starts afresh.
        """
        text = f"{verb} layer" if len(layers) == 1 else f"{verb} {len(layers)} layers"
        done = self._do(text, lambda: edits.insert_layers(self.network, index, layers, values))
        if done:
            self.session.select(Selection(index + 1))
        return done

    def add_after(self, level: int) -> bool:
        """Put a new layer behind a level, or before the output layer."""
        index = min(level, len(self.network.layers) - 1)
        like = self.network.layers[max(0, index - 1)] if index else NEW_LAYER
        activation = like.activation if like.activation != "softmax" else NEW_LAYER.activation
        return self.insert(index, (dataclasses.replace(NEW_LAYER, activation=activation),))

    def remove(self, level: int) -> bool:
        """Take a hidden layer out."""
        if not self._only_hidden(level, "removed"):
            return False
        return self._do(
            f"Remove {self.name(level)}", lambda: edits.remove_layer(self.network, level - 1)
        )

    def move(self, level: int, to: int) -> bool:
        """Move a hidden layer to another level."""
        if level == to or not self._only_hidden(level, "moved"):
            return False
        done = self._do(
            f"Move {self.name(level)}", lambda: edits.move_layer(self.network, level - 1, to - 1)
        )
        if done:
            self.session.select(Selection(to))
        return done

    def duplicate(self, level: int) -> bool:
        """Put a copy of a hidden layer behind it."""
        if not self._only_hidden(level, "duplicated"):
            return False
        done = self._do(
            f"Duplicate {self.name(level)}",
            lambda: edits.duplicate_layer(self.network, level - 1),
        )
        if done:
            self.session.select(Selection(level + 1))
        return done

    def resize(self, level: int, units: int) -> bool:
        """Give a layer another number of neurons."""
        if level == 0:
            self.say("Input: its neurons are the data’s columns; choose them there.")
            return False
        if units == self.network.sizes[level]:
            return False
        if self.is_output(level) and units not in self.session.frame.dataset.allowed_outputs():
            self.say(why_output(self.session.frame.dataset))
            return False
        selected = self.session.selection
        done = self._do(
            f"Resize {self.name(level)}",
            lambda: edits.resize_layer(self.network, level - 1, units),
            f"resize {level}",
        )
        if done and selected is not None:
            self.select_nearest(selected)
        return done

    def remove_neuron(self, level: int, neuron: int) -> bool:
        """Take one neuron out of a hidden layer."""
        if not self._only_hidden(level, "changed"):
            return False
        done = self._do(
            f"Remove neuron {neuron + 1} of {self.name(level)}",
            lambda: edits.remove_neuron(self.network, level - 1, neuron),
        )
        if done:
            self.select_nearest(Selection(level, neuron))
        return done

    def set_activation(self, level: int, activation: str) -> bool:
        """Choose a layer's activation; of the output layer, loss and neurons follow."""
        if self.is_output(level):
            with self._speaking():
                return self.session.edit_output_activation(activation)
        return self.change(level, f"{ACTIVATIONS[activation].label}", activation=activation)

    def change(self, level: int, what: str, **fields: object) -> bool:
        """Change other fields of a layer's LayerSpec."""
        selected = self.session.selection
        done = self._do(
            f"{self.name(level)}: {what}",
            lambda: edits.change_layer(self.network, level - 1, **fields),
            f"layer {level} {sorted(fields)}",
        )
        if done and selected is not None:
            self.session.select(selected)
        return done

    def set_initializer(self, level: int, field: str, rule: Initializer) -> bool:
        """Choose how weights or biases start; before training they start anew at once."""
        untouched = self.session.frame.iteration == 0
        edit = edits.restarted_layer if untouched else edits.change_layer
        return self._do(
            f"{self.name(level)}: initial values",
            lambda: edit(self.network, level - 1, **{field: rule}),
            f"initializer {level} {field}",
        )

    def replace_layers(self, label: str, layers: tuple[LayerSpec, ...]) -> bool:
        """Put a ready network in the place of all layers; the output's size follows the data."""
        output = layers[-1]
        loss = LOSSES[self.session.seen.training.loss]
        fits = loss.output in (None, output.activation)
        units = self.network.output.units
        if not fits or ACTIVATIONS[output.activation].smallest_units > units:
            output = dataclasses.replace(output, activation=self.network.output.activation)
        done = self._do(
            f"Network: {label}",
            lambda: edits.replace_layers(self.network, (*layers[:-1], output)),
        )
        if done and output != layers[-1]:
            wanted, kept = (ACTIVATIONS[one.activation].label for one in (layers[-1], output))
            self.say(f"{label}: its output would be {wanted}; {kept} stays, as data and loss need.")
        return done

    def nearest_hidden(self, slot: int) -> int | None:
        """The hidden layer before a slot (from 0), or the first one; None where there is none."""
        hidden = len(self.network.layers) - 1
        return min(max(1, slot), hidden) if hidden else None

    def add_dropout(self, level: int) -> bool:
        """Switch dropout on, or more of it."""
        rate = self.network.layers[level - 1].dropout
        wanted = min(MAX_DROPOUT, round(rate + NEW_DROPOUT, 2))
        return self.change(level, f"dropout {wanted:g}", dropout=wanted)

    # ---- single weights and biases -------------------------------------------------------

    @property
    def layout(self) -> ParameterLayout:
        """Of the parameters now."""
        return self.session.frame.layout

    def is_frozen(self, index: int) -> bool:
        """Whether a parameter is frozen by itself."""
        layer = self.layout.place(index)[0]
        local = index - self.layout.offsets[layer]
        return local in self.network.layers[layer].frozen_parameters

    def toggle_frozen(self, index: int) -> bool:
        """Freeze a parameter, or let it learn again."""
        layer, frozen = self.layout.place(index)[0], not self.is_frozen(index)
        name = parameter_symbol(self.layout, index)
        local = index - self.layout.offsets[layer]
        return self._do(
            f"{'Freeze' if frozen else 'Unfreeze'} {name}",
            lambda: edits.freeze_parameter(self.network, layer, local, frozen),
        )

    def initial_value(self, index: int) -> float:
        """What a parameter starts from."""
        experiment = self.session.seen
        precision = experiment.training.precision
        return float(initial_theta(self.layout, experiment.seed, precision)[index])

    def reset_parameter(self, index: int) -> bool:
        """Put a parameter back to what it starts from."""
        with self._speaking():
            return self.session.turn(index, self.initial_value(index))

    def select_nearest(self, wanted: Selection) -> None:
        """Select what is nearest to `wanted` in the network as it is now."""
        level = min(wanted.layer, len(self.network.layers))
        neuron = wanted.neuron
        if neuron is not None:
            neuron = min(neuron, self.network.sizes[level] - 1)
        self.session.select(Selection(level, neuron))

    def _only_hidden(self, level: int, done: str) -> bool:
        if self.is_hidden(level):
            return True
        reason = (
            "the inputs follow the data; choose them there"
            if level == 0
            else "the network needs its output layer, which follows the data"
        )
        self.say(f"{self.name(level)}: cannot be {done}, as {reason}.")
        return False

    def _do(self, text: str, make: Callable[[], NetworkEdit], merge_key: str | None = None) -> bool:
        try:
            edit = make()
        except SpecError as error:
            self.say(str(error))
            return False
        with self._speaking():
            return self.session.edit_network(text, edit, merge_key)

    def say(self, sentence: str) -> None:
        """Tell a person, at the network, why something could not be or what followed."""
        with self._speaking():
            self.session.said.emit(sentence)

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        self.speaking = True
        try:
            yield
        finally:
            self.speaking = False
