"""The same description gives the same bits; the split keeps what is there."""

import dataclasses

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nnplayground.core.dataset import Dataset, load_dataset
from nnplayground.core.errors import SpecError
from nnplayground.core.experiment import DataSpec
from nnplayground.data import DATASETS, load


def arrays(dataset: Dataset) -> list[np.ndarray]:
    return [
        getattr(part, field.name)
        for part in (dataset.train, dataset.test)
        for field in dataclasses.fields(part)
    ]


def points(part) -> set[tuple[float, ...]]:
    return {tuple(row) for row in part.raw}


@pytest.mark.parametrize("key", DATASETS)
def test_the_same_description_gives_the_same_bits(key):
    spec = dataclasses.replace(DATASETS[key].suggested.data, noise=20.0, scaling="standardize")
    for one, other in zip(arrays(load(spec)), arrays(load(spec)), strict=True):
        assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize("key", [k for k, source in DATASETS.items() if source.generated])
def test_another_seed_gives_other_examples(key):
    first = load(DataSpec(key, noise=10.0, seed=1))
    second = load(DataSpec(key, noise=10.0, seed=2))
    assert (first.train.raw != second.train.raw).any()


@pytest.mark.parametrize("key", DATASETS)
def test_every_array_is_read_only_float64_and_labels_are_int64(key):
    spec = dataclasses.replace(DATASETS[key].suggested.data, train_share=0.5)
    dataset = load(spec)
    for array in arrays(dataset):
        assert not array.flags.writeable
    for part in (dataset.train, dataset.test):
        assert part.raw.dtype == part.inputs.dtype == part.targets.dtype == np.float64
        assert part.labels.dtype == np.int64


@pytest.mark.parametrize("key", DATASETS)
@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_shapes_fit_the_names_even_where_a_part_is_empty(key, share):
    source = DATASETS[key]
    dataset = load(dataclasses.replace(source.suggested.data, train_share=share))
    classes = len(source.classes) > 0
    for part in (dataset.train, dataset.test):
        count = len(part)
        assert part.raw.shape == (count, len(dataset.columns))
        assert part.inputs.shape == (count, len(dataset.input_names))
        assert part.targets.shape == (count, len(dataset.target_names))
        assert part.labels.shape == ((count,) if classes else (0,))


@given(st.integers(1, 400), st.integers(0, 100))
@example(100, 29)  # 0.29 * 100 is below 29
def test_the_first_percent_of_the_examples_are_for_training(examples, percent):
    dataset = load(DataSpec(examples=examples, train_share=percent / 100))
    assert len(dataset.train) == examples * percent // 100
    assert len(dataset.train) + len(dataset.test) == examples


def test_no_example_is_in_both_parts_and_none_is_lost():
    dataset = load(DataSpec("xor"))
    everything = points(dataset.train) | points(dataset.test)
    assert len(everything) == 500
    assert not points(dataset.train) & points(dataset.test)


def test_the_examples_are_shuffled():
    labels = load(DataSpec("circle", train_share=1.0)).train.labels
    assert 200 < np.count_nonzero(labels[1:] != labels[:-1]) < 300  # else 499, taking turns


def test_a_larger_share_only_moves_examples_from_testing_to_training():
    small, large = (load(DataSpec("xor", train_share=share)) for share in (0.3, 0.5))
    assert (large.train.raw[: len(small.train)] == small.train.raw).all()
    assert (small.test.raw[-len(large.test) :] == large.test.raw).all()


def test_more_examples_keep_the_order_of_those_already_there():
    few, many = (load(DataSpec("xor", examples=n, train_share=1.0)) for n in (100, 150))
    old = points(few.train)
    kept = [tuple(row) for row in many.train.raw if tuple(row) in old]
    assert kept == [tuple(row) for row in few.train.raw]


def test_noise_leaves_every_example_in_its_part():
    still, noisy = (load(DataSpec("circle", noise=noise)) for noise in (0.0, 30.0))
    assert (still.train.raw == noisy.train.raw).all()
    assert (still.test.raw == noisy.test.raw).all()


def test_an_unknown_data_set_is_named_with_all_known_ones():
    with pytest.raises(SpecError) as error:
        load(DataSpec("iris"))
    assert str(error.value).startswith("data.dataset: 'iris' is unknown; known are circle, xor, ")
    assert str(error.value).endswith(", ".join(DATASETS))


def test_generated_data_of_no_examples_is_refused():
    with pytest.raises(SpecError, match="'circle' is generated and needs at least 1 example"):
        load(DataSpec("circle", examples=0))


@pytest.mark.parametrize("key", [k for k, source in DATASETS.items() if source.generated])
@pytest.mark.parametrize("examples", [1, 2, 3])
def test_very_few_examples_are_possible(key, examples):
    dataset = load(DataSpec(key, examples=examples, train_share=1.0, scaling="standardize"))
    assert len(dataset.train) == examples
    assert np.isfinite(dataset.train.inputs).all()


def test_the_core_asks_this_package_for_its_data():
    from_core = load_dataset(DataSpec("moons"))
    assert (from_core.train.raw == load(DataSpec("moons")).train.raw).all()


def test_a_million_examples_are_possible():
    assert len(load(DataSpec("multi_gauss", examples=1_000_000)).train) == 500_000
