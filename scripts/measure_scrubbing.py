"""Scrubs through a trained run in the real window and prints how many moments it shows a second.

Run as `python -m scripts.measure_scrubbing [SECONDS_OF_TRAINING]` in the repository's folder; on a
machine without a screen, under `xvfb-run -a`.
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import threadpoolctl
from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from nnplayground.app import leave_room_for_training
from nnplayground.core import Experiment
from nnplayground.session import Frame, Session
from nnplayground.session.preferences import Preferences
from nnplayground.views.appearance import Appearance
from nnplayground.views.main_window import MainWindow
from nnplayground.views.theme import Themes

SCRUB_SECONDS = 4.0


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    leave_room_for_training()
    threadpoolctl.threadpool_limits(1, user_api="blas")
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "s.ini"), QSettings.Format.IniFormat)
        preferences, themes = Preferences(settings), Themes()
        appearance = Appearance(application, themes, preferences)
        session = Session(Experiment().with_data(dataset="spiral"))
        window = MainWindow(session, themes, appearance, preferences)
        window.resize(1600, 1000)
        window.show()
        scrub(session, seconds)
        session.mark_saved()
        window.close()


def scrub(session: Session, seconds: float) -> None:
    session.train()
    wait(seconds)
    session.pause()
    last = session.state.iteration
    seen: list[float] = []
    places: set[int] = set()

    def on_frame(frame: Frame) -> None:
        if frame.iteration not in places:
            places.add(frame.iteration)
            seen.append(time.perf_counter())

    session.frame_changed.connect(on_frame)
    started, busy, drawing = time.perf_counter(), time.process_time(), time.thread_time()
    mouse = QTimer()
    mouse.timeout.connect(lambda: session.look_at(hand(last, time.perf_counter() - started)))
    mouse.start(5)
    wait(SCRUB_SECONDS)
    mouse.stop()
    drawing = (time.thread_time() - drawing) / max(1, len(seen))
    busy = (time.process_time() - busy) / max(1, len(seen)) - drawing
    gaps = np.diff(seen) * 1000.0
    print(
        f"{last:,} iterations, {len(session.training.position.recording.kept):,} keyframes: "
        f"{1000.0 / gaps.mean():.0f} moments a second, 99 % of the gaps below "
        f"{np.percentile(gaps, 99):.0f} ms; processor time a moment: "
        f"{drawing * 1000.0:.1f} ms in the window's thread, {busy * 1000.0:.1f} ms beside it"
    )


def hand(last: int, seconds: float) -> int:
    """Where a hand that goes to and fro holds the handle."""
    return round(last * (0.5 + 0.45 * np.sin(seconds * 1.7)))


def wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
