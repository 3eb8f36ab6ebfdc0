import numpy as np
import pytest
from PySide6.QtGui import QUndoStack

from nnplayground.core import Experiment, Problem, Run, SpecError, load_dataset
from nnplayground.core.edits import resize_layer
from nnplayground.session.document import Document, Position, ReplaceDocument

EXPERIMENT = Experiment()


def problem_of(experiment):
    return Problem.of(experiment, load_dataset(experiment.data))


class Shelf:
    """Holds one document, as the session does."""

    def __init__(self, document):
        self.document = document

    def put(self, document):
        replaced, self.document = self.document, document
        return replaced


def documents(count):
    return [Document(Experiment(seed=number)) for number in range(count)]


def push(stack, shelf, document, key=None):
    before = shelf.put(document)
    stack.push(ReplaceDocument(before, document, shelf.put, "Edit", key))


def test_pushing_does_not_put_the_document_again(qapp):
    one, two = documents(2)
    shelf, stack = Shelf(one), QUndoStack()
    stack.push(ReplaceDocument(one, two, shelf.put, "Edit"))
    assert shelf.document is one


def test_undo_and_redo_put_the_documents_back(qapp):
    one, two, three = documents(3)
    shelf, stack = Shelf(one), QUndoStack()
    push(stack, shelf, two)
    push(stack, shelf, three)
    stack.undo()
    assert shelf.document is two
    stack.undo()
    assert shelf.document is one
    stack.redo()
    stack.redo()
    assert shelf.document is three


def test_redo_puts_back_what_undo_found_there(qapp):
    one, two, trained = documents(3)
    shelf, stack = Shelf(one), QUndoStack()
    push(stack, shelf, two)
    shelf.document = trained
    stack.undo()
    stack.redo()
    assert shelf.document is trained


@pytest.mark.parametrize(
    ("keys", "steps"), [(("a", "a", "a"), 1), (("a", "b", "a"), 3), ((None, None, None), 3)]
)
def test_only_edits_of_one_key_in_a_row_merge(qapp, keys, steps):
    one, *others = documents(4)
    shelf, stack = Shelf(one), QUndoStack()
    for document, key in zip(others, keys, strict=True):
        push(stack, shelf, document, key)
    assert stack.count() == steps
    for _ in range(steps):
        stack.undo()
    assert shelf.document is one


def test_a_position_starts_with_its_state_frozen_and_recorded():
    position = Position.start(EXPERIMENT, problem_of(EXPERIMENT))
    np.testing.assert_array_equal(position.state.theta, Run(EXPERIMENT).theta)
    assert not position.state.theta.flags.writeable
    assert position.recording.last_iteration == 0


def test_opening_a_state_leaves_the_given_arrays_alone():
    state = problem_of(EXPERIMENT).initial_state()
    position = Position.opened(EXPERIMENT, problem_of(EXPERIMENT), state)
    assert state.theta.flags.writeable
    assert not np.shares_memory(state.theta, position.state.theta)


def test_a_turned_position_has_a_recording_of_its_own():
    before = Position.start(EXPERIMENT, problem_of(EXPERIMENT))
    after = before.turned("knob", EXPERIMENT, 4, 0.75)
    assert after.state.theta[4] == 0.75
    assert before.state.theta[4] != 0.75
    assert [event.turned for event in after.recording.events] == [(4, 0.75)]
    assert before.recording.events == []


def test_an_adapted_position_goes_on_with_the_scores_of_before():
    before = Position.start(EXPERIMENT, problem_of(EXPERIMENT))
    edit = resize_layer(EXPERIMENT.network, 0, 6)
    wider = Experiment(edit.network)
    after = before.adapted(
        "wider", wider, problem_of(EXPERIMENT), problem_of(wider), edit.correspondence
    )
    assert len(after.state.theta) == wider.network.parameters
    assert after.history.layout.network.sizes == (2, 6, 2, 1)
    assert len(after.recording.events) == 1


def test_a_knob_is_not_turned_to_no_number():
    position = Position.start(EXPERIMENT, problem_of(EXPERIMENT))
    with pytest.raises(SpecError, match="finite"):
        position.turned("knob", EXPERIMENT, 4, float("nan"))
