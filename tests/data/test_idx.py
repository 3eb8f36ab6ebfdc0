"""IDX sets are found and read whole; every broken one gets a sentence that names the file."""

import gzip

import numpy as np
import pytest

from nnplayground.data.idx import is_idx
from nnplayground.data.idx_set import find_set, read_set
from nnplayground.data.picture_errors import PicturesError
from nnplayground.data.table_errors import ReadingStopped
from nnplayground.data.table_text import unasked
from tests.data.picture_files import digits, idx_bytes, write_pair, write_set


def read(path):
    return read_set(find_set(path), unasked)


@pytest.mark.parametrize("packed", [True, False], ids=["gz", "plain"])
def test_training_and_test_files_are_found_beside_each_other(tmp_path, packed):
    stored = read(write_set(tmp_path, 30, 12, packed))
    (train, train_labels), (test, test_labels) = digits(30), digits(12, seed=1)
    assert stored.tests == 12
    assert stored.shape == (28, 28)
    np.testing.assert_array_equal(stored.pixels[:30], train.reshape(30, -1))
    np.testing.assert_array_equal(stored.pixels[30:], test.reshape(12, -1))
    said = [int(stored.classes[label]) for label in stored.labels]
    assert said == [*train_labels.tolist(), *test_labels.tolist()]


@pytest.mark.parametrize(
    "name",
    [
        "train-images-idx3-ubyte.gz",
        "train-labels-idx1-ubyte.gz",
        "t10k-images-idx3-ubyte.gz",
        "t10k-labels-idx1-ubyte.gz",
        "",
    ],
)
def test_any_file_of_a_set_and_its_folder_lead_to_the_same_set(tmp_path, name):
    whole = find_set(write_set(tmp_path, 3, 3))
    assert find_set(tmp_path / name) == whole
    assert whole.test is not None


def test_names_with_dots_and_a_labels_file_that_was_unpacked_are_found(tmp_path):
    pixels, labels = digits(5)
    (tmp_path / "Test-Images.idx3-ubyte.gz").write_bytes(gzip.compress(idx_bytes(pixels)))
    (tmp_path / "Test-labels.idx1-ubyte").write_bytes(idx_bytes(labels))
    assert len(read(tmp_path / "Test-Images.idx3-ubyte.gz")) == 5


def test_packed_and_plain_files_have_the_same_content_hash_and_other_labels_another(tmp_path):
    for name in ("plain", "packed", "other"):
        (tmp_path / name).mkdir()
    pixels, labels = digits(6)
    plain = read(write_pair(tmp_path / "plain", "train", (pixels, labels), packed=False))
    packed = read(write_pair(tmp_path / "packed", "train", (pixels, labels)))
    other = read(write_pair(tmp_path / "other", "train", (pixels, labels[::-1].copy())))
    assert plain.sha256 == packed.sha256 != other.sha256
    assert plain.tests == 0


def test_only_idx_files_are_taken_for_some(tmp_path):
    assert is_idx(write_set(tmp_path, 3, 3))
    (tmp_path / "table.csv").write_text("a,b\n1,2\n")
    (tmp_path / "other.gz").write_bytes(gzip.compress(b"something else"))
    (tmp_path / "no.gz").write_bytes(b"\x1f\x8bnothing")
    for name in ("table.csv", "other.gz", "no.gz", "missing", ""):
        assert not is_idx(tmp_path / name)


def test_reading_tells_how_far_it_is_and_can_be_stopped(tmp_path):
    files, shares = find_set(write_set(tmp_path, 30, 12)), []

    def watch(share):
        shares.append(share)
        return share < 0.6

    with pytest.raises(ReadingStopped):
        read_set(files, watch)
    assert shares == sorted(shares)
    assert 0.6 <= shares[-1] <= 1.0


GOOD = np.zeros((4, 28, 28), np.uint8)
LABELS = np.array([0, 1, 2, 1], np.uint8)
PICTURES, NAMES = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"
HOSTILE = {
    "no IDX file": (b"\x89PNG\r\n\x1a\n" + bytes(900), None, "is no IDX file"),
    "empty": (b"", None, "is no IDX file"),
    "one byte": (b"\0", None, "is no IDX file"),
    "header cut off": (idx_bytes(GOOD)[:9], None, "ends in its header"),
    "cut off": (idx_bytes(GOOD)[:-1000], None, "is cut off, it holds 2 of its 4 pictures"),
    "too long": (idx_bytes(GOOD) + b"\0", None, "goes on after its 4 pictures"),
    "no pictures": (idx_bytes(GOOD[:0]), None, "holds no pictures"),
    "no pixels": (idx_bytes(GOOD, sizes=(4, 0, 28)), None, "have 0×28 pixels"),
    "huge sides": (idx_bytes(GOOD, sizes=(4, 2000, 2000)), None, "sides from 1 to 128"),
    "a thousand million": (
        idx_bytes(GOOD, sizes=(10**9, 28, 28)),
        None,
        "holds 1,000,000,000 pictures of 28×28 pixels; at most 765,306",
    ),
    "largest sizes": (idx_bytes(GOOD, sizes=(2**32 - 1,) * 3), None, "at most 0 of this size"),
    "floats": (idx_bytes(GOOD, kind=13), None, "holds floating-point numbers"),
    "labels as pictures": (idx_bytes(LABELS), None, "holds labels, where pictures were expected"),
    "colours": (idx_bytes(GOOD, sizes=(1, 4, 28, 28)), None, "holds numbers with 4 sizes each"),
    "pictures as labels": (idx_bytes(GOOD), idx_bytes(GOOD), "where labels were expected"),
    "too few labels": (idx_bytes(GOOD), idx_bytes(LABELS[:3]), "holds 3 labels, but"),
    "labels cut off": (idx_bytes(GOOD), idx_bytes(LABELS)[:-1], "3 of its 4 labels"),
    "one class": (
        idx_bytes(GOOD),
        idx_bytes(np.ones(4, np.uint8)),
        "all pictures are of one class",
    ),
    "many classes": (
        idx_bytes(np.zeros((256, 1, 1), np.uint8)),
        idx_bytes(np.arange(256, dtype=np.uint8)),
        "has 256 classes; at most 100",
    ),
    "not unpackable": (b"\x1f\x8b" + bytes(50), None, "cannot be unpacked"),
    "packed and cut off": (gzip.compress(idx_bytes(GOOD))[:-9], None, "cannot be unpacked"),
    "packed and damaged": (
        gzip.compress(idx_bytes(np.arange(3136).astype(np.uint8).reshape(4, 28, 28)))[:40]
        + b"\xff" * 60,
        None,
        "cannot be unpacked",
    ),
    "a bomb": (
        gzip.compress(idx_bytes(GOOD, sizes=(4, 28, 28)) + bytes(50_000_000), 1),
        None,
        "goes on after its 4 pictures",
    ),
    "a packed lie": (
        gzip.compress(idx_bytes(GOOD, sizes=(500_000, 28, 28))),
        None,
        "is cut off, it holds 4 of its 500,000 pictures",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_broken_file_gets_a_sentence_that_names_it(tmp_path, case):
    pictures, labels, said = HOSTILE[case]
    (tmp_path / PICTURES).write_bytes(pictures)
    (tmp_path / NAMES).write_bytes(idx_bytes(LABELS) if labels is None else labels)
    with pytest.raises(PicturesError) as error:
        read(tmp_path / PICTURES)
    assert said in str(error.value)
    assert str(error.value).startswith((PICTURES, NAMES))


def test_files_that_are_not_there_or_cannot_be_found_get_a_sentence(tmp_path):
    path = write_pair(tmp_path, "train", (GOOD, LABELS))
    labels = tmp_path / f"{NAMES}.gz"
    labels.rename(tmp_path / "elsewhere")
    with pytest.raises(PicturesError, match="its labels are not beside it; put train-labels"):
        read(path)
    path.rename(tmp_path / "digits")
    with pytest.raises(PicturesError, match="its labels cannot be found by its name"):
        read(tmp_path / "digits")
    (tmp_path / "elsewhere").rename(labels)
    with pytest.raises(PicturesError, match="its pictures are not beside it; put train-images"):
        read(labels)
    (tmp_path / "empty").mkdir()
    with pytest.raises(PicturesError, match="holds no IDX files"):
        read(tmp_path / "empty")


def test_test_pictures_of_another_size_do_not_belong_to_the_set(tmp_path):
    write_pair(tmp_path, "t10k", (GOOD[:, :8, :8].copy(), LABELS))
    with pytest.raises(PicturesError, match=r"t10k.*have 8×8 pixels, those of train.*28×28"):
        read(write_pair(tmp_path, "train", (GOOD, LABELS)))
