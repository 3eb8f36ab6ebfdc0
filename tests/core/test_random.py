"""What the seed decides: every order of examples follows from it and the epoch alone."""

import numpy as np
import pytest

from nnplayground.core.random import ExampleOrder, Stream, generator

SIZES = (1, 2, 5, 250, 512, 513, 20_000)


@pytest.mark.parametrize("examples", SIZES)
def test_every_epoch_has_every_example_once(examples):
    order = ExampleOrder(examples, "shuffled", seed=3)
    for epoch in (0, 1, 70, 100_000):
        assert np.array_equal(np.sort(order.indices(epoch)), np.arange(examples))


@pytest.mark.parametrize("examples", SIZES)
def test_an_epochs_order_does_not_depend_on_the_epochs_asked_for_before(examples):
    wanderer, fresh = (ExampleOrder(examples, "shuffled", seed=3) for _ in range(2))
    wanderer.indices(500)
    wanderer.indices(7)
    assert np.array_equal(wanderer.indices(123), fresh.indices(123))


def test_other_seeds_and_other_epochs_give_other_orders():
    order = ExampleOrder(250, "shuffled", seed=3)
    first = order.indices(0).copy()
    assert not np.array_equal(first, order.indices(1))
    assert not np.array_equal(first, order.indices(order.block_epochs))
    assert not np.array_equal(first, ExampleOrder(250, "shuffled", seed=4).indices(0))


@pytest.mark.parametrize("examples", [4, 600])
def test_every_example_comes_at_every_place_equally_often(examples):
    order = ExampleOrder(examples, "shuffled", seed=1)
    epochs = 4000
    firsts = np.array([order.indices(epoch)[0] for epoch in range(epochs)])
    counts = np.bincount(firsts, minlength=examples)
    expected = epochs / examples
    chi_squared = np.sum((counts - expected) ** 2) / expected
    freedom = examples - 1
    assert abs(chi_squared - freedom) < 5 * np.sqrt(2 * freedom)


def test_a_given_order_stays_as_it_is():
    assert np.array_equal(ExampleOrder(9, "given", seed=3).indices(17), np.arange(9))


def test_a_table_holds_the_orders_of_its_epochs():
    order = ExampleOrder(250, "shuffled", seed=3)
    first, table = order.table(order.block_epochs + 5)
    assert first == order.block_epochs
    assert table.shape == (order.block_epochs, 250)
    assert np.array_equal(table[5], order.indices(first + 5))


@pytest.mark.parametrize("examples", SIZES)
def test_a_table_of_many_epochs_holds_what_each_of_them_alone_has(examples):
    many, each = (ExampleOrder(examples, "shuffled", seed=3) for _ in range(2))
    epoch, wanted = 3 * many.block_epochs - 1, 2 * many.block_epochs
    first, table = many.table(epoch, wanted)
    assert first <= epoch < first + len(table)
    for row in {0, len(table) // 2, len(table) - 1}:
        assert np.array_equal(table[row], each.indices(first + row))


def test_a_table_has_all_epochs_that_are_asked_for_or_as_many_as_fit():
    order = ExampleOrder(250, "shuffled", seed=3)
    first, table = order.table(100, 300)
    assert first + len(table) >= 400
    first, table = order.table(100, 10**9)
    assert table.size <= 1 << 18


def test_streams_and_counters_are_independent():
    draws = [
        tuple(generator(1, stream, counter).integers(0, 1 << 60, 4))
        for stream in Stream
        for counter in (0, 1)
    ]
    assert len(set(draws)) == len(draws)
