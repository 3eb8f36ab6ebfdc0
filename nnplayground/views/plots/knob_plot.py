"""The loss as the one selected parameter turns, with a point to turn it by."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from nnplayground.core import Dataset, Experiment
from nnplayground.session import Frame, Session
from nnplayground.views.plots.curve_bundle import Curve
from nnplayground.views.plots.heading import heading
from nnplayground.views.plots.knob_chart import KnobChart
from nnplayground.views.plots.labels import parameter_name, parameter_text, whole
from nnplayground.views.plots.loss_profile import LossProfile
from nnplayground.views.plots.selected import selected_index
from nnplayground.views.plots.ticks import Range, nice_step, settled_range
from nnplayground.views.theme import Theme

# Values of the parameter at which the loss is taken, and the present one besides.
VALUES = 48
# The point may come this near to the ends, as a share of the width, before the window moves.
_MARGIN = 0.1
# A window so many times wider than the value asks for is left, as after undoing a large turn.
_TOO_WIDE = 6.0
# A loss that changes by less than this share of itself is drawn as what it is, flat.
_FLAT = 0.01
# A key turns by this share of the width.
_KEY_STEP = 0.01
_NOTHING = (
    "Select a weight: click a curve or a number beside, or a connection of the network. "
    "Here you will see what turning it does to the loss."
)


class KnobPlot(QWidget):
    """Shows how the loss depends on the selected parameter, and turns it.

    Args:
        session: whose selection is shown, and who is told to turn.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.title = QLabel()
        self.hint = QLabel()
        self.chart = KnobChart()
        self.curve = Curve()
        self.curve.smooth = True
        self._profile: LossProfile | None = None
        self._made_for: tuple[Experiment, Dataset, int] | None = None
        self._index: int | None = None
        self._window: Range | None = None
        self._width = 0.0
        self._y_range: Range | None = None
        self._held = False
        self._set_up()

    def _set_up(self) -> None:
        self.title.setProperty("role", "title")
        self.hint.setProperty("role", "muted")
        self.chart.box.addItem(self.curve)
        self.chart.setAccessibleName("Loss as the selected parameter turns")
        self.title.setToolTip(
            "Drag the point, or press the arrow keys, to turn the weight. Wheel: look at a "
            "narrower or wider range."
        )
        self.chart.turned.connect(self._on_turned)
        self.chart.stepped.connect(self._on_stepped)
        self.chart.taken.connect(self._on_taken)
        self.chart.zoomed.connect(self._on_zoomed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(heading(self.title, self.hint))
        layout.addWidget(self.chart, 1)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.chart.apply_theme(theme)
        self.curve.set_colours((theme.train,))

    @property
    def paint_seconds(self) -> float:
        """How long the last painting took."""
        return self.chart.paint_seconds

    def draw(self, frame: Frame) -> None:
        """Show the loss around a frame's parameters."""
        index = selected_index(frame.layout, self.session.selection)
        if index != self._index:
            self._index, self._window, self._width, self._y_range = index, None, 0.0, None
        if index is None:
            self._show_nothing("Nothing selected", _NOTHING)
            return
        now = float(frame.theta[index])
        name = parameter_name(frame.layout, index)
        self.title.setText(f"Selected: {name} = {parameter_text(now)}")
        if not np.isfinite(frame.theta).all():
            self._show_nothing(self.title.text(), "The run has diverged: there is no loss to show.")
            return
        self._show_profile(frame, index, now)

    def _show_nothing(self, title: str, sentence: str) -> None:
        self.title.setText(title)
        self.hint.setText("")
        self.chart.set_message(sentence)
        self.chart.set_point(None)
        self.curve.set_curve(np.zeros(0), np.zeros(0), self.chart.window_rect())

    def _show_profile(self, frame: Frame, index: int, now: float) -> None:
        profile = self._profile_for(frame, frame.layout.place(index)[0])
        low, high = self._window_around(now)
        values = np.append(np.linspace(low, high, VALUES), now)
        losses = profile.losses(frame.theta, index, values)
        there = np.isfinite(losses[:-1])
        shown = losses[np.isfinite(losses)]
        self.chart.set_message("" if len(shown) else "The loss is too large to be shown.")
        if not len(shown):
            return
        self._y_range = settled_range(self._y_range, *_visible(shown), 5)
        self.chart.set_window((low, high), self._y_range)
        self.curve.set_curve(values[:-1][there], losses[:-1][there], self.chart.window_rect())
        self.chart.set_point(QPointF(now, losses[-1]) if np.isfinite(losses[-1]) else None)
        total = len(frame.dataset.train)
        part = "" if profile.examples == total else f" · on {whole(profile.examples)} examples"
        self.hint.setText(f"drag to turn the knob{part}")

    def _profile_for(self, frame: Frame, layer: int) -> LossProfile:
        wanted = (frame.experiment, frame.dataset, layer)
        made_for = self._made_for
        if (
            self._profile is None
            or made_for is None
            or any(a is not b for a, b in zip(wanted, made_for, strict=True))
        ):
            self._profile = LossProfile(frame.experiment, frame.dataset, layer, VALUES + 1)
            self._made_for = wanted
        return self._profile

    def _window_around(self, now: float) -> Range:
        """The values to show: as before, unless they no longer suit the parameter."""
        usual = 4.0 * max(1.0, abs(now))
        if self._window is not None:
            low, high = self._window
            margin = _MARGIN * (high - low)
            inside = low + margin <= now <= high - margin
            if self._held or (inside and (self._width or high - low <= _TOO_WIDE * usual)):
                return self._window
            self._y_range = None
        width = self._width or usual
        step = nice_step(width, 8)
        centre = round(now / step) * step
        self._window = (centre - width / 2, centre + width / 2)
        return self._window

    # ---- what a person does ----------------------------------------------------------------

    @Slot(float)
    def _on_turned(self, value: float) -> None:
        if self._index is not None:
            self.session.turn(self._index, value)

    @Slot(int)
    def _on_stepped(self, way: int) -> None:
        if self._index is not None and self._window is not None:
            low, high = self._window
            now = float(self.session.state.theta[self._index])
            self.session.turn(self._index, now + way * _KEY_STEP * (high - low))

    @Slot(bool)
    def _on_taken(self, taken: bool) -> None:
        self._held = taken
        self.draw(self.session.frame)

    @Slot(float)
    def _on_zoomed(self, factor: float) -> None:
        if self._window is not None:
            low, high = self._window
            self._width = min(max((high - low) * factor, 1e-3), 1e4)
            self._window = self._y_range = None
            self.draw(self.session.frame)


def _visible(losses: npt.NDArray[np.float64]) -> Range:
    """The lowest and highest loss, a little apart where they are all but the same."""
    low, high = float(losses.min()), float(losses.max())
    missing = max(0.0, _FLAT * max(abs(low), abs(high)) - (high - low)) / 2
    return low - missing, high + missing
