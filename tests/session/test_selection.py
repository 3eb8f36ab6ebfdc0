from typing import Any

import pytest

from nnplayground.core import DataSpec, load_dataset
from nnplayground.session import ExampleSelection, Selection


@pytest.fixture
def examples(qapp):
    selection = ExampleSelection()
    selection.take_dataset(load_dataset(DataSpec(examples=50, train_share=0.8)))
    return selection


def test_selections_are_told_once(qtbot, session):
    told: list[Any] = []
    session.selection_changed.connect(told.append)
    session.select(Selection(1, 2, 0))
    session.select(Selection(1, 2, 0))
    session.select(None)
    assert told == [Selection(1, 2, 0), None]


def test_training_examples_come_before_test_examples(examples):
    assert examples.count == 50
    examples.choose(39)
    assert (examples.title, examples.row) == ("training example 40", 39)
    examples.choose(40)
    assert (examples.title, examples.row) == ("test example 1", 0)
    assert examples.part is examples.dataset.test


@pytest.mark.parametrize(("wanted", "got"), [(-5, 0), (1000, 49)])
def test_a_number_beyond_the_examples_gives_the_nearest(examples, wanted, got):
    examples.choose(7)
    examples.choose(wanted)
    assert examples.index == got


def test_choosing_the_same_example_is_not_told(examples):
    told: list[Any] = []
    examples.changed.connect(told.append)
    examples.choose(3)
    examples.choose(3)
    assert told == [examples]


def test_fewer_examples_put_a_number_that_is_gone_to_the_first(examples):
    examples.choose(45)
    examples.take_dataset(load_dataset(DataSpec(examples=20)))
    assert examples.index == 0


def test_other_data_keeps_a_number_that_is_still_there(examples):
    examples.choose(5)
    examples.take_dataset(load_dataset(DataSpec("xor", examples=20)))
    assert examples.index == 5


def test_a_sessions_example_follows_its_data(session):
    session.example.choose(400)
    session.edit_data("Examples", examples=100)
    assert session.example.dataset is session.dataset
    assert session.example.index == 0
