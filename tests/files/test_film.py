"""Films show every picture, in order, for as long as was asked; what fails is said."""

import shutil

import pytest
from PIL import Image

from nnplayground.files import FileError
from nnplayground.files.film import FORMATS, picture_name, write_gif, write_mp4, write_pictures

COLOURS = ["#000000", "#cf3f56", "#1a6baf", "#ffffff"]


def going_on(share):
    return True


@pytest.fixture
def pictures(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    paths = []
    for number, colour in enumerate(COLOURS):
        paths.append(folder / picture_name(number))
        Image.new("RGB", (31, 20), colour).save(paths[-1])
    return paths


def test_a_gif_has_every_picture_in_order_and_goes_round(tmp_path, pictures):
    write_gif(pictures, tmp_path / "a.gif", 10.0, going_on)
    with Image.open(tmp_path / "a.gif") as film:
        assert getattr(film, "n_frames", 1) == len(COLOURS)
        assert film.info["loop"] == 0
        for number, colour in enumerate(COLOURS):
            film.seek(number)
            assert film.info["duration"] == 100
            expected = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
            assert film.convert("RGB").getpixel((5, 5)) == expected


@pytest.mark.parametrize(("rate", "milliseconds"), [(5.0, 200), (25.0, 40), (30.0, 30)])
def test_a_gif_counts_in_hundredths_of_a_second(tmp_path, pictures, rate, milliseconds):
    write_gif(pictures, tmp_path / "a.gif", rate, going_on)
    with Image.open(tmp_path / "a.gif") as film:
        assert film.info["duration"] == milliseconds


def test_pictures_are_numbered_in_a_folder(tmp_path, pictures):
    shares: list[float] = []

    def told(share):
        shares.append(share)
        return True

    write_pictures(pictures, tmp_path / "new" / "film", 10.0, told)
    assert sorted(path.name for path in (tmp_path / "new" / "film").iterdir()) == [
        "00000.png",
        "00001.png",
        "00002.png",
        "00003.png",
    ]
    assert shares == [0.25, 0.5, 0.75, 1.0]


def test_a_film_that_is_left_leaves_the_old_file(tmp_path, pictures):
    (tmp_path / "a.gif").write_bytes(b"old")
    write_gif(pictures, tmp_path / "a.gif", 10.0, lambda share: share < 0.4)
    assert (tmp_path / "a.gif").read_bytes() == b"old"


def test_a_folder_that_does_not_exist_is_said(tmp_path, pictures):
    with pytest.raises(FileError, match="folder"):
        write_gif(pictures, tmp_path / "none" / "a.gif", 10.0, going_on)


def test_without_ffmpeg_there_is_no_mp4(monkeypatch, tmp_path, pictures):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not FORMATS["mp4"].available()
    with pytest.raises(FileError, match="ffmpeg failed"):
        write_mp4(pictures, tmp_path / "a.mp4", 10.0, going_on)


def test_ffmpeg_is_told_what_to_do(monkeypatch, tmp_path, pictures):
    """With a stand-in that writes its arguments: the machine may have none."""
    stand_in = tmp_path / "bin" / "ffmpeg"
    stand_in.parent.mkdir()
    stand_in.write_text('#!/bin/sh\nfor last; do :; done\necho "$@" > "$last"\n')
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{stand_in.parent}:/bin:/usr/bin")
    assert FORMATS["mp4"].available()
    write_mp4(pictures, tmp_path / "a.mp4", 25.0, going_on)
    told = (tmp_path / "a.mp4").read_text()
    assert "-framerate 25 -i" in told
    assert "yuv420p" in told


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="this machine has no ffmpeg")
def test_an_mp4_is_written(tmp_path, pictures):
    write_mp4(pictures, tmp_path / "a.mp4", 25.0, going_on)
    assert (tmp_path / "a.mp4").stat().st_size > 500
