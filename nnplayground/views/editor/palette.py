"""The bar above the network: what can be dragged into it."""

from functools import partial

from PySide6.QtCore import QEvent, QMargins, QObject, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from nnplayground.views.editor.chip import Chip
from nnplayground.views.editor.palette_table import GROUPS, OFFERS, Offer
from nnplayground.views.theme import Theme

MARGINS, GAP, NARROW_GAP = QMargins(10, 6, 10, 6), 6, 2


class Strip(QWidget):
    """Chips in a row, moved sideways where there is no room for all; two arrows do that.

    Attributes:
        chips: one an offer, of all groups.
        back, on: the arrows, usable where there is more on their side.
    """

    def __init__(self, chips: list[Chip]) -> None:
        super().__init__()
        self.chips = chips
        self._row = QWidget(self)
        self._offset = 0
        for chip in chips:
            chip.setParent(self._row)
            chip.installEventFilter(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.back, self.on = _arrow("‹", "What stands before"), _arrow("›", "More to add")
        self.back.clicked.connect(partial(self.turn, -1))
        self.on.clicked.connect(partial(self.turn, 1))

    def present(self, offered: list[Chip], gap: int) -> None:
        """Show these chips and no others."""
        x, height = 0, max(chip.sizeHint().height() for chip in offered)
        for chip in self.chips:
            chip.setVisible(chip in offered)
        for chip in offered:
            chip.setGeometry(QRect(QPoint(x, 0), QSize(chip.sizeHint().width(), height)))
            x += chip.width() + gap
        self._row.resize(x - gap, height)
        self.setFixedHeight(height)
        self._move_to(self._offset)

    def turn(self, pages: int, checked: bool = False) -> None:
        """Move on by most of what is seen; back where `pages` is negative."""
        self._move_to(self._offset + pages * self.width() * 3 // 4)

    def bring(self, chip: Chip) -> None:
        """Move so that a chip is seen."""
        place = chip.geometry()
        self._move_to(min(place.left(), max(self._offset, place.right() + 1 - self.width())))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, Chip):
            self.bring(watched)
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        self._move_to(self._offset - (delta.x() or delta.y()) // 2)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._move_to(self._offset)

    def _move_to(self, offset: int) -> None:
        last = max(0, self._row.width() - self.width())
        self._offset = max(0, min(last, offset))
        self._row.move(-self._offset, 0)
        self.back.setEnabled(self._offset > 0)
        self.on.setEnabled(self._offset < last)


class Palette(QWidget):
    """All offers of one group in a row.

    Signals:
        chosen(Offer): one was clicked.

    Attributes:
        chips: one an offer, of all groups.
        strip: what they lie on.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName("Palette")
        self.hint = QLabel("Drag into the network:")
        self.hint.setProperty("role", "muted")
        self.groups = QComboBox()
        self.groups.addItems(list(GROUPS))
        self.groups.setAccessibleName("What to drag")
        self.groups.setToolTip("Layers, ready stacks of layers, or the networks of the articles")
        self.groups.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.groups.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.theme = theme
        self.chips = [Chip(offer, theme) for offer in OFFERS]
        self.strip = Strip(self.chips)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(MARGINS)
        self._row.setSpacing(GAP)
        for widget in (self.hint, self.groups, self.strip.back):
            self._row.addWidget(widget)
        self._row.addWidget(self.strip, 1)
        self._row.addWidget(self.strip.on)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for chip in self.chips:
            chip.clicked.connect(partial(self._on_clicked, chip.offer))
        self.groups.currentIndexChanged.connect(self._arrange)
        self._arrange()

    def apply_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        for chip in self.chips:
            chip.theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.canvas))
        painter.end()

    def chip(self, label: str) -> Chip:
        """The chip of an offer."""
        return next(chip for chip in self.chips if chip.offer.label == label)

    def bring(self, label: str) -> Chip:
        """The chip of an offer, where it can be seen."""
        chip = self.chip(label)
        self.groups.setCurrentText(chip.offer.group)
        self.strip.bring(chip)
        return chip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._arrange()

    def _on_clicked(self, offer: Offer, checked: bool = False) -> None:
        self.chosen.emit(offer)

    @Slot()
    def _arrange(self) -> None:
        """Show the chips of the group, closer together and without the hint where it is narrow."""
        group = self.groups.currentText()
        offered = [chip for chip in self.chips if chip.offer.group == group]
        room = self.width() - MARGINS.left() - MARGINS.right()
        room -= self.groups.sizeHint().width() + GAP
        hint = self.hint.sizeHint().width() + GAP
        gap = GAP if _width(offered, GAP) <= room else NARROW_GAP
        wanted = _width(offered, gap)
        self.hint.setVisible(wanted + hint <= room)
        for arrow in (self.strip.back, self.strip.on):
            arrow.setVisible(wanted > room)
        self.strip.present(offered, gap)


def _width(chips: list[Chip], gap: int) -> int:
    return sum(chip.sizeHint().width() + gap for chip in chips) - gap


def _arrow(text: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setProperty("role", "quiet")
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setAutoRepeat(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
