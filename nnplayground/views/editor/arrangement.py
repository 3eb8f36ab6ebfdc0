"""Where everything of a network stands on the canvas, as numbers: columns, neurons, gaps."""

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QRectF

from nnplayground.views.editor.column import FIRST_SHOWN, HEADER, LAST_SHOWN, Column, Shape

# Scene units are pixels at 100 %.
NEURON = 60.0
SMALLEST_NEURON = 18.0
FRAME_WIDTH = 104.0
MARGIN = 44.0
LARGEST_SPACING, SMALLEST_SPACING = 100.0, 23.0
LARGEST_GAP, SMALLEST_GAP = 146.0, 64.0
# A layer with more neurons than this is folded to its first and last ones.
FOLD_ABOVE = 10
GRID_SIDE = 190.0
UNFOLDED_SIDE = 320.0
SMALLEST_GRID = 112.0


@dataclass(frozen=True)
class Measures:
    """What depends on how large the canvas is.

    Attributes:
        head, foot: room inside a frame, above its first and below its last neuron.
        width: of a frame.
        gap: between two frames, at least.
        margin: on the left and right of all frames.
    """

    head: float
    foot: float
    width: float = FRAME_WIDTH
    gap: float = SMALLEST_GAP
    margin: float = MARGIN

    @classmethod
    def of(cls, area: tuple[float, float]) -> "Measures":
        """Those of a canvas of `area` (width, height)."""
        fitting = cls(38.0, 30.0) if area[1] < TIGHT_BELOW else cls(50.0, 46.0)
        if area[0] < NARROW_BELOW:
            fitting = replace(fitting, width=92.0, gap=36.0, margin=22.0)
        return fitting


# Below this height of the canvas there is little room in a frame, below this width between them.
TIGHT_BELOW = 440.0
NARROW_BELOW = 560.0


@dataclass(frozen=True, eq=False)
class Arrangement:
    """All columns, and where a layer that is being dragged in would land.

    Attributes:
        columns: one a level.
        gap: the middle of the open gap, None where none is open.
        framed: everything.
        margin: around it, on the left and right.
    """

    columns: tuple[Column, ...]
    gap: QRectF | None
    framed: QRectF
    margin: float = MARGIN

    @property
    def bounds(self) -> QRectF:
        """Everything, with the margin."""
        return self.framed.adjusted(-self.margin, -MARGIN / 2, self.margin, MARGIN / 2)

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
    measures = Measures.of(wish.area)
    spacing = _spacing(wish, measures)
    side = max(SMALLEST_NEURON, min(NEURON, spacing - (12.0 if spacing > 40.0 else 5.0)))
    drafts = [_draft(wish, level, spacing, side, measures) for level in range(len(wish.sizes))]
    widths = [draft.frame.width() for draft in drafts]
    if wish.gap is not None:
        widths.insert(wish.gap + 1, measures.width)
    distance = _distance(wish.area[0], widths, measures)
    columns: list[Column] = []
    gap, x = None, 0.0
    for place, width in enumerate(widths):
        if wish.gap is not None and place == wish.gap + 1:
            gap = QRectF(
                x, -measures.head - side * 0.5, width, measures.head + measures.foot + side
            )
        else:
            columns.append(_moved(drafts[len(columns)], x))
        x += width + distance
    frames = [column.header.united(column.frame) for column in columns]
    bounds = QRectF(frames[0])
    for frame in frames[1:] + ([gap] if gap is not None else []):
        bounds = bounds.united(frame)
    return Arrangement(tuple(columns), gap, bounds, measures.margin)


def shape_of(wish: Wish, level: int) -> Shape:
    """How a level is drawn."""
    if level == 0 and wish.image_shape is not None:
        return "grid"
    if wish.sizes[level] <= FOLD_ABOVE:
        return "column"
    return "grid" if level in wish.unfolded else "folded"


def _spacing(wish: Wish, measures: Measures) -> float:
    """Between the neurons of a column, so that the longest one fits the height."""
    counts = [1]
    for level, units in enumerate(wish.sizes):
        shape = shape_of(wish, level)
        if shape != "grid":
            counts.append(units if shape == "column" else FIRST_SHOWN + LAST_SHOWN + 1)
    room = wish.area[1] - HEADER - measures.head - measures.foot - MARGIN
    return max(SMALLEST_SPACING, min(LARGEST_SPACING, room / max(counts)))


def _distance(width: float, widths: list[float], measures: Measures) -> float:
    room = width - 2 * measures.margin - sum(widths)
    return max(measures.gap, min(LARGEST_GAP, room / max(1, len(widths) - 1)))


def _draft(wish: Wish, level: int, spacing: float, side: float, measures: Measures) -> Column:
    """The column with its frame's left side at x = 0."""
    shape, units = shape_of(wish, level), wish.sizes[level]
    if shape == "grid":
        return _grid(wish, level, measures)
    centers = np.full((units, 2), np.nan)
    if shape == "column":
        shown = np.arange(units)
        rows = np.arange(units, dtype=np.float64)
    else:
        last = np.arange(units - LAST_SHOWN, units)
        shown = np.concatenate((np.arange(FIRST_SHOWN), last))
        rows = np.arange(FIRST_SHOWN + LAST_SHOWN + 1, dtype=np.float64)
        rows = np.delete(rows, FIRST_SHOWN)
    centers[shown, 0] = measures.width / 2
    centers[shown, 1] = (rows - (rows[0] + rows[-1]) / 2) * spacing
    top, bottom = centers[shown[0], 1], centers[shown[-1], 1]
    height = bottom - top + side + measures.head + measures.foot
    frame = QRectF(0, top - side / 2 - measures.head, measures.width, height)
    return Column(level, units, shape, frame, centers, side)


def _grid(wish: Wish, level: int, measures: Measures) -> Column:
    units = wish.sizes[level]
    picture = level == 0 and wish.image_shape is not None
    across = wish.image_shape[1] if picture and wish.image_shape else int(np.ceil(np.sqrt(units)))
    rows = -(-units // across)
    room = wish.area[1] - HEADER - measures.head - measures.foot - MARGIN
    whole = min(GRID_SIDE if picture else UNFOLDED_SIDE, max(SMALLEST_GRID, room))
    side = float(np.clip(np.floor(whole / max(across, rows)), 2.0, 40.0))
    width = max(measures.width, across * side + 24.0)
    numbers = np.arange(units)
    left = (width - across * side) / 2 + side / 2
    centers = np.column_stack(
        (
            left + (numbers % across) * side,
            (numbers // across - (rows - 1) / 2) * side,
        )
    )
    height = rows * side
    whole_height = height + measures.head + measures.foot
    frame = QRectF(0, -height / 2 - measures.head, width, whole_height)
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
    return replace(end, columns=columns)
