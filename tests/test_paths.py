"""Resources are found wherever the package lies; user folders follow each system's custom."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nnplayground import paths


def test_a_resource_is_found_in_a_checkout():
    assert paths.resource("README.md").read_text(encoding="utf-8").startswith("# Resources")


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b", "gone"])
def test_what_cannot_be_reached_is_not_there(name: str, tmp_path: Path):
    path = tmp_path / name
    assert not paths.is_there(path)
    assert not paths.is_file(path)
    assert not paths.is_folder(path)


def test_a_file_and_a_folder_are_there_and_told_apart(tmp_path: Path):
    made = tmp_path / "made"
    made.write_text("x")
    assert paths.is_there(made)
    assert paths.is_file(made)
    assert not paths.is_folder(made)
    assert paths.is_folder(tmp_path)


def test_a_resource_is_found_inside_an_installed_package(tmp_path: Path):
    package = tmp_path / "nnplayground"
    (package / "resources" / "fonts").mkdir(parents=True)
    shutil.copy(Path(paths.__file__), package)
    found = subprocess.run(
        [sys.executable, "-c", "import paths; print(paths.resource('fonts'))"],
        cwd=package,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == str((package / "resources" / "fonts").resolve())


def test_a_missing_resource_is_named():
    with pytest.raises(FileNotFoundError, match=r"resource 'fonts/Comic\.otf': expected at"):
        paths.resource("fonts", "Comic.otf")


@pytest.mark.parametrize(
    ("platform", "cache", "data"),
    [
        ("linux", ".cache/nnplayground", ".local/share/nnplayground"),
        ("freebsd14", ".cache/nnplayground", ".local/share/nnplayground"),
        ("darwin", "Library/Caches/nnplayground", "Library/Application Support/nnplayground"),
        ("win32", "AppData/Local/nnplayground/Cache", "AppData/Local/nnplayground"),
    ],
)
def test_user_folders_follow_the_platform(
    platform: str, cache: str, data: str, monkeypatch: pytest.MonkeyPatch
):
    for variable in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    assert paths.user_cache_folder() == Path.home() / cache
    assert paths.user_data_folder() == Path.home() / data


def test_the_users_variables_move_the_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert paths.user_cache_folder() == tmp_path / "cache" / "nnplayground"
    assert paths.kernel_cache_folder() == tmp_path / "cache" / "nnplayground" / "kernels"
    assert paths.user_data_folder() == tmp_path / "data" / "nnplayground"


def test_a_relative_variable_is_ignored_as_the_specification_asks(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", "somewhere")
    assert paths.user_data_folder() == Path.home() / ".local/share/nnplayground"


def test_no_test_reaches_the_users_own_data(users_folders: Path):
    assert paths.user_data_folder().is_relative_to(users_folders)
