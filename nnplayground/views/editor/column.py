"""One level of the picture of a network: where its neurons, its frame and its writing stand."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from nnplayground.core.arrays import FloatArray

Shape = Literal["column", "folded", "grid"]

HEADER = 30.0  # above a frame
# Of a layer that is folded.
FIRST_SHOWN, LAST_SHOWN = 4, 3


@dataclass(frozen=True, eq=False)
class Column:
    """One level of the network.

    Attributes:
        level: 0 for the inputs, then the layers from 1.
        units: how many neurons are drawn for; during a drag not yet those of the network.
        shape: every neuron a square, only the first and last ones, or all as a grid of cells.
        frame: the dashed frame.
        centers: (units, 2) middles of the neurons; NaN where one is folded away.
        side: of a neuron's square or of a grid's cell.
        across: how many cells a row of the grid has; 1 otherwise.
    """

    level: int
    units: int
    shape: Shape
    frame: QRectF
    centers: FloatArray
    side: float
    across: int = 1

    @property
    def shown(self) -> list[int]:
        """The numbers of the neurons that are drawn."""
        return np.flatnonzero(np.isfinite(self.centers[:, 0])).tolist()

    @property
    def header(self) -> QRectF:
        """The line above the frame, by which a layer is dragged."""
        middle = self.frame.center().x()
        width = max(self.frame.width(), 130.0)
        return QRectF(middle - width / 2, self.frame.top() - HEADER, width, HEADER - 2)

    @property
    def chooser(self) -> QRectF:
        """The line with the activation, at the top of the frame."""
        return QRectF(self.frame.left() + 20, self.frame.top() + 2, self.frame.width() - 40, 22)

    @property
    def settings(self) -> QRectF:
        """The sign beside the activation that opens all settings."""
        return QRectF(self.frame.right() - 22, self.frame.top() + 2, 20, 22)

    @property
    def notes(self) -> QRectF:
        """The line below the activation, for what else is set."""
        return QRectF(self.frame.left() - 44, self.frame.top() + 21, self.frame.width() + 88, 16)

    @property
    def handle(self) -> QRectF:
        """The lower edge, which changes the number of neurons."""
        return QRectF(self.frame.left() - 12, self.frame.bottom() - 24, self.frame.width() + 24, 32)

    @property
    def folds(self) -> bool:
        """Whether it can be folded or unfolded."""
        return self.shape == "folded" or (self.shape == "grid" and self.level > 0)

    @property
    def fold(self) -> QRectF:
        """Where folded neurons are, or below a grid: a click folds and unfolds."""
        if self.shape == "folded":
            above = self.centers[FIRST_SHOWN - 1, 1] + self.side / 2
            below = self.centers[self.units - LAST_SHOWN, 1] - self.side / 2
            return QRectF(self.frame.left(), above, self.frame.width(), below - above)
        below = self.picture().bottom() + 4
        return QRectF(self.frame.left(), below, self.frame.width(), 18)

    def square(self, neuron: int) -> QRectF:
        """The square of a neuron that is shown."""
        x, y = self.centers[neuron]
        return QRectF(x - self.side / 2, y - self.side / 2, self.side, self.side)

    def picture(self) -> QRectF:
        """The rectangle of all the cells of a grid."""
        return self.square(0).united(self.square(self.units - 1)).united(self._row_end())

    def _row_end(self) -> QRectF:
        return self.square(min(self.across, self.units) - 1)

    def neuron_at(self, point: QPointF) -> int | None:
        """The neuron whose square is at a point."""
        reach = np.abs(self.centers - np.array([point.x(), point.y()])).max(axis=1)
        inside = np.flatnonzero(reach <= self.side / 2)
        return int(inside[0]) if len(inside) else None

    def starts(self) -> FloatArray:
        """(units, 2) where edges leave the neurons: in the middle of the right side."""
        if self.shape == "grid":
            points = self.centers.copy()
            points[:, 0] = self.picture().right() + 2
            return points
        points = self.centers.copy()
        points[:, 0] += self.side / 2
        return points

    def ends(self) -> FloatArray:
        """(units, 2) where edges arrive: in the middle of the left side."""
        if self.shape == "grid":
            points = self.centers.copy()
            points[:, 0] = self.picture().left() - 2
            return points
        points = self.centers.copy()
        points[:, 0] -= self.side / 2
        return points
