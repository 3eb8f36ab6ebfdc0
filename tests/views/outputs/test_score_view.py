"""The scores are those of core.confusion and core.residuals, for test and for training."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import Qt

from nnplayground.core.confusion import Confusion
from nnplayground.core.residuals import errors
from tests.views.outputs.opening import (
    diverged,
    network_says,
    open_data,
    open_table,
    shown,
    trained,
)


def texts(kind) -> list[list[str]]:
    model = kind.model
    return [
        [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def percent(share: float) -> str:
    return f"{100 * share:.1f}\u2009%"


def test_each_class_has_its_scores_for_test_and_training(view, session, qtbot):
    open_data(session, view, "rings", "scores")
    trained(session, qtbot, 300)
    kind = shown(session, view)
    rows = texts(kind)
    names = ["  inner", "  middle", "  outer"]
    assert [row[0] for row in rows] == ["Test", *names, "Training", *names]
    for first, part in ((0, session.dataset.test), (4, session.dataset.train)):
        said = network_says(session, part.raw).argmax(axis=1)
        counts = Confusion.of(part.labels, said, 3)
        for number in range(3):
            shares = counts.precision[number], counts.recall[number], counts.f1[number]
            assert rows[first + 1 + number][1:] == [
                *map(percent, shares),
                str(counts.support[number]),
            ]
        assert rows[first][1] == percent(counts.precision.mean())
    model = kind.model
    assert "mean" in model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert kind.headline.text.startswith("Right: test ")
    assert "training" in kind.headline.text


def test_a_class_that_is_never_said_has_a_dash_and_the_reason_in_sight(view, session):
    kind = open_data(session, view, "circle", "scores")
    state = session.frame.state.copy()
    state.theta[:] = 0.0
    state.theta[-1] = 1.0  # everything is positive
    view.draw(dataclasses.replace(session.frame, state=state.freeze()))
    rows = texts(kind)
    assert rows[1][1:3] == ["–", percent(0.0)]
    assert kind.note.rest == "– negative (test): the network never says this class here"
    model = kind.model
    assert "never says" in model.data(model.index(1, 1), Qt.ItemDataRole.ToolTipRole)


def test_every_target_has_its_errors(view, session, qtbot):
    numbers = np.random.default_rng(0).normal(size=(60, 4))
    rows = "\n".join(",".join(f"{value:.3f}" for value in row) for row in numbers)
    open_table(session, view, f"a,b,c,d\n{rows}", "scores", targets=("c", "d"))
    trained(session, qtbot, 50)
    found = texts(shown(session, view))
    assert [row[0] for row in found] == ["Test", "  c", "  d", "Training", "  c", "  d"]
    test = session.dataset.test
    of = errors(test.targets[:, 1], network_says(session, test.raw)[:, 1])
    assert float(found[2][1].replace("−", "-")) == pytest.approx(of.r2, abs=1e-4)
    assert float(found[2][2]) == pytest.approx(of.mae, rel=1e-3)
    assert float(found[2][3]) == pytest.approx(of.rmse, rel=1e-3)
    assert found[2][4] == str(len(test))


@pytest.mark.parametrize("key", ["circle", "rings", "plane", "sine", "lesson_a"])
def test_a_diverged_network_has_dashes_or_nothing_right(view, session, key):
    kind = open_data(session, view, key, "scores")
    view.draw(diverged(session.frame))
    assert {row[1] for row in texts(kind)} == {"–"}
    assert not view.grab().isNull()


def test_a_header_is_explained_in_plain_words(view, session):
    model = open_data(session, view, "circle", "scores").model
    horizontal = Qt.Orientation.Horizontal
    titles = [model.headerData(column, horizontal) for column in range(1, 5)]
    assert titles == ["Precision", "Recall", "F1", "n"]
    for column in range(1, 5):
        assert model.headerData(column, horizontal, Qt.ItemDataRole.ToolTipRole)
