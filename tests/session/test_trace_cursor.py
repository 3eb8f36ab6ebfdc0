"""The cursor goes through the operations of one iteration and stays where it makes sense."""

import pytest

from nnplayground.core.trace import ARTICLES, Notation
from nnplayground.files.lesson_file import built_in_lessons
from nnplayground.session import Session
from nnplayground.session.trace_cursor import CellPlace, Subject

LESSONS = dict(built_in_lessons())


@pytest.fixture
def session(qapp):
    made = Session(LESSONS["c-odd-or-even"].experiments[0].experiment)
    made.apart.trace_of(made.frame)
    yield made
    made.shut_down()


def test_forward_does_every_operation_once_and_then_finishes(session, qtbot):
    cursor = session.apart
    keys = []
    for _ in cursor.trace.operations:
        cursor.forward()
        keys.append(cursor.operation.key)
    assert keys == [operation.key for operation in cursor.trace.operations]
    with qtbot.waitSignal(cursor.finished):
        cursor.forward()
    cursor.trace_of(session.frame)


def test_back_takes_the_last_operation_back(session):
    cursor = session.apart
    cursor.forward()
    cursor.forward()
    cursor.back()
    assert cursor.operation.key == "Z1"
    for _ in range(3):
        cursor.back()
    assert cursor.operation is None


def test_the_layer_follows_the_operation(session):
    cursor = session.apart
    layers = []
    for _ in cursor.trace.operations:
        cursor.forward()
        layers.append(cursor.layer)
    assert layers[:6] == [1, 1, 2, 2, 3, 3]
    assert layers[6:8] == [3, 3]  # the loss belongs to the output
    assert layers[8:17] == [3, 3, 3, 2, 2, 2, 1, 1, 1]


def test_another_layer_shows_the_same_kind_of_operation(session):
    cursor = session.apart
    cursor.go_to_operation("delta3")
    cursor.go_to_layer(1)
    assert cursor.operation.key == "delta1"
    cursor.go_to_layer(9)
    assert cursor.operation.key == "delta1"


def test_the_neuron_stays_selected_from_operation_to_operation(session):
    cursor = session.apart
    cursor.show_cell(CellPlace("Z1", 0, 2))
    cursor.forward()
    assert cursor.cell == CellPlace("A1", 0, 2)


def test_another_notation_keeps_operation_and_cell(session):
    cursor = session.apart
    cursor.show_cell(CellPlace("Z1", 0, 2))
    cursor.set_notation(Notation(examples="columns"))
    assert cursor.operation.key == "Z1"
    assert cursor.cell == CellPlace("Z1", 2, 0)
    cursor.go_to_operation("delta3")
    cursor.set_notation(ARTICLES)
    assert cursor.operation.key == "delta3"


def test_the_same_frame_is_taken_apart_once(session):
    taken = session.apart.trace_of(session.frame)
    assert session.apart.trace_of(session.frame) is taken


def test_examples_of_other_data_give_way_to_the_next_batch(session):
    cursor = session.apart
    cursor.take(Subject(examples=(1,)))
    assert cursor.trace_of(session.frame)["X"].array.item() == 3.0
    cursor.take(Subject(examples=(77,)))
    assert cursor.trace_of(session.frame)["X"].array.item() == 2.0
    assert cursor.subject.examples is None


def test_a_smaller_network_brings_the_cursor_back_into_it(session):
    cursor = session.apart
    cursor.show_cell(CellPlace("newb3", 0, 0))
    session.replace(LESSONS["b-eleven-lines"].experiments[0].experiment)
    cursor.trace_of(session.frame)
    assert cursor.layer == 1
    assert cursor.cell is None
    assert cursor.position <= len(cursor.trace.operations)


def test_examples_are_gone_through_within_the_batch(session):
    session.replace(LESSONS["b-eleven-lines"].experiments[0].experiment)
    cursor = session.apart
    cursor.trace_of(session.frame)
    cursor.show_cell(CellPlace("A1", 2, 0))
    assert cursor.step_example(1)
    assert cursor.cell == CellPlace("A1", 3, 0)
    assert not cursor.step_example(1)
    assert cursor.step_example(-1)


def test_the_batch_at_the_end_goes_on_with_the_next_iteration(session, qtbot):
    session.replace(LESSONS["b-eleven-lines"].experiments[0].experiment)
    cursor = session.apart
    cursor.trace_of(session.frame)
    cursor.show_cell(CellPlace("A1", 3, 0))
    with qtbot.waitSignal(cursor.finished):
        cursor.next_example()
    assert cursor.cell == CellPlace("A1", 0, 0)


@pytest.mark.parametrize(("given", "kept"), [(1, 2), (7, 7), (11, 10)])
def test_digits_stay_between_2_and_10(session, given, kept):
    session.apart.set_digits(given)
    assert session.apart.digits == kept
