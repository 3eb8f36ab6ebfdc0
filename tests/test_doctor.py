"""The doctor tells what is missing and what mends it, before Qt is loaded."""

import importlib
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from nnplayground import doctor, paths
from nnplayground.doctor import Check, Finding
from nnplayground.shared_libraries import SharedLibrary

ABSENT = SharedLibrary("libabsent.so.7", "libabsent7", "libabsent7")


def installed(versions: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_installed", versions.get)


def test_everything_is_found_where_the_tests_run():
    diagnosis = doctor.diagnose()
    assert [check.name for check, finding in diagnosis if not finding.ok] == []
    assert len(diagnosis) == len(doctor.CHECKS)


def test_looking_loads_no_qt():
    program = (
        "import sys; from nnplayground import doctor; doctor.report(doctor.diagnose()); "
        "print([name for name in sys.modules if name.startswith(('PySide6', 'pyqtgraph'))])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("version", "ok"), [((3, 10, 14), False), ((3, 11, 0), True), ((3, 13, 2), True)]
)
def test_python_must_be_new_enough(
    version: tuple[int, int, int], ok: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sys, "version_info", version)
    assert doctor.look_at_python().ok is ok


@pytest.mark.parametrize(
    ("pyside", "python", "text", "ok"),
    [
        ("6.12.0", (3, 11), "PySide6 6.12.0 aborts within seconds on Python 3.11", False),
        ("6.12.0", (3, 12), "PySide6 6.12.0", True),
        ("6.11.1", (3, 13), "PySide6 6.11.1 resizes docks wrongly", False),
        ("6.11.3", (3, 11), "PySide6 6.11.3", True),
    ],
)
def test_faulty_versions_of_pyside_are_known(
    pyside: str, python: tuple[int, int], text: str, ok: bool, monkeypatch: pytest.MonkeyPatch
):
    installed({"PySide6-Essentials": pyside}, monkeypatch)
    monkeypatch.setattr(sys, "version_info", (*python, 0))
    finding = doctor.look_at_pyside()
    assert (finding.text, finding.ok) == (text, ok)
    assert bool(finding.remedy) is not ok


def test_the_full_pyside_serves_as_well(monkeypatch: pytest.MonkeyPatch):
    installed({"PySide6": "6.10.2"}, monkeypatch)
    assert doctor.look_at_pyside() == Finding(True, "PySide6 6.10.2")


def test_a_missing_package_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
):
    installed({}, monkeypatch)
    finding = doctor.look_at_package("safetensors")
    assert (finding.ok, finding.text) == (False, "safetensors is missing")
    assert finding.remedy == f"{sys.executable} -m pip install safetensors"
    assert doctor.look_at_pyside().text == "PySide6 is missing"


@pytest.mark.skipif(sys.platform != "linux", reason="Qt brings its own elsewhere")
def test_missing_libraries_are_named_with_the_command_that_installs_them(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(doctor, "QT_LIBRARIES", (ABSENT,))
    finding = doctor.look_at_qt_libraries()
    assert finding.text == "missing shared libraries: libabsent.so.7"
    assert finding.remedy.endswith("install -y libabsent7")


@pytest.mark.skipif(sys.platform != "linux", reason="X11 is Linux's")
@pytest.mark.parametrize(("platform", "ok"), [("offscreen", True), ("xcb", False)])
def test_x11_libraries_are_needed_only_for_x11(
    platform: str, ok: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(doctor, "X11_LIBRARIES", (ABSENT,))
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert doctor.look_at_x11_libraries().ok is ok


def test_numba_that_cannot_be_imported_is_told_of(monkeypatch: pytest.MonkeyPatch):
    def fail(name: str) -> None:
        raise ImportError("Numba needs NumPy 2.4 or less")

    monkeypatch.setattr(importlib, "import_module", fail)
    finding = doctor.look_at_numba()
    assert not finding.ok
    assert "Numba needs NumPy 2.4 or less): the NumPy engine trains instead" in finding.text


def test_a_kernel_cache_that_cannot_be_written_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "nnplayground").write_text("a file where the folder should be")
    monkeypatch.setattr(paths, "kernel_cache_folder", lambda: tmp_path / "nnplayground" / "kernels")
    finding = doctor.look_at_numba()
    assert not finding.ok
    assert finding.text.endswith(f"{tmp_path / 'nnplayground' / 'kernels'} cannot be written")


def test_the_report_has_a_line_for_each_check_and_its_remedy_below():
    diagnosis = [
        (Check("Python", doctor.look_at_python), Finding(True, "Python 3.11")),
        (Check("Qt", doctor.look_at_pyside), Finding(False, "missing", "install it")),
    ]
    assert doctor.report(diagnosis).splitlines() == [
        "ok  Python  Python 3.11",
        "NO  Qt      missing",
        "            -> install it",
    ]


def test_the_first_problem_is_what_keeps_a_window_from_opening(monkeypatch: pytest.MonkeyPatch):
    findings = [
        Finding(True, "fine"),
        Finding(False, "missing libX", "install libX"),
        Finding(False, "missing libY"),
    ]
    checks = [Check(finding.text, partial(replace, finding)) for finding in findings]
    monkeypatch.setattr(doctor, "WINDOW_CHECKS", checks)
    assert doctor.window_problem() == "missing libX (`install libX`)"
    monkeypatch.setattr(doctor, "WINDOW_CHECKS", checks[:1])
    assert doctor.window_problem() == ""
