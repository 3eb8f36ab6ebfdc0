"""The docks around the editor, made from the table of panels."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QMainWindow,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from nnplayground.session import Session
from nnplayground.views.panels import BOTTOM_PANELS, LEFT_PANELS, RIGHT_PANELS
from nnplayground.views.theme import Themes

_AREA = Qt.DockWidgetArea
LEFT_WIDTH = 262
RIGHT_WIDTH = 346
# Share of the window's height.
BOTTOM_SHARE = 0.28


class Docks:
    """All docks of a window.

    Attributes:
        all: the docks, in the order of the View menu.
        tabs: the panels at the bottom.
    """

    def __init__(self, window: QMainWindow, session: Session, themes: Themes) -> None:
        self._window = window
        window.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks | QMainWindow.DockOption.AllowNestedDocks
        )
        for corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
            window.setCorner(corner, _AREA.BottomDockWidgetArea)
        left = _scrolled([spec.make(session, themes) for spec in LEFT_PANELS])
        self.tabs = QTabWidget()
        self.tabs.setObjectName("bottomTabs")
        self.tabs.setDocumentMode(True)
        for spec in BOTTOM_PANELS:
            self.tabs.addTab(spec.make(session, themes), spec.title)
        self.all = [self._dock("settings", "Dataset and training", left, _AREA.LeftDockWidgetArea)]
        for spec in RIGHT_PANELS:
            panel = spec.make(session, themes)
            self.all.append(self._dock(spec.key, spec.title, panel, _AREA.RightDockWidgetArea))
        self.all.append(self._dock("bottom", "Weights", self.tabs, _AREA.BottomDockWidgetArea))

    def _dock(self, key: str, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(f"dock-{key}")
        dock.setTitleBarWidget(QWidget(dock))
        dock.setWidget(widget)
        self._window.addDockWidget(area, dock)
        return dock

    def arrange(self) -> None:
        """Put every dock where and as large as we ship it."""
        window = self._window
        settings, output, loss, bottom = self.all
        horizontal, vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        window.resizeDocks([settings, output], [LEFT_WIDTH, RIGHT_WIDTH], horizontal)
        window.resizeDocks([bottom], [round(window.height() * BOTTOM_SHARE)], vertical)
        window.resizeDocks([output, loss], [3, 2], vertical)


def _scrolled(panels: list[QWidget]) -> QScrollArea:
    """Panels one below the other, scrolled where they do not fit."""
    column = QWidget()
    column.setObjectName("scrolled")
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for panel in panels:
        layout.addWidget(panel)
    layout.addStretch(1)
    area = QScrollArea()
    area.setWidget(column)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
