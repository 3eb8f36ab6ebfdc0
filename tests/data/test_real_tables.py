"""Real tables train as well as scikit-learn's network of the same shape on the same split."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from nnplayground.core import Run
from nnplayground.data.table_preview import found_format, proposed, sample_file
from nnplayground.data.table_source import table_source

TABLES = Path(__file__).parent / "tables"
RECORDED = json.loads((TABLES / "sklearn_accuracies.json").read_text())
EPOCHS, SEEDS = 40, 5

SHAPES = {"iris": (4, 3, 150), "wine": (13, 3, 178), "breast_cancer": (30, 2, 569)}


def suggested(name: str):
    found = sample_file(TABLES / f"{name}.csv")
    return table_source(proposed(found, found_format(found))).suggested


@pytest.mark.parametrize("name", SHAPES)
def test_a_real_table_is_proposed_as_it_is_meant(name):
    inputs, classes, rows = SHAPES[name]
    run = Run(suggested(name))
    assert run.dataset.inputs == inputs
    assert len(run.dataset.classes) == classes
    assert len(run.dataset.train) + len(run.dataset.test) == rows


@pytest.mark.parametrize("name", SHAPES)
def test_the_test_accuracy_is_within_two_points_of_scikit_learn(name):
    reached = []
    for seed in range(SEEDS):
        experiment = dataclasses.replace(suggested(name).with_data(seed=seed), seed=seed)
        run = Run(experiment.with_training(engine="numpy"))
        run.advance(EPOCHS * -(-len(run.dataset.train) // experiment.training.batch_size))
        reached.append(run.test_score().accuracy or 0.0)
    assert np.mean(reached) >= RECORDED[name] - 0.02
