"""The loss over the training and the test examples, and the accuracy where there are classes."""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from nnplayground.core.arrays import IntArray
from nnplayground.files.number_table import Curve, NumberTable, curve_table
from nnplayground.session import Frame, Session
from nnplayground.session.history import SCORE_COLUMNS
from nnplayground.views.pace import Pace
from nnplayground.views.panel import Panel
from nnplayground.views.plots.chart import Chart
from nnplayground.views.plots.heading import heading
from nnplayground.views.plots.labels import accuracy_text, loss_text, share, short_number
from nnplayground.views.plots.overlays import overlays
from nnplayground.views.plots.score_chart import Floats, OtherScores, ScoreChart
from nnplayground.views.plots.ticks import Range, linear_ticks, log_range, log_ticks, settled_range
from nnplayground.views.theme import Theme, Themes

# A loss of 0 has no logarithm; it is drawn this much below the smallest other one.
_BELOW = 0.1
_SMALLEST = 1e-300
# The share of the GUI's time that the plot may take while training.
_SHARE = 0.06
# Pixels of height from which on the accuracy has a chart of its own.
_ROOM_FOR_ACCURACY = 210


class LossPlot(Panel):
    """Loss and accuracy of the run so far.

    The wheel zooms the iterations, dragging moves them, a double-click shows all again.
    """

    def __init__(self, session: Session, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(session, themes, parent)
        self.loss = ScoreChart(loss_text, self._loss_tick)
        self.accuracy = ScoreChart(accuracy_text, share, legend_below=True)
        self.log = QPushButton("log")
        self._pace = Pace(_SHARE)
        self._y_range: Range | None = None
        self._has_classes = False
        self._set_up()
        self.apply_theme(themes.theme)
        session.runs.changed.connect(self._on_runs_changed)

    def _set_up(self) -> None:
        self.setAccessibleName("Loss plot")
        self.loss.setAccessibleName("Loss over iterations")
        self.accuracy.setAccessibleName("Accuracy over iterations")
        title = QLabel("Loss")
        title.setProperty("role", "title")
        title.setToolTip(
            "How wrong the network is on average, over the training and the test examples. "
            "Wheel: zoom the iterations. Drag: move them. Double-click: show all again."
        )
        self.log.setCheckable(True)
        self.log.setChecked(True)
        self.log.setProperty("role", "chip")
        self.log.setAccessibleName("Logarithmic loss axis")
        self.log.setToolTip(
            "Count the loss in powers of ten, so that small improvements late in training "
            "can still be seen"
        )
        self.log.toggled.connect(self._on_log_toggled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 6)
        layout.setSpacing(2)
        layout.addLayout(heading(title, right=self.log))
        layout.addWidget(self.loss, 3)
        layout.addWidget(self.accuracy, 2)
        for chart in (self.loss, self.accuracy):
            chart.hovered.connect(self._on_hovered)
            chart.window_changed.connect(self._on_window_changed)
        self._use_axis()
        self.accuracy.hide()  # until there are classes and room, it takes no room itself

    def apply_theme(self, theme: Theme) -> None:
        self.loss.apply_theme(theme)
        self.accuracy.apply_theme(theme)
        self._take_others(theme)

    def _take_others(self, theme: Theme) -> None:
        """Draw the runs that are to be seen beside the current one."""
        others = overlays(self.session, theme)
        for chart, first in ((self.loss, 0), (self.accuracy, 2)):
            scores = [
                OtherScores(one.name, one.colour, one.iterations, one.scores[:, first : first + 2])
                for one in others
            ]
            chart.set_others(scores, theme.window)

    def draw(self, frame: Frame) -> None:
        # while nothing runs every frame is the last one for a while, and has to be seen
        painting = self.loss.paint_seconds + self.accuracy.paint_seconds
        if not frame.running or self._pace.due(painting):
            with self._pace:
                self._draw(frame)

    def _draw(self, frame: Frame) -> None:
        series = frame.history.scores
        # copies: what comes in until the next painting must not move the points
        iterations, values = series.iterations.copy(), series.values.astype(np.float64)
        self._set_classes(frame.dataset.task == "classification")
        empty = len(iterations) == 0
        past = frame.iteration if frame.is_past else None
        self.loss.set_message("The loss appears here as soon as you train" if empty else "")
        scaled = self._log10 if self.log.isChecked() else _same
        losses = _numbers(frame.train.loss, frame.test.loss)
        self.loss.show_scores(iterations, values[:, :2], scaled, self._loss_range, losses, past)
        if self.accuracy.isVisible():
            shares = _numbers(frame.train.accuracy, frame.test.accuracy)
            self.accuracy.show_scores(
                iterations, values[:, 2:], _same, self._accuracy_range, shares, past
            )

    def numbers(self) -> NumberTable | None:
        """Loss and accuracy over the iterations, of the runs that are drawn."""
        scores = self.session.frame.history.scores
        curves = score_curves("", scores.iterations, scores.values.astype(np.float64))
        for other in overlays(self.session, self.themes.theme):
            curves += score_curves(f"{other.name}: ", other.iterations, other.scores)
        return curve_table("iteration", curves) if curves else None

    def plots(self) -> Sequence[QWidget]:
        return (self.loss, self.accuracy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_accuracy()

    # ---- axes ----------------------------------------------------------------------------

    def _loss_tick(self, value: float) -> str:
        return short_number(10.0**value if self.log.isChecked() else value)

    def _log10(self, losses: Floats) -> Floats:
        return np.log10(np.maximum(losses, self._floor))

    def _loss_range(self, losses: Floats) -> Range:
        """The y axis for the finite losses that can be seen."""
        if not self.log.isChecked():
            top = float(losses.max(initial=0.0))
            self._y_range = settled_range(self._y_range, min(0.0, losses.min(initial=0.0)), top)
            return self._y_range
        positive = losses[losses > _SMALLEST]
        if not len(positive):
            self._floor = 1e-12
            return (-12.0, 0.0)
        low = float(positive.min())
        self._floor = low * _BELOW if len(positive) < len(losses) else low
        return log_range(self._floor, float(positive.max()))

    def _accuracy_range(self, shares: Floats) -> Range:
        low = float(shares.min(initial=1.0))
        bottom = next(bound for bound in (0.99, 0.95, 0.9, 0.8, 0.5, 0.0) if bound <= low)
        return bottom, 1.0 + (1.0 - bottom) * 0.04

    def _use_axis(self) -> None:
        self._floor = _SMALLEST
        self._y_range = None
        self.loss.y_axis.ticks = log_ticks if self.log.isChecked() else linear_ticks

    # ---- what a person does ----------------------------------------------------------------

    def _set_classes(self, classes: bool) -> None:
        if classes != self._has_classes:
            self._has_classes = classes
            self._show_accuracy()

    def _show_accuracy(self) -> None:
        shown = self._has_classes and self.height() >= _ROOM_FOR_ACCURACY
        self.accuracy.setVisible(shown)
        self.loss.show_x_labels(not shown)

    @Slot()
    def _on_runs_changed(self) -> None:
        self._take_others(self.themes.theme)
        if self.isVisible():
            self.draw(self.session.frame)

    @Slot(bool)
    def _on_log_toggled(self, checked: bool) -> None:
        self._use_axis()
        self.draw(self.session.frame)

    @Slot(object)
    def _on_hovered(self, at: QPointF | None) -> None:
        x = None if at is None else at.x()
        if x != self.loss.cursor_iteration:
            self.loss.cursor_iteration = self.accuracy.cursor_iteration = x
            self.draw(self.session.frame)

    @Slot()
    def _on_window_changed(self) -> None:
        moved = self.sender()
        other = self.accuracy if moved is self.loss else self.loss
        if isinstance(moved, Chart):
            other.take_window(moved)
        self.draw(self.session.frame)


def score_curves(prefix: str, iterations: IntArray | Floats, scores: Floats) -> list[Curve]:
    """The columns of scores in which there is any number.

    Args:
        prefix: before the name of each column.
        iterations: (n,) when the scores were taken.
        scores: (n, 4) losses and accuracies, as `SCORE_COLUMNS` names them.
    """
    return [
        (f"{prefix}{name}", iterations.astype(np.int64), column)
        for name, column in zip(SCORE_COLUMNS, scores.T, strict=True)
        if np.isfinite(column).any()
    ]


def _same(values: Floats) -> Floats:
    return values


def _numbers(train: float | None, test: float | None) -> tuple[float, float]:
    """The scores, NaN where there is none."""
    return math.nan if train is None else train, math.nan if test is None else test
