"""The average picture of each class is the mean of its training pictures; the network reads it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nnplayground.views.outputs.class_averages import ClassAverages, averages
from nnplayground.views.theme import DARK
from tests.views.outputs.opening import diverged, network_says, open_data, trained

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def kind(view, session) -> ClassAverages:
    made = open_data(session, view, "digits", "averages")
    assert isinstance(made, ClassAverages)
    return made


def test_an_average_is_the_mean_of_the_training_pictures_of_a_class(session, kind):
    train = session.dataset.train
    found = averages(session.dataset)
    assert found.labels.tolist() == list(range(10))
    for number in range(10):
        np.testing.assert_allclose(
            found.raw[number], train.raw[train.labels == number].mean(axis=0)
        )
    assert kind.headline.rest.startswith("Mean of 1437 training pictures")


def test_a_class_without_a_training_example_has_none(session, kind, view):
    session.edit_data("Examples", examples=6, train_share=0.5)
    view.draw(session.frame)
    present = sorted(set(session.dataset.train.labels.tolist()))
    assert kind.canvas._page.part.labels.tolist() == present


def test_what_the_network_says_to_the_averages_follows_training(session, kind, view, qtbot):
    trained(session, qtbot, 60)
    view.draw(session.frame)
    said = network_says(session, averages(session.dataset).raw)
    for number in range(10):
        caption = kind.canvas.caption(number)
        assert caption.answer == str(said[number].argmax())
        assert caption.sure == pytest.approx(said[number].max(), abs=1e-4)


@pytest.mark.parametrize("size", [(346, 420), (320, 190), (700, 300)])
def test_all_are_seen_as_large_as_there_is_room_for(kind, view, size, session):
    view.resize(*size)
    view.draw(session.frame)
    cells = [kind.canvas.cell(number) for number in range(10)]
    assert len(kind.canvas._page.part) == 10
    assert cells[0].width() >= 40
    assert max(cell.bottom() for cell in cells) < kind.canvas.height()
    assert max(cell.right() for cell in cells) <= kind.canvas.width()
    light = view.grab().toImage()
    view.themes.use(DARK)
    assert view.grab().toImage() != light


def test_a_card_says_which_class_it_is_and_a_click_follows_nothing(session, kind):
    assert kind.canvas._lines(3)[:2] == ["average of 3", "is 3"]
    before = session.example.index
    QTest.mouseClick(kind.canvas, LEFT, pos=kind.canvas.cell(3).center().toPoint())
    assert session.example.index == before


def test_a_diverged_network_has_no_answer(session, kind, view):
    view.draw(diverged(session.frame))
    assert kind.canvas.caption(0).answer == "?"
    view.grab()


def test_the_numbers_are_the_pixels(session, kind):
    table = kind.numbers(session.frame)
    assert table.names[:2] == ("class", "row 1 column 1")
    assert len(table.columns) == 65
    np.testing.assert_array_equal(table.columns[5], averages(session.dataset).raw[:, 4])
