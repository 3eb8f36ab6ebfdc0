"""What is wrong with the run, in plain words, each with the moment and something to try."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnplayground.core.diagnosis import Finding, Remedy
from nnplayground.files.number_table import NumberTable
from nnplayground.session import Frame, Session
from nnplayground.views.flow_layout import FlowLayout
from nnplayground.views.icons import pixmap
from nnplayground.views.notation import number_text
from nnplayground.views.panel import Panel
from nnplayground.views.theme import Theme, Themes

TITLE = "Diagnosis"
QUIET = "Nothing seems to be wrong with this run."
# Headings of the findings, by kind.
HEADINGS = {
    "diverged": "The numbers grew past all bounds",
    "symmetric_start": "All neurons of a layer are the same",
    "dead_relus": "Dead ReLU neurons",
    "saturated": "Saturated neurons",
    "vanishing_gradients": "Vanishing gradients",
    "exploding_gradients": "Exploding gradients",
    "overfitting": "Overfitting",
    "learning_rate_too_small": "Hardly learning",
}


class DiagnosisPanel(Panel):
    """The findings, one below the other; a quiet line where there are none."""

    def __init__(self, session: Session, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(session, themes, parent)
        self.quiet = QLabel(QUIET)
        self.quiet.setProperty("role", "muted")
        self.cards: list[FindingCard] = []
        column = QWidget()
        column.setObjectName("scrolled")
        self._column = QVBoxLayout(column)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(10)
        self._column.addWidget(self.quiet)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidget(column)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self.setAccessibleName(TITLE)
        session.diagnosing.found.connect(self._on_found)
        self._on_found()

    def draw(self, frame: Frame) -> None:
        """Nothing: findings come when there are other ones."""

    def apply_theme(self, theme: Theme) -> None:
        for card in self.cards:
            card.apply_theme(theme)

    def numbers(self) -> NumberTable | None:
        """The findings: since when, what, and the sentence."""
        findings = self.session.diagnosing.findings
        if not findings:
            return None
        columns = (
            np.array([finding.iteration for finding in findings]),
            [HEADINGS[finding.kind] for finding in findings],
            [finding.sentence for finding in findings],
        )
        return NumberTable(("iteration", "finding", "in words"), columns)

    def plots(self) -> Sequence[QWidget]:
        return (self,)

    @Slot()
    def _on_found(self) -> None:
        findings = self.session.diagnosing.findings
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [FindingCard(self.session, finding) for finding in findings]
        for place, card in enumerate(self.cards):
            card.apply_theme(self.themes.theme)
            self._column.insertWidget(place, card)
        self.quiet.setVisible(not findings)
        self.title_changed.emit(f"{TITLE} ({len(findings)})" if findings else TITLE)


class FindingCard(QWidget):
    """One finding.

    Args:
        session: in which to go to the moment and to try the remedies.
        finding: what was found.
    """

    def __init__(self, session: Session, finding: Finding) -> None:
        super().__init__()
        self._session = session
        self.finding = finding
        self._icon = QLabel()
        heading = QLabel(HEADINGS.get(finding.kind, finding.kind))
        heading.setProperty("role", "title")
        self.sentence = QLabel(finding.sentence)
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.go = self._button(
            f"Go to iteration {number_text(finding.iteration)}", "Look at the run as it was there"
        )
        self.go.clicked.connect(self._on_go)
        self.remedies = [self._remedy(remedy) for remedy in finding.remedies]
        self._arrange(heading)

    def _arrange(self, heading: QLabel) -> None:
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=6)
        for button in (self.go, *self.remedies):
            flow.addWidget(button)
        text = QVBoxLayout()
        text.setSpacing(4)
        for widget in (heading, self.sentence, buttons):
            text.addWidget(widget)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(text, 1)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._icon.setPixmap(pixmap("warning", theme.alert, 16))

    def _remedy(self, remedy: Remedy) -> QPushButton:
        where = "from the start" if remedy.from_start else "from that moment"
        button = self._button(f"Try: {remedy.text}", f"A new run {where}; this one is kept")
        button.clicked.connect(partial(self._try, remedy))
        return button

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        return button

    @Slot()
    def _on_go(self) -> None:
        self._session.look_at(self.finding.iteration)

    def _try(self, remedy: Remedy) -> None:
        if remedy.from_start:
            self._session.try_out(remedy.text, remedy.experiment)
        else:
            self._session.branch_at(self.finding.iteration, remedy.experiment)
