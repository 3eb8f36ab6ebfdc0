"""Which engine serves, and how the fused engine's kernel is had without anybody waiting for it."""

import os
import subprocess
import sys
import threading
import time
from typing import Any

import numpy as np
import pytest

from nnplayground.core import (
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    ParameterLayout,
    Problem,
    Run,
    TrainingSpec,
    engines,
    fused_kernel,
)
from nnplayground.core.experiment import ENGINES
from nnplayground.core.fused_engine import FusedEngine
from nnplayground.core.numpy_engine import NumpyEngine


def problem(sizes=(2, 4, 1), batch=10, examples=40, **training):
    layers = tuple(LayerSpec(units) for units in sizes[1:])
    X, Y = np.zeros((examples, sizes[0])), np.zeros((examples, sizes[-1]))
    settings = TrainingSpec(batch_size=batch, **training)
    dtype = settings.precision
    layout = ParameterLayout(NetworkSpec(sizes[0], layers))
    return Problem(layout, settings, 0, X.astype(dtype), Y.astype(dtype))


@pytest.mark.parametrize(
    ("sizes", "batch", "expected"),
    [
        ((2, 4, 2, 1), 10, "fused"),
        ((2, 4, 2, 1), 1, "fused"),
        ((784, 16, 16, 10), 32, "fused"),
        ((784, 128, 64, 10), 32, "fused"),
        ((784, 128, 64, 10), 1, "numpy"),
        ((784, 512, 256, 10), 32, "numpy"),
    ],
)
def test_the_shape_of_the_work_decides(sizes, batch, expected):
    for precision in ("float64", "float32"):
        assert engines.engine_name(problem(sizes, batch, precision=precision)) == expected


@pytest.mark.parametrize("name", ["numpy", "fused"])
def test_an_engine_can_be_forced(name):
    given = problem(engine=name)
    assert engines.engine_name(given) == name
    assert engines.make_engine(given).name == name


def test_the_settings_know_the_engines():
    assert ("auto", *engines.ENGINES) == ENGINES


@pytest.fixture
def no_numba(monkeypatch):
    def fail(precision):
        raise fused_kernel.KernelError("numba is not installed")

    monkeypatch.setattr(fused_kernel, "problem", lambda precision: "numba is not installed")
    monkeypatch.setattr(fused_kernel, "load", fail)


@pytest.mark.usefixtures("no_numba")
@pytest.mark.parametrize("wanted", ["auto", "fused"])
def test_without_numba_numpy_serves_and_the_reason_can_be_read(wanted):
    given = problem(engine=wanted)
    assert engines.engine_name(given) == "numpy"
    assert engines.is_ready(given)
    assert isinstance(engines.make_engine(given), NumpyEngine)
    assert isinstance(engines.make_ready_engine(given), NumpyEngine)
    assert "numba is not installed" in engines.engine_status(given)


@pytest.mark.usefixtures("no_numba")
def test_nothing_is_missed_where_numpy_was_asked_for():
    assert engines.engine_status(problem(engine="numpy")) == ""


def test_a_kernel_that_fails_to_load_is_replaced_by_numpy_and_not_tried_again(monkeypatch):
    attempts = []

    def broken(precision):
        attempts.append(precision)
        raise OSError("libllvmlite.so: cannot open shared object file\nand more")

    source = fused_kernel._Source("float64")
    monkeypatch.setattr(fused_kernel, "_loaded", broken)
    monkeypatch.setitem(fused_kernel._sources, "float64", source)
    given = problem()
    assert isinstance(engines.make_engine(given), NumpyEngine)
    assert isinstance(engines.make_engine(given), NumpyEngine)
    assert engines.engine_status(given).endswith("(libllvmlite.so: cannot open shared object file)")
    assert attempts == ["float64"]


class SlowKernel:
    """A kernel that is loaded when the test says so."""

    def __init__(self, monkeypatch):
        self.wanted = threading.Event()
        self.arrived = threading.Event()
        kernel = fused_kernel.load("float64")

        def wait(precision):
            self.wanted.set()
            self.arrived.wait(10.0)
            return kernel

        self.source = fused_kernel._Source("float64")
        monkeypatch.setattr(fused_kernel, "_loaded", wait)
        monkeypatch.setitem(fused_kernel._sources, "float64", self.source)

    def arrive(self):
        self.arrived.set()
        assert self.source._thread is not None
        self.source._thread.join()


@pytest.fixture
def slow_kernel(monkeypatch):
    return SlowKernel(monkeypatch)


EXPERIMENT = Experiment(data=DataSpec(examples=60), training=TrainingSpec(engine="fused"))


def test_a_window_trains_with_numpy_until_the_kernel_is_there(slow_kernel):
    run = Run(EXPERIMENT)
    run.use_ready_engine()
    numpy = run.engine
    assert run.advance(7) == 7
    run.use_ready_engine()
    assert run.engine is numpy
    assert engines.engine_status(run.problem).startswith("NumPy trains until")
    assert slow_kernel.wanted.wait(5.0)
    slow_kernel.arrive()
    run.use_ready_engine()
    fused = run.engine
    assert isinstance(fused, FusedEngine)
    assert run.advance(7) == 7
    run.use_ready_engine()
    assert run.engine is fused
    assert engines.engine_status(run.problem) == ""
    alone = Run(EXPERIMENT)
    alone.advance(14)
    np.testing.assert_allclose(run.theta, alone.theta, rtol=1e-12)


def test_a_run_without_a_window_waits_for_the_kernel(slow_kernel):
    run = Run(EXPERIMENT)
    trainer = threading.Thread(target=run.advance, args=(5,))
    trainer.start()
    assert slow_kernel.wanted.wait(5.0)
    assert run.iteration == 0
    slow_kernel.arrived.set()
    trainer.join()
    assert run.engine.name == "fused"
    assert run.iteration == 5


def test_a_run_that_is_only_looked_at_needs_no_kernel(slow_kernel):
    Run(EXPERIMENT).train_score()
    assert not slow_kernel.wanted.is_set()


def test_one_compiled_kernel_serves_every_problem():
    kernel: Any = fused_kernel.load("float64")
    for given in (problem(), problem((3, 1), 0), problem(optimizer="adam", l1=0.1, order="given")):
        state, losses = given.initial_state(), np.empty(9)
        FusedEngine(given).advance(state, 9, losses, np.empty((9, given.layout.size)))
    assert len(kernel.signatures) <= 2


def test_other_threads_run_while_the_kernel_does():
    given = problem((64, 64, 64, 1), 0, 2000)
    engine, state = FusedEngine(given), given.initial_state()
    trainer = threading.Thread(target=engine.advance, args=(state, 100))
    begun = time.perf_counter()
    trainer.start()
    longest = 0.0
    while trainer.is_alive():
        before = time.perf_counter()
        time.sleep(0.001)
        longest = max(longest, time.perf_counter() - before)
    assert longest < (time.perf_counter() - begun) / 2


def test_the_core_is_imported_without_numba():
    code = "import sys, nnplayground.core; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_other_process_finds_what_is_compiled_already():
    fused_kernel.load("float64")
    assert fused_kernel._compiled_elsewhere("float64")


@pytest.fixture
def forget_folder():
    yield
    fused_kernel._folder.cache_clear()


@pytest.mark.usefixtures("forget_folder")
def test_a_cache_that_cannot_be_written_is_replaced_by_a_temporary_one(monkeypatch, tmp_path):
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setattr(fused_kernel, "kernel_cache_folder", lambda: file / "kernels")
    fused_kernel._folder.cache_clear()
    folder = fused_kernel._folder()
    assert folder.is_dir()
    assert file not in folder.parents


@pytest.mark.usefixtures("forget_folder")
def test_the_folder_is_another_one_when_a_source_changes(monkeypatch, tmp_path):
    monkeypatch.setattr(fused_kernel, "kernel_cache_folder", lambda: tmp_path)
    fused_kernel._folder.cache_clear()
    before = fused_kernel._folder()
    monkeypatch.setattr(fused_kernel, "_SOURCES", ("fused/*.py", "activations.py"))
    fused_kernel._folder.cache_clear()
    assert fused_kernel._folder() != before
    assert fused_kernel._folder().parent == tmp_path


@pytest.mark.usefixtures("forget_folder")
def test_kernels_of_versions_long_gone_are_removed(monkeypatch, tmp_path):
    monkeypatch.setattr(fused_kernel, "kernel_cache_folder", lambda: tmp_path)
    old, recent = tmp_path / "old", tmp_path / "recent"
    for folder in (old, recent):
        folder.mkdir()
    os.utime(old, (0.0, time.time() - 100 * 24 * 3600))
    fused_kernel._folder.cache_clear()
    kept = fused_kernel._folder()
    assert set(tmp_path.iterdir()) == {recent, kept}
