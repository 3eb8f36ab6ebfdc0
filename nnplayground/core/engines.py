"""Which engine serves a problem."""

from collections.abc import Callable

from nnplayground.core import fused_kernel
from nnplayground.core.engine import Engine, Problem
from nnplayground.core.fused_engine import FusedEngine
from nnplayground.core.numpy_engine import NumpyEngine

ENGINES: dict[str, Callable[[Problem], Engine]] = {"numpy": NumpyEngine, "fused": FusedEngine}

# Up to how many parameters the fused engine is the faster one, in either precision, by
# `scripts/bench_engines.py --crossover` on a processor with AVX-512: 2-4-2-1 by a factor of 30,
# 64-32-10 of 2.5; level from 784-30-10 to 784-200-10 with batches of 10 and more; beyond, theta
# leaves the processor's cache, which only BLAS is prepared for.
FUSED_UP_TO = 200_000
# With a batch below so many examples, most lanes are empty: level at 784-30-10.
SMALL_BATCH, FUSED_UP_TO_WITH_SMALL_BATCH = 8, 30_000


def engine_name(problem: Problem) -> str:
    """The engine for a problem: the one asked for, or the faster one for the shape of the work.

    It follows from the problem alone, wherever Numba works, so that a run is the same to the bit
    every time; where Numba does not work it is always 'numpy'.
    """
    name = problem.training.engine
    if name == "auto":
        small = problem.batch_size < SMALL_BATCH
        most = FUSED_UP_TO_WITH_SMALL_BATCH if small else FUSED_UP_TO
        name = "fused" if problem.layout.size <= most else "numpy"
    if name == "fused" and fused_kernel.problem(problem.training.precision):
        return "numpy"
    return name


def make_engine(problem: Problem) -> Engine:
    """The engine for a problem; waits for the fused engine's kernel where that is not ready."""
    try:
        return ENGINES[engine_name(problem)](problem)
    except fused_kernel.KernelError:
        return NumpyEngine(problem)


def make_ready_engine(problem: Problem) -> Engine:
    """The engine for a problem, or the NumPy engine while the kernel is made ready meanwhile."""
    if is_ready(problem):
        return make_engine(problem)
    fused_kernel.prepare(problem.training.precision)
    return NumpyEngine(problem)


def is_ready(problem: Problem) -> bool:
    """Whether `make_engine` gives its engine at once."""
    return engine_name(problem) == "numpy" or fused_kernel.ready(problem.training.precision)


def engine_status(problem: Problem) -> str:
    """Why the fused engine does not serve a problem that asks for it; empty if it does."""
    trouble = fused_kernel.problem(problem.training.precision)
    if trouble and problem.training.engine != "numpy":
        return f"NumPy trains instead of the fused engine: {trouble}"
    if not is_ready(problem):
        return "NumPy trains until the fused engine's kernel is compiled"
    return ""
