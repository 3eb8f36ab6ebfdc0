"""The dark card beside the pointer that tells the numbers under it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from nnplayground.views.outputs.plane_axes import small_font
from nnplayground.views.theme import Theme

_PADDING, _DISTANCE = 7.0, 14.0


def paint_card(
    painter: QPainter, bounds: QRectF, pointer: QPointF, lines: Sequence[str], theme: Theme
) -> None:
    """Paint lines of text on a card near the pointer, inside `bounds`."""
    font = small_font(painter.font())
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    width = max(metrics.horizontalAdvance(line) for line in lines) + 2 * _PADDING
    height = metrics.lineSpacing() * len(lines) + 2 * _PADDING - 2
    card = QRectF(pointer.x() + _DISTANCE, pointer.y() + _DISTANCE, width, height)
    if card.right() > bounds.right():
        card.moveRight(max(pointer.x() - _DISTANCE, bounds.left() + width))
    if card.bottom() > bounds.bottom():
        card.moveBottom(max(pointer.y() - _DISTANCE, bounds.top() + height))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.tooltip))
    painter.drawRoundedRect(card, 5.0, 5.0)
    painter.setPen(QColor(theme.on_tooltip))
    for number, line in enumerate(lines):
        y = card.top() + _PADDING - 1 + number * metrics.lineSpacing() + metrics.ascent()
        painter.drawText(QPointF(card.left() + _PADDING, y), line)
