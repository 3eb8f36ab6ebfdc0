"""A grid of pictures: each example with the network's answer and how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.dataset import Part
from nnplayground.core.metrics import NO_ANSWER
from nnplayground.core.probe import Probe
from nnplayground.session import Frame
from nnplayground.views.colours import packed_image, packed_ramp
from nnplayground.views.outputs.answers import Answers, answers, class_shares
from nnplayground.views.outputs.card import paint_card
from nnplayground.views.outputs.picture_caption import CAPTION, Caption, paint_caption
from nnplayground.views.outputs.plane_axes import small_font
from nnplayground.views.theme import Theme

SMALLEST_CELL = 50  # pixels across
TINIEST_CELL = 24  # where all are to be seen at once
GAP = 6
SHADES = 64
LIKELIEST = 4  # classes on the card


@dataclass(frozen=True, eq=False)
class _Page:
    """What the grid shows until another page is turned to.

    Attributes:
        rows: (examples,) places of the page's examples in their part, from 0.
        names: what to call each on the card.
        begins: number of the part's first example among all.
        part: the examples of the page.
        pictures: one of each.
        probe: gives the outputs of the page.
    """

    rows: IntArray
    names: Sequence[str]
    begins: int
    part: Part
    pictures: list[QImage]
    probe: Probe


class PictureGrid(QWidget):
    """The pictures themselves.

    Signals:
        example_chosen(int): the picture of this example was clicked.

    Attributes:
        marked: the number of the example that is followed, None for none.
        all_of: so many are seen at once, as large as there is room for; None for as many small
            ones as there is room for.
    """

    example_chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.marked: int | None = None
        self.all_of: int | None = None
        self._frame: Frame | None = None
        self._page: _Page | None = None
        self._outputs: FloatArray = np.zeros((1, 0))
        self._answers: Answers | None = None
        self._pointer: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Examples with the network's answers")
        self.setAccessibleDescription("Arrow keys follow another example")
        self.setMinimumSize(140, 90)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(300, 300)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours; the examples are shown anew."""
        self._theme = theme

    def columns(self) -> int:
        """How many pictures are side by side."""
        if self.all_of is None:
            return self._most_columns(SMALLEST_CELL)
        most = self._most_columns(TINIEST_CELL)
        return next((count for count in range(1, most) if self._has_room(count)), most)

    def _most_columns(self, smallest: int) -> int:
        return max(1, (self.width() + GAP) // (smallest + GAP))

    def _has_room(self, columns: int) -> bool:
        """Whether all pictures fit where so many are side by side."""
        rows = -(-(self.all_of or 0) // columns)
        return rows * ((self.width() + GAP) / columns + CAPTION) <= self.height() + GAP

    def capacity(self) -> int:
        """How many pictures there is room for."""
        return self.columns() * max(1, int((self.height() + GAP) // (self._pitch() + CAPTION)))

    def _pitch(self) -> float:
        """Pixels from one picture's left side to the next one's."""
        return (self.width() + GAP) / self.columns()

    def show_examples(
        self,
        frame: Frame,
        part: Part,
        rows: IntArray,
        begins: int,
        names: Sequence[str] = (),
    ) -> None:
        """Show these rows of a part whose first example has a number; a `draw` follows."""
        shown = Part(part.raw[rows], part.inputs[rows], part.targets[rows], part.labels[rows])
        assert frame.dataset.image_shape is not None
        self._page = _Page(
            rows,
            names or [f"example {row + 1}" for row in rows.tolist()],
            begins,
            shown,
            pictures_of(shown.raw, frame.dataset.image_shape, self._theme),
            Probe(frame.layout, shown.inputs),
        )

    def draw(self, frame: Frame) -> None:
        """Show what a frame says to the examples."""
        if self._page is None:
            return
        self._frame = frame
        self._outputs = self._page.probe.outputs(frame.theta)
        self._answers = answers(self._outputs, frame.experiment.network.output.activation)
        self.update()

    # ---- painting ----------------------------------------------------------------------

    def cell(self, number: int) -> QRectF:
        """Where the picture of a page's example is."""
        row, column = divmod(number, self.columns())
        pitch = self._pitch()
        side = pitch - GAP
        return QRectF(column * pitch, row * (pitch + CAPTION), side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._page is None or self._answers is None or self._frame is None:
            return
        painter = QPainter(self)
        font = small_font(self.font())
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        for number in range(len(self._page.part)):
            cell, caption = self.cell(number), self.caption(number)
            self._paint_picture(painter, cell, self._page.pictures[number], bool(caption.right))
            paint_caption(painter, cell, caption, (font, bold), self._theme)
        self._paint_mark(painter)
        self._paint_pointer(painter)
        painter.end()

    def caption(self, number: int) -> Caption:
        """What stands below an example of the page."""
        assert self._page is not None
        assert self._answers is not None
        assert self._frame is not None
        said, label = int(self._answers.classes[number]), int(self._page.part.labels[number])
        classes = self._frame.dataset.classes
        answer = "?" if said == NO_ANSWER else classes[said]
        sure = float(self._answers.confidence[number])
        return Caption(answer, classes[label] if said != label else "", sure)

    def _paint_mark(self, painter: QPainter) -> None:
        """A frame around the example that is followed, where it is on the page."""
        assert self._page is not None
        row = -1 if self.marked is None else self.marked - self._page.begins
        for number in np.flatnonzero(self._page.rows == row).tolist():
            # inside the frame that says whether the answer is wrong, which stays to be seen
            painter.setPen(QPen(QColor(self._theme.accent), 2.0))
            painter.drawRect(self.cell(number).adjusted(3, 3, -3, -3))

    def _paint_picture(self, painter: QPainter, cell: QRectF, picture: QImage, wrong: bool) -> None:
        painter.drawImage(cell, picture)
        painter.setPen(QColor(self._theme.alert if wrong else self._theme.border))
        painter.drawRect(cell.adjusted(0.5, 0.5, -0.5, -0.5))
        if wrong:
            painter.drawRect(cell.adjusted(1.5, 1.5, -1.5, -1.5))

    # ---- the keyboard ------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # arrows are the grid's own while the keyboard is on it
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._step(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = self._step(event)
        if self._page is None or not step:
            super().keyPressEvent(event)
            return
        rows = self._page.rows
        row = -1 if self.marked is None else self.marked - self._page.begins
        there = np.flatnonzero(rows == row)
        wanted = int(there[0]) + step if len(there) else 0
        if 0 <= wanted < len(rows):
            self.example_chosen.emit(self._page.begins + int(rows[wanted]))

    def _step(self, event: QKeyEvent) -> int:
        """How many pictures on an arrow key leads; 0 for another key."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return 0
        across = self.columns()
        keys = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -across,
            Qt.Key.Key_Down: across,
        }
        return keys.get(Qt.Key(event.key()), 0)

    # ---- under the pointer -------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.example_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number is not None:
            assert self._page is not None
            self.example_chosen.emit(self._page.begins + int(self._page.rows[number]))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self.update()

    def leaveEvent(self, event: object) -> None:
        self._pointer = None
        self.update()

    def example_at(self, point: QPointF) -> int | None:
        """The number on the page of the example at a pixel."""
        count = 0 if self._page is None else len(self._page.part)
        for number in range(count):
            if self.cell(number).adjusted(0, 0, 0, CAPTION).contains(point):
                return number
        return None

    def _paint_pointer(self, painter: QPainter) -> None:
        number = None if self._pointer is None else self.example_at(self._pointer)
        if self._pointer is not None and number is not None:
            lines = self._lines(number)
            paint_card(painter, QRectF(self.rect()), self._pointer, lines, self._theme)

    def _lines(self, number: int) -> list[str]:
        """What is to say about an example of the page, in lines."""
        assert self._page is not None
        assert self._frame is not None
        classes = self._frame.dataset.classes
        head = [
            self._page.names[number],
            f"is {classes[self._page.part.labels[number]]}",
        ]
        activation = self._frame.experiment.network.output.activation
        each = class_shares(self._outputs[:, number : number + 1], activation)[:, 0]
        if np.isnan(each).any():
            return [*head, "the output is no number"]
        likeliest = np.argsort(-each, kind="stable")[:LIKELIEST]
        return [*head, *(f"{classes[i]}   {each[i]:.1%}" for i in likeliest)]


def pictures_of(raw: FloatArray, shape: tuple[int, int], theme: Theme) -> list[QImage]:
    """A picture of each example (examples, height * width), values from 0 to 1."""
    ink = packed_ramp(theme.surface, theme.text, SHADES)
    levels = (np.clip(raw, 0.0, 1.0) * (SHADES - 1)).round().astype(np.int64)
    return [packed_image(ink[one.reshape(shape)]) for one in levels]
