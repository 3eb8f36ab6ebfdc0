"""The panel shows every matrix, says where each number comes from, and follows the network."""

import itertools
import re
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from nnplayground.core.explain import Region, shown
from nnplayground.core.trace import ARTICLES, Notation
from nnplayground.files.lesson_file import built_in_lessons
from nnplayground.session import Selection
from nnplayground.session.trace_cursor import CellPlace
from nnplayground.views.editor.targets import Target

LEFT = Qt.MouseButton.LeftButton
LESSONS = dict(built_in_lessons())
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def panel(window, qtbot: QtBot):
    return opened(window, qtbot, "b-eleven-lines")


def opened(window, qtbot: QtBot, name, at=0):
    window.session.replace(LESSONS[name].experiments[at].experiment)
    window.docks.show_panel("take_apart")
    qtbot.wait(60)
    return window.docks.panels["take_apart"]


def hover(panel, place):
    rect = panel.page.cell_rect(place)
    assert rect is not None
    QTest.mouseMove(panel.page.viewport(), rect.center().toPoint())


def test_the_steps_are_those_of_the_network_and_the_current_one_is_lit(panel, qtbot: QtBot):
    panel.trace_cursor.set_notation(ARTICLES)
    texts = [chip.text() for chip in panel.header.chips if chip.isVisible()]
    assert texts == [
        "1 Input X",
        "2 Z = XW",
        "3 A = σ(Z)",
        "4 Error",
        "5 Backward δ",
        "6 Adjustment W",
        "7 Update W",
    ]
    qtbot.mouseClick(panel.header.chips[4], LEFT)
    stages = [chip.property("stage") for chip in panel.header.chips[:7]]
    assert stages == ["done"] * 4 + ["current", "", ""]
    assert panel.trace_cursor.operation.key == "delta1"


def test_the_card_writes_the_formula_out_with_todays_numbers(panel, qtbot: QtBot):
    panel.trace_cursor.set_notation(ARTICLES)
    panel.trace_cursor.show_cell(CellPlace("delta1", 2, 0))
    head, working = panel.side.card.head.text(), panel.side.card.working.text()
    assert "δ₃ = error₃ · σ′(Z₃)" in head
    assert "row 3, the example (1, 0, 1) → 1" in head
    assert "= 0.5383 · 0.4617 · (1 − 0.4617)" in working
    assert re.search(r"= 0.5383 · 0.2485 = <span [^>]*>0.1338</span>", working)
    assert "too low (0.4617 where 1 was wanted), so δ is positive" in panel.side.card.meaning.text()


def test_hovering_outlines_the_sources_and_leaving_goes_back_to_the_selected_cell(panel):
    panel.trace_cursor.show_cell(CellPlace("A1", 1, 0))
    hover(panel, CellPlace("Z1", 2, 0))
    assert panel.page.marks.selected == CellPlace("Z1", 2, 0)
    assert set(panel.page.marks.sources) == {Region("X", 2, 0, 1, 3), Region("W1", 0, 0, 3, 1)}
    assert "−0.1534" in panel.side.card.working.text()
    QTest.mouseMove(panel.page.viewport(), QPoint(2, panel.page.viewport().height() - 2))
    assert panel.page.marks.selected == CellPlace("A1", 1, 0)


def test_a_click_selects_and_the_arrow_keys_go_on_from_there(panel, qtbot: QtBot):
    panel.trace_cursor.go_to_operation("Z1")
    rect = panel.page.cell_rect(CellPlace("X", 1, 2))
    qtbot.mouseClick(panel.page.viewport(), LEFT, pos=rect.center().toPoint())
    assert panel.trace_cursor.cell == CellPlace("X", 1, 2)
    QTest.keyClick(panel.page, Qt.Key.Key_Up)
    assert panel.trace_cursor.cell == CellPlace("X", 0, 2)
    QTest.keyClick(panel.page, Qt.Key.Key_Right)
    assert panel.trace_cursor.cell == CellPlace("W1", 0, 0)
    QTest.keyClick(panel.page, Qt.Key.Key_Down)
    assert panel.trace_cursor.cell == CellPlace("W1", 1, 0)


def test_every_cell_of_every_matrix_can_be_reached_and_explained(window, qtbot: QtBot):
    panel = opened(window, qtbot, "c-odd-or-even")
    for operation in panel.trace.operations:
        panel.trace_cursor.go_to_operation(operation.key)
        for box in panel.page.page.boxes:
            for row, column in np.ndindex(*box.quantity.shape):
                text = panel.side.formula(
                    panel.trace, CellPlace(box.quantity.key, row, column)
                ).result
                assert text == shown(float(box.quantity.array[row, column]), 4)


def test_stepping_past_the_last_operation_does_the_iteration(panel, qtbot: QtBot):
    operations = len(panel.trace.operations)
    for _ in range(operations):
        qtbot.mouseClick(panel.header.forward, LEFT)
    assert panel.trace_cursor.operation.key == "newW1"
    after = panel.trace["newW1"].array.ravel().copy()
    qtbot.mouseClick(panel.header.forward, LEFT)
    qtbot.waitUntil(lambda: panel.session.state.iteration == 1)
    qtbot.waitUntil(lambda: panel.trace_cursor.position == 0)
    np.testing.assert_allclose(panel.session.state.theta, after, rtol=1e-12)
    assert panel.header.title.text() == "Take apart — iteration 1"


def test_the_step_button_of_the_transport_bar_moves_the_panel(window, qtbot: QtBot):
    window.session.replace(LESSONS["b-eleven-lines"].experiments[0].experiment)
    menu = window.transport.step.menu()
    names = [action.text() for action in menu.actions()]
    assert names == ["One operation", "One example", "One iteration", "One epoch"]
    menu.actions()[0].trigger()
    panel = window.docks.panels["take_apart"]
    assert panel.isVisible()
    assert panel.trace_cursor.operation.key == "Z1"
    qtbot.mouseClick(window.transport.step, LEFT)
    assert panel.trace_cursor.operation.key == "A1"
    menu.actions()[1].trigger()
    assert panel.trace_cursor.cell == CellPlace("A1", 1, 0)
    assert window.session.example.index == 1


def test_the_network_lights_up_what_is_taken_apart(window, qtbot: QtBot):
    panel = opened(window, qtbot, "c-odd-or-even")
    panel.trace_cursor.show_cell(CellPlace("Z2", 0, 1))
    light = window.editor.scene.overlay.light
    assert (light.layer, light.backward) == (1, False)
    assert window.session.selection == Selection(2, 1)
    panel.trace_cursor.show_cell(CellPlace("dW3", 2, 0))
    light = window.editor.scene.overlay.light
    assert (light.layer, light.backward) == (2, True)
    assert window.session.selection == Selection(3, 0, 2)
    window.docks.show_panel("weights")
    assert window.editor.scene.overlay.light is None


def test_a_neuron_that_is_selected_in_the_network_moves_the_panel(window, qtbot: QtBot):
    panel = opened(window, qtbot, "c-odd-or-even")
    panel.trace_cursor.show_cell(CellPlace("delta1", 0, 0))
    window.session.select(Selection(2, 1))
    assert panel.trace_cursor.cell.key in ("A2", "delta2")
    assert panel.trace_cursor.cell.column == 1
    assert panel.trace_cursor.layer == 2
    window.session.select(Selection(3, 0, 2))
    assert panel.trace_cursor.cell == CellPlace("W3", 2, 0)


def test_digits_and_notation_change_what_is_written(panel):
    panel.header.digits.setValue(8)
    panel.trace_cursor.show_cell(CellPlace("A1", 2, 0))
    assert panel.sheet.cell_text(CellPlace("A1", 2, 0)) == "0.46173529"
    panel.trace_cursor.set_notation(Notation(examples="columns"))
    assert panel.trace["A1"].shape == (1, 4)
    assert panel.sheet.cell_text(CellPlace("A1", 0, 2)) == "0.46173529"


def test_large_matrices_are_folded_and_the_selected_cell_is_never_hidden(window, qtbot: QtBot):
    panel = opened(window, qtbot, "e-knobs")
    panel.show_as_picture("W1", False)
    panel.trace_cursor.show_cell(CellPlace("W1", 300, 9))
    box = panel.page.box_of(CellPlace("W1", 300, 9))
    assert len(box.rows) < 12
    assert 300 in box.rows
    assert 783 in box.rows
    assert panel.sheet.cell_text(CellPlace("W1", 300, 9))
    panel.show_as_picture("W1", True)
    box = panel.page.box_of(CellPlace("W1", 300, 9))
    assert box.tiles.image == (28, 28)
    middle = box.cell_rect(300, 9).center()
    assert box.cell_at(middle) == (300, 9)


def test_every_cell_of_a_picture_is_where_its_rectangle_is(window, qtbot: QtBot):
    panel = opened(window, qtbot, "e-knobs")
    panel.show_as_picture("A1", True)
    for box in panel.page.page.boxes:
        if box.tiles is None:
            continue
        rows, columns = box.quantity.shape
        for row, column in ((0, 0), (rows - 1, columns - 1), (rows // 2, columns // 3)):
            rect = box.cell_rect(row, column)
            assert rect is not None
            assert box.cell_at(QPointF(rect.center())) == (row, column)


def test_the_gradient_is_checked_by_finite_differences(panel):
    panel.trace_cursor.go_to_operation("dW1")
    text = re.sub("<[^>]*>", "", panel.side.line.result.text())
    assert re.fullmatch(r"Finite-difference check of dW: agrees to \d·10⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+", text)
    assert "dW1 = X.T @ delta1" in panel.side.line.code.text()
    panel.check_cell(CellPlace("dW1", 1, 0))
    assert "dW₂" in panel.side.line.result.text()


def test_the_loss_along_a_weight_shows_where_it_is_and_where_the_step_lands(panel):
    panel.show_loss_along(CellPlace("W1", 0, 0))
    chart, numbers = panel.side.chart, panel.trace.numbers
    x, y = chart.landing.getData()
    assert x[0] == pytest.approx(numbers.after.theta[0])
    assert y[0] < numbers.loss
    ends, heights = chart.tangent.getData()
    slope = (heights[1] - heights[0]) / (ends[1] - ends[0])
    assert slope == pytest.approx(numbers.grad[0])
    assert "0.4553" in chart.title.text()


def test_a_matrix_is_copied_exactly(panel):
    menu = QMenu()
    panel.trace_cursor.show_cell(CellPlace("A1", 0, 0))
    panel.menus.fill_copy(menu)
    texts = {action.text(): action for action in menu.actions()}
    texts["Copy A as CSV"].trigger()
    values = [float(line) for line in QGuiApplication.clipboard().text().split()]
    assert values == panel.trace["A1"].array.ravel().tolist()
    texts["Copy A as NumPy"].trigger()
    assert QGuiApplication.clipboard().text().startswith("A1 = np.array([")
    texts["Copy A as LaTeX"].trigger()
    assert r"\begin{bmatrix}" in QGuiApplication.clipboard().text()


def test_the_script_of_the_iteration_prints_the_same_numbers(panel):
    panel.menus.copy_script()
    script = QGuiApplication.clipboard().text()
    ran = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True
    )
    assert "delta1 (4, 1)" in ran.stdout
    assert "-0.1337780577" in ran.stdout  # the textbook's sign


def test_the_page_is_exported_as_picture_and_pdf(panel, tmp_path):
    assert panel.menus.export_to(tmp_path / "page.png")
    image = QImage(str(tmp_path / "page.png"))
    assert image.width() > 1000
    colours = {image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(60, 200, 7)}
    assert len(colours) > 5
    assert panel.menus.export_to(tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


def test_the_panel_can_have_the_whole_window(window, qtbot: QtBot, panel):
    height = panel.height()
    qtbot.mouseClick(panel.header.larger, LEFT)
    qtbot.waitUntil(lambda: panel.height() > height + 150)
    assert not window.editor.isVisible()
    qtbot.mouseClick(panel.header.larger, LEFT)
    assert window.editor.isVisible()
    qtbot.waitUntil(lambda: panel.height() < height + 60)


def test_a_hidden_number_is_given_away_nowhere(window, panel, qtbot: QtBot, tmp_path):
    place = CellPlace("A1", 2, 0)
    number = panel.sheet.cell_text(place)
    panel.session.hidden.toggle(place)
    assert panel.sheet.cell_text(place) == ""
    for form, mark in (("numpy", "nan"), ("csv", "nan"), ("latex", "?")):
        panel.menus.copy(panel.trace["A1"], form)
        text = QGuiApplication.clipboard().text()
        assert mark in text
        assert number.rstrip("0") not in text
    QGuiApplication.clipboard().setText("as before")
    panel.menus.copy_script()
    assert QGuiApplication.clipboard().text() == "as before"
    assert number not in panel.side.formula(panel.trace, CellPlace("losses", 2, 0)).text
    hover(panel, place)
    assert number not in panel.side.card.head.text() + panel.side.card.working.text()
    panel.trace_cursor.select_cell(place)  # the network selects the neuron
    window.editor.inspector.present(Selection(1, 0), window.editor.scene.pictures)
    assert "hidden" in window.editor.inspector.formula.text()
    panel.session.hidden.answer(panel.trace, place, number)
    panel.menus.copy(panel.trace["A1"], "csv")
    assert "nan" not in QGuiApplication.clipboard().text()


def test_the_loss_along_a_weight_does_not_tell_its_hidden_gradient(panel):
    panel.session.hidden.toggle(CellPlace("dW1", 0, 0))
    panel.show_loss_along(CellPlace("W1", 0, 0))
    assert "hidden" in panel.side.chart.title.text()
    panel.show_loss_along(CellPlace("W1", 1, 0))
    assert "slope" in panel.side.chart.title.text()


def test_a_hidden_weight_is_not_told_by_its_knob(window, panel):
    panel.session.hidden.toggle(CellPlace("W1", 1, 0))
    panel.session.select(Selection(1, 0, 1))
    assert window.editor.cards.knob.value.text() == "?"
    panel.session.select(Selection(1, 0, 0))
    assert window.editor.cards.knob.value.text() != "?"


@pytest.mark.parametrize("name", ["a-one-layer", "b-eleven-lines", "c-odd-or-even"])
def test_stepping_and_hovering_lay_the_page_out_for_another_layer_only(window, qtbot: QtBot, name):
    panel = opened(window, qtbot, name)
    layers, before = [panel.trace_cursor.layer], panel.sheet.set
    for _ in panel.trace.operations:
        panel.trace_cursor.forward()
        panel.page.hovered.emit(panel.trace_cursor.cell)
        panel.page.hovered.emit(None)
        layers.append(panel.trace_cursor.layer)
    turns = sum(one != other for one, other in itertools.pairwise(layers))
    assert panel.sheet.set - before == turns


def test_a_new_iteration_changes_the_numbers_and_not_the_page(window, panel, qtbot: QtBot):
    before, renewed = panel.sheet.set, panel.sheet.renewed
    boxes = panel.page.page.boxes
    for iteration in (1, 2, 3):
        window.session.step()
        qtbot.waitUntil(lambda: panel.trace.iteration == iteration)  # noqa: B023
    assert panel.sheet.set == before
    assert panel.sheet.renewed >= renewed + 3
    after = panel.page.page.boxes
    assert [box.area for box in after] == [box.area for box in boxes]
    assert all(box.quantity is panel.trace[box.quantity.key] for box in after)


def test_wider_numbers_get_wider_cells(window, panel, qtbot: QtBot):
    width = next(box.cell[0] for box in panel.page.page.boxes if box.quantity.key == "W1")
    before = panel.sheet.set
    window.session.turn(0, -12345.0)
    qtbot.waitUntil(lambda: panel.sheet.set > before)
    assert next(b.cell[0] for b in panel.page.page.boxes if b.quantity.key == "W1") > width


def test_the_first_step_shows_the_beginning_of_the_page(window, qtbot: QtBot):
    panel = opened(window, qtbot, "c-odd-or-even")
    for _ in panel.trace.operations:
        panel.trace_cursor.forward()
    assert panel.page.offset.y() > 0
    panel.trace_cursor.begin()
    assert panel.page.offset.y() == 0


def test_a_wrong_number_is_said_to_be_wrong_and_the_working_is_shown_on_request(panel):
    place = CellPlace("A1", 2, 0)
    number = panel.sheet.cell_text(place)
    panel.session.hidden.toggle(place)
    panel.trace_cursor.show_cell(place)
    card = panel.side.card
    assert "Click the cell" in card.working.text()
    panel.page.typed.emit(place, "<7>")
    assert "&lt;7&gt; is not right" in card.working.text()
    assert number not in card.working.text()
    card.working.linkActivated.emit("working")
    assert number in card.working.text()
    assert panel.session.hidden.cells == {place}  # still to be typed


def test_a_step_shows_its_own_cell_while_the_pointer_rests_on_another(panel):
    panel.trace_cursor.show_cell(CellPlace("Z1", 0, 0))
    hover(panel, CellPlace("X", 1, 1))
    assert panel.side.card.formula.key == "X"
    panel.trace_cursor.forward()
    assert panel.side.card.formula.key == "A1"
    QTest.mouseMove(panel.page.viewport(), QPoint(1, 1))
    hover(panel, CellPlace("X", 1, 1))
    assert panel.side.card.formula.key == "X"


def test_the_card_at_the_pointer_tells_no_hidden_number(window, panel):
    cards, hidden = window.editor.cards, panel.session.hidden
    for target, place in (
        (Target("neuron", 1, 0), CellPlace("A1", 0, 0)),
        (Target("neuron", 1, 0), CellPlace("Z1", 0, 0)),
        (Target("edge", 1, 0, 2), CellPlace("W1", 2, 0)),
        (Target("edge", 1, 0, 2), CellPlace("dW1", 2, 0)),
    ):
        cards.show_hover(target, QPoint(50, 50))
        told = cards.hover.content
        assert "?" not in f"{told.title} {told.lines}"
        hidden.toggle(place)
        cards.show_hover(target, QPoint(50, 50))
        told = cards.hover.content
        assert "?" in f"{told.title} {told.lines}"
        hidden.toggle(place)
    cards.hide_hover()
