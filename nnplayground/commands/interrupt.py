"""Ctrl-C as a wish to stop after the present step, so that no step is left half done."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupt:
    """Whether Ctrl-C was pressed."""

    def __init__(self) -> None:
        self.wanted = False

    def want(self, number: int, frame: FrameType | None) -> None:
        """Take note of the first Ctrl-C; the second one stops at once."""
        if self.wanted:
            raise KeyboardInterrupt
        self.wanted = True


@contextmanager
def interruptible() -> Iterator[Interrupt]:
    """Within, Ctrl-C only sets `wanted`; before and after it does what it did."""
    interrupt = Interrupt()
    before = signal.signal(signal.SIGINT, interrupt.want)
    try:
        yield interrupt
    finally:
        signal.signal(signal.SIGINT, before)
