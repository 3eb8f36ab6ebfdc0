"""The shared libraries that Qt expects of a Linux system, and the packages that bring them.

Run as a program it prints the packages of those that are missing: the scripts do so before
anything is installed, so this file needs Python alone.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class SharedLibrary:
    """A library by the name the loader knows, and its package at Debian's and at Fedora's."""

    soname: str
    apt_package: str
    dnf_package: str


# Debian 13 and Ubuntu 24.04 call the first package libglib2.0-0t64 and accept the old name.
QT_LIBRARIES = (
    SharedLibrary("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
    SharedLibrary("libEGL.so.1", "libegl1", "libglvnd-egl"),
    SharedLibrary("libGL.so.1", "libgl1", "libglvnd-glx"),
    SharedLibrary("libdbus-1.so.3", "libdbus-1-3", "dbus-libs"),
    SharedLibrary("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    SharedLibrary("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
)
X11_LIBRARIES = (
    SharedLibrary("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    SharedLibrary("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    SharedLibrary("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    # without this one Qt blames xcb-cursor0
    SharedLibrary("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    SharedLibrary("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
)


def missing(libraries: Iterable[SharedLibrary]) -> list[SharedLibrary]:
    """Those of `libraries` that the loader does not find; none where Qt brings its own."""
    if not sys.platform.startswith("linux"):
        return []
    return [library for library in libraries if not _loads(library.soname)]


def packages(libraries: Iterable[SharedLibrary]) -> list[str]:
    """What this system's package manager calls `libraries`."""
    if _installer() == "dnf":
        return [library.dnf_package for library in libraries]
    return [library.apt_package for library in libraries]


def install_command(libraries: Iterable[SharedLibrary]) -> str:
    """The one command that installs `libraries`."""
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    return " ".join([*sudo, _installer(), "install", "-y", *packages(libraries)])


def _installer() -> str:
    return "dnf" if shutil.which("dnf") and not shutil.which("apt-get") else "apt-get"


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    print(*packages(missing(QT_LIBRARIES + X11_LIBRARIES)))
