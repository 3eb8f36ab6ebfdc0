"""Some examples, as pictures or by number: a click, or an arrow, follows one."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nnplayground.core.arrays import IntArray
from nnplayground.core.dataset import Dataset, example_in
from nnplayground.views.colours import packed_image, packed_ramp
from nnplayground.views.notation import number_text
from nnplayground.views.outputs.headline import Headline
from nnplayground.views.outputs.pager import arrow_button
from nnplayground.views.outputs.plane_axes import small_font
from nnplayground.views.theme import Theme

HEIGHT, GAP = 34, 4
_SHADES = 64


class ExampleStrip(QWidget):
    """The examples under a sentence, with arrows.

    Signals:
        example_chosen(int): the example with this number was clicked.
    """

    example_chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.sentence = Headline(theme, lines=3)
        self.row = StripCanvas(theme)
        self.row.example_chosen.connect(self.example_chosen)
        self.back = arrow_button("‹", "Example before")
        self.on = arrow_button("›", "Next example")
        self.back.clicked.connect(self._on_back)
        self.on.clicked.connect(self._on_forward)
        line = QHBoxLayout()
        line.setSpacing(2)
        for widget in (self.back, self.on):
            line.addWidget(widget)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.sentence)
        column.addWidget(self.row, 1)
        column.addLayout(line)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.sentence.apply_theme(theme)
        self.row.apply_theme(theme)

    def show_examples(
        self, dataset: Dataset, numbers: IntArray, marked: int | None, texts: tuple[str, str]
    ) -> None:
        """Show examples by their numbers, with what to say about them."""
        self.sentence.show_texts(*texts)
        self.row.show_examples(dataset, numbers, marked)
        for button in (self.back, self.on):
            button.setEnabled(len(numbers) > 0)

    def follow_next(self, step: int = 1) -> None:
        """Follow the example after the one that is followed, the first after the last."""
        numbers = self.row.numbers
        if not len(numbers):
            return
        marked = -1 if self.row.marked is None else self.row.marked
        if step > 0:
            after = numbers[numbers > marked]
            chosen = after[0] if len(after) else numbers[0]
        else:
            before = numbers[numbers < marked]
            chosen = before[-1] if len(before) else numbers[-1]
        self.example_chosen.emit(int(chosen))

    @Slot()
    def _on_back(self) -> None:
        self.follow_next(-1)

    @Slot()
    def _on_forward(self) -> None:
        self.follow_next()


class StripCanvas(QWidget):
    """The examples themselves: as many as there is room for, the followed one among them.

    Signals:
        example_chosen(int): the example with this number was clicked.
    """

    example_chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._dataset: Dataset | None = None
        self._pictures: dict[int, QImage] = {}
        self.numbers: IntArray = np.zeros(0, dtype=np.int64)
        self.marked: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Examples of the chosen cell")

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._pictures.clear()
        self.update()

    def show_examples(self, dataset: Dataset, numbers: IntArray, marked: int | None) -> None:
        """Show these, one of them marked."""
        if dataset is not self._dataset:
            self._dataset = dataset
            self._pictures.clear()
        elif marked == self.marked and np.array_equal(numbers, self.numbers):
            return
        self.numbers, self.marked = numbers, marked
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, HEIGHT + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(HEIGHT, 0)

    def shown(self) -> Sequence[int]:
        """The numbers of the examples that there is room for; the marked one is among them."""
        room = self._across() * ((self.height() + GAP) // (HEIGHT + GAP))
        if room == 0:  # the arrows are left
            return []
        first = 0
        if self.marked is not None:
            first = int(np.searchsorted(self.numbers, self.marked)) // room * room
        first = min(first, max(0, (len(self.numbers) - 1) // room * room))
        return [int(number) for number in self.numbers[first : first + room]]

    def place(self, position: int) -> QRectF:
        """Where one of the shown is."""
        row, column = divmod(position, self._across())
        left, top = column * (self._side() + GAP) + 1, row * (HEIGHT + GAP) + 1
        return QRectF(left, top, self._side() - 2, HEIGHT - 2)

    def _across(self) -> int:
        return max(1, (self.width() + GAP) // (self._side() + GAP))

    def _side(self) -> int:
        """Pixels across: a picture is square, a number has room for its digits."""
        pictures = self._dataset is not None and self._dataset.image_shape is not None
        if pictures or not len(self.numbers):
            return HEIGHT
        metrics = self.fontMetrics()
        return max(HEIGHT, metrics.horizontalAdvance(number_text(int(self.numbers[-1]) + 1)) + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._dataset is None:
            return
        painter = QPainter(self)
        painter.setFont(small_font(self.font()))
        for position, number in enumerate(self.shown()):
            self._paint_one(painter, self._dataset, self.place(position), number)
        painter.end()

    def _paint_one(self, painter: QPainter, dataset: Dataset, box: QRectF, number: int) -> None:
        theme, marked = self._theme, number == self.marked
        if dataset.image_shape is not None:
            painter.drawImage(box, self._picture(dataset, number))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent if marked else theme.border), 2 if marked else 1))
        painter.drawRect(box)
        if dataset.image_shape is None:
            painter.setPen(QColor(theme.text))
            _, row = example_in(dataset, number)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number_text(row + 1))

    def _picture(self, dataset: Dataset, number: int) -> QImage:
        if number not in self._pictures:
            if len(self._pictures) > 500:
                self._pictures.clear()
            assert dataset.image_shape is not None
            part, row = example_in(dataset, number)
            ink = packed_ramp(self._theme.surface, self._theme.text, _SHADES)
            levels = (np.clip(part.raw[row], 0.0, 1.0) * (_SHADES - 1)).round().astype(np.int64)
            self._pictures[number] = packed_image(ink[levels.reshape(dataset.image_shape)])
        return self._pictures[number]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for position, number in enumerate(self.shown()):
            if self.place(position).contains(QPointF(event.position())):
                self.example_chosen.emit(number)
