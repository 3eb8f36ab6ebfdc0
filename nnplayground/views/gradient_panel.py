"""Gradients and steps of each layer over time: who learns, who stands still, who overshoots."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Slot
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnplayground.core.evolution import Evolution
from nnplayground.files.number_table import Column, NumberTable
from nnplayground.session import Frame, Session
from nnplayground.views.panel import Panel
from nnplayground.views.plots.chart import Chart, Legend
from nnplayground.views.plots.labels import short_number
from nnplayground.views.plots.ticks import log_range, log_ticks
from nnplayground.views.theme import Theme, Themes

# A step of this share of the weights is usual.
USUAL_STEP = 1e-3
_SMALLEST = 1e-30


class LayerChart(QWidget):
    """One curve a layer on a logarithmic scale.

    Args:
        title: above the chart.
        tip: what it means, in plain words.
        name: what it shows of `core.evolution.LayerMoment`.
        usual: where a dotted line stands, None for none.
    """

    def __init__(self, title: str, tip: str, name: str, usual: float | None = None) -> None:
        super().__init__()
        self.chart = Chart(y_text=lambda value: short_number(10.0**value))
        self.chart.y_axis.ticks = log_ticks
        self.chart.setAccessibleName(title)
        self.curves: list[pg.PlotCurveItem] = []
        self._name = name
        self._usual = usual
        self._line = pg.PlotCurveItem(skipFiniteCheck=True)
        self.chart.box.addItem(self._line)
        self._theme: Theme | None = None
        heading = QLabel(title)
        heading.setProperty("role", "title")
        heading.setToolTip(tip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(heading)
        layout.addWidget(self.chart, 1)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.chart.apply_theme(theme)
        self._line.setPen(pg.mkPen(QColor(theme.muted), width=1, dash=[2, 4]))
        for number, curve in enumerate(self.curves):
            curve.setPen(pg.mkPen(QColor(layer_colour(theme, number)), width=1))

    def show_evolution(self, evolution: Evolution) -> None:
        """Draw the layers of another evolution."""
        layers = len(evolution.experiment.network.layers)
        self._make_curves(layers)
        x = evolution.iterations.astype(np.float64)
        rows = [evolution.numbers(layer, self._name) for layer in range(layers)]
        good = [np.isfinite(row) & (row > _SMALLEST) for row in rows]
        window = self.chart.x_window(float(x[0]), float(x[-1]))
        seen = np.concatenate([row[there] for row, there in zip(rows, good, strict=True)])
        if self._usual is not None:
            seen = np.append(seen, self._usual)
        self.chart.set_message("" if len(seen) else "Nothing moves")
        if len(seen):
            self.chart.set_window(window, log_range(float(seen.min()), float(seen.max())))
        for curve, row, there in zip(self.curves, rows, good, strict=True):
            curve.setData(x[there], np.log10(row[there]))
        if self._usual is not None:
            self._line.setData(np.array(window), np.full(2, np.log10(self._usual)))
        self._show_legend(evolution)

    def _make_curves(self, count: int) -> None:
        while len(self.curves) > count:
            self.chart.box.removeItem(self.curves.pop())
        while len(self.curves) < count:
            curve = pg.PlotCurveItem(skipFiniteCheck=True)
            self.chart.box.addItem(curve)
            self.curves.append(curve)
        if self._theme is not None:
            self.apply_theme(self._theme)

    def _show_legend(self, evolution: Evolution) -> None:
        theme, layers = self._theme, len(evolution.experiment.network.layers)
        if theme is None:
            return
        names = [f"hidden {number + 1}" for number in range(layers - 1)] + ["output"]
        lines = [Legend(name, layer_colour(theme, number)) for number, name in enumerate(names)]
        if self._usual is not None:
            lines.append(Legend("usual", theme.muted))
        self.chart.set_legend(lines)


class GradientPanel(Panel):
    """Sizes of gradients and of steps, side by side."""

    def __init__(self, session: Session, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(session, themes, parent)
        self.setAccessibleName("Gradients")
        self.norms = LayerChart(
            "Size of the gradients",
            "How strongly each layer is pulled (root mean square of its gradient). A layer far "
            "below the others hardly learns.",
            "gradient_norm",
        )
        self.steps = LayerChart(
            "Step as a share of the weights",
            "How much one training step changes each layer's weights. About 1 part in 1,000 is "
            "usual; much more overshoots, much less takes for ever.",
            "update_ratio",
            USUAL_STEP,
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 6)
        layout.setSpacing(24)
        layout.addWidget(self.norms, 1)
        layout.addWidget(self.steps, 1)
        session.evolving.evolved.connect(self._on_evolved)
        for one in (self.norms, self.steps):
            one.chart.window_changed.connect(self._on_evolved)
        self.apply_theme(themes.theme)

    def draw(self, frame: Frame) -> None:
        self.session.evolving.want()
        past = float(frame.iteration) if frame.is_past else None
        for one in (self.norms, self.steps):
            one.chart.set_past(past)

    def numbers(self) -> NumberTable | None:
        """Both charts: a column for each layer."""
        evolution = self.session.evolving.evolution
        if evolution is None:
            return None
        names = ["iteration"]
        columns: list[Column] = [evolution.iterations]
        for chart, key in (("gradient", "gradient_norm"), ("step share", "update_ratio")):
            for layer in range(len(evolution.experiment.network.layers)):
                names.append(f"{chart} of layer {layer + 1}")
                columns.append(evolution.numbers(layer, key))
        return NumberTable(tuple(names), tuple(columns))

    def plots(self) -> Sequence[QWidget]:
        return (self,)

    def apply_theme(self, theme: Theme) -> None:
        self.norms.apply_theme(theme)
        self.steps.apply_theme(theme)
        self._on_evolved()

    @Slot()
    def _on_evolved(self) -> None:
        evolution = self.session.evolving.evolution
        if evolution is not None and self.isVisible():
            self.norms.show_evolution(evolution)
            self.steps.show_evolution(evolution)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_evolved()


def layer_colour(theme: Theme, number: int) -> str:
    """The colour of a layer; neighbours are far apart."""
    return theme.curves[number * 3 % len(theme.curves)]
