"""What outputs of a network say: the class, and how sure it is."""

from dataclasses import dataclass

import numpy as np

from nnplayground.core import ACTIVATIONS
from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.dataset import Dataset
from nnplayground.core.metrics import NO_ANSWER, classify
from nnplayground.core.probe import Probe
from nnplayground.files.number_table import NumberTable
from nnplayground.files.predictions import predicted, prediction_table
from nnplayground.session import Frame
from nnplayground.views.notation import value_text


@dataclass(frozen=True, eq=False)
class Answers:
    """What a network says about some examples.

    Attributes:
        classes: (examples,) class numbers, NO_ANSWER where an output is no number.
        confidence: (examples,) from 0 to 1; NaN where there is no answer.
    """

    classes: IntArray
    confidence: FloatArray


def shares(outputs: FloatArray, activation: str) -> FloatArray:
    """Outputs on the scale of their targets, from 0 (low) to 1 (high); NaN stays."""
    low = 0.0 if ACTIVATIONS[activation].output_range[0] > -1.0 else -1.0
    scaled: FloatArray = np.clip((outputs - low) / (1.0 - low), 0.0, 1.0)
    return scaled


def class_shares(outputs: FloatArray, activation: str) -> FloatArray:
    """(classes, examples) from 0 to 1 of outputs (units, examples); a single unit counts twice."""
    each = shares(outputs, activation)
    return np.concatenate((1.0 - each, each)) if len(each) == 1 else each


def answers(outputs: FloatArray, activation: str) -> Answers:
    """What outputs (units, examples) say."""
    classes = classify(outputs.T, activation)
    confidence = class_shares(outputs, activation)[classes, np.arange(outputs.shape[1])]
    return Answers(classes, np.where(classes == NO_ANSWER, np.nan, confidence))


def class_name(dataset: Dataset, number: int) -> str:
    """The name of a class, 'no number' for NO_ANSWER."""
    return "no number" if number == NO_ANSWER else dataset.classes[number]


def output_names(frame: Frame) -> tuple[str, ...]:
    """What to call each output."""
    names = frame.dataset.classes or frame.dataset.target_names
    several = frame.experiment.network.output.units > 1
    return tuple(f"output {name}" for name in names) if several else ("output",)


def answer_table(frame: Frame, raw: FloatArray) -> NumberTable:
    """What the network of a frame says to raw (examples, columns): a row an example."""
    probe = Probe(frame.layout, frame.dataset.featurize(raw), frame.theta.dtype)
    outputs = probe.outputs(frame.theta).copy()
    return NumberTable((*frame.dataset.columns, *output_names(frame)), (*raw.T, *outputs))


def example_table(frame: Frame, part_name: str) -> NumberTable:
    """The examples of a part ('train' or 'test') with what the network of a frame says to them."""
    one = predicted(frame.experiment, frame.dataset, part_name, frame.theta)
    return prediction_table(frame.experiment, frame.dataset, [one])


def answer_lines(frame: Frame, raw: FloatArray) -> list[str]:
    """What the network of a frame says to one example, raw (1, columns), in lines."""
    dataset, output = frame.dataset, frame.experiment.network.output
    probe = Probe(frame.layout, dataset.featurize(raw), frame.theta.dtype)
    outputs = probe.outputs(frame.theta)
    numbers = [value_text(float(value)) for value in outputs[:, 0]]
    if dataset.task == "regression":
        names = dataset.target_names
        return [f"{name} {number}" for name, number in zip(names, numbers, strict=True)]
    answer = answers(outputs, output.activation)
    said, sure = class_name(dataset, int(answer.classes[0])), float(answer.confidence[0])
    told = said if np.isnan(sure) else f"{said}, {sure:.0%} sure"
    if len(numbers) == 1:
        return [f"output {numbers[0]}: {told}"]
    each = [f"{name} {n}" for name, n in zip(dataset.classes, numbers, strict=True)]
    return [*each, f"answer: {told}"]
