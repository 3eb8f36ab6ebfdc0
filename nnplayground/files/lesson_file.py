"""Lessons on disk: strict JSON, and one sentence for whatever is wrong with it."""

import dataclasses
import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from nnplayground.core import SpecError
from nnplayground.core.values import from_json, to_json
from nnplayground.files import strict_json
from nnplayground.files.atomic import replace_file
from nnplayground.files.errors import FileError
from nnplayground.files.experiment_file import looks_like_json
from nnplayground.files.header import looks_like_safetensors
from nnplayground.files.lesson import Lesson
from nnplayground.files.lesson_checks import problems
from nnplayground.files.reading import opened
from nnplayground.paths import resource

MAX_LESSON = 4 << 20
_START = 64

# A list of numbers over several lines.
_NUMBERS = re.compile(r"\[\n([-\d.,e\s]+?)\s*\]")


def load_lesson(path: str | os.PathLike[str]) -> Lesson:
    """The lesson in the JSON file `path`.

    Raises:
        FileError: a sentence that names the place inside the file.
    """
    path = Path(path)
    with opened(path, MAX_LESSON) as (file, _):
        data = file.read(MAX_LESSON + 1)
    if not looks_like_json(data):
        raise FileError(f"{path.name} is not a lesson; choose a .json file that is one.")
    try:
        value = strict_json.parse(data.decode("utf-8-sig"))
    except ValueError as error:
        raise FileError(f"{path.name} is not JSON: {error}; mend it or choose another.") from None
    return _checked(path, value)


def save_lesson(path: str | os.PathLike[str], lesson: Lesson) -> None:
    """Write a lesson, all of it or nothing.

    Raises:
        FileError: where it was not saved, or is not a lesson that works.
    """
    path = Path(path)
    problem = next(problems(lesson), None)
    if problem is not None:
        raise FileError(f"{path.name} was not saved: {problem}.")
    data = lesson_text(lesson).encode("utf-8")
    if len(data) > MAX_LESSON:
        raise FileError(
            f"{path.name} was not saved: the lesson has {len(data):,} bytes, at most "
            f"{MAX_LESSON:,} can be opened again; begin it before the weights were changed by "
            "hand, or with a smaller network."
        )
    replace_file(path, data, check=lambda made: _same(made, lesson))


def lesson_text(lesson: Lesson) -> str:
    """A lesson as indented JSON, without what is at its default."""
    text = json.dumps(_without_defaults(lesson), indent=2, ensure_ascii=False)
    return _NUMBERS.sub(lambda found: f"[{' '.join(found[1].split())}]", text) + "\n"


def looks_like_lesson(value: object) -> bool:
    """Whether a JSON value is meant as a lesson, rather than as an experiment."""
    return isinstance(value, dict) and "steps" in value


def is_lesson(path: str | os.PathLike[str]) -> bool:
    """Whether a file is meant as a lesson, even where it is a broken one."""
    try:
        with opened(Path(path), MAX_LESSON) as (file, _):
            data = file.read(_START)
            if looks_like_safetensors(data) or not looks_like_json(data):
                return False
            data += file.read(MAX_LESSON)
    except FileError:
        return False
    try:
        return looks_like_lesson(strict_json.parse(data.decode("utf-8-sig")))
    except ValueError:
        return b'"steps"' in data


@cache
def built_in_lessons() -> tuple[tuple[str, Lesson], ...]:
    """The lessons that travel with the program, by their files' names, in order."""
    paths = sorted(resource("lessons").glob("*.json"))
    return tuple((path.stem, load_lesson(path)) for path in paths)


def _checked(path: Path, value: Any) -> Lesson:
    try:
        lesson = from_json(Lesson, value)
        problem = next(problems(lesson), None)
    except SpecError as error:
        problem = str(error)
    if problem is not None:
        raise FileError(f"{path.name} is not a lesson that works: {problem}; mend it there.")
    return lesson


def _same(path: Path, lesson: Lesson) -> None:
    if load_lesson(path) != lesson:
        raise FileError(f"{path.name} was not saved: it could not be read back.")


def _without_defaults(value: Any) -> Any:
    """The JSON value of a dataclass, fields at their default left out."""
    if isinstance(value, tuple):
        return [_without_defaults(item) for item in value]
    if not dataclasses.is_dataclass(value):
        return to_json(value)
    kept = {}
    for field in dataclasses.fields(value):
        item = getattr(value, field.name)
        default = field.default
        if field.default_factory is not dataclasses.MISSING:
            default = field.default_factory()
        if item != default:
            kept[field.name] = _without_defaults(item)
    return kept
