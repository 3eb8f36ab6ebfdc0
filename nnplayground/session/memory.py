"""Keeps the keyframes of all recordings, undone ones too, within one budget."""

import weakref

from nnplayground.core.recording import DEFAULT_BUDGET, Recording, total_bytes


class KeyframeMemory:
    """Thins recordings, the oldest first, when together they weigh too much.

    Args:
        budget: bytes of keyframes in all.
    """

    def __init__(self, budget: int = DEFAULT_BUDGET) -> None:
        self.budget = budget
        self._recordings: list[weakref.ref[Recording]] = []
        self._next_look = budget

    def set_budget(self, budget: int) -> None:
        """Keep this many bytes of keyframes from now on; what is too much goes when it is due."""
        self.budget, self._next_look = budget, 0
        for one in self._alive():
            one.budget = budget

    def watch(self, recording: Recording) -> None:
        """Count this recording from now on, for as long as somebody has it."""
        recording.budget = self.budget
        alive = self._alive()
        if not any(one is recording for one in alive):
            self._recordings = [weakref.ref(one) for one in (*alive, recording)]

    def keep_within_budget(self, current: Recording) -> None:
        """Thin what is too much; of the current recording only where nothing else is left."""
        # what branches share counts once, which takes a moment to find out: only when due
        apparent = self._apparent()
        if apparent <= self._next_look:
            return
        others = [one for one in self._alive() if one is not current]
        while (excess := total_bytes(self._alive()) - self.budget) > 0:
            if not self._thin_some(others, excess) and not current.thin():
                break
        self._next_look = self._apparent() - min(excess, 0)

    def _thin_some(self, recordings: list[Recording], excess: int) -> bool:
        """Thin one after the other until `excess` bytes may be gone; returns whether any was."""
        before = sum(one.bytes for one in recordings)
        for one in recordings:
            one.thin()
            if before - sum(other.bytes for other in recordings) >= excess:
                break
        return sum(one.bytes for one in recordings) < before

    def _alive(self) -> list[Recording]:
        return [one for reference in self._recordings if (one := reference()) is not None]

    def _apparent(self) -> int:
        return sum(one.bytes for one in self._alive())
