"""What happened in a run and when, in words, for the timeline."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from nnplayground.core import Experiment
from nnplayground.core.recording import Event
from nnplayground.session.differences import differences
from nnplayground.session.runs import RunRecord, Runs

# More marks than this at one place are not told one by one.
_MOST_TOLD = 3


@dataclass(frozen=True)
class Mark:
    """Something at an iteration.

    Attributes:
        iteration: where.
        texts: what was done, in order.
        kind: 'event', 'branch' or 'diverged'.
    """

    iteration: int
    texts: tuple[str, ...]
    kind: str

    @property
    def text(self) -> str:
        """What was done, in a few words."""
        if len(self.texts) <= _MOST_TOLD:
            return ", then ".join(self.texts)
        return f"{len(self.texts)} changes, the last one: {self.texts[-1]}"


def marks_of(run: RunRecord, runs: Runs) -> tuple[Mark, ...]:
    """The marks of a run, rising; what happened at one iteration makes one mark."""
    told: dict[tuple[int, str], list[str]] = {}
    experiment = run.position.recording.experiment
    for event in run.position.recording.events:
        told.setdefault((event.iteration, "event"), []).append(event_text(experiment, event))
        experiment = event.experiment
    for child in runs.children_of(run):
        if child.begun is not None:
            told.setdefault((child.begun, "branch"), []).append(f"{child.name} branches off")
    if run.divergence is not None:
        told[run.divergence.iteration, "diverged"] = ["Diverged"]
    marks = (Mark(place, tuple(texts), kind) for (place, kind), texts in told.items())
    return tuple(sorted(marks, key=lambda mark: mark.iteration))


# What events did, told once: painting while training makes hundreds of them.
_told: WeakKeyDictionary[Event, tuple[Experiment, str]] = WeakKeyDictionary()


def event_text(before: Experiment, event: Event) -> str:
    """What an event did: 'Learning rate: learning rate 0.1' is told as 'learning rate 0.1'."""
    known = _told.get(event)
    if known is None or known[0] is not before:
        known = _told[event] = before, _event_text(before, event)
    return known[1]


def _event_text(before: Experiment, event: Event) -> str:
    if event.turned is not None:
        return f"{event.text} turned to {event.turned[1]:.4g}".replace("-", "−")
    changes = ", ".join(differences(before, event.experiment))
    if not changes or event.text.lower() in changes.lower():
        return _capital(changes or event.text)
    return f"{event.text}: {changes}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
