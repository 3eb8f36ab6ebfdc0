"""The line above each part of a plot."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

# Pixels; room for a button, so that what stands below begins at the same height everywhere.
_HEIGHT = 28


def heading(*left: QWidget, right: QWidget | None = None) -> QHBoxLayout:
    """Widgets in a line from the left, and one at the right end."""
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addStrut(_HEIGHT)
    for widget in left:
        line.addWidget(widget)
    line.addStretch(1)
    if right is not None:
        line.addWidget(right)
    return line
