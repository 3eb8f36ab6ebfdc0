"""Get MNIST: nothing comes from the network before a person clicks."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnplayground.core.recording import ReplayStopped
from nnplayground.files import FileError
from nnplayground.files.download import DownloadStopped
from nnplayground.session.background import Background, Progress
from nnplayground.views.foot import ShareBar, foot, primary_button

SIZE = QSize(520, 230)
ABOUT = (
    "MNIST is 70,000 handwritten digits of 28×28 pixels, 60,000 to learn from and 10,000 to test "
    "with (Yann LeCun, Corinna Cortes and Christopher Burges)."
)


class MnistDialog(QDialog):
    """Says what is fetched from where, and fetches it.

    Args:
        fetch: fetches the files; returns the one that stands for all.
        plan: where from, how much, where to, in a sentence.

    Attributes:
        path: the file that stands for all, once they are there.
    """

    def __init__(
        self, fetch: Callable[[Progress], Path], plan: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Get MNIST")
        self.resize(SIZE)
        self._fetch = fetch
        self.path: Path | None = None
        # of its own: a slow network must not hold up what else is worked out beside the window
        self._background = Background(self)
        self._background.failed.connect(self._tell_problem)
        self._make(plan)
        self.finished.connect(self._background.shut_down)

    def _make(self, plan: str) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        for sentence, role in ((ABOUT, ""), (plan, "muted")):
            layout.addWidget(_paragraph(sentence, role))
        self.said = _paragraph("", "alert")
        layout.addWidget(self.said)
        layout.addStretch(1)
        self.progress = ShareBar("Share that is fetched")
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(self.reject)
        self.download = primary_button("Download")
        self.download.clicked.connect(self._on_download)
        layout.addLayout(foot(self.progress, self.cancel, self.download))

    @Slot()
    def _on_download(self) -> None:
        self.download.setEnabled(False)
        self.said.clear()
        self._background.begin(self, self._work, self._on_done, self.progress.show_share)

    def _work(self, progress: Progress) -> Path | FileError:
        """In the background's thread; why nothing came is a value."""
        try:
            return self._fetch(progress)
        except FileError as error:
            return error
        except DownloadStopped:
            raise ReplayStopped from None  # the background's word for it

    def _on_done(self, result: Path | FileError) -> None:
        if isinstance(result, FileError):
            self._tell_problem(str(result))
            return
        self.path = result
        self.accept()

    @Slot(str)
    def _tell_problem(self, sentence: str) -> None:
        self.progress.setValue(0)
        self.said.setText(sentence)
        self.download.setText("Try again")
        self.download.setEnabled(True)


def _paragraph(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
