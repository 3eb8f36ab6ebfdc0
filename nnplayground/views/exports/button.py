"""The button that opens the menu of what can be taken elsewhere."""

from PySide6.QtWidgets import QMenu, QPushButton

# Pixels beside the word: borders, a gap and the arrow of the menu.
_ARROW = 40


def export_button(name: str, tip: str) -> QPushButton:
    """A button with an empty menu, to be filled whenever it is about to be shown.

    Args:
        name: what screen readers call it.
        tip: what it takes elsewhere.
    """
    button = QPushButton("Export")
    button.setProperty("role", "quiet")
    button.setAccessibleName(name)
    button.setToolTip(tip)
    menu = QMenu(button)
    menu.setToolTipsVisible(True)
    button.setMenu(menu)
    # a quiet button leaves no room of its own between the word and the arrow
    button.setMinimumWidth(button.fontMetrics().horizontalAdvance(button.text()) + _ARROW)
    return button
