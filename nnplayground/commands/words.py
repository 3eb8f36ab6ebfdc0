"""How the sub-commands write numbers: plain ASCII, so that any terminal can show it."""

from nnplayground.core import Divergence, Score


def counted(number: int, thing: str) -> str:
    """'1 iteration', '1,200 iterations'."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def score_words(score: Score) -> str:
    """'0.01234, accuracy 98.5 %', as far as there is a loss and an accuracy."""
    if score.loss is None:
        return "no examples"
    accuracy = "" if score.accuracy is None else f", accuracy {100 * score.accuracy:.1f} %"
    return f"{score.loss:.6g}{accuracy}"


def divergence_words(divergence: Divergence) -> str:
    """The sentence for a run whose numbers left floating point, and what to do."""
    return (
        f"diverged at iteration {divergence.iteration:,}: parameters of layer {divergence.layer} "
        "are no longer finite numbers; try a smaller learning rate"
    )
