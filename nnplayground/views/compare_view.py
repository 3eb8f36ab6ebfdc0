"""Two runs side by side at the same iteration: loss and output of each, with one cursor."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QColor, QContextMenuEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from nnplayground.files.number_table import Curve, NumberTable, curve_table
from nnplayground.session import Frame, Session
from nnplayground.session.background import Background
from nnplayground.session.differences import differences
from nnplayground.session.runs import RunRecord
from nnplayground.views.exports import Picture, WidgetPicture
from nnplayground.views.exports.button import export_button
from nnplayground.views.notation import number_text
from nnplayground.views.outputs import OUTPUTS, first_kind
from nnplayground.views.outputs.kind import OutputKind
from nnplayground.views.plots.labels import accuracy_text, loss_text, short_number
from nnplayground.views.plots.loss_plot import score_curves
from nnplayground.views.plots.overlays import run_colour
from nnplayground.views.plots.score_chart import Floats, OtherScores, ScoreChart
from nnplayground.views.plots.ticks import Range, log_range, log_ticks
from nnplayground.views.theme import Theme, Themes
from nnplayground.views.timeline_track import TimelineTrack

SIZE = QSize(1000, 680)
# Milliseconds between two looks at a run that is being trained.
_PACE = 250
_SMALLEST = 1e-12


class CompareView(QWidget):
    """A window with two columns and one timeline under them.

    Args:
        session: whose runs.
        themes: the colours.
        runs: the two.
        parent: with which it closes.

    Attributes:
        export: opens a menu of what can be taken elsewhere, which the main window fills.

    Signals:
        closed(): it is about to be deleted.
    """

    closed = Signal()

    def __init__(
        self,
        session: Session,
        themes: Themes,
        runs: tuple[RunRecord, RunRecord],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{runs[0].name} and {runs[1].name} side by side")
        self.session = session
        self.themes = themes
        told = differences(runs[0].experiment, runs[1].experiment)
        texts = ("", ", ".join(told) or "the same settings")
        self.columns = tuple(
            RunColumn(run, text, themes.theme, session.comparing.background)
            for run, text in zip(runs, texts, strict=True)
        )
        self.track = TimelineTrack()
        self.place = QLabel()
        self.export = export_button(
            "Export both runs", "Save or copy both runs, as a picture or as numbers"
        )
        self._iteration: int | None = None
        self._due = QTimer(self, singleShot=True, interval=_PACE)
        self._due.timeout.connect(self._look)
        self._arrange()
        self._connect()
        self._on_theme(themes.theme)
        self.resize(SIZE)
        self.look_at(max(run.iteration for run in runs))

    def _arrange(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(24)
        for column in self.columns:
            columns.addWidget(column, 1)
        line = QHBoxLayout()
        self.place.setProperty("role", "value")
        line.addWidget(self.track, 1)
        line.addSpacing(8)
        line.addWidget(self.place)
        line.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 10)
        layout.setSpacing(10)
        layout.addLayout(columns, 1)
        layout.addLayout(line)

    def _connect(self) -> None:
        self.track.dragged.connect(self.look_at)
        self.track.stepped.connect(self._on_stepped)
        self.session.frame_changed.connect(self._on_frame)
        self.themes.changed.connect(self._on_theme)
        for column in self.columns:
            column.chart.hovered.connect(self._on_hovered)
            column.chart.clicked.connect(self._on_clicked)

    @property
    def runs(self) -> tuple[RunRecord, ...]:
        """The two runs."""
        return tuple(column.run for column in self.columns)

    @property
    def last(self) -> int:
        """The newest iteration of the run that came further."""
        return max(run.iteration for run in self.runs)

    # ---- what can be taken elsewhere: see `nnplayground.views.exports` --------------------

    @property
    def export_name(self) -> str:
        """What to call it in files and sentences."""
        return self.windowTitle()

    def numbers(self) -> NumberTable | None:
        """Loss and accuracy of both runs over the iterations."""
        curves: list[Curve] = []
        for run in self.runs:
            scores = run.position.history.scores
            values = scores.values.astype(np.float64)
            curves += score_curves(f"{run.name}: ", scores.iterations, values)
        return curve_table("iteration", curves) if curves else None

    def plots(self) -> Sequence[QWidget]:
        """The two columns."""
        return self.columns

    def picture(self) -> Picture | None:
        """Both runs as they stand beside each other."""
        return WidgetPicture(self, self.plots(), QColor(self.themes.theme.window))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.export.menu().popup(event.globalPos())

    # ---- looking -----------------------------------------------------------------------------

    @Slot(int)
    def look_at(self, iteration: int) -> None:
        """Show both runs at an iteration; at the last one, as they go on."""
        last = self.last
        self._iteration = None if iteration >= last else max(0, iteration)
        self._look()

    @Slot()
    def _look(self) -> None:
        iteration = self.last if self._iteration is None else self._iteration
        self.track.show_place(0, self.last, iteration)
        widest = number_text(self.last)
        self.place.setText(f"iteration {number_text(iteration)} of {widest}")
        for column, other in zip(self.columns, self.columns[::-1], strict=True):
            column.show_other(other.run)
            column.ended = iteration > column.run.iteration
            self.session.comparing.look(column.run, iteration, column.draw)

    @Slot(int)
    def _on_stepped(self, step: int) -> None:
        self.look_at(self.track.value + step)

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        if self.session.runs.current in self.runs and not self._due.isActive():
            self._due.start()

    @Slot(object)
    def _on_hovered(self, at: QPointF | None) -> None:
        for column in self.columns:
            column.show_cursor(None if at is None else at.x())

    @Slot(QPointF)
    def _on_clicked(self, at: QPointF) -> None:
        self.look_at(round(at.x()))

    @Slot(object)
    def _on_theme(self, theme: Theme) -> None:
        self.setPalette(self.palette())
        self.track.apply_theme(theme)
        for column in self.columns:
            column.apply_theme(theme)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.session.comparing.leave(self.runs)
        super().closeEvent(event)
        self.closed.emit()


class RunColumn(QWidget):
    """One run: its name, what differs, its loss and its output.

    Args:
        run: which.
        differs: how it differs from the other one.
        theme: the colours.
        background: where long work on the output is done.

    Attributes:
        ended: whether the moment that is looked at lies beyond the run's end.
    """

    def __init__(self, run: RunRecord, differs: str, theme: Theme, background: Background) -> None:
        super().__init__()
        self.run = run
        self._background = background
        self.title = QLabel(run.name)
        self.title.setProperty("role", "title")
        self.differs = QLabel(differs)
        self.differs.setProperty("role", "muted")
        self.scores = QLabel()
        self.scores.setProperty("role", "value")
        # long numbers must not make one column wider than the other
        self.scores.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.chart = ScoreChart(loss_text, lambda value: short_number(10.0**value))
        self.chart.setAccessibleName(f"Loss of {run.name}")
        self.chart.y_axis.ticks = log_ticks
        self.output: OutputKind | None = None
        self.frame: Frame | None = None
        self.ended = False
        self._theme = theme
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        for widget in (self.title, self.differs, self.scores):
            self._layout.addWidget(widget)
        self._layout.addWidget(self.chart, 2)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.chart.apply_theme(theme)
        self.title.setStyleSheet(f"color: {run_colour(theme, self.run)}")
        if self.output is not None:
            self.output.apply_theme(theme)
        if self.frame is not None:
            self.draw(self.frame)

    def show_other(self, run: RunRecord) -> None:
        """Draw the loss of the other run beside this one's, so that both have the same axes."""
        history = run.position.history.scores
        scores = OtherScores(
            run.name,
            run_colour(self._theme, run),
            history.iterations.astype(np.float64),
            history.values[:, :2].astype(np.float64),
        )
        self.chart.set_others([scores], self._theme.window)

    def show_cursor(self, iteration: float | None) -> None:
        """Show a line at an iteration in the loss, None for none."""
        self.chart.cursor_iteration = iteration
        if self.frame is not None:
            self._draw_loss(self.frame)
            # both columns have it at the same place, wherever each one's scores were taken
            self.chart.set_cursor(iteration)

    def draw(self, frame: Frame) -> None:
        """Show the run at a moment."""
        self.frame = frame
        shown = [f"train {loss_text(frame.train.loss)}", f"test {loss_text(frame.test.loss)}"]
        if frame.test.accuracy is not None:
            shown.append(f"{accuracy_text(frame.test.accuracy)} right")
        # a run that did not come as far as the other one is seen at its end
        end = f"   its end, iteration {number_text(frame.iteration)}" if self.ended else ""
        self.scores.setText("   ".join(shown) + end)
        self._draw_loss(frame)
        self._fitting_output(frame).draw(frame)

    def _draw_loss(self, frame: Frame) -> None:
        series = frame.history.scores
        losses = series.values[:, :2].astype(np.float64)
        newest = (frame.train.loss or np.nan, frame.test.loss or np.nan)
        past = frame.iteration if frame.is_past else None
        self.chart.show_scores(series.iterations.copy(), losses, _log10, _log_range, newest, past)

    def _fitting_output(self, frame: Frame) -> OutputKind:
        """The output picture, made for the kind of data when it is first seen."""
        if self.output is None:
            self.output = OUTPUTS[first_kind(frame.dataset)].make(self._theme)
            self.output.work_in(self._background)
            self._layout.addWidget(self.output, 5)
        return self.output


def _log10(losses: Floats) -> Floats:
    return np.log10(np.maximum(losses, _SMALLEST))


def _log_range(losses: Floats) -> Range:
    positive = losses[losses > _SMALLEST]
    if not len(positive):
        return -1.0, 0.0
    return log_range(float(positive.min()), float(positive.max()))
