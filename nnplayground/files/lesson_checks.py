"""What can be wrong with a lesson, each with its place in the file."""

import re
from collections.abc import Iterable, Iterator

from nnplayground.core.explain.numerals import FEWEST_DIGITS, MOST_DIGITS
from nnplayground.data import DATASETS, OPENED
from nnplayground.files.hidden_cells import quantity_problem
from nnplayground.files.lesson import (
    ACTIONS,
    FACTS,
    HIDEABLE,
    PANELS,
    Action,
    Exercise,
    Expected,
    Lesson,
    Question,
    Step,
)

MAX_ITERATION = 1_000_000
_NUMBER = re.compile(r"[-−]?[\d,]+(\.\d+)?")
_ACTION_FIELDS = sorted({name for needed in ACTIONS.values() for name in needed})

Problems = Iterator[str]


def problems(lesson: Lesson) -> Problems:
    """Sentences without a full stop, each beginning with the path inside the file."""
    if not lesson.title.strip():
        yield "title: is empty"
    if not lesson.experiments:
        yield "experiments: there is none; a lesson needs at least one"
    if not lesson.steps:
        yield "steps: there is none; a lesson needs at least one"
    names = [entry.name for entry in lesson.experiments]
    for i, entry in enumerate(lesson.experiments):
        if names.index(entry.name) != i:
            yield f"experiments.{i}.name: '{entry.name}' stands twice"
        dataset = entry.experiment.data.dataset
        if dataset not in (*DATASETS, *OPENED):
            yield f"experiments.{i}.experiment.data.dataset: {_unknown(dataset, DATASETS)}"
        problem = "" if entry.start is None else entry.start.problem(entry.experiment)
        if problem:
            yield f"experiments.{i}.start.{problem}"
    for i, hidden in enumerate(lesson.hidden):
        if hidden not in HIDEABLE:
            yield f"hidden.{i}: {_unknown(hidden, HIDEABLE)}"
    yield from _digits("digits", lesson.digits)
    for i, step in enumerate(lesson.steps):
        for problem in _of_step(step, lesson):
            yield f"steps.{i}.{problem}"
    yield from _too_early(lesson)


def _too_early(lesson: Lesson) -> Problems:
    """Iterations before the one that their experiment begins at."""
    first = {e.name: 0 if e.start is None else e.start.iteration for e in lesson.experiments}
    opened = lesson.experiments[0].name if lesson.experiments else ""
    for i, step in enumerate(lesson.steps):
        for j, action in enumerate(step.actions):
            if action.do == "open_experiment" and action.experiment in first:
                opened = action.experiment
            if action.iteration is not None and action.iteration < first.get(opened, 0):
                yield (
                    f"steps.{i}.actions.{j}.iteration: '{opened}' begins at iteration "
                    f"{first[opened]:,}, there is none before"
                )


def _unknown(what: str, known: Iterable[str]) -> str:
    return f"'{what}' is unknown; known are {', '.join(known)}"


def _digits(path: str, digits: int) -> Problems:
    if not FEWEST_DIGITS <= digits <= MOST_DIGITS:
        yield f"{path}: expected {FEWEST_DIGITS} to {MOST_DIGITS}, got {digits}"


def _of_step(step: Step, lesson: Lesson) -> Problems:
    if step.panel and step.panel not in PANELS:
        yield f"panel: {_unknown(step.panel, PANELS)}"
    for i, action in enumerate(step.actions):
        for problem in _of_action(action, lesson):
            yield f"actions.{i}.{problem}"
    for i, expected in enumerate(step.expect):
        for problem in _of_expected(expected, lesson):
            yield f"expect.{i}.{problem}"
    for i, question in enumerate(step.questions):
        for problem in _of_question(question):
            yield f"questions.{i}.{problem}"
    for i, exercise in enumerate(step.exercises):
        for problem in _of_exercise(exercise, lesson):
            yield f"exercises.{i}.{problem}"


def _of_action(action: Action, lesson: Lesson) -> Problems:
    if action.do not in ACTIONS:
        yield f"do: {_unknown(action.do, ACTIONS)}"
        return
    needed = ACTIONS[action.do]
    for name in _ACTION_FIELDS:
        given = getattr(action, name) is not None
        if given and name not in needed:
            yield f"{name}: '{action.do}' does not take it; it takes {', '.join(needed) or 'none'}"
        if not given and name in needed:
            yield f"{name}: is missing; '{action.do}' needs it"
    names = [entry.name for entry in lesson.experiments]
    if action.experiment is not None and action.experiment not in names:
        yield f"experiment: {_unknown(action.experiment, names)}"
    if action.quantity is not None:
        yield from _quantity(action.quantity, lesson)
    if action.digits is not None:
        yield from _digits("digits", action.digits)
    yield from _counts(action)


def _counts(action: Action) -> Problems:
    for name, low, high in (
        ("iteration", 0, MAX_ITERATION),
        ("iterations", 1, MAX_ITERATION),
        ("row", 0, MAX_ITERATION),
        ("column", 0, MAX_ITERATION),
        ("layer", 1, MAX_ITERATION),
        ("source", 0, MAX_ITERATION),
        ("target", 0, MAX_ITERATION),
    ):
        value = getattr(action, name)
        if value is not None and not low <= value <= high:
            yield f"{name}: expected {low} to {high}, got {value}"


def _quantity(key: str, lesson: Lesson) -> Problems:
    """A problem where no experiment of the lesson has the quantity."""
    layers = max((len(e.experiment.network.layers) for e in lesson.experiments), default=0)
    problem = quantity_problem(key, layers)
    if problem:
        yield problem


def _of_expected(expected: Expected, lesson: Lesson) -> Problems:
    if bool(expected.quantity) == bool(expected.fact):
        yield "quantity: expected either a quantity or a fact"
        return
    if expected.fact and expected.fact not in FACTS:
        yield f"fact: {_unknown(expected.fact, FACTS)}"
    if expected.quantity:
        yield from _quantity(expected.quantity, lesson)
    given = (bool(expected.shows), expected.value is not None, expected.at_least is not None)
    if sum(given) != 1:
        yield "shows: expected exactly one of shows, value and at_least"
    if expected.shows and not _NUMBER.fullmatch(expected.shows):
        yield f"shows: '{expected.shows}' is not a number"
    if expected.row < 0 or expected.column < 0:
        yield "row: rows and columns are counted from 0"


def _of_question(question: Question) -> Problems:
    if (question.answer is None) == (question.number is None):
        yield "answer: expected either the number of a choice or a number as answer"
    elif question.answer is not None:
        if len(question.choices) < 2:
            yield f"choices: expected at least 2, got {len(question.choices)}"
        elif not 0 <= question.answer < len(question.choices):
            yield f"answer: expected 0 to {len(question.choices) - 1}, got {question.answer}"
    elif question.choices:
        yield "choices: a question with a number as answer has none"
    if question.tolerance < 0:
        yield f"tolerance: expected 0 or more, got {question.tolerance}"


def _of_exercise(exercise: Exercise, lesson: Lesson) -> Problems:
    yield from _quantity(exercise.quantity, lesson)
    if not exercise.cells:
        yield "cells: there is none"
    for i, (row, column) in enumerate(exercise.cells):
        if row < 0 or column < 0:
            yield f"cells.{i}: rows and columns are counted from 0"
    if exercise.tolerance < 0:
        yield f"tolerance: expected 0 or more, got {exercise.tolerance}"
