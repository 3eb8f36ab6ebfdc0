"""A save is all or nothing, and leaves permissions, links and the folder as they were."""

import errno
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nnplayground.files import (
    FileError,
    check_target,
    load_network,
    save_network,
    sweep_temporaries,
)
from nnplayground.files.atomic import replace_file
from tests.files.samples import sample
from tests.files.saver import candidates

ROOT = Path(__file__).parents[2]


def accept(path):
    """A check that finds nothing wrong."""


def test_a_save_killed_at_any_moment_leaves_a_whole_file(tmp_path):
    path, moments = tmp_path / "a.nnplay", random.Random(7)
    for _ in range(10):
        command = [sys.executable, "-m", "tests.files.saver", str(path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as victim:
            assert victim.stdout is not None
            assert victim.stdout.readline() == b"ready\n"
            time.sleep(moments.uniform(0.0, 0.05))
            victim.kill()
        loaded = load_network(path)
        assert any(loaded.same_bits(network) for network in candidates())
    sweep_temporaries(tmp_path, older_than=0.0)
    assert list(tmp_path.iterdir()) == [path]


def test_stray_temporaries_are_swept_when_they_are_old(tmp_path):
    stray, fresh = tmp_path / ".nnplayground-ab.part", tmp_path / ".nnplayground-cd.part"
    others = tmp_path / "notes.part", tmp_path / ".nnplayground-x", tmp_path / "mine.nnplay"
    for path in (stray, fresh, *others):
        path.write_bytes(b"x")
    os.utime(stray, (time.time() - 3600,) * 2)
    assert sweep_temporaries(tmp_path) == 1
    assert sorted(tmp_path.iterdir()) == sorted([fresh, *others])


def test_saving_sweeps_its_folder(tmp_path):
    stray = tmp_path / ".nnplayground-ab.part"
    stray.write_bytes(b"x")
    os.utime(stray, (time.time() - 3600,) * 2)
    save_network(tmp_path / "a.nnplay", sample())
    assert list(tmp_path.iterdir()) == [tmp_path / "a.nnplay"]


def test_sweeping_a_folder_that_is_not_there_does_nothing(tmp_path):
    assert sweep_temporaries(tmp_path / "missing") == 0


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o666, 0o755])
def test_the_old_files_permissions_stay(tmp_path, mode):
    path = tmp_path / "a.nnplay"
    path.write_bytes(b"old")
    path.chmod(mode)
    save_network(path, sample())
    assert path.stat().st_mode & 0o777 == mode


def test_a_new_file_gets_the_persons_usual_permissions(tmp_path):
    before = os.umask(0o027)
    try:
        save_network(tmp_path / "a.nnplay", sample())
    finally:
        os.umask(before)
    assert (tmp_path / "a.nnplay").stat().st_mode & 0o777 == 0o640


def test_the_content_of_a_private_file_is_never_shown_to_others(tmp_path):
    path, modes = tmp_path / "a.nnplay", []
    path.write_bytes(b"old")
    path.chmod(0o600)
    replace_file(path, b"new", lambda temporary: modes.append(temporary.stat().st_mode & 0o777))
    assert modes == [0o600]


def test_a_link_keeps_pointing_at_the_file_that_is_saved(tmp_path):
    (tmp_path / "real").mkdir()
    file, link = tmp_path / "real" / "a.nnplay", tmp_path / "link.nnplay"
    file.write_bytes(b"old")
    link.symlink_to(file)
    save_network(link, sample())
    assert link.is_symlink()
    assert load_network(file).same_bits(sample())
    assert list((tmp_path / "real").iterdir()) == [file]


def test_a_link_to_nothing_yet_makes_what_it_points_at(tmp_path):
    link = tmp_path / "link.nnplay"
    link.symlink_to(tmp_path / "new.nnplay")
    save_network(link, sample())
    assert link.is_symlink()
    assert load_network(tmp_path / "new.nnplay").same_bits(sample())


def test_the_temporary_lies_beside_the_file_and_is_gone_when_the_check_fails(tmp_path):
    path, seen = tmp_path / "a.nnplay", []
    path.write_bytes(b"old")

    def refuse(temporary):
        seen.append(temporary)
        assert temporary.read_bytes() == b"new"
        raise FileError("no.")

    with pytest.raises(FileError, match=r"^no\.$"):
        replace_file(path, b"new", refuse)
    assert seen[0].parent == tmp_path
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupted_save_leaves_no_temporary(tmp_path):
    def interrupt(temporary):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "a", b"new", interrupt)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "was not saved: the disk is full"),
        (errno.EACCES, "nothing may be written in its folder"),
        (errno.EROFS, "its folder is read-only"),
        (errno.EIO, "was not saved: input/output error"),
    ],
)
def test_what_the_system_refuses_is_said_and_the_old_file_stays(tmp_path, monkeypatch, code, words):
    path = tmp_path / "a.nnplay"
    save_network(path, sample(seed=1))
    before = path.read_bytes()

    def refuse(descriptor):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(FileError, match=rf"^a\.nnplay .*{words}"):
        save_network(path, sample(seed=2))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_file_is_flushed_before_it_takes_the_name_and_the_folder_after(tmp_path, monkeypatch):
    events, flush, replace = [], os.fsync, Path.replace

    def noted_flush(descriptor):
        events.append("flush folder" if os.path.isdir(descriptor) else "flush file")  # noqa: PTH112
        flush(descriptor)

    def noted_replace(self, target):
        events.append("replace")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", noted_flush)
    monkeypatch.setattr(Path, "replace", noted_replace)
    replace_file(tmp_path / "a", b"new", lambda temporary: events.append("check"))
    assert events == ["flush file", "check", "replace", "flush folder"]


@pytest.mark.parametrize("save", [lambda path: replace_file(path, b"", accept), check_target])
def test_places_that_cannot_be_saved_to_are_refused_with_the_way_out(tmp_path, save):
    folder, pipe, locked = tmp_path / "folder", tmp_path / "pipe", tmp_path / "locked"
    looped = tmp_path / "looped"
    folder.mkdir()
    os.mkfifo(pipe)
    locked.write_bytes(b"mine")
    locked.chmod(0o444)
    looped.symlink_to(looped)
    expected = {
        folder: "is a folder; choose a file name",
        pipe: "is a device, not a file",
        locked: "is read-only; choose another name",
        looped: "leads back to itself",
        tmp_path / "missing" / "a": "its folder does not exist",
        locked / "a": "its folder does not exist",
        tmp_path / ("n" * 300): "too long a name",
    }
    for path, words in expected.items():
        with pytest.raises(FileError, match=words):
            save(path)
    assert locked.read_bytes() == b"mine"


def test_a_folder_that_may_not_be_written_in_is_found_before_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(FileError, match=r"^a cannot be saved: nothing may be written in "):
        check_target(tmp_path / "a")


def test_a_place_that_can_be_saved_to_stays_untouched_by_the_question(tmp_path):
    (tmp_path / "old").write_bytes(b"old")
    check_target(tmp_path / "old")
    check_target(tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_a_name_as_long_as_the_file_system_allows_is_saved(tmp_path):
    save_network(tmp_path / ("n" * 255), sample())
    assert load_network(tmp_path / ("n" * 255)).same_bits(sample())
