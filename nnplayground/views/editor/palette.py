"""The bar above the network: what can be dragged into it."""

from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from nnplayground.views.editor.curves import paint_curve
from nnplayground.views.editor.palette_table import GROUPS, OFFERS, Offer
from nnplayground.views.theme import Theme

ICON, GRIP = 14, 11
# Pixels of chips below which the words before them are left out.
MIN_ROOM = 560


class Chip(QPushButton):
    """One offer: dragged into the network, or clicked to go before the output.

    Signals:
        dragged(Chip, QPoint): a drag began; the pointer is at this global position.
        moved(QPoint, Qt.KeyboardModifier), released(QPoint, Qt.KeyboardModifier): of that drag.
    """

    dragged = Signal(object, object)
    moved = Signal(object, object)
    released_at = Signal(object, object)
    interrupted = Signal()

    def __init__(self, offer: Offer) -> None:
        pictured = offer.group == "Layers" and offer.activation is not None
        super().__init__(offer.label if pictured else f"⠿ {offer.label}")
        self.offer = offer
        self._pictured = offer.activation if pictured else None
        self._pressed: QPoint | None = None
        self._dragging = False
        self.setToolTip(f"{offer.label}: {offer.description}" if pictured else offer.description)
        self.setAccessibleName(f"Add {offer.label}")
        self.setAccessibleDescription(
            f"{offer.description}. Drag it into the network, or press it to add it."
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(GRIP + ICON, ICON))
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def set_short(self, short: bool) -> None:
        """Leave out the name, where there is a picture."""
        if self._pictured is not None:
            self.setText("" if short else self.offer.label)

    def apply_theme(self, theme: Theme) -> None:
        """Draw the curve in other colours."""
        if self._pictured is not None:
            self.setIcon(QIcon(_grip_and_curve(self._pictured, theme)))

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


class Palette(QWidget):
    """All offers of one group in a row; those that do not fit are in a menu.

    Signals:
        chosen(Offer): one was clicked.

    Attributes:
        chips: one an offer, of all groups.
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
        self.chips = [Chip(offer) for offer in OFFERS]
        self.more = QToolButton()
        self.more.setText("⋯")
        self.more.setProperty("role", "quiet")
        self.more.setAccessibleName("More to add")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(13, 7, 13, 7)
        self._row.setSpacing(5)
        for widget in (self.hint, self.groups, *self.chips, self.more):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        for chip in self.chips:
            chip.clicked.connect(partial(self._on_clicked, chip.offer))
        self.groups.currentIndexChanged.connect(self._arrange)
        self.setAutoFillBackground(True)
        self.apply_theme(theme)
        self._arrange()

    def apply_theme(self, theme: Theme) -> None:
        """Draw the curves in other colours."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.canvas))
        self.setPalette(palette)
        for chip in self.chips:
            chip.apply_theme(theme)

    def chip(self, label: str) -> Chip:
        """The chip of an offer."""
        return next(chip for chip in self.chips if chip.offer.label == label)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _on_clicked(self, offer: Offer, checked: bool = False) -> None:
        self.chosen.emit(offer)

    @Slot()
    def _arrange(self) -> None:
        """Show the chips of the group that fit, the others in the menu."""
        group = self.groups.currentText()
        offered = [chip for chip in self.chips if chip.offer.group == group]
        gap = self._row.spacing()
        room = self.width() - 26 - self.groups.sizeHint().width() - gap
        hint = self.hint.sizeHint().width() + gap
        self.hint.setVisible(room - hint >= MIN_ROOM)
        if room - hint >= MIN_ROOM:
            room -= hint
        fitting = self._shorten(offered, room, gap)
        for chip in self.chips:
            chip.setVisible(chip in offered[:fitting])
        self._fill_menu(offered[fitting:])

    def _shorten(self, offered: list[Chip], room: int, gap: int) -> int:
        """Leave only the picture of the last chips until all fit; how many fit at last."""
        for chip in offered:
            chip.set_short(False)
        widths = [chip.sizeHint().width() + gap for chip in offered]
        for number in range(len(offered) - 1, -1, -1):
            if sum(widths) <= room:
                return len(offered)
            offered[number].set_short(True)
            widths[number] = offered[number].sizeHint().width() + gap
        room -= self.more.sizeHint().width() + gap
        return sum(sum(widths[: number + 1]) <= room for number in range(len(widths)))

    def _fill_menu(self, hidden: list[Chip]) -> None:
        menu = self.more.menu()
        menu.clear()
        menu.setToolTipsVisible(True)
        for chip in hidden:
            action = menu.addAction(chip.offer.label)
            action.setToolTip(chip.offer.description)
            action.triggered.connect(partial(self._on_clicked, chip.offer))
        self.more.setVisible(bool(hidden))


def _grip_and_curve(activation: str, theme: Theme) -> QPixmap:
    """The dots by which a thing is dragged, and the curve of an activation."""
    ratio = 2
    pixmap = QPixmap((GRIP + ICON) * ratio, ICON * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.muted))
    for x in (1.0, 4.5):
        for y in (2.0, 6.0, 10.0):
            painter.drawEllipse(QRectF(x, y, 2.0, 2.0))
    paint_curve(painter, QRectF(GRIP, 0, ICON, ICON), activation, theme)
    painter.end()
    return pixmap
