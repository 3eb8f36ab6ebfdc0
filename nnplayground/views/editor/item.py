"""The base of what is drawn in the scene: a painting that fails is reported, and no crash."""

import sys

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget


class Item(QGraphicsItem):
    """A graphics item that draws itself in `draw`."""

    def draw(self, painter: QPainter) -> None:
        """Draw, in the coordinates of the scene."""
        raise NotImplementedError

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        try:
            self.draw(painter)
        except Exception as error:
            # PySide 6.11 does not survive an exception that leaves this method
            sys.excepthook(type(error), error, error.__traceback__)
