"""The View menu: zoom, panels, theme."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nnplayground.session.preferences import THEME_CHOICES
from nnplayground.views.actions import ActionSpec, Choice, ChoicesSpec

if TYPE_CHECKING:
    from nnplayground.views.main_window import MainWindow

ZOOM_STEP = 1.25


def _themes(window: "MainWindow") -> Sequence[Choice]:
    return [
        Choice(
            {"system": "Follow the system"}.get(choice, choice.capitalize()),
            lambda choice=choice: window.appearance.choose(choice),  # type: ignore[misc]
            checked=choice == window.appearance.choice,
        )
        for choice in THEME_CHOICES
    ]


def _panels(window: "MainWindow") -> Sequence[Choice]:
    return [
        Choice(
            ("Hide " if dock.isVisible() else "Show ") + dock.windowTitle().lower(),
            lambda dock=dock: dock.setVisible(not dock.isVisible()),  # type: ignore[misc]
        )
        for dock in window.docks.all
    ]


def _tabs(window: "MainWindow") -> Sequence[Choice]:
    tabs = window.docks.tabs
    return [
        Choice(
            tabs.tabText(number),
            lambda number=number: window.docks.show_tab(number),  # type: ignore[misc]
            checked=tabs.isVisible() and number == tabs.currentIndex(),
        )
        for number in range(tabs.count())
    ]


VIEW = (
    ActionSpec(
        "zoom-in",
        "View",
        "Zoom &in",
        lambda w: w.editor.canvas.zoom_by(ZOOM_STEP),
        "Draw the network larger",
        ("Ctrl++", "Ctrl+="),
    ),
    ActionSpec(
        "zoom-out",
        "View",
        "Zoom &out",
        lambda w: w.editor.canvas.zoom_by(1 / ZOOM_STEP),
        "Draw the network smaller",
        ("Ctrl+-",),
    ),
    ActionSpec(
        "zoom-fit",
        "View",
        "Zoom to &fit",
        lambda w: w.editor.canvas.fit(),
        "Show the whole network",
        ("Ctrl+0",),
    ),
    ChoicesSpec("tab", "View", "&Below the network", _tabs, after_line=True),
    ChoicesSpec("panels", "View", "&Panels", _panels),
    ActionSpec(
        "enlarge",
        "View",
        "&Enlarge the panels below",
        lambda w: w.docks.toggle_enlarged(),
        "Give the panels below the network the whole window, or give it back",
        ("Ctrl+E",),
        checked=lambda w: w.docks.enlarged,
    ),
    ActionSpec(
        "rearrange",
        "View",
        "&Rearrange panels",
        lambda w: w.docks.set_movable(not w.docks.movable),
        "Give every panel a title bar to drag it by, or to close it",
        checked=lambda w: w.docks.movable,
    ),
    ActionSpec(
        "reset-layout",
        "View",
        "Reset &layout",
        lambda w: w.docks.restore_default(),
        "Put every panel back to its place",
    ),
    ChoicesSpec("theme", "View", "&Theme", _themes, after_line=True),
    ActionSpec(
        "full-screen",
        "View",
        "F&ull screen",
        lambda w: w.toggle_full_screen(),
        "Fill the whole screen",
        ("F11",),
        checked=lambda w: w.isFullScreen(),
    ),
)
