"""A box that waits for something that is worked out beside the window, and can be left."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnplayground.session.background import Background, Progress


class Waiting(QDialog):
    """Says what is going on and how far it is.

    Args:
        sentence: what is going on.
        background: where it is worked out.
        window: what the box stands before.
    """

    def __init__(self, sentence: str, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle("nnplayground")
        self._background = background
        self._result: Any = None
        said = QLabel(sentence)
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setWordWrap(True)
        said.setMinimumWidth(360)
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Share that is done")
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.progress, 1)
        foot.addSpacing(10)
        foot.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(said)
        layout.addLayout(foot)

    def result_of(self, work: Callable[[Progress], Any]) -> Any:
        """What `work` gives; None where it was left, or went wrong unexpectedly."""
        self._background.failed.connect(self.reject)
        self._background.begin(self, work, self._on_done, self._on_progress)
        self.exec()
        self._background.failed.disconnect(self.reject)
        self._background.cancel(self)
        self.deleteLater()
        return self._result

    def _on_done(self, result: Any) -> None:
        self._result = result
        self.accept()

    @Slot(float)
    def _on_progress(self, share: float) -> None:
        self.progress.setValue(round(1000 * share))
