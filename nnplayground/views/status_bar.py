"""The line at the bottom: the facts of the run, and for a while what was just said."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStatusBar, QWidget

from nnplayground.core import Experiment
from nnplayground.session import Session
from nnplayground.views.icons import pixmap
from nnplayground.views.notation import number_text
from nnplayground.views.theme import Themes

SAID_MILLISECONDS = 8000
RATE_MILLISECONDS = 250


class Said(QWidget):
    """One sentence with an icon, cut short where there is no room; the tooltip has all of it."""

    def __init__(self, themes: Themes) -> None:
        super().__init__()
        self._themes = themes
        self.sentence = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("What happened")

    def show_sentence(self, sentence: str) -> None:
        """Show another sentence; '' for none."""
        self.sentence = sentence
        self.setToolTip(sentence)
        self.setAccessibleDescription(sentence)
        self.update()

    @property
    def wanted_width(self) -> int:
        """The width that the whole sentence needs."""
        return 26 + self.fontMetrics().horizontalAdvance(self.sentence)

    def sizeHint(self) -> QSize:
        return QSize(120, self.fontMetrics().height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.sentence:
            return
        theme, metrics = self._themes.theme, self.fontMetrics()
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        picture = pixmap("said", theme.accent, round(16 * ratio))
        picture.setDevicePixelRatio(ratio)
        painter.drawPixmap(0, (self.height() - 16) // 2, picture)
        painter.setPen(theme.text)
        text = metrics.elidedText(self.sentence, Qt.TextElideMode.ElideRight, self.width() - 24)
        baseline = (self.height() + metrics.ascent() - metrics.descent()) // 2
        painter.drawText(22, baseline, text)
        painter.end()


class StatusBar(QStatusBar):
    """Facts and sentences.

    Args:
        session: whose.
        themes: the colours.
        told_elsewhere: whether what is said now stands somewhere else already.
    """

    def __init__(
        self,
        session: Session,
        themes: Themes,
        told_elsewhere: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__()
        self._session = session
        self._told_elsewhere = told_elsewhere
        self.setSizeGripEnabled(False)
        self.size_fact, self.rate_fact, self.engine_fact, self.seed_fact, self.file_fact = (
            QLabel() for _ in range(5)
        )
        # in the order in which they make room for a long sentence: the last one first
        self._facts = (
            self.size_fact,
            self.rate_fact,
            self.file_fact,
            self.seed_fact,
            self.engine_fact,
        )
        for fact in (
            self.size_fact,
            self.rate_fact,
            self.engine_fact,
            self.seed_fact,
            self.file_fact,
        ):
            fact.setContentsMargins(8, 0, 8, 0)
            self.addWidget(fact)
        widest = "888 000 iterations/s · 88 frames/s"
        self._rate_width = self.fontMetrics().horizontalAdvance(widest) + 18
        self.said = Said(themes)
        self.addWidget(self.said, 1)
        self._forget = QTimer(self, singleShot=True, interval=SAID_MILLISECONDS)
        self._forget.timeout.connect(self._on_forget)
        self._rates = QTimer(self, interval=RATE_MILLISECONDS)
        self._rates.timeout.connect(self._show_rates)
        session.said.connect(self._on_said)
        session.noticed.connect(self.say)
        session.seen_changed.connect(self._on_seen_changed)
        session.running_changed.connect(self._on_running_changed)
        self._on_seen_changed(session.seen)
        self._show_rates()

    def show_file(self, name: str, modified: bool) -> None:
        """Show the document's name and whether it is saved."""
        self.file_fact.setText(f"{name} — {'not saved' if modified else 'saved'}")

    @Slot(str)
    def _on_said(self, sentence: str) -> None:
        if not self._told_elsewhere():
            self.say(sentence)

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Show a sentence for some seconds."""
        self.said.show_sentence(sentence)
        self._make_room()
        self._forget.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Hide facts, the least important first, until the sentence fits or one fact is left."""
        room = self.width() - 24
        wanted = self.said.wanted_width if self.said.sentence else 0
        shown = len(self._facts)
        while shown > 1 and self._width_of(shown) + wanted > room:
            shown -= 1
        for number, fact in enumerate(self._facts):
            fact.setVisible(number < shown and bool(fact.text()))

    def _width_of(self, shown: int) -> int:
        return sum(fact.sizeHint().width() + 6 for fact in self._facts[:shown] if fact.text())

    @Slot()
    def _on_forget(self) -> None:
        self.said.show_sentence("")
        self._make_room()

    @Slot(object)
    def _on_seen_changed(self, experiment: Experiment) -> None:
        network = experiment.network
        sizes = "–".join(str(size) for size in network.sizes)
        self.size_fact.setText(f"{sizes} · {number_text(network.parameters)} parameters")
        self.seed_fact.setText(f"seed {experiment.seed}")

    @Slot(bool)
    def _on_running_changed(self, running: bool) -> None:
        if running:
            self._rates.start()
        else:
            self._rates.stop()
        self._show_rates()

    @Slot()
    def _show_rates(self) -> None:
        training = self._session.training
        if training.running:
            iterations, frames = training.iterations.rate(), training.frames.rate()
            self.rate_fact.setText(
                f"{number_text(rounded(iterations))} iterations/s · {frames:.0f} frames/s"
            )
            # wide enough from the start, so that what stands behind it stands still
            self.rate_fact.setMinimumWidth(self._rate_width)
        else:
            self.rate_fact.setText("paused")
            self.rate_fact.setMinimumWidth(0)
        engine = self._session.frame.engine
        if bool(engine) != bool(self.engine_fact.text()):
            self.engine_fact.setText(f"engine {engine}" if engine else "")
            self._make_room()
        elif engine:
            self.engine_fact.setText(f"engine {engine}")


def rounded(rate: float) -> float:
    """A rate in three digits: more of them only flicker."""
    return float(f"{rate:.3g}")
