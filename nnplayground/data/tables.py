"""Small tables typed in: the examples of the articles that take a network apart by hand."""

from collections.abc import Callable
from functools import partial

import numpy as np

from nnplayground.core.experiment import DataSpec, Experiment, TrainingSpec
from nnplayground.core.initializers import Initializer
from nnplayground.core.network_spec import LayerSpec, NetworkSpec
from nnplayground.data.draw import Draw
from nnplayground.data.source import Examples, Source

Rows = tuple[tuple[tuple[float, ...], int], ...]  # inputs and class of each row

LESSON_A: Rows = (((0, 0, 1), 0), ((1, 1, 1), 1), ((1, 0, 1), 1), ((0, 1, 1), 0))
LESSON_B: Rows = (((0, 0, 1), 0), ((0, 1, 1), 0), ((1, 0, 1), 1), ((1, 1, 1), 1))
ODD_EVEN: Rows = (((2,), 1), ((3,), 0))


def _rows(rows: Rows) -> Callable[[Draw], Examples]:
    """A `make` that gives these rows, whatever is drawn."""
    examples = Examples.of_classes(
        np.array([inputs for inputs, _ in rows], dtype=np.float64),
        np.array([label for _, label in rows]),
    )
    return lambda draw: examples


def _one_layer(key: str, seed: int) -> Experiment:
    """Three inputs, one sigmoid unit without bias, 1/2 squared error summed, learning rate 1."""
    start = Initializer("random_state", low=-1.0, high=1.0, seed=seed)
    layer = LayerSpec(1, "sigmoid", bias=False, weight_initializer=start)
    return Experiment(
        NetworkSpec(3, (layer,)),
        DataSpec(key, examples=0, train_share=1.0),
        TrainingSpec(reduction="sum", learning_rate=1.0, batch_size=0, order="given"),
    )


def _odd_even() -> Experiment:
    """1-4-3-1, every parameter 0.5, squared error, one example at a time, learning rate 1."""
    half = Initializer("constant", value=0.5)
    layers = tuple(
        LayerSpec(units, "sigmoid", weight_initializer=half, bias_initializer=half)
        for units in (4, 3, 1)
    )
    return Experiment(
        NetworkSpec(1, layers),
        DataSpec("odd_even", examples=0, train_share=1.0),
        TrainingSpec(loss="squared", learning_rate=1.0, batch_size=1, order="given"),
    )


_table = partial(Source, kind="table", generated=False, noisy=False, split=False)

SOURCES = (
    _table(
        key="lesson_a",
        label="Lesson A",
        description="Four rows of three inputs; the answer is the first input.",
        columns=("x₁", "x₂", "x₃"),
        make=_rows(LESSON_A),
        suggested=_one_layer("lesson_a", seed=1),
        classes=("0", "1"),
        domain=(0.0, 1.0),
    ),
    _table(
        key="lesson_b",
        label="Lesson B",
        description="The same four rows in another order.",
        columns=("x₁", "x₂", "x₃"),
        make=_rows(LESSON_B),
        suggested=_one_layer("lesson_b", seed=123),
        classes=("0", "1"),
        domain=(0.0, 1.0),
    ),
    _table(
        key="odd_even",
        label="Odd/even",
        description="Two rows: 2 is even, 3 is odd.",
        columns=("number",),
        make=_rows(ODD_EVEN),
        suggested=_odd_even(),
        classes=("odd", "even"),
        domain=(0.0, 5.0),
    ),
)
