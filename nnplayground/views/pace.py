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

    def due(self, painting: float = 0.0) -> bool:
        """Whether enough time has passed since the drawing before.

        Args:
            painting: seconds that its painting took, later on.
        """
        cost = self._cost + painting
        return time.perf_counter() - self._ended >= cost * (1.0 / self._share - 1.0)

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
