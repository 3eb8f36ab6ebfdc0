"""No order of edits, undos and redos breaks the document, the parameters or the picture.

`scripts/fuzz_editor.py` does the same for much longer.
"""

import hypothesis
from hypothesis.stateful import run_state_machine_as_test

from tests.views.editor.machine import EditorMachine, TrainingEditorMachine


def run(machine, steps, examples):
    settings = hypothesis.settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(hypothesis.HealthCheck),
        database=None,
    )
    run_state_machine_as_test(machine, settings=settings)


def test_300_random_edits(appearance):
    run(EditorMachine, steps=50, examples=6)


def test_60_random_edits_while_training(appearance):
    run(TrainingEditorMachine, steps=30, examples=2)
