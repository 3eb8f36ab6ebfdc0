"""The window: tool bar, editor, docks and status bar, and what joins them."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QShowEvent,
)
from PySide6.QtWidgets import QGraphicsView, QMainWindow, QVBoxLayout, QWidget

from nnplayground.data.idx import is_idx
from nnplayground.data.picture_opening import is_pictures
from nnplayground.files.lesson_file import is_lesson
from nnplayground.session import Session
from nnplayground.session.preferences import LAYOUT_VERSION, Preferences
from nnplayground.views.action_table import ACTIONS
from nnplayground.views.actions import Actions, fill_menu
from nnplayground.views.appearance import Appearance
from nnplayground.views.banner import Banner
from nnplayground.views.compare_view import CompareView
from nnplayground.views.data_panel import DataPanel
from nnplayground.views.dialogs import Dialogs
from nnplayground.views.docks import Docks
from nnplayground.views.document_files import DocumentFiles
from nnplayground.views.editor import NetworkEditor
from nnplayground.views.editor.commands import Commands
from nnplayground.views.exports.exporting import Exporting
from nnplayground.views.icons import window_icon
from nnplayground.views.keys import SpaceOnControls
from nnplayground.views.lessons.lesson_mode import LessonMode
from nnplayground.views.menus.points import output_of
from nnplayground.views.mishaps import Mishaps
from nnplayground.views.network_commands import NetworkCommands
from nnplayground.views.panel import Panel
from nnplayground.views.picture_dialog import PicturesOpening
from nnplayground.views.runs_panel import RunsPanel
from nnplayground.views.status_bar import StatusBar
from nnplayground.views.table_dialog import TableOpening, is_table
from nnplayground.views.theme import Themes
from nnplayground.views.timeline_bar import TimelineBar, timeline_tool_bar
from nnplayground.views.transport_bar import TransportBar, tool_bar

DEFAULT_SIZE = QSize(1600, 1000)
# What the system's frame takes at most; how large it is, is not known before it is there.
FRAME = QSize(8, 44)


class MainWindow(QMainWindow):
    """The whole playground.

    Args:
        session: what is being edited and trained; the window shuts it down when it closes.
        themes, appearance: the colours and who chooses them.
        preferences: what is remembered.
    """

    session: Session
    themes: Themes
    appearance: Appearance
    preferences: Preferences
    dialogs: Dialogs
    mishaps: Mishaps
    files: DocumentFiles
    tables: TableOpening
    pictures: PicturesOpening
    network: NetworkCommands
    exporting: Exporting
    transport: TransportBar
    banner: Banner
    editor: NetworkEditor
    docks: Docks
    timeline: TimelineBar
    lessons: LessonMode
    status: StatusBar
    action_set: Actions

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
        session.keep_past(preferences.past_in_memory)
        self.dialogs = Dialogs(self)
        self.mishaps = Mishaps(self.dialogs, self)
        self.files = DocumentFiles(session, preferences, self.dialogs, self)
        self.tables = TableOpening(session, preferences, self.dialogs, themes, self)
        self.pictures = PicturesOpening(session, preferences, self.dialogs, themes, self)
        self.files.others = (
            (is_lesson, lambda path: self.lessons.open_path(path)),
            (is_table, self.tables.open_path),
            (is_pictures, self.pictures.open_path),
        )
        commands = Commands(session)
        self.network = NetworkCommands(session, commands)
        self.exporting = Exporting(session, preferences, self.dialogs, self)
        self._make_parts(commands)
        self._connect()
        self.setWindowIcon(window_icon())
        self._take_drops()
        self._place()
        self._show_name()

    def _make_parts(self, commands: Commands) -> None:
        self.transport = TransportBar(self.session, self.themes)
        self.addToolBar(tool_bar(self.transport))
        self.banner = Banner(self.session, self.themes)
        self.editor = NetworkEditor(self.session, self.themes, commands=commands)
        middle = QWidget(self)
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self.editor, 1)
        self.setCentralWidget(middle)
        self.docks = Docks(self, self.session, self.themes)
        self.timeline = TimelineBar(self.session, self.themes)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, timeline_tool_bar(self.timeline))
        self.lessons = LessonMode(self)
        self.status = StatusBar(self.session, self.themes, lambda: self.editor.tells_itself)
        self.setStatusBar(self.status)
        self.action_set = Actions(self, ACTIONS)
        self.action_set.fill(self.menuBar())
        self._keys = SpaceOnControls(self)

    def _connect(self) -> None:
        self.session.modified_changed.connect(self._show_name)
        self.session.failed.connect(self.mishaps.on_trainer_failed)
        self.session.diverged.connect(self._on_diverged)
        self.files.named.connect(self._show_name)
        data_panel = self.docks.panels["data"]
        assert isinstance(data_panel, DataPanel)
        data_panel.open_table_wanted.connect(self.tables.open)
        data_panel.own_points_wanted.connect(output_of(self).begin_points)
        for panel in (self.editor, *self.docks.panels.values()):
            panel.menu_asked.connect(partial(self.exporting.open_menu, panel))
        self.docks.export.menu().aboutToShow.connect(self._on_export_menu)
        runs_panel = self.docks.panels["runs"]
        assert isinstance(runs_panel, RunsPanel)
        runs_panel.compared.connect(self._on_compared)
        data_panel.offer_pictures(
            self.action_set.by_id[name] for name in ("open-pictures", "open-folder", "get-mnist")
        )
        self.transport.speed_changed.connect(self.action_set.refresh)

    # ---- what actions do that is the window's own ----------------------------------------

    @Slot()
    def _show_name(self) -> None:
        self.setWindowTitle(f"{self.files.name}[*] — nnplayground")
        self.setWindowModified(self.session.modified)
        self.status.show_file(self.files.name, self.session.modified)

    @Slot(str)
    def _on_diverged(self, sentence: str) -> None:
        self.banner.tell(sentence)
        self.editor.notice.hide()  # it says the same, right below

    def toggle_full_screen(self) -> None:
        """Fill the screen, or give it back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    @Slot()
    def _on_export_menu(self) -> None:
        panel = self.docks.tabs.currentWidget()
        assert isinstance(panel, Panel)
        fill_menu(self.docks.export.menu(), self.exporting.choices(panel))

    @Slot(object)
    def _on_compared(self, view: CompareView) -> None:
        menu = view.export.menu()
        menu.aboutToShow.connect(lambda: fill_menu(menu, self.exporting.choices(view)))

    # ---- files dropped on the window -----------------------------------------------------

    def _take_drops(self) -> None:
        self.setAcceptDrops(True)
        for view in self.findChildren(QGraphicsView):  # an empty scene would swallow them
            view.viewport().setAcceptDrops(False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            # the program that it was dragged from waits until this is over
            QTimer.singleShot(0, self, lambda: self.files.open_path(path))

    # ---- coming and going ----------------------------------------------------------------

    def _place(self) -> None:
        """Put the window where it was, or a window that fits the screen in its middle."""
        if self.restoreGeometry(self.preferences.geometry):
            return
        whole = first_place(QGuiApplication.primaryScreen().availableGeometry())
        self.resize(whole.size() - FRAME)
        self.move(whole.topLeft())

    def showEvent(self, event: QShowEvent) -> None:
        first = not event.spontaneous() and not self.docks.arranged
        super().showEvent(event)
        if first:
            self.docks.arrange(self.preferences.layout)
            self.editor.canvas.setFocus()

    def leave(self) -> None:
        """Close without asking: the terminal or the system wants the program to end."""
        self.session.mark_saved()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.files.may_discard():
            event.ignore()
            return
        self.lessons.end()
        self.docks.set_enlarged(False)
        self.preferences.geometry = self.saveGeometry()
        self.preferences.layout = self.saveState(LAYOUT_VERSION)
        self.preferences.save()
        self.session.shut_down()
        event.accept()


def first_place(room: QRect) -> QRect:
    """Where a new window and its frame stand on a screen that has this room."""
    whole = QRect(QPoint(0, 0), (DEFAULT_SIZE + FRAME).boundedTo(room.size()))
    whole.moveCenter(room.center())
    return whole


def dropped_file(event: QDropEvent) -> Path | None:
    """The one local file that is dropped, or the first of an IDX set; None for anything else."""
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    is_one = len(paths) == 1 or all(is_idx(path) for path in paths)
    return paths[0] if paths and len(paths) == len(urls) and is_one else None
