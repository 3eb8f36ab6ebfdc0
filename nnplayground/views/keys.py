"""Lets Space press the control that the keyboard is on, although Space means Train elsewhere."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

# Controls that Space does something to when the keyboard is on them.
PRESSED_BY_SPACE = (QAbstractButton, QComboBox)


class SpaceOnControls(QObject):
    """Watches a window for Space before it becomes the window's shortcut.

    Args:
        window: whose controls; the keyboard comes to its buttons by Tab only, not by a click.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        on_control = isinstance(QApplication.focusWidget(), PRESSED_BY_SPACE)
        if plain and event.key() == Qt.Key.Key_Space and on_control:
            event.accept()
            return True
        return False
