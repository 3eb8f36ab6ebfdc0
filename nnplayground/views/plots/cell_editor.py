"""A line to type one number of a matrix in."""

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CellEditor(QLineEdit):
    """A line to type a number in.

    Signals:
        done(): Return was pressed.
        left(): Escape was pressed.
    """

    done = Signal()
    left = Signal()

    def select_from_the_end(self) -> None:
        """Select all of it with the cursor in front, so that the first digits are seen."""
        self.setSelection(len(self.text()), -len(self.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in RETURN:
            self.done.emit()
        else:
            super().keyPressEvent(event)
        event.accept()  # what the line has no use for is not for the table either


def parsed_number(text: str) -> float | None:
    """The finite number that a person typed, with any minus sign and decimal comma; else None."""
    try:
        value = float(text.strip().replace("−", "-").replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
