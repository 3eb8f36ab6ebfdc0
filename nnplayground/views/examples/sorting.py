"""Puts examples in order: at once where they are few, beside the window where they are many."""

from collections.abc import Callable
from dataclasses import dataclass

from nnplayground.core.arrays import IntArray
from nnplayground.session.background import Background, Progress
from nnplayground.session.example_order import ExampleFilter, listed, ordered
from nnplayground.session.scoring import Scored
from nnplayground.views.examples.columns import Column

# Examples that are put in order at once: about 5 ms.
AT_ONCE = 50_000


@dataclass(frozen=True, eq=False)
class Wanted:
    """An order.

    Attributes:
        scored: of which examples, with which numbers.
        filter: which of them.
        column, descending: by what, and whether the largest is first.
    """

    scored: Scored
    filter: ExampleFilter
    column: Column
    descending: bool

    def order(self) -> IntArray:
        """The numbers of the examples."""
        numbers = listed(self.scored, self.filter)
        return ordered(numbers, self.column.keys(self.scored), self.descending)


class Sorting:
    """The orders of one table; what is wanted last counts.

    Args:
        background: where many examples are sorted.
        done: told the order.
    """

    def __init__(self, background: Background, done: Callable[[Wanted, IntArray], None]) -> None:
        self._background = background
        self._done = done

    def begin(self, wanted: Wanted) -> None:
        """Put examples in order; `done` follows."""
        if len(wanted.scored.losses) <= AT_ONCE:
            self._background.cancel(self)
            self._done(wanted, wanted.order())
            return

        def work(progress: Progress) -> IntArray:
            return wanted.order()

        self._background.begin(self, work, lambda order: self._done(wanted, order))
