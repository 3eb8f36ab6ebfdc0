"""Trains for long with everything recorded; prints memory, and how long going back takes.

Run as `python -m scripts.measure_past [ITERATIONS]` in the repository's folder. Afterwards the same
for 784-16-16-10 after 10,000 iterations; before, what recording costs while training and how long
the loss landscape around the default network takes.
"""

import dataclasses
import os
import random
import sys
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication

from nnplayground.core import DataSpec, Experiment, LayerSpec, NetworkSpec, Run, TrainingSpec
from nnplayground.core.landscape import compute, random_plane
from nnplayground.core.recording import Recording, total_bytes
from nnplayground.session import Session
from nnplayground.session.surveying import POINTS

PLACES = 25
IMAGES = Experiment(
    NetworkSpec(
        784, (LayerSpec(16, "sigmoid"), LayerSpec(16, "sigmoid"), LayerSpec(10, "softmax"))
    ),
    DataSpec("rendered_digits", examples=2000, train_share=0.8),
    TrainingSpec(loss="cross_entropy", batch_size=32, precision="float32", optimizer="adam"),
)


def main() -> None:
    iterations = int(float(sys.argv[1])) if len(sys.argv) > 1 else 100_000_000
    print(f"recording costs {recording_cost() * 1e6:.1f} us a burst of 14 ms")
    print(f"landscape of {POINTS}x{POINTS} points in {landscape_seconds():.2f} s")
    train_long(Experiment().with_data(dataset="spiral"), iterations)
    train_long(IMAGES, 10_000)


def train_long(experiment: Experiment, iterations: int) -> None:
    """Train in a session; print memory on the way, and at the end how long going back takes."""
    application = QCoreApplication.instance() or QCoreApplication([])
    session = Session(experiment)
    print(f"{experiment.network.title} to {iterations:,} iterations")
    session.train()
    told, began = 0, time.perf_counter()
    while session.state.iteration < iterations:
        application.processEvents()
        time.sleep(0.001)
        if session.state.iteration >= told:
            tell(session, time.perf_counter() - began)
            told += iterations // 8
    session.pause()
    tell(session, time.perf_counter() - began)
    go_back(session.training.position.recording, random.Random(1))
    session.shut_down()


def tell(session: Session, seconds: float) -> None:
    """Print where it is."""
    recording = session.training.position.recording
    print(
        f"  {session.state.iteration:>12,} iterations, {seconds:6.0f} s: process "
        f"{resident() / 2**20:6.0f} MiB, {len(recording.kept):5} keyframes of "
        f"{total_bytes([recording]) / 2**20:6.1f} MiB",
        flush=True,
    )


def go_back(recording: Recording, places: random.Random) -> None:
    """Print how long it takes to have some iterations again."""
    times = []
    for _ in range(PLACES):
        iteration = places.randint(0, recording.last_iteration)
        started = time.perf_counter()
        recording.at(iteration)
        times.append(time.perf_counter() - started)
    print(
        f"  going back: median {np.median(times) * 1000:.1f} ms, longest {max(times) * 1000:.1f} ms"
    )


def recording_cost() -> float:
    """Seconds that a recording takes for one burst, once it is full."""
    experiment = dataclasses.replace(Experiment())
    run = Run(experiment)
    recording = Recording(experiment, run.state)
    states = []
    for number in range(30_000):
        state = run.state.copy()
        state.iteration = (number + 1) * 10_000
        states.append(state.freeze())
    started = time.perf_counter()
    for state in states:
        recording.advanced(state, "fused")
    return (time.perf_counter() - started) / len(states)


def landscape_seconds() -> float:
    """Seconds for the loss landscape around 2-4-2-1, in random directions."""
    run = Run(Experiment())
    plane = random_plane(run.problem.layout, run.state.theta, seed=0)
    axis = np.linspace(-1.0, 1.0, POINTS)
    started = time.perf_counter()
    compute(run.problem, plane, axis, axis)
    return time.perf_counter() - started


def resident() -> int:
    """Bytes of memory that the process has now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
