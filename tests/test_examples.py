"""Every example in resources/examples opens, trains, and reaches what it is there to show."""

import pytest

from nnplayground.core import Run
from nnplayground.files import load_experiment
from nnplayground.paths import resource

EXAMPLES = sorted(path.stem for path in resource("examples").glob("*.json"))

# Test loss below which, and test accuracy from which, an example has done its work.
REACHED = {
    "circle": (0.02, 0.98),
    "digits": (0.2, 0.95),
    "rings": (0.3, 0.9),
    "spiral": (0.1, 0.95),
    "spiral_sines": (0.05, 0.98),
}


def run_of(name):
    return Run(load_experiment(resource("examples", f"{name}.json")))


def test_there_are_examples():
    assert {*REACHED, "lesson_a", "lesson_b", "lesson_c_identity", "lesson_c_sigmoid"} <= set(
        EXAMPLES
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_trains_and_stops_by_its_rule(name):
    run = run_of(name)
    assert run.experiment.training.stop.iterations or run.experiment.training.stop.epochs
    before = run.train_loss()
    assert run.advance(50) == 50
    assert run.divergence is None
    assert run.train_loss() < before


@pytest.mark.parametrize("name", REACHED)
def test_an_example_reaches_what_it_shows(name):
    run = run_of(name)
    run.advance(10**6)
    score = run.test_score()
    assert run.stop_reason() is not None
    assert score.loss is not None
    assert score.accuracy is not None
    assert score.loss < REACHED[name][0]
    assert score.accuracy >= REACHED[name][1]
