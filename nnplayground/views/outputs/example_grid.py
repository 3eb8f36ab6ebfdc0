"""Examples as pictures, page by page, with the network's answers."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnplayground.core.dataset import Dataset
from nnplayground.core.network_spec import NetworkSpec
from nnplayground.files.number_table import NumberTable
from nnplayground.session import Frame
from nnplayground.views.outputs.answers import example_table
from nnplayground.views.outputs.kind import OutputKind
from nnplayground.views.outputs.pager import Pager
from nnplayground.views.outputs.picture_grid import PictureGrid
from nnplayground.views.theme import Theme


class ExampleGrid(OutputKind):
    """The grid with its pager."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.canvas = PictureGrid(theme)
        self.canvas.example_chosen.connect(self.example_chosen)
        self.pager = Pager()
        self._frame: Frame | None = None
        self._shown: tuple[Dataset, NetworkSpec, int] | None = None
        self.pager.changed.connect(self._on_page_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.pager)

    def draw(self, frame: Frame) -> None:
        self._frame = frame
        wanted = (frame.dataset, frame.experiment.network, self.canvas.capacity())
        if self._shown is None or self._shown != wanted:
            self._shown = wanted
            page = self.pager.show_pages(frame.dataset, self.canvas.capacity())
            begins = self.pager.first_number(frame.dataset)
            rows = np.arange(page.start, page.stop)
            self.canvas.show_examples(frame, self.pager.part(frame.dataset), rows, begins)
        self.canvas.draw(frame)

    def numbers(self, frame: Frame) -> NumberTable:
        """All examples of the part that is shown, not only a page of them."""
        return example_table(frame, self.pager.part_name(frame.dataset))

    def plots(self) -> Sequence[QWidget]:
        return (self.canvas,)

    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        self.canvas.apply_theme(theme)
        self._shown = None

    def mark_example(self, number: int | None) -> None:
        self.canvas.marked = number

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._frame is not None:
            self.draw(self._frame)

    @Slot()
    def _on_page_changed(self) -> None:
        self._shown = None
        if self._frame is not None:
            self.draw(self._frame)
