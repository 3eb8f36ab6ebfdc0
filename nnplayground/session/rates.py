"""Counts iterations and frames a second, over the last moments."""

import time
from collections import deque

# Seconds that a rate is taken over, and for which it is still told when nothing happens;
# the second is longer, because in slow motion something happens once a second.
_WINDOW = 1.0
_PATIENCE = 1.6


class RateMeter:
    """How fast something goes on.

    `add` counts as it happens; `rate` is the number a second over the last second, or since
    the last but one where that is longer ago; 0 when nothing goes on.
    """

    def __init__(self) -> None:
        self._events: deque[tuple[float, float]] = deque()

    def add(self, count: float = 1.0) -> None:
        """Count `count` things that happened now."""
        self._events.append((time.perf_counter(), count))
        self._forget()

    def rate(self) -> float:
        """Things a second."""
        self._forget()
        if len(self._events) < 2:
            return 0.0
        last = self._events[-1][0]
        seconds = max(last - self._events[0][0], time.perf_counter() - last)
        counted = sum(count for _, count in self._events) - self._events[0][1]
        return counted / seconds if seconds > 0 else 0.0

    def clear(self) -> None:
        """Begin anew, so that a pause does not count as slowness."""
        self._events.clear()

    def _forget(self) -> None:
        now = time.perf_counter()
        if self._events and self._events[-1][0] < now - _PATIENCE:
            self._events.clear()
        while len(self._events) > 2 and self._events[0][0] < now - _WINDOW:
            self._events.popleft()
