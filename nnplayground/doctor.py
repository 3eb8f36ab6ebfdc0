"""Looks at the machine before Qt is loaded, so that what is missing is said and not crashed on."""

import importlib
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from pathlib import Path

from nnplayground import display, paths
from nnplayground.shared_libraries import (
    QT_LIBRARIES,
    X11_LIBRARIES,
    SharedLibrary,
    install_command,
    missing,
)

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True)
class Finding:
    """What a check found: a clause for a person and, where it is not ok, what mends it."""

    ok: bool
    text: str
    remedy: str = ""


@dataclass(frozen=True)
class Check:
    """One thing that the playground needs of a machine."""

    name: str
    look: Callable[[], Finding]


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one version of PySide6, on the Python versions below `mended_in`."""

    text: str
    mended_in: tuple[int, ...] = (99,)


PYSIDE_FAULTS = {
    "6.11.0": Fault("resizes docks wrongly"),
    "6.11.1": Fault("resizes docks wrongly"),
    "6.12.0": Fault("aborts within seconds on Python 3.11", mended_in=(3, 12)),
}


def look_at_python() -> Finding:
    """Whether this Python is new enough."""
    text = f"Python {_dotted(sys.version_info[:3])}"
    if sys.version_info[:2] < OLDEST_PYTHON:
        oldest = _dotted(OLDEST_PYTHON)
        return Finding(False, f"{text} is too old", f"install Python {oldest} or newer")
    return Finding(True, text)


def look_at_pyside() -> Finding:
    """Whether PySide6 is there, in a version that works with this Python."""
    version = _installed("PySide6-Essentials") or _installed("PySide6")
    if version is None:
        return Finding(False, "PySide6 is missing", _pip_install("PySide6-Essentials"))
    fault = PYSIDE_FAULTS.get(version)
    if fault and tuple(sys.version_info[:2]) < fault.mended_in:
        remedy = _pip_install("--upgrade nnplayground")
        return Finding(False, f"PySide6 {version} {fault.text}", remedy)
    return Finding(True, f"PySide6 {version}")


def look_at_display() -> Finding:
    """Whether there is a display that answers."""
    if not sys.platform.startswith("linux"):
        return Finding(True, "this system always has one")
    if not display.candidates():
        return Finding(True, _not_needed())
    problem = display.problem()
    return Finding(not problem, problem or "answers")


def look_at_qt_libraries() -> Finding:
    """Whether the shared libraries are there that Qt needs even without a screen."""
    return _look_for(QT_LIBRARIES)


def look_at_x11_libraries() -> Finding:
    """Whether the shared libraries are there that Qt needs to open a window under X11."""
    if "xcb" not in [server.platform for server in display.candidates()]:
        return Finding(True, _not_needed())
    return _look_for(X11_LIBRARIES)


def look_at_package(name: str) -> Finding:
    """Whether the Python package `name` is installed, and its version."""
    version = _installed(name)
    if version is None:
        return Finding(False, f"{name} is missing", _pip_install(name))
    return Finding(True, f"{name} {version}")


def look_at_numba() -> Finding:
    """Whether the fused engine can be compiled, and where its kernels are kept."""
    try:
        version = importlib.import_module("numba").__version__
    except Exception as error:  # numba gives ImportError, OSError and its own, by what is amiss
        text = f"numba cannot be imported ({error}): the NumPy engine trains instead, more slowly"
        return Finding(False, text, _pip_install("numba"))
    folder = paths.kernel_cache_folder()
    if not _is_writable(folder):
        text = f"numba {version} compiles anew at every start: {folder} cannot be written"
        return Finding(False, text, f"make {folder} writable")
    return Finding(True, f"numba {version}, compiled kernels in {folder}")


WINDOW_CHECKS = (
    Check("Python", look_at_python),
    Check("Qt for Python", look_at_pyside),
    Check("Display", look_at_display),
    Check("Qt's libraries", look_at_qt_libraries),
    Check("X11 libraries", look_at_x11_libraries),
)
CHECKS = (
    *WINDOW_CHECKS,
    Check("Plots", partial(look_at_package, "pyqtgraph")),
    Check("Arrays", partial(look_at_package, "numpy")),
    Check("BLAS threads", partial(look_at_package, "threadpoolctl")),
    Check("Files", partial(look_at_package, "safetensors")),
    Check("Films", partial(look_at_package, "pillow")),
    Check("Fused engine", look_at_numba),
)


def diagnose(checks: Iterable[Check] = CHECKS) -> list[tuple[Check, Finding]]:
    """Each of `checks` with what it found."""
    return [(check, check.look()) for check in checks]


def report(diagnosis: Sequence[tuple[Check, Finding]]) -> str:
    """The diagnosis as text: a line for each check, with the remedy below where one is needed."""
    width = max(len(check.name) for check, _ in diagnosis)
    lines = []
    for check, finding in diagnosis:
        lines.append(f"{'ok' if finding.ok else 'NO'}  {check.name:{width}}  {finding.text}")
        if finding.remedy:
            lines.append(f"{'':{width + 6}}-> {finding.remedy}")
    return "\n".join(lines)


def window_problem() -> str:
    """The first thing that keeps a window from opening, and its remedy; empty if nothing does."""
    for check in WINDOW_CHECKS:
        finding = check.look()
        if not finding.ok:
            return finding.text + (f" (`{finding.remedy}`)" if finding.remedy else "")
    return ""


def _look_for(libraries: Sequence[SharedLibrary]) -> Finding:
    absent = missing(libraries)
    if absent:
        names = ", ".join(library.soname for library in absent)
        return Finding(False, f"missing shared libraries: {names}", install_command(absent))
    return Finding(True, "all there")


def _installed(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _pip_install(what: str) -> str:
    return f"{sys.executable} -m pip install {what}"


def _not_needed() -> str:
    return f"not needed with QT_QPA_PLATFORM={os.environ.get('QT_QPA_PLATFORM', '')}"


def _is_writable(folder: Path) -> bool:
    """Whether files can be made in `folder`, which need not exist yet."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    return existing.is_dir() and os.access(existing, os.W_OK)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
