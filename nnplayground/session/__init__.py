"""The session: the document with its undo, and the background training of it."""

from nnplayground.session.frame import Frame
from nnplayground.session.selection import Selection
from nnplayground.session.session import Session

__all__ = ["Frame", "Selection", "Session"]
