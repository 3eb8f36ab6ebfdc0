"""Keeps an eye on the current run, in the background, and says what is wrong with it."""

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nnplayground.core import SpecError
from nnplayground.core.diagnosis import Evidence, Finding, Scores, diagnose
from nnplayground.core.recording import Moment
from nnplayground.session.background import Background, Progress
from nnplayground.session.frame import Frame
from nnplayground.session.runs import RunRecord
from nnplayground.session.training import Training

# Milliseconds between two looks while training goes on.
INTERVAL = 1500


class Diagnosing(QObject):
    """Looks at the current run from time to time.

    Args:
        training: whose run.
        background: where the looking is done.

    Attributes:
        findings: what is wrong, the gravest first.

    Signals:
        found(): there are other findings.
        noticed(str): a sentence about something that was not wrong before.
    """

    found = Signal()
    noticed = Signal(str)

    def __init__(
        self, training: Training, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._training = training
        self._background = background
        self.findings: tuple[Finding, ...] = ()
        self._told: set[tuple[RunRecord, str]] = set()
        self._seen: tuple[object, ...] = ()
        self._due = QTimer(self, singleShot=True, interval=INTERVAL)
        self._due.timeout.connect(self.look)
        training.frame_changed.connect(self._on_frame)
        training.running_changed.connect(self._on_running_changed)

    @Slot()
    def look(self) -> None:
        """Look at the run as it is now; what is found follows."""
        self._due.stop()
        evidence = self._evidence()
        run = self._training.run
        self._seen = self._now()

        def work(progress: Progress) -> tuple[Finding, ...]:
            try:
                return diagnose(evidence)
            except SpecError:  # the file of the data went away; whoever needs it says so
                return ()

        def done(findings: tuple[Finding, ...]) -> None:
            if run is self._training.run:
                self._take(findings)

        self._background.begin("diagnosis", work, done)

    def _evidence(self) -> Evidence:
        run = self._training.run
        scores = run.position.history.scores
        train, test = np.array(scores.values[:, :2].T)
        return Evidence(
            run.position.recording.branch(),
            Moment(run.experiment, run.position.state),
            run.divergence,
            Scores(scores.iterations.copy(), train, test),
        )

    def _take(self, findings: tuple[Finding, ...]) -> None:
        if findings != self.findings:
            self.findings = findings
            self.found.emit()
        for finding in findings:
            key = self._training.run, finding.kind
            if key not in self._told:
                self._told.add(key)
                if finding.kind != "diverged":  # the window has said so by then
                    self.noticed.emit(finding.sentence)

    def _now(self) -> tuple[object, ...]:
        """What the findings depend on."""
        run = self._training.run
        return run, run.position.state, run.experiment, run.divergence

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        if self._seen and self._seen[0] is not self._training.run:
            self._take(())
        if not self._due.isActive() and self._seen != self._now():
            self._due.start()

    @Slot(bool)
    def _on_running_changed(self, running: bool) -> None:
        if not running:
            self.look()
