"""Examples with what a network says about them, as a table for other programs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nnplayground.core import Dataset, Evaluator, Experiment, Part
from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.metrics import Answered, classify
from nnplayground.data.example_columns import ExampleColumn, example_columns
from nnplayground.files.number_table import Column, NumberTable, Stacked, Words

# In the place of an answer where an output is no number.
NO_NUMBER = "no number"


@dataclass(frozen=True, eq=False)
class Predicted:
    """One part of the data.

    Attributes:
        name: 'train' or 'test'.
        part: the examples.
        answered: what the network says about each.
    """

    name: str
    part: Part
    answered: Answered


# A column: its name, and what it is of one part.
_Made = tuple[str, Callable[[Predicted], Column]]


def prediction_table(
    experiment: Experiment, dataset: Dataset, parts: Sequence[Predicted]
) -> NumberTable:
    """A row an example: its part and number there, columns, target, outputs, answer and loss."""
    made: list[_Made] = [
        ("part", lambda one: Words(np.zeros(len(one.part), np.int64), (one.name,))),
        ("example", lambda one: np.arange(1, len(one.part) + 1)),
        *(_input(column) for column in example_columns(experiment.data, dataset)),
        *_targets(dataset),
        *_outputs(dataset, experiment.network.output.units),
        *_answer(dataset, experiment.network.output.activation),
        ("loss", lambda one: one.answered.losses),
    ]
    return NumberTable(
        tuple(name for name, _ in made),
        tuple(Stacked([column(one) for one in parts]) for _, column in made),
    )


def predicted(experiment: Experiment, dataset: Dataset, name: str, theta: FloatArray) -> Predicted:
    """What theta (P,) says about the part 'train' or 'test'."""
    part = dataset.train if name == "train" else dataset.test
    answered = Evaluator(experiment, dataset, part).each(theta)
    assert answered is not None  # nobody stops it
    return Predicted(name, part, answered)


def answer_codes(answered: Answered, activation: str, classes: int) -> IntArray:
    """(examples,) the class that is said; `classes` where an output is no number."""
    said = classify(answered.outputs, activation)
    return np.where(np.isfinite(answered.outputs).all(axis=1), said, classes)


def _input(column: ExampleColumn) -> _Made:
    if not column.words:
        return column.name, lambda one: column.values(one.part.raw)
    return column.name, lambda one: Words(column.values(one.part.raw), column.words)


def _targets(dataset: Dataset) -> list[_Made]:
    if dataset.classes:
        return [("target", lambda one: Words(one.part.labels, dataset.classes))]
    names = dataset.target_names
    titles = [f"target {name}" for name in names] if len(names) > 1 else ["target"]
    return [
        (title, lambda one, n=number: one.part.targets[:, n])  # type: ignore[misc]
        for number, title in enumerate(titles)
    ]


def _outputs(dataset: Dataset, units: int) -> list[_Made]:
    names = dataset.classes or dataset.target_names
    titles = [f"output {name}" for name in names] if units > 1 else ["output"]
    return [
        (title, lambda one, n=number: one.answered.outputs[:, n])  # type: ignore[misc]
        for number, title in enumerate(titles)
    ]


def _answer(dataset: Dataset, activation: str) -> list[_Made]:
    classes = dataset.classes
    if not classes:
        return []
    words = (*classes, NO_NUMBER)
    return [
        ("answer", lambda one: Words(answer_codes(one.answered, activation, len(classes)), words))
    ]
