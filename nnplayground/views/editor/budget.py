"""Lets something be done only as often as it is cheap."""

import time


class TimeBudget:
    """Counts what something takes: `with budget: do()`.

    Args:
        share: of the time that it may take.
    """

    def __init__(self, share: float) -> None:
        self._share = share
        self._cost = 0.0
        self._began = self._ended = 0.0

    def allows(self) -> bool:
        """Whether enough time has gone by since it was done last."""
        rest = self._cost * (1.0 / self._share - 1.0)
        return time.perf_counter() - self._ended >= rest

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(self, *raised: object) -> None:
        self._ended = time.perf_counter()
        self._cost = self._ended - self._began
