"""What a person may try: experiments with one thing changed."""

import dataclasses
from dataclasses import dataclass

from nnplayground.core.experiment import Experiment
from nnplayground.core.initializers import Initializer
from nnplayground.core.network_spec import LayerSpec

GLOROT = Initializer("glorot_uniform")
HE = Initializer("he_uniform")
# Where a rate that is too small goes: the smallest and the largest that is proposed.
_SMALLEST_RATE, _LARGEST_RATE = 1e-3, 1.0
_LARGEST_ADAPTIVE_RATE = 0.03


@dataclass(frozen=True)
class Remedy:
    """Something to try.

    Attributes:
        text: for the button.
        experiment: what to branch off with.
        from_start: whether from iteration 0 on, else from the moment of the finding.
    """

    text: str
    experiment: Experiment
    from_start: bool = True


def slower(experiment: Experiment, factor: float) -> Remedy:
    """A learning rate `factor` times as large."""
    return _with_rate(experiment, experiment.training.learning_rate * factor, from_start=True)


def faster(experiment: Experiment) -> Remedy:
    """A learning rate 30 times as large, where that makes sense."""
    adaptive = experiment.training.optimizer not in ("sgd", "momentum", "nesterov")
    largest = _LARGEST_ADAPTIVE_RATE if adaptive else _LARGEST_RATE
    rate = min(max(experiment.training.learning_rate * 30.0, _SMALLEST_RATE), largest)
    return _with_rate(experiment, rate, from_start=False)


def scaled_inputs(experiment: Experiment) -> Remedy:
    """Inputs of mean 0 and deviation 1."""
    return Remedy("Scale the inputs", experiment.with_data(scaling="standardize"))


def random_start(experiment: Experiment, layer: int) -> Remedy:
    """Random weights in layer `layer` (from 0)."""
    return Remedy("Start with random weights", _with_start(experiment, layer, GLOROT))


def smaller_start(experiment: Experiment, layer: int) -> Remedy:
    """Weights in layer `layer` (from 0) that suit its number of inputs."""
    return Remedy("Start with smaller weights", _with_start(experiment, layer, GLOROT))


def leaky(experiment: Experiment, layer: int) -> Remedy:
    """Leaky ReLU in layer `layer` (from 0)."""
    return Remedy("Use leaky ReLU", _with_layer(experiment, layer, activation="leaky_relu"))


def rectified(experiment: Experiment) -> Remedy:
    """ReLU in all hidden layers, with weights that suit it."""
    changed = experiment
    for layer in range(len(experiment.network.layers) - 1):
        changed = _with_layer(changed, layer, activation="relu", weight_initializer=HE)
    return Remedy("Use ReLU in the hidden layers", changed)


def penalized(experiment: Experiment) -> Remedy:
    """An L2 penalty, larger than the present one."""
    l2 = float(f"{max(0.003, experiment.training.l2 * 3.0):.2g}")
    return Remedy(f"L2 penalty {l2:g}", experiment.with_training(l2=l2))


def stopped_early(experiment: Experiment) -> Remedy:
    """The same again, to go back to the moment and leave it there."""
    return Remedy("Go back and stop there", experiment, from_start=False)


def _with_rate(experiment: Experiment, rate: float, from_start: bool) -> Remedy:
    rate = float(f"{rate:.2g}")
    changed = experiment.with_training(learning_rate=rate)
    return Remedy(f"Learning rate {rate:g}", changed, from_start)


def _with_start(experiment: Experiment, layer: int, initializer: Initializer) -> Experiment:
    return _with_layer(
        experiment, layer, weight_initializer=initializer, frozen=False, frozen_parameters=()
    )


def _with_layer(experiment: Experiment, index: int, **changes: object) -> Experiment:
    layers: list[LayerSpec] = list(experiment.network.layers)
    layers[index] = dataclasses.replace(layers[index], **changes)  # type: ignore[arg-type]
    network = dataclasses.replace(experiment.network, layers=tuple(layers))
    return dataclasses.replace(experiment, network=network)
