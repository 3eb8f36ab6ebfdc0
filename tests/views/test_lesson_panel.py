"""Lessons are walked through in the real window, and their digits stand on the screen."""

import dataclasses
import json

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnplayground.files.lesson import HIDEABLE
from nnplayground.files.lesson_file import built_in_lessons, load_lesson
from nnplayground.files.lesson_walk import decimals, plain
from nnplayground.session.trace_cursor import CellPlace
from nnplayground.views.lessons.save_dialog import SaveDialog, Wanted

LEFT = Qt.MouseButton.LeftButton
LESSONS = dict(built_in_lessons())


def start(window, qtbot: QtBot, name):
    window.session.mark_saved()
    assert window.lessons.open_built_in(name)
    settled(window, qtbot)
    return window.lessons


def settled(window, qtbot: QtBot):
    qtbot.waitUntil(lambda: not window.lessons.player.busy, timeout=60_000)
    qtbot.wait(40)


def click_next(window, qtbot: QtBot):
    qtbot.mouseClick(window.lessons.panel.next, LEFT)
    settled(window, qtbot)


def on_screen(window, qtbot: QtBot, expected):
    """The text of an expected number where a person reads it, and the number itself."""
    session, panel = window.session, window.docks.panels["take_apart"]
    if expected.fact == "parameters":
        there = window.status.size_fact.text().replace("\u2009", "")
        assert f" {plain(expected.shows)} parameters" in there
        return expected.shows, float(plain(expected.shows))
    if expected.fact:
        part, what = expected.fact.split("_")
        score = session.frame.train if part == "train" else session.frame.test
        return "", float(getattr(score, what))
    place = CellPlace(expected.quantity, expected.row, expected.column)
    if not panel.isVisible():
        window.docks.show_panel("take_apart")
    if panel.sheet.cell_text(place) == "":
        session.apart.show_cell(place)
        qtbot.wait(20)
    value = float(panel.trace[place.key].array[place.row, place.column])
    return panel.sheet.cell_text(place), value


def check(window, qtbot: QtBot, expected):
    text, value = on_screen(window, qtbot, expected)
    if expected.at_least is not None:
        assert value >= expected.at_least
    elif expected.value is not None:
        assert abs(value - expected.value) <= expected.tolerance
    elif expected.quantity:
        digits = window.session.apart.digits
        assert text, f"{expected.quantity} is not on the screen"
        wanted = plain(expected.shows)
        assert decimals(wanted) <= digits, "the screen shows fewer digits than are expected"
        # where the screen prints more digits, a reader rounds
        assert f"{float(read(text)):.{decimals(wanted)}f}" == wanted


def read(text):
    """A number on the screen as Python writes it."""
    mantissa, _, power = plain(text).partition("·10")
    superscripts = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    return f"{mantissa}e{power.translate(superscripts)}" if power else mantissa


@pytest.mark.parametrize("name", LESSONS)
def test_every_expected_digit_of_every_step_stands_on_the_screen(window, qtbot: QtBot, name):
    lesson = start(window, qtbot, name).player.lesson
    checked = 0
    for number, step in enumerate(lesson.steps):
        assert window.lessons.player.number == number
        assert step.title in window.lessons.panel.title.text()
        session = window.session
        for exercise in step.exercises:
            for row, column in exercise.cells:
                place = CellPlace(exercise.quantity, row, column)
                assert session.hidden.is_secret(place)
        session.hidden.lend({})  # a number that is asked for is not to be seen
        for expected in step.expect:
            check(window, qtbot, expected)
            checked += 1
        if number + 1 < len(lesson.steps):
            session.hidden.lend({})
            window.lessons.player.next()
            settled(window, qtbot)
    assert checked >= 1


def test_the_menu_opens_a_lesson_and_leaving_it_brings_every_panel_back(window, qtbot: QtBot):
    before = [dock.isVisible() for dock in window.docks.all]
    menu = window.action_set.by_id["start-lesson"].menu()
    menu.aboutToShow.emit()
    action = next(a for a in menu.actions() if a.text().startswith("B."))
    action.trigger()
    settled(window, qtbot)
    assert window.lessons.dock.isVisible()
    assert not window.editor.palette_bar.isVisible()  # the lesson does without it
    qtbot.mouseClick(window.lessons.panel.close_button, LEFT)
    assert not window.lessons.dock.isVisible()
    assert window.editor.palette_bar.isVisible()
    assert [dock.isVisible() for dock in window.docks.all] == before


@pytest.mark.parametrize("width", [1280, 1600])
def test_after_a_lesson_panels_and_matrices_are_as_they_were(window, qtbot: QtBot, width):
    window.resize(width, 900)
    qtbot.wait(40)
    settings, apart = window.docks.all[0], window.session.apart
    before = (settings.width(), apart.notation, apart.digits, apart.subject)
    lessons = start(window, qtbot, "a-one-layer")
    lessons.player.go_to(len(lessons.player.lesson.steps) - 1)  # with an input of its own
    settled(window, qtbot)
    assert apart.subject != before[-1]
    qtbot.mouseClick(lessons.panel.next, LEFT)
    qtbot.wait(40)
    assert (settings.width(), apart.notation, apart.digits, apart.subject) == before


def test_next_and_back_show_the_same_numbers_again(window, qtbot: QtBot):
    start(window, qtbot, "c-odd-or-even")
    for _ in range(5):
        click_next(window, qtbot)
    theta = window.session.state.theta.copy()
    iteration = window.session.state.iteration
    click_next(window, qtbot)
    assert window.session.state.iteration != iteration
    qtbot.mouseClick(window.lessons.panel.back, LEFT)
    settled(window, qtbot)
    assert window.session.state.iteration == iteration
    np.testing.assert_array_equal(window.session.state.theta, theta)


def test_a_step_begins_as_it_should_after_the_learner_has_played(window, qtbot: QtBot):
    start(window, qtbot, "b-eleven-lines")
    click_next(window, qtbot)
    window.session.turn(0, 5.0)
    click_next(window, qtbot)
    assert window.session.state.theta[0] == pytest.approx(0.39293837, abs=1e-8)


def test_the_frame_is_around_the_panel_that_the_text_is_about(window, qtbot: QtBot):
    lessons = start(window, qtbot, "b-eleven-lines")
    panel = window.docks.panels["take_apart"]
    assert lessons.frame.isVisible()
    assert lessons.frame.geometry().topLeft() == panel.mapTo(window, QPoint(0, 0))
    assert lessons.frame.size() == panel.size()
    qtbot.mouseClick(lessons.panel.close_button, LEFT)
    assert not lessons.frame.isVisible()


def test_an_exercise_takes_the_number_that_is_typed_into_the_cell(window, qtbot: QtBot):
    lessons = start(window, qtbot, "b-eleven-lines")
    for _ in range(2):
        click_next(window, qtbot)
    panel, session = window.docks.panels["take_apart"], window.session
    box = lessons.panel.exercises[0]
    assert panel.sheet.cell_text(box.places[0]) == ""
    qtbot.mouseClick(box.go, LEFT)
    for place, wrong, right in zip(box.places, ("0.3", "9"), ("-0.36672", "-0,27408"), strict=True):
        for text in (wrong, right):
            rect = panel.page.cell_rect(place)
            assert rect is not None
            qtbot.mouseClick(panel.page.viewport(), LEFT, pos=rect.center().toPoint())
            assert panel.page.field is not None
            QTest.keyClicks(panel.page.field, text)
            QTest.keyClick(panel.page.field, Qt.Key.Key_Return)
            assert session.hidden.typed[place] == (text, text == right)
    assert not session.hidden.secrets
    assert "well done" in box.verdict.text()
    assert panel.sheet.cell_text(box.places[0]) == "−0.36672394"


def test_the_working_is_shown_on_request_only(window, qtbot: QtBot):
    lessons = start(window, qtbot, "b-eleven-lines")
    for _ in range(2):
        click_next(window, qtbot)
    panel, box = window.docks.panels["take_apart"], lessons.panel.exercises[0]
    qtbot.mouseClick(box.go, LEFT)
    assert "?" in panel.side.card.head.text()
    assert "0.36672394" not in panel.side.card.working.text()
    qtbot.mouseClick(box.working, LEFT)
    assert "0.36672394" in panel.side.card.working.text()


def test_a_question_says_whether_the_number_is_right_and_why(window, qtbot: QtBot):
    lessons = start(window, qtbot, "b-eleven-lines")
    click_next(window, qtbot)
    question = lessons.panel.questions[0]
    QTest.keyClicks(question.number, "0.367")
    qtbot.mouseClick(question.check, LEFT)
    assert "Not quite" in question.verdict.text()
    question.number.clear()
    QTest.keyClicks(question.number, "0.633")
    QTest.keyClick(question.number, Qt.Key.Key_Return)
    assert "Right" in question.verdict.text()
    assert question.question.explanation in question.verdict.text()


def test_what_is_on_the_screen_is_saved_as_a_lesson_with_its_hidden_numbers(
    window, qtbot: QtBot, tmp_path
):
    start(window, qtbot, "b-eleven-lines")
    window.lessons.end()
    window.docks.show_panel("take_apart")
    window.session.step(3)
    qtbot.waitUntil(lambda: window.session.state.iteration == 3)
    place = CellPlace("delta1", 2, 0)
    window.session.apart.show_cell(place)
    window.session.hidden.toggle(place)
    path = tmp_path / "mine.json"
    assert window.lessons.save(path, Wanted("Mine", "Delta", "First.\n\nSecond.", False))
    lesson = load_lesson(path)
    assert lesson.title == "Mine"
    assert lesson.steps[0].text == ("First.", "Second.")
    assert lesson.steps[0].exercises[0].cells == ((2, 0),)
    window.session.mark_saved()
    assert window.lessons.open_path(path)
    settled(window, qtbot)
    assert window.session.state.iteration == 3
    assert window.session.apart.cell == place
    assert window.session.hidden.is_secret(place)
    assert window.lessons.save(path, Wanted("Mine", "More", "Third.", True))
    assert [step.title for step in load_lesson(path).steps] == ["Delta", "More"]


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("change", ["turned at the start", "turned", "slower", "looked back at"])
def test_a_saved_lesson_begins_with_the_weights_on_the_screen(
    window, qtbot: QtBot, tmp_path, optimizer, change
):
    session = window.session

    def train(iterations):
        session.step(iterations)
        qtbot.waitUntil(lambda: not session.running)

    session.edit_training("Optimizer", optimizer=optimizer)
    if change == "turned at the start":
        session.turn(2, 1.25)
    train(3)
    if change == "turned":
        session.turn(2, 1.25)
    if change == "slower":
        session.edit_training("Learning rate", learning_rate=0.001)
        train(2)
    if change == "looked back at":
        session.turn(2, 1.25)
        train(2)
        session.look_at(4)
    there = session.frame
    path = tmp_path / "mine.json"
    assert window.lessons.save(path, Wanted("Mine", "Here", "Look.", False))
    session.mark_saved()
    assert window.lessons.open_path(path)
    settled(window, qtbot)
    assert session.state.iteration == there.iteration
    assert session.experiment == there.experiment
    np.testing.assert_array_equal(session.state.theta, there.theta)
    np.testing.assert_array_equal(session.state.slots, there.state.slots)


def test_the_form_for_a_lesson_says_what_learners_do_not_see(window, qtbot: QtBot, tmp_path):
    dialog = SaveDialog(None, 1, window)
    qtbot.addWidget(dialog)
    assert not any(box.isChecked() for box in dialog.hiding.values())
    dialog.hiding["data"].setChecked(True)
    dialog.hiding["timeline"].setChecked(True)
    path = tmp_path / "mine.json"
    assert window.lessons.save(path, dialog.wanted())
    assert load_lesson(path).hidden == ("data", "timeline")
    window.lessons.open_path(path)
    settled(window, qtbot)
    assert not window.timeline.isVisible()
    again = SaveDialog(window.lessons.player.lesson, 0, window)
    qtbot.addWidget(again)
    assert again.wanted().hidden == ("data", "timeline")


@pytest.mark.parametrize("name", HIDEABLE)
def test_a_lesson_hides_what_it_does_without_until_it_is_left(window, qtbot: QtBot, name):
    target = window.lessons.target(name)
    tabs = window.docks.tabs
    in_tabs = tabs.indexOf(target) >= 0

    def is_seen():
        return tabs.isTabVisible(tabs.indexOf(target)) if in_tabs else target.isVisible()

    assert is_seen()
    lesson = dict(built_in_lessons())["b-eleven-lines"]
    window.lessons.open(dataclasses.replace(lesson, hidden=(name,)))
    settled(window, qtbot)
    assert not is_seen()
    window.lessons.end()
    assert is_seen()


def test_the_matrices_can_have_the_window_beside_the_lesson(window, qtbot: QtBot):
    start(window, qtbot, "b-eleven-lines")
    panel = window.docks.panels["take_apart"]
    low, width = panel.height(), window.lessons.dock.width()
    panel.larger_asked.emit()
    qtbot.waitUntil(lambda: panel.height() > low + 200)
    assert window.lessons.dock.isVisible()
    assert window.lessons.dock.width() == width
    panel.larger_asked.emit()
    qtbot.waitUntil(lambda: panel.height() < low + 30)
    assert window.editor.isVisible()


def test_a_lesson_of_plain_training_says_so_in_place_of_all_weights(window, qtbot: QtBot, tmp_path):
    window.session.edit_training("Learning rate", learning_rate=0.01)
    window.session.step(3)
    qtbot.waitUntil(lambda: not window.session.running)
    theta = window.session.state.theta
    path = tmp_path / "mine.json"
    assert window.lessons.save(path, Wanted("Mine", "Here", "Look.", False))
    assert load_lesson(path).experiments[0].start is None
    window.session.mark_saved()
    window.lessons.open_path(path)
    settled(window, qtbot)
    np.testing.assert_array_equal(window.session.state.theta, theta)


def test_a_diverged_network_is_no_lesson(window, monkeypatch, tmp_path):
    said = []
    monkeypatch.setattr(window.dialogs, "show_problem", lambda text, details="": said.append(text))
    state = window.session.state.copy()
    state.theta[0] = np.nan
    window.session.replace(window.session.experiment, state)
    assert not window.lessons.save(tmp_path / "mine.json", Wanted("Mine", "Here", "Look.", False))
    assert "the network has diverged" in said[0]
    assert not (tmp_path / "mine.json").exists()


def test_a_broken_lesson_gets_a_sentence(window, monkeypatch, tmp_path):
    path = tmp_path / "broken.json"
    value = json.loads('{"title": "x", "experiments": [], "steps": []}')
    path.write_text(json.dumps(value))
    said = []
    monkeypatch.setattr(window.dialogs, "show_problem", lambda text, details="": said.append(text))
    assert not window.lessons.open_path(path)
    assert said == [
        "broken.json is not a lesson that works: experiments: there is none; a lesson needs at "
        "least one; mend it there."
    ]
    assert window.lessons.player.lesson is None


def test_the_start_page_begins_a_lesson_and_is_remembered(window, qtbot: QtBot):
    assert window.preferences.show_start_page  # of a person who was never here
    window.lessons.show_start_page()
    page = window.lessons.start_page
    page.again.click()
    assert not window.preferences.show_start_page
    qtbot.mouseClick(page.buttons["A. One layer, matrix by matrix"], LEFT)
    settled(window, qtbot)
    assert window.lessons.player.lesson.title.startswith("A.")
    qtbot.waitUntil(lambda: window.lessons.start_page is None)
