"""Pictures of the user's own become examples, and are referred to by path and content."""

import dataclasses

import numpy as np
import pytest

from nnplayground.core import Experiment, SpecError, load_dataset
from nnplayground.core.experiment import DataSpec
from nnplayground.core.pictures_spec import PicturesSpec
from nnplayground.data import source_for
from nnplayground.data.picture_errors import (
    ChangedPicturesError,
    MissingPicturesError,
    PicturesError,
)
from nnplayground.data.picture_opening import is_pictures, opened_pictures, spec_at
from nnplayground.data.picture_source import (
    TAKEN,
    own_pictures,
    source_of_pictures,
    stored_pictures,
)
from tests.data.picture_files import digits, write_folder, write_pair, write_set


@pytest.fixture
def spec(tmp_path) -> PicturesSpec:
    """A small MNIST of 300 training and 100 test pictures."""
    return opened_pictures(spec_at(write_set(tmp_path)))


def data_of(spec: PicturesSpec, **settings) -> DataSpec:
    suggested = source_of_pictures(spec).suggested.data
    return dataclasses.replace(suggested, **settings)


def divided(count: int, seed: int = 0):
    return (digits(count, seed)[0].reshape(count, -1) / 255.0).astype(np.float32)


def rows(raw) -> set[bytes]:
    return {row.tobytes() for row in raw}


def test_pixels_are_numbers_from_0_to_1_of_four_bytes_each(spec):
    dataset = load_dataset(data_of(spec, examples=0, train_share=0.75))
    assert (len(dataset.train), len(dataset.test)) == (300, 100)
    assert dataset.image_shape == (28, 28)
    assert dataset.train.raw.dtype == np.float32
    assert dataset.train.inputs is dataset.train.raw
    assert (dataset.train.raw.min(), dataset.train.raw.max()) == (0.0, 1.0)
    assert rows(dataset.train.raw) == rows(divided(300))


def test_test_examples_come_from_the_test_files_only(spec):
    dataset = load_dataset(data_of(spec, examples=100, train_share=0.8))
    assert (len(dataset.train), len(dataset.test)) == (80, 20)
    test = rows(divided(100, seed=1))
    assert rows(dataset.test.raw) <= test
    assert not rows(dataset.train.raw) & test


def test_more_examples_contain_the_fewer_ones_and_another_seed_takes_others(spec):
    few, more = (load_dataset(data_of(spec, examples=n)).train.raw for n in (50, 200))
    np.testing.assert_array_equal(more[: len(few)], few)
    other = load_dataset(data_of(spec, examples=50, seed=1)).train.raw
    assert not np.array_equal(few, other)


def test_without_test_files_the_share_splits_by_chance(tmp_path):
    spec = opened_pictures(spec_at(write_pair(tmp_path, "train", digits(60))))
    dataset = load_dataset(data_of(spec, examples=0, train_share=0.75))
    assert (len(dataset.train), len(dataset.test)) == (45, 15)


def test_at_first_at_most_ten_thousand_are_taken(spec, tmp_path):
    assert source_of_pictures(spec).suggested.data.examples == 400
    (tmp_path / "many").mkdir()
    pixels = np.zeros((TAKEN + 500, 2, 2), np.uint8)
    labels = np.arange(len(pixels), dtype=np.uint8) % 3
    path = write_pair(tmp_path / "many", "train", (pixels, labels))
    many = opened_pictures(spec_at(path))
    assert source_of_pictures(many).suggested.data.examples == TAKEN


def test_more_than_fit_into_memory_are_refused(spec, monkeypatch):
    monkeypatch.setattr("nnplayground.data.picture_source.MAX_BYTES", 100 * 784 * 4)
    with pytest.raises(PicturesError, match=r"data.examples: 400 pictures .* take at most 100"):
        own_pictures(data_of(spec, examples=0))


def test_an_experiment_names_path_and_content_and_finds_both_again(spec, tmp_path):
    experiment = source_of_pictures(spec).suggested
    again = Experiment.from_json(experiment.to_json())
    assert again == experiment
    assert again.data.pictures == spec
    assert (spec.form, spec.name) == ("idx", tmp_path.name)
    assert len(spec.sha256) == 64


def test_moved_pictures_are_missed_and_changed_ones_are_told_by_their_hash(spec, tmp_path):
    path = write_set(tmp_path, train=301)
    unread = dataclasses.replace(spec, name="not kept")
    with pytest.raises(ChangedPicturesError, match=r"were changed since") as changed:
        stored_pictures(unread)
    assert changed.value.found == opened_pictures(spec_at(path)).sha256
    path.unlink()
    with pytest.raises(MissingPicturesError, match=r"'not kept' are no longer at .*find"):
        source_for(DataSpec("pictures", pictures=unread))


@pytest.mark.parametrize("form", ["idx", "folder"])
@pytest.mark.parametrize("name", ["x" * 5000, "a\0b"])
def test_pictures_at_a_path_that_no_file_can_have_are_missed(tmp_path, form, name):
    spec = PicturesSpec(form, "other", str(tmp_path / name))
    with pytest.raises(MissingPicturesError, match=r"'other' are no longer at") as said:
        source_for(DataSpec("pictures", pictures=spec))
    assert len(str(said.value)) < 500
    assert str(said.value).isprintable()


def test_files_that_changed_are_read_again_when_they_are_opened_again(spec, tmp_path):
    assert opened_pictures(spec_at(write_set(tmp_path, train=301))).sha256 != spec.sha256


def test_pictures_without_a_description_and_senseless_ones_are_refused():
    with pytest.raises(SpecError, match=r"data.pictures: is missing"):
        source_for(DataSpec("pictures"))
    with pytest.raises(SpecError, match=r"data.pictures.form: 'zip' is unknown"):
        PicturesSpec("zip")
    with pytest.raises(SpecError, match=r"data.pictures.width: expected 1 to 128, got 4000"):
        PicturesSpec(width=4000)


def test_a_path_is_taken_for_what_lies_there(tmp_path):
    write_set(tmp_path / ".", 3, 3)
    assert is_pictures(tmp_path)
    assert spec_at(tmp_path).form == "idx"
    (tmp_path / "animals").mkdir()
    write_folder(tmp_path / "animals")
    assert spec_at(tmp_path / "animals").form == "folder"
    assert not is_pictures(tmp_path / "missing.csv")
