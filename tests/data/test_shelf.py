"""Examples that are kept as they were split are given back in their own order, to the bit."""

import numpy as np

from nnplayground.core import DataSpec, load_dataset
from nnplayground.core import dataset as dataset_module
from nnplayground.data import table_source
from nnplayground.data.shelf import Shelf
from nnplayground.data.source import Examples
from nnplayground.data.table_preview import found_format, proposed, sample_text


def test_what_was_split_comes_back_in_its_order() -> None:
    random = np.random.default_rng(0)
    raw, order = random.normal(size=(20, 3)), random.permutation(20)
    for examples in (
        Examples.of_classes(raw, random.integers(0, 3, 20)),
        Examples.of_targets(raw, random.normal(size=(20, 2))),
    ):
        shelf = Shelf(examples)
        size = shelf.nbytes
        for border in (0, 7, 20):
            first, rest = order[:border], order[border:]
            shelf.keep(first, rest, examples.take(first), examples.take(rest))
            again = shelf.examples()
            for name in ("raw", "targets", "labels"):
                np.testing.assert_array_equal(getattr(again, name), getattr(examples, name))
        assert shelf.nbytes == size


def test_a_part_of_the_examples_is_not_kept_in_place_of_all() -> None:
    examples = Examples.of_classes(np.arange(10.0)[:, None], np.zeros(10))
    shelf = Shelf(examples)
    some = np.arange(4)
    shelf.keep(some, some[:0], examples.take(some), examples.take(some[:0]))
    assert len(shelf.examples()) == 10


def test_the_rows_of_a_table_are_in_memory_once() -> None:
    text = "a,b,class\n" + "".join(f"{n},{n % 7},{'xy'[n % 2]}\n" for n in range(50))
    found = sample_text(text)
    table = proposed(found, found_format(found))
    spec = DataSpec("table", 0, train_share=0.7, table=table)
    dataset_module._loaded.clear()
    first = load_dataset(spec)
    shelf = table_source._opened(table, lambda share: True).shelf
    assert any(part.raw is first.train.raw for part in shelf._kept.parts)
    other = load_dataset(DataSpec("table", 0, train_share=0.4, seed=5, table=table))
    dataset_module._loaded.clear()
    again = load_dataset(spec)
    np.testing.assert_array_equal(again.train.raw, first.train.raw)
    np.testing.assert_array_equal(again.test.labels, first.test.labels)
    assert len(other.train) == 20
    assert len(shelf.examples()) == 50
