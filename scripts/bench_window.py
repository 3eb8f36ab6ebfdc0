"""Measures the real window while it trains: frames, freezes, speed against headless, memory.

Run it with the project's environment, under Xvfb or offscreen:

    xvfb-run -a .venv/bin/python scripts/bench_window.py
    QT_QPA_PLATFORM=offscreen .venv/bin/python scripts/bench_window.py --minutes 10

Every panel of the default layout is visible. A frame is one repaint of the network editor; a
freeze is the longest time that the window's thread did not look at its events. The headless rate
is that of the same engine in the same process without a window, recording every iteration's
parameters as the trainer does, once before and once after; the share is taken of the faster one.
"""

import argparse
import dataclasses
import gc
import os
import sys
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from nnplayground.app import leave_room_for_training
from nnplayground.core import DataSpec, Experiment, LayerSpec, NetworkSpec, Run, TrainingSpec
from nnplayground.core.initializers import Initializer
from nnplayground.session import Session
from nnplayground.session.preferences import Preferences
from nnplayground.views.appearance import Appearance
from nnplayground.views.main_window import MainWindow
from nnplayground.views.theme import Themes

GLOROT = Initializer("glorot_uniform")


def image_network(hidden: tuple[int, ...], activation: str) -> Experiment:
    """784 - hidden - 10 on rendered digits."""
    layers = [LayerSpec(n, activation, weight_initializer=GLOROT) for n in hidden]
    return Experiment(
        NetworkSpec(784, (*layers, LayerSpec(10, "softmax", weight_initializer=GLOROT))),
        DataSpec("rendered_digits", examples=2000, train_share=0.8),
        TrainingSpec(loss="cross_entropy", batch_size=32, learning_rate=0.05, precision="float32"),
    )


EXPERIMENTS = {
    "2-4-2-1": Experiment(),
    "784-16-16-10": image_network((16, 16), "sigmoid"),
    "784-128-64-10": image_network((128, 64), "relu"),
}


class Heartbeat(QObject):
    """Notes when the window was painted and when its thread was alive."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self.frames: list[float] = []
        self.beats: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(2)
        self._timer.timeout.connect(self._beat)
        window.installEventFilter(self)

    def start(self) -> None:
        self.frames.clear()
        self.beats.clear()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt)
        if event.type() == QEvent.Type.Paint and self._timer.isActive():
            self.frames.append(time.perf_counter())
        return False

    def _beat(self) -> None:
        self.beats.append(time.perf_counter())


@dataclasses.dataclass(frozen=True)
class Measured:
    """What one network's training in the window gave."""

    network: str
    engine: str
    frames: float
    p50: float
    p99: float
    longest: float
    freeze: float
    rate: float
    headless: float
    growth: float | None


def resident() -> float:
    """The process's memory in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20


def headless_rate(experiment: Experiment, seconds: float) -> float:
    """Iterations a second without a window, parameters recorded as in bursts."""
    run = Run(experiment)
    rows = max(1, min(20_000, (8 << 20) // run.theta.nbytes))
    losses = np.empty(rows, run.theta.dtype)
    thetas = np.empty((rows, run.theta.size), run.theta.dtype)
    run.advance(rows, losses, thetas)
    started, before = time.perf_counter(), run.iteration
    while time.perf_counter() - started < seconds:
        run.advance(rows, losses, thetas)
    return (run.iteration - before) / (time.perf_counter() - started)


def run_loop(application: QApplication, seconds: float) -> None:
    """Let the window run in Qt's own event loop."""
    QTimer.singleShot(int(seconds * 1000), lambda: application.exit(0))  # quit closes windows
    application.exec()


def measure(
    application: QApplication, window: MainWindow, name: str, seconds: float, minutes: float
) -> Measured:
    experiment = EXPERIMENTS[name]
    session = window.session
    session.replace(experiment)
    before = headless_rate(experiment, 2.0)
    heartbeat = Heartbeat(window.editor.canvas.viewport())
    run_loop(application, 1.0)
    session.train()
    run_loop(application, 3.0)  # the kernel is loaded, the plots have found their size
    heartbeat.start()
    first, started = session.state.iteration, time.perf_counter()
    run_loop(application, seconds)
    rate = (session.state.iteration - first) / (time.perf_counter() - started)
    heartbeat.stop()
    growth = memory_growth(application, minutes) if minutes else None
    session.pause()
    after = headless_rate(experiment, 2.0)
    gaps = np.diff(heartbeat.frames) * 1000
    return Measured(
        name,
        session.frame.engine,
        len(heartbeat.frames) / seconds,
        float(np.percentile(gaps, 50)),
        float(np.percentile(gaps, 99)),
        float(gaps.max()),
        float(np.diff(heartbeat.beats).max() * 1000),
        rate,
        max(before, after),
        growth,
    )


def memory_growth(application: QApplication, minutes: float) -> float:
    """MiB more after `minutes` of training than after the first of them."""
    run_loop(application, 60.0)
    gc.collect()
    at_first = resident()
    run_loop(application, (minutes - 1) * 60.0)
    gc.collect()
    return resident() - at_first


def show(rows: list[Measured]) -> None:
    print(
        f"\n{'network':>14} {'engine':>7} {'frames/s':>9} {'p50 ms':>7} {'p99 ms':>7} "
        f"{'max ms':>7} {'freeze ms':>10} {'iterations/s':>13} {'of headless':>12} "
        f"{'growth MiB':>11}"
    )
    for row in rows:
        growth = "-" if row.growth is None else f"{row.growth:.1f}"
        print(
            f"{row.network:>14} {row.engine:>7} {row.frames:9.1f} {row.p50:7.1f} {row.p99:7.1f} "
            f"{row.longest:7.1f} {row.freeze:10.1f} {row.rate:13,.0f} "
            f"{row.rate / row.headless:11.0%} {growth:>11}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=15.0, help="of measuring, each network")
    parser.add_argument("--minutes", type=float, default=0.0, help="of training for the memory")
    parser.add_argument("networks", nargs="*", default=list(EXPERIMENTS), help="which networks")
    words = parser.parse_args()
    leave_room_for_training()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("nnplayground-bench")
    preferences, themes = Preferences(), Themes()
    window = MainWindow(
        Session(), themes, Appearance(application, themes, preferences), preferences
    )
    window.resize(1600, 1000)
    window.show()
    rows = []
    for name in words.networks:
        rows.append(measure(application, window, name, words.seconds, words.minutes))
        show(rows[-1:])
    show(rows)
    window.session.mark_saved()
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
