"""Where everything of a network stands on the canvas, as numbers: columns, neurons, gaps."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from nnplayground.core.arrays import FloatArray

Shape = Literal["column", "folded", "grid"]

# Scene units are pixels at 100 %.
NEURON = 60.0
SMALLEST_NEURON = 18.0
FRAME_WIDTH = 104.0
HEADER = 30.0  # above a frame
MARGIN = 44.0
LARGEST_SPACING, SMALLEST_SPACING = 100.0, 23.0
LARGEST_GAP, SMALLEST_GAP = 146.0, 64.0
# A layer with more neurons than this is folded to its first and last ones.
FOLD_ABOVE = 10
FIRST_SHOWN, LAST_SHOWN = 4, 3
GRID_SIDE = 190.0
UNFOLDED_SIDE = 320.0
SMALLEST_GRID = 112.0


@dataclass(frozen=True)
class Padding:
    """Room inside a frame, above its first and below its last neuron."""

    head: float
    foot: float


ROOMY, TIGHT = Padding(50.0, 46.0), Padding(38.0, 30.0)
# Below this height of the canvas the padding is tight.
TIGHT_BELOW = 440.0


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


@dataclass(frozen=True, eq=False)
class Arrangement:
    """All columns, and where a layer that is being dragged in would land.

    Attributes:
        columns: one a level.
        gap: the middle of the open gap, None where none is open.
        bounds: everything, with a margin.
    """

    columns: tuple[Column, ...]
    gap: QRectF | None
    bounds: QRectF

    @property
    def framed(self) -> QRectF:
        """Everything, without the margin."""
        return self.bounds.adjusted(MARGIN, MARGIN / 2, -MARGIN, -MARGIN / 2)

    def slot_at(self, x: float) -> int:
        """Before which layer (from 0) something dropped at `x` would be inserted."""
        middles = [column.frame.center().x() for column in self.columns[1:-1]]
        return sum(x > middle for middle in middles)


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    Attributes:
        sizes: neurons a level, as in NetworkSpec.sizes.
        unfolded: levels that are shown with every neuron.
        image_shape: (height, width) where the inputs are a picture.
        area: (width, height) of the canvas at 100 %.
        gap: before which layer (from 0) a gap is open.
    """

    sizes: tuple[int, ...]
    unfolded: frozenset[int] = frozenset()
    image_shape: tuple[int, int] | None = None
    area: tuple[float, float] = (980.0, 560.0)
    gap: int | None = None


def arrange(wish: Wish) -> Arrangement:
    """The columns of a network, side by side, each in the middle of the height."""
    padding = TIGHT if wish.area[1] < TIGHT_BELOW else ROOMY
    spacing = _spacing(wish, padding)
    side = max(SMALLEST_NEURON, min(NEURON, spacing - (12.0 if spacing > 40.0 else 5.0)))
    drafts = [_draft(wish, level, spacing, side, padding) for level in range(len(wish.sizes))]
    widths = [draft.frame.width() for draft in drafts]
    if wish.gap is not None:
        widths.insert(wish.gap + 1, FRAME_WIDTH)
    distance = _distance(wish.area[0], widths)
    columns: list[Column] = []
    gap, x = None, 0.0
    for place, width in enumerate(widths):
        if wish.gap is not None and place == wish.gap + 1:
            gap = QRectF(x, -padding.head - side * 0.5, width, padding.head + padding.foot + side)
        else:
            columns.append(_moved(drafts[len(columns)], x))
        x += width + distance
    frames = [column.header.united(column.frame) for column in columns]
    bounds = QRectF(frames[0])
    for frame in frames[1:] + ([gap] if gap is not None else []):
        bounds = bounds.united(frame)
    return Arrangement(
        tuple(columns), gap, bounds.adjusted(-MARGIN, -MARGIN / 2, MARGIN, MARGIN / 2)
    )


def shape_of(wish: Wish, level: int) -> Shape:
    """How a level is drawn."""
    if level == 0 and wish.image_shape is not None:
        return "grid"
    if wish.sizes[level] <= FOLD_ABOVE:
        return "column"
    return "grid" if level in wish.unfolded else "folded"


def _spacing(wish: Wish, padding: Padding) -> float:
    """Between the neurons of a column, so that the longest one fits the height."""
    counts = [1]
    for level, units in enumerate(wish.sizes):
        shape = shape_of(wish, level)
        if shape != "grid":
            counts.append(units if shape == "column" else FIRST_SHOWN + LAST_SHOWN + 1)
    room = wish.area[1] - HEADER - padding.head - padding.foot - MARGIN
    return max(SMALLEST_SPACING, min(LARGEST_SPACING, room / max(counts)))


def _distance(width: float, widths: list[float]) -> float:
    room = width - 2 * MARGIN - sum(widths)
    return max(SMALLEST_GAP, min(LARGEST_GAP, room / max(1, len(widths) - 1)))


def _draft(wish: Wish, level: int, spacing: float, side: float, padding: Padding) -> Column:
    """The column with its frame's left side at x = 0."""
    shape, units = shape_of(wish, level), wish.sizes[level]
    if shape == "grid":
        return _grid(wish, level, padding)
    centers = np.full((units, 2), np.nan)
    if shape == "column":
        shown = np.arange(units)
        rows = np.arange(units, dtype=np.float64)
    else:
        last = np.arange(units - LAST_SHOWN, units)
        shown = np.concatenate((np.arange(FIRST_SHOWN), last))
        rows = np.arange(FIRST_SHOWN + LAST_SHOWN + 1, dtype=np.float64)
        rows = np.delete(rows, FIRST_SHOWN)
    centers[shown, 0] = FRAME_WIDTH / 2
    centers[shown, 1] = (rows - (rows[0] + rows[-1]) / 2) * spacing
    top, bottom = centers[shown[0], 1], centers[shown[-1], 1]
    height = bottom - top + side + padding.head + padding.foot
    frame = QRectF(0, top - side / 2 - padding.head, FRAME_WIDTH, height)
    return Column(level, units, shape, frame, centers, side)


def _grid(wish: Wish, level: int, padding: Padding) -> Column:
    units = wish.sizes[level]
    picture = level == 0 and wish.image_shape is not None
    across = wish.image_shape[1] if picture and wish.image_shape else int(np.ceil(np.sqrt(units)))
    rows = -(-units // across)
    room = wish.area[1] - HEADER - padding.head - padding.foot - MARGIN
    whole = min(GRID_SIDE if picture else UNFOLDED_SIDE, max(SMALLEST_GRID, room))
    side = float(np.clip(np.floor(whole / max(across, rows)), 2.0, 40.0))
    width = max(FRAME_WIDTH, across * side + 24.0)
    numbers = np.arange(units)
    left = (width - across * side) / 2 + side / 2
    centers = np.column_stack(
        (
            left + (numbers % across) * side,
            (numbers // across - (rows - 1) / 2) * side,
        )
    )
    height = rows * side
    whole_height = height + padding.head + padding.foot
    frame = QRectF(0, -height / 2 - padding.head, width, whole_height)
    return Column(level, units, "grid", frame, centers, side, across)


def _moved(column: Column, x: float) -> Column:
    moved = column.centers + np.array([x, 0.0])
    return replace(column, frame=column.frame.translated(x, 0), centers=moved)


def blended(start: Arrangement, end: Arrangement, progress: float) -> Arrangement:
    """Between two arrangements of the same columns; the end where they are not the same."""
    if [c.units for c in start.columns] != [c.units for c in end.columns] or progress >= 1.0:
        return end
    columns = tuple(
        replace(
            b,
            frame=QRectF(
                a.frame.topLeft() + (b.frame.topLeft() - a.frame.topLeft()) * progress,
                b.frame.size(),
            ),
            centers=a.centers + (b.centers - a.centers) * progress,
        )
        for a, b in zip(start.columns, end.columns, strict=True)
    )
    return Arrangement(columns, end.gap, end.bounds)
