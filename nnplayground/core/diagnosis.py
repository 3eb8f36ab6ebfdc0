"""Says in plain words what is wrong with a run, since when, and what to try; quiet otherwise."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.engine import Problem, RunState
from nnplayground.core.experiment import Experiment
from nnplayground.core.initializers import Initializer
from nnplayground.core.run import Divergence
from nnplayground.core.statistics import LayerStatistics

# A layer whose gradient is this many times smaller or larger than another's learns nothing, or
# all too much.
GRADIENT_SPREAD = 1e4
# Test loss above its minimum by this factor, with the training loss below its own, is overfitting.
OVERFITTING = 1.25
# Fewer scores than this say nothing about a trend.
ENOUGH_SCORES = 20


@dataclass(frozen=True)
class Remedy:
    """Something to try: a name for the button, and the experiment to branch off with."""

    text: str
    experiment: Experiment
    from_start: bool = True


@dataclass(frozen=True)
class Finding:
    """Something that is wrong.

    Attributes:
        kind: a key of CHECKS.
        sentence: what happened, with numbers.
        iteration: the moment to look at.
        layer: the layer (from 1) that it is about, None for the whole network.
        remedies: what to try.
    """

    kind: str
    sentence: str
    iteration: int
    layer: int | None
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, eq=False)
class Evidence:
    """What a diagnosis looks at.

    Attributes:
        experiment, problem: what is trained.
        state: the newest training state.
        divergence: where the numbers left the range, else None.
        layers: statistics now, one a layer.
        iterations: (rows,) where scores were taken; train, test: (rows,) the losses there.
    """

    experiment: Experiment
    problem: Problem
    state: RunState
    divergence: Divergence | None
    layers: tuple[LayerStatistics, ...]
    iterations: IntArray
    train: FloatArray
    test: FloatArray


def diagnose(evidence: Evidence) -> tuple[Finding, ...]:
    """What is wrong, the gravest first; nothing when nothing is.

    A diverged run is not looked at any further: its numbers say nothing else.
    """
    found = []
    for kind, check in CHECKS.items():
        finding = check(evidence)
        if finding is not None:
            found.append(dataclasses.replace(finding, kind=kind))
            if kind == "diverged":
                break
    return tuple(found)


def _diverged(evidence: Evidence) -> Finding | None:
    where, training = evidence.divergence, evidence.experiment.training
    if where is None:
        return None
    seen = np.flatnonzero(np.isfinite(evidence.train))
    last = f" The training loss was last {evidence.train[seen[-1]]:.4g}." if len(seen) else ""
    return Finding(
        "",
        f"Diverged: at iteration {where.iteration:,} the numbers of layer {where.layer} grew past "
        f"what {training.precision} can hold.{last} With learning rate "
        f"{training.learning_rate:g} each step overshot and made the next one larger.",
        max(0, where.iteration - 1),
        where.layer,
        (_slower(evidence.experiment, 0.1),),
    )


def _symmetric_start(evidence: Evidence) -> Finding | None:
    for i, layer in enumerate(evidence.problem.layout.network.layers[:-1]):
        W = evidence.problem.layout.block(evidence.state.theta, i)
        if layer.units > 1 and not np.ptp(W, axis=1).any():
            better = dataclasses.replace(
                layer, weight_initializer=Initializer("glorot_uniform"), frozen_parameters=()
            )
            return Finding(
                "",
                f"Layer {i + 1}: all {layer.units} neurons have the same weights, so they get the "
                "same gradients and stay the same; together they can do no more than one neuron.",
                evidence.state.iteration,
                i + 1,
                (Remedy("Start with random weights", _with_layer(evidence.experiment, i, better)),),
            )
    return None


def _dead_relus(evidence: Evidence) -> Finding | None:
    for i, statistics in enumerate(evidence.layers[:-1]):
        if statistics.dead is not None and statistics.dead >= 0.5:
            units = evidence.problem.layout.network.layers[i].units
            dead = round(statistics.dead * units)
            better = dataclasses.replace(
                evidence.experiment.network.layers[i], activation="leaky_relu"
            )
            return Finding(
                "",
                f"Layer {i + 1}: {dead} of {units} ReLU neurons are dead: they answer 0 to every "
                "example, so no gradient reaches their weights.",
                evidence.state.iteration,
                i + 1,
                (
                    Remedy("Use leaky ReLU", _with_layer(evidence.experiment, i, better)),
                    _slower(evidence.experiment, 0.3),
                ),
            )
    return None


def _saturated(evidence: Evidence) -> Finding | None:
    for i, statistics in enumerate(evidence.layers[:-1]):
        if statistics.saturated is not None and statistics.saturated >= 0.9 and _is_stuck(evidence):
            layer = evidence.experiment.network.layers[i]
            better = dataclasses.replace(layer, weight_initializer=Initializer("glorot_uniform"))
            return Finding(
                "",
                f"Layer {i + 1}: {statistics.saturated:.0%} of its {layer.activation} activations "
                "lie at an end of their range, where the slope is nearly 0: it hardly learns.",
                evidence.state.iteration,
                i + 1,
                (
                    Remedy(
                        "Start with smaller weights", _with_layer(evidence.experiment, i, better)
                    ),
                    _slower(evidence.experiment, 0.3),
                ),
            )
    return None


def _vanishing_gradients(evidence: Evidence) -> Finding | None:
    norms = [statistics.gradient_norm for statistics in evidence.layers]
    first, last = norms[0], norms[-1]
    if len(norms) < 3 or not first or not last or last / first < GRADIENT_SPREAD:
        return None
    return Finding(
        "",
        f"Gradients vanish: those of layer 1 are {last / first:,.0f} times smaller than those of "
        f"the output layer, so the first layers hardly learn.",
        evidence.state.iteration,
        1,
        (Remedy("Use ReLU in the hidden layers", _with_hidden(evidence.experiment, "relu")),),
    )


def _exploding_gradients(evidence: Evidence) -> Finding | None:
    norms = [statistics.gradient_norm for statistics in evidence.layers]
    if len(norms) < 3 or not norms[-1] or norms[0] / norms[-1] < GRADIENT_SPREAD:
        return None
    return Finding(
        "",
        f"Gradients explode: those of layer 1 are {norms[0] / norms[-1]:,.0f} times larger than "
        "those of the output layer.",
        evidence.state.iteration,
        1,
        (_slower(evidence.experiment, 0.1),),
    )


def _overfitting(evidence: Evidence) -> Finding | None:
    good = np.isfinite(evidence.test) & np.isfinite(evidence.train)
    if np.count_nonzero(good) < ENOUGH_SCORES:
        return None
    iterations, test = evidence.iterations[good], evidence.test[good]
    train = evidence.train[good]
    best = int(test.argmin())
    if best > len(test) - ENOUGH_SCORES // 2 or np.median(test[-5:]) < OVERFITTING * test[best]:
        return None
    if np.median(train[-5:]) >= train[best]:
        return None
    return Finding(
        "",
        f"Overfitting since about iteration {iterations[best]:,}: the training loss still falls "
        f"({train[best]:.3g} to {train[-1]:.3g}), but the test loss rose from {test[best]:.3g} "
        f"to {test[-1]:.3g}. The network learns the examples by heart.",
        int(iterations[best]),
        None,
        (
            Remedy("Add an L2 penalty", evidence.experiment.with_training(l2=0.003)),
            Remedy("Stop there", evidence.experiment, from_start=False),
        ),
    )


def _learning_rate_too_small(evidence: Evidence) -> Finding | None:
    train = evidence.train[np.isfinite(evidence.train)]
    if len(train) < ENOUGH_SCORES or train[0] <= 0 or evidence.state.iteration < 200:
        return None
    fall = (train[0] - train[-1]) / train[0]
    steps = [
        evidence.experiment.training.learning_rate * statistics.update_ratio
        for statistics in evidence.layers
    ]
    largest = float(np.nanmax(steps)) if np.isfinite(steps).any() else float("nan")
    if not 0.0 <= fall < 0.05 or not largest < 1e-4:
        return None
    return Finding(
        "",
        f"Hardly learning: after {evidence.state.iteration:,} iterations the training loss has "
        f"fallen by {fall:.1%} only. The learning rate "
        f"{evidence.experiment.training.learning_rate:g} moves the weights by less than "
        "1 part in 10,000 a step.",
        evidence.state.iteration,
        None,
        (_faster(evidence.experiment),),
    )


def _is_stuck(evidence: Evidence) -> bool:
    """Whether the training loss is still above half of what it began with."""
    train = evidence.train[np.isfinite(evidence.train)]
    return len(train) > 1 and bool(train[-1] > 0.5 * train[0])


def _slower(experiment: Experiment, factor: float) -> Remedy:
    rate = float(f"{experiment.training.learning_rate * factor:.2g}")
    return Remedy(f"Learning rate {rate:g}", experiment.with_training(learning_rate=rate))


def _faster(experiment: Experiment) -> Remedy:
    rate = float(f"{min(experiment.training.learning_rate * 30.0, 1.0):.2g}")
    return Remedy(
        f"Learning rate {rate:g}", experiment.with_training(learning_rate=rate), from_start=False
    )


def _with_layer(experiment: Experiment, index: int, layer: object) -> Experiment:
    layers = list(experiment.network.layers)
    layers[index] = layer  # type: ignore[call-overload]
    network = dataclasses.replace(experiment.network, layers=tuple(layers))
    return dataclasses.replace(experiment, network=network)


def _with_hidden(experiment: Experiment, activation: str) -> Experiment:
    *hidden, output = experiment.network.layers
    changed = [
        dataclasses.replace(
            layer, activation=activation, weight_initializer=Initializer("he_uniform")
        )
        for layer in hidden
    ]
    network = dataclasses.replace(experiment.network, layers=(*changed, output))
    return dataclasses.replace(experiment, network=network)


CHECKS: dict[str, Callable[[Evidence], Finding | None]] = {
    "diverged": _diverged,
    "symmetric_start": _symmetric_start,
    "dead_relus": _dead_relus,
    "saturated": _saturated,
    "vanishing_gradients": _vanishing_gradients,
    "exploding_gradients": _exploding_gradients,
    "overfitting": _overfitting,
    "learning_rate_too_small": _learning_rate_too_small,
}
