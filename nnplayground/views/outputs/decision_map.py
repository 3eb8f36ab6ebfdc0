"""The decision map: what the network says everywhere on the plane, and the data on it."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QComboBox, QVBoxLayout, QWidget

from nnplayground.core.dataset import Dataset
from nnplayground.files.number_table import NumberTable
from nnplayground.session import Frame
from nnplayground.views.flow_layout import FlowLayout
from nnplayground.views.outputs.answers import answer_table
from nnplayground.views.outputs.contour_choice import ContourChoice
from nnplayground.views.outputs.dots import show_test_box
from nnplayground.views.outputs.kind import OutputKind
from nnplayground.views.outputs.legend import Legend
from nnplayground.views.outputs.map_canvas import MapCanvas
from nnplayground.views.outputs.painting import Hand, Painting, PaintingBar
from nnplayground.views.outputs.plane_axes import BOTTOM, LEFT, RIGHT, TOP
from nnplayground.views.outputs.slicing import SliceBar
from nnplayground.views.theme import Theme

SIDE, UNDER = 126, 58  # pixels that legend and switches take beside or under the map


class DecisionMap(OutputKind):
    """The map with its switches and its legend."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.canvas = MapCanvas(theme)
        self.canvas.example_chosen.connect(self.example_chosen)
        self.legend = Legend(theme)
        self.show_test = show_test_box()
        self.discretize = QCheckBox("Discretize")
        self.discretize.setToolTip("Show the answer only, not how sure the network is")
        self.rings = QCheckBox("Mistakes")
        self.rings.setToolTip("Put a ring around every example that the network takes for another")
        self.contours = ContourChoice()
        self.columns = SliceBar(2)
        self.target = QComboBox()
        self.target.setAccessibleName("Which target")
        self.target.setToolTip("Which of the predicted numbers is shown")
        self.target.hide()
        for box in (self.show_test, self.discretize, self.rings):
            box.toggled.connect(self._on_switched)
        self.contours.chosen.connect(self._on_switched)
        self.columns.changed.connect(self._on_switched)
        self.target.activated.connect(self._on_switched)
        self._hand: Hand | None = None
        self._tools: PaintingBar | None = None
        self._dataset: Dataset | None = None
        self._sliced: tuple[Dataset | None, int] = None, 0
        self._arrange()

    def _arrange(self) -> None:
        switches = QWidget()
        flow = FlowLayout(switches, gap=6)
        flow.addWidget(self.show_test)
        flow.addWidget(self.discretize)
        flow.addWidget(self.rings)
        flow.addWidget(self.target)
        side = QVBoxLayout()
        side.setSpacing(4)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.addWidget(self.legend, 1)
        self._line.addWidget(self.contours)
        side.addLayout(self._line)
        side.addWidget(switches)
        side.addStretch(1)
        self._side = side
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._box.setSpacing(4)
        self._box.addWidget(self.canvas, 1000)
        self._box.addLayout(side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.columns)
        column.addLayout(self._box, 1)

    def hold_tools(self, painting: Painting, tools: PaintingBar) -> bool:
        if self._hand is None:
            self._hand = Hand(self.canvas, painting)
            tools.add_keys(self.canvas)
            painting.changed.connect(self._on_painting_changed)
        self._tools = tools
        self._side.insertWidget(self._side.count() - 1, tools)
        self._settle()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._settle()
        super().resizeEvent(event)

    def _settle(self) -> None:
        """Put the switches where they leave the square map the most room: beside or under it."""
        width, height = self.width(), self.height() - self._choices_height()
        painting = self._tools is not None and self._tools.isVisibleTo(self)
        tools = self._tools.heightForWidth(width) if self._tools is not None and painting else 0
        beside = width - SIDE > height - UNDER - tools
        for widget in (self.legend, self.contours):  # the tools name the classes, too
            widget.setVisible(not (painting and beside))
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._line.setDirection(directions.TopToBottom if beside else directions.LeftToRight)
        # no larger than the square map, so that the legend stands right at it
        across, down = LEFT + RIGHT, TOP + BOTTOM
        self.canvas.setMaximumWidth(height - down + across if beside else width)
        self.canvas.setMaximumHeight(height if beside else max(160, width - across + down))

    def numbers(self, frame: Frame) -> NumberTable:
        """The outputs in the middle of each cell."""
        return answer_table(frame, self.canvas.grid(frame.dataset))

    def plots(self) -> Sequence[QWidget]:
        return (self.canvas, self.legend)

    def draw(self, frame: Frame) -> None:
        if frame.dataset is not self._dataset:
            self._offer(frame.dataset)
        self.legend.show_dataset(frame.dataset, self.canvas.target)
        self._show_switches(frame)
        self.canvas.draw(frame)

    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        self.legend.apply_theme(theme)
        self.canvas.theme = theme
        self.canvas.forget()

    def mark_example(self, number: int | None) -> None:
        self.canvas.marked = number
        if self.columns.follows:
            self._take_slice()

    def _offer(self, dataset: Dataset) -> None:
        """Offer what there is to choose of other data."""
        self._dataset = dataset
        self.columns.show_dataset(dataset)
        self.rings.setVisible(bool(dataset.classes))
        names = list(dataset.target_names)
        if names != [self.target.itemText(place) for place in range(self.target.count())]:
            self.target.clear()
            self.target.addItems(names)
        self.target.setVisible(len(names) > 1)
        self._take_choices()

    def _take_choices(self) -> None:
        """Let the picture have what is chosen."""
        self.canvas.show_test = self.show_test.isChecked()
        self.canvas.discretize = self.discretize.isChecked()
        self.canvas.rings = self.rings.isChecked()
        self.canvas.levels = self.contours.levels
        self.canvas.target = max(0, self.target.currentIndex())
        self._take_slice()
        self.canvas.forget()

    def _take_slice(self) -> None:
        """Cut through the columns that are chosen, and the example that is followed."""
        example = self.canvas.marked or 0
        if self.columns.needed and self._sliced != (self._dataset, example):
            self.canvas.forget()
        self._sliced = self._dataset, example
        self.canvas.cut = self.columns.slice(example) if self.columns.needed else None

    def _choices_height(self) -> int:
        """Pixels that the choices over the map take."""
        return self.columns.sizeHint().height() + 4 if self.columns.isVisibleTo(self) else 0

    def _show_switches(self, frame: Frame) -> None:
        """Whoever paints sees the test points anyway."""
        painting = self._hand is not None and self._hand.is_painting
        self.show_test.setVisible(len(frame.dataset.test) > 0 and not painting)

    @Slot()
    def _on_painting_changed(self) -> None:
        self._settle()
        if self.canvas.frame is not None:
            self._show_switches(self.canvas.frame)

    @Slot()
    def _on_switched(self) -> None:
        self._take_choices()
        if self.canvas.frame is not None:
            self.draw(self.canvas.frame)
