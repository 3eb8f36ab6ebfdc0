"""A layer's settings in place: neurons, activation with its curve, bias, dropout, start, frozen."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnplayground.core import ACTIVATIONS, Initializer, LayerSpec
from nnplayground.core.edits import MAX_UNITS
from nnplayground.core.matching import why_output
from nnplayground.views.binding import NumberEdit, Setting, SliderRow
from nnplayground.views.editor.commands import Commands
from nnplayground.views.editor.curves import curve_icon, paint_curve
from nnplayground.views.editor.initializer_rows import InitializerRows
from nnplayground.views.notation import Notation
from nnplayground.views.theme import Theme

WIDTH = 268
_DROPOUTS = tuple(round(0.05 * step, 2) for step in range(19))


class CurvePicture(QWidget):
    """An activation's curve, with its formula below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.activation = "identity"
        self.setFixedSize(QSize(104, 76))

    def present(self, activation: str) -> None:
        """Draw another one."""
        self.activation = activation
        self.setAccessibleName(f"Curve of {ACTIVATIONS[activation].label}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_curve(
            painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), self.activation, self._theme
        )
        painter.end()


class LayerCard(QFrame):
    """A small window beside a layer; it closes when something else is clicked.

    Args:
        commands: changes the layer.
        level: which one, from 1.
        theme: the colours.
        parent: the editor.
    """

    def __init__(self, commands: Commands, level: int, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("layerCard")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.commands, self.level = commands, level
        self.setAccessibleName(f"Settings of {commands.name(level)}")
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.units = NumberEdit(
            self._setting("Neurons", lambda: self._layer.units, self._resize),
            Notation(whole=True),
            f"1 to {MAX_UNITS:,}",
        )
        self.activation = QComboBox()
        self.activation.setAccessibleName("Activation")
        self.activation.setIconSize(QSize(18, 18))
        for key, activation in ACTIVATIONS.items():
            self.activation.addItem(curve_icon(key, theme), activation.label, key)
        self.curve = CurvePicture(theme)
        self.formula = QLabel()
        self.formula.setProperty("role", "muted")
        self.formula.setWordWrap(True)
        self.bias = QCheckBox("Bias: each neuron adds a number of its own")
        self.frozen = QCheckBox("Frozen: its weights do not learn")
        self.dropout = SliderRow(
            self._setting("Dropout", lambda: self._layer.dropout, self._drop),
            _DROPOUTS,
            Notation(factor=100, unit="%"),
            "0 to 90 %",
        )
        self.dropout.setToolTip("In training, a share of the neurons is switched off at random")
        self.weights = InitializerRows("Weights start", self._start("weight_initializer"))
        self.biases = InitializerRows("Biases start", self._start("bias_initializer"))
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.duplicate = QPushButton("Duplicate")
        self.remove = QPushButton("Remove")
        self._arrange()
        self._connect()
        self.follow_layer()

    def _setting(self, name: str, read: Callable[[], Any], write: Callable[[Any], bool]) -> Setting:
        return Setting(name, read, write, self.commands.say)

    def _start(self, field: str) -> Setting:
        def write(rule: Initializer) -> bool:
            return self.commands.set_initializer(self.level, field, rule)

        return self._setting("Initial values", lambda: getattr(self._layer, field), write)

    @property
    def _layer(self) -> LayerSpec:
        return self.commands.network.layers[self.level - 1]

    def _resize(self, units: int) -> bool:
        return self.commands.resize(self.level, units)

    def _drop(self, rate: float) -> bool:
        return self.commands.change(self.level, f"dropout {rate:g}", dropout=float(rate))

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(9)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(QLabel("Neurons"))
        self.units.setFixedWidth(64)
        head.addWidget(self.units)
        layout.addLayout(head)
        function = QHBoxLayout()
        function.setSpacing(10)
        choice = QVBoxLayout()
        choice.addWidget(self.activation)
        choice.addWidget(self.formula)
        choice.addStretch(1)
        function.addLayout(choice, 1)
        function.addWidget(self.curve)
        layout.addLayout(function)
        for widget in (self.bias, self.dropout, self.weights, self.biases, self.frozen, self.note):
            layout.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addWidget(self.duplicate)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        self.setFixedWidth(WIDTH + 60)

    def _connect(self) -> None:
        self.activation.activated.connect(self._on_activation)
        self.bias.clicked.connect(self._on_bias)
        self.frozen.clicked.connect(self._on_frozen)
        self.duplicate.clicked.connect(self._on_duplicate)
        self.remove.clicked.connect(self._on_remove)
        self.commands.session.seen_changed.connect(self.follow)

    def open(self, place: QPoint) -> None:
        """Show it at a global point, moved onto the screen."""
        self.adjustSize()
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        x = max(room.left(), min(place.x(), room.right() - self.width()))
        y = max(room.top(), min(place.y(), room.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self.follow()
        self.activation.setFocus()

    @Slot()
    def follow(self) -> None:
        """Show what the experiment says; close where the layer is gone."""
        if self.level > len(self.commands.network.layers):
            self.close()
        elif self.isVisible():
            self.follow_layer()

    def follow_layer(self) -> None:
        """Show the settings of the layer."""
        layer, hidden = self._layer, self.commands.is_hidden(self.level)
        self.title.setText(self.commands.name(self.level))
        with QSignalBlocker(self.activation):
            self.activation.setCurrentIndex(self.activation.findData(layer.activation))
        self.curve.present(layer.activation)
        self.formula.setText(f"a = {ACTIVATIONS[layer.activation].formula}")
        self.bias.setChecked(layer.bias)
        self.frozen.setChecked(layer.frozen)
        for follower in (self.units, self.dropout, self.weights, self.biases):
            follower.follow()
        self.units.setReadOnly(not hidden)
        self.dropout.setVisible(hidden)
        self.biases.setVisible(layer.bias)
        self.duplicate.setVisible(hidden)
        self.remove.setVisible(hidden)
        self.note.setText(self._note(hidden))
        self.adjustSize()

    def _note(self, hidden: bool) -> str:
        session = self.commands.session
        reason = "" if hidden else f"{why_output(session.dataset)} "
        if session.frame.iteration:
            return f"{reason}Another start is taken at the next reset."
        return reason.strip()

    @Slot(int)
    def _on_activation(self, index: int) -> None:
        self.commands.set_activation(self.level, self.activation.itemData(index))
        self.follow()

    @Slot(bool)
    def _on_bias(self, on: bool) -> None:
        self.commands.change(self.level, "bias" if on else "no bias", bias=on)
        self.follow()

    @Slot(bool)
    def _on_frozen(self, on: bool) -> None:
        self.commands.change(self.level, "frozen" if on else "not frozen", frozen=on)
        self.follow()

    @Slot()
    def _on_duplicate(self) -> None:
        self.close()
        self.commands.duplicate(self.level)

    @Slot()
    def _on_remove(self) -> None:
        self.close()
        self.commands.remove(self.level)
