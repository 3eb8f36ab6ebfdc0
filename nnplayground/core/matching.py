"""Keeps network, data and loss in step: what has to follow when one of them changes, and why."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from nnplayground.core.activations import ACTIVATIONS
from nnplayground.core.dataset import Dataset
from nnplayground.core.experiment import Experiment
from nnplayground.core.losses import LOSSES
from nnplayground.core.network_spec import NetworkSpec


@dataclass(frozen=True)
class Matched:
    """An experiment whose parts fit each other.

    Attributes:
        experiment: the one that fits.
        reasons: a sentence for each thing that had to follow.
    """

    experiment: Experiment
    reasons: tuple[str, ...] = ()


_ACTIVATION = "Output activation: "

# What follows when one setting, named by its key, is chosen.
Match = Callable[[Experiment, Dataset, str], Matched]


@dataclass(frozen=True)
class _Output:
    units: int
    activation: str
    loss: str


def with_output_activation(experiment: Experiment, dataset: Dataset, activation: str) -> Matched:
    """The experiment with another output activation; loss and neurons follow it."""
    output, loss = experiment.network.output, experiment.training.loss
    units = max(output.units, ACTIVATIONS[activation].smallest_units)
    if units not in dataset.allowed_outputs():
        units = output.units
    needed = LOSSES[loss].output
    if needed is not None and needed != activation:
        loss = _natural_loss(activation)
    elif activation == "softmax" and LOSSES[loss].output is None:
        loss = "cross_entropy"
    matched = _matched(
        experiment, _Output(units, activation, loss), f"the {_label(activation)} output"
    )
    # that the activation is another one is what was asked for
    return dataclasses.replace(
        matched, reasons=tuple(one for one in matched.reasons if not one.startswith(_ACTIVATION))
    )


def with_loss(experiment: Experiment, dataset: Dataset, loss: str) -> Matched:
    """The experiment with another loss; the output layer follows it."""
    output = experiment.network.output
    activation = LOSSES[loss].output or output.activation
    units = max(output.units, ACTIVATIONS[activation].smallest_units)
    if activation == "sigmoid" and units == 2 and 1 in dataset.allowed_outputs():
        units = 1
    return _matched(experiment, _Output(units, activation, loss), LOSSES[loss].label)


def with_dataset(experiment: Experiment, dataset: Dataset) -> Matched:
    """The experiment with inputs and output layer as `dataset` needs them.

    Inputs are matched in number only; `core.edits.with_inputs` says which ones are the same.
    """
    network = dataclasses.replace(experiment.network, inputs=dataset.inputs)
    if network.inputs != experiment.network.inputs:
        first = dataclasses.replace(network.layers[0], frozen_parameters=())
        network = dataclasses.replace(network, layers=(first, *network.layers[1:]))
    resized = dataclasses.replace(experiment, network=network)
    output, loss = network.output, experiment.training.loss
    wanted = _Output(output.units, output.activation, loss)
    if output.units not in dataset.allowed_outputs() or _unreachable(output.activation, dataset):
        wanted = _natural_output(dataset)
    return _matched(resized, wanted, _data_label(dataset))


def why_output(dataset: Dataset) -> str:
    """Why the output layer has the neurons it has, as a sentence."""
    if dataset.task == "regression":
        count = len(dataset.target_names)
        asked = "one number" if count == 1 else f"{count} numbers"
        neurons = "one neuron" if count == 1 else f"{count} neurons"
        return f"Output layer: {neurons}, because the data asks for {asked}."
    if len(dataset.classes) == 2:
        return "Output layer: one neuron or two, because the data has 2 classes."
    count = len(dataset.classes)
    return f"Output layer: {count} neurons, because the data has {count} classes."


def _natural_output(dataset: Dataset) -> _Output:
    if dataset.task == "regression":
        return _Output(len(dataset.target_names), "identity", "half_squared")
    if len(dataset.classes) == 2:
        return _Output(1, "tanh", "half_squared")
    return _Output(len(dataset.classes), "softmax", "cross_entropy")


def _unreachable(activation: str, dataset: Dataset) -> bool:
    """Whether the output cannot reach the targets: a bounded output for numbers, or ..."""
    bounded = ACTIVATIONS[activation].output_range != (float("-inf"), float("inf"))
    return bounded if dataset.task == "regression" else activation == "identity"


def _natural_loss(activation: str) -> str:
    return "cross_entropy" if activation == "softmax" else "half_squared"


def _matched(experiment: Experiment, wanted: _Output, cause: str) -> Matched:
    output = experiment.network.output
    layer = dataclasses.replace(
        output,
        units=wanted.units,
        activation=wanted.activation,
        frozen_parameters=output.frozen_parameters if wanted.units == output.units else (),
    )
    network: NetworkSpec = dataclasses.replace(
        experiment.network, layers=(*experiment.network.layers[:-1], layer)
    )
    training = dataclasses.replace(experiment.training, loss=wanted.loss)
    matched = dataclasses.replace(experiment, network=network, training=training)
    return Matched(matched, tuple(_reasons(experiment, wanted, cause)))


def _reasons(before: Experiment, wanted: _Output, cause: str) -> list[str]:
    output, reasons = before.network.output, []
    if wanted.units != output.units:
        neurons = "1 neuron" if wanted.units == 1 else f"{wanted.units} neurons"
        reasons.append(f"Output layer: {neurons}, because of {cause}.")
    if wanted.activation != output.activation:
        reasons.append(f"{_ACTIVATION}{_label(wanted.activation)}, because of {cause}.")
    if wanted.loss != before.training.loss:
        reasons.append(f"Loss: {LOSSES[wanted.loss].label}, because of {cause}.")
    return reasons


def _label(activation: str) -> str:
    return ACTIVATIONS[activation].label


def _data_label(dataset: Dataset) -> str:
    if dataset.task == "regression":
        return "data with numbers to predict"
    return f"data with {len(dataset.classes)} classes"
