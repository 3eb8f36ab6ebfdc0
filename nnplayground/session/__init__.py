"""The session: the document with its undo, and the background training of it."""

from nnplayground.session.frame import Frame
from nnplayground.session.selection import ExampleSelection, Selection
from nnplayground.session.session import Session

__all__ = ["ExampleSelection", "Frame", "Selection", "Session"]
