"""Which engine serves a problem."""

from nnplayground.core.engine import Engine, Problem
from nnplayground.core.numpy_engine import NumpyEngine


def make_engine(problem: Problem) -> Engine:
    """The engine that the problem's training settings ask for."""
    return NumpyEngine(problem)
