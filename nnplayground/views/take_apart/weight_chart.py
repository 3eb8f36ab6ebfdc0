"""The batch's loss as one weight turns: where it is, its slope, and where the step lands."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from nnplayground.core.arrays import FloatArray
from nnplayground.core.explain import shown
from nnplayground.core.loss_along import LossAlong
from nnplayground.core.trace import Trace
from nnplayground.views.plots.knob_chart import KnobChart
from nnplayground.views.plots.labels import parameter_name
from nnplayground.views.theme import Theme

# Values of the weight at which the loss is taken.
VALUES = 61
_NOTHING = "Select a weight, a bias, or one of their gradients."
_SECRET = "This curve would give a hidden number away: find it first."


class WeightChart(QWidget):
    """L(w) of one parameter, for the batch that is taken apart.

    Signals:
        turned(int, float): the point of a parameter was dragged to a value.
    """

    turned = Signal(int, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(_NOTHING)
        self.title.setWordWrap(True)
        self.title.setProperty("role", "muted")
        self.chart = KnobChart()
        self.chart.setAccessibleName("Loss of the batch as this weight turns")
        self.chart.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.chart.setMinimumHeight(90)
        self.curve = pg.PlotCurveItem(skipFiniteCheck=True, antialias=True)
        self.tangent = pg.PlotCurveItem(skipFiniteCheck=True, antialias=True)
        self.landing = pg.ScatterPlotItem(size=9, symbol="d")
        for item in (self.curve, self.tangent, self.landing):
            self.chart.box.addItem(item)
        self._made: tuple[object, ...] = ()
        self._trace: Trace | None = None
        self._index: int | None = None
        self.chart.turned.connect(self._on_turned)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.title)
        layout.addWidget(self.chart, 1)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.chart.apply_theme(theme)
        self.curve.setPen(pg.mkPen(QColor(theme.train), width=1))
        self.tangent.setPen(pg.mkPen(QColor(theme.test), width=1))
        self.landing.setBrush(pg.mkBrush(QColor(theme.negative)))
        self.landing.setPen(pg.mkPen(QColor(theme.window)))

    def show_parameter(
        self, trace: Trace, index: int | None, digits: int, is_secret: bool = False
    ) -> None:
        """Show L(w) of a parameter; None for none, and nothing of what is to be found."""
        wanted = (index, digits, is_secret)
        if self._trace is trace and self._made == wanted:
            return
        self._trace, self._made = trace, wanted
        self._index = None if is_secret else index
        numbers = trace.numbers
        if is_secret:
            self._show_nothing(_SECRET)
            return
        if index is None or numbers.Y is None or not np.isfinite(numbers.before.theta).all():
            self._show_nothing(_NOTHING)
            return
        theta = numbers.before.theta.astype(np.float64)
        now, then = float(theta[index]), float(numbers.after.theta[index])
        slope = float(numbers.grad[index] + numbers.penalty_grad[index])
        along = LossAlong(trace.problem, theta, dropout=(trace.problem.seed, trace.iteration))
        reach = max(1.0, 1.3 * abs(then - now), abs(now))
        values = np.linspace(now - reach, now + reach, VALUES)
        losses = along.losses(index, np.append(values, (now, then)))
        here, there = float(losses[-2]), float(losses[-1])
        self._draw(values, losses[:-2], (now, here), (then, there), slope)
        name = parameter_name(trace.problem.layout, index)
        self.title.setText(
            f"L({name}): now {shown(here, digits)} at {shown(now, digits)}, slope "
            f"{shown(slope, digits)}; the step lands at {shown(then, digits)}, if this weight "
            f"alone moved: {shown(there, digits)}"
        )

    def forget(self) -> None:
        """Hold on to no iteration."""
        self._trace = None

    def _show_nothing(self, why: str) -> None:
        self.title.setText(why)
        self.chart.set_point(None)
        self.curve.setData([], [])
        self.tangent.setData([], [])
        self.landing.setData([], [])

    def _draw(
        self,
        values: FloatArray,
        losses: FloatArray,
        now: tuple[float, float],
        then: tuple[float, float],
        slope: float,
    ) -> None:
        finite = np.isfinite(losses)
        low, high = float(losses[finite].min()), float(losses[finite].max())
        margin = 0.1 * (high - low) or 0.1
        self.chart.set_window((float(values[0]), float(values[-1])), (low - margin, high + margin))
        self.curve.setData(values[finite], losses[finite])
        part = (values[-1] - values[0]) * 0.22
        ends = np.array([now[0] - part, now[0] + part])
        self.tangent.setData(ends, now[1] + slope * (ends - now[0]))
        self.chart.set_point(QPointF(*now))
        self.landing.setData([then[0]], [then[1]])

    @Slot(float)
    def _on_turned(self, value: float) -> None:
        if self._index is not None:
            self.turned.emit(self._index, value)
