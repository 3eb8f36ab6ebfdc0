"""The pad: draw a picture and see what the network says to it while you draw."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QPushButton, QVBoxLayout, QWidget

from nnplayground.core.arrays import FloatArray
from nnplayground.core.dataset import Dataset
from nnplayground.core.network_spec import NetworkSpec
from nnplayground.core.probe import Probe
from nnplayground.data.placing import Placement
from nnplayground.files.number_table import NumberTable
from nnplayground.session import Frame
from nnplayground.views.flow_layout import FlowLayout
from nnplayground.views.outputs.answers import class_shares
from nnplayground.views.outputs.class_bars import ClassBars
from nnplayground.views.outputs.ink import Ink
from nnplayground.views.outputs.kind import OutputKind
from nnplayground.views.outputs.pad_canvas import PadCanvas
from nnplayground.views.outputs.picture_grid import pictures_of
from nnplayground.views.theme import Theme

_SEEN = 28  # pixels of the small picture
_HIGH = 1.15  # how much higher than wide it must be, to have the bars below


class Pad(OutputKind):
    """The sheet, its tools, and a bar for each class.

    Attributes:
        canvas: the sheet.
        bars: what the network says.
        seen: what the network sees, pixel by pixel.
        pen, eraser, clear, noise, place: the tools.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.canvas = PadCanvas(theme)
        self.bars = ClassBars(theme)
        self.seen = SeenPicture(theme)
        self._frame: Frame | None = None
        self._dataset: Dataset | None = None
        self._asked: tuple[Dataset, NetworkSpec] | None = None
        self._probe: Probe | None = None
        self._picture: FloatArray = np.zeros((1, 1))
        self._make_tools()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(10)
        self._body.addWidget(self.canvas, 1)
        self._body.addWidget(self.bars, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._tools)
        column.addLayout(self._body, 1)
        self.canvas.changed.connect(self._on_drawn)

    def _make_tools(self) -> None:
        self.pen = _chip("Pen", "Draw ink")
        self.eraser = _chip("Eraser", "Take ink away")
        tool = QButtonGroup(self)
        for button in (self.pen, self.eraser):
            tool.addButton(button)
        self.pen.setChecked(True)
        tool.buttonClicked.connect(self._on_tool)
        self.clear = _button("Clear", "Take everything away")
        self.noise = _button("Noise", "See what the network says to random pixels")
        self.place = _chip(
            "Centre", "Move and size the drawing as the pictures of the data are, before it is fed"
        )
        self.clear.clicked.connect(self._on_clear)
        self.noise.clicked.connect(self._on_noise)
        self.place.clicked.connect(self._on_drawn)
        self._tools = QWidget()
        line = FlowLayout(self._tools, gap=4)
        for widget in (self.pen, self.eraser, self.clear, self.noise, self.place, self.seen):
            line.addWidget(widget)

    # ---- frames ------------------------------------------------------------------------

    def draw(self, frame: Frame) -> None:
        self._frame = frame
        if frame.dataset is not self._dataset:
            self._take_dataset(frame.dataset)
        asked = frame.dataset, frame.experiment.network
        if self._probe is None or asked != self._asked:
            self._asked = asked
            inputs = frame.dataset.featurize(self._picture)
            self._probe = Probe(frame.layout, inputs)
        outputs = self._probe.outputs(frame.theta)
        activation = frame.experiment.network.output.activation
        self.bars.show_shares(frame.dataset.classes, class_shares(outputs, activation)[:, 0])

    def numbers(self, frame: Frame) -> NumberTable:
        """How much the network of a frame is for each class."""
        self.draw(frame)
        return NumberTable(("class", "share"), (self.bars.names, self.bars.shares.copy()))

    def plots(self) -> Sequence[QWidget]:
        return (self.canvas, self.bars)

    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        for part in (self.canvas, self.bars, self.seen):
            part.apply_theme(theme)

    def mark_example(self, number: int | None) -> None:
        """A drawing is no example."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_high = self.height() > _HIGH * self.width()
        direction = QBoxLayout.Direction
        self._body.setDirection(direction.TopToBottom if is_high else direction.LeftToRight)
        self._body.setStretch(0, 2 if is_high else 1)

    def _take_dataset(self, dataset: Dataset) -> None:
        """Draw as the pictures of this data are drawn; what is on the sheet stays."""
        assert dataset.image_shape is not None
        self._dataset = dataset
        placement = Placement.of(dataset.train.raw, dataset.image_shape)
        ink = Ink(dataset.image_shape, placement)
        ink.strokes = self.canvas.ink.strokes
        if placement.is_writing != self.canvas.ink.placement.is_writing:
            self.place.setChecked(placement.is_writing)
        self.canvas.use(ink)
        self._look()

    # ---- what a person does --------------------------------------------------------------

    def _look(self) -> None:
        """See what is on the sheet as the network does."""
        picture = self.canvas.ink.picture(self.place.isChecked())
        self._picture = picture[None, :]
        self._probe = None
        self.seen.show_picture(self._picture, self.canvas.ink.shape)

    @Slot()
    def _on_drawn(self) -> None:
        self._look()
        if self._frame is not None and self._dataset is not None:
            is_empty = self.canvas.ink.is_empty
            self.inputs_made.emit(None if is_empty else self._dataset.featurize(self._picture)[0])
            self.draw(self._frame)

    @Slot()
    def _on_tool(self) -> None:
        self.canvas.erases = self.eraser.isChecked()
        self.canvas.update()

    @Slot()
    def _on_clear(self) -> None:
        self.canvas.ink.clear()
        self.canvas.redraw()

    @Slot()
    def _on_noise(self) -> None:
        self.canvas.ink.scatter()
        self.canvas.redraw()


class SeenPicture(QWidget):
    """What the network sees, small."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._raw: FloatArray = np.zeros((1, 1))
        self._shape = (1, 1)
        self._image: QImage | None = None
        self.setFixedSize(_SEEN + 2, _SEEN + 2)
        self.setAccessibleName("What the network sees")
        self.setToolTip("What the network sees")

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._image = None
        self.update()

    def show_picture(self, raw: FloatArray, shape: tuple[int, int]) -> None:
        """Show raw (1, height * width)."""
        self._raw, self._shape, self._image = raw, shape, None
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SEEN + 2, _SEEN + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            self._image = pictures_of(self._raw, self._shape, self._theme)[0]
        height, width = self._shape
        each = _SEEN / max(height, width)
        painter = QPainter(self)
        box = QRectF(0.0, 0.0, width * each, height * each)
        box.moveCenter(QRectF(self.rect()).center())
        painter.drawImage(box, self._image)
        painter.setPen(QColor(self._theme.border))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


def _chip(text: str, tip: str) -> QPushButton:
    chip = _button(text, tip, "chip")
    chip.setCheckable(True)
    return chip


def _button(text: str, tip: str, role: str = "quiet") -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", role)
    button.setToolTip(tip)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
