"""The actions of the past: step back, play, return to now, branch off, try something else."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nnplayground.session.variations import Variation, variations
from nnplayground.views.actions import ActionSpec, Choice, ChoicesSpec

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
)
