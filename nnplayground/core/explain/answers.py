"""What came out and what was wanted, in words."""

from collections.abc import Callable

from nnplayground.core.explain.cells import Source

Show = Callable[[float], str]  # prints a number with the digits that a person chose


def outcome(s: Source) -> tuple[float, float]:
    """What came out and what was wanted of the output at this place."""
    a = s.array(f"A{len(s.trace.numbers.layers)}")[s.row, s.column]
    return float(a), float(s.array("Y")[s.row, s.column])


def answer(s: Source, show: Show) -> str:
    """'The answer was too low (0.4617 where 1 was wanted)'."""
    a, y = outcome(s)
    wanted = f"{y:g}".replace("-", "−")
    if a == y:
        return f"The answer was right ({wanted})"
    low = "low" if a < y else "high"
    return f"The answer was too {low} ({show(a)} where {wanted} was wanted)"
