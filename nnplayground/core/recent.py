"""Keeps what was made last, as far as it fits into some memory."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """A cache that forgets the least recently used; safe for several threads.

    Args:
        size: bytes of a value.
        budget: bytes of all values together; the newest is kept however large it is.
        most: how many values at most.
    """

    def __init__(self, size: Callable[[V], int], budget: int, most: int = 8) -> None:
        self._size, self._budget, self._most = size, budget, most
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        """The value that was kept under this key."""
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def keep(self, key: K, value: V) -> V:
        """Keep a value; returns it."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            sizes = [self._size(one) for one in self._values.values()]
            while len(sizes) > 1 and (sum(sizes) > self._budget or len(sizes) > self._most):
                self._values.popitem(last=False)
                sizes.pop(0)
        return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
