"""Iteration and clock of a state in a file, which must be a possible pair."""

from nnplayground.core import Clock

MAX_ITERATION = 10**15


def times_problem(iteration: object, clock: Clock) -> str:
    """What is impossible about them; '' for nothing."""
    if type(iteration) is not int or not 0 <= iteration <= MAX_ITERATION:
        return f"its iteration is not in 0 .. {MAX_ITERATION:,}"
    if not 0 <= clock.epoch <= clock.epoch_iteration <= iteration:
        return "its epochs are counted from an impossible iteration"
    if not 0 <= clock.optimizer_iteration <= iteration:
        return "its optimizer is counted from an impossible iteration"
    return ""
