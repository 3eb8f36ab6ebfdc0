"""One layer's weights and biases: as a table of numbers to type in, or as pictures."""

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from nnplayground.core import ParameterLayout
from nnplayground.session import Frame, Selection, Session
from nnplayground.views.plots.heading import heading
from nnplayground.views.plots.labels import matrix_name, subscript, superscript
from nnplayground.views.plots.matrix_grid import MatrixGrid
from nnplayground.views.plots.matrix_look import MatrixLook
from nnplayground.views.plots.pixel_pictures import PixelPictures
from nnplayground.views.theme import Theme

# More numbers than this are shown as a picture, until a person asks for the numbers.
MAX_NUMBERS = 2048


class MatrixView(QWidget):
    """The matrix of the layer that a person chooses, or selects a part of.

    Args:
        session: told about selections and typed numbers.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.layers = QComboBox()
        self.pictures_wanted = QPushButton("Pictures")
        self.grid = MatrixGrid()
        self.pictures = PixelPictures()
        self._stack = QStackedWidget()
        self._layout: ParameterLayout | None = None
        self._names: tuple[str, ...] = ()
        self._set_up()

    def _set_up(self) -> None:
        self.layers.setAccessibleName("Layer whose weights are shown")
        self.layers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.layers.currentIndexChanged.connect(self._on_layer_chosen)
        self.pictures_wanted.setCheckable(True)
        self.pictures_wanted.setProperty("role", "chip")
        self.pictures_wanted.setAccessibleName("Show weights as pictures")
        self.pictures_wanted.setToolTip(
            "Show the weights as pictures in place of numbers: of an image's first layer one "
            "picture a neuron, else the whole matrix"
        )
        self.pictures_wanted.toggled.connect(self._on_pictures_toggled)
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self.pictures)
        self.grid.cell_selected.connect(self._on_cell_selected)
        self.grid.cell_edited.connect(self._on_cell_edited)
        self.pictures.picture_selected.connect(self._on_picture_selected)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(heading(self.layers, right=self.pictures_wanted))
        layout.addWidget(self._stack, 1)

    @property
    def layer(self) -> int:
        """The layer (from 0) that is shown."""
        return max(0, self.layers.currentIndex())

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        look = MatrixLook.of(theme)
        self.grid.apply_theme(look)
        self.pictures.apply_theme(look)

    @property
    def paint_seconds(self) -> float:
        """How long the last painting took: next to nothing."""
        return 0.0

    def draw(self, frame: Frame) -> None:
        """Show a frame's parameters."""
        if self._layout is not frame.layout:
            self._take_layout(frame)
        block = frame.layout.block(frame.theta, self.layer)
        has_bias = frame.layout.network.layers[self.layer].bias
        if not self.pictures_wanted.isChecked():
            self._stack.setCurrentWidget(self.grid)
            self.grid.show_matrix(block, self._names, has_bias)
            return
        self._stack.setCurrentWidget(self.pictures)
        shape = frame.dataset.image_shape
        if self.layer == 0 and shape is not None:
            self.pictures.show_pictures(frame.layout.weight(frame.theta, 0), shape)
        else:
            self.pictures.show_whole(block)

    def show_selection(self, selection: Selection | None) -> None:
        """Show what is selected, if it is a parameter or a neuron of a layer."""
        cell = neuron = None
        if selection is not None and 1 <= selection.layer <= self.layers.count():
            self._choose_layer(selection.layer - 1)
            neuron = selection.neuron
            if selection.neuron is not None and selection.source is not None:
                cell = (selection.source, selection.neuron)
        self.grid.set_selected(cell)
        self.pictures.set_selected(neuron)

    # ---- inside --------------------------------------------------------------------------

    def _take_layout(self, frame: Frame) -> None:
        """Offer another network's layers."""
        known = self._layout is not None and self._layout.network.sizes
        self._layout = frame.layout
        network = frame.layout.network
        if known != network.sizes or self.layers.count() != len(network.layers):
            chosen = min(self.layer, len(network.layers) - 1)
            with QSignalBlocker(self.layers):
                self.layers.clear()
                for i in range(len(network.layers)):
                    self.layers.addItem(matrix_name(frame.layout, i))
                self.layers.setCurrentIndex(chosen)
            self._set_pictures(self._suits_pictures(frame))
        for i in range(len(network.layers)):
            self.layers.setItemText(i, matrix_name(frame.layout, i))
        self._names = self._row_names(frame)

    def _suits_pictures(self, frame: Frame) -> bool:
        sizes = frame.layout.network.sizes
        too_many = sizes[self.layer] * sizes[self.layer + 1] > MAX_NUMBERS
        return too_many or (self.layer == 0 and frame.dataset.image_shape is not None)

    def _row_names(self, frame: Frame) -> tuple[str, ...]:
        if self.layer == 0:
            names = frame.dataset.input_names
        else:
            size = frame.layout.network.sizes[self.layer]
            names = tuple(f"a{superscript(self.layer)}{subscript(i + 1)}" for i in range(size))
        return (*names, "b")

    def _choose_layer(self, layer: int) -> None:
        if layer != self.layer:
            self.layers.setCurrentIndex(layer)

    def _set_pictures(self, wanted: bool) -> None:
        with QSignalBlocker(self.pictures_wanted):
            self.pictures_wanted.setChecked(wanted)

    @Slot(int)
    def _on_layer_chosen(self, index: int) -> None:
        frame = self.session.frame
        self._names = self._row_names(frame)
        self._set_pictures(self._suits_pictures(frame))
        self.draw(frame)

    @Slot(bool)
    def _on_pictures_toggled(self, checked: bool) -> None:
        self.draw(self.session.frame)

    @Slot(int, int)
    def _on_cell_selected(self, row: int, column: int) -> None:
        self.session.select(Selection(self.layer + 1, column, row))

    @Slot(int, int, float)
    def _on_cell_edited(self, row: int, column: int, value: float) -> None:
        layout = self.session.frame.layout
        self.session.turn(layout.weight_index(self.layer, row, column), value)

    @Slot(int)
    def _on_picture_selected(self, number: int) -> None:
        self.session.select(Selection(self.layer + 1, number))
