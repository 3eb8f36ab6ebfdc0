"""Makes a step of a lesson from what is on the screen: state, cell, notation, hidden cells."""

import dataclasses

import numpy as np

from nnplayground.files.lesson import Action, Exercise, Lesson, NamedExperiment, Step
from nnplayground.files.lesson_checks import MAX_ITERATION
from nnplayground.files.lesson_start import Start
from nnplayground.session.session import Session
from nnplayground.session.trace_cursor import CellPlace


def step_here(session: Session, title: str, text: str) -> Step:
    """A step that shows what is shown now.

    Args:
        session: what is on the screen.
        title: of the page.
        text: paragraphs, with an empty line between them.
    """
    cursor = session.apart
    actions = [
        Action("set_notation", notation=cursor.notation),
        Action("set_digits", digits=cursor.digits),
    ]
    if cursor.subject.examples is not None:
        actions.append(Action("take_examples", examples=cursor.subject.examples))
    elif cursor.subject.inputs is not None:
        actions.append(Action("take_inputs", inputs=cursor.subject.inputs))
    cell, operation = cursor.cell, cursor.operation
    if cell is not None:
        actions.append(Action("select_cell", quantity=cell.key, row=cell.row, column=cell.column))
    elif operation is not None:
        actions.append(Action("show_quantity", quantity=operation.key))
    paragraphs = tuple(part.strip() for part in text.split("\n\n") if part.strip())
    return Step(
        title=title,
        text=paragraphs or (title,),
        panel="take_apart",
        actions=tuple(actions),
        exercises=_exercises(session),
    )


def _exercises(session: Session) -> tuple[Exercise, ...]:
    hidden = sorted(session.hidden.tolerances.items(), key=lambda item: str(item[0]))
    taken = session.apart.trace_of(session.frame)
    hidden = [(place, off) for place, off in hidden if place.key in taken.quantities]
    symbols = {place.key: taken[place.key].symbol for place, _ in hidden}
    by_quantity: dict[tuple[str, float], list[CellPlace]] = {}
    for place, tolerance in hidden:
        by_quantity.setdefault((place.key, tolerance), []).append(place)
    return tuple(
        Exercise(
            text=f"Find the hidden number{'s' if len(places) > 1 else ''} of {symbols[key]}.",
            quantity=key,
            cells=tuple((place.row, place.column) for place in places),
            tolerance=tolerance,
        )
        for (key, tolerance), places in by_quantity.items()
    )


def is_plain(session: Session) -> bool:
    """Whether training the experiment from its initial values leads to what is shown.

    Not so where a weight was turned by hand or a setting changed on the way.
    """
    frame, recording = session.frame, session.training.position.recording
    if frame.iteration > MAX_ITERATION or recording.first_iteration > 0:
        return False
    if any(0 < event.iteration <= frame.iteration for event in recording.events):
        return False
    first, initial = recording.at(0).state, session.training.problem.initial_state()
    return first.clock == initial.clock and np.array_equal(first.theta, initial.theta)


def lesson_here(
    session: Session, title: str, step_title: str, text: str, base: Lesson | None = None
) -> Lesson:
    """A lesson of one step, or the lesson `base` with one step more at its end.

    It begins with the very weights that are on the screen.

    Raises:
        SpecError: where these are no finite numbers.
    """
    step, frame = step_here(session, step_title, text), session.frame
    start = None if is_plain(session) else Start.of(frame.state)
    if start is None and frame.iteration:
        there = Action("go_to_iteration", iteration=frame.iteration)
        step = dataclasses.replace(step, actions=(there, *step.actions))
    if base is None:
        named = (NamedExperiment("experiment", frame.experiment, start),)
        return Lesson(title, named, (step,), notation=session.apart.notation)
    known = {(entry.experiment, entry.start): entry.name for entry in base.experiments}
    name = known.get((frame.experiment, start), f"experiment {len(base.experiments) + 1}")
    experiments = base.experiments
    if (frame.experiment, start) not in known:
        experiments = (*experiments, NamedExperiment(name, frame.experiment, start))
    open_it = Action("open_experiment", experiment=name)
    opened = dataclasses.replace(step, actions=(open_it, *step.actions))
    return Lesson(
        title or base.title,
        experiments,
        (*base.steps, opened),
        base.summary,
        base.hidden,
        base.notation,
        base.digits,
    )
