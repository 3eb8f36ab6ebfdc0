"""The preview of pictures: how many are taken, and how those of a folder are brought to a size."""

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QSize, QTimer, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from nnplayground.core import SpecError
from nnplayground.core.pictures_spec import PicturesSpec
from nnplayground.data.picture_opening import opened_pictures
from nnplayground.data.picture_source import (
    TAKEN,
    bytes_of_examples,
    most_examples,
    source_of_pictures,
    stored_pictures,
)
from nnplayground.session.background import Background, Progress
from nnplayground.session.wording import as_sentence
from nnplayground.views.foot import ShareBar, foot, named, primary_button
from nnplayground.views.picture_dialog.preview import PicturesPreview
from nnplayground.views.reading import Reading
from nnplayground.views.said import Said
from nnplayground.views.theme import Theme

SIZE = QSize(680, 480)
SIDES = (4, 64)  # pixels that the pictures of a folder can be brought to
WAIT = 300  # ms, so that several changes are read at once


class PicturesDialog(QDialog):
    """Shows pictures and opens them, once they can be.

    Args:
        title: what is being opened.
        find: finds out what there is, beside the window.
        background: where pictures are read.
        prepare: what makes the examples of so many pictures before they are opened, to be done
            beside the window.
        theme: the colours.

    Attributes:
        spec: the pictures as they are meant now; None before they were read.
        count: how many are taken.
        side, dark_ink: how those of a folder are read.
    """

    def __init__(
        self,
        title: str,
        find: Callable[[], PicturesSpec],
        background: Background,
        prepare: Callable[[PicturesSpec, int], Callable[[], None]],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Open pictures — {title}")
        self.resize(SIZE)
        self.spec: PicturesSpec | None = None
        self._prepare = prepare
        self._wanted: PicturesSpec | None = None
        self._reading = Reading(background)
        self._soon = QTimer(self, singleShot=True, interval=WAIT)
        self._soon.timeout.connect(self._read)
        self._make(theme)
        self.finished.connect(self._reading.leave)
        self._begin(lambda progress: opened_pictures(find(), progress, find_ink=True))

    # ---- making ------------------------------------------------------------------------

    def _make(self, theme: Theme) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        self.preview = PicturesPreview(theme)
        layout.addWidget(self.preview, 1)
        layout.addLayout(self._make_settings())
        self.memory = QLabel()
        self.memory.setProperty("role", "muted")
        layout.addWidget(self.memory)
        self.said = Said()
        layout.addWidget(self.said)
        self._make_foot(layout)

    def _make_settings(self) -> QHBoxLayout:
        self.count = QSpinBox()
        self.count.setAccessibleName("How many pictures are taken")
        self.count.setToolTip(
            "So many are drawn from all of them; the Data panel can change it later"
        )
        self.count.setEnabled(False)
        self.count.valueChanged.connect(self._tell_memory)
        self.of_all = QLabel()
        self.side = QSpinBox()
        self.side.setRange(*SIDES)
        self.side.setSuffix(" pixels")
        self.side.setAccessibleName("Side of a picture in pixels")
        self.side.setToolTip("Every picture is brought to this width and height")
        self.side.valueChanged.connect(self._on_changed)
        self.dark_ink = QCheckBox("Dark is ink")
        self.dark_ink.setToolTip("Dark becomes 1 and light 0, as for writing on paper")
        self.dark_ink.clicked.connect(self._on_changed)
        self._folder = QWidget()
        folder = QHBoxLayout(self._folder)
        folder.setContentsMargins(0, 0, 0, 0)
        for widget in (*named("Size", self.side), self.dark_ink):
            folder.addWidget(widget)
        self._folder.hide()
        row = QHBoxLayout()
        for widget in (*named("Take", self.count), self.of_all, self._folder):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _make_foot(self, layout: QVBoxLayout) -> None:
        self.progress = ShareBar("Share that is read")
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(self.reject)
        self.open_button = primary_button("Open")
        self.open_button.clicked.connect(self._on_open)
        layout.addLayout(foot(self.progress, self.cancel, self.open_button))

    # ---- reading beside the window -------------------------------------------------------

    def _begin(self, work: Callable[[Progress], PicturesSpec]) -> None:
        self.spec = None
        self.open_button.setEnabled(False)
        self.progress.setValue(0)
        self.said.say("Reading the pictures…")
        self._reading.begin(work, self._on_read, self.progress.show_share)

    def _on_read(self, spec: PicturesSpec | SpecError) -> None:
        if isinstance(spec, SpecError):
            self._tell_problem(spec)
            return
        self.spec = self._wanted = spec
        stored = stored_pictures(spec)
        self.progress.show_share(1.0)
        self.preview.show_pictures(stored)
        with QSignalBlocker(self.count), QSignalBlocker(self.side):
            first = not self.count.isEnabled()
            self.count.setRange(2, most_examples(stored))
            self.count.setEnabled(True)
            if first:
                self.count.setValue(TAKEN)
            self.side.setValue(spec.height)
        self.of_all.setText(f"of {len(stored):,}")
        self.dark_ink.setChecked(spec.dark_ink)
        self._folder.setVisible(spec.form == "folder")
        self._tell_memory()
        self.said.say(source_of_pictures(spec).description)
        self.open_button.setEnabled(True)

    @Slot()
    def _on_open(self) -> None:
        if self.spec is None:
            return
        spec = self.spec
        make_examples = self._prepare(spec, self.count.value())

        def work(progress: Progress) -> PicturesSpec:
            make_examples()
            return spec

        self.open_button.setEnabled(False)
        self.said.say("Opening the pictures…")
        self._reading.begin(work, self._on_prepared, self.progress.show_share)

    def _on_prepared(self, spec: PicturesSpec | SpecError) -> None:
        if isinstance(spec, SpecError):
            self._tell_problem(spec)
        else:
            self.accept()

    @Slot()
    def _on_changed(self) -> None:
        if self._wanted is not None:
            self.open_button.setEnabled(False)
            self._soon.start()

    @Slot()
    def _read(self) -> None:
        assert self._wanted is not None
        side, dark = self.side.value(), self.dark_ink.isChecked()
        self._wanted = dataclasses.replace(self._wanted, height=side, width=side, dark_ink=dark)
        wanted = self._wanted
        self._begin(lambda progress: opened_pictures(wanted, progress))

    # ---- saying --------------------------------------------------------------------------

    @Slot()
    def _tell_memory(self) -> None:
        if self.spec is not None:
            megabytes = bytes_of_examples(stored_pictures(self.spec), self.count.value()) / 1e6
            self.memory.setText(
                f"As numbers they take {max(1.0, megabytes):,.0f} MB of memory; more where their "
                "values are scaled."
            )

    def _tell_problem(self, error: SpecError) -> None:
        self.progress.setValue(0)
        self.preview.show_pictures(None)
        self.said.say(as_sentence(str(error)), "alert")
