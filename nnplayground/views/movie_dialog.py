"""Asks what a film is to show, and makes it."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from nnplayground.files.film import FORMATS
from nnplayground.session import Session
from nnplayground.views.movie import Movie, film_iterations
from nnplayground.views.panels import BOTTOM_PANELS, RIGHT_PANELS

if TYPE_CHECKING:
    from nnplayground.views.main_window import MainWindow

RATES = (5, 10, 20, 25)
# A spin box of Qt's counts no further.
_LARGEST = 2**31 - 1


class MovieDialog(QDialog):
    """The questions and, below them, how far the film is.

    Args:
        session: whose run.
        views: what can be filmed, by title.
        folder: where films are proposed to go.
        parent: the window.
    """

    def __init__(
        self,
        session: Session,
        views: Mapping[str, QWidget],
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export a film")
        self.session = session
        self.views = dict(views)
        self.movie: Movie | None = None
        self._folder = folder
        playback = session.playback
        first, last = playback.first, min(playback.last, _LARGEST)
        self.view = QComboBox()
        self.view.addItems(list(self.views))
        self.start = _number(first, last, first)
        self.end = _number(first, last, last)
        self.pictures = _number(2, 2000, 100)
        self.rate = QComboBox()
        self.rate.addItems([str(rate) for rate in RATES])
        self.rate.setCurrentText("10")
        self.early = QCheckBox("More of the beginning, where most happens")
        self.format = QComboBox()
        for form in FORMATS.values():
            if form.available():
                self.format.addItem(form.label, form.key)
        self.export = QPushButton("Export…")
        self.cancel = QPushButton("Close")
        self.progress = QProgressBar()
        self._arrange()

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for text, widget in (
            ("Show", self.view),
            ("From iteration", self.start),
            ("To iteration", self.end),
            ("Pictures", self.pictures),
            ("Pictures a second", self.rate),
            ("", self.early),
            ("Write", self.format),
        ):
            form.addRow(text, widget)
            widget.setAccessibleName(text or self.early.text())
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.hide()
        self.export.setProperty("role", "primary")
        self.export.setDefault(True)
        self.export.clicked.connect(self._on_export)
        self.cancel.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(self.progress)
        layout.addLayout(buttons)

    @Slot()
    def _on_export(self) -> None:
        path = self.ask_path()
        if path is not None:
            self.make(path)

    def ask_path(self) -> Path | None:
        """Where the film goes; None for not at all."""
        form = FORMATS[self.format.currentData()]
        if not form.suffix:
            name = QFileDialog.getExistingDirectory(
                self, "Folder for the pictures", str(self._folder)
            )
            return Path(name) if name else None
        proposed = str(self._folder / f"film{form.suffix}")
        name, _ = QFileDialog.getSaveFileName(
            self, "Export a film", proposed, f"{form.label} (*{form.suffix})"
        )
        if not name:
            return None
        path = Path(name)
        return path if path.suffix == form.suffix else path.with_name(path.name + form.suffix)

    def make(self, path: Path) -> None:
        """Make the film that was asked for."""
        first, last = sorted((self.start.value(), self.end.value()))
        iterations = film_iterations(first, last, self.pictures.value(), self.early.isChecked())
        view = self.views[self.view.currentText()]
        _bring_up(view)
        self.movie = Movie(
            self.session,
            view,
            iterations,
            path,
            self.format.currentData(),
            float(self.rate.currentText()),
            self,
        )
        self.movie.progressed.connect(self._on_progressed)
        self.movie.finished.connect(self._on_finished)
        self._set_busy(True)
        self.movie.begin()

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.view, self.start, self.end, self.pictures, self.rate, self.early):
            widget.setEnabled(not busy)
        self.format.setEnabled(not busy)
        self.export.setEnabled(not busy)
        self.progress.setVisible(busy)
        self.cancel.setText("Cancel" if busy else "Close")

    @Slot(float)
    def _on_progressed(self, share: float) -> None:
        self.progress.setValue(round(share * 1000))

    @Slot(str)
    def _on_finished(self, sentence: str) -> None:
        self.movie = None
        self.session.said.emit(sentence)
        self._set_busy(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.movie is not None:
            self.movie.cancel()
            event.ignore()
            return
        super().closeEvent(event)

    def reject(self) -> None:
        """Escape closes as the button does: a film under way is left first."""
        if self.movie is not None:
            self.movie.cancel()
        else:
            super().reject()


def export_film(window: "MainWindow") -> MovieDialog:
    """Open the dialog for what a window shows."""
    views: dict[str, QWidget] = {"Whole window": window, "Network": window.editor}
    for spec in (*RIGHT_PANELS, *BOTTOM_PANELS):
        views[spec.title] = window.docks.panels[spec.key]
    dialog = MovieDialog(window.session, views, window.preferences.folder, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setModal(True)
    dialog.open()
    return dialog


def _bring_up(view: QWidget) -> None:
    """Show a view that stands behind another tab."""
    widget: QWidget | None = view
    while widget is not None:
        parent = widget.parentWidget()
        tabs = None if parent is None else parent.parentWidget()
        if isinstance(tabs, QTabWidget):
            tabs.setCurrentWidget(widget)
        widget = parent


def _number(lowest: int, highest: int, value: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(lowest, highest)
    box.setGroupSeparatorShown(True)
    box.setValue(value)
    return box
