"""Every example in a table: sorted, filtered, followed and changed."""

from nnplayground.views.examples.panel import ExamplesPanel

__all__ = ["ExamplesPanel"]
