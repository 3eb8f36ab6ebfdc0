"""The card beside a selected weight or bias: type its value, freeze it, put it back."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton

from nnplayground.session import Selection
from nnplayground.views.editor.canvas import Canvas
from nnplayground.views.editor.card_frame import CardFrame
from nnplayground.views.editor.commands import Commands
from nnplayground.views.editor.free_place import free_place
from nnplayground.views.editor.knob import NOTCH, Knob
from nnplayground.views.editor.names import parameter_symbol, signed
from nnplayground.views.editor.targets import parameter_index
from nnplayground.views.notation import Notation

_NOTATION = Notation()


class KnobCard(CardFrame):
    """Follows one parameter and changes it.

    Args:
        canvas: what it lies on.
        commands, knob: what it uses.

    Attributes:
        index: into theta, None while nothing is selected.
    """

    def __init__(self, canvas: Canvas, commands: Commands, knob: Knob) -> None:
        super().__init__(canvas.viewport())
        self._canvas = canvas
        self._commands, self._knob = commands, knob
        self.index: int | None = None
        self.setObjectName("knobCard")
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.value = QLineEdit()
        self.value.setFixedWidth(96)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.value.setAccessibleName("Value of the selected weight")
        self.freeze = QPushButton("❄ Freeze")
        self.freeze.setCheckable(True)
        self.freeze.setToolTip("It does not learn until it is let go again (right-click)")
        self.reset = QPushButton("↺ Initial")
        self.reset.setToolTip("Put it back to the value that it started from")
        self.hint = QLabel("wheel or drag turns it, Shift finely")
        self.hint.setProperty("role", "muted")
        self._arrange()
        self.value.returnPressed.connect(self._on_typed)
        self.value.editingFinished.connect(self._on_finished)
        self.freeze.clicked.connect(self._on_freeze)
        self.reset.clicked.connect(self._on_reset)
        self.hide()

    def _arrange(self) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(self.title, 0, 0)
        layout.addWidget(self.value, 0, 1)
        layout.addWidget(self.freeze, 1, 0)
        layout.addWidget(self.reset, 1, 1)
        layout.addWidget(self.hint, 2, 0, 1, 2)
        for button in (self.freeze, self.reset):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def present(
        self,
        selection: Selection | None,
        beside: QRect,
        avoided: Sequence[tuple[QRectF, float]] = (),
    ) -> None:
        """Show the selected parameter beside a rectangle of the parent; hide for others.

        `avoided` are rectangles that had better be seen, and how much so.
        """
        index = parameter_index(self._commands.layout, selection)
        if index is None:
            self.index = None
            self.hide()
            return
        self.index = index
        self.title.setText(parameter_symbol(self._commands.layout, index))
        self.value.setModified(False)
        self.follow()
        self.adjustSize()
        room = self._canvas.viewport().rect().adjusted(6, 6, -6, -6)
        self.move(free_place(self.size(), room, avoided, beside.center()))
        self.show()
        self.raise_()

    def follow(self) -> None:
        """Show the value now, unless one is being typed."""
        if self.index is None or self.index >= self._commands.layout.size:
            return
        if not self.value.isModified():
            hidden, layout = self._commands.session.hidden, self._commands.layout
            is_secret = hidden.conceals_parameter(layout, self.index, "")
            text = "?" if is_secret else signed(self._knob.value(self.index), 4)
            if text != self.value.text():
                with QSignalBlocker(self.value):
                    self.value.setText(text)
        self.freeze.setChecked(self._commands.is_frozen(self.index))

    def edit(self) -> None:
        """Let a number be typed."""
        self.value.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.value.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.value.setModified(False)
            self.follow()
            self._canvas.setFocus()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120.0
        if self.index is not None and notches:
            self._knob.turn_by(self.index, notches * NOTCH, event.modifiers())
        event.accept()

    @Slot()
    def _on_typed(self) -> None:
        if self.index is None or not self.value.isModified():
            return
        self.value.setModified(False)
        value = _NOTATION.value(self.value.text())
        if value is None:
            self._commands.say(f"{self.title.text()}: expected a number, got '{self.value.text()}'")
        else:
            self._knob.turn_to(self.index, value)
            self._knob.finish()
        self.follow()

    @Slot()
    def _on_finished(self) -> None:
        self._on_typed()

    @Slot()
    def _on_freeze(self) -> None:
        if self.index is not None:
            self._commands.toggle_frozen(self.index)
            self.follow()

    @Slot()
    def _on_reset(self) -> None:
        if self.index is not None:
            self._commands.reset_parameter(self.index)
            self.value.setModified(False)
            self.follow()
