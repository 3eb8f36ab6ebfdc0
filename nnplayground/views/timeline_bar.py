"""The timeline below the panels: look back at any moment, play the run, branch off from it."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolBar, QToolButton, QWidget

from nnplayground.session import Frame, Session
from nnplayground.session.marks import marks_of
from nnplayground.views.icons import icon
from nnplayground.views.notation import number_text
from nnplayground.views.pace import Pace
from nnplayground.views.panel import Panel
from nnplayground.views.style import mixed
from nnplayground.views.theme import Theme, Themes
from nnplayground.views.timeline_track import TimelineTrack

HEIGHT = 46
BUTTON_HEIGHT = 28
# The share of the window's time that drawing it may take while training goes on.
_SHARE = 0.03
# Milliseconds between two drawings of the loss while training goes on.
LOSS_MILLISECONDS = 200


class TimelineBar(Panel):
    """Everything about the past of the current run.

    Args:
        session: whose run.
        themes: the colours.
    """

    def __init__(self, session: Session, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(session, themes, parent)
        self.track = TimelineTrack(self)
        self.backwards = self._icon_button("Play backwards", "Show the run as a film, backwards")
        self.back = self._icon_button("Step back", "One iteration back (F7); Shift: one epoch")
        self.forward = self._icon_button(
            "Step forward", "One iteration towards now (Ctrl+F7); Shift: one epoch"
        )
        self.play = self._icon_button("Play", "Show the run as a film from here on")
        self.place = QLabel()
        self.now = self._button(
            "Return to now", "Show the newest iteration again; training goes on from there"
        )
        self.branch = self._button(
            "Branch from here", "Go on from this moment as a new run; the present run is kept"
        )
        self._shown: tuple[object, ...] = ()
        self._pace = Pace(_SHARE)
        self._loss_due = QTimer(self, singleShot=True, interval=LOSS_MILLISECONDS)
        self._loss_due.timeout.connect(self._show_loss)
        self._arrange()
        self._connect()
        self.apply_theme(themes.theme)
        self._show_marks()

    def _arrange(self) -> None:
        title = QLabel("Timeline")
        title.setProperty("role", "title")
        self.place.setProperty("role", "value")
        self.place.setAccessibleName("Iteration shown")
        self.track.setToolTip("Drag to look back")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(4)
        for button in (self.backwards, self.back, self.forward, self.play):
            layout.addWidget(button)
        layout.addSpacing(6)
        layout.addWidget(title)
        layout.addSpacing(4)
        layout.addWidget(self.track, 1)
        layout.addSpacing(6)
        layout.addWidget(self.place)
        layout.addSpacing(6)
        layout.addWidget(self.now)
        layout.addSpacing(2)
        layout.addWidget(self.branch)
        self.setFixedHeight(HEIGHT)

    def _connect(self) -> None:
        session, playback = self.session, self.session.playback
        self.track.dragged.connect(session.look_at)
        self.track.stepped.connect(playback.step)
        self.backwards.clicked.connect(self._on_backwards)
        self.play.clicked.connect(self._on_play)
        self.back.clicked.connect(self._on_back)
        self.forward.clicked.connect(self._on_forward)
        self.now.clicked.connect(session.look_at_now)
        self.branch.clicked.connect(self._on_branch)
        playback.direction_changed.connect(self._on_direction_changed)
        session.experiment_changed.connect(self._show_marks)
        session.undo_stack.indexChanged.connect(self._show_marks)
        session.runs.changed.connect(self._show_marks)
        session.diverged.connect(self._show_marks)

    # ---- what is shown -----------------------------------------------------------------

    def draw(self, frame: Frame) -> None:
        playback = self.session.playback
        shown = (frame.iteration, frame.last_iteration, playback.first, frame.is_past)
        # while nothing runs every frame is the last one for a while, and has to be seen
        if shown == self._shown or (frame.running and not self._pace.due(self.track.paint_seconds)):
            return
        self._shown = shown
        with self._pace:
            self._draw(frame)

    def _draw(self, frame: Frame) -> None:
        playback = self.session.playback
        self.track.show_place(playback.first, frame.last_iteration, frame.iteration)
        last = number_text(frame.last_iteration)
        self._make_room(last)
        self.place.setText(f"iteration {number_text(frame.iteration)} of {last}")
        self.branch.setEnabled(frame.is_past)
        self.now.setEnabled(frame.is_past)
        self.forward.setEnabled(frame.is_past)
        self.back.setEnabled(frame.iteration > playback.first)
        for button in (self.play, self.backwards):
            button.setEnabled(frame.last_iteration > playback.first)
        if not frame.is_past and not self._loss_due.isActive():
            self._loss_due.start()

    def apply_theme(self, theme: Theme) -> None:
        faint = mixed(theme.window, theme.muted, 0.55)
        self._pause_icon = icon("pause", theme.text, faint)
        self._icons = {
            button: icon(name, theme.text, faint)
            for button, name in (
                (self.backwards, "play-back"),
                (self.back, "step-back"),
                (self.forward, "step"),
                (self.play, "train"),
            )
        }
        for button, picture in self._icons.items():
            button.setIcon(picture)
        self.track.apply_theme(theme)
        self._on_direction_changed(self.session.playback.direction)

    def _make_room(self, last: str) -> None:
        """As much room as any iteration of this run needs, so that nothing moves in a drag."""
        widest = "".join("8" if letter.isdigit() else letter for letter in last)
        text = f"iteration {widest} of {widest}"
        self.place.setMinimumWidth(self.place.fontMetrics().horizontalAdvance(text) + 14)

    @Slot()
    def _show_loss(self) -> None:
        series = self.session.training.history.scores
        self.track.show_losses(series.iterations, series.values[:, 0])

    @Slot()
    def _show_marks(self) -> None:
        runs = self.session.runs
        self.track.show_marks(marks_of(runs.current, runs))

    # ---- what a person does --------------------------------------------------------------

    @Slot()
    def _on_back(self) -> None:
        self._step(-1)

    @Slot()
    def _on_forward(self) -> None:
        self._step(1)

    def _step(self, direction: int) -> None:
        if QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.session.playback.step_epoch(direction)
        else:
            self.session.playback.step(direction)

    @Slot()
    def _on_play(self) -> None:
        self._play(1)

    @Slot()
    def _on_backwards(self) -> None:
        self._play(-1)

    def _play(self, direction: int) -> None:
        playback = self.session.playback
        if playback.direction == direction:
            playback.stop()
        else:
            playback.play(direction)

    @Slot(int)
    def _on_direction_changed(self, direction: int) -> None:
        for button, its in ((self.play, 1), (self.backwards, -1)):
            button.setIcon(self._pause_icon if direction == its else self._icons[button])

    @Slot()
    def _on_branch(self) -> None:
        self.session.branch()

    # ---- parts -----------------------------------------------------------------------------

    def _icon_button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "quiet")
        button.setAccessibleName(name)
        button.setToolTip(tip)
        button.setAutoRepeat(name.startswith("Step"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setFixedHeight(BUTTON_HEIGHT)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def timeline_tool_bar(bar: TimelineBar) -> QToolBar:
    """The timeline as the bar that stands between the docks and the status bar of a window."""
    holder = QToolBar("Timeline")
    holder.setObjectName("timeline")
    holder.setMovable(False)
    holder.setFloatable(False)
    holder.toggleViewAction().setVisible(False)
    holder.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    holder.addWidget(bar)
    return holder
