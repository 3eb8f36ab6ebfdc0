"""The window: the editor in the middle, docks around it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from nnplayground.session import Session
from nnplayground.session.preferences import Preferences
from nnplayground.views.appearance import Appearance
from nnplayground.views.docks import Docks
from nnplayground.views.panels import EDITOR
from nnplayground.views.theme import Themes


class MainWindow(QMainWindow):
    """The whole playground.

    Args:
        session: what is being edited and trained; the window shuts it down when it closes.
        themes, appearance: the colours and who chooses them.
        preferences: what is remembered.
    """

    def __init__(
        self,
        session: Session,
        themes: Themes,
        appearance: Appearance,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.themes = themes
        self.appearance = appearance
        self.preferences = preferences
        self.setWindowTitle("[*]nnplayground")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.editor = EDITOR.make(session, themes)
        self.setCentralWidget(self.editor)
        self.docks = Docks(self, session, themes)
        self.resize(1600, 1000)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.session.shut_down()
        super().closeEvent(event)
