"""The loss landscape around a moment: two random directions, or the two main ones of the run."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnplayground.files.number_table import NumberTable
from nnplayground.session import Frame, Session
from nnplayground.session.surveying import PATH, RANDOM, Survey
from nnplayground.views.notation import number_text
from nnplayground.views.panel import Panel
from nnplayground.views.plots.labels import loss_text
from nnplayground.views.plots.landscape_map import LandscapeMap
from nnplayground.views.theme import Theme, Themes

INVITATION = "Look around: how the loss would be with other weights than these"
REACHES = (0.25, 0.5, 1.0, 2.0, 4.0)
SIDE_WIDTH = 326


class LandscapePanel(Panel):
    """The map and what it is made with."""

    def __init__(self, session: Session, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(session, themes, parent)
        self.setAccessibleName("Loss landscape")
        self.map = LandscapeMap()
        self.path_button = _chip("Path of the run", "The two directions in which the run went most")
        self.random_button = _chip(
            "Random directions",
            "Two random directions, each neuron's as long as its own weights (filter-normalized)",
        )
        self.compute = QPushButton("Look around here")
        self.compute.setToolTip("Work out the loss around the moment that is shown")
        self.other = QPushButton("Others")
        self.other.setToolTip("Two other random directions")
        self.closer = QPushButton("Closer")
        self.farther = QPushButton("Farther")
        self.progress = QProgressBar()
        self.cancel = QPushButton("Cancel")
        self.about = QLabel()
        self._seed = 0
        self._reach = REACHES.index(1.0)
        self._arrange()
        self._connect()
        self.apply_theme(themes.theme)
        self._on_surveyed()
        self._on_progressed()

    def _arrange(self) -> None:
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("Progress")
        side = QVBoxLayout()
        side.setSpacing(6)
        side.addLayout(_row(self.path_button, self.random_button, self.other))
        side.addLayout(_row(self.compute, self.cancel, self.closer, self.farther))
        side.addWidget(self.progress)
        side.addWidget(self.about)
        side.addStretch(1)
        holder = QWidget()
        holder.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        holder.setFixedWidth(SIDE_WIDTH)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(18)
        layout.addWidget(holder)
        layout.addWidget(self.map, 1)

    def _connect(self) -> None:
        self._kinds = QButtonGroup(self)
        for button in (self.path_button, self.random_button):
            self._kinds.addButton(button)
        self.path_button.setChecked(True)
        self._kinds.buttonClicked.connect(self._begin)
        self.compute.clicked.connect(self._begin)
        self.other.clicked.connect(self._on_other)
        self.closer.clicked.connect(self._on_closer)
        self.farther.clicked.connect(self._on_farther)
        surveying = self.session.surveying
        self.cancel.clicked.connect(surveying.cancel)
        surveying.surveyed.connect(self._on_surveyed)
        surveying.progressed.connect(self._on_progressed)

    @property
    def kind(self) -> str:
        """PATH or RANDOM."""
        return PATH if self.path_button.isChecked() else RANDOM

    def draw(self, frame: Frame) -> None:
        survey = self.session.surveying.survey
        self.map.show_place(None if survey is None else survey.place(frame.theta))

    def apply_theme(self, theme: Theme) -> None:
        self.map.apply_theme(theme)

    def numbers(self) -> NumberTable | None:
        """The loss at each point, and where it is along the two directions."""
        survey = self.session.surveying.survey
        if survey is None:
            return None
        a, b = np.meshgrid(survey.landscape.a, survey.landscape.b)
        columns = (a.ravel(), b.ravel(), survey.landscape.losses.ravel())
        return NumberTable(("direction 1", "direction 2", "loss"), columns)

    def plots(self) -> Sequence[QWidget]:
        return (self.map,)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        surveying = self.session.surveying
        moved = self.session.playback.last > self.session.playback.first
        if surveying.survey is None and surveying.share is None and moved:
            self._begin()

    # ---- what a person does --------------------------------------------------------------

    @Slot()
    def _begin(self) -> None:
        self.session.surveying.begin(self.kind, self._seed, REACHES[self._reach])
        self._on_progressed()

    @Slot()
    def _on_other(self) -> None:
        self._seed += 1
        self._begin()

    @Slot()
    def _on_closer(self) -> None:
        self._reach = max(0, self._reach - 1)
        self._begin()

    @Slot()
    def _on_farther(self) -> None:
        self._reach = min(len(REACHES) - 1, self._reach + 1)
        self._begin()

    # ---- what is shown -----------------------------------------------------------------

    @Slot()
    def _on_progressed(self) -> None:
        share = self.session.surveying.share
        self.progress.setVisible(share is not None)
        self.progress.setValue(round((share or 0.0) * 100))
        # one in the place of the other, so that there is room for the words
        self.compute.setVisible(share is None)
        self.cancel.setVisible(share is not None)
        self.cancel.setFixedWidth(self.compute.sizeHint().width())
        self.other.setVisible(self.kind == RANDOM)
        self.closer.setEnabled(self._reach > 0)
        self.farther.setEnabled(self._reach < len(REACHES) - 1)

    @Slot()
    def _on_surveyed(self) -> None:
        survey = self.session.surveying.survey
        self.map.show_survey(survey, INVITATION)
        self.about.setText("" if survey is None else told(survey))
        self.about.setToolTip(self.about.text())
        if survey is not None:
            self.draw(self.session.frame)


def told(survey: Survey) -> str:
    """What a landscape shows, in a few words."""
    rows, columns = survey.landscape.losses.shape
    losses = survey.landscape.losses[np.isfinite(survey.landscape.losses)]
    ends = [loss_text(float(end)) for end in (losses.min(), losses.max())] if len(losses) else "––"
    where = (
        f"{columns}×{rows} points around iteration {number_text(survey.iteration)}, the loss from "
        f"{ends[0]} (blue) to {ends[1]} (orange)."
    )
    explained = survey.landscape.plane.explained
    if explained is None:
        return f"{where} The path is its shadow in these directions."
    shares = " and ".join(f"{share:.0%}" for share in explained)
    return f"{where} The two directions hold {shares} of the way that the run went."


def _chip(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setCheckable(True)
    button.setProperty("role", "chip")
    button.setToolTip(tip)
    return button


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
