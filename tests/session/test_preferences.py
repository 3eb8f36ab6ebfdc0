from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from nnplayground.session.preferences import MAX_RECENT, Preferences


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


def preferences(file: Path) -> Preferences:
    return Preferences(QSettings(str(file), QSettings.Format.IniFormat))


def test_what_was_remembered_is_there_at_the_next_start(file, tmp_path):
    before = preferences(file)
    before.theme = "dark"
    before.folder = tmp_path
    before.geometry = QByteArray(b"\0place")
    before.layout = QByteArray(b"\xffdocks")
    before.add_recent(tmp_path / "ä & b.nnplay")
    before.past_in_memory, before.past_in_files = 1 << 30, 0
    before.save()
    after = preferences(file)
    assert after.theme == "dark"
    assert after.folder == tmp_path
    assert after.geometry == b"\0place"
    assert after.layout == b"\xffdocks"
    assert after.recent_files == (tmp_path / "ä & b.nnplay",)
    assert (after.past_in_memory, after.past_in_files) == (1 << 30, 0)


def test_the_first_start_finds_sensible_things(file):
    first = preferences(file)
    assert (first.theme, first.recent_files, first.folder) == ("system", (), Path.home())
    assert first.geometry.isEmpty()
    assert first.layout.isEmpty()
    assert (first.past_in_memory, first.past_in_files) == (256 << 20, 16 << 20)


def test_the_newest_file_is_the_first_and_each_is_there_once(file):
    ours = preferences(file)
    for name in ("a", "b", "a"):
        ours.add_recent(Path(name))
    assert ours.recent_files == (Path("a"), Path("b"))


def test_only_so_many_files_are_remembered(file):
    ours = preferences(file)
    for number in range(MAX_RECENT + 3):
        ours.add_recent(Path(str(number)))
    assert len(ours.recent_files) == MAX_RECENT
    assert ours.recent_files[0] == Path(str(MAX_RECENT + 2))


def test_files_are_forgotten(file):
    ours = preferences(file)
    ours.add_recent(Path("a"))
    ours.add_recent(Path("b"))
    ours.forget_recent(Path("a"))
    assert ours.recent_files == (Path("b"),)
    ours.clear_recent()
    ours.save()
    assert preferences(file).recent_files == ()


@pytest.mark.parametrize("name", ["gone", "x" * 5000])
def test_a_folder_that_is_gone_is_not_offered(file, tmp_path, name):
    ours = preferences(file)
    ours.folder = tmp_path / name
    assert ours.folder == Path.home()


def test_settings_that_somebody_spoiled_do_no_harm(file):
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    settings.setValue("window/theme", "purple")
    settings.setValue("window/geometry", 3)
    settings.setValue("files/recent", "")
    settings.setValue("past/in-memory", "-1")
    settings.setValue("past/in-files", "much")
    ours = Preferences(settings)
    assert (ours.theme, ours.recent_files) == ("system", ())
    assert (ours.past_in_memory, ours.past_in_files) == (256 << 20, 16 << 20)
    assert ours.geometry.isEmpty()
