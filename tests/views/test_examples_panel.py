"""The table of examples: sorted, filtered, followed and changed with real clicks and keys."""

import csv
import io

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLineEdit
from pytestqt.qtbot import QtBot

from nnplayground.core import Experiment, load_dataset
from nnplayground.data import DATASETS
from nnplayground.data.table_preview import found_format, proposed, sample_text
from nnplayground.data.table_source import TABLE
from nnplayground.session.example_order import ExampleFilter
from nnplayground.session.scoring import Scored
from nnplayground.views.examples import ExamplesPanel
from nnplayground.views.examples import panel as panel_module
from nnplayground.views.examples import sorting as sorting_module
from nnplayground.views.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
TEXT = "age,city,class\n" + "".join(
    f"{20 + n % 23},{('Rome', 'Oslo')[n % 2]},{'abc'[n % 3]}\n" for n in range(60)
)


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> ExamplesPanel:
    open_data(window, "rings", qtbot)
    return examples_of(window)


def examples_of(window: MainWindow) -> ExamplesPanel:
    made = window.docks.panels["examples"]
    assert isinstance(made, ExamplesPanel)
    return made


def open_data(window: MainWindow, key: str, qtbot: QtBot) -> None:
    """Begin with a data set, trained a little, its examples in sight."""
    session = window.session
    session.replace(DATASETS[key].suggested.with_training(engine="numpy"))
    session.step(30)
    qtbot.waitUntil(lambda: not session.running)
    window.docks.show_panel("examples")
    settle(window, qtbot)


def open_table(window: MainWindow, qtbot: QtBot) -> None:
    found = sample_text(TEXT)
    table = proposed(found, found_format(found))
    window.session.edit_data("Open table", dataset=TABLE, table=table, features=())
    window.session.edit_training("engine", engine="numpy")
    window.docks.show_panel("examples")
    settle(window, qtbot)


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the moment that is shown is what the table shows."""
    session, panel = window.session, examples_of(window)

    def is_shown() -> bool:
        scored = panel.model.scored
        return (
            scored is not None
            and scored.state is session.frame.state
            and scored.dataset is session.frame.dataset
            and len(panel.model.order) <= len(scored.losses)
        )

    qtbot.waitUntil(is_shown)


def click(panel: ExamplesPanel, row: int, column: int = 0, double: bool = False) -> None:
    rect = panel.table.visualRect(panel.model.index(row, column))
    where = panel.table.viewport()
    QTest.mouseClick(where, LEFT, pos=rect.center())
    if double:
        QTest.mouseDClick(where, LEFT, pos=rect.center())


def click_title(panel: ExamplesPanel, column: int) -> None:
    header = panel.table.horizontalHeader()
    x = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(x, header.height() // 2))


def type_into(panel: ExamplesPanel, row: int, column: int, text: str, qtbot: QtBot) -> None:
    click(panel, row, column, double=True)
    field = panel.table.findChild(QLineEdit)
    assert field is not None
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    # Qt takes over what was typed with the next event
    qtbot.waitUntil(lambda: panel.table.findChild(QLineEdit) is None)


def at(panel: ExamplesPanel, title: str) -> int:
    return [column.title for column in panel.model.columns].index(title)


def column_texts(panel: ExamplesPanel, title: str) -> list[str]:
    place = at(panel, title)
    return [str(panel.model.index(row, place).data()) for row in range(panel.model.rowCount())]


def scored_in(panel: ExamplesPanel) -> Scored:
    assert panel.model.scored is not None
    return panel.model.scored


def shown_losses(panel: ExamplesPanel) -> np.ndarray:
    return scored_in(panel).losses[panel.model.order]


def test_the_worst_examples_stand_first(panel):
    losses = shown_losses(panel)
    assert len(losses) == 600
    assert (np.diff(losses) <= 0).all()
    assert panel.filters.direction.text() == "Worst first"


def test_the_losses_are_those_of_the_run(panel):
    frame, scored = panel.session.frame, panel.model.scored
    trained = len(frame.dataset.train)
    assert scored.losses[:trained].mean() == pytest.approx(frame.train.loss)
    assert scored.losses[trained:].mean() == pytest.approx(frame.test.loss)
    wrong = (scored.said != scored.labels)[trained:].mean()
    assert 1.0 - wrong == pytest.approx(frame.test.accuracy)


def test_a_click_on_a_title_sorts_by_it_and_a_second_one_turns_it_around(panel):
    place = at(panel, "x₁")
    click_title(panel, place)
    dataset = panel.session.dataset
    raw = np.concatenate((dataset.train.raw, dataset.test.raw))[:, 0]
    np.testing.assert_array_equal(panel.model.order, np.argsort(raw, kind="stable"))
    click_title(panel, place)
    np.testing.assert_array_equal(panel.model.order, np.argsort(-raw, kind="stable"))
    click_title(panel, at(panel, "Example"))
    np.testing.assert_array_equal(panel.model.order, np.arange(600))


def test_every_column_can_be_sorted_by_with_the_keyboard_too(panel, qtbot):
    for column in range(len(panel.model.columns)):
        panel.filters.sorting.setFocus()
        panel.filters.sorting.setCurrentIndex(column)
        panel.filters.sorting.activated.emit(column)
        keys = panel.model.columns[column].keys(panel.model.scored)[panel.model.order]
        falling = panel.descending
        assert (np.diff(keys) <= 0).all() if falling else (np.diff(keys) >= 0).all()
    panel.filters.direction.setFocus()
    before = panel.model.order
    QTest.keyClick(panel.filters.direction, Qt.Key.Key_Space)
    assert not np.array_equal(panel.model.order, before)


def test_only_the_misclassified_and_only_those_of_the_test(panel):
    scored = scored_in(panel)
    wrong = scored.said != scored.labels
    QTest.mouseClick(panel.filters.wrong, LEFT)
    assert set(panel.model.order) == set(np.flatnonzero(wrong))
    panel.filters.part.setCurrentIndex(panel.filters.part.findData("test"))
    panel.filters.part.activated.emit(2)
    trained = len(scored.dataset.train)
    assert set(panel.model.order) == set(np.flatnonzero(wrong)[np.flatnonzero(wrong) >= trained])
    assert all(text.startswith("test ") for text in column_texts(panel, "Example"))
    assert panel.filters.told.text().startswith(f"{len(panel.model.order)} of 600 examples")


def test_only_those_of_a_class_and_of_an_answer(panel):
    scored = scored_in(panel)
    panel.filters.target.setCurrentIndex(1)
    panel.filters.target.activated.emit(1)
    assert set(column_texts(panel, "Target")) == {"inner"}
    panel.filters.answer.setCurrentIndex(3)
    panel.filters.answer.activated.emit(3)
    expected = np.flatnonzero((scored.labels == 0) & (scored.said == 2))
    assert set(panel.model.order) == set(expected)


def test_the_session_can_ask_for_the_examples_of_a_cell_of_the_confusion_matrix(window, qtbot):
    open_data(window, "rings", qtbot)
    window.docks.show_panel("weights")
    window.session.listing.show(ExampleFilter(part="test", target=2, answer=1))
    panel = examples_of(window)
    assert panel.isVisible()
    settle(window, qtbot)
    assert panel.filters.part.currentData() == "test"
    assert panel.filters.target.currentData() == 2
    assert panel.filters.answer.currentData() == 1
    scored = scored_in(panel)
    expected = np.flatnonzero((scored.labels == 2) & (scored.said == 1))
    assert set(panel.model.order) == {n for n in expected if n >= len(scored.dataset.train)}


def test_data_of_other_classes_is_not_filtered_by_those_of_before(window, panel, qtbot):
    panel.session.listing.use(ExampleFilter(part="test", wrong=True, target=2))
    open_data(window, "digits", qtbot)
    assert panel.session.listing.filter == ExampleFilter(part="test")
    assert panel.model.rowCount() == len(window.session.dataset.test)


def test_where_no_example_is_like_that_it_is_said(panel):
    panel.session.listing.use(ExampleFilter(target=0, answer=3))
    assert panel.model.rowCount() == 0
    assert panel.nothing.isVisible()
    panel.session.listing.use(ExampleFilter())
    assert not panel.nothing.isVisible()
    assert panel.table.isVisible()


def test_a_click_follows_the_example_everywhere(window, panel):
    click(panel, 2)
    number = int(panel.model.order[2])
    session = window.session
    assert session.example.index == number
    view = window.docks.panels["output"]
    assert view.kinds[view.kind].canvas.marked == number


@pytest.mark.parametrize("part", ["train", "test"])
def test_the_chosen_example_is_taken_apart_and_the_batch_comes_back(window, panel, qtbot, part):
    panel.session.listing.use(ExampleFilter(part=part))
    assert not panel.filters.apart.isEnabled()
    click(panel, 1)
    QTest.mouseClick(panel.filters.apart, LEFT)
    apart = window.docks.panels["take_apart"]
    assert apart.isVisible()
    example = window.session.example
    qtbot.waitUntil(lambda: apart.trace is not None and len(apart.trace["X"].array) == 1)
    np.testing.assert_array_equal(apart.trace["X"].array[0], example.part.inputs[example.row])
    assert (apart.trace.numbers.Y is None) == (part == "test")
    QTest.mouseClick(apart.header.batch, LEFT)
    qtbot.waitUntil(lambda: len(apart.trace["X"].array) == 10)
    assert not apart.header.batch.isVisible()


def test_arrow_keys_follow_one_after_the_other(panel):
    click(panel, 0)
    panel.table.setFocus()
    for row in (1, 2, 3):
        QTest.keyClick(panel.table, Qt.Key.Key_Down)
        assert panel.session.example.index == int(panel.model.order[row])


def test_an_example_that_is_chosen_elsewhere_is_selected_here(panel):
    panel.session.example.choose(77)
    row = panel.table.currentIndex().row()
    assert int(panel.model.order[row]) == 77
    assert panel.table.selectionModel().isRowSelected(row)
    assert 0 <= panel.table.rowViewportPosition(row) < panel.table.viewport().height()


def test_the_followed_row_stays_in_sight_when_the_order_changes(window, panel, qtbot):
    click(panel, 1)
    number = panel.session.example.index
    session = window.session
    session.step(200)
    qtbot.waitUntil(lambda: not session.running)
    settle(window, qtbot)
    row = panel.model.row_of(number)
    assert panel.table.currentIndex().row() == row
    assert 0 <= panel.table.rowViewportPosition(row) < panel.table.viewport().height()


def test_rows_hold_still_while_training_goes_on_until_it_is_asked_for(
    window, panel, qtbot, monkeypatch
):
    monkeypatch.setattr(panel_module, "PACE", 1e9)
    session = window.session
    order = panel.model.order
    first = panel.model.scored
    session.set_rate(200.0)
    session.train()
    qtbot.waitUntil(lambda: panel.model.scored is not first)
    np.testing.assert_array_equal(panel.model.order, order)
    assert panel.filters.again.isVisible()
    QTest.mouseClick(panel.filters.again, LEFT)
    assert (np.diff(shown_losses(panel)) <= 0).all()
    session.pause()
    settle(window, qtbot)
    assert (np.diff(shown_losses(panel)) <= 0).all()
    assert not panel.filters.again.isVisible()


def test_a_diverged_network_is_the_worst_everywhere_and_shown(window, qtbot):
    session = window.session
    state = session.state.copy()
    state.theta[:] = np.nan
    session.replace(session.experiment.with_training(engine="numpy"), state)
    window.docks.show_panel("examples")
    settle(window, qtbot)
    panel = examples_of(window)
    assert set(column_texts(panel, "Answer")) == {"no number"}
    assert panel.model.rowCount() == 500


def test_a_value_of_a_table_is_changed_undone_and_done_again(window, qtbot):
    open_table(window, qtbot)
    session, panel = window.session, examples_of(window)
    before, experiment = session.dataset, session.experiment
    row, place = 2, at(panel, "age")
    number = int(panel.model.order[row])
    type_into(panel, row, place, "99.5", qtbot)
    assert session.undo_stack.undoText() == "Change a value"
    after = session.dataset
    raw = np.concatenate((after.train.raw, after.test.raw))
    assert raw[number, 0] == 99.5
    settle(window, qtbot)
    assert panel.model.index(panel.model.row_of(number), place).data() == "99.5"
    session.undo_stack.undo()
    assert session.experiment == experiment
    np.testing.assert_array_equal(session.dataset.train.raw, before.train.raw)
    np.testing.assert_array_equal(session.dataset.train.inputs, before.train.inputs)
    session.undo_stack.redo()
    np.testing.assert_array_equal(session.dataset.train.raw, after.train.raw)


def test_two_values_changed_in_a_row_are_two_steps(window, qtbot):
    open_table(window, qtbot)
    session, panel = window.session, examples_of(window)
    steps = session.undo_stack.count()
    for row, text in ((0, "50"), (1, "51")):
        type_into(panel, row, at(panel, "age"), text, qtbot)
        settle(window, qtbot)
    assert session.undo_stack.count() == steps + 2


def test_a_word_and_a_target_are_changed_and_a_wrong_one_is_a_sentence(window, qtbot):
    open_table(window, qtbot)
    session, panel = window.session, examples_of(window)
    said: list[str] = []
    session.said.connect(said.append)
    type_into(panel, 0, at(panel, "city"), "Roma", qtbot)
    assert "'Roma' is no value so far; known are Oslo, Rome" in said[-1]
    assert not session.experiment.data.table.changes
    number = int(panel.model.order[0])
    other = "ab"[int(session.dataset.train.labels[number] == 0)] if number < 48 else "a"
    type_into(panel, 0, at(panel, "Target"), other, qtbot)
    assert session.experiment.data.table.changes[0].text == other


def test_the_file_of_a_table_stays_and_the_change_is_saved_with_the_experiment(
    window, qtbot, tmp_path
):
    path = tmp_path / "mine.csv"
    path.write_text(TEXT)
    open_table(window, qtbot)
    panel = examples_of(window)
    type_into(panel, 0, at(panel, "age"), "77", qtbot)
    kept = window.session.experiment
    again = Experiment.from_json(kept.to_json())
    assert again == kept
    assert 77.0 in load_dataset(again.data).train.raw or 77.0 in load_dataset(again.data).test.raw
    assert path.read_text() == TEXT


def test_a_table_is_changed_while_training_goes_on(window, qtbot):
    open_table(window, qtbot)
    session, panel = window.session, examples_of(window)
    session.set_rate(100.0)
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 0)
    type_into(panel, 0, at(panel, "age"), "88", qtbot)
    assert session.running
    assert session.experiment.data.table.changes[0].text == "88.0"
    assert session.state.iteration > 0
    session.pause()


def test_no_row_moves_while_a_value_is_typed(window, qtbot):
    open_table(window, qtbot)
    session, panel = window.session, examples_of(window)
    click(panel, 1, at(panel, "age"), double=True)
    order = panel.model.order
    assert panel.table.state() == QAbstractItemView.State.EditingState
    session.step(50)
    qtbot.waitUntil(lambda: session.scoring.scored.state.iteration == 50)
    np.testing.assert_array_equal(panel.model.order, order)
    field = panel.table.findChild(QLineEdit)
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_Escape)


def test_a_point_of_the_plane_is_moved_by_typing_its_coordinate(window, qtbot):
    session = window.session
    session.replace(Experiment().with_training(engine="numpy"))
    window.docks.show_panel("examples")
    settle(window, qtbot)
    panel = examples_of(window)
    number = int(panel.model.order[0])
    type_into(panel, 0, at(panel, "x₁"), "-1.25", qtbot)
    dataset = session.dataset
    assert session.experiment.data.dataset == "points"
    assert np.concatenate((dataset.train.raw, dataset.test.raw))[number, 0] == -1.25
    session.undo_stack.undo()
    assert session.experiment.data.dataset == "circle"


def test_what_cannot_be_changed_says_so_where_the_pointer_is(window, qtbot):
    open_data(window, "lesson_a", qtbot)
    panel = examples_of(window)
    index = panel.model.index(0, at(panel, "x₁"))
    told = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "Lesson A stays unchanged; values of a table of yours" in told
    click(panel, 0, index.column(), double=True)
    assert panel.table.findChild(QLineEdit) is None


def test_pictures_are_shown_as_pictures(window, qtbot):
    open_data(window, "digits", qtbot)
    panel = examples_of(window)
    place = at(panel, "Picture")
    first = panel.model.index(0, place).data(Qt.ItemDataRole.DecorationRole).toImage()
    dark = [first.pixelColor(x, y).lightness() for x in range(26) for y in range(26)]
    assert max(dark) - min(dark) > 100


def test_the_numbers_of_the_table_are_exported_as_they_stand(panel):
    text = panel.numbers().text()
    head, *rows = csv.reader(io.StringIO(text))
    scored, order = panel.model.scored, panel.model.order
    losses = [float(row[head.index("loss")]) for row in rows]
    np.testing.assert_array_equal(losses, scored.losses[order])
    outputs = [float(row[head.index("output middle")]) for row in rows]
    np.testing.assert_array_equal(outputs, scored.outputs[order, 1])
    raw = np.concatenate((scored.dataset.train.raw, scored.dataset.test.raw))
    np.testing.assert_array_equal([float(row[head.index("x₂")]) for row in rows], raw[order, 1])
    classes = scored.dataset.classes
    assert [row[head.index("target")] for row in rows] == [classes[n] for n in scored.labels[order]]
    assert [row[head.index("answer")] for row in rows] == [classes[n] for n in scored.said[order]]


def test_many_examples_are_sorted_beside_the_window(window, panel, qtbot, monkeypatch):
    monkeypatch.setattr(sorting_module, "AT_ONCE", 10)
    click_title(panel, at(panel, "Example"))
    qtbot.waitUntil(lambda: panel.model.order[0] == 0)
    np.testing.assert_array_equal(panel.model.order, np.arange(600))


def test_regression_has_targets_and_no_classes(window, qtbot):
    open_data(window, "sine", qtbot)
    panel = examples_of(window)
    assert not panel.filters.wrong.isVisible()
    assert not panel.filters.target.isVisible()
    titles = [column.title for column in panel.model.columns]
    assert titles == ["Example", "Target", "Loss", "Output", "x"] or titles[1:4] == [
        "Target",
        "Loss",
        "Output",
    ]


def test_tab_reaches_every_control_and_leaves_the_table(panel, qtbot):
    panel.filters.part.setFocus()
    window = panel.window()
    names = []
    for _ in range(7):
        names.append(window.focusWidget().accessibleName() or window.focusWidget().text())
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert names == [
        "Part of the data",
        "Misclassified",
        "Class of the target",
        "Class of the answer",
        "Sorted by",
        "Worst first",
        "Examples",
    ]
    assert window.focusWidget() is not panel.table


def test_a_hidden_table_costs_nothing(window, qtbot):
    window.docks.show_panel("weights")
    window.session.step(5)
    qtbot.waitUntil(lambda: not window.session.running)
    assert window.session.scoring.scored is None


def test_data_that_is_gone_is_not_held_on_to_where_nobody_sees_it(window, panel, qtbot):
    assert panel.model.scored is not None
    window.docks.show_panel("weights")
    window.session.edit_data("New points", seed=7)
    assert panel.model.scored is None
    assert window.session.scoring.scored is None
    window.docks.show_panel("examples")
    settle(window, qtbot)
    assert panel.model.rowCount() == 600
