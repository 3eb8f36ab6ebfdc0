"""Keeps the panels at the bottom at their share of the window's height, however it is resized."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow


class BottomShare(QObject):
    """Watches a window and the dock at its bottom.

    Qt lets a dock shrink with its window, but not grow again with it.

    Args:
        window: whose height counts.
        dock: what is kept at its share.

    Attributes:
        share: of the window's height; a person who drags the border changes it.
    """

    def __init__(self, window: QMainWindow, dock: QDockWidget, share: float) -> None:
        super().__init__(window)
        self._window, self._dock = window, dock
        self.share = share
        self.suspended = True
        self._now = QTimer(self, singleShot=True, interval=0)
        self._now.timeout.connect(self.apply)
        window.installEventFilter(self)
        dock.installEventFilter(self)

    @Slot()
    def apply(self) -> None:
        """Give the dock its share, unless it has the whole window or is elsewhere."""
        if self.suspended or self._dock.isHidden() or self._dock.isFloating():
            return
        height = round(self._window.height() * self.share)
        if height != self._dock.height():
            self._window.resizeDocks([self._dock], [height], Qt.Orientation.Vertical)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.suspended:
            dragged = QApplication.mouseButtons() & Qt.MouseButton.LeftButton
            if watched is self._window:
                self._now.start()
            elif dragged and not self._dock.isFloating():
                self.share = self._dock.height() / self._window.height()
        return super().eventFilter(watched, event)
