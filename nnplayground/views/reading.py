"""Reads data beside the window; what is wrong comes back as a value, not as an error."""

from collections.abc import Callable
from typing import TypeVar

from nnplayground.core import SpecError
from nnplayground.core.recording import ReplayStopped
from nnplayground.data.table_errors import ReadingStopped
from nnplayground.session.background import Background, Progress

T = TypeVar("T")


class Reading:
    """The reading of one dialog; what is asked for last counts.

    Args:
        background: where it happens.
    """

    def __init__(self, background: Background) -> None:
        self._background = background

    def begin(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T | SpecError], None],
        told: Callable[[float], None],
    ) -> None:
        """Do some work; `done` gets its result, or the sentence why there is none."""
        self._background.begin(self, lambda progress: outcome(work, progress), done, told)

    def leave(self) -> None:
        """Stop it."""
        self._background.cancel(self)


def outcome(work: Callable[[Progress], T], progress: Progress) -> T | SpecError:
    """What some work gives, or the sentence why it gives nothing."""
    try:
        return work(progress)
    except SpecError as error:
        return error
    except ReadingStopped:
        raise ReplayStopped from None  # the background's word for it
