"""The line above the matrices: the steps of an iteration, layer, digits, notation, copy."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from nnplayground.core.trace import Notation, Trace
from nnplayground.session.trace_cursor import FEWEST_DIGITS, MOST_DIGITS, NEXT_BATCH, TraceCursor
from nnplayground.views.actions import Choice, fill_menu
from nnplayground.views.flow_layout import FlowLayout
from nnplayground.views.icons import icon
from nnplayground.views.notation import number_text
from nnplayground.views.take_apart.equations import Stage, stages
from nnplayground.views.theme import Theme

# Milliseconds between two operations when they are played.
PLAY_INTERVAL = 1100
_ERRORS = {
    "textbook": "Textbook: δ = ∂L/∂Z, W − η·dW",
    "articles": "Articles: error = desired − actual, W + adjustment",
}
_EXAMPLES = {
    "rows": "Examples in rows: Z = X·W",
    "columns": "Examples in columns: Z = W·X",
}


class Header(QWidget):
    """Steps, layer, digits, notation, and what can be copied.

    Args:
        cursor: what the buttons move.

    Attributes:
        chips: a button for each step of the layer.
        copy_menu: filled by the panel when it opens.
    """

    larger_asked = Signal()

    def __init__(self, cursor: TraceCursor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trace_cursor = cursor
        self.title = QLabel("Take apart")
        self.title.setProperty("role", "title")
        self.chips: list[QPushButton] = []
        self._stages: tuple[Stage, ...] = ()
        self.batch = QPushButton("‹ Batch")
        self.batch.setAccessibleName("Back to the batch")
        self.batch.setToolTip("Take apart the next batch again, in place of a chosen example")
        self.batch.hide()
        self.back = _button("Step back through the operations (Ctrl+Left)", "Back")
        self.play = _button("Play the operations slowly", "Play")
        self.play.setCheckable(True)
        self.forward = _button("Do the next operation (Ctrl+Right)", "Forward")
        self.layer_back = _button("The layer before", "Layer before")
        self.layer_label = QLabel()
        self.layer_forward = _button("The layer after", "Layer after")
        self.digits = QSpinBox()
        self.notation = QToolButton()
        self.notation_menu = QMenu(self.notation)
        self.copy = QToolButton()
        self.copy_menu = QMenu(self.copy)
        self.larger = _button("Give this panel the whole height, or give it back", "Enlarge")
        self._timer = QTimer(self)
        self._timer.setInterval(PLAY_INTERVAL)
        self._set_up()
        self._arrange()

    def _set_up(self) -> None:
        self.digits.setRange(FEWEST_DIGITS, MOST_DIGITS)
        self.digits.setPrefix("Digits ")
        self.digits.setAccessibleName("Digits")
        self.digits.setToolTip("Decimals that are printed")
        self.digits.setValue(self.trace_cursor.digits)
        for button, menu, text, tip in (
            (self.notation, self.notation_menu, "Notation", "How the quantities are written"),
            (self.copy, self.copy_menu, "Copy", "Copy a matrix or the whole iteration; export"),
        ):
            button.setText(f"{text} ▾")
            button.setToolTip(tip)
            button.setAccessibleName(text)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            button.setMenu(menu)
            menu.setToolTipsVisible(True)
        self.layer_back.setText("‹")
        self.layer_forward.setText("›")
        self.larger.setText("⤢")
        self.notation_menu.aboutToShow.connect(self._on_notation_menu)
        self.batch.clicked.connect(lambda: self.trace_cursor.take(NEXT_BATCH))
        self.back.clicked.connect(self.trace_cursor.back)
        self.forward.clicked.connect(self.trace_cursor.forward)
        self.play.toggled.connect(self._on_play)
        self._timer.timeout.connect(self._on_tick)
        self.layer_back.clicked.connect(lambda: self._go_by_layers(-1))
        self.layer_forward.clicked.connect(lambda: self._go_by_layers(1))
        self.digits.valueChanged.connect(self.trace_cursor.set_digits)
        self.larger.clicked.connect(self.larger_asked)

    def _arrange(self) -> None:
        self._chip_room = QWidget()
        self._chip_layout = FlowLayout(self._chip_room, gap=6)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 8, 12, 4)
        layout.setSpacing(6)
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(self.title, 0, top)
        layout.addWidget(self.batch, 0, top)
        layout.addSpacing(10)
        for button in (self.back, self.play, self.forward):
            layout.addWidget(button, 0, top)
        layout.addSpacing(6)
        layout.addWidget(self._chip_room, 1)
        for widget in (self.layer_back, self.layer_label, self.layer_forward):
            layout.addWidget(widget, 0, top)
        for control in (self.digits, self.notation, self.copy, self.larger):
            layout.addWidget(control, 0, top)
        for label in (self.title, self.layer_label):
            label.setFixedHeight(26)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.back.setIcon(icon("step-back", theme.text, theme.border))
        self.forward.setIcon(icon("step", theme.text, theme.border))
        self._icons = {False: icon("train", theme.text), True: icon("pause", theme.text)}
        self.play.setIcon(self._icons[self.play.isChecked()])

    def show_trace(self, trace: Trace) -> None:
        """Show where the cursor is in an iteration."""
        cursor = self.trace_cursor
        self.title.setText(f"Take apart — iteration {number_text(trace.iteration)}")
        own = cursor.subject != NEXT_BATCH
        if self.batch.isHidden() == own:
            self.batch.setVisible(own)
        self._show_stages(stages(trace, cursor.layer))
        layers = len(trace.numbers.layers)
        self.layer_label.setText(f"Layer {cursor.layer} of {layers}")
        self.layer_back.setEnabled(cursor.layer > 1)
        self.layer_forward.setEnabled(cursor.layer < layers)
        self.back.setEnabled(cursor.position > 0)
        if self.digits.value() != cursor.digits:
            self.digits.setValue(cursor.digits)

    def _show_stages(self, found: tuple[Stage, ...]) -> None:
        while len(self.chips) < len(found):
            chip = QPushButton()
            chip.setProperty("role", "chip")
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            number = len(self.chips)
            chip.clicked.connect(lambda _=False, number=number: self._on_chip(number))
            self.chips.append(chip)
            self._chip_layout.addWidget(chip)
        self._stages = found
        position = self.trace_cursor.position
        current = _current(found, position)
        for number, chip in enumerate(self.chips):
            if chip.isHidden() == (number < len(found)):
                chip.setVisible(number < len(found))
            if number >= len(found):
                continue
            stage = found[number]
            text = f"{number + 1} {stage.text}"
            if chip.text() != text:
                chip.setText(text)
                chip.setToolTip(stage.tip)
            state = "current" if number == current else "done" if number < current else ""
            if chip.property("stage") != state:
                chip.setProperty("stage", state)
                chip.style().unpolish(chip)
                chip.style().polish(chip)

    def _go_by_layers(self, way: int) -> None:
        self.trace_cursor.go_to_layer(self.trace_cursor.layer + way)

    def _on_chip(self, number: int) -> None:
        stage = self._stages[number]
        if stage.key:
            self.trace_cursor.go_to_operation(stage.key)
        else:
            self.trace_cursor.begin(self.trace_cursor.layer)

    @Slot(bool)
    def _on_play(self, playing: bool) -> None:
        self.play.setIcon(self._icons[playing])
        if playing:
            self._timer.start()
            self.trace_cursor.forward()
        else:
            self._timer.stop()

    @Slot()
    def _on_tick(self) -> None:
        if self.isVisible():
            self.trace_cursor.forward()
        else:
            self.play.setChecked(False)

    @Slot()
    def _on_notation_menu(self) -> None:
        now = self.trace_cursor.notation
        fill_menu(self.notation_menu, [])
        for name, texts, present in (
            ("error", _ERRORS, now.error),
            ("examples", _EXAMPLES, now.examples),
        ):
            for value, text in texts.items():
                choice = Choice(text, lambda n=name, v=value: self._choose(n, v))  # type: ignore[misc]
                action = self.notation_menu.addAction(choice.text)
                action.setCheckable(True)
                action.setChecked(value == present)
                action.triggered.connect(lambda _=False, call=choice.call: call())
            self.notation_menu.addSeparator()
        action = self.notation_menu.addAction("The article’s db beside the right one")
        action.setToolTip("One sum over all neurons and examples, as one of the articles has it")
        action.setCheckable(True)
        action.setChecked(now.article_db)
        action.triggered.connect(lambda: self._choose("article_db", not now.article_db))

    def _choose(self, name: str, value: str | bool) -> None:
        now = self.trace_cursor.notation
        fields: dict[str, str | bool] = {
            "error": now.error,
            "examples": now.examples,
            "article_db": now.article_db,
        }
        fields[name] = value
        self.trace_cursor.set_notation(
            Notation(str(fields["error"]), str(fields["examples"]), bool(fields["article_db"]))
        )


def _current(found: tuple[Stage, ...], position: int) -> int:
    """The number of the step that the position is in; -1 before all of them."""
    current = -1
    for number, stage in enumerate(found):
        if stage.first <= position:
            current = number
    return current


def _button(tip: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setToolTip(tip)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setProperty("role", "quiet")
    return button
