"""Edits a network at random for long: 10,000 steps, and 500 while the trainer runs.

scripts/fuzz_editor.py [--steps 10000] [--training-steps 500] [--seed 0]
"""

import argparse
import faulthandler
import os
import sys
import time
import traceback
from pathlib import Path
from types import TracebackType

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

import hypothesis
from hypothesis.stateful import invariant, run_state_machine_as_test
from PySide6.QtWidgets import QApplication

from tests.views.editor.machine import EditorMachine, TrainingEditorMachine

A_RUN = 250


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--training-steps", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    application = QApplication.instance() or QApplication([])
    sys.excepthook = note_exception
    faulthandler.enable()
    for machine, steps in (
        (EditorMachine, chosen.steps),
        (TrainingEditorMachine, chosen.training_steps),
    ):
        started = time.perf_counter()
        done = fuzz(machine, steps, chosen.seed)
        seconds = time.perf_counter() - started
        print(f"{machine.__name__}: {done:,} steps in {seconds:.0f} s", flush=True)
    del application


in_slots: list[str] = []


def note_exception(
    kind: type[BaseException], error: BaseException, where: TracebackType | None
) -> None:
    """Qt only prints what a slot raises: keep it, so that the next step fails."""
    text = "".join(traceback.format_exception(kind, error, where))
    print(text, file=sys.stderr, flush=True)
    in_slots.append(text)


def fuzz(machine: type[EditorMachine], steps: int, seed: int) -> int:
    done = 0

    class Counting(machine):  # type: ignore[misc, valid-type]
        @invariant()
        def nothing_was_raised(self) -> None:
            nonlocal done
            done += 1
            if done % 1000 == 0:
                print(f"{done:,} steps", flush=True)
            assert not in_slots, in_slots[0]

    settings = hypothesis.settings(
        max_examples=max(1, steps // A_RUN),
        stateful_step_count=min(steps, A_RUN),
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        database=None,
    )
    while done < steps:
        hypothesis.seed(seed + done)(Counting)
        run_state_machine_as_test(Counting, settings=settings)
    return done


if __name__ == "__main__":
    main()
