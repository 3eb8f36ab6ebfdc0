"""A small field over a layer's header, in which its number of neurons is typed."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from nnplayground.views.editor.canvas import Canvas
from nnplayground.views.editor.commands import Commands

WIDTH = 84


class NumberField(QLineEdit):
    """Enter takes the number, Esc and leaving the field do not.

    Args:
        canvas: what it lies on.
        commands: does the resizing.
    """

    def __init__(self, canvas: Canvas, commands: Commands) -> None:
        super().__init__(canvas.viewport())
        self._canvas = canvas
        self._commands = commands
        self._level = 0
        self.setValidator(QIntValidator(0, 9_999_999, self))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setObjectName("numberField")
        self.setAccessibleName("Number of neurons")
        self.hide()

    def open(self, level: int, place: QRect) -> None:
        """Ask for the number of neurons of a level, over a rectangle of the parent."""
        self._level = level
        self.setAccessibleName(f"Neurons of {self._commands.name(level)}")
        self.setText(str(self._commands.network.sizes[level]))
        middle = place.center()
        self.resize(max(WIDTH, place.width()), 28)
        self.move(middle.x() - self.width() // 2, middle.y() - 14)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            text = self.text()
            self._close()
            if text:
                self._commands.resize(self._level, int(text))
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hide()

    def _close(self) -> None:
        self.hide()
        self._canvas.setFocus()
