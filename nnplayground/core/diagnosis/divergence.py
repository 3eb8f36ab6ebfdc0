"""Where numbers left the range, in which layer first, and what the learning rate did to them."""

import numpy as np

from nnplayground.core.diagnosis.evidence import Evidence, Finding
from nnplayground.core.diagnosis.remedies import Remedy, scaled_inputs, slower
from nnplayground.core.recording import Moment
from nnplayground.core.run import Divergence
from nnplayground.core.statistics import LayerStatistics, rms

# So many of the last steps are looked at for the largest one.
_STEPS_BEFORE = 12
# Inputs of this size make steps overshoot that suit inputs of size 1.
_LARGE_INPUTS = 5.0


def diverged(evidence: Evidence) -> Finding | None:
    """The finding for a run whose numbers left the range of floating point."""
    where = evidence.divergence
    if where is None:
        return None
    before = _before(evidence, where)
    place = where.layer if before is None else _first_place(evidence, before, where)
    training = evidence.now.experiment.training
    sentence = (
        f"At iteration {where.iteration:,} the numbers of layer {place} grew past what "
        f"{training.precision} can hold. {_history(evidence)}{_overshoot(evidence, before)}"
    )
    return Finding("", sentence.rstrip(), max(0, where.iteration - 1), place, _remedies(evidence))


def _before(evidence: Evidence, where: Divergence) -> Moment | None:
    """The last moment with finite numbers, where it is known and the settings were the same."""
    recording, iteration = evidence.recording, where.iteration - 1
    if not recording.first_iteration <= iteration <= recording.last_iteration:
        return None
    moment = recording.at(iteration)
    return moment if moment.experiment == evidence.now.experiment else None


def _first_place(evidence: Evidence, before: Moment, where: Divergence) -> int:
    """The layer (from 1) that overflowed first: on the way forward, or else on the way back."""
    layers = evidence.observed(before)
    for number, layer in enumerate(layers, start=1):
        if not np.isfinite(layer.activations).all():
            return number
    for number in range(len(layers), 0, -1):
        if not np.isfinite(layers[number - 1].gradients).all():
            return number
    return where.layer


def _history(evidence: Evidence) -> str:
    scores = evidence.scores.without_gaps("train")
    if not len(scores.train):
        return ""
    best, last = int(scores.train.argmin()), len(scores.train) - 1
    if best == last:
        return f"The training loss was last {scores.train[last]:.3g}. "
    return (
        f"The training loss went from {scores.train[best]:.3g} at iteration "
        f"{scores.iterations[best]:,} up to {scores.train[last]:.3g}. "
    )


def _overshoot(evidence: Evidence, before: Moment | None) -> str:
    rate = f"{evidence.now.experiment.training.learning_rate:g}"
    largest = 0.0 if before is None else _largest_step(evidence, before)
    if largest < 0.5:
        return f"With learning rate {rate} each step overshot and made the next one larger."
    size = f"{largest:,.1f}" if largest < 1e6 else f"{largest:.0e}"
    return (
        f"With learning rate {rate} a single step changed weights by {size} times their own size "
        "(1 part in 1,000 is usual): each step overshot and made the next one larger."
    )


def _largest_step(evidence: Evidence, before: Moment) -> float:
    """The largest finite step in the last iterations, as a share of the weights."""
    recording, last = evidence.recording, before.state.iteration
    first = max(recording.first_iteration, last - _STEPS_BEFORE)
    ratios = [0.0]
    for iteration in range(first, last + 1):
        moment = recording.at(iteration)
        if moment.experiment == evidence.now.experiment:
            ratios += [_step_size(layer) for layer in evidence.observed(moment)]
    return max(ratio for ratio in ratios if np.isfinite(ratio))


def _step_size(layer: LayerStatistics) -> float:
    """The next step of a layer's weights and biases as a share of their own size."""
    size = rms(np.append(layer.weights, layer.biases))
    return rms(layer.updates) / size if size else 0.0


def _remedies(evidence: Evidence) -> tuple[Remedy, ...]:
    experiment = evidence.now.experiment
    size = float(np.sqrt(np.mean(np.square(evidence.problem.X))))
    if size > _LARGE_INPUTS and experiment.data.scaling == "none":
        return slower(experiment, 0.1), scaled_inputs(experiment)
    return (slower(experiment, 0.1),)
