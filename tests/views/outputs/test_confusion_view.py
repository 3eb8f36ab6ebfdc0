"""The confusion matrix counts what the network says; a cell's examples can be followed."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from nnplayground.core import DataSpec
from nnplayground.session.example_order import ExampleFilter
from nnplayground.views.outputs.confusion_canvas import Cell
from tests.views.outputs.opening import diverged, network_says, open_data, shown, trained

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def rings(view, session, qtbot):
    """The matrix of three classes, trained so that some are right and some are not."""
    open_data(session, view, "rings", "confusion")
    trained(session, qtbot, 300)
    return shown(session, view)


def click(kind, row: int, column: int) -> None:
    QTest.mouseClick(kind.canvas, LEFT, pos=kind.canvas.box(Cell(row, column)).center().toPoint())


def expected(session, part) -> np.ndarray:
    said = network_says(session, part.raw).argmax(axis=1)
    counts = np.zeros((3, 3), dtype=int)
    for label, answer in zip(part.labels, said, strict=True):
        counts[label, answer] += 1
    return counts


def test_it_counts_the_test_examples_by_class_and_answer(rings, session):
    assert np.array_equal(rings.canvas.confusion.counts, expected(session, session.dataset.test))
    assert rings.parts.key == "test"


def test_a_click_on_training_counts_those_and_both_accuracies_stay_in_sight(rings, session):
    QTest.mouseClick(rings.parts.chips["train"], LEFT)
    counts = expected(session, session.dataset.train)
    assert np.array_equal(rings.canvas.confusion.counts, counts)
    share = f"{100 * counts.trace() / counts.sum():.1f}\u2009%"
    assert rings.accuracies["train"].text == f"Training {share}"
    assert rings.accuracies["test"].text.startswith("Test ")


def test_the_counts_follow_training(rings, view, session, qtbot):
    before = rings.canvas.confusion.counts.copy()
    trained(session, qtbot, 300)
    view.draw(session.frame)
    assert np.array_equal(rings.canvas.confusion.counts, expected(session, session.dataset.test))
    assert not np.array_equal(rings.canvas.confusion.counts, before)


def test_a_click_on_a_cell_lists_its_examples_and_follows_the_first(rings, session):
    test = session.dataset.test
    said = network_says(session, test.raw).argmax(axis=1)
    counts = expected(session, test)
    row, column = np.argwhere(counts * (1 - np.eye(3, dtype=int)) > 1)[0]
    click(rings, row, column)
    inside = np.flatnonzero((test.labels == row) & (said == column)) + len(session.dataset.train)
    assert rings.strip.row.numbers.tolist() == inside.tolist()
    names = session.dataset.classes
    told = f"{len(inside)} test examples: {names[row]}, said {names[column]}"
    assert rings.strip.sentence.text == told
    assert session.example.index == inside[0]
    QTest.mouseClick(rings.strip.on, LEFT)
    assert session.example.index == inside[1]
    QTest.mouseClick(rings.strip.back, LEFT)
    QTest.mouseClick(rings.strip.back, LEFT)
    assert session.example.index == inside[-1]


def test_a_click_on_an_example_follows_it(rings, session):
    click(rings, 0, 0)
    place = rings.strip.row.place(1).center().toPoint()
    second = rings.strip.row.shown()[1]
    QTest.mouseClick(rings.strip.row, LEFT, pos=place)
    assert session.example.index == second
    assert rings.strip.row.marked == second


def test_arrow_keys_move_through_the_matrix_and_return_follows_the_next(rings, session):
    click(rings, 0, 0)
    rings.canvas.setFocus()
    for key, cell in (
        (Qt.Key.Key_Down, Cell(1, 0)),
        (Qt.Key.Key_Right, Cell(1, 1)),
        (Qt.Key.Key_Up, Cell(0, 1)),
        (Qt.Key.Key_Up, Cell(0, 1)),  # no further
        (Qt.Key.Key_Left, Cell(0, 0)),
    ):
        QTest.keyClick(rings.canvas, key)
        assert rings.canvas.cell == cell
    first = session.example.index
    assert rings.canvas.accessibleDescription() == rings.canvas.describe(Cell(0, 0))
    QTest.keyClick(rings.canvas, Qt.Key.Key_Return)
    assert session.example.index == rings.strip.row.numbers[1] != first
    QTest.keyClick(rings.canvas, Qt.Key.Key_Escape)
    assert rings.canvas.cell is None


def test_what_is_no_number_has_a_column_of_its_own(rings, view, session):
    view.draw(diverged(session.frame))
    assert rings.canvas.confusion.counts.sum() == 0
    assert rings.accuracies["test"].text == "Test 0.0\u2009%"
    count = (session.dataset.test.labels == 1).sum()
    assert rings.canvas.describe(Cell(1, 3)) == f"{count} test examples: middle, said no number"
    rings.canvas.cell = Cell(1, 3)
    view.draw(diverged(session.frame))
    assert len(rings.strip.row.numbers) == count


def test_without_test_examples_the_training_examples_are_counted(view, session):
    kind = open_data(session, view, "circle", "confusion")
    session.edit_data("Training share", train_share=1.0)
    view.draw(session.frame)
    assert not kind.parts.chips["test"].isEnabled()
    assert kind.parts.key == "train"
    assert kind.canvas.confusion.examples == len(session.dataset.train)
    assert kind.accuracies["test"].text == "Test –"
    session.edit_data("Training share", train_share=0.5)
    view.draw(session.frame)
    assert kind.parts.key == "test"


@pytest.mark.parametrize("size", [(346, 264), (346, 338), (600, 900)])
def test_every_cell_of_the_digits_can_be_clicked_at_any_size(view, session, size, qtbot):
    kind = open_data(session, view, "digits", "confusion")
    view.resize(*size)
    qtbot.waitUntil(lambda: view.size().toTuple() == size)
    for cell in (Cell(0, 0), Cell(9, 9), Cell(3, 8)):
        click(kind, cell.row, cell.column)
        assert kind.canvas.cell == cell
    corner = kind.canvas.box(Cell(9, 9)).bottomRight()
    assert kind.canvas.rect().contains(corner.toPoint() - QPoint(1, 1))


def test_other_data_leave_a_chosen_cell_that_is_not_there(view, session):
    kind = open_data(session, view, "digits", "confusion")
    click(kind, 9, 9)
    session.edit_data("Dataset", dataset="circle", examples=DataSpec().examples)
    view.draw(session.frame)
    assert kind.canvas.cell is None
    assert not view.grab().isNull()


def test_a_double_click_on_a_cell_or_its_key_lists_its_examples_in_the_table_of_all(rings, session):
    asked: list[ExampleFilter] = []
    session.listing.asked.connect(lambda: asked.append(session.listing.filter))
    place = rings.canvas.box(Cell(2, 1)).center().toPoint()
    click(rings, 2, 1)
    QTest.mouseDClick(rings.canvas, LEFT, pos=place)
    assert asked == [ExampleFilter("test", False, 2, 1)]
    click(rings, 0, 2)
    rings.canvas.setFocus()
    QTest.keyClick(rings.canvas, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked[1] == ExampleFilter("test", False, 0, 2)
