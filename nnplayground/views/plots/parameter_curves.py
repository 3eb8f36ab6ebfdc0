"""Every weight and bias over the iterations; a click on a curve selects its parameter."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Slot
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from nnplayground.core import NetworkSpec
from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.session import Frame, Selection, Session
from nnplayground.session.history import History
from nnplayground.views.plots.chart import Chart, Legend
from nnplayground.views.plots.curve_bundle import CurveBundle, Floats
from nnplayground.views.plots.heading import heading
from nnplayground.views.plots.labels import parameter_name, parameter_text, whole
from nnplayground.views.plots.overlays import Overlay
from nnplayground.views.plots.selected import selected_index, selection_of
from nnplayground.views.plots.thinning import drawable_rows, rows_to_draw
from nnplayground.views.plots.ticks import Range, settled_range
from nnplayground.views.theme import Theme

# Points of all curves together: about 2 ms of painting.
_POINTS = 16_000
_FEWEST_ROWS = 64
# Pixels of width for each row, at least.
_PIXELS_A_ROW = 1.5
# Pixels from a curve at which it is meant.
_REACH = 8.0
# Values past this are not drawn: the raster engine counts in fixed point.
_LARGEST = 1e12


class ParameterCurves(QWidget):
    """The history of the parameters.

    Args:
        session: told what is selected.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.note = QLabel()
        self.chart = Chart()
        self.bundle = CurveBundle()
        self._others: tuple[Overlay, ...] = ()
        self._other_bundles: list[CurveBundle] = []
        self._colours: tuple[str, ...] = ("#000000",)
        self._strong = QColor()
        self._y_range: Range | None = None
        self._x: Floats = np.zeros(0)
        self._values: Floats = np.zeros((0, 0))
        self._shown: IntArray = np.zeros(0, np.int64)
        self._network: NetworkSpec | None = None
        self._hovered: int | None = None
        self._selected: int | None = None
        self._pointer = 0.0
        self._set_up()

    def _set_up(self) -> None:
        title = QLabel("Every weight and bias over time")
        title.setProperty("role", "title")
        self.note.setProperty("role", "muted")
        self.chart.box.addItem(self.bundle)
        self.chart.setAccessibleName("Every weight and bias over iterations")
        title.setToolTip(
            "Click a curve to select its weight. Wheel: zoom the iterations. Drag: move them. "
            "Double-click: show all again."
        )
        self.chart.hovered.connect(self._on_hovered)
        self.chart.clicked.connect(self._on_clicked)
        self.chart.window_changed.connect(self._on_window_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(heading(title, self.note))
        layout.addWidget(self.chart, 1)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.chart.apply_theme(theme)
        self.bundle.set_colours(theme.curves)
        self._colours = theme.curves
        self._strong = QColor(theme.text)

    def set_others(self, others: Sequence[Overlay]) -> None:
        """Draw the curves of other runs beside, each run in one colour."""
        for bundle in self._other_bundles:
            self.chart.box.removeItem(bundle)
        self._others = tuple(one for one in others if len(one.parameters))
        self._other_bundles = [CurveBundle() for _ in self._others]
        for one, bundle in zip(self._others, self._other_bundles, strict=True):
            bundle.set_colours((one.colour,))
            bundle.setZValue(-1)
            self.chart.box.addItem(bundle)

    def _draw_others(self, frame: Frame, bounds: QRectF) -> None:
        """Only of networks of the same shape do the curves mean the same."""
        for one, bundle in zip(self._others, self._other_bundles, strict=True):
            same = one.sizes == frame.layout.network.sizes
            bundle.setVisible(same)
            if same:
                rows = rows_to_draw(one.parameter_iterations.astype(np.int64), _FEWEST_ROWS * 2)
                good = drawable_rows(one.parameters[rows])
                values = np.clip(one.parameters[rows][good], -_LARGEST, _LARGEST)
                bundle.set_curves(one.parameter_iterations[rows][good], values, bounds)

    @property
    def paint_seconds(self) -> float:
        """How long the last painting took."""
        return self.chart.paint_seconds

    def draw(self, frame: Frame) -> None:
        """Show a frame's history."""
        history = frame.history
        self._network = frame.layout.network
        self._shown = history.shown
        self.note.setText(_note(history))
        iterations = history.parameters.iterations
        first, last = (float(iterations[0]), float(iterations[-1])) if len(iterations) else (0, 1)
        last = max([last, *(one.parameter_iterations[-1] for one in self._others)])
        window = self.chart.x_window(first, last)
        self._take_rows(iterations, history.parameters.values, window)
        self.chart.set_message("" if len(self._x) else "The weights appear here as you train")
        if not len(self._x):
            return
        inside = self._values[(self._x >= window[0]) & (self._x <= window[1])]
        inside = inside if len(inside) and np.isfinite(inside).any() else self._values
        low, high = float(np.nanmin(inside)), float(np.nanmax(inside))
        self._y_range = settled_range(self._y_range, low, high)
        self.chart.set_window(window, self._y_range)
        low, high = self._y_range
        bounds = QRectF(window[0], low, window[1] - window[0], high - low)
        self.bundle.set_curves(self._x, self._values, bounds)
        self._draw_others(frame, bounds)
        self.chart.set_past(float(frame.iteration) if frame.is_past else None)
        self.show_selection(frame, self.session.selection)

    def show_selection(self, frame: Frame, selection: Selection | None) -> None:
        """Draw the selected parameter's curve stronger."""
        index = selected_index(frame.layout, selection)
        self._selected = self._column_of(index)
        self._emphasize(frame)

    def _take_rows(self, iterations: IntArray, values: FloatArray, window: Range) -> None:
        """Copy the rows to draw: those in the window, one more on each side, none diverged."""
        begin = max(0, int(np.searchsorted(iterations, window[0])) - 1)
        end = int(np.searchsorted(iterations, window[1], side="right")) + 1
        iterations, values = iterations[begin:end], values[begin:end]
        width = int(self.chart.plot_rect().width() / _PIXELS_A_ROW)
        room = max(_FEWEST_ROWS, min(width, _POINTS // max(1, values.shape[1])))
        rows = rows_to_draw(iterations, room)
        taken = values[rows].astype(np.float64, copy=False)
        finite = drawable_rows(taken)
        self._x = iterations[rows][finite].astype(np.float64)
        self._values = np.clip(taken[finite], -_LARGEST, _LARGEST)

    def _column_of(self, index: int | None) -> int | None:
        if index is None:
            return None
        column = int(np.searchsorted(self._shown, index))
        found = column < len(self._shown) and self._shown[column] == index
        return column if found else None

    def _emphasize(self, frame: Frame) -> None:
        pens, legend = {}, []
        for column, width in ((self._selected, 2), (self._hovered, 2)):
            if column is None or column >= self._values.shape[1]:
                continue
            colour = self._colours[column % len(self._colours)]
            chosen = column == self._selected
            pens[column] = QPen(self._strong if chosen else QColor(colour), width)
            pens[column].setCosmetic(True)
        if self._hovered is not None and self._hovered in pens:
            legend.append(self._value_under_pointer(frame, self._hovered))
        if pens != self.bundle.emphasized:
            self.bundle.emphasized = pens
            self.bundle.update()
        self.chart.set_legend(legend)

    def _value_under_pointer(self, frame: Frame, column: int) -> Legend:
        row = min(int(np.searchsorted(self._x, self._pointer)), len(self._x) - 1)
        name = parameter_name(frame.layout, int(self._shown[column]))
        value = parameter_text(float(self._values[row, column]))
        where = f"at iteration {whole(int(self._x[row]))}"
        return Legend(f"{name} = {value} {where}", self._colours[column % len(self._colours)])

    # ---- the mouse -------------------------------------------------------------------------

    def nearest(self, at: QPointF) -> int | None:
        """The column of the curve at a point in data coordinates, None if none is near."""
        if len(self._x) == 0 or self._y_range is None:
            return None
        right = min(max(int(np.searchsorted(self._x, at.x())), 1), len(self._x) - 1)
        left = max(right - 1, 0)
        span = self._x[right] - self._x[left]
        part = 0.0 if span <= 0 else min(max((at.x() - self._x[left]) / span, 0.0), 1.0)
        heights = self._values[left] * (1.0 - part) + self._values[right] * part
        away = np.nan_to_num(np.abs(heights - at.y()), nan=np.inf)  # not there yet
        column = int(away.argmin())
        pixel = (self._y_range[1] - self._y_range[0]) / max(self.chart.plot_rect().height(), 1.0)
        return column if away[column] <= _REACH * pixel else None

    def _catch_up(self) -> None:
        """Draw the network that is there, where another one's curves still stand."""
        if self.session.frame.layout.network != self._network:
            self.draw(self.session.frame)

    @Slot(object)
    def _on_hovered(self, at: QPointF | None) -> None:
        self._catch_up()
        hovered = None if at is None else self.nearest(at)
        if hovered is None and self._hovered is None:
            return
        self._hovered = hovered
        self._pointer = 0.0 if at is None else at.x()
        self._emphasize(self.session.frame)

    @Slot(QPointF)
    def _on_clicked(self, at: QPointF) -> None:
        self._catch_up()
        column = self.nearest(at)
        if column is not None:
            layout = self.session.frame.layout
            self.session.select(selection_of(layout, int(self._shown[column])))

    @Slot()
    def _on_window_changed(self) -> None:
        self.draw(self.session.frame)


def _note(history: History) -> str:
    """How many curves are shown where not all are, and how many begin with an edit."""
    count, size = len(history.shown), history.layout.size
    notes = [f"{count} of {whole(size)} shown"] if count < size else []
    values = history.parameters.values
    later = int(np.isnan(values[0]).sum()) if len(values) else 0
    if later:
        notes.append(f"{later} begin where the network was edited")
    return ", ".join(notes)
