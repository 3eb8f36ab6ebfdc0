"""The surest mistakes come first, and each can be followed."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nnplayground.core.dataset import Part
from nnplayground.views.outputs.confused_pictures import ConfusedPictures, confused
from nnplayground.views.theme import DARK
from tests.views.outputs.opening import diverged, network_says, open_data, shown, trained

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def kind(view, session, qtbot) -> ConfusedPictures:
    """Of a network that reads most digits."""
    open_data(session, view, "digits", "confused")
    trained(session, qtbot, 60)
    return measured(view, session, qtbot)


def measured(view, session, qtbot) -> ConfusedPictures:
    """The widget, once it shows the newest frame."""
    made = shown(session, view)
    assert isinstance(made, ConfusedPictures)
    qtbot.waitUntil(
        lambda: made.measured_frame is not None and made.measured_frame.state is session.frame.state
    )
    return made


def test_margins_say_how_wrong_an_answer_is():
    labels = np.array([0, 1, 2, 0, 1])
    part = Part(np.zeros((5, 1)), np.zeros((5, 1)), np.empty((5, 0)), labels)
    outputs = np.array(
        [[0.9, 0.1, 0.0], [0.8, 0.2, 0.0], [0.1, 0.5, 0.4], [0.4, 0.3, 0.3], [np.nan] * 3]
    )
    found = confused(part, outputs, "softmax")
    assert found.rows.tolist() == [4, 1, 2, 3, 0]
    np.testing.assert_allclose(found.margins, [-np.inf, -0.6, -0.1, 0.1, 0.8], atol=1e-12)
    assert found.mistakes == 3


def test_a_single_output_and_an_empty_part_have_margins_too():
    part = Part(np.zeros((2, 1)), np.zeros((2, 1)), np.empty((2, 0)), np.array([0, 1]))
    found = confused(part, np.array([[0.9], [0.8]]), "sigmoid")
    assert found.rows.tolist() == [0, 1]
    np.testing.assert_allclose(found.margins, [-0.8, 0.6])
    nothing = Part(np.zeros((0, 1)), np.zeros((0, 1)), np.empty((0, 0)), np.zeros(0, np.int64))
    assert confused(nothing, np.zeros((0, 1)), "sigmoid").mistakes == 0


def test_the_surest_mistakes_of_the_network_stand_first(kind, session):
    test = session.dataset.test
    said = network_says(session, test.raw)
    wrong = np.flatnonzero(said.argmax(axis=1) != test.labels)
    assert kind.headline.text == f"{len(wrong)} mistakes in 360"
    others = said[wrong].max(axis=1) - said[wrong, test.labels[wrong]]
    expected = wrong[np.argsort(-others, kind="stable")][: kind.canvas.capacity()]
    assert kind.canvas._page.rows.tolist() == expected.tolist()
    assert all(kind.canvas.caption(n).right for n in range(len(expected)))


def test_a_click_follows_a_mistake(kind, session):
    QTest.mouseClick(kind.canvas, LEFT, pos=kind.canvas.cell(1).center().toPoint())
    assert session.example.row == kind.canvas._page.rows[1]
    assert session.example.part is session.dataset.test
    assert kind.canvas.marked == session.example.index


def test_training_examples_are_shown_too(kind, session):
    QTest.mouseClick(kind.parts.chips["train"], LEFT)
    train = session.dataset.train
    wrong = (network_says(session, train.raw).argmax(axis=1) != train.labels).sum()
    assert kind.headline.text == f"{wrong} mistakes in 1437"


def test_without_mistakes_the_least_sure_answers_are_shown(view, session, qtbot):
    open_data(session, view, "digits", "confused")
    session.edit_data("Examples", examples=20, train_share=0.5)
    trained(session, qtbot, 150)
    kind = measured(view, session, qtbot)
    QTest.mouseClick(kind.parts.chips["train"], LEFT)
    assert (kind.headline.text, kind.headline.rest) == (
        "No mistakes",
        "the least sure answers first",
    )
    ranked = np.sort(network_says(session, session.dataset.train.raw), axis=1)
    least = np.argsort(ranked[:, -1] - ranked[:, -2], kind="stable")
    page = kind.canvas._page
    assert page is not None
    assert page.rows.tolist() == least.tolist()


def test_a_larger_view_shows_more_and_a_dark_one_is_dark(kind, view, session, qtbot):
    before = len(kind.canvas._page.part)
    view.resize(700, 600)
    qtbot.waitUntil(lambda: len(kind.canvas._page.part) > before)
    light = view.grab().toImage()
    view.themes.use(DARK)
    measured(view, session, qtbot)
    assert view.grab().toImage() != light


def test_a_diverged_network_has_no_answer_to_any(kind, view, session, qtbot):
    view.draw(diverged(session.frame))
    qtbot.waitUntil(lambda: kind.headline.text == "360 mistakes in 360")
    assert kind.canvas.caption(0).answer == "?"
    view.grab()


def test_the_numbers_are_the_order(kind, session):
    table = kind.numbers(session.frame)
    assert table.names == ("part", "example", "class", "margin")
    assert table.columns[1][:3].tolist() == [row + 1 for row in kind.canvas._page.rows[:3]]
    assert len(table.columns[0]) == 360 + 500
