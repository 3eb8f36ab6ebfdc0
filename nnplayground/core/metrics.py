"""How good a network is on a set of examples: loss and accuracy."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnplayground.core.arrays import DTYPES, FloatArray, IntArray
from nnplayground.core.dataset import Dataset, Part, class_threshold, encode_targets
from nnplayground.core.experiment import Experiment
from nnplayground.core.layout import ParameterLayout
from nnplayground.core.propagation import Propagation

NO_ANSWER = -1
# Examples a pass: bounds the memory of a pass over a large set.
_CHUNK = 2048


@dataclass(frozen=True)
class Score:
    """Loss and accuracy over some examples.

    Attributes:
        loss: data loss without penalty, reduced as the experiment says; None for no examples.
        accuracy: share of examples classified right, 0 to 1; None for regression.
    """

    loss: float | None = None
    accuracy: float | None = None


def classify(outputs: FloatArray, output_activation: str) -> IntArray:
    """The class (examples,) that outputs (examples, units) say, NO_ANSWER for no finite number."""
    if outputs.shape[1] == 1:
        said = (outputs[:, 0] > class_threshold(output_activation)).astype(np.int64)
    else:
        said = outputs.argmax(axis=1).astype(np.int64)
    said[~np.isfinite(outputs).all(axis=1)] = NO_ANSWER
    return said


@dataclass(frozen=True, eq=False)
class Answered:
    """What a network says about each of some examples.

    Attributes:
        outputs: (examples, units).
        losses: (examples,) without penalty.
    """

    outputs: FloatArray
    losses: FloatArray


class Evaluator:
    """Scores parameters on one part of the data; keeps its buffers between calls.

    Args:
        experiment: network, loss and precision.
        dataset, part: the data, and which part of it.
    """

    def __init__(self, experiment: Experiment, dataset: Dataset, part: Part) -> None:
        output = experiment.network.output
        dtype = DTYPES[experiment.training.precision]
        self._training = experiment.training
        self._output_activation = output.activation
        self._layout = ParameterLayout(experiment.network)
        self._X = np.ascontiguousarray(part.inputs, dtype)
        targets = encode_targets(part, dataset, output.activation, output.units)
        self._Y = np.ascontiguousarray(targets.T, dtype)
        self._labels = part.labels if dataset.task == "classification" else None
        self._theta = np.empty(self._layout.size, dtype)
        self._propagations: dict[int, Propagation] = {}

    def score(self, theta: FloatArray) -> Score:
        """The score of theta (P,)."""
        count = len(self._X)
        if count == 0:
            return Score()
        self._theta[...] = theta
        total, right = 0.0, 0
        with np.errstate(all="ignore"):
            for start in range(0, count, _CHUNK):
                part = slice(start, min(start + _CHUNK, count))
                propagation = self._forward(part)
                total += float(propagation.losses(self._Y[:, part], self._training.loss).sum())
                if self._labels is not None:
                    said = classify(propagation.A[-1].T, self._output_activation)
                    right += int(np.count_nonzero(said == self._labels[part]))
        if np.isnan(self._theta).any():  # sigmoid and ReLU would make numbers of it
            total, right = np.nan, 0
        mean = self._training.reduction == "mean"
        accuracy = None if self._labels is None else right / count
        return Score(total / count if mean else total, accuracy)

    def each(
        self, theta: FloatArray, progress: Callable[[float], bool] = lambda share: True
    ) -> Answered | None:
        """What theta (P,) says about each example; None where `progress` does not go on."""
        count, units = len(self._X), len(self._Y)
        answered = Answered(np.empty((count, units), self._X.dtype), np.empty(count))
        self._theta[...] = theta
        with np.errstate(all="ignore"):
            for start in range(0, count, _CHUNK):
                part = slice(start, min(start + _CHUNK, count))
                propagation = self._forward(part)
                losses = propagation.losses(self._Y[:, part], self._training.loss)
                answered.outputs[part], answered.losses[part] = propagation.A[-1].T, losses
                if not progress(part.stop / count):
                    return None
        return answered

    def _forward(self, part: slice) -> Propagation:
        examples = part.stop - part.start
        if examples not in self._propagations:
            self._propagations[examples] = Propagation(self._layout, self._theta, examples)
        propagation = self._propagations[examples]
        propagation.X[...] = self._X[part]
        propagation.forward()
        return propagation
