"""The table of checks: each finds one thing that is wrong with a run, or nothing."""

import dataclasses
from collections.abc import Callable

import numpy as np

from nnplayground.core.diagnosis.divergence import diverged
from nnplayground.core.diagnosis.evidence import Evidence, Finding
from nnplayground.core.diagnosis.remedies import (
    faster,
    leaky,
    penalized,
    random_start,
    rectified,
    slower,
    smaller_start,
    stopped_early,
)
from nnplayground.core.diagnosis.trends import turning
from nnplayground.core.statistics import LayerStatistics, rms

# A gradient this many times smaller than the last layer's teaches nothing, and one this many times
# larger than the weights all too much.
GRADIENT_SPREAD = 1e3
# Shares of neurons and of activations from which on it is worth saying.
MANY_DEAD = 0.5
MOSTLY_SATURATED = 0.9
# A loss that has fallen by less than this share, and steps smaller than this share of the weights.
LITTLE_PROGRESS = 0.05
TINY_STEP = 1e-4
ENOUGH_ITERATIONS = 200

Layers = tuple[LayerStatistics, ...]


def diagnose(evidence: Evidence) -> tuple[Finding, ...]:
    """What is wrong, the gravest first; nothing when nothing is.

    A diverged run is not looked at any further: its numbers say nothing else. What stuck units
    or a symmetric start bring about is not said besides.
    """
    found: list[Finding] = []
    for kind, check in CHECKS.items():
        finding = None if kind in LAST_RESORTS and found else check(evidence)
        if finding is not None:
            found.append(dataclasses.replace(finding, kind=kind))
            if kind == "diverged":
                break
    return tuple(found)


def _symmetric_start(evidence: Evidence) -> Finding | None:
    layers = evidence.problem.layout.network.layers
    for i, statistics in enumerate(evidence.layers[:-1]):
        if statistics.symmetric and not layers[i].dropout:
            return Finding(
                "",
                f"Layer {i + 1}: all {layers[i].units} neurons have the same weights, so they get "
                "the same gradients and stay the same; together they can do no more than one "
                "neuron.",
                evidence.since(lambda seen, i=i: seen[i].symmetric),  # type: ignore[misc]
                i + 1,
                (random_start(evidence.now.experiment, i),),
            )
    return None


def _dead_relus(evidence: Evidence) -> Finding | None:
    for i, statistics in enumerate(evidence.layers[:-1]):
        if not _is_dead(statistics):
            continue
        units = evidence.problem.layout.network.layers[i].units
        dead = round((statistics.dead or 0.0) * units)
        return Finding(
            "",
            f"Layer {i + 1}: {dead} of {units} ReLU neurons are dead: they answer 0 to every "
            "example, so no gradient reaches their weights.",
            evidence.since(lambda seen, i=i: _is_dead(seen[i])),  # type: ignore[misc]
            i + 1,
            (leaky(evidence.now.experiment, i), slower(evidence.now.experiment, 0.3)),
        )
    return None


def _is_dead(statistics: LayerStatistics) -> bool:
    return statistics.dead is not None and statistics.dead >= MANY_DEAD


def _saturated(evidence: Evidence) -> Finding | None:
    for i, statistics in enumerate(evidence.layers):
        if not _is_saturated(statistics) or not evidence.is_stuck:
            continue
        experiment = evidence.now.experiment
        return Finding(
            "",
            f"Layer {i + 1}: {statistics.saturated:.0%} of its "
            f"{experiment.network.layers[i].activation} activations lie at an end of their range, "
            "where the slope is nearly 0, so it hardly learns.",
            evidence.since(lambda seen, i=i: _is_saturated(seen[i])),  # type: ignore[misc]
            i + 1,
            (smaller_start(experiment, i), slower(experiment, 0.3)),
        )
    return None


def _is_saturated(statistics: LayerStatistics) -> bool:
    return statistics.saturated is not None and statistics.saturated >= MOSTLY_SATURATED


def _vanishing_gradients(evidence: Evidence) -> Finding | None:
    ratio = _gradient_ratio(evidence.layers)
    if not ratio <= 1.0 / GRADIENT_SPREAD or not evidence.is_stuck:
        return None
    return Finding(
        "",
        f"Gradients vanish on the way back: those of layer 1 are {_times(1.0 / ratio)} times "
        f"smaller than those of the output layer, so the first layers hardly learn.",
        evidence.since(lambda seen: _gradient_ratio(seen) <= 1.0 / GRADIENT_SPREAD),
        1,
        (rectified(evidence.now.experiment),),
    )


def _exploding_gradients(evidence: Evidence) -> Finding | None:
    pulls = [_pull(layer) for layer in evidence.layers]
    worst = int(np.argmax(pulls))
    if not pulls[worst] >= GRADIENT_SPREAD or not evidence.is_stuck:
        return None
    experiment = evidence.now.experiment
    return Finding(
        "",
        f"Gradients explode: those of layer {worst + 1} are {_times(pulls[worst])} times as large "
        "as its weights, so a step goes far past where it should.",
        evidence.since(lambda seen: _pull(seen[worst]) >= GRADIENT_SPREAD),
        worst + 1,
        (smaller_start(experiment, worst), slower(experiment, 0.1)),
    )


def _pull(statistics: LayerStatistics) -> float:
    """A layer's gradient over its weights; 0 where there is no telling."""
    size = rms(statistics.weights)
    ratio = statistics.gradient_norm / size if size else 0.0
    return ratio if np.isfinite(ratio) else 0.0


def _gradient_ratio(layers: Layers) -> float:
    """The first layer's gradient over the last one's; 1 where that says nothing."""
    first, last = layers[0].gradient_norm, layers[-1].gradient_norm
    return first / last if len(layers) >= 3 and first and last else 1.0


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio < 1e7 else f"{ratio:.0e}"


def _overfitting(evidence: Evidence) -> Finding | None:
    turn = turning(evidence.trend)
    if turn is None:
        return None
    experiment = evidence.now.experiment
    return Finding(
        "",
        f"Overfitting since about iteration {turn.iteration:,}: the training loss still falls "
        f"({turn.train_then:.3g} to {turn.train_now:.3g}), but the test loss rose from "
        f"{turn.test_then:.3g} to {turn.test_now:.3g}. The network learns the examples by heart.",
        turn.iteration,
        None,
        (stopped_early(experiment), penalized(experiment)),
    )


def _learning_rate_too_small(evidence: Evidence) -> Finding | None:
    scores, experiment = evidence.scores.without_gaps("train"), evidence.now.experiment
    iteration = evidence.now.state.iteration
    # a network that was trained elsewhere has nothing more to learn, perhaps
    if len(scores.train) < 2 or scores.iterations[0] or iteration < ENOUGH_ITERATIONS:
        return None
    fall = float(scores.train[0] - scores.train[-1]) / max(float(scores.train[0]), 1e-300)
    steps = [layer.update_ratio for layer in evidence.layers if np.isfinite(layer.update_ratio)]
    if not 0.0 <= fall < LITTLE_PROGRESS or not steps or max(steps) >= TINY_STEP:
        return None
    return Finding(
        "",
        f"Hardly learning: after {iteration:,} iterations the training loss has fallen by "
        f"{fall:.1%} only. With learning rate {experiment.training.learning_rate:g} a step moves "
        "the weights by less than 1 part in 10,000.",
        iteration,
        None,
        (faster(experiment),),
    )


CHECKS: dict[str, Callable[[Evidence], Finding | None]] = {
    "diverged": diverged,
    "symmetric_start": _symmetric_start,
    "dead_relus": _dead_relus,
    "saturated": _saturated,
    "vanishing_gradients": _vanishing_gradients,
    "exploding_gradients": _exploding_gradients,
    "overfitting": _overfitting,
    "learning_rate_too_small": _learning_rate_too_small,
}
# Said only where nothing else was found.
LAST_RESORTS = ("vanishing_gradients", "exploding_gradients", "learning_rate_too_small")
