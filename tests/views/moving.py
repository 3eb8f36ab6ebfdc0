"""Drags in one widget only, by events of their own.

QTest moves the pointer of the whole screen, and remembers a button that an earlier test pressed and
never let go: a slider then does not hear the next press.
"""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def drag_to(widget: QWidget, place: QPoint, button: Qt.MouseButton = LEFT) -> None:
    """Move the pointer to `place`, in the widget's own pixels, while `button` is held."""
    _send(widget, QEvent.Type.MouseMove, place, NONE, button)


def drag_along(widget: QWidget, *places: QPoint) -> None:
    """Press the left button at the first place, move to the others, and let go at the last."""
    _send(widget, QEvent.Type.MouseButtonPress, places[0], LEFT, LEFT)
    for place in places[1:]:
        drag_to(widget, place)
    _send(widget, QEvent.Type.MouseButtonRelease, places[-1], LEFT, NONE)


def _send(
    widget: QWidget,
    kind: QEvent.Type,
    place: QPoint,
    button: Qt.MouseButton,
    held: Qt.MouseButton,
) -> None:
    event = QMouseEvent(
        kind,
        QPointF(place),
        QPointF(widget.mapToGlobal(place)),
        button,
        held,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)
