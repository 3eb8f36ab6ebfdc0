"""The Lessons menu: start, open, save, leave."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nnplayground.files.lesson_file import built_in_lessons
from nnplayground.views.actions import ActionSpec, Choice, ChoicesSpec

if TYPE_CHECKING:
    from nnplayground.views.main_window import MainWindow


def _lessons(window: "MainWindow") -> Sequence[Choice]:
    return [
        Choice(
            lesson.title,
            lambda name=name: window.lessons.open_built_in(name),  # type: ignore[misc]
            tip=lesson.summary,
        )
        for name, lesson in built_in_lessons()
    ]


LESSONS = (
    ChoicesSpec("start-lesson", "Lessons", "&Start a lesson", _lessons),
    ActionSpec(
        "open-lesson",
        "Lessons",
        "&Open a lesson file…",
        lambda w: w.lessons.ask_open(),
        "Begin a lesson that somebody made",
    ),
    ActionSpec(
        "save-lesson",
        "Lessons",
        "Save &as lesson…",
        lambda w: w.lessons.ask_save(),
        "Make a page of a lesson from what is on the screen",
        after_line=True,
    ),
    ActionSpec(
        "end-lesson",
        "Lessons",
        "&Leave the lesson",
        lambda w: w.lessons.end(),
        "Close the text; the network stays as it is",
    ),
)
