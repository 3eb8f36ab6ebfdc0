"""What a count over all examples shows can be taken to other programs, exact to the bit."""

import csv
import io

import numpy as np
import pytest

from tests.views.outputs.opening import network_says, open_data


def rows(table) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.text())))


def test_the_counts_of_both_parts(view, session):
    open_data(session, view, "rings", "confusion")
    found = rows(view.numbers())
    assert [(row["part"], row["class"]) for row in found] == [
        (part, name) for part in ("test", "train") for name in ("inner", "middle", "outer")
    ]
    said = network_says(session, session.dataset.test.raw).argmax(axis=1)
    inner = said[session.dataset.test.labels == 0]
    assert int(found[0]["said outer"]) == (inner == 2).sum()
    assert found[0]["no number"] == "0"


def test_the_scores_of_both_parts(view, session):
    open_data(session, view, "plane", "scores")
    found = rows(view.numbers())
    assert [row["part"] for row in found] == ["Test", "Training"]
    test = session.dataset.test
    mae = np.abs(test.targets[:, 0] - network_says(session, test.raw)[:, 0]).mean()
    assert float(found[0]["MAE"]) == pytest.approx(mae, rel=1e-12)


def test_the_points_of_both_curves(view, session):
    open_data(session, view, "circle", "roc")
    found = rows(view.numbers())
    for part in ("test", "train"):
        points = [row for row in found if row["part"] == part]
        assert float(points[-1]["found"]) == float(points[-1]["false alarms"]) == 1.0


@pytest.mark.parametrize("key", ["fit", "residuals"])
def test_every_example_with_its_residual(view, session, key):
    open_data(session, view, "plane", key)
    found = rows(view.numbers())
    assert len(found) == len(session.dataset.train) + len(session.dataset.test)
    row = found[len(session.dataset.train)]
    assert (row["part"], row["example"]) == ("test", "1")
    left = float(row["actual"]) - float(row["predicted"])
    assert float(row["residual"]) == pytest.approx(left, rel=1e-12)
