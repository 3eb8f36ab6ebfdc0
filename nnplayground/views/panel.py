"""A panel draws the newest frame when it can be seen, and costs nothing when it cannot."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from nnplayground.session import Frame, Session
from nnplayground.views.theme import Theme, Themes


class Panel(QWidget):
    """The base of every view of frames.

    Args:
        session: what to show, and whom to tell about edits.
        themes: the colours.

    Signals:
        title_changed(str): its tab is called otherwise now.
    """

    title_changed = Signal(str)

    def __init__(self, session: Session, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.themes = themes
        session.frame_changed.connect(self._on_frame)
        themes.changed.connect(self._on_theme)

    def draw(self, frame: Frame) -> None:
        """Show a frame; called at most once a frame of the window, only while visible."""
        raise NotImplementedError

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours; a `draw` follows. The constructor of a panel calls it once."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.draw(self.session.frame)

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        if self.isVisible():
            self.draw(frame)

    @Slot(object)
    def _on_theme(self, theme: Theme) -> None:
        self.apply_theme(theme)
        if self.isVisible():
            self.draw(self.session.frame)
