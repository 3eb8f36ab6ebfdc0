"""The Help menu: start page, keys, this machine."""

from PySide6.QtGui import QAction

from nnplayground.views.actions import ActionSpec
from nnplayground.views.help import show_about, show_doctor, show_shortcuts

HELP = (
    ActionSpec(
        "start-page",
        "Help",
        "&Start page",
        lambda w: w.lessons.show_start_page(),
        "Lessons and examples to begin with",
    ),
    ActionSpec(
        "shortcuts",
        "Help",
        "&Keyboard shortcuts",
        lambda w: show_shortcuts(w.action_set, w),
        "All keys at a glance",
        ("F1",),
    ),
    ActionSpec(
        "doctor",
        "Help",
        "&Check this machine…",
        lambda w: show_doctor(w),
        "What the program finds on this machine, and what it misses",
    ),
    ActionSpec(
        "about",
        "Help",
        "&About nnplayground",
        lambda w: show_about(w.dialogs),
        after_line=True,
        role=QAction.MenuRole.AboutRole,
    ),
)
