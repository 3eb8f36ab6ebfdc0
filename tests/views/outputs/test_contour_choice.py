"""Contour lines are chosen or typed, and lie where the network says so."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nnplayground.core.dataset import Dataset
from nnplayground.views.outputs.contour_choice import CHOICES, Levels, lines_of, read_levels
from tests.views.outputs.opening import diverged, network_says, open_data, shown, trained


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("0.2 0.8", (0.2, 0.8)),
        ("0.8, 0.2", (0.2, 0.8)),
        ("0.2,0.8", (0.2, 0.8)),
        ("0,2; 0,8", (0.2, 0.8)),
        ("−1 1", (-1.0, 1.0)),
        ("  3 ", (3.0,)),
        ("1 1", (1.0,)),
        ("", ()),
    ],
)
def test_levels_are_read_as_they_are_written(text, typed):
    assert read_levels(text) == Levels(typed=typed)


@pytest.mark.parametrize("text", ["many", "0.2 x", "nan", "inf", " ".join(map(str, range(21)))])
def test_what_is_no_level_is_not_read(text):
    assert read_levels(text) is None


@pytest.mark.parametrize("text", CHOICES)
def test_the_choices_are_read(text):
    assert read_levels(text) == Levels(CHOICES[text])


def enter(kind, text: str) -> None:
    edit = kind.contours.lineEdit()
    edit.selectAll()
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def places(session, kind, lines: np.ndarray) -> np.ndarray:
    """Raw (points, 2) of the ends of lines in cells."""
    (low, high), cells = session.dataset.domain, 100
    x = low + (high - low) * (lines[..., 0].ravel() + 0.5) / cells
    y = high - (high - low) * (lines[..., 1].ravel() + 0.5) / cells
    return np.column_stack((x, y))


def test_the_network_says_the_level_all_along_a_line(view, session, qtbot):
    open_data(session, view, "circle")
    trained(session, qtbot, 200)
    kind = shown(session, view)
    enter(kind, "0.4")
    others = kind.canvas._lines.others
    assert len(others) > 10
    said = network_says(session, places(session, kind, others))[:, 0]
    assert said == pytest.approx(np.full(len(said), 0.4), abs=0.03)
    assert len(kind.canvas._lines.border) == 0


def test_the_border_is_where_the_answer_changes(view, session, qtbot):
    open_data(session, view, "rings")
    trained(session, qtbot, 400)
    kind = shown(session, view)
    enter(kind, "Border")
    said = network_says(session, places(session, kind, kind.canvas._lines.border))
    two = np.sort(said, axis=1)[:, -2:]
    assert len(said) > 20
    assert np.median(two[:, 1] - two[:, 0]) < 0.01
    assert len(kind.canvas._lines.others) == 0


def test_lines_of_many_classes_are_where_the_surest_is_so_sure(view, session, qtbot):
    open_data(session, view, "rings")
    trained(session, qtbot, 400)
    kind = shown(session, view)
    enter(kind, "0.8")
    said = network_says(session, places(session, kind, kind.canvas._lines.others)).max(axis=1)
    assert len(said) > 20
    assert np.median(np.abs(said - 0.8)) < 0.02


def test_lines_change_the_picture_and_no_lines_bring_it_back(view, session):
    kind = open_data(session, view, "plane")
    before = kind.canvas.grab().toImage()
    enter(kind, "9 lines")
    assert kind.canvas.grab().toImage() != before
    enter(kind, "No lines")
    assert kind.canvas.grab().toImage() == before


def test_what_cannot_be_read_leaves_the_lines_as_they_are(view, session):
    kind = open_data(session, view, "circle")
    enter(kind, "0.5 0.6")
    enter(kind, "high")
    assert kind.contours.levels == Levels(typed=(0.5, 0.6))
    assert kind.contours.currentText() == "0.5 0.6"


def test_a_choice_from_the_list_with_the_keyboard(view, session):
    kind = open_data(session, view, "circle")
    QTest.keyClick(kind.contours, Qt.Key.Key_Down)
    assert kind.contours.currentText() == "Border"
    assert kind.contours.levels == Levels((0.5,))


def test_a_diverged_network_has_no_lines(view, session):
    kind = open_data(session, view, "circle")
    enter(kind, "5 lines")
    view.draw(diverged(session.frame))
    assert len(kind.canvas._lines.border) == len(kind.canvas._lines.others) == 0
    assert not view.grab().isNull()


def test_levels_of_numbers_are_even_over_the_colour_scale(session):
    dataset: Dataset = session.dataset
    ramp = np.repeat(np.linspace(-1, 1, 100)[None, :], 100, axis=0)
    found = lines_of(ramp.reshape(1, -1), 100, Levels(CHOICES["5 lines"]), dataset, "tanh")
    across = np.unique(found.others[..., 0].round(3))
    assert across == pytest.approx((np.array([-0.8, -0.4, 0.4, 0.8]) + 1) / 2 * 99, abs=0.01)
    assert np.unique(found.border[..., 0].round(3)) == pytest.approx([49.5])
