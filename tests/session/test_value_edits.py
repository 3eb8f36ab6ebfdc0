"""Values that are changed by hand are steps of a run: replayed, undone, saved and opened again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnplayground.core.table_spec import CellChange
from nnplayground.data.table_preview import found_format, proposed, sample_text
from nnplayground.data.table_source import TABLE
from nnplayground.files import load_network, save_network
from nnplayground.session import Session
from nnplayground.session.differences import differences

TEXT = "age,size,class\n" + "".join(f"{n},{n * 7 % 13}.5,{'ab'[n % 2]}\n" for n in range(3000))


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    made = Session()
    found = sample_text(TEXT)
    table = proposed(found, found_format(found))
    assert made.edit_data("Open table", dataset=TABLE, table=table, features=())
    made.edit_training("engine", engine="numpy")
    yield made
    made.shut_down()


def stepped(session: Session, qtbot: QtBot, iterations: int) -> None:
    session.step(iterations)
    qtbot.waitUntil(lambda: not session.running)


def test_the_network_goes_on_with_the_changed_value(session, qtbot):
    stepped(session, qtbot, 10)
    network, theta = session.experiment.network, session.state.theta
    assert session.edit_value(0, 0, "1234")
    assert session.experiment.network == network
    assert session.state.iteration == 10
    np.testing.assert_array_equal(session.state.theta, theta)
    assert session.dataset.train.raw[0, 0] == 1234.0


def test_a_run_with_changes_in_it_comes_back_to_the_bit(session, qtbot, tmp_path: Path):
    for number in range(4):
        stepped(session, qtbot, 7)
        assert session.edit_value(number, 0, f"{5000 + number}")
    stepped(session, qtbot, 7)
    theta, raw = session.state.theta, session.dataset.train.raw
    save_network(tmp_path / "a.nnplay", session.saved())
    session.restore(load_network(tmp_path / "a.nnplay"))
    np.testing.assert_array_equal(session.dataset.train.raw, raw)
    np.testing.assert_array_equal(session.state.theta, theta)
    assert session.branch_at(20)
    assert len(session.experiment.data.table.changes) == 2
    assert session.edit_value(2, 0, "5002")
    # the change of then is made at another iteration now: another run
    stepped(session, qtbot, 3)


def test_a_table_that_travels_along_is_in_the_file_once_however_often_it_was_changed(
    session, qtbot, tmp_path: Path
):
    sizes = []
    for number in range(12):
        assert session.edit_value(number, 1, f"{number}.25")
        stepped(session, qtbot, 1)
        if number in (1, 11):
            save_network(tmp_path / f"{number}.nnplay", session.saved())
            sizes.append((tmp_path / f"{number}.nnplay").stat().st_size)
    assert sizes[1] - sizes[0] < 3 * len(TEXT)  # ten changes, states and all
    session.restore(load_network(tmp_path / "11.nnplay"))
    assert session.experiment.data.table.text == TEXT
    assert len(session.experiment.data.table.changes) == 12


def test_what_differs_is_told_as_changed_values(session):
    before = session.experiment
    session.edit_value(3, 0, "17")
    assert differences(before, session.experiment) == ("1 value changed",)
    session.edit_value(4, 0, "18")
    assert differences(before, session.experiment) == ("2 values changed",)


def test_a_refused_value_changes_nothing_and_is_said(session):
    said: list[str] = []
    session.said.connect(said.append)
    before = session.experiment
    assert not session.edit_value(0, 0, "tall")
    assert session.experiment is before
    assert said[-1] == "'age': expected a number, got 'tall'"


def test_no_more_values_are_changed_by_hand_than_can_be_kept(session, monkeypatch):
    table = session.experiment.data.table
    many = tuple(CellChange(row, "age", "1") for row in range(1, 501))
    assert session.edit_data("Many", table=replace(table, changes=many))
    said: list[str] = []
    session.said.connect(said.append)
    number = next(n for n in range(3000) if session.dataset.train.raw[n, 0] != 1.0)
    assert not session.edit_value(number, 0, "2")
    assert "up to 500 cells can be changed by hand" in said[-1]
