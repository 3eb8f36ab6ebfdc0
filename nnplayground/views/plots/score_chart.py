"""One chart of a score over iterations: a curve for training, a curve for testing."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from nnplayground.core.arrays import IntArray
from nnplayground.views.plots.chart import Chart, Legend
from nnplayground.views.plots.labels import whole
from nnplayground.views.plots.ticks import Range
from nnplayground.views.theme import Theme

Floats = npt.NDArray[np.float64]
NAMES = ("train", "test")


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
        self._below = legend_below
        self._colours: tuple[str, ...] = ("#000000", "#000000")
        self._text = "#000000"
        self.curves = tuple(pg.PlotCurveItem(skipFiniteCheck=True) for _ in NAMES)
        for curve in self.curves:
            self.box.addItem(curve)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        super().apply_theme(theme)
        self._colours, self._text = (theme.train, theme.test), theme.text
        for curve, colour in zip(self.curves, self._colours, strict=True):
            curve.setPen(pg.mkPen(QColor(colour), width=1))

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
        x = iterations.astype(np.float64)
        first, last = (x[0], x[-1]) if len(x) else (0.0, 1.0)
        window = self.x_window(min(0.0, first), last)
        visible = scores[(x >= window[0]) & (x <= window[1])]
        self.set_window(window, y_range(visible[np.isfinite(visible)]))
        for column, curve in enumerate(self.curves):
            there = np.isfinite(scores[:, column])
            curve.setData(x[there], scaled(scores[there, column]))
        self.set_past(past)
        self._show_legend(iterations, scores, newest)

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
        self.set_legend(lines, self._below)


def _row_at(iterations: IntArray, iteration: float) -> int:
    """The row nearest to an iteration; -1 where there is none."""
    right = int(np.searchsorted(iterations, iteration))
    if right == len(iterations):
        return len(iterations) - 1
    nearer_left = right > 0 and iteration - iterations[right - 1] < iterations[right] - iteration
    return right - 1 if nearer_left else right
