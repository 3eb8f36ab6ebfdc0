"""Missing shared libraries are found, and the packages that bring them are named."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from nnplayground import shared_libraries
from nnplayground.shared_libraries import QT_LIBRARIES, X11_LIBRARIES, SharedLibrary

ABSENT = SharedLibrary("libabsent.so.7", "libabsent7", "absent-libs")
LINUX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="Qt brings its own elsewhere")


def have(programs: Iterable[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name if name in programs else None)


@LINUX_ONLY
def test_only_libraries_that_do_not_load_are_missing():
    present = SharedLibrary("libc.so.6", "libc6", "glibc")
    assert shared_libraries.missing([present, ABSENT]) == [ABSENT]


def test_nothing_is_missing_where_qt_brings_its_own(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert shared_libraries.missing([ABSENT]) == []


@pytest.mark.parametrize(
    ("programs", "user", "command"),
    [
        (["apt-get"], 1000, "sudo apt-get install -y libabsent7"),
        (["apt-get"], 0, "apt-get install -y libabsent7"),
        (["dnf"], 1000, "sudo dnf install -y absent-libs"),
        (["apt-get", "dnf"], 0, "apt-get install -y libabsent7"),
    ],
)
def test_the_install_command_speaks_to_the_systems_package_manager(
    programs: list[str], user: int, command: str, monkeypatch: pytest.MonkeyPatch
):
    have(programs, monkeypatch)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert shared_libraries.install_command([ABSENT]) == command


@LINUX_ONLY
def test_the_tables_cover_every_library_that_qt_asks_of_the_system():
    """On a bare machine scripts/test has installed the tables' packages and no others."""
    import PySide6

    folder = Path(PySide6.__file__).parent
    plugins = folder / "Qt" / "plugins" / "platforms"
    files = [*folder.glob("Qt[CGW]*.abi3.so"), plugins / "libqxcb.so", plugins / "libqoffscreen.so"]
    assert len(files) >= 4
    for file in files:
        answer = subprocess.run(["ldd", str(file)], capture_output=True, text=True, check=True)
        assert "not found" not in answer.stdout, f"{file.name}: {answer.stdout}"
    assert shared_libraries.missing(QT_LIBRARIES + X11_LIBRARIES) == []


def test_it_runs_as_a_file_with_nothing_but_python():
    answer = subprocess.run(
        [sys.executable, "-I", "-S", shared_libraries.__file__],
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split() == []
