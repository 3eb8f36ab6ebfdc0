"""A box that waits for something that is worked out beside the window, and can be left."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnplayground.session.background import Background, Progress
from nnplayground.views.foot import ShareBar, foot


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
        self.progress = ShareBar("Share that is done")
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(said)
        layout.addLayout(foot(self.progress, self.cancel))

    def result_of(self, work: Callable[[Progress], Any]) -> Any:
        """What `work` gives; None where it was left, or went wrong unexpectedly."""
        self._background.failed.connect(self.reject)
        self._background.begin(self, work, self._on_done, self.progress.show_share)
        self.exec()
        self._background.failed.disconnect(self.reject)
        self._background.cancel(self)
        self.deleteLater()
        return self._result

    def _on_done(self, result: Any) -> None:
        self._result = result
        self.accept()
