"""The runs in a real panel, by mouse and keys: overlay, rename, switch, delete, what if, CSV."""

import csv

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from nnplayground.core import Experiment, Score
from nnplayground.session import Session
from nnplayground.views.plots.labels import loss_text
from nnplayground.views.plots.loss_plot import LossPlot
from nnplayground.views.plots.weight_plot import WeightPlot
from nnplayground.views.runs_panel import RunsPanel, duration
from nnplayground.views.theme import Themes

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def session(qapp):
    made = Session(Experiment().with_training(engine="numpy"))
    yield made
    made.shut_down()


@pytest.fixture
def panel(session, show):
    return show(RunsPanel(session, Themes()), 1200, 240)


def trained(qtbot: QtBot, session, iterations):
    session.step(iterations)
    qtbot.waitUntil(lambda: not session.running)


def three_runs(qtbot: QtBot, session, panel):
    """Run 1 to 100, run 2 branched off at 40, run 3 afresh with Adam."""
    trained(qtbot, session, 100)
    session.branch_at(40)
    trained(qtbot, session, 10)
    session.try_out("Adam", session.experiment.with_training(optimizer="adam"))
    qtbot.waitUntil(lambda: not session.running)
    qtbot.waitUntil(lambda: len(panel.items) == 3)
    return session.runs.all


def click(qtbot: QtBot, panel, run, modifier=Qt.KeyboardModifier.NoModifier):
    rect = panel.tree.visualItemRect(panel.items[run])
    qtbot.mouseClick(panel.tree.viewport(), LEFT, modifier, rect.center())


def texts(panel, run):
    item = panel.items[run]
    return [item.text(column) for column in range(panel.tree.columnCount())]


def test_the_tree_shows_where_runs_come_from_and_how_far_they_are(session, panel, qtbot: QtBot):
    first, second, third = three_runs(qtbot, session, panel)
    assert panel.items[second].parent() is panel.items[first]
    assert panel.items[third].parent() is panel.items[second]
    qtbot.waitUntil(lambda: texts(panel, third)[2] == "50")
    assert texts(panel, first)[:3] == ["Run 1", "", "100"]
    assert texts(panel, second)[:3] == ["Run 2", "from iteration 40", "50"]
    assert texts(panel, third)[:2] == ["Run 3 · Adam", "Adam"]
    assert texts(panel, first)[3] == loss_text(first.train.loss)
    assert panel.items[third].font(0).bold()
    assert not panel.items[first].font(0).bold()


def test_numbers_follow_the_run_that_is_trained(session, panel, qtbot: QtBot):
    session.train()
    (run,) = session.runs.all
    qtbot.waitUntil(lambda: texts(panel, run)[2] not in ("0", ""))
    session.pause()
    qtbot.waitUntil(lambda: texts(panel, run)[2].replace("\u2009", "") == str(run.iteration))


def test_a_tick_draws_a_run_over_the_plots(session, panel, qtbot: QtBot):
    first, _, _ = three_runs(qtbot, session, panel)
    session.runs.overlay(first, False)
    loss, weights = LossPlot(session, Themes()), WeightPlot(session, Themes())
    for plot in (loss, weights):
        qtbot.addWidget(plot)
        plot.show()
    qtbot.wait(10)
    rect = panel.tree.visualItemRect(panel.items[first])
    box = QPoint(rect.left() + 10, rect.center().y())
    qtbot.mouseClick(panel.tree.viewport(), LEFT, pos=box)
    assert first.overlaid
    assert "Run 1" in [other.name for other in loss.loss.others]


def test_renaming_by_key(session, panel, qtbot: QtBot):
    first, *_ = three_runs(qtbot, session, panel)
    click(qtbot, panel, first)
    panel.tree.setFocus()
    panel.tree.setCurrentItem(panel.items[first])
    qtbot.mouseClick(panel.rename, LEFT)
    editor = panel.tree.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "slow")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: first.name == "slow")
    qtbot.waitUntil(lambda: texts(panel, first)[0] == "slow")


def test_going_to_a_run(session, panel, qtbot: QtBot):
    first, *_ = three_runs(qtbot, session, panel)
    click(qtbot, panel, first)
    qtbot.mouseClick(panel.go, LEFT)
    assert session.runs.current is first
    assert session.state.iteration == 100
    assert session.experiment.training.optimizer == "sgd"


def test_a_double_click_goes_to_a_run_too(session, panel, qtbot: QtBot):
    first, *_ = three_runs(qtbot, session, panel)
    center = panel.tree.visualItemRect(panel.items[first]).center()
    qtbot.mouseClick(panel.tree.viewport(), LEFT, pos=center)
    qtbot.mouseDClick(panel.tree.viewport(), LEFT, pos=center)
    assert session.runs.current is first


def test_deleting_leaves_the_current_run_and_moves_children_up(session, panel, qtbot: QtBot):
    first, second, third = three_runs(qtbot, session, panel)
    click(qtbot, panel, second)
    click(qtbot, panel, third, Qt.KeyboardModifier.ControlModifier)
    panel.tree.setFocus()
    qtbot.keyClick(panel.tree, Qt.Key.Key_Delete)
    assert session.runs.all == [first, third]
    qtbot.waitUntil(lambda: len(panel.items) == 2)
    assert panel.items[third].parent() is panel.items[first]


def test_what_if_is_two_clicks(session, panel, qtbot: QtBot):
    trained(qtbot, session, 30)
    panel._on_what_if()
    names = [action.text() for action in panel.what_if.menu().actions()]
    assert {name.split(":")[0] for name in names} == {
        "Learning rate",
        "Optimizer",
        "Seed",
        "Width",
    }
    wider = next(action for action in panel.what_if.menu().actions() if "2–8–4–1" in action.text())
    wider.trigger()
    qtbot.waitUntil(lambda: not session.running)
    assert session.experiment.network.sizes == (2, 8, 4, 1)
    assert session.state.iteration == 30
    assert session.runs.all[0].iteration == 30


def test_buttons_can_be_pressed_only_where_they_do_something(session, panel, qtbot: QtBot):
    first, second, third = three_runs(qtbot, session, panel)
    panel.tree.clearSelection()
    assert not panel.go.isEnabled()
    assert not panel.delete.isEnabled()
    click(qtbot, panel, third)  # the current one
    assert not panel.go.isEnabled()
    assert not panel.compare.isEnabled()
    click(qtbot, panel, first)
    assert panel.go.isEnabled()
    assert panel.compare.isEnabled()
    click(qtbot, panel, second, Qt.KeyboardModifier.ControlModifier)
    assert panel.compare.isEnabled()
    assert not panel.go.isEnabled()


def test_the_losses_are_written_to_a_table(session, panel, qtbot: QtBot, tmp_path, monkeypatch):
    trained(qtbot, session, 30)
    path = tmp_path / "run.csv"
    monkeypatch.setattr(panel, "ask_path", lambda run: path)
    said: list[str] = []
    session.said.connect(said.append)
    qtbot.mouseClick(panel.export, LEFT)
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == [
        "iteration",
        "train loss",
        "test loss",
        "train accuracy",
        "test accuracy",
    ]
    assert (rows[-1][0], float(rows[-1][1])) == ("30", session.frame.train.loss)
    assert said == [f"Wrote {len(rows) - 1} rows of Run 1 to run.csv."]


def test_a_diverged_run_beside_it_does_not_press_the_loss_flat(session, panel, qtbot: QtBot):
    loss = LossPlot(session, Themes())
    qtbot.addWidget(loss)
    loss.show()
    first, _, _ = three_runs(qtbot, session, panel)
    first.position.history.add_score(101, Score(1e300, 0.5), Score(1e300, 0.5))
    session.runs.overlay(first, True)
    loss.draw(session.frame)
    assert len(loss.loss.others[0].iterations) == len(first.position.history.scores)
    assert loss.loss.box.viewRange()[1][1] < 10.0


def test_two_runs_side_by_side_share_one_cursor(session, panel, qtbot: QtBot):
    first, _, third = three_runs(qtbot, session, panel)
    click(qtbot, panel, first)
    qtbot.mouseClick(panel.compare, LEFT)
    view = panel.comparison
    assert view.runs == (third, first)
    qtbot.waitUntil(lambda: all(column.frame is not None for column in view.columns))
    assert [column.frame.iteration for column in view.columns] == [50, 100]
    assert view.columns[0].scores.text().endswith("its end, iteration 50")
    assert "iteration" not in view.columns[1].scores.text()
    view.track.dragged.emit(20)
    qtbot.waitUntil(lambda: [c.frame.iteration for c in view.columns] == [20, 20])
    assert view.columns[0].frame.experiment.training.optimizer == "adam"
    for column in view.columns:
        expected = column.run.position.recording.at(20).state.theta
        assert (column.frame.theta == expected).all()
    view.columns[1].chart.hovered.emit(view.columns[1].chart.to_data(QPoint(200, 50)))
    cursors = [column.chart.cursor_iteration for column in view.columns]
    assert cursors[0] == cursors[1] is not None
    assert [column.chart._cursor for column in view.columns] == cursors
    view.close()


def test_two_runs_are_seen_side_by_side_again_after_the_window_was_closed(
    session, panel, qtbot: QtBot
):
    first, _, _ = three_runs(qtbot, session, panel)
    click(qtbot, panel, first)
    qtbot.mouseClick(panel.compare, LEFT)
    closed = panel.comparison
    with qtbot.waitSignal(closed.destroyed):
        closed.close()
    qtbot.mouseClick(panel.compare, LEFT)
    assert panel.comparison.isVisible()
    panel.comparison.close()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.84, "0.8 s"), (12.4, "12 s"), (185.0, "3 min 05 s"), (7620.0, "2 h 07 min")],
)
def test_times_in_few_letters(seconds, text):
    assert duration(seconds) == text
