"""A panel draws the newest frame when it can be seen, and costs nothing when it cannot."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QColor, QContextMenuEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from nnplayground.files.number_table import NumberTable
from nnplayground.session import Frame, Session
from nnplayground.views.exports import Picture, WidgetPicture
from nnplayground.views.theme import Theme, Themes


class Panel(QWidget):
    """The base of every view of frames.

    Args:
        session: what to show, and whom to tell about edits.
        themes: the colours.

    Signals:
        title_changed(str): its tab is called otherwise now.
        menu_asked(QPoint): a menu of what can be done with it is wanted there on the screen.
    """

    title_changed = Signal(str)
    menu_asked = Signal(QPoint)

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

    # ---- what can be taken elsewhere: see `nnplayground.views.exports` --------------------

    @property
    def export_name(self) -> str:
        """What to call it in files and sentences."""
        return self.accessibleName()

    def numbers(self) -> NumberTable | None:
        """The numbers that it shows, copied; None where there are none yet."""
        return None

    def plots(self) -> Sequence[QWidget]:
        """Its parts that a picture shows; none where it shows nothing but controls."""
        return ()

    def picture(self) -> Picture | None:
        """What it shows, to be painted again; None where there is nothing yet."""
        return WidgetPicture(self, self.plots(), QColor(self.themes.theme.window))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(event.globalPos())

    # ---- frames and themes -----------------------------------------------------------------

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
