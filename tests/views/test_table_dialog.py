"""A table goes from a click, a drop or the clipboard to the session; the preview can be changed."""

from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel

from nnplayground.core import Experiment
from nnplayground.core.table_spec import MAX_EMBEDDED, TableSpec
from nnplayground.files import load_network
from nnplayground.views.main_window import MainWindow
from nnplayground.views.picture_dialog import PicturesDialog
from nnplayground.views.table_dialog import TableDialog
from tests.data.test_real_tables import EPOCHS, RECORDED, TABLES
from tests.views.test_main_window import drop

LEFT = Qt.MouseButton.LeftButton
IRIS = TABLES / "iris.csv"
MIXED = "name;size;smokes;city\nA;1,75;yes;Rome\nB;1,80;no;Bonn\nC;;yes;Rome\nD;1,60;no;Rome\n"


Preview = TypeVar("Preview", TableDialog, PicturesDialog)


def when_read(dialog: Preview | None, qtbot) -> Preview:
    """The dialog, once what it shows was read or refused."""
    assert dialog is not None
    qtbot.waitUntil(
        lambda: dialog.open_button.isEnabled() or dialog.said.property("role") == "alert",
        timeout=15_000,
    )
    return dialog


def previewed(window: MainWindow, qtbot) -> TableDialog:
    """The dialog, once the table was read or refused."""
    return when_read(window.tables.dialog, qtbot)


def opened(window: MainWindow, qtbot, path: Path) -> TableDialog:
    window.tables.open_path(path)
    return previewed(window, qtbot)


def written(folder: Path, text: str, name: str = "mine.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def choose(box: QComboBox, key: str) -> None:
    """Choose by keys, as a person does."""
    box.setFocus()
    wanted = box.findData(key)
    for _ in range(abs(wanted - box.currentIndex())):
        forward = box.currentIndex() < wanted
        QTest.keyClick(box, Qt.Key.Key_Down if forward else Qt.Key.Key_Up)


def spec_of(dialog: TableDialog) -> TableSpec:
    assert dialog.spec is not None
    return dialog.spec


class Asked:
    """A question that is answered always the same; remembers what was asked."""

    def __init__(self, answer) -> None:
        self.answer = answer
        self.sentences: list[str] = []

    def __call__(self, sentence: str, name: str = ""):
        self.sentences.append(sentence)
        return self.answer


def headers(dialog: TableDialog) -> list[str]:
    horizontal = Qt.Orientation.Horizontal
    return [dialog.model.headerData(n, horizontal) for n in range(dialog.model.columnCount())]


def test_a_click_opens_a_table_that_is_trained_at_once(window, qtbot, monkeypatch):
    monkeypatch.setattr(window.dialogs, "ask_table", lambda folder: IRIS)
    QTest.mouseClick(window.docks.panels["data"].open_table, LEFT)
    dialog = previewed(window, qtbot)
    assert dialog.said.text() == "150 rows, 4 inputs, 3 classes to tell apart."
    assert headers(dialog)[-1] == "class\ntarget · categories"
    QTest.mouseClick(dialog.open_button, LEFT)
    session = window.session
    assert session.dataset.classes == ("setosa", "versicolor", "virginica")
    assert session.experiment.network.sizes == (4, 8, 8, 3)
    assert abs(session.dataset.train.inputs.mean()) < 1e-12
    session.step(20)
    qtbot.waitUntil(lambda: not session.running)
    assert session.state.iteration == 20
    session.undo_stack.undo()
    assert session.experiment.data.dataset == "circle"


@pytest.mark.parametrize("name", RECORDED)
def test_from_a_click_to_a_network_as_good_as_scikit_learns(window, qtbot, monkeypatch, name):
    monkeypatch.setattr(window.dialogs, "ask_table", lambda folder: TABLES / f"{name}.csv")
    QTest.mouseClick(window.docks.panels["data"].open_table, LEFT)
    QTest.mouseClick(previewed(window, qtbot).open_button, LEFT)
    session = window.session
    batches = -(-len(session.dataset.train) // session.experiment.training.batch_size)
    session.step(EPOCHS * batches)
    qtbot.waitUntil(lambda: not session.running)
    assert session.state.iteration == EPOCHS * batches
    qtbot.waitUntil(lambda: session.frame.iteration == EPOCHS * batches)
    assert session.frame.test.accuracy >= RECORDED[name] - 0.02


def test_cancel_changes_nothing(window, qtbot):
    dialog = opened(window, qtbot, IRIS)
    before = window.session.experiment
    QTest.mouseClick(dialog.cancel, LEFT)
    assert window.tables.dialog is None
    assert window.session.experiment == before


def test_a_dropped_table_is_shown(window, qtbot):
    assert drop(window, IRIS)
    qtbot.waitUntil(lambda: window.tables.dialog is not None)
    assert previewed(window, qtbot).windowTitle() == "Open table — iris.csv"


def test_cells_of_a_spreadsheet_are_pasted(window, qtbot):
    QApplication.clipboard().setText("a\tb\n1,5\t2\n3,5\t4,5\n")
    window.action_set.by_id["paste-table"].trigger()
    dialog = previewed(window, qtbot)
    assert (dialog.delimiter.currentData(), dialog.decimal.currentData()) == ("\t", ",")
    assert not dialog.embed.isEnabled()
    QTest.mouseClick(dialog.open_button, LEFT)
    assert sorted(window.session.dataset.train.raw.ravel()) == [1.5]
    assert sorted(window.session.dataset.test.raw.ravel()) == [3.5]
    QApplication.clipboard().clear()


def test_an_empty_clipboard_is_said(window, qtbot):
    QApplication.clipboard().clear()
    window.action_set.by_id["paste-table"].trigger()
    dialog = previewed(window, qtbot)
    assert dialog.said.text().startswith("There is no text on the clipboard")
    assert not dialog.open_button.isEnabled()


def test_what_was_found_can_be_changed(window, qtbot, tmp_path):
    dialog = opened(window, qtbot, written(tmp_path, MIXED))
    assert dialog.delimiter.currentData() == ";"
    assert dialog.decimal.currentData() == ","
    choose(dialog.delimiter, ",")
    previewed(window, qtbot)
    assert dialog.spec is None or len(spec_of(dialog).columns) != 4
    choose(dialog.delimiter, ";")
    previewed(window, qtbot)
    choose(dialog.missing, "mean")
    choose(dialog.scaling, "none")
    qtbot.waitUntil(lambda: "filled with the mean" in dialog.said.text())
    QTest.mouseClick(dialog.open_button, LEFT)
    data = window.session.experiment.data
    assert (data.table.missing, data.scaling) == ("mean", "none")
    assert len(window.session.dataset.train) + len(window.session.dataset.test) == 4


def test_target_and_kinds_are_chosen_column_by_column(window, qtbot, tmp_path):
    dialog = opened(window, qtbot, written(tmp_path, MIXED))
    header = dialog.table.horizontalHeader()
    QTest.mouseClick(
        header.viewport(), LEFT, pos=header.rect().topLeft() + _middle(header, column=1)
    )
    assert dialog.column.currentText() == "size"
    choose(dialog.role, "target")
    assert [c.role for c in spec_of(dialog).columns] == ["input", "target", "input", "input"]
    dialog.role.setFocus()
    QTest.keyClick(dialog.role, Qt.Key.Key_Up)
    assert dialog.said.text().startswith("Columns: no column is the target")
    assert dialog.role.currentData() == "target"
    dialog.table.selectColumn(2)
    choose(dialog.kind, "category")
    choose(dialog.role, "target")
    assert [c.role for c in spec_of(dialog).columns] == ["input", "input", "target", "input"]
    assert spec_of(dialog).columns[2].kind == "category"


def _middle(header, column):
    left = header.sectionViewportPosition(column)
    return QPointF(left + header.sectionSize(column) / 2, header.height() / 2).toPoint()


def test_what_is_wrong_stands_in_the_preview_with_row_and_column(window, qtbot, tmp_path):
    text = "a,b\n" + "1.5,2.5\n" * 300 + "1.5,many\n"
    dialog = opened(window, qtbot, written(tmp_path, text))
    assert dialog.said.text().startswith("Row 302, column 2 ('b'): 'many' is no number")
    assert not dialog.open_button.isEnabled()
    choose(dialog.kind, "category")
    qtbot.waitUntil(dialog.open_button.isEnabled)


def test_a_large_table_shows_its_progress_and_can_be_left(window, qtbot, tmp_path):
    path = written(tmp_path, "a,b,c,d\n" + "1.25,2.5,3.5,1\n4.25,5.5,6.5,0\n" * 200_000)
    window.tables.open_path(path)
    dialog = window.tables.dialog
    shares: list[int] = []
    dialog.progress.valueChanged.connect(shares.append)
    qtbot.waitUntil(lambda: any(0 < share < 1000 for share in shares), timeout=15_000)
    QTest.mouseClick(dialog.cancel, LEFT)
    assert window.session.experiment.data.dataset == "circle"


def saved_with_table(window, qtbot, folder: Path, embedded: bool) -> Path:
    dialog = opened(window, qtbot, written(folder, MIXED.replace("C;;", "C;1,9;")))
    if not embedded:
        dialog.embed.click()
        previewed(window, qtbot)
    QTest.mouseClick(dialog.open_button, LEFT)
    path = folder / "mine.nnplay"
    window.files._write(path)
    return path


def test_a_saved_network_carries_its_table_along(window, qtbot, tmp_path):
    path = saved_with_table(window, qtbot, tmp_path, embedded=True)
    (tmp_path / "mine.csv").unlink()
    window.session.replace(Experiment())
    assert window.files.open_path(path)
    assert window.session.experiment.data.table.name == "mine.csv"


@pytest.fixture
def forgotten(monkeypatch):
    """Nothing that was read is remembered, as in a program that starts anew."""
    from nnplayground.core import dataset
    from nnplayground.data import table_source

    def forget():
        dataset._loaded.clear()
        table_source._tables.clear()

    return forget


def test_a_table_that_was_moved_is_asked_for_and_found(
    window, qtbot, tmp_path, monkeypatch, forgotten
):
    path = saved_with_table(window, qtbot, tmp_path, embedded=False)
    table = load_network(path).experiment.data.table
    assert table is not None
    assert table.text is None
    before = window.session.dataset.train.raw
    window.session.replace(Experiment())
    moved = (tmp_path / "mine.csv").rename(tmp_path / "other.csv")
    forgotten()
    asked = Asked(moved)
    monkeypatch.setattr(window.dialogs, "ask_table_again", asked)
    assert window.files.open_path(path)
    assert "is no longer at" in asked.sentences[0]
    assert window.session.experiment.data.table.path == str(moved)
    assert np.array_equal(window.session.dataset.train.raw, before)


def test_a_table_beside_the_network_is_found_without_asking(window, qtbot, tmp_path, forgotten):
    path = saved_with_table(window, qtbot, tmp_path, embedded=False)
    window.session.replace(Experiment())
    folder = tmp_path / "sent"
    folder.mkdir()
    (tmp_path / "mine.csv").rename(folder / "mine.csv")
    forgotten()
    assert window.files.open_path(path.rename(folder / path.name))
    assert window.session.experiment.data.table.path == str(folder / "mine.csv")


def test_a_changed_table_is_used_as_it_is_when_a_person_says_so(
    window, qtbot, tmp_path, monkeypatch, forgotten
):
    path = saved_with_table(window, qtbot, tmp_path, embedded=False)
    window.session.replace(Experiment())
    with (tmp_path / "mine.csv").open("a") as file:
        file.write("A;1,1;no;Bonn\n")
    forgotten()
    asked = Asked(True)
    monkeypatch.setattr(window.dialogs, "ask_changed_table", asked)
    assert window.files.open_path(path)
    assert "was changed since" in asked.sentences[0]
    assert len(window.session.dataset.train) + len(window.session.dataset.test) == 5


def test_giving_up_the_search_keeps_what_is_there(window, qtbot, tmp_path, monkeypatch, forgotten):
    path = saved_with_table(window, qtbot, tmp_path, embedded=False)
    window.session.replace(Experiment())
    (tmp_path / "mine.csv").unlink()
    forgotten()
    monkeypatch.setattr(window.dialogs, "ask_table_again", lambda text, name: None)
    assert not window.files.open_path(path)
    assert window.session.experiment == Experiment()


def test_only_small_tables_can_be_kept_in_the_experiment(window, qtbot, tmp_path):
    text = "a,b\n" + "1.25,2.5\n3.5,4.5\n" * 60_000
    assert len(text) > MAX_EMBEDDED
    dialog = opened(window, qtbot, written(tmp_path, text))
    assert not dialog.embed.isEnabled()
    assert spec_of(dialog).text is None


def test_a_large_table_is_read_beside_the_window_and_can_be_left(
    window, qtbot, tmp_path, monkeypatch, forgotten
):
    from nnplayground.views.table_dialog import finding
    from nnplayground.views.waiting import Waiting

    path = saved_with_table(window, qtbot, tmp_path, embedded=False)
    before = window.session.dataset.train.raw
    window.session.replace(Experiment())
    monkeypatch.setattr(finding, "AT_ONCE", 10)
    sentences = []
    waited = Waiting.result_of

    def watched(self, work):
        sentences.append(self.findChild(QLabel).text())
        return waited(self, work)

    def left(self, work):
        QTimer.singleShot(0, self.cancel.click)
        return waited(self, lambda progress: work(lambda share: False))

    forgotten()
    monkeypatch.setattr(Waiting, "result_of", left)
    assert not window.files.open_path(path)
    assert window.session.experiment == Experiment()
    monkeypatch.setattr(Waiting, "result_of", watched)
    assert window.files.open_path(path)
    assert sentences == ["Reading mine.csv…"]
    assert np.array_equal(window.session.dataset.train.raw, before)


def test_values_changed_by_hand_come_back_with_a_table_that_was_moved(
    window, qtbot, tmp_path, monkeypatch, forgotten
):
    saved_with_table(window, qtbot, tmp_path, embedded=False)
    session = window.session
    session.edit_training("engine", engine="numpy")
    for text in ("71.5", "72.5"):
        session.step(5)
        qtbot.waitUntil(lambda: not session.running)
        assert session.edit_value(0, 1, text)
    session.step(5)
    qtbot.waitUntil(lambda: not session.running)
    theta, raw = session.state.theta, session.dataset.train.raw
    window.files._write(tmp_path / "mine.nnplay")
    session.replace(Experiment())
    moved = (tmp_path / "mine.csv").rename(tmp_path / "other.csv")
    forgotten()
    monkeypatch.setattr(window.dialogs, "ask_table_again", Asked(moved))
    assert window.files.open_path(tmp_path / "mine.nnplay")
    assert np.array_equal(session.dataset.train.raw, raw)
    # the past is replayed with the values of then, from the table where it is now
    assert np.array_equal(session.state.theta, theta)
    assert session.branch_at(12)
    session.step(3)
    qtbot.waitUntil(lambda: not session.running)
    assert np.array_equal(session.state.theta, theta)


def test_open_takes_a_table_and_asks_about_nothing_that_stays(window, qtbot, tmp_path, monkeypatch):
    window.session.mark_unsaved()
    path = written(tmp_path, MIXED)
    monkeypatch.setattr(window.dialogs, "ask_open", lambda folder: path)
    window.action_set.by_id["open"].trigger()
    assert window.tables.dialog is not None
    assert window.tables.dialog.isVisible()
    window.tables.dialog.reject()
