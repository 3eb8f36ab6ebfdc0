"""The weights three ways: all of them over time, one layer as a matrix, one as a knob."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnplayground.files.number_table import NumberTable, curve_table
from nnplayground.session import Frame, Selection, Session
from nnplayground.views.pace import Pace
from nnplayground.views.panel import Panel
from nnplayground.views.plots.knob_plot import KnobPlot
from nnplayground.views.plots.matrix_view import MatrixView
from nnplayground.views.plots.overlays import overlays
from nnplayground.views.plots.parameter_curves import ParameterCurves
from nnplayground.views.theme import Theme, Themes

# The share of the GUI's time that each part may take while training.
_SHARE = 0.05


class _Part(Protocol):
    @property
    def paint_seconds(self) -> float: ...

    def apply_theme(self, theme: Theme) -> None: ...

    def draw(self, frame: Frame) -> None: ...


class WeightPlot(Panel):
    """Curves, matrix and knob side by side, with one selection."""

    def __init__(self, session: Session, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(session, themes, parent)
        self.curves = ParameterCurves(session)
        self.matrix = MatrixView(session)
        self.knob = KnobPlot(session)
        self._parts: tuple[_Part, ...] = (self.curves, self.matrix, self.knob)
        self._paces = tuple(Pace(_SHARE) for _ in self._parts)
        self.setAccessibleName("Weights")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 6)
        layout.setSpacing(24)
        layout.addWidget(self.curves, 10)
        layout.addWidget(self.matrix, 9)
        layout.addWidget(self.knob, 9)
        session.selection_changed.connect(self._on_selection_changed)
        session.runs.changed.connect(self._on_runs_changed)
        self.apply_theme(themes.theme)
        self.matrix.show_selection(session.selection)

    def apply_theme(self, theme: Theme) -> None:
        for part in self._parts:
            part.apply_theme(theme)
        self.curves.set_others(overlays(self.session, theme))

    def numbers(self) -> NumberTable | None:
        """Every parameter that has a curve, over the iterations; of the runs that are drawn."""
        frame = self.session.frame
        history = frame.history
        names = [frame.layout.name(index) for index in history.shown.tolist()]
        runs = [("", history.parameters.iterations.copy(), history.parameters.values.copy())]
        runs += [
            (f"{one.name}: ", one.parameter_iterations.astype(np.int64), one.parameters)
            for one in overlays(self.session, self.themes.theme)
            if one.sizes == frame.layout.network.sizes
        ]
        curves = [
            (prefix + name, iterations, values[:, column])
            for prefix, iterations, values in runs
            for column, name in enumerate(names)
            if len(iterations)
        ]
        return curve_table("iteration", curves) if curves else None

    def plots(self) -> Sequence[QWidget]:
        return (self,)

    def draw(self, frame: Frame) -> None:
        for part, pace in zip(self._parts, self._paces, strict=True):
            # while nothing runs every frame is the last one for a while, and has to be seen
            if not frame.running or pace.due(part.paint_seconds):
                with pace:
                    part.draw(frame)

    @Slot()
    def _on_runs_changed(self) -> None:
        self.curves.set_others(overlays(self.session, self.themes.theme))
        if self.isVisible():
            self.curves.draw(self.session.frame)

    @Slot(object)
    def _on_selection_changed(self, selection: Selection | None) -> None:
        self.matrix.show_selection(selection)
        if self.isVisible():
            frame = self.session.frame
            self.curves.show_selection(frame, selection)
            self.knob.draw(frame)
