"""The docks around the editor, made from the table of panels."""

from functools import partial

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from nnplayground.session import Session
from nnplayground.session.preferences import LAYOUT_VERSION
from nnplayground.views.bottom_share import BottomShare
from nnplayground.views.exports.button import export_button
from nnplayground.views.panel import Panel
from nnplayground.views.panels import BOTTOM_PANELS, LEFT_PANELS, RIGHT_PANELS
from nnplayground.views.take_apart import TakeApart
from nnplayground.views.theme import Themes
from nnplayground.views.training_panel import TrainingPanel

LEFT_WIDTH = 262
RIGHT_WIDTH = 346
# Share of the window's height, and of the right side's.
BOTTOM_SHARE = 0.27
OUTPUT_SHARE = 0.58

# Pixels: how low the tabs can be made, whatever their panels would like, for small windows.
SMALLEST_BOTTOM = 170

# Qt's name for a widget that may be as large as there is room.
QWIDGETSIZE_MAX = (1 << 24) - 1

_AREA = Qt.DockWidgetArea
_FEATURE = QDockWidget.DockWidgetFeature
_MOVABLE = _FEATURE.DockWidgetMovable | _FEATURE.DockWidgetFloatable | _FEATURE.DockWidgetClosable


class Docks:
    """All docks of a window.

    Args:
        window: around whose editor they stand.
        session, themes: for the panels.

    Attributes:
        all: the docks, in the order of the View menu.
        panels: all panels by the keys of the table.
        tabs: the panels at the bottom.
        bottom: keeps them at their share of the height.
        export: opens a menu about the one that is shown, which the window fills.
        arranged: whether they were put in their places.
        movable: whether they have title bars to drag them by.
    """

    all: list[QDockWidget]
    panels: dict[str, Panel]
    tabs: QTabWidget
    bottom: BottomShare
    export: QPushButton
    arranged: bool
    movable: bool

    def __init__(self, window: QMainWindow, session: Session, themes: Themes) -> None:
        self._window = window
        self.arranged = False
        self.movable = False
        self._put_away: list[QWidget] | None = None
        self._beside: list[QDockWidget] = []
        window.setDockOptions(QMainWindow.DockOption.AllowNestedDocks)
        for corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
            window.setCorner(corner, _AREA.BottomDockWidgetArea)
        specs = (*LEFT_PANELS, *RIGHT_PANELS, *BOTTOM_PANELS)
        self.panels = {spec.key: spec.make(session, themes) for spec in specs}
        self.settings = _scrolled([self.panels[spec.key] for spec in LEFT_PANELS])
        self.tabs = QTabWidget()
        self.tabs.setObjectName("bottomTabs")
        self.tabs.setDocumentMode(True)
        self.tabs.setMinimumHeight(SMALLEST_BOTTOM)
        self.export = export_button(
            "Export this panel",
            "Save or copy what this panel shows, as a picture or as numbers",
        )
        self.tabs.setCornerWidget(self.export)
        for spec in BOTTOM_PANELS:
            panel = self.panels[spec.key]
            self.tabs.addTab(panel, spec.title)
            panel.title_changed.connect(partial(self._rename_tab, panel))
        left = self._dock("settings", "Dataset and training", self.settings)
        right = [self._dock(spec.key, spec.title, self.panels[spec.key]) for spec in RIGHT_PANELS]
        bottom = self._dock("bottom", "Bottom panels", self.tabs)
        self.all = [left, *right, bottom]
        self._default = QByteArray()
        self._join()
        self.bottom = BottomShare(window, bottom, BOTTOM_SHARE)
        self.tabs.tabBarDoubleClicked.connect(self.toggle_enlarged)
        take_apart = self.panels["take_apart"]
        assert isinstance(take_apart, TakeApart)
        take_apart.larger_asked.connect(self.toggle_enlarged)
        session.listing.asked.connect(partial(self.show_panel, "examples"))
        session.apart.asked.connect(partial(self.show_panel, "take_apart"))

    def arrange(self, layout: QByteArray) -> None:
        """Put every dock where it was, or where we ship it; once, when the window is shown."""
        self.arranged = True
        self._share_room()
        self._default = self._window.saveState(LAYOUT_VERSION)
        if not layout.isEmpty():
            self._window.restoreState(layout, LAYOUT_VERSION)
            self.bottom.share = self.all[-1].height() / self._window.height()
        self.bottom.suspended = False

    def restore_default(self) -> None:
        """Put every dock where and as large as we ship it."""
        self.set_enlarged(False)
        self._window.restoreState(self._default, LAYOUT_VERSION)
        self._share_room()

    def set_movable(self, movable: bool) -> None:
        """Give every dock a title bar to drag and close it by, or take it away again."""
        self.movable = movable
        for dock in self.all:
            bar = dock.titleBarWidget()
            # Qt's own title bar is used where there is no other
            dock.setTitleBarWidget(None if movable else QWidget(dock))  # type: ignore[arg-type]
            if bar is not None:
                bar.deleteLater()
            dock.setFeatures(_MOVABLE if movable else _FEATURE.NoDockWidgetFeatures)

    def show_tab(self, number: int) -> None:
        """Show one of the panels at the bottom."""
        self.all[-1].show()
        self.tabs.setCurrentIndex(number)

    def show_panel(self, key: str) -> None:
        """Bring a panel into view, by its key in the table."""
        panel = self.panels[key]
        at = self.tabs.indexOf(panel)
        if at >= 0:
            self.show_tab(at)
        for dock in self.all:
            if dock.widget() is panel or (
                dock is self.all[0] and self.settings.isAncestorOf(panel)
            ):
                dock.show()

    @property
    def enlarged(self) -> bool:
        """Whether the panels at the bottom have the whole window."""
        return self._put_away is not None

    def set_enlarged(self, enlarged: bool) -> None:
        """Give the panels at the bottom the whole window, or give it back."""
        if enlarged == self.enlarged:
            return
        if enlarged:
            others = (*self.all[:-1], self._window.centralWidget())
            self.bottom.suspended = True
            self._put_away = [widget for widget in others if widget and not widget.isHidden()]
            for widget in self._put_away:
                widget.hide()
            self.all[-1].show()
            self._put_beside()
        else:
            for widget in self._put_away or ():
                widget.show()
            self._put_away = None
            share = self.bottom.share
            self._share_room()
            self._put_back()
            self.bottom.share, self.bottom.suspended = share, False
            self.bottom.apply()

    def _put_beside(self) -> None:
        """Let other docks, such as a lesson's, stand beside the enlarged bottom as wide as now."""
        self._window.setCorner(Qt.Corner.BottomLeftCorner, _AREA.LeftDockWidgetArea)
        docks = self._window.findChildren(QDockWidget)
        self._beside = [d for d in docks if d not in self.all and not d.isHidden()]
        for dock in self._beside:
            dock.setFixedWidth(dock.width())

    def _put_back(self) -> None:
        self._window.setCorner(Qt.Corner.BottomLeftCorner, _AREA.BottomDockWidgetArea)
        # their width is theirs again once everything is back in its place
        QTimer.singleShot(0, self.tabs, partial(self._release, self._beside))
        self._beside = []

    def _release(self, beside: list[QDockWidget]) -> None:
        shown = [dock for dock in (*beside, *self.all[:2]) if not dock.isHidden()]
        usual = {self.all[0]: LEFT_WIDTH, self.all[1]: RIGHT_WIDTH}
        widths = [usual.get(dock, dock.width()) for dock in shown]
        for dock in beside:
            dock.setMinimumWidth(0)
            dock.setMaximumWidth(QWIDGETSIZE_MAX)
        self._window.resizeDocks(shown, widths, Qt.Orientation.Horizontal)

    def toggle_enlarged(self) -> None:
        """Give the panels at the bottom the whole window, or give it back."""
        self.set_enlarged(not self.enlarged)

    def _rename_tab(self, panel: QWidget, title: str) -> None:
        self.tabs.setTabText(self.tabs.indexOf(panel), title)

    def show_stop_rule(self) -> None:
        """Bring the keyboard to where training is told when to stop."""
        training = self.panels["training"]
        assert isinstance(training, TrainingPanel)
        self.all[0].show()
        if training.stop_fold.content.isHidden():
            training.stop_fold.button.click()
        training.stops["iterations"].setFocus(Qt.FocusReason.ShortcutFocusReason)
        # where it is, is known once the column was laid out
        QTimer.singleShot(
            0, training, lambda: self.settings.ensureWidgetVisible(training.stops["loss_below"])
        )

    def _dock(self, key: str, title: str, widget: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(f"dock-{key}")
        dock.setTitleBarWidget(QWidget(dock))
        dock.setFeatures(_FEATURE.NoDockWidgetFeatures)
        dock.setWidget(widget)
        return dock

    def _join(self) -> None:
        left, output, loss, bottom = self.all
        self._window.addDockWidget(_AREA.LeftDockWidgetArea, left)
        self._window.addDockWidget(_AREA.RightDockWidgetArea, output)
        self._window.splitDockWidget(output, loss, Qt.Orientation.Vertical)
        self._window.addDockWidget(_AREA.BottomDockWidgetArea, bottom)

    def _share_room(self) -> None:
        left, output, loss, bottom = self.all
        horizontal, vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self.bottom.share = BOTTOM_SHARE
        low = round(self._window.height() * BOTTOM_SHARE)
        high = self._window.height() - low
        self._window.resizeDocks([left, output], [LEFT_WIDTH, RIGHT_WIDTH], horizontal)
        self._window.resizeDocks([bottom], [low], vertical)
        self._window.resizeDocks(
            [output, loss], [round(high * OUTPUT_SHARE), round(high * (1 - OUTPUT_SHARE))], vertical
        )


class _Column(QWidget):
    """As narrow as it is made: a long word is cut rather than the whole column."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())


def _scrolled(panels: list[QWidget]) -> QScrollArea:
    """Panels one below the other, scrolled where they do not fit."""
    column = _Column()
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
