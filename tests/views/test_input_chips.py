"""Formulas are typed, ticked on and off, and refused with their place; other weights stay."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nnplayground.session import Session
from nnplayground.views.input_chips import InputChips
from tests.views.conftest import Show

LEFT = Qt.MouseButton.LeftButton
KEY = "formula:x1*exp(-x2)"


@pytest.fixture
def chips(show: Show[InputChips], session: Session) -> InputChips:
    made = InputChips(session)
    session.experiment_changed.connect(lambda _: made.follow())
    made.follow()
    return show(made, 250, 300)


def typed(chips: InputChips, text: str) -> None:
    QTest.mouseClick(chips.add, LEFT)
    QTest.keyClicks(chips.line, text)
    QTest.keyClick(chips.line, Qt.Key.Key_Return)


def weights(session: Session):
    return session.training.problem.layout.weight(session.state.theta, 0)


def test_a_typed_formula_is_an_input_and_the_weights_of_the_others_stay(chips, session):
    before = weights(session).copy()
    typed(chips, "x1*exp(-x2)")
    assert session.experiment.data.features == ("x1", "x2", KEY)
    assert np.array_equal(weights(session)[:2], before)
    assert chips.own[KEY].isChecked()
    assert not chips.line.isVisible()
    raw, inputs = session.dataset.train.raw, session.dataset.train.inputs
    assert np.allclose(inputs[:, 2], raw[:, 0] * np.exp(-raw[:, 1]))


def test_it_is_ticked_off_and_on_again_like_any_input(chips, session):
    typed(chips, "x1*exp(-x2)")
    kept = weights(session)[:2].copy()
    QTest.mouseClick(chips.own[KEY], LEFT)
    assert session.experiment.data.features == ()
    assert not chips.own[KEY].isChecked()
    QTest.mouseClick(chips.own[KEY], LEFT)
    assert session.experiment.data.features == ("x1", "x2", KEY)
    assert np.array_equal(weights(session)[:2], kept)


def test_what_is_wrong_is_said_and_its_place_is_marked(chips, session):
    typed(chips, "x1 + foo(x2)")
    assert chips.problem.isVisible()
    assert chips.problem.text().startswith("Formula, character 6: 'foo' is no function")
    assert chips.line.selectedText() == "foo"
    assert session.experiment.data.features == ()
    QTest.keyClick(chips.line, Qt.Key.Key_Escape)
    assert not chips.line.isVisible()


def test_a_formula_that_has_no_number_for_an_example_is_refused(chips, session):
    typed(chips, "log(x1)")
    assert "is no finite number for" in chips.problem.text()
    assert session.experiment.data.features == ()


def test_pictures_take_formulas_too_and_show_no_chip_for_each_pixel(chips, session):
    session.edit_data("Digits", dataset="digits")
    assert chips.own == {}
    typed(chips, "x1 + x64")
    assert list(chips.own) == ["formula:x1 + x64"]
    assert session.experiment.network.inputs == 65
    QTest.mouseClick(chips.own["formula:x1 + x64"], LEFT)
    assert session.experiment.data.features == ()


def test_a_formula_goes_with_its_columns_and_comes_back_with_them(chips, session):
    typed(chips, "x1*exp(-x2)")
    assert session.edit_data("Dataset", dataset="sine")
    assert KEY not in chips.own
    assert session.edit_data("Dataset", dataset="circle")
    assert chips.own[KEY].isVisible()
    assert not chips.own[KEY].isChecked()
    QTest.mouseClick(chips.own[KEY], LEFT)
    assert KEY in session.experiment.data.features
