"""How far the step buttons of the tool bar go, forward and back."""

from collections.abc import Callable
from dataclasses import dataclass

from nnplayground.session import Session


@dataclass(frozen=True)
class StepSize:
    """How far the step button goes."""

    name: str
    tip: str
    step: Callable[[Session], None]
    back: Callable[[Session], object]


STEP_SIZES = (
    StepSize(
        "operation",
        "Do the next operation of the iteration, and show its matrices",
        lambda session: session.apart.next_operation(),
        lambda session: session.apart.back(),
    ),
    StepSize(
        "example",
        "Follow the next example of the batch through the matrices",
        lambda session: session.apart.next_example(),
        lambda session: session.apart.step_example(-1),
    ),
    StepSize(
        "iteration",
        "Train on one batch, then stop (F8)",
        lambda session: session.step(),
        lambda session: session.playback.step(-1),
    ),
    StepSize(
        "epoch",
        "Train until every training example was seen once more, then stop (Shift+F8)",
        lambda session: session.step_epoch(),
        lambda session: session.playback.step_epoch(-1),
    ),
)
USUAL_STEP = STEP_SIZES[2]
