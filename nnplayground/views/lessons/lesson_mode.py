"""Lessons in a window: opens, shows, saves them, points at panels, hides what is not needed."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QDialog, QDockWidget, QFileDialog, QToolBar, QWidget

from nnplayground.core import SpecError
from nnplayground.files.errors import FileError
from nnplayground.files.lesson import Lesson
from nnplayground.files.lesson_file import built_in_lessons, load_lesson, save_lesson
from nnplayground.session.lesson_making import lesson_here
from nnplayground.session.lesson_player import LessonPlayer
from nnplayground.views.docks import LEFT_WIDTH, RIGHT_WIDTH
from nnplayground.views.document_files import example_files, example_name
from nnplayground.views.lessons.lesson_panel import LessonPanel
from nnplayground.views.lessons.pointer_frame import PointerFrame
from nnplayground.views.lessons.save_dialog import SaveDialog, Wanted
from nnplayground.views.lessons.start_page import Offer, StartPage

if TYPE_CHECKING:
    from nnplayground.views.main_window import MainWindow

FILTER = "Lessons (*.json);;All files (*)"
WIDTH = 320
# Below this width of the window the settings make room, unless the step is about them.
ROOMY = 1450
# In a lower window matrices get this height, once, where a step is about them.
LOW, MATRICES = 850, 300


class LessonMode(QObject):
    """The lessons of one window.

    Args:
        window: in which they are.

    Attributes:
        player: where in a lesson the learner is.
        panel, dock: its text.
        start_page: while it is shown.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.player = LessonPlayer(window.session, self)
        self.panel = LessonPanel(window.session, self.player)
        self.dock = QDockWidget("Lesson", window)
        self.dock.setObjectName("dock-lesson")
        self.dock.setTitleBarWidget(QWidget(self.dock))
        self.dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.dock.setWidget(self.panel)
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.dock)
        orientation = Qt.Orientation.Horizontal
        window.splitDockWidget(self.dock, window.docks.all[0], orientation)
        self.dock.hide()
        self.frame = PointerFrame(window, window.themes)
        self.start_page: StartPage | None = None
        self._put_away: list[QWidget] = []
        self._tabs_away: list[QWidget] = []
        self._share_before = 0.0
        self.player.lesson_changed.connect(self._on_lesson_changed)
        self.player.step_changed.connect(self._on_step_changed)
        self.player.ready.connect(self._on_ready)
        window.files.replaced.connect(self.player.close)

    # ---- opening and saving --------------------------------------------------------------

    def open(self, lesson: Lesson) -> bool:
        """Begin a lesson, unless the present document is to be kept."""
        if not self._window.files.may_discard():
            return False
        # saving must not put the lesson's network in the place of the file of before
        self._window.files.begin(lesson.title)
        self.player.open(lesson)
        return True

    def open_built_in(self, name: str) -> bool:
        """Begin one of the program's own lessons, by its file's name."""
        return self.open(dict(built_in_lessons())[name])

    def open_path(self, path: Path) -> bool:
        """Begin the lesson in a file; a broken one gets a sentence."""
        try:
            lesson = load_lesson(path)
        except FileError as error:
            self._window.dialogs.show_problem(str(error))
            return False
        opened = self.open(lesson)
        if opened:
            self._window.files.remember(path)
        return opened

    def ask_open(self) -> None:
        """Ask for a lesson's file and begin it."""
        folder = str(self._window.preferences.folder)
        name, _ = QFileDialog.getOpenFileName(self._window, "Open a lesson", folder, FILTER)
        if name:
            self.open_path(Path(name))

    def ask_save(self) -> None:
        """Ask for texts and a file, and save what is on the screen as a lesson."""
        lesson = self.player.lesson
        dialog = SaveDialog(lesson, len(self._window.session.hidden.cells), self._window)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        wanted = dialog.wanted()
        dialog.deleteLater()
        if not accepted:
            return
        suggested = self._window.preferences.folder / "lesson.json"
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Save as lesson", str(suggested), FILTER
        )
        if name:
            self.save(Path(name), wanted)

    def save(self, path: Path, wanted: Wanted) -> bool:
        """Write what is on the screen as a lesson, or as a page more of the open one."""
        path = path if path.suffix else path.with_suffix(".json")
        base = self.player.lesson if wanted.append else None
        session = self._window.session
        try:
            lesson = lesson_here(session, wanted.title, wanted.step_title, wanted.text, base)
            lesson = dataclasses.replace(lesson, hidden=wanted.hidden)
            save_lesson(path, lesson)
        except FileError as error:
            self._window.dialogs.show_problem(str(error))
            return False
        except SpecError as error:
            self._window.dialogs.show_problem(f"{path.name} was not saved: {error}.")
            return False
        pages = f"{len(lesson.steps)} page{'s' if len(lesson.steps) > 1 else ''}"
        session.said.emit(
            f"Saved {path.name}, a lesson of {pages}; this one begins at iteration "
            f"{session.frame.iteration:,} with the weights as they are now."
        )
        return True

    def end(self) -> None:
        """Leave the lesson; every panel comes back."""
        self.player.close()
        if self.start_page is not None:
            self.start_page.close()

    # ---- the start page ------------------------------------------------------------------

    def welcome(self) -> None:
        """Show the start page to a person who has just come, and is still there."""
        if self._window.isVisible():
            self.show_start_page()

    def show_start_page(self) -> None:
        """Show what one can begin with."""
        files, preferences = self._window.files, self._window.preferences
        lessons = [
            Offer(lesson.title, lesson.summary, lambda lesson=lesson: self.open(lesson))  # type: ignore[misc]
            for _, lesson in built_in_lessons()
        ]
        examples = [
            Offer(
                example_name(path),
                "",
                lambda path=path: files.open_example(path),  # type: ignore[misc]
            )
            for path in example_files()
            if not path.stem.startswith("lesson")
        ]
        empty = Offer("Empty playground", "", files.new)
        page = StartPage(lessons, examples, empty, preferences.show_start_page, self._window)
        page.show_at_start_changed.connect(self._on_show_at_start)
        page.destroyed.connect(self._on_page_gone)
        self.start_page = page
        page.open()

    @Slot(bool)
    def _on_show_at_start(self, wanted: bool) -> None:
        self._window.preferences.show_start_page = wanted

    @Slot()
    def _on_page_gone(self) -> None:
        self.start_page = None

    # ---- panels --------------------------------------------------------------------------

    def target(self, name: str) -> QWidget | None:
        """The widget that a lesson calls by a name of PANELS."""
        window = self._window
        own: dict[str, QWidget] = {
            "editor": window.editor,
            "timeline": window.timeline,
            "transport": window.transport,
            "palette": window.editor.palette_bar,
        }
        return own.get(name) or window.docks.panels.get(name)

    @Slot()
    def _on_lesson_changed(self) -> None:
        tabs = self._window.docks.tabs
        for widget in self._put_away:
            widget.show()
        for tab in self._tabs_away:
            tabs.setTabVisible(tabs.indexOf(tab), True)
        self._put_away, self._tabs_away = [], []
        lesson = self.player.lesson
        if lesson is None:
            self.frame.point_at(None)
            self.dock.hide()
            self._share_room()
            if self._share_before:
                self._set_bottom(self._share_before)
                self._share_before = 0.0
            return
        self._window.docks.set_enlarged(False)
        for name in lesson.hidden:
            self._hide(self.target(name))
        settings = self._window.docks.all[0]
        if {"data", "training"} <= set(lesson.hidden):
            self._hide_widget(settings)
        self.dock.show()
        self._share_room()

    def _share_room(self) -> None:
        left, output = self._window.docks.all[:2]
        docks, widths = [self.dock, left, output], [WIDTH, LEFT_WIDTH, RIGHT_WIDTH]
        shown = [at for at, dock in enumerate(docks) if not dock.isHidden()]
        self._window.resizeDocks(
            [docks[at] for at in shown],
            [widths[at] for at in shown],
            Qt.Orientation.Horizontal,
        )

    def _hide(self, widget: QWidget | None) -> None:
        """Take a panel away: with its dock, its tab or its tool bar where that is all it holds."""
        docks = self._window.docks
        if widget is None:
            return
        if docks.tabs.indexOf(widget) >= 0:
            docks.tabs.setTabVisible(docks.tabs.indexOf(widget), False)
            self._tabs_away.append(widget)
            return
        around = widget.parentWidget()
        is_whole = isinstance(around, QToolBar) or around in docks.all
        self._hide_widget(around if is_whole and around is not None else widget)

    def _hide_widget(self, widget: QWidget) -> None:
        if not widget.isHidden():
            widget.hide()
            self._put_away.append(widget)

    @Slot()
    def _on_step_changed(self) -> None:
        self.frame.point_at(None)

    @Slot()
    def _on_ready(self) -> None:
        step = self.player.step
        if step is None:
            return
        if step.panel not in ("", "take_apart"):
            self._window.docks.set_enlarged(False)
        self._make_room(step.panel)
        target = self.target(step.panel) if step.panel else None
        if target is not None and step.panel in self._window.docks.panels:
            self._window.docks.show_panel(step.panel)
        self.frame.point_at(target)

    def _make_room(self, panel: str) -> None:
        """In a small window the settings are away, unless the step is about them."""
        settings = self._window.docks.all[0]
        if self._window.width() >= ROOMY or panel in ("data", "training"):
            if settings in self._put_away and panel in ("data", "training"):
                settings.show()
                self._put_away.remove(settings)
        else:
            self._hide_widget(settings)
        self._share_room()
        share, height = self._window.docks.bottom.share, self._window.height()
        if panel == "take_apart" and height < LOW and not self._share_before:
            self._share_before = share
            self._set_bottom(max(share, MATRICES / height))

    def _set_bottom(self, share: float) -> None:
        self._window.docks.bottom.share = share
        self._window.docks.bottom.apply()
