"""Moves the mouse over an editor as a person would: through the window, to what is under it."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from nnplayground.views.editor import NetworkEditor

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


class Hand:
    """Points, presses, drags and turns the wheel.

    Positions are of the canvas's viewport, unless a widget is named.
    """

    def __init__(self, editor: NetworkEditor) -> None:
        self.editor = editor
        self.viewport = editor.canvas.viewport()
        self.holder: QWidget = self.viewport
        self.button = Qt.MouseButton.NoButton

    # ---- where things are ----------------------------------------------------------------

    def at(self, point: QPointF) -> QPoint:
        return self.editor.canvas.mapFromScene(point)

    def column(self, level):
        return self.editor.scene.arrangement.columns[level]

    def header(self, level) -> QPoint:
        return self.at(self.column(level).header.center())

    def handle(self, level) -> QPoint:
        return self.at(self.column(level).handle.center())

    def chooser(self, level) -> QPoint:
        return self.at(self.column(level).chooser.center())

    def neuron(self, level, number) -> QPoint:
        return self.at(QPointF(*self.column(level).centers[number].tolist()))

    def bias(self, level, number) -> QPoint:
        from nnplayground.views.editor.neurons_item import bias_square

        return self.at(bias_square(self.column(level), number).center())

    def edge(self, layer, source, target, share=0.3) -> QPoint:
        path = self.editor.scene.edges.path(layer, source, target)
        return self.at(path.pointAtPercent(share))

    def between(self, left, right) -> QPoint:
        middle = (self.column(left).frame.right() + self.column(right).frame.left()) / 2
        return self.at(QPointF(middle, self.column(left).frame.center().y()))

    # ---- what the hand does ----------------------------------------------------------------

    def press(self, position, button=LEFT, widget=None, keys=NO_KEYS):
        """Press; as with a real mouse, the widget that was pressed gets what follows."""
        self.holder = widget or self.viewport
        self.button = button
        self._send(QEvent.Type.MouseButtonPress, position, button, button, keys)

    def move(self, position, keys=NO_KEYS):
        """Move; `position` is of the viewport also while something else holds the mouse."""
        self._send(QEvent.Type.MouseMove, self._of_holder(position), None, self.button, keys)

    def release(self, position, keys=NO_KEYS):
        button, self.button = self.button, Qt.MouseButton.NoButton
        place = self._of_holder(position)
        self._send(QEvent.Type.MouseButtonRelease, place, button, self.button, keys)
        self.holder = self.viewport

    def click(self, position, button=LEFT):
        self.move(position)
        self.press(position, button)
        self.release(position)

    def double_click(self, position):
        self.click(position)
        self._send(QEvent.Type.MouseButtonDblClick, position, LEFT, LEFT, NO_KEYS)
        self._send(QEvent.Type.MouseButtonRelease, position, LEFT, Qt.MouseButton.NoButton, NO_KEYS)

    def drag(self, start, *stops, keys=NO_KEYS, widget=None):
        """Press at `start`, move over the stops, release at the last."""
        self.carry(start, *stops, keys=keys, widget=widget)
        self.release(stops[-1], keys)

    def carry(self, start, *stops, keys=NO_KEYS, widget=None):
        """The same without the release."""
        if widget is None:
            self.move(start)
        self.press(start, widget=widget, keys=keys)
        place = start if widget is None else self.viewport.mapFromGlobal(widget.mapToGlobal(start))
        for stop in stops:
            for share in (0.3, 0.6, 1.0):
                self.move(place + (stop - place) * share, keys)
            place = stop

    def take(self, label):
        """(chip, place) of an offer of the palette, ready to be carried."""
        chip = self.editor.palette_bar.bring(label)
        assert chip.isVisible()
        assert chip.visibleRegion().contains(chip.rect().center()), f"{label} cannot be seen"
        return chip, chip.rect().center()

    def carry_chip(self, label, *stops):
        chip, place = self.take(label)
        self.carry(place, *stops, widget=chip)

    def drop_chip(self, label, *stops):
        self.carry_chip(label, *stops)
        self.release(stops[-1])

    def wheel(self, position, notches=1, keys=NO_KEYS, widget=None):
        widget = widget or self.viewport
        place = QPointF(position)
        event = QWheelEvent(
            place,
            QPointF(widget.mapToGlobal(position)),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    def key(self, key, keys=NO_KEYS, widget=None):
        QTest.keyClick(widget or self.editor.canvas, key, keys)

    def type(self, text, widget):
        QTest.keyClicks(widget, text)

    def _of_holder(self, position: QPoint) -> QPoint:
        if self.holder is self.viewport:
            return position
        return self.holder.mapFromGlobal(self.viewport.mapToGlobal(position))

    def _send(self, kind, position, button, buttons, keys):
        event = QMouseEvent(
            kind,
            QPointF(position),
            QPointF(self.holder.mapToGlobal(position)),
            button or Qt.MouseButton.NoButton,
            buttons,
            keys,
        )
        QApplication.sendEvent(self.holder, event)
