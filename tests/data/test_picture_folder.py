"""A folder with a subfolder for each class becomes pictures of one size, in grey."""

import dataclasses
import os

import numpy as np
import pytest
from PIL import Image

from nnplayground.data.picture_errors import PicturesError
from nnplayground.data.picture_folder import read_folder
from nnplayground.data.picture_opening import opened_pictures, spec_at
from nnplayground.data.picture_source import source_of_pictures, stored_pictures
from nnplayground.data.table_errors import ReadingStopped
from nnplayground.data.table_text import unasked
from tests.data.picture_files import write_folder


def read(folder, **settings):
    return read_folder(dataclasses.replace(spec_at(folder), **settings), unasked)


def notes(folder) -> str:
    return " ".join(read(folder).notes)


def test_subfolders_are_classes_and_pictures_get_the_wanted_size(tmp_path):
    stored = read(write_folder(tmp_path), height=10, width=8)
    assert stored.classes == ("cat", "dog")
    assert stored.labels.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert stored.shape == (10, 8)
    frames = stored.pixels.reshape(-1, 10, 8)
    assert (frames[:4, 1] > 150).all()
    assert (frames[:4, 8] == 0).all()
    assert (frames[4:, 8] > 150).all()
    assert stored.notes == ()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "GIF"])
def test_every_format_is_read(tmp_path, kind):
    write_folder(tmp_path)
    path = tmp_path / "cat" / f"more.{kind.lower()}"
    Image.new("L", (40, 40), 180).save(path, kind)
    row = read(tmp_path).pixels[4]
    assert abs(int(row.mean()) - 180) < 4


def test_colours_become_grey_and_that_is_said(tmp_path):
    write_folder(tmp_path)
    Image.new("RGB", (9, 9), (255, 0, 0)).save(tmp_path / "cat" / "red.png")
    Image.new("RGB", (9, 9), (90, 90, 90)).save(tmp_path / "cat" / "grey.png")
    assert notes(tmp_path) == "The colours of 1 picture were turned into grey."
    assert read(tmp_path).pixels[5][0] == 76  # 0.299 * 255, as ITU-R 601-2 weighs red


def test_what_shines_through_is_white_paper(tmp_path):
    write_folder(tmp_path)
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(tmp_path / "cat" / "empty.png")
    assert (read(tmp_path).pixels[4] == 255).all()


def test_deep_grey_keeps_its_shades(tmp_path):
    write_folder(tmp_path)
    levels = np.linspace(0, 65535, 28 * 28).astype(np.uint16).reshape(28, 28)
    Image.fromarray(levels).save(tmp_path / "cat" / "deep.png")
    row = read(tmp_path).pixels[4]
    assert (row[0], row[-1]) == (0, 255)
    assert (np.diff(row.astype(int)) >= 0).all()


def test_of_a_wide_picture_the_middle_is_taken(tmp_path):
    write_folder(tmp_path)
    wide = np.zeros((20, 60), np.uint8)
    wide[:, 20:40] = 255
    Image.fromarray(wide).save(tmp_path / "cat" / "wide.png")
    assert read(tmp_path).pixels[4].mean() > 250


def test_dark_writing_on_light_paper_is_found_and_becomes_ink(tmp_path):
    for name, column in (("one", 14), ("two", 5)):
        (tmp_path / name).mkdir()
        page = np.full((28, 28), 255, np.uint8)
        page[4:24, column] = 0
        Image.fromarray(page).save(tmp_path / name / "a.png")
    spec = opened_pictures(spec_at(tmp_path), find_ink=True)
    assert spec.dark_ink
    ink = stored_pictures(spec).pixels.reshape(-1, 28, 28)
    assert (ink[0, 10, 14], ink[0, 0, 0]) == (255, 0)
    light = opened_pictures(dataclasses.replace(spec, dark_ink=False))
    assert stored_pictures(light).pixels[0, 0] == 255
    again = stored_pictures(dataclasses.replace(spec, name="read anew"))
    np.testing.assert_array_equal(again.pixels.reshape(-1, 28, 28), ink)


def test_photographs_are_not_taken_for_writing(tmp_path):
    for name, turned in (("left", 0), ("right", 2)):
        (tmp_path / name).mkdir()
        photo = np.rot90(np.tile(np.linspace(90, 255, 28).astype(np.uint8), (28, 1)), turned)
        Image.fromarray(photo).save(tmp_path / name / "a.png")
    assert not opened_pictures(spec_at(tmp_path), find_ink=True).dark_ink


def test_pictures_that_cannot_be_read_are_named_counted_and_left_out(tmp_path):
    write_folder(tmp_path)
    for name in ("broken.png", "empty.jpg", "half.png"):
        (tmp_path / "dog" / name).write_bytes(b"\x89PNG\r\n\x1a\n" if "half" in name else b"")
    (tmp_path / "dog" / "text.gif").write_text("hello")
    stored = read(tmp_path)
    assert len(stored) == 8
    assert stored.notes == (
        "4 pictures were left out because they cannot be read: "
        "dog/broken.png, dog/empty.jpg, dog/half.png, ....",
    )


def test_a_picture_that_would_not_fit_into_memory_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    write_folder(tmp_path)
    for name, side in (("large", 40), ("huge", 80)):
        Image.new("L", (side, side)).save(tmp_path / "cat" / f"{name}.png")
    assert notes(tmp_path).startswith("2 pictures were left out")


def test_hidden_files_other_files_and_empty_subfolders_do_not_count(tmp_path):
    write_folder(tmp_path)
    (tmp_path / ".cache").mkdir()
    (tmp_path / "later").mkdir()
    (tmp_path / "cat" / "notes.txt").write_text("no picture")
    (tmp_path / "cat" / ".hidden.png").write_bytes(b"")
    stored = read(tmp_path)
    assert (len(stored), stored.classes, stored.notes) == (8, ("cat", "dog"), ())


def empty(folder):
    folder.mkdir()


def flat(folder):
    write_folder(folder)
    for path in list((folder / "cat").iterdir()):
        path.rename(folder / path.name)
    for path in list((folder / "dog").iterdir()):
        path.unlink()
    (folder / "cat").rmdir()
    (folder / "dog").rmdir()


def one_class(folder):
    write_folder(folder, classes=("cat",))


def without_pictures(folder):
    (folder / "cat").mkdir(parents=True)
    (folder / "cat" / "notes.txt").write_text("no picture")


def all_broken(folder):
    write_folder(folder, each=1)
    for path in folder.glob("*/*"):
        path.write_bytes(b"")


def one_class_readable(folder):
    write_folder(folder, each=1)
    (folder / "dog" / "dog0.png").write_bytes(b"")


def many_classes(folder):
    write_folder(folder, classes=[str(number) for number in range(101)], each=1, size=(2, 2))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (empty, "has no subfolders; put the pictures of each class into a subfolder"),
        (flat, "holds pictures, but no subfolders; put the pictures of each class"),
        (one_class, "all pictures are of one class, 'cat'"),
        (without_pictures, "its subfolders hold no pictures; PNG"),
        (all_broken, r"none of its pictures can be read \(cat/cat0.png"),
        (one_class_readable, "all pictures are of one class, 'cat'"),
        (many_classes, "has 101 classes; at most 100"),
    ],
)
def test_a_folder_that_cannot_be_learned_from_gets_a_sentence(tmp_path, make, said):
    make(tmp_path / "mine")
    with pytest.raises(PicturesError, match=f"^mine: {said}"):
        read(tmp_path / "mine")


def test_too_many_pictures_are_refused_before_any_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr("nnplayground.data.picture_folder.MAX_FILES", 7)
    with pytest.raises(PicturesError, match="holds 8 pictures; of a folder at most 7 can be read"):
        read(write_folder(tmp_path))


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_gets_a_sentence(tmp_path):
    write_folder(tmp_path / "mine")
    (tmp_path / "mine").chmod(0)
    try:
        with pytest.raises(PicturesError, match="mine: cannot be read: permission denied"):
            read(tmp_path / "mine")
    finally:
        (tmp_path / "mine").chmod(0o700)


def test_reading_can_be_stopped(tmp_path):
    with pytest.raises(ReadingStopped):
        read_folder(spec_at(write_folder(tmp_path)), lambda share: share < 0.5)


def test_the_hash_follows_the_files_and_not_the_size_that_they_are_brought_to(tmp_path):
    first = read(write_folder(tmp_path)).sha256
    assert read(tmp_path, height=8, width=8).sha256 == first
    (tmp_path / "cat" / "cat0.png").rename(tmp_path / "dog" / "cat0.png")
    assert read(tmp_path).sha256 != first


def test_the_source_tells_how_many_there_are_and_what_was_changed(tmp_path):
    write_folder(tmp_path)
    Image.new("RGB", (9, 9), (255, 0, 0)).save(tmp_path / "cat" / "red.png")
    source = source_of_pictures(opened_pictures(spec_at(tmp_path)))
    assert source.description == (
        "9 pictures of 28×28 pixels, 2 classes. The colours of 1 picture were turned into grey."
    )
    assert source.suggested.network.sizes == (784, 32, 2)
