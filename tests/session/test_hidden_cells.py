"""Hidden cells belong to the document, follow the notation, and are found for one iteration."""

import dataclasses

import pytest

from nnplayground.core.trace import Notation
from nnplayground.files import load_network, save_network
from nnplayground.files.hidden_cells import HiddenCell
from nnplayground.session.trace_cursor import CellPlace

COLUMNS = Notation(examples="columns")


@pytest.fixture
def taken(session):
    return session.apart.trace_of(session.frame)


def value_of(trace, place):
    return repr(float(trace[place.key].array[place.row, place.column]))


def test_hiding_and_showing_a_cell_changes_the_document(session, taken):
    session.hidden.toggle(CellPlace("Z1", 2, 1))
    assert session.modified
    session.hidden.toggle(CellPlace("Z1", 2, 1))
    assert not session.modified


def test_hidden_cells_are_saved_and_opened_with_the_document(session, taken, tmp_path):
    session.hidden.toggle(CellPlace("Z1", 2, 1))
    save_network(tmp_path / "a.nnplay", session.saved())
    session.mark_saved()
    assert not session.modified
    session.replace(session.experiment)
    assert not session.hidden.cells
    session.restore(load_network(tmp_path / "a.nnplay"))
    assert session.hidden.kept == {CellPlace("Z1", 2, 1): 0.001}
    assert not session.modified
    plain = dataclasses.replace(session.saved(), history=None)
    session.hidden.toggle(CellPlace("Z1", 2, 1))
    session.restore(plain)  # of a file without a past
    assert session.hidden.cells == {CellPlace("Z1", 2, 1)}


def test_hidden_cells_outlive_edits_and_undo(session, taken):
    session.hidden.toggle(CellPlace("A1", 0, 3))
    session.edit_training("Learning rate", learning_rate=0.5)
    session.turn(0, 2.0)
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert session.hidden.cells == {CellPlace("A1", 0, 3)}
    assert session.modified  # hiding is not undone with them


def test_hidden_cells_follow_a_notation_that_turns_everything(session, taken):
    session.hidden.toggle(CellPlace("Z1", 2, 1))
    session.apart.set_notation(COLUMNS)
    assert session.hidden.cells == {CellPlace("Z1", 1, 2)}
    assert session.hidden.to_keep() == (HiddenCell("Z1", 2, 1, 0.001),)
    session.hidden.keep((HiddenCell("W1", 1, 0, 0.5),))
    assert session.hidden.kept == {CellPlace("W1", 0, 1): 0.5}
    session.apart.set_notation(Notation())
    assert session.hidden.kept == {CellPlace("W1", 1, 0): 0.5}


def test_the_cells_of_a_lesson_are_not_the_documents(session, taken):
    session.hidden.lend({CellPlace("Z1", 0, 0): 0.01})
    assert not session.modified
    assert session.saved().hidden == ()
    session.apart.set_notation(COLUMNS)
    assert session.hidden.where(CellPlace("Z1", 0, 2)) == CellPlace("Z1", 2, 0)


def test_a_number_is_found_for_one_iteration_only(session, taken, qtbot):
    place = CellPlace("Z1", 2, 1)
    session.hidden.toggle(place)
    assert not session.hidden.answer(taken, place, "17")
    assert session.hidden.secrets == {place}
    assert session.hidden.answer(taken, place, value_of(taken, place))
    assert not session.hidden.secrets
    session.hidden.follow(session.apart.trace_of(session.frame))
    assert session.hidden.typed
    session.step()
    qtbot.waitUntil(lambda: session.state.iteration == 1 and not session.running)
    later = session.apart.trace_of(session.frame)
    session.hidden.follow(later)
    assert not session.hidden.typed
    assert session.hidden.secrets == {place}
    session.hidden.show_working(later, frozenset({place}))
    assert not session.hidden.secrets


def test_what_would_give_a_number_away_is_known(session, taken):
    hidden, layout = session.hidden, session.frame.layout
    hidden.toggle(CellPlace("Z1", 2, 1))
    assert hidden.conceals("Z", 1, 1)
    assert not hidden.conceals("Z", 1, 0)
    assert not hidden.conceals("A", 1, 1)
    hidden.toggle(CellPlace("dW2", 3, 1))
    hidden.toggle(CellPlace("b2", 0, 1))
    weight, bias = layout.weight_index(1, 3, 1), layout.bias_index(1, 1)
    assert hidden.conceals_parameter(layout, weight, "", "d")
    assert not hidden.conceals_parameter(layout, weight, "")
    assert hidden.conceals_parameter(layout, bias, "")
    assert not hidden.conceals_parameter(layout, bias, "d")
