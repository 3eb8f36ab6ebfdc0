"""Makes menus, tool buttons and the overview of shortcuts from a table of actions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

if TYPE_CHECKING:
    from nnplayground.views.main_window import MainWindow


def always(_: "MainWindow") -> bool:
    """An action that can be done at any time."""
    return True


@dataclass(frozen=True)
class ActionSpec:
    """One thing that can be done from a menu or by a key.

    Attributes:
        id: its name in the program.
        menu: the menu that it stands in.
        text: what it is called, or what tells that of the window now.
        call: does it.
        tip: a sentence for the status bar and the tooltip.
        shortcuts: keys in Qt's portable spelling; the first one is shown.
        enabled: whether it can be done now.
        checked: whether it is on now; None where it is not switched on and off.
        after_line: whether a line separates it from the one above.
        role: its place in the application menu of systems that have one.
        within: the widget that must have the keyboard for the keys to count; None for any.
    """

    id: str
    menu: str
    text: str | Callable[["MainWindow"], str]
    call: Callable[["MainWindow"], object]
    tip: str = ""
    shortcuts: tuple[str, ...] = ()
    enabled: Callable[["MainWindow"], bool] = always
    checked: Callable[["MainWindow"], bool] | None = None
    after_line: bool = False
    role: QAction.MenuRole = QAction.MenuRole.NoRole
    within: Callable[["MainWindow"], QWidget] | None = None


@dataclass(frozen=True)
class Choice:
    """One entry of a submenu that is made when it opens.

    Attributes:
        text: what it is called.
        call: does it.
        checked: whether it is the present one; None where there is no such thing.
        tip: a sentence for the status bar.
        enabled: whether it can be chosen.
        choices: those behind it, where it opens a menu of its own.
    """

    text: str
    call: Callable[[], object] = lambda: None
    checked: bool | None = None
    tip: str = ""
    enabled: bool = True
    choices: tuple["Choice", ...] = ()


@dataclass(frozen=True)
class ChoicesSpec:
    """A submenu whose entries depend on the moment.

    Attributes:
        id, menu, tip, enabled, after_line: as in ActionSpec.
        text: what it is called, or what tells that of the window now.
        choices: its entries now.
    """

    id: str
    menu: str
    text: str | Callable[["MainWindow"], str]
    choices: Callable[["MainWindow"], Sequence[Choice]]
    tip: str = ""
    enabled: Callable[["MainWindow"], bool] = always
    after_line: bool = False


Entry = ActionSpec | ChoicesSpec


class Actions(QObject):
    """The actions of one window, kept up to date.

    Args:
        window: what they act on.
        table: all of them, in the order of the menus.

    Attributes:
        by_id: each entry's QAction; that of a submenu opens it.
    """

    def __init__(self, window: "MainWindow", table: Sequence[Entry]) -> None:
        super().__init__(window)
        self._window = window
        self.table = tuple(table)
        self._submenus = {
            spec.id: self._submenu(spec) for spec in table if isinstance(spec, ChoicesSpec)
        }
        self.by_id = {spec.id: self._action(spec) for spec in table}
        session = window.session
        for signal in (
            session.experiment_changed,
            session.running_changed,
            session.selection_changed,
            session.modified_changed,
            session.past_changed,
            session.undo_stack.indexChanged,
            session.undo_stack.undoTextChanged,
            session.undo_stack.redoTextChanged,
        ):
            signal.connect(self.refresh)
        self.refresh()

    def fill(self, bar: QMenuBar) -> None:
        """Put all entries into the menus of a bar."""
        menus: dict[str, QMenu] = {}
        for spec in self.table:
            if spec.menu not in menus:
                menus[spec.menu] = bar.addMenu(f"&{spec.menu}")
                menus[spec.menu].setToolTipsVisible(True)
            if spec.after_line:
                menus[spec.menu].addSeparator()
            menus[spec.menu].addAction(self.by_id[spec.id])

    @Slot()
    def refresh(self) -> None:
        """Let every action say what can be done now."""
        window = self._window
        for spec in self.table:
            action = self.by_id[spec.id]
            action.setEnabled(spec.enabled(window))
            if callable(spec.text):
                action.setText(spec.text(window))
            if isinstance(spec, ActionSpec) and spec.checked is not None:
                action.setChecked(spec.checked(window))

    def _action(self, spec: Entry) -> QAction:
        if isinstance(spec, ChoicesSpec):
            action = self._submenus[spec.id].menuAction()
        else:
            action = QAction(self._window)
            action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
            action.setMenuRole(spec.role)
            action.setCheckable(spec.checked is not None)
            action.triggered.connect(lambda: self._call(spec))
            if spec.within is None:
                self._window.addAction(action)  # its keys work without the menu bar, too
            else:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                spec.within(self._window).addAction(action)
        action.setObjectName(spec.id)
        action.setText(spec.text if isinstance(spec.text, str) else spec.id)
        action.setStatusTip(spec.tip)
        action.setToolTip(spec.tip)
        return action

    def _call(self, spec: ActionSpec) -> None:
        spec.call(self._window)
        self.refresh()

    def _submenu(self, spec: ChoicesSpec) -> QMenu:
        menu = QMenu(self._window)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(lambda: fill_menu(menu, spec.choices(self._window)))
        return menu


def fill_menu(menu: QMenu, choices: Iterable[Choice]) -> None:
    """Let a menu hold these choices and nothing else."""
    menu.clear()
    for child in menu.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
        child.deleteLater()  # the menus that stood behind choices of before
    group = QActionGroup(menu)
    for choice in choices:
        # an ampersand in a file's name is no mnemonic
        text = choice.text.replace("&", "&&")
        if choice.choices:
            behind = QMenu(text, menu)
            behind.setToolTipsVisible(True)
            fill_menu(behind, choice.choices)
            menu.addMenu(behind)
            continue
        action = menu.addAction(text)
        action.setStatusTip(choice.tip)
        action.setToolTip(choice.tip)
        action.setEnabled(choice.enabled)
        action.triggered.connect(lambda _=False, call=choice.call: call())
        if choice.checked is not None:
            action.setCheckable(True)
            group.addAction(action)
            action.setChecked(choice.checked)
