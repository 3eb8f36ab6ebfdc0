"""One offer of the palette: a small button that is dragged into the network, or pressed."""

import math

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHideEvent,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyleOptionToolButton,
    QToolButton,
)

from nnplayground.core.edits import MAX_UNITS
from nnplayground.views.editor.curves import paint_curve
from nnplayground.views.editor.palette_table import Offer
from nnplayground.views.theme import Theme

# The picture of a chip, and how small the name below it is.
PICTURE = QSize(28, 17)
SMALLER = 0.84
MARGIN = 5


class Chip(QToolButton):
    """A picture with a name below: dragged into the network, or clicked to go before the output.

    Signals:
        clicked(): pressed and let go without a drag.
        dragged(Chip, QPoint): a drag began; the pointer is at this global position.
        moved(QPoint, Qt.KeyboardModifier), released_at(QPoint, Qt.KeyboardModifier): of that drag.
        interrupted(): the drag ended without a release.
    """

    dragged = Signal(object, object)
    moved = Signal(object, object)
    released_at = Signal(object, object)
    interrupted = Signal()

    def __init__(self, offer: Offer, theme: Theme) -> None:
        super().__init__()
        self.offer = offer
        self.theme = theme
        self._pressed: QPoint | None = None
        self._dragging = False
        self.setText(offer.label)
        self.setToolTip(f"{offer.label}: {offer.description}")
        self.setAccessibleName(f"Add {offer.label}")
        self.setAccessibleDescription(
            f"{offer.description}. Drag it into the network, or press it to add it."
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._small_font())
        width = max(PICTURE.width(), metrics.horizontalAdvance(self.text()))
        height = PICTURE.height() + metrics.height()
        return QSize(width + 2 * MARGIN, height + 2 * MARGIN - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter = QPainter(self)
        control = QStyle.ComplexControl.CC_ToolButton
        self.style().drawComplexControl(control, option, painter, self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = (self.width() - PICTURE.width()) / 2
        _paint(painter, self.offer, QRectF(QPointF(left, MARGIN), PICTURE), self.theme)
        painter.setFont(self._small_font())
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        below = self.rect().adjusted(0, MARGIN + PICTURE.height(), 0, 1 - MARGIN)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * SMALLER)
        return font

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.globalPosition().toPoint()
        if self._dragging:
            self.moved.emit(place, event.modifiers())
            return
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        distance = (event.position().toPoint() - self._pressed).manhattanLength()
        if distance >= QApplication.startDragDistance():
            self._dragging = True
            self.setDown(False)
            self.dragged.emit(self, place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        if self._dragging:
            self._dragging = False
            self.released_at.emit(event.globalPosition().toPoint(), event.modifiers())
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._dragging:
            self._dragging = False
            self.interrupted.emit()


def _paint(painter: QPainter, offer: Offer, place: QRectF, theme: Theme) -> None:
    if offer.effect == "dropout":
        _paint_dropout(painter, place, theme)
    elif offer.group == "Layers":
        paint_curve(painter, place, offer.layers[0].activation, theme)
    else:
        _paint_layers(painter, place, [layer.units for layer in offer.layers], theme)


def _paint_layers(painter: QPainter, place: QRectF, units: list[int], theme: Theme) -> None:
    """Layers as bars, the longer the more neurons they have."""
    width, gap = 4.0, 4.5
    x = place.center().x() - (len(units) * (width + gap) - gap) / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent))
    for count in units:
        share = 0.25 + 0.75 * math.log(count) / math.log(MAX_UNITS) * 1.5
        height = place.height() * min(1.0, share)
        bar = QRectF(x, place.center().y() - height / 2, width, height)
        painter.drawRoundedRect(bar, 1.5, 1.5)
        x += width + gap


def _paint_dropout(painter: QPainter, place: QRectF, theme: Theme) -> None:
    """Neurons, some of them switched off."""
    radius = 2.4
    for number, off in enumerate((False, True, False, False, False, True)):
        column, row = divmod(number, 2)
        x = place.center().x() + (column - 1) * 3.2 * radius
        y = place.center().y() + (row - 0.5) * 3.2 * radius
        painter.setPen(QPen(QColor(theme.muted if off else theme.accent), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush if off else QColor(theme.accent))
        painter.drawEllipse(QPointF(x, y), radius, radius)
