"""The slim line above the network that says what went wrong and offers the ways out."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from nnplayground.session import Frame, Session
from nnplayground.views.icons import icon
from nnplayground.views.notation import number_text
from nnplayground.views.theme import Theme, Themes

# Where to go from a learning rate that was too large: the next of these below a third of it.
LEARNING_RATES = tuple(digit * 10.0**power for power in range(3, -7, -1) for digit in (3, 1))


def smaller_rate(rate: float) -> float:
    """A learning rate that is about a third of `rate`, and round."""
    return next((one for one in LEARNING_RATES if one <= rate / 2.9), rate / 3)


class Banner(QFrame):
    """Shown when a run has diverged, until it goes on or starts anew.

    Args:
        session: whose run.
        themes: the colours.
    """

    def __init__(self, session: Session, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._iteration = 0
        self.setProperty("role", "banner")
        self.icon = QLabel()
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.reset = QPushButton("Reset")
        self.reset.setToolTip("Back to iteration 0 with the same initial weights")
        self.slower = QPushButton()
        self.slower.setToolTip("Back to iteration 0, and learn in smaller steps from there")
        self.dismiss = QPushButton()
        self.dismiss.setProperty("role", "quiet")
        self.dismiss.setAccessibleName("Close this message")
        self.dismiss.setToolTip("Close this message")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.setSpacing(8)
        for widget in (self.icon, self.sentence, self.slower, self.reset, self.dismiss):
            layout.addWidget(widget)
        layout.setStretch(1, 1)
        for button in (self.reset, self.slower, self.dismiss):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.reset.clicked.connect(self._on_reset)
        self.slower.clicked.connect(self._on_slower)
        self.dismiss.clicked.connect(self.hide)
        session.frame_changed.connect(self._on_frame)
        session.running_changed.connect(self._on_running_changed)
        themes.changed.connect(self._on_theme)
        self._on_theme(themes.theme)
        self.hide()

    def tell(self, sentence: str) -> None:
        """Show a sentence about the run as it is now."""
        session = self._session
        self._iteration = session.frame.iteration
        rate = session.experiment.training.learning_rate
        self.slower.setText(f"Reset, learning rate {number_text(smaller_rate(rate))}")
        self.sentence.setText(sentence)
        self.show()

    @Slot()
    def _on_reset(self) -> None:
        self._session.reset()

    @Slot()
    def _on_slower(self) -> None:
        rate = smaller_rate(self._session.experiment.training.learning_rate)
        if self._session.edit_training("Learning rate", learning_rate=rate):
            self._session.reset()

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        if frame.iteration != self._iteration and not self.isHidden():
            self.hide()

    @Slot(bool)
    def _on_running_changed(self, running: bool) -> None:
        if running:
            self.hide()

    @Slot(object)
    def _on_theme(self, theme: Theme) -> None:
        self.icon.setPixmap(
            icon("warning", theme.alert).pixmap(QSize(16, 16), self.devicePixelRatioF())
        )
        self.dismiss.setIcon(icon("close", theme.muted))
