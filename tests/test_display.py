"""A display that does not answer is noticed without Qt, so that Qt never aborts on it."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nnplayground import display

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="X11 and Wayland are Linux's")


@pytest.fixture(autouse=True)
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def x_server() -> Iterator[str]:
    """The name of an X server that runs for one test."""
    if not shutil.which("Xvfb"):
        pytest.skip("needs Xvfb")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "320x200x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as answer:
            yield f":{answer.readline().strip()}"
        server.terminate()


def test_without_a_variable_there_is_no_display():
    assert display.problem() == "no display: WAYLAND_DISPLAY and DISPLAY unset"


@pytest.mark.parametrize(
    "platform", ["offscreen", "minimal", "vnc", "offscreen:size=800x600", "linuxfb"]
)
def test_platforms_without_a_display_need_none(platform: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert display.problem() == ""


@pytest.mark.parametrize(
    ("platform", "variables"),
    [
        ("", ["WAYLAND_DISPLAY", "DISPLAY"]),
        ("xcb", ["DISPLAY"]),
        ("wayland", ["WAYLAND_DISPLAY"]),
        ("wayland-egl", ["WAYLAND_DISPLAY"]),
        ("wayland;xcb", ["WAYLAND_DISPLAY", "DISPLAY"]),
        ("offscreen", []),
    ],
)
def test_only_the_platforms_that_qt_may_choose_are_asked(
    platform: str, variables: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert [server.variable for server in display.candidates()] == variables


def test_an_x_server_that_does_not_run_does_not_answer(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DISPLAY", ":4711")
    assert display.problem() == "no display: DISPLAY=:4711 does not answer"


def test_a_running_x_server_answers(x_server: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DISPLAY", x_server)
    assert display.problem() == ""


def test_a_wayland_socket_answers_only_while_somebody_listens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-7"))
        assert display.problem() == "no display: WAYLAND_DISPLAY=wayland-7 does not answer"
        compositor.listen()
        assert display.problem() == ""


def test_one_answering_display_is_enough(x_server: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DISPLAY", x_server)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-of-yesterday")
    assert display.problem() == ""
