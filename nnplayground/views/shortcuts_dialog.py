"""All keys at a glance, made from the table of actions."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnplayground.views.actions import Actions, ActionSpec
from nnplayground.views.editor.keyboard import listed_keys

COLUMNS = 3
# Pixels that stay free around the dialog on a small screen.
FREE = 60

# What the mouse does on the canvas where nothing is under it.
MOUSE = (
    ("Zoom", "Wheel"),
    ("Move the picture", "Drag the background"),
)


class ShortcutsDialog(QDialog):
    """Each menu with those of its entries that have keys.

    Args:
        actions: of the window.
    """

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        menus: dict[str, list[tuple[str, str]]] = {}
        for spec in actions.table:
            if isinstance(spec, ActionSpec) and spec.shortcuts:
                text = actions.by_id[spec.id].text().replace("&", "")
                menus.setdefault(spec.menu, []).append((text, keys_text(spec.shortcuts)))
        keys = [(text, keys_text(keys)) for text, keys in listed_keys().items()]
        menus["In the network"] = [*keys, *MOUSE]
        listed = QWidget()
        listed.setObjectName("scrolled")
        columns = QHBoxLayout(listed)
        columns.setContentsMargins(0, 0, 12, 0)
        columns.setSpacing(30)
        for part in _balanced(menus):
            columns.addLayout(_column(part))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 8, 16)
        layout.setSpacing(12)
        layout.addWidget(_scrolled(listed, self.screen().availableSize()))
        layout.addWidget(buttons)


def keys_text(shortcuts: Iterable[str]) -> str:
    """The keys as this system writes them."""
    native = QKeySequence.SequenceFormat.NativeText
    return " or ".join(QKeySequence(keys).toString(native) for keys in shortcuts)


def _scrolled(listed: QWidget, screen: QSize) -> QScrollArea:
    """The list, with scroll bars where the screen is too small for all of it."""
    area = QScrollArea()
    area.setWidget(listed)
    area.setWidgetResizable(True)
    bar = area.verticalScrollBar().sizeHint().width()
    wanted = listed.sizeHint() + QSize(bar, 0)
    area.setMinimumSize(wanted.boundedTo(screen - QSize(FREE, 2 * FREE)))
    return area


def _balanced(
    menus: dict[str, list[tuple[str, str]]],
) -> list[dict[str, list[tuple[str, str]]]]:
    """The menus in columns of about the same height, in their order."""
    total = sum(len(rows) + 2 for rows in menus.values())
    parts: list[dict[str, list[tuple[str, str]]]] = [{} for _ in range(COLUMNS)]
    height = 0
    for menu, rows in menus.items():
        middle = height + (len(rows) + 2) / 2
        parts[min(int(middle * COLUMNS / total), COLUMNS - 1)][menu] = rows
        height += len(rows) + 2
    return parts


def _column(menus: dict[str, list[tuple[str, str]]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(3)
    for menu, rows in menus.items():
        if grid.rowCount() > 1:
            grid.setRowMinimumHeight(grid.rowCount(), 8)
        title = QLabel(menu)
        title.setProperty("role", "title")
        grid.addWidget(title, grid.rowCount(), 0, 1, 2)
        for text, keys in rows:
            row = grid.rowCount()
            grid.addWidget(QLabel(text), row, 0)
            label = QLabel(keys)
            label.setProperty("role", "muted")
            grid.addWidget(label, row, 1, Qt.AlignmentFlag.AlignRight)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid
