import csv

import numpy as np
import pytest

from nnplayground.files import FileError
from nnplayground.files.score_table import save_scores, score_table

ITERATIONS = np.array([0, 100, 250])
VALUES = np.array([[0.5, np.nan], [1 / 3, np.inf], [1e-300, -0.25]])


def test_numbers_are_exact_and_gaps_stay_empty(tmp_path):
    path = tmp_path / "run.csv"
    save_scores(path, ITERATIONS, ("train loss", "test loss"), VALUES)
    with path.open(newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["iteration", "train loss", "test loss"]
    assert [int(row[0]) for row in rows] == [0, 100, 250]
    assert [float(row[1]) for row in rows] == VALUES[:, 0].tolist()
    assert [row[2] for row in rows] == ["", "inf", "-0.25"]


def test_a_name_with_a_comma_stays_one_column():
    assert score_table(ITERATIONS[:0], ("a, b",), VALUES[:0, :1]) == 'iteration,"a, b"\n'


def test_what_cannot_be_written_is_said(tmp_path):
    with pytest.raises(FileError, match="folder"):
        save_scores(tmp_path / "none" / "run.csv", ITERATIONS, ("a", "b"), VALUES)
