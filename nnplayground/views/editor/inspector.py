"""The inspector of one neuron: its response, weights, bias, activations and formula."""

import time

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnplayground.session import Selection, Session
from nnplayground.views.editor.charts import Histogram, Response, WeightBars, WeightPicture
from nnplayground.views.editor.facts import Facts
from nnplayground.views.editor.formula import formula_lines
from nnplayground.views.editor.names import neuron_name, source_name
from nnplayground.views.editor.pictures import Pictures
from nnplayground.views.theme import Theme

WIDTH = 288
# Seconds between two drawings while training: numbers that change faster cannot be read.
SECONDS = 0.1
_KEPT_BACK = "A number in it is still hidden, to be found."


class Inspector(QScrollArea):
    """Shows the selected neuron while it is open.

    Args:
        session: whose neuron.
        facts: the numbers.
        theme: the colours.

    Signals:
        closed(): the cross was pressed.
    """

    closed = Signal()

    def __init__(self, session: Session, facts: Facts, theme: Theme) -> None:
        super().__init__()
        self._session, self._facts = session, facts
        self.shown: Selection | None = None
        self._last = 0.0
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self.setFixedWidth(WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title = _label("", "title")
        self.close_button = QToolButton()
        self.close_button.setText("✕")
        self.close_button.setProperty("role", "quiet")
        self.close_button.setAccessibleName("Close the inspector")
        self.close_button.clicked.connect(self.closed)
        self.response = Response(theme)
        self.bars = WeightBars(theme)
        self.picture = WeightPicture(theme)
        self.weights_title = _label("Incoming weights", "title")
        self.bias = _label("", "value")
        self.histogram = Histogram(theme)
        self.histogram_title = _label("", "title")
        self.formula = _label("", "")
        self.formula.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.formula.setAccessibleName("Formula with numbers")
        self.formula_title = _label("Formula with today’s numbers", "title")
        self.example_name = _label("", "muted")
        self.example = QSpinBox()
        self.example.setAccessibleName("Number of the selected example")
        self.example.setToolTip("Which example the numbers are for: training, then test examples")
        self.example.valueChanged.connect(self._on_example)
        self._arrange()
        self.hide()

    def _arrange(self) -> None:
        content = QWidget()
        content.setObjectName("scrolled")
        layout = QVBoxLayout(content)
        layout.setContentsMargins(14, 10, 14, 14)
        layout.setSpacing(7)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        layout.addLayout(head)
        layout.addWidget(self.response)
        layout.addWidget(self.weights_title)
        layout.addWidget(self.picture)
        layout.addWidget(self.bars)
        layout.addWidget(self.bias)
        layout.addWidget(self.histogram_title)
        layout.addWidget(self.histogram)
        row = QHBoxLayout()
        row.addWidget(self.example_name, 1)
        row.addWidget(self.example)
        layout.addWidget(self.formula_title)
        layout.addLayout(row)
        layout.addWidget(self.formula)
        layout.addStretch(1)
        self.setWidget(content)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        for chart in (self.response, self.bars, self.picture, self.histogram):
            chart.theme = theme
            chart.update()

    def present(self, selection: Selection, pictures: Pictures) -> None:
        """Show a neuron now."""
        self.shown = Selection(selection.layer, selection.neuron)
        self._last = 0.0
        self.draw(pictures)
        self.show()

    def draw(self, pictures: Pictures) -> None:
        """Show the newest numbers, not more often than they can be read."""
        frame, now = self._facts.frame, time.monotonic()
        if self.shown is None or (frame.running and now - self._last < SECONDS):
            return
        self._last = now
        level, neuron = self.shown.layer, self.shown.neuron
        assert neuron is not None
        self.title.setText(neuron_name(frame, level, neuron))
        self._draw_response(pictures, level, neuron)
        self._draw_weights(level, neuron)
        a = float(self._facts.activations(level)[neuron])
        count = min(1000, len(frame.dataset.train))
        self.histogram_title.setText(f"Activations over {count} training examples")
        self.histogram.present(self._facts.over_data(level, neuron), a)
        self._draw_formula(level, neuron, a)

    def _draw_response(self, pictures: Pictures, level: int, neuron: int) -> None:
        picture = pictures.levels[level]
        self.response.setVisible(picture.kind in ("map", "curve"))
        self.response.present(picture, neuron)

    def _draw_weights(self, level: int, neuron: int) -> None:
        frame = self._facts.frame
        layout, theta, shape = frame.layout, frame.theta, frame.dataset.image_shape
        for widget in (self.weights_title, self.bars, self.picture, self.bias):
            widget.setVisible(level > 0)
        if level == 0:
            return
        weights = layout.weight(theta, level - 1)[:, neuron]
        as_picture = level == 1 and shape is not None
        self.picture.setVisible(as_picture)
        self.bars.setVisible(not as_picture)
        if as_picture and shape is not None:
            self.picture.present(weights.reshape(shape))
        else:
            sources = range(len(weights))
            names = [source_name(frame, level - 1, s) for s in sources]
            self.bars.present(names, weights)
        if self._session.hidden.conceals("W", level, neuron):
            self.bars.hide()
            self.picture.hide()
        bias = layout.bias_index(level - 1, neuron)
        has_bias = layout.network.layers[level - 1].bias
        text = f"Bias  {self._facts.parameter_text(bias, 4)}" if has_bias else "No bias"
        self.bias.setText(text)

    def _draw_formula(self, level: int, neuron: int, a: float) -> None:
        frame, example = self._facts.frame, self._session.example
        self.example_name.setText(example.title)
        with QSignalBlocker(self.example):
            self.example.setRange(1, example.count)
            self.example.setValue(example.index + 1)
        if level == 0:
            text = self._facts.text(a, "X", level, neuron)
            self.formula.setText(f"x{neuron + 1} = {text}")
            return
        hidden = self._session.hidden
        before = range(frame.layout.network.sizes[level - 1])
        if hidden.conceals("W b Z A D", level, neuron) or any(
            hidden.conceals("X A D", level - 1, source) for source in before
        ):
            self.formula.setText(_KEPT_BACK)
            return
        layer, theta = frame.experiment.network.layers[level - 1], frame.theta
        b = frame.layout.bias(theta, level - 1)
        with np.errstate(all="ignore"):
            lines = formula_lines(
                level,
                neuron,
                frame.layout.weight(theta, level - 1)[:, neuron],
                self._facts.activations(level - 1),
                float(b[neuron]) if len(b) else None,
                layer.activation,
                a,
            )
        self.formula.setText("\n".join(lines))

    @Slot(int)
    def _on_example(self, number: int) -> None:
        self._session.example.choose(number - 1)


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    return label
