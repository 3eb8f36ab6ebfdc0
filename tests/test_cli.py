"""The command line opens the window, hands over to sub-commands, and says what is amiss."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

import nnplayground
from nnplayground import cli, doctor
from nnplayground.doctor import Check, Finding
from nnplayground.exit_codes import MISUSE


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """What the window was opened with, without opening one."""
    files: list[Path | None] = []
    app = ModuleType("nnplayground.app")

    def open_window(file: Path | None) -> int:
        files.append(file)
        return 0

    app.main = open_window  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "nnplayground.app", app)
    monkeypatch.setattr(nnplayground, "app", app, raising=False)
    return files


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """The words that a sub-command `train` was handed."""
    calls: list[Sequence[str]] = []

    def train(words: Sequence[str]) -> int:
        calls.append(words)
        return 7

    command = cli.SubCommand("train", "FILE", "train a network", train)
    monkeypatch.setattr(cli, "SUB_COMMANDS", (command,))
    return calls


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The real command in a process of its own, without a display."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, "-X", "faulthandler", *words],
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_window_opens_without_a_file(opened: list[Path | None]):
    assert cli.main([]) == 0
    assert opened == [None]


def test_the_window_opens_with_a_file(opened: list[Path | None]):
    assert cli.main(["circle.nnplay"]) == 0
    assert opened == [Path("circle.nnplay")]


def test_a_sub_command_gets_its_words_and_gives_the_exit_code(
    trained: list[Sequence[str]], opened: list[Path | None]
):
    assert cli.main(["train", "circle.nnplay", "--epochs", "3"]) == 7
    assert trained == [["circle.nnplay", "--epochs", "3"]]
    assert opened == []


@pytest.mark.usefixtures("trained")
def test_a_file_may_be_called_like_a_sub_command(opened: list[Path | None]):
    assert cli.main(["./train"]) == 0
    assert opened == [Path("train")]


@pytest.mark.usefixtures("trained")
def test_help_lists_the_sub_commands(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    assert "nnplayground train FILE\n      train a network" in capsys.readouterr().out


def test_version_is_the_packages(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"nnplayground {nnplayground.__version__}\n"


def test_an_unknown_option_is_misuse(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--colour"])
    assert ended.value.code == MISUSE
    assert "unrecognized arguments: --colour" in capsys.readouterr().err


@pytest.mark.parametrize(("ok", "code"), [(True, 0), (False, 1)])
def test_the_doctor_prints_every_check_and_its_exit_code_says_whether_all_is_well(
    ok: bool, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(doctor, "CHECKS", (Check("Qt", lambda: Finding(ok, "looked at")),))
    assert cli.main(["--doctor"]) == code
    assert capsys.readouterr().out == f"{'ok' if ok else 'NO'}  Qt  looked at\n"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
@pytest.mark.parametrize("display", ["", ":4711"])
def test_without_a_display_one_sentence_points_to_the_command_that_needs_none(display: str):
    ended = run("-m", "nnplayground", DISPLAY=display)
    assert ended.returncode == MISUSE
    assert ended.stderr.startswith("nnplayground: no display: ")
    assert ended.stderr.endswith("`nnplayground train FILE` trains without a window\n")
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""


def test_help_loads_no_qt_and_no_numba():
    program = (
        "import sys; from nnplayground.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'PySide6', 'pyqtgraph', 'numba'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    ended = run("-c", program)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_module_runs_like_the_command():
    ended = run("-m", "nnplayground", "--version")
    assert (ended.returncode, ended.stdout) == (0, f"nnplayground {nnplayground.__version__}\n")
