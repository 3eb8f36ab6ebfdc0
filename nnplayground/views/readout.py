"""A caption and a number that may change every frame without moving anything else."""

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnplayground.views.theme import Theme, Themes

_GAP = 6


class Readout(QWidget):
    """Shows 'Iteration 1 204 800', the number in semibold.

    A label would lay out its whole bar anew with every other text; this one only repaints, and
    grows where a number needs more room than any before.

    Args:
        caption: what the number is.
        room: a number that there is room for from the start.
        themes: the colours.
    """

    def __init__(self, caption: str, room: str, themes: Themes) -> None:
        super().__init__()
        self._caption = caption
        self._widest = room
        self._value = ""
        self._themes = themes
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(caption)
        themes.changed.connect(self._on_theme)

    @property
    def value(self) -> str:
        """What stands there now."""
        return self._value

    def show_value(self, value: str) -> None:
        """Show another number."""
        if value != self._value:
            self._value = value
            if len(value) > len(self._widest):
                self._widest = value
                self.updateGeometry()
            self.setAccessibleDescription(value)
            self.update()

    def sizeHint(self) -> QSize:
        value = QFontMetrics(self._value_font()).horizontalAdvance(self._widest)
        caption = self.fontMetrics().horizontalAdvance(self._caption)
        return QSize(caption + _GAP + value + 2, self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme: Theme = self._themes.theme
        metrics = self.fontMetrics()
        baseline = (self.height() + metrics.ascent() - metrics.descent()) // 2
        painter = QPainter(self)
        painter.setPen(theme.muted)
        painter.drawText(QPoint(0, baseline), self._caption)
        painter.setPen(theme.text)
        painter.setFont(self._value_font())
        painter.drawText(
            QPoint(metrics.horizontalAdvance(self._caption) + _GAP, baseline), self._value
        )
        painter.end()

    def _value_font(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _on_theme(self) -> None:
        self.update()
