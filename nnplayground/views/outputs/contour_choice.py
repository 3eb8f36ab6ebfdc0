"""Which contour lines a map has: none, the border between answers, several, or levels typed in."""

import math
import re
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QComboBox, QToolTip

from nnplayground.core import ACTIVATIONS
from nnplayground.core.arrays import FloatArray
from nnplayground.core.contours import contour_lines
from nnplayground.core.dataset import Dataset
from nnplayground.views.notation import number_text
from nnplayground.views.outputs.answers import shares
from nnplayground.views.outputs.colouring import value_limit

MOST_LEVELS = 20
# Shares of the way from the lowest to the highest answer.
CHOICES: dict[str, tuple[float, ...]] = {
    "No lines": (),
    "Border": (0.5,),
    "5 lines": (0.1, 0.3, 0.5, 0.7, 0.9),
    "9 lines": (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
}
TOOLTIP = (
    "Lines along which the network says the same: the border is where its answer changes. "
    "Levels of your own can be typed, such as 0.2 0.8"
)
UNREADABLE = "Levels are numbers, such as 0.2 0.5 0.8; at most 20"


@dataclass(frozen=True)
class Levels:
    """Which lines.

    Attributes:
        shares: of the way from the lowest to the highest answer; 0.5 is the border.
        typed: outputs of the network; then there are no shares.
    """

    shares: tuple[float, ...] = ()
    typed: tuple[float, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is a line at all."""
        return bool(self.shares or self.typed)


def read_levels(text: str) -> Levels | None:
    """What a person chose or typed; None where it is neither.

    Numbers stand apart by spaces or semicolons, or by commas where points are decimal.
    """
    text = text.strip()
    if text in CHOICES:
        return Levels(CHOICES[text])
    parts = [part.strip(",") for part in re.split(r"[;\s]+", text)]
    if "." in text:
        parts = [piece for part in parts for piece in part.split(",")]
    try:
        numbers = [float(part.replace(",", ".").replace("−", "-")) for part in parts if part]
    except ValueError:
        return None
    if len(numbers) > MOST_LEVELS or not all(map(math.isfinite, numbers)):
        return None
    return Levels(typed=tuple(sorted(set(numbers))))


@dataclass(frozen=True, eq=False)
class Lines:
    """Contour lines in cells of the grid: (lines, 2, 2).

    Attributes:
        border: where the answer changes.
        others: at the other levels.
    """

    border: FloatArray
    others: FloatArray


def lines_of(
    outputs: FloatArray,
    cells: int,
    levels: Levels,
    dataset: Dataset,
    activation: str,
    target: int = 0,
) -> Lines:
    """The contour lines of outputs (units, cells * cells).

    Of one output the levels are its own. Of several classes a line of a level is where the largest
    output is at it: inside, the network is as sure of one class at least.
    """
    grids = outputs.reshape(len(outputs), cells, cells)
    if len(grids) == 1 or not dataset.classes:
        return _of_one(grids[0], levels, _ends(dataset, activation, target))
    each = shares(grids, activation)
    border = []
    if 0.5 in levels.shares:
        # each border has at least one side that is not the last class
        for number in range(len(each) - 1):
            rival = np.delete(each, number, axis=0).max(axis=0)
            border.append(contour_lines(each[number] - rival, 0.0))
    surest = grids.max(axis=0) if levels.typed else each.max(axis=0)
    wanted = levels.typed or [share for share in levels.shares if share >= 0.5 and border]
    if levels.shares == CHOICES["Border"]:
        wanted = ()
    return Lines(_joined(border), contour_lines(surest, *wanted))


def _ends(dataset: Dataset, activation: str, target: int) -> tuple[float, float]:
    """The lowest and the highest answer."""
    if dataset.classes:
        return (0.0 if ACTIVATIONS[activation].output_range[0] > -1.0 else -1.0), 1.0
    limit = value_limit(dataset, target)
    return -limit, limit


def _of_one(grid: FloatArray, levels: Levels, ends: tuple[float, float]) -> Lines:
    low, high = ends
    at = [low + (high - low) * share for share in levels.shares] or list(levels.typed)
    middle = (low + high) / 2
    border = [level for level in at if level == middle]
    others = [level for level in at if level != middle]
    return Lines(contour_lines(grid, *border), contour_lines(grid, *others))


def _joined(lines: list[FloatArray]) -> FloatArray:
    return np.concatenate(lines) if lines else np.zeros((0, 2, 2))


class ContourChoice(QComboBox):
    """Lets a person choose, or type levels.

    Signals:
        chosen(): other lines.
    """

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.levels = Levels()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(list(CHOICES))
        self.setAccessibleName("Contour lines")
        self.setToolTip(TOOLTIP)
        self.setMinimumContentsLength(7)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(self._on_entered)
        edit = self.lineEdit()
        assert edit is not None
        edit.editingFinished.connect(self._on_entered)

    def text_of(self) -> str:
        """What stands there for the present levels."""
        for text, each in CHOICES.items():
            if self.levels == Levels(each):
                return text
        return " ".join(number_text(level) for level in self.levels.typed)

    @Slot()
    def _on_entered(self) -> None:
        levels = read_levels(self.currentText())
        if levels is None:
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), UNREADABLE, self)
        elif levels != self.levels:
            self.levels = levels
            self.chosen.emit()
        self.setEditText(self.text_of())
