"""The actions of the past: step back, play, return to now, branch off, try something else."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from nnplayground.session.preferences import PAST_IN_MEMORY
from nnplayground.session.variations import Variation, variations
from nnplayground.views.actions import ActionSpec, Choice, ChoicesSpec
from nnplayground.views.notation import THIN_SPACE

if TYPE_CHECKING:
    from nnplayground.session import Session
    from nnplayground.views.main_window import MainWindow


def what_if_choices(session: "Session") -> Sequence[Choice]:
    """The same experiment with another learning rate, optimizer, seed or width."""
    return [_what_if(session, one) for one in variations(session.experiment)]


def _what_if(session: "Session", one: Variation) -> Choice:
    return Choice(
        f"{one.group}: {one.text}",
        lambda: session.try_out(one.name, one.experiment),
        tip="Train a second run with this one change, from the start and as far as this one",
    )


def past_choices(
    sizes: Sequence[int], chosen: int, choose: Callable[[int], object]
) -> Sequence[Choice]:
    """How much of the past is kept, in bytes of moments."""
    return [
        Choice(
            f"Up to {size >> 20:,} MB of moments".replace(",", THIN_SPACE)
            if size
            else "No moments: replay from the start",
            partial(choose, size),
            checked=size == chosen,
            tip="Every iteration can be had again in any case; with more moments it comes sooner",
        )
        for size in sizes
    ]


def _memory_sizes(window: "MainWindow") -> Sequence[Choice]:
    def choose(size: int) -> None:
        window.preferences.past_in_memory = size
        window.session.keep_past(size)

    return past_choices(PAST_IN_MEMORY, window.preferences.past_in_memory, choose)


def _has_past(window: "MainWindow") -> bool:
    return window.session.playback.last > window.session.playback.first


def _is_past(window: "MainWindow") -> bool:
    return window.session.frame.is_past


TIME = (
    ActionSpec(
        "step-back",
        "Train",
        "Step &back one iteration",
        lambda w: w.session.playback.step(-1),
        "Look at the iteration before; training goes on from now",
        ("F7",),
        enabled=_has_past,
        after_line=True,
    ),
    ActionSpec(
        "step-back-epoch",
        "Train",
        "Step back one epoch",
        lambda w: w.session.playback.step_epoch(-1),
        "Look at the end of the epoch before",
        ("Shift+F7",),
        enabled=_has_past,
    ),
    ActionSpec(
        "look-forward",
        "Train",
        "Look one iteration forward",
        lambda w: w.session.playback.step(1),
        "Look at the next iteration of the past",
        ("Ctrl+F7",),
        enabled=_is_past,
    ),
    ActionSpec(
        "look-forward-epoch",
        "Train",
        "Look one epoch forward",
        lambda w: w.session.playback.step_epoch(1),
        "Look at the end of the next epoch of the past",
        ("Ctrl+Shift+F7",),
        enabled=_is_past,
    ),
    ActionSpec(
        "return-to-now",
        "Train",
        "Return to &now",
        lambda w: w.session.look_at_now(),
        "Show the newest iteration again",
        ("Ctrl+F8",),
        enabled=_is_past,
    ),
    ActionSpec(
        "branch",
        "Train",
        "Branc&h from here",
        lambda w: w.session.branch(),
        "Go on from the moment that is looked at, as a new run; the present run is kept",
        ("Ctrl+B",),
        enabled=_is_past,
        after_line=True,
    ),
    ChoicesSpec(
        "what-if",
        "Train",
        "&What if",
        lambda w: what_if_choices(w.session),
        tip="The same from the start with one change, beside the present run",
    ),
    ChoicesSpec(
        "past-in-memory",
        "Train",
        "&Memory for the past",
        _memory_sizes,
        "How much memory the moments take that can be gone back to at once",
    ),
)
