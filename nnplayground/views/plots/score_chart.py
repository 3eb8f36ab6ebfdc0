"""One chart of a score over iterations: training, testing, and other runs beside them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtWidgets import QWidget

from nnplayground.core.arrays import IntArray
from nnplayground.views.plots.chart import Chart, Legend
from nnplayground.views.plots.curve_bundle import Curve
from nnplayground.views.plots.labels import whole
from nnplayground.views.plots.overlays import FAINTER
from nnplayground.views.plots.ticks import Range
from nnplayground.views.style import mixed
from nnplayground.views.theme import Theme

Floats = npt.NDArray[np.float64]
NAMES = ("train", "test")
# The share of the plot that the legend takes in a corner.
_LEGEND_WIDTH, _LEGEND_HEIGHT = 0.45, 0.4
# Other runs are seen up to so many times the largest score of this one: a diverged run must not
# press all else together.
_MOST_OF_OTHERS = 100.0
# Letters of another run's name that the legend has room for.
_NAME_LENGTH = 18


@dataclass(frozen=True, eq=False)
class OtherScores:
    """The scores of another run.

    Attributes:
        name, colour: for legend and curves.
        iterations: (rows,).
        scores: (rows, 2), train and test, NaN where there is none.
    """

    name: str
    colour: str
    iterations: Floats
    scores: Floats


class ScoreChart(Chart):
    """Two curves with their newest values, or those under the pointer, in the legend.

    Args:
        value_text: a score in the legend.
        axis_text: a score on the axis; gets what `scaled` gives.
        legend_below: whether the legend stands in the lower corner.
    """

    def __init__(
        self,
        value_text: Callable[[float], str],
        axis_text: Callable[[float], str],
        legend_below: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(y_text=axis_text, parent=parent)
        self.value_text = value_text
        self.cursor_iteration: float | None = None
        self.others: tuple[OtherScores, ...] = ()
        self.other_curves: list[tuple[Curve, ...]] = []
        self._below = legend_below
        self._colours: tuple[str, ...] = ("#000000", "#000000")
        self._text = "#000000"
        self.curves = tuple(Curve() for _ in NAMES)
        for curve in self.curves:
            self.box.addItem(curve)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        super().apply_theme(theme)
        self._colours, self._text = (theme.train, theme.test), theme.text
        for curve, colour in zip(self.curves, self._colours, strict=True):
            curve.set_colours((colour,))

    def set_others(self, others: Sequence[OtherScores], background: str) -> None:
        """Draw other runs behind the current one; the next `show_scores` shows them."""
        for curve in (curve for pair in self.other_curves for curve in pair):
            self.box.removeItem(curve)
        self.others, self.other_curves = tuple(others), []
        for other in others:
            colours = (other.colour, mixed(other.colour, background, FAINTER))
            pair = tuple(Curve() for _ in colours)
            for curve, colour in zip(pair, colours, strict=True):
                curve.set_colours((colour,))
                curve.setZValue(-1)
                self.box.addItem(curve)
            self.other_curves.append(pair)

    def show_scores(
        self,
        iterations: IntArray,
        scores: Floats,
        scaled: Callable[[Floats], Floats],
        y_range: Callable[[Floats], Range],
        newest: tuple[float, float],
        past: int | None,
    ) -> None:
        """Draw train and test scores.

        Args:
            iterations: (rows,).
            scores: (rows, 2), NaN where there is none.
            scaled: from scores to what the y axis counts (log10, say).
            y_range: the y axis for the scores that can be seen.
            newest: the scores of the moment that is shown, NaN where there is none.
            past: the iteration that is looked back at, None for the newest.
        """
        drawn = [(iterations.astype(np.float64), scores)]
        drawn += [(other.iterations, other.scores) for other in self.others]
        window = self.x_window(0.0, max((x[-1] for x, _ in drawn if len(x)), default=1.0))
        visible = [y[(x >= window[0]) & (x <= window[1])] for x, y in drawn]
        self.set_window(window, y_range(_together(visible[0], visible[1:])))
        self._draw_curves(drawn, scaled)
        self.set_past(past)
        self._show_legend(iterations, scores, newest)

    def _draw_curves(
        self, drawn: list[tuple[Floats, Floats]], scaled: Callable[[Floats], Floats]
    ) -> None:
        """Draw train and test of each run."""
        scores = [(x, scaled(y)) for x, y in drawn]
        for pair, (x, y) in zip((self.curves, *self.other_curves), scores, strict=True):
            for column, curve in enumerate(pair):
                there = np.isfinite(y[:, column])
                curve.set_curve(x[there], y[there, column], self.window_rect())

    def _show_legend(
        self, iterations: IntArray, scores: Floats, newest: tuple[float, float]
    ) -> None:
        """The scores under the pointer, or the newest."""
        lines: list[Legend] = []
        values, cursor = newest, None
        if self.cursor_iteration is not None and len(iterations):
            row = _row_at(iterations, self.cursor_iteration)
            values, cursor = tuple(scores[row].tolist()), float(iterations[row])
            lines.append(Legend(f"iteration {whole(int(cursor))}", self._text))
        self.set_cursor(cursor)
        for name, value, colour in zip(NAMES, values, self._colours, strict=True):
            if np.isfinite(value):
                lines.append(Legend(f"{name} {self.value_text(value)}", colour))
        self.set_legend([*lines, *map(self._other_legend, self.others)], self._legend_is_below())

    def _legend_is_below(self) -> bool:
        """Whether the legend has more room in the lower corner; if not, where it was."""
        (left, right), (low, high) = self.box.viewRange()
        above = below = 0
        for curve in self.curves:
            x, y = curve.points.T
            begin = int(np.searchsorted(x, right - _LEGEND_WIDTH * (right - left)))
            place = (y[begin:] - low) / (high - low)
            above += int(np.count_nonzero(place > 1.0 - _LEGEND_HEIGHT))
            below += int(np.count_nonzero(place < _LEGEND_HEIGHT))
        if above != below and min(above, below) == 0:
            self._below = below == 0
        return self._below

    def _other_legend(self, other: OtherScores) -> Legend:
        """Another run's test score at the pointer, else at the moment that is looked back at, else
        its last; the training score where it has no other.
        """
        name = other.name
        if len(name) > _NAME_LENGTH:
            name = f"{name[: _NAME_LENGTH - 1]}…"
        if len(other.iterations) == 0:
            return Legend(name, other.colour)
        row, seen = len(other.iterations) - 1, self.cursor_iteration
        if seen is None:
            seen = self._past
        if seen is not None:
            row = _row_at(other.iterations, seen)
        train, test = other.scores[row].tolist()
        return Legend(
            f"{name} {self.value_text(test if np.isfinite(test) else train)}", other.colour
        )


def _together(own: Floats, others: Sequence[Floats]) -> Floats:
    """The scores that the y axis is for: one's own, and others that are not far above them."""
    mine = own[np.isfinite(own)]
    theirs = np.concatenate([other.ravel() for other in others] or [np.empty(0)])
    theirs = theirs[np.isfinite(theirs)]
    if len(mine):
        theirs = theirs[theirs <= _MOST_OF_OTHERS * np.abs(mine).max()]
    return np.concatenate((mine, theirs))


def _row_at(iterations: IntArray | Floats, iteration: float) -> int:
    """The row nearest to an iteration; -1 where there is none."""
    right = int(np.searchsorted(iterations, iteration))
    if right == len(iterations):
        return len(iterations) - 1
    nearer_left = right > 0 and iteration - iterations[right - 1] < iterations[right] - iteration
    return right - 1 if nearer_left else right
