"""What-ifs: the same experiment with one thing changed."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from nnplayground.core import OPTIMIZERS, Experiment, LayerSpec
from nnplayground.core.edits import MAX_UNITS

_RATE_FACTORS = (0.1, 1 / 3, 3.0, 10.0)
# Optimizers that scale their steps themselves learn best with a rate of their own.
_ADAPTIVE = ("adagrad", "rmsprop", "adam", "adamw")
_USUAL_ADAPTIVE_RATE = 0.01
_USUAL_RATE = 0.03


@dataclass(frozen=True)
class Variation:
    """One what-if.

    Attributes:
        group: what is changed: 'Learning rate', 'Optimizer', 'Seed' or 'Width'.
        text: to what.
        experiment: the same experiment with that change.
    """

    group: str
    text: str
    experiment: Experiment

    @property
    def name(self) -> str:
        """What the run that tries it is called."""
        return self.text if self.group == "Optimizer" else f"{self.group.lower()} {self.text}"


def variations(experiment: Experiment) -> tuple[Variation, ...]:
    """All that are offered, group by group."""
    return (
        *_rates(experiment),
        *_optimizers(experiment),
        *_seeds(experiment),
        *_widths(experiment),
    )


def _rates(experiment: Experiment) -> Iterator[Variation]:
    for factor in _RATE_FACTORS:
        rate = float(f"{experiment.training.learning_rate * factor:.1g}")
        if 0.0 < rate <= 1e6:
            changed = experiment.with_training(learning_rate=rate)
            yield Variation("Learning rate", f"{rate:g}", changed)


def _optimizers(experiment: Experiment) -> Iterator[Variation]:
    now = experiment.training
    for key, optimizer in OPTIMIZERS.items():
        if key == now.optimizer:
            continue
        rate = now.learning_rate
        if (key in _ADAPTIVE) != (now.optimizer in _ADAPTIVE):
            rate = _USUAL_ADAPTIVE_RATE if key in _ADAPTIVE else _USUAL_RATE
        same = rate == now.learning_rate
        text = optimizer.label if same else f"{optimizer.label}, rate {rate:g}"
        changed = experiment.with_training(optimizer=key, learning_rate=rate)
        yield Variation("Optimizer", text, changed)


def _seeds(experiment: Experiment) -> Iterator[Variation]:
    seed = (experiment.seed + 1) % 2**32
    yield Variation("Seed", str(seed), dataclasses.replace(experiment, seed=seed))


def _widths(experiment: Experiment) -> Iterator[Variation]:
    *hidden, output = experiment.network.layers
    if not hidden:
        return
    for numerator, denominator in ((1, 2), (2, 1), (4, 1)):
        layers = [_resized(layer, layer.units * numerator // denominator) for layer in hidden]
        if any(layer is None for layer in layers):
            continue
        last = dataclasses.replace(output, frozen_parameters=())
        chosen = (*(layer for layer in layers if layer is not None), last)
        network = dataclasses.replace(experiment.network, layers=chosen)
        changed = dataclasses.replace(experiment, network=network)
        yield Variation("Width", network.title.replace("-", "–"), changed)


def _resized(layer: LayerSpec, units: int) -> LayerSpec | None:
    if not 1 <= units <= MAX_UNITS:
        return None
    return dataclasses.replace(layer, units=units, frozen_parameters=())
