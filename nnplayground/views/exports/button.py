"""The button that opens the menu of what can be taken elsewhere."""

from PySide6.QtWidgets import QMenu, QPushButton


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
    return button
