"""The whole program as a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

# Tells when the window can be used, and what it shows, once a file was opened if there is one.
PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from nnplayground import app
from nnplayground.views.main_window import MainWindow

def watch(show):
    def showEvent(window, event):
        show(window, event)
        QTimer.singleShot(200, window, lambda: tell(window))
    return showEvent

def tell(window):
    {act}
    print(window.session.experiment.seed, window.files.name, flush=True)

MainWindow.showEvent = watch(MainWindow.showEvent)
sys.exit(app.main(Path(sys.argv[1]) if sys.argv[1:] else None))
"""


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    """The processes of a test, ended after it."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def start(processes, tmp_path):
    """Starts the program; waits until its window can be used, and gives what it shows."""

    def started(*words: str, act: str = "pass") -> tuple[subprocess.Popen[str], str]:
        process = subprocess.Popen(
            [sys.executable, "-X", "dev", "-c", PROGRAM.format(act=act), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "XDG_CONFIG_HOME": str(tmp_path),
                "XDG_DATA_HOME": str(tmp_path),  # copies for the next start, of this test only
            },
        )
        processes.append(process)
        assert process.stdout is not None
        return process, process.stdout.readline().strip()

    return started


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code, and what it said; scripts/bench_start.py says how long it takes."""
    _, said = process.communicate(timeout=60)
    heard = [line for line in said.splitlines() if "This plugin does not support" not in line]
    return process.returncode, "\n".join(heard)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_the_program_while_it_trains(start, number):
    process, _ = start(act="window.session.train()")
    time.sleep(0.3)
    process.send_signal(number)
    code, said = ended(process)
    assert (code, said) == (0, "")


def test_ctrl_c_while_the_window_is_made_ends_the_program_too():
    program = """
import os, signal, sys
from nnplayground import app
from nnplayground.views.main_window import MainWindow
make = MainWindow._make_parts
def making(window, *parts):
    os.kill(os.getpid(), signal.SIGINT)
    make(window, *parts)
MainWindow._make_parts = making
sys.exit(app.main())
"""
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stderr


def test_closing_the_window_while_it_trains_ends_the_process(start):
    process, _ = start(
        act="window.session.train(); QTimer.singleShot(300, window, window.leave)",
    )
    code, said = ended(process)
    assert (code, said) == (0, "")


def test_a_file_of_the_command_line_is_opened(start, tmp_path):
    path = tmp_path / "seventh.json"
    path.write_text('{"seed": 7}')
    process, shown = start(str(path))
    assert shown == "7 seventh"
    process.send_signal(signal.SIGINT)
    assert ended(process)[0] == 0


def test_an_error_in_the_window_leaves_it_open(start):
    process, shown = start(act="QTimer.singleShot(0, lambda: 1 / 0); window.grab()")
    assert shown == "0 untitled"
    time.sleep(0.5)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    code, said = ended(process)
    assert code == 0
    assert "ZeroDivisionError" in said


def test_the_program_is_told_to_leave_the_cores_to_the_window():
    """One BLAS thread and a short switch interval, seen from inside."""
    program = """
import sys, threadpoolctl, numpy
from PySide6.QtCore import QTimer
from nnplayground import app
from nnplayground.views.main_window import MainWindow
show = MainWindow.showEvent
def showEvent(window, event):
    show(window, event)
    threads = {pool['num_threads'] for pool in threadpoolctl.threadpool_info()
               if pool['user_api'] == 'blas'}
    print(sys.getswitchinterval(), threads)
    QTimer.singleShot(0, window, window.leave)
MainWindow.showEvent = showEvent
sys.exit(app.main())
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout.split(maxsplit=1)[0]) == pytest.approx(0.0001)
    assert done.stdout.split(maxsplit=1)[1].strip() in ("{1}", "set()")


def test_the_program_s_own_command_opens_the_window(tmp_path, processes):
    process = subprocess.Popen(
        [sys.executable, "-m", "nnplayground"],
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)},
    )
    processes.append(process)
    assert process.stderr is not None
    # what the offscreen platform says when a window is shown
    assert "propagateSizeHints" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    assert ended(process)[0] == 0


def test_after_a_kill_the_next_start_offers_what_was_there(start):
    """What was trained until the last pause is there again."""
    wait = "QTimer.singleShot(1500, window, lambda: print('waited', flush=True))"
    train = f"window.session.step(1234); {wait}"
    process, _ = start(act=train)
    process.stdout.readline()
    process.kill()
    process.wait()
    tell = "lambda: print(window.session.state.iteration, window.session.modified, flush=True)"
    restore = (
        "[button.click() for box in QApplication.topLevelWidgets() if hasattr(box, 'buttons')"
        " for button in box.buttons() if button.text() == 'Restore'];"
        f" QTimer.singleShot(500, window, {tell})"
    )
    process, _ = start(act=restore)
    assert process.stdout.readline().strip() == "1234 True"


def test_a_file_waits_until_it_is_said_what_becomes_of_what_was_there(start, tmp_path):
    wait = "QTimer.singleShot(1500, window, lambda: print('waited', flush=True))"
    process, _ = start(act=f"window.session.step(1234); {wait}")
    process.stdout.readline()
    process.kill()
    process.wait()
    path = tmp_path / "seventh.json"
    path.write_text('{"seed": 7}')
    tell = "QTimer.singleShot(500, window, lambda: print(window.files.name, flush=True))"
    discard = (
        "print(window.files.name, flush=True);"
        "[button.click() for box in QApplication.topLevelWidgets() if hasattr(box, 'buttons')"
        f" for button in box.buttons() if button.text() == 'Discard']; {tell}"
    )
    process, shown = start(str(path), act=discard)
    assert shown == "untitled"
    assert process.stdout.readline().strip() == "0 untitled"
    assert process.stdout.readline().strip() == "seventh"
