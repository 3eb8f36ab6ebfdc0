"""Lets a costly drawing through only as often as a share of the time allows."""

import time
from types import TracebackType


class Pace:
    """Measures what a drawing costs and spaces the drawings out accordingly.

    Args:
        share: of the GUI's time that the drawing may take, 0 to 1.
    """

    def __init__(self, share: float) -> None:
        self._share = share
        self._cost = 0.0
        self._ended = float("-inf")

    def due(self) -> bool:
        """Whether enough time has passed since the drawing before."""
        return time.perf_counter() - self._ended >= self._cost * (1.0 / self._share - 1.0)

    def add(self, seconds: float) -> None:
        """Count what the drawing has cost besides, such as its painting."""
        self._cost += seconds

    def __enter__(self) -> None:
        self._started = time.perf_counter()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._ended = time.perf_counter()
        self._cost = self._ended - self._started
