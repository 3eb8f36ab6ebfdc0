"""Moves the pointer in a drag, for one widget only.

QTest moves the pointer of the whole screen and then handles whatever events there are: what else
is on the screen, and when it is laid out, would decide where the drag goes.
"""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


def drag_to(
    widget: QWidget, place: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton
) -> None:
    """Move the pointer to `place`, in the widget's own pixels, while `button` is held."""
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        QPointF(widget.mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        button,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)
