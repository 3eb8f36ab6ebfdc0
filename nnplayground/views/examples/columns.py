"""The columns of the table of examples: what each shows, sorts by, and lets be changed."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.dataset import Dataset, Part
from nnplayground.data.example_columns import ExampleColumn, example_columns
from nnplayground.data.value_edits import target_places
from nnplayground.files.predictions import NO_NUMBER
from nnplayground.session.scoring import Scored
from nnplayground.views.notation import number_text, value_text
from nnplayground.views.plots.labels import loss_text

# The title that every table has a column of.
LOSS = "Loss"


@dataclass(frozen=True, eq=False)
class Column:
    """One column.

    Attributes:
        key: its name in the program, '' for those that are like others.
        title: what stands above it.
        tip: what it is, in plain words.
        keys: (examples,) to sort by.
        text: what a cell shows, of the example with a number.
        full: the same with every digit, as it may be typed.
        place: as `with_value` takes it; None where it cannot be changed.
        words: whether it holds words.
        said: whether it is what the network says.
        picture: whether it shows the example as a picture.
    """

    key: str
    title: str
    tip: str
    keys: Callable[[Scored], FloatArray]
    text: Callable[[Scored, int], str]
    full: Callable[[Scored, int], str]
    place: int | None = None
    words: bool = False
    said: bool = False
    picture: bool = False


def columns_of(scored: Scored) -> tuple[Column, ...]:
    """The columns that suit the data; what is asked for most stands first."""
    dataset = scored.dataset
    return (
        _example(),
        *_inputs_as_picture(dataset),
        *_targets(scored),
        *_answer(dataset),
        _loss(),
        *_outputs(scored),
        *(() if dataset.image_shape else _inputs(scored)),
    )


def part_of(dataset: Dataset, number: int) -> tuple[Part, int]:
    """The part that an example is in, and its row there."""
    trained = len(dataset.train)
    return (dataset.train, number) if number < trained else (dataset.test, number - trained)


def short(value: float) -> str:
    """A value to read off."""
    return number_text(float(f"{value:.5g}")) if np.isfinite(value) else value_text(value)


def _both(scored: Scored, of: Callable[[Part], FloatArray]) -> FloatArray:
    return np.concatenate((of(scored.dataset.train), of(scored.dataset.test)))


def _example() -> Column:
    def text(scored: Scored, number: int) -> str:
        part, row = part_of(scored.dataset, number)
        name = "train" if part is scored.dataset.train else "test"
        return f"{name} {number_text(row + 1)}"

    return Column(
        "example",
        "Example",
        "Whether the network learns from it or is tested with it, and its number there",
        lambda scored: np.arange(len(scored.losses), dtype=np.float64),
        text,
        text,
    )


def _inputs_as_picture(dataset: Dataset) -> tuple[Column, ...]:
    if dataset.image_shape is None:
        return ()
    return (
        Column(
            "picture",
            "Picture",
            "The example; sorted by how much ink it has",
            lambda scored: _both(scored, lambda part: part.raw.mean(axis=1)),
            lambda scored, number: "",
            lambda scored, number: "",
            picture=True,
        ),
    )


def _inputs(scored: Scored) -> tuple[Column, ...]:
    data, dataset = scored.experiment.data, scored.dataset
    return tuple(_input(column) for column in example_columns(data, dataset))


def _input(column: ExampleColumn) -> Column:
    def value(scored: Scored, number: int) -> float:
        part, row = part_of(scored.dataset, number)
        return float(column.values(part.raw[row : row + 1])[0])

    plain = Column(
        "",
        column.name,
        f"The input {column.name}, as it is before it is scaled",
        lambda scored: _both(scored, lambda part: column.values(part.raw)),
        lambda scored, number: short(value(scored, number)),
        lambda scored, number: repr(value(scored, number)),
        place=column.place,
    )
    if not column.words:
        return plain
    word = lambda scored, number: column.words[int(value(scored, number))]  # noqa: E731
    return replace(plain, text=word, full=word, words=True)


def _targets(scored: Scored) -> tuple[Column, ...]:
    data, dataset = scored.experiment.data, scored.dataset
    places = target_places(data, dataset)
    if dataset.classes:
        return (_class_target(places[0]),)
    names = dataset.target_names
    titles = [f"Target {name}" for name in names] if len(names) > 1 else ["Target"]
    return tuple(
        _number_target(title, number, places[number]) for number, title in enumerate(titles)
    )


def _class_target(place: int) -> Column:
    def text(scored: Scored, number: int) -> str:
        part, row = part_of(scored.dataset, number)
        return scored.dataset.classes[int(part.labels[row])]

    tip = "The class that it is of: what the network is to answer"
    keys = lambda scored: scored.labels.astype(np.float64)  # noqa: E731
    return Column("target", "Target", tip, keys, text, text, place, words=True)


def _number_target(title: str, target: int, place: int) -> Column:
    def value(scored: Scored, number: int) -> float:
        part, row = part_of(scored.dataset, number)
        return float(part.targets[row, target])

    return Column(
        "target",
        title,
        "What the network is to answer",
        lambda scored: _both(scored, lambda part: part.targets[:, target]),
        lambda scored, number: short(value(scored, number)),
        lambda scored, number: repr(value(scored, number)),
        place,
    )


def _answer(dataset: Dataset) -> tuple[Column, ...]:
    if not dataset.classes:
        return ()
    names = (*dataset.classes, NO_NUMBER)

    def text(scored: Scored, number: int) -> str:
        return names[int(scored.said[number])]

    return (
        Column(
            "answer",
            "Answer",
            "The class that the network says",
            lambda scored: scored.said.astype(np.float64),
            text,
            text,
            words=True,
            said=True,
        ),
    )


def _loss() -> Column:
    return Column(
        "loss",
        LOSS,
        "How wrong the network is about this example; without penalties",
        lambda scored: scored.losses,
        lambda scored, number: loss_text(float(scored.losses[number])),
        lambda scored, number: repr(float(scored.losses[number])),
        said=True,
    )


def _outputs(scored: Scored) -> tuple[Column, ...]:
    names = scored.dataset.classes or scored.dataset.target_names
    several = scored.outputs.shape[1] > 1
    titles = [f"Output {name}" for name in names] if several else ["Output"]
    return tuple(_output(title, unit) for unit, title in enumerate(titles))


def _output(title: str, unit: int) -> Column:
    return Column(
        "",
        title,
        "What the neuron of the output layer says",
        lambda scored: scored.outputs[:, unit].astype(np.float64),
        lambda scored, number: value_text(float(scored.outputs[number, unit]), decimals=4),
        lambda scored, number: repr(float(scored.outputs[number, unit])),
        said=True,
    )
