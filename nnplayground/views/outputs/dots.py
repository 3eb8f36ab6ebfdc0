"""Data points as dots: where they are, their colours, and their rings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QCheckBox

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.dataset import Dataset, Part
from nnplayground.views.outputs.colouring import LEVELS, value_limit

MAX_DOTS = 5000  # more would hide the picture, and take long
A_HANDFUL, FEW = 20, 600
SMALL = 2.0  # a radius that leaves room for a thin ring only
TRAIN_RING = "#ffffff"
TEST_RING = "#11151c"
Examples = TypeVar("Examples", FloatArray, IntArray)


@dataclass(frozen=True, eq=False)
class Dots:
    """Points of one kind.

    Attributes:
        places: (points, 2) pixels.
        colours: (points,) which of the colours each has.
        ring: the colour around them.
    """

    places: FloatArray
    colours: IntArray
    ring: str


def colour_numbers(part: Part, dataset: Dataset, target: int = 0) -> IntArray:
    """(examples,) the class of each, or the value of a target in LEVELS steps."""
    if dataset.task == "classification":
        return part.labels
    place = (part.targets[:, target] / value_limit(dataset, target) + 1.0) * (LEVELS / 2)
    numbers: IntArray = np.clip(place, 0, LEVELS - 1).astype(np.int64)
    return numbers


def paint_dots(
    painter: QPainter, groups: Sequence[Dots], colours: Sequence[str], width: float
) -> None:
    """Paint the dots of a plot of so many pixels across; at most MAX_DOTS of each group."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = _radius(width, sum(len(group.places) for group in groups))
    for group in groups:
        _paint(painter, group, colours, radius)


def _radius(width: float, count: int) -> float:
    """Large enough to see, small enough to leave the picture in sight."""
    if count <= A_HANDFUL:
        return 4.5
    radius = min(max(width / 90, 2.2), 3.3)
    return radius if count <= FEW else 0.8 * radius


def _paint(painter: QPainter, group: Dots, names: Sequence[str], radius: float) -> None:
    painter.setPen(QPen(QColor(group.ring), 1.0 if radius > SMALL else 0.6))
    brushes = [QColor(name) for name in names]
    places, colours = strided(group.places).tolist(), strided(group.colours).tolist()
    square = 0.86 * radius  # looks as large as the disc
    for (x, y), number in zip(places, colours, strict=True):
        painter.setBrush(brushes[number])
        if group.ring == TEST_RING:
            painter.drawRect(QRectF(x - square, y - square, 2 * square, 2 * square))
        else:
            painter.drawEllipse(QPointF(x, y), radius, radius)


def strided(examples: Examples) -> Examples:
    """At most MAX_DOTS of some examples, evenly taken: those that are drawn."""
    return examples[:: -(-len(examples) // MAX_DOTS) or 1]


def show_test_box() -> QCheckBox:
    """The switch that shows the test examples as well."""
    box = QCheckBox("Show test data")
    box.setToolTip("Draw the examples that the network does not learn from as well, as squares")
    return box
