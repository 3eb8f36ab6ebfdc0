"""Measures the start and the end of the program as a person waits for them, medians in seconds.

    .venv/bin/python scripts/bench_start.py

Start: from the command to the first painted window that looks at its events. End: from closing
the window while it trains at full speed to the end of the process. The baseline is a bare Python
that imports PySide6's widgets and shows an empty window.
"""

import os
import statistics
import subprocess
import sys
import time


def _environment() -> dict[str, str]:
    """Where Python keeps what it compiled, as it does for whoever installed the program."""
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


_EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication(sys.argv)
window = QMainWindow()
window.show()
QTimer.singleShot(0, lambda: print("usable", flush=True))
QTimer.singleShot(50, application.quit)
application.exec()
"""

_PROGRAM = """
from PySide6.QtCore import QTimer
from nnplayground import app
from nnplayground.views.main_window import MainWindow

class Timed(MainWindow):
    def showEvent(self, event):
        super().showEvent(event)
        QTimer.singleShot(0, lambda: print("usable", flush=True))
        QTimer.singleShot(300, self.session.train)
        QTimer.singleShot(1500, self._go)

    def _go(self):
        print("closing", flush=True)
        self.leave()

app.MainWindow = Timed
raise SystemExit(app.main())
"""


def timed(code: str) -> dict[str, float]:
    """Seconds from the start of a process to each line that it prints, and to its end."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=_environment(),
    )
    assert process.stdout is not None
    seconds = {line.strip(): time.perf_counter() - began for line in process.stdout}
    process.wait()
    return seconds | {"ended": time.perf_counter() - began}


def main() -> int:
    timed(_PROGRAM)  # warms the disk
    empty, program, helps = [], [], []
    for _ in range(5):
        empty.append(timed(_EMPTY))
        program.append(timed(_PROGRAM))
        helps.append(timed("from nnplayground.cli import main; main(['--help'])")["ended"])
    start = statistics.median(run["usable"] for run in program)
    bare = statistics.median(run["usable"] for run in empty)
    end = statistics.median(run["ended"] - run["closing"] for run in program)
    print(f"start to a usable window  {start:5.2f} s   {start / bare:4.1f} x an empty Qt window")
    print(f"closing while training    {end:5.2f} s")
    print(f"nnplayground --help       {statistics.median(helps):5.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
