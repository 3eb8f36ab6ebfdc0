"""Lessons: the built-in ones show the articles' digits, and broken files get one sentence."""

import dataclasses
import json
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from nnplayground.core import Run, SpecError
from nnplayground.core.dataset import check_fit
from nnplayground.core.explain import explain
from nnplayground.data import load
from nnplayground.files import FileError
from nnplayground.files.lesson import (
    Action,
    Exercise,
    Expected,
    Lesson,
    NamedExperiment,
    Question,
    Step,
    typed_number,
)
from nnplayground.files.lesson_file import (
    built_in_lessons,
    lesson_text,
    load_lesson,
    looks_like_lesson,
    save_lesson,
)
from nnplayground.files.lesson_start import Start
from nnplayground.files.lesson_walk import LessonWalk, printed_like
from nnplayground.paths import resource

LESSONS = dict(built_in_lessons())

# The digits of lessons.md, by lesson: every one of them has to be expected by some step.
ARTICLES = {
    "a-one-layer": """
        -0.16595599 0.44064899 -0.99977125 9.67299303 -0.20784350 -4.62963669
        0.009664 0.992120 0.993589 0.007865 0.99993704""",
    "b-eleven-lines": """
        0.39293837 -0.42772133 -0.54629709 -0.97401842 -0.15335872 -0.58108005
        0.36672394 0.27408027 0.46173529 0.35868411 9.67313897 -0.20847825 -4.62933108
        0.00966692 0.00786209 0.99359218 0.99211854""",
    "c-odd-or-even": """
        27 0.9968 0.9993 0.99858 0.9965 0.9992 0.4776 0.5466
        0.8631 0.8776 0.7861 0.8265 0.3894 0.5968""",
    "d-digits": "7,960",
    "e-knobs": "13,002",
}


@pytest.fixture(autouse=True)
def one_thread():
    """Two BLAS threads stall whenever something else takes a core."""
    with threadpool_limits(1):
        yield


def test_the_five_lessons_are_there_in_order():
    assert list(LESSONS) == list(ARTICLES)
    assert [lesson.title[:2] for lesson in LESSONS.values()] == ["A.", "B.", "C.", "D.", "E."]


@pytest.mark.parametrize("key", LESSONS)
def test_every_step_shows_the_numbers_that_it_promises(key):
    walk = LessonWalk(LESSONS[key])
    for step in walk.lesson.steps:
        walk.show(step)
        for expected in step.expect:
            assert walk.disappointment(expected) is None, step.title
        for exercise in step.exercises:
            for row, column in exercise.cells:
                formula = explain(walk.trace(), exercise.quantity, row, column, walk.digits)
                assert formula.lines, step.title
        if walk.cell is not None:
            assert explain(walk.trace(), *walk.cell, walk.digits).meaning


@pytest.mark.parametrize("key", LESSONS)
def test_every_digit_of_the_articles_is_expected_by_a_step(key):
    expected = {e.shows for step in LESSONS[key].steps for e in step.expect if e.shows}
    assert set(ARTICLES[key].split()) <= expected


def test_the_article_s_sum_for_the_output_biases_is_zero_beside_ten_right_ones():
    walk = LessonWalk(LESSONS["d-digits"])
    for step in walk.lesson.steps[:4]:
        walk.show(step)
    assert abs(float(walk.trace()["db_all2"].array[0, 0])) < 1e-12
    assert (abs(walk.trace()["db2"].array) > 1e-4).all()
    assert walk.trace()["db2"].shape == (10, 1)


@pytest.mark.parametrize("key", LESSONS)
def test_every_experiment_of_a_lesson_fits_its_data(key):
    for entry in LESSONS[key].experiments:
        check_fit(entry.experiment, load(entry.experiment.data))


@pytest.mark.parametrize("key", LESSONS)
def test_the_numbers_in_the_text_of_a_step_are_not_older_than_the_program(key):
    """Four-digit decimals in a step's text stand on its screen, or on that of another step."""
    walk, seen = LessonWalk(LESSONS[key]), set()
    for step in walk.lesson.steps:
        walk.show(step)
        for quantity in walk.trace().quantities.values():
            if quantity.array.size < 100:
                seen |= {printed_like(float(v), "0.1234") for v in quantity.array.flat}
                seen |= {printed_like(abs(float(v)), "0.1234") for v in quantity.array.flat}
    texts = " ".join(step.markdown for step in walk.lesson.steps)
    assert set(re.findall(r"(?<![\d.])\d\.\d{4}(?!\d)", texts)) <= seen


def test_the_files_are_written_as_they_would_be_saved():
    for key, lesson in LESSONS.items():
        text = resource("lessons", f"{key}.json").read_text(encoding="utf-8")
        assert text == lesson_text(lesson)


def test_a_lesson_survives_the_disk(tmp_path):
    lesson = LESSONS["c-odd-or-even"]
    save_lesson(tmp_path / "mine.json", lesson)
    assert load_lesson(tmp_path / "mine.json") == lesson
    assert looks_like_lesson(json.loads((tmp_path / "mine.json").read_text(encoding="utf-8")))
    assert not looks_like_lesson({"network": {}})


def test_a_lesson_that_does_not_work_is_not_saved(tmp_path):
    lesson = Lesson("mine", LESSONS["a-one-layer"].experiments, ())
    with pytest.raises(FileError, match=r"mine\.json was not saved: steps: there is none"):
        save_lesson(tmp_path / "mine.json", lesson)
    assert not list(tmp_path.iterdir())


def test_answers_are_taken_within_their_tolerance():
    number = Question("How much?", number=0.2, tolerance=0.1)
    assert [number.accepts(given) for given in (0.2, 0.3, 0.1, 0.31)] == [True, True, True, False]
    choice = Question("Which?", choices=("a", "b"), answer=1)
    assert [choice.accepts(given) for given in (0, 1)] == [False, True]
    exercise = Exercise("Add.", "Z1", ((0, 0),), tolerance=0.001)
    assert exercise.accepts(0.462, value=0.46173529)
    assert not exercise.accepts(0.46, value=0.46173529)


@pytest.mark.parametrize(
    ("text", "number"),
    [("0.25", 0.25), (" −0,5 ", -0.5), ("1e-3", 0.001), ("half", None), ("", None), ("inf", None)],
)
def test_numbers_are_read_as_people_type_them(text, number):
    assert typed_number(text) == number


# ---- broken files ----------------------------------------------------------------------

FAULTS = {
    "title: is missing": ("title",),
    "title: is empty": ("title", "  "),
    "summary: expected a text, got 3": ("summary", 3),
    "colour: unknown key": ("colour", "red"),
    "experiments: there is none": ("experiments", []),
    "experiments.1.name: 'one' stands twice": ("experiments[1].name", "one"),
    "experiments.0.experiment.network: expected an object": (
        "experiments[0].experiment.network",
        1,
    ),
    "experiments.0.experiment.network.layers.0: activation 'soft' is unknown": (
        "experiments[0].experiment.network.layers[0].activation",
        "soft",
    ),
    "experiments.0.experiment.data.dataset: 'mine' is unknown": (
        "experiments[0].experiment.data",
        {"dataset": "mine"},
    ),
    "experiments.0.start.parameters: is missing": ("experiments[0].start", {}),
    "experiments.0.start.parameters: expected": ("experiments[0].start", {"parameters": [1.0]}),
    "experiments.0.start.iteration: expected a whole number": (
        "experiments[0].start",
        {"parameters": [1.0], "iteration": "3"},
    ),
    "hidden.0: 'everything' is unknown": ("hidden", ["everything"]),
    "digits: expected 2 to 10, got 11": ("digits", 11),
    "notation.error: 'mine' is unknown": ("notation", {"error": "mine"}),
    "steps: expected a list": ("steps", "none"),
    "steps.0.title: is missing": ("steps[0].title",),
    "steps.0.text: expected a list": ("steps[0].text", "one text"),
    "steps.0.panel: 'kitchen' is unknown": ("steps[0].panel", "kitchen"),
    "steps.0.actions.0.do: 'dance' is unknown": ("steps[0].actions[0].do", "dance"),
    "steps.0.actions.0.iteration: is missing; 'go_to_iteration' needs it": (
        "steps[0].actions[0]",
        {"do": "go_to_iteration"},
    ),
    "steps.0.actions.0.digits: 'step' does not take it": (
        "steps[0].actions[0]",
        {"do": "step", "iterations": 2, "digits": 4},
    ),
    "steps.0.actions.0.iteration: expected 0 to 1000000, got -1": (
        "steps[0].actions[0].iteration",
        -1,
    ),
    "steps.0.actions.0.experiment: 'three' is unknown": (
        "steps[0].actions[0]",
        {"do": "open_experiment", "experiment": "three"},
    ),
    "steps.0.actions.0.notation: notation.examples: 'diagonal' is unknown": (
        "steps[0].actions[0]",
        {"do": "set_notation", "notation": {"examples": "diagonal"}},
    ),
    "steps.0.expect.0.quantity: 'Q1' is unknown": ("steps[0].expect[0].quantity", "Q1"),
    "steps.0.expect.0.quantity: 'W2' is of layer 2, but the network has 1": (
        "steps[0].expect[0].quantity",
        "W2",
    ),
    "steps.0.expect.0.shows: 'much' is not a number": ("steps[0].expect[0].shows", "much"),
    "steps.0.expect.0.shows: expected exactly one of": ("steps[0].expect[0].value", 2.0),
    "steps.0.expect.0.quantity: expected either a quantity or a fact": (
        "steps[0].expect[0].fact",
        "parameters",
    ),
    "steps.0.expect.0.row: expected a whole number, got 1.5": ("steps[0].expect[0].row", 1.5),
    "steps.0.questions.0.answer: expected 0 to 1, got 2": ("steps[0].questions[0].answer", 2),
    "steps.0.questions.0.choices: expected at least 2, got 1": (
        "steps[0].questions[0].choices",
        ["only"],
    ),
    "steps.0.questions.0.answer: expected either": ("steps[0].questions[0].number", 1.0),
    "steps.0.exercises.0.cells: there is none": ("steps[0].exercises[0].cells", []),
    "steps.0.exercises.0.cells.0: expected 2 items, got 3": (
        "steps[0].exercises[0].cells",
        [[0, 0, 0]],
    ),
    "steps.0.exercises.0.tolerance: expected 0 or more": (
        "steps[0].exercises[0].tolerance",
        -1.0,
    ),
}


def whole():
    """A small lesson that works, as JSON."""
    experiment = {"network": {"inputs": 2, "layers": [{"units": 1}]}}
    return {
        "title": "Mine",
        "experiments": [
            {"name": "one", "experiment": experiment},
            {"name": "two", "experiment": {"network": {"layers": [{"units": 1}]}}},
        ],
        "steps": [
            {
                "title": "First",
                "text": ["Look."],
                "panel": "take_apart",
                "actions": [{"do": "go_to_iteration", "iteration": 3}],
                "expect": [{"quantity": "W1", "shows": "0.12"}],
                "questions": [{"text": "Why?", "choices": ["a", "b"], "answer": 1}],
                "exercises": [{"text": "Add.", "quantity": "Z1", "cells": [[0, 0]]}],
            }
        ],
    }


def put(value, path, *new):
    """Change the value at a path such as 'steps[0].title', or remove it without a new one."""
    *way, last = [int(p) if p.isdigit() else p for p in re.findall(r"\w+", path)]
    for part in way:
        value = value[part]
    if new:
        (value[last],) = new
    else:
        del value[last]


@pytest.mark.parametrize("message", FAULTS)
def test_a_broken_lesson_gets_a_sentence_with_the_place_in_the_file(message, tmp_path):
    path, *new = FAULTS[message]
    lesson = whole()
    put(lesson, path, *new)
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(lesson), encoding="utf-8")
    with pytest.raises(FileError) as caught:
        load_lesson(file)
    said = str(caught.value)
    assert said.startswith("mine.json is not a lesson that works: " + message)
    assert said.endswith(".")
    assert "\n" not in said


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=4,
)


def paths(value, path=()):
    """All paths into a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        yield (*path, key)
        if isinstance(item, dict | list):
            yield from paths(item, (*path, key))


@given(st.sampled_from(sorted(paths(whole()), key=str)), json_values)
@settings(max_examples=200)
def test_whatever_stands_in_a_file_it_is_a_lesson_or_gets_a_sentence(path, value):
    lesson = whole()
    inner = lesson
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mine.json"
        file.write_text(json.dumps(lesson), encoding="utf-8")
        try:
            said = f"mine.json is not empty: {load_lesson(file).title}"
        except FileError as error:
            said = str(error)
        assert said.startswith("mine.json is not ")


def test_the_lesson_that_the_faults_are_put_into_works(tmp_path):
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(whole()), encoding="utf-8")
    assert load_lesson(file).steps[0].expect == (Expected("W1", shows="0.12"),)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"hello", "is not a lesson"),
        (b"[1]", "is not a lesson"),
        (b'{"title": "x"', "is not JSON"),
        (b'{"title": NaN}', "is not JSON: NaN is not a number"),
        (b'{"title": "x", "title": "y"}', "the key 'title' stands twice"),
        (b'{"title": "\xff"}', "is not JSON"),
        (b"\x89PNG\r\n", "is not a lesson"),
    ],
)
def test_what_is_no_lesson_at_all_is_said(data, message, tmp_path):
    file = tmp_path / "mine.json"
    file.write_bytes(data)
    with pytest.raises(FileError, match=re.escape(message)):
        load_lesson(file)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(FileError, match=r"mine\.json does not exist"):
        load_lesson(tmp_path / "mine.json")


def test_a_cell_that_the_network_does_not_have_is_said_on_the_walk():
    lesson = LESSONS["a-one-layer"]
    far = Action("select_cell", quantity="W1", row=9, column=0)
    walk = LessonWalk(Lesson("mine", lesson.experiments, (Step("x", (), actions=(far,)),)))
    with pytest.raises(SpecError, match="W1: has 3 x 1 cells, none at row 9, column 0"):
        walk.show(walk.lesson.steps[0])


def test_a_wrong_digit_is_noticed():
    walk = LessonWalk(LESSONS["b-eleven-lines"])
    assert walk.disappointment(Expected("W1", shows="0.39293837")) is None
    assert walk.disappointment(Expected("W1", shows="0.39293838")) is not None
    assert walk.disappointment(Expected("W1", value=0.4, tolerance=0.01)) is None
    assert walk.disappointment(Expected("W1", value=0.4, tolerance=0.001)) is not None
    assert walk.disappointment(Expected("W1", at_least=0.4)) is not None
    assert walk.disappointment(Expected(fact="parameters", shows="3")) is None
    assert walk.disappointment(Expected(fact="parameters", shows="4")) is not None


def test_a_knob_that_is_turned_changes_that_weight_alone():
    entry = NamedExperiment("x", LESSONS["c-odd-or-even"].experiments[0].experiment)
    turn = Action("turn_knob", layer=2, source=4, target=1, value=7.0)
    walk = LessonWalk(Lesson("mine", (entry,), (Step("x", (), actions=(turn,)),)))
    walk.show(walk.lesson.steps[0])
    assert walk.trace()["b2"].array.tolist() == [[0.5, 7.0, 0.5]]
    assert (walk.trace()["W2"].array == 0.5).all()


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_an_experiment_begins_at_its_start_to_the_bit(tmp_path, optimizer):
    chosen = LESSONS["c-odd-or-even"].experiments[0].experiment
    run = Run(chosen.with_training(optimizer=optimizer))
    run.advance(5)
    entry = NamedExperiment("x", run.experiment, Start.of(run.state))
    actions = (Action("go_to_iteration", iteration=7), Action("go_to_iteration", iteration=5))
    lesson = Lesson("mine", (entry,), (Step("x", ("y",), actions=actions),))
    save_lesson(tmp_path / "mine.json", lesson)
    loaded = load_lesson(tmp_path / "mine.json")
    walk = LessonWalk(loaded)
    for _ in range(2):  # back from a later iteration, too
        assert walk.run.iteration == 5
        assert walk.run.state.theta.tobytes() == run.state.theta.tobytes()
        assert walk.run.state.slots.tobytes() == run.state.slots.tobytes()
        walk.show(loaded.steps[0])
    early = dataclasses.replace(
        lesson, steps=(Step("x", ("y",), actions=(Action("go_to_iteration", iteration=4),)),)
    )
    with pytest.raises(FileError, match=r"'x' begins at iteration 5, there is none before"):
        save_lesson(tmp_path / "early.json", early)
