"""The panel that takes one iteration apart: every matrix, forward, backward and update."""

from nnplayground.views.take_apart.panel import TakeApart

__all__ = ["TakeApart"]
