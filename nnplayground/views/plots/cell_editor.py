"""A line to type one number of a matrix in."""

import math

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CellEditor(QLineEdit):
    """A line to type a number in.

    Args:
        value: what stands there at first.
        font: of the cells.

    Signals:
        done(): Return was pressed.
        left(): Escape was pressed.
    """

    done = Signal()
    left = Signal()

    def __init__(self, parent: QWidget, value: float, font: QFont) -> None:
        super().__init__(repr(value), parent)
        self.setAccessibleName("New value")
        self.setFont(font)

    def begin(self, place: QRect) -> None:
        """Let a number be typed; the cursor stands in front, so that the first digits are seen."""
        self.setGeometry(place)
        self.setSelection(len(self.text()), -len(self.text()))
        self.show()
        self.setFocus()

    def number(self) -> float | None:
        """The number that was typed; None where it is none, which it says."""
        value = parsed_number(self.text())
        if value is None:
            below = self.mapToGlobal(QPoint(0, self.height()))
            QToolTip.showText(below, "Type a number, such as −1.25 or 3e-4", self)
        return value

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
