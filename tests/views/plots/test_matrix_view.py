"""The matrix shows the numbers of theta, and what is typed goes there."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from nnplayground.core import Experiment, LayerSpec, NetworkSpec, TrainingSpec
from nnplayground.core.edits import change_layer, insert_layer
from nnplayground.session import Selection
from nnplayground.views.plots import matrix_grid
from nnplayground.views.plots.cell_editor import parsed_number
from nnplayground.views.plots.labels import parameter_text
from nnplayground.views.plots.matrix_look import MatrixLook, colour_limit, contrast, places
from nnplayground.views.plots.weight_plot import WeightPlot
from nnplayground.views.theme import DARK, LIGHT
from tests.views.plots.conftest import suggested

WIDE = Experiment(
    NetworkSpec(2, (LayerSpec(300), LayerSpec(200), LayerSpec(1, "tanh"))),
    training=TrainingSpec(engine="numpy"),
)


@pytest.fixture
def plot(shown):
    return shown(WeightPlot, 1280, 220)


@pytest.fixture
def view(plot):
    return plot.matrix


@pytest.fixture
def written(monkeypatch):
    """The texts of all numbers that a painting formats."""
    texts = []

    def noted(value):
        texts.append(parameter_text(value))
        return texts[-1]

    monkeypatch.setattr(matrix_grid, "parameter_text", noted)
    return texts


def painted(view, written):
    """The texts of one painting."""
    QApplication.processEvents()
    written.clear()
    view.grid.viewport().repaint()
    return written


def centre(view, row, column):
    return view.grid.cell_rect(row, column).center()


def typed(view, text, key=Qt.Key.Key_Return):
    editor = view.grid.viewport().findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, key)
    return editor


# ---- numbers -------------------------------------------------------------------------------


def test_every_number_of_the_layer_is_there_weights_over_biases(session, view, written):
    block = session.frame.layout.block(session.frame.theta, 0)
    assert painted(view, written) == [parameter_text(value) for value in block.ravel()]


def test_rows_are_called_as_the_inputs_and_the_neurons_before(session, view):
    assert view._names == ("x₁", "x₂", "b")
    view.layers.setCurrentIndex(1)
    assert view._names == ("a¹₁", "a¹₂", "a¹₃", "a¹₄", "b")


def test_the_bias_stands_apart(view):
    grid = view.grid
    between_inputs = grid.cell_rect(1, 0).top() - grid.cell_rect(0, 0).bottom()
    before_bias = grid.cell_rect(2, 0).top() - grid.cell_rect(1, 0).bottom()
    assert before_bias > between_inputs


def test_a_layer_without_bias_has_no_row_for_it(hands, session, view, written):
    session.edit_network("Bias", change_layer(session.experiment.network, 0, bias=False))
    hands.train(1)
    assert len(painted(view, written)) == 8
    assert view.grid.cell_at(QPointF(200, 5000)) is None


def test_the_chooser_offers_every_layer(session, view):
    names = [view.layers.itemText(i) for i in range(view.layers.count())]
    assert names == ["W¹ (2×4) and b¹", "W² (4×2) and b²", "W³ (2×1) and b³"]


def test_the_chooser_follows_the_network(hands, session, view):
    session.edit_network("Add", insert_layer(session.experiment.network, 0, LayerSpec(7)))
    hands.train(1)
    assert view.layers.itemText(0) == "W¹ (2×7) and b¹"
    assert view.layers.count() == 4
    session.undo_stack.undo()
    hands.train(1)
    assert view.layers.count() == 3


def test_a_cell_has_the_colour_of_its_value(session, view):
    image = view.grid.grab().toImage()
    block = session.frame.layout.block(session.frame.theta, 0)
    table = LIGHT.scale()[places(block, colour_limit(block))]
    for row, column in np.ndindex(block.shape):
        corner = view.grid.cell_rect(row, column).topLeft() + QPointF(3, 3)
        found = image.pixelColor(corner.toPoint())
        assert (found.red(), found.green(), found.blue()) == tuple(table[row, column, :3].tolist())


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_numbers_can_be_read_on_every_colour(qapp, theme):
    look = MatrixLook.of(theme)
    for fill, ink in zip(look.fills, look.inks, strict=True):
        assert contrast(fill, ink) >= 4.5


def test_contrast_is_that_of_the_standard():
    assert contrast(QColor("#ffffff"), QColor("#000000")) == pytest.approx(21.0)
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)


def test_values_lie_on_the_scale_from_minus_the_limit_to_the_limit():
    values = np.array([-2.0, 0.0, 2.0, 5.0, np.nan, -np.inf])
    assert places(values, 2.0).tolist() == [0, 127, 255, 255, 127, 0]


def test_a_matrix_without_numbers_has_a_scale_nevertheless():
    assert colour_limit(np.array([np.nan, np.inf])) > 0


# ---- large ones ----------------------------------------------------------------------------


def test_of_a_large_matrix_only_what_can_be_seen_is_drawn(hands, session, view, written):
    session.replace(WIDE)
    hands.train(1)
    view.layers.setCurrentIndex(1)
    view.pictures_wanted.setChecked(False)
    assert 0 < len(painted(view, written)) < 200


def test_a_large_matrix_can_be_scrolled_to_its_last_number(hands, session, view, written):
    session.replace(WIDE)
    hands.train(1)
    view.layers.setCurrentIndex(1)
    view.pictures_wanted.setChecked(False)
    QApplication.processEvents()  # the scroll bars take their room
    for bar in (view.grid.horizontalScrollBar(), view.grid.verticalScrollBar()):
        bar.setValue(bar.maximum())
    painted(view, written)
    block = session.frame.layout.block(session.frame.theta, 1)
    assert written[-1] == parameter_text(block[-1, -1])
    rect = view.grid.cell_rect(300, 199)
    assert view.grid.viewport().rect().toRectF().contains(rect)


def test_a_large_matrix_begins_as_a_picture(hands, session, view):
    session.replace(WIDE)
    hands.train(1)
    view.layers.setCurrentIndex(1)
    assert view.pictures_wanted.isChecked()
    assert view._stack.currentWidget() is view.pictures
    view.layers.setCurrentIndex(2)
    assert not view.pictures_wanted.isChecked()


def test_a_selection_is_scrolled_to(hands, session, view):
    session.replace(WIDE)
    hands.train(1)
    view.layers.setCurrentIndex(1)
    view.pictures_wanted.setChecked(False)
    session.select(Selection(2, 150, 250))
    rect = view.grid.cell_rect(250, 150)
    assert view.grid.viewport().rect().toRectF().contains(rect)


# ---- selecting ------------------------------------------------------------------------------


def test_a_click_on_a_cell_selects_its_parameter(hands, session, view):
    hands.click(view.grid.viewport(), centre(view, 1, 2))
    assert session.selection == Selection(1, 2, 1)
    hands.click(view.grid.viewport(), centre(view, 2, 0))
    assert session.selection == Selection(1, 0, 2)


def test_a_selection_made_elsewhere_brings_its_layer_and_frames_its_cell(session, view):
    session.select(Selection(2, 1, 3))
    assert view.layer == 1
    assert view.grid._selected == (3, 1)
    session.select(None)
    assert view.grid._selected is None


def test_arrow_keys_move_the_selection_within_the_matrix(session, view):
    session.select(Selection(1, 0, 0))
    for key, expected in (
        (Qt.Key.Key_Right, (0, 1)),
        (Qt.Key.Key_Down, (1, 1)),
        (Qt.Key.Key_Down, (2, 1)),
        (Qt.Key.Key_Down, (2, 1)),
        (Qt.Key.Key_Left, (2, 0)),
        (Qt.Key.Key_Left, (2, 0)),
        (Qt.Key.Key_Up, (1, 0)),
    ):
        QTest.keyClick(view.grid, key)
        selection = session.selection
        assert (selection.source, selection.neuron) == expected


@pytest.mark.parametrize("place", [(-1, -1), (3, 60), (60, 3), (5000, 60), (60, 5000)])
def test_beside_the_cells_there_is_no_cell(view, place):
    assert view.grid.cell_at(QPointF(*place)) is None


def test_every_cell_is_found_at_its_centre(view):
    for row, column in np.ndindex(3, 4):
        assert view.grid.cell_at(centre(view, row, column)) == (row, column)


# ---- typing ----------------------------------------------------------------------------------


def test_a_number_typed_into_a_cell_turns_that_parameter(hands, session, view):
    hands.double_click(view.grid.viewport(), centre(view, 1, 2))
    typed(view, "-1.25")
    index = session.frame.layout.weight_index(0, 1, 2)
    assert session.state.theta[index] == -1.25
    assert session.undo_stack.undoText() == "Turn w1[2,3]"


def test_the_editor_begins_with_the_exact_number(hands, session, view):
    hands.double_click(view.grid.viewport(), centre(view, 0, 0))
    editor = view.grid.viewport().findChild(QLineEdit)
    assert float(editor.text()) == session.state.theta[0]
    assert editor.selectedText() == editor.text()


def test_return_on_the_selected_cell_begins_to_type(session, view):
    session.select(Selection(1, 0, 2))
    QTest.keyClick(view.grid, Qt.Key.Key_Return)
    typed(view, "0.5")
    assert session.state.theta[session.frame.layout.bias_index(0, 0)] == 0.5


def test_escape_leaves_the_number_as_it_was(hands, session, view):
    before = session.state.theta.copy()
    hands.double_click(view.grid.viewport(), centre(view, 0, 0))
    editor = typed(view, "7", Qt.Key.Key_Escape)
    assert not editor.isVisible()
    np.testing.assert_array_equal(session.state.theta, before)
    assert session.undo_stack.count() == 0


def test_what_is_no_number_is_not_taken_and_can_be_mended(hands, session, view):
    before = session.state.theta.copy()
    hands.double_click(view.grid.viewport(), centre(view, 0, 0))
    editor = typed(view, "much")
    assert editor.isVisible()
    np.testing.assert_array_equal(session.state.theta, before)
    typed(view, "2")
    assert session.state.theta[0] == 2.0


def test_typing_stays_open_while_training_goes_on(qtbot, hands, session, view):
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 100)
    hands.double_click(view.grid.viewport(), centre(view, 0, 1))
    iteration = session.state.iteration
    qtbot.waitUntil(lambda: session.state.iteration > iteration + 100)
    typed(view, "3")
    events = session.training.position.recording.events
    assert [event.turned for event in events] == [(1, 3.0)]
    session.pause()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5", 1.5),
        (" −2,5 ", -2.5),
        ("3e-4", 3e-4),
        ("", None),
        ("nan", None),
        ("inf", None),
        ("x", None),
    ],
)
def test_numbers_are_read_as_people_type_them(text, value):
    assert parsed_number(text) == value


# ---- pictures --------------------------------------------------------------------------------


@pytest.fixture
def digits(hands, session, view):
    session.replace(suggested("digits"))
    hands.train(3)
    return view


def test_the_first_layer_of_images_is_shown_as_a_picture_a_neuron(session, digits):
    assert digits.pictures_wanted.isChecked()
    assert digits._stack.currentWidget() is digits.pictures
    assert digits.pictures._count == 32
    W = session.frame.layout.weight(session.frame.theta, 0)
    image = digits.pictures._image
    assert (image.width(), image.height()) == (8, 8 * 32)
    strongest, neuron = np.unravel_index(np.abs(W).argmax(), W.shape)
    row, column = divmod(int(strongest), 8)
    pixel = image.pixelColor(column, int(neuron) * 8 + row)
    end = LIGHT.positive if W[strongest, neuron] > 0 else LIGHT.negative
    assert pixel.name() == end


def test_numbers_in_place_of_pictures_are_a_click_away(hands, digits):
    hands.click(digits.pictures_wanted, QPointF(digits.pictures_wanted.rect().center()))
    assert digits._stack.currentWidget() is digits.grid
    hands.click(digits.pictures_wanted, QPointF(digits.pictures_wanted.rect().center()))
    assert digits._stack.currentWidget() is digits.pictures


def test_a_click_on_a_picture_selects_its_neuron(hands, session, digits):
    hands.click(digits.pictures.viewport(), digits.pictures.picture_rect(3).center())
    assert session.selection == Selection(1, 3)
    assert digits.pictures._selected == 3


def test_all_pictures_can_be_scrolled_to(digits):
    pictures = digits.pictures
    pictures.verticalScrollBar().setValue(pictures.verticalScrollBar().maximum())
    view = pictures.viewport().rect().toRectF()
    assert pictures.picture_rect(31).bottom() <= view.bottom() + 1
    assert all(pictures.picture_rect(n).right() <= view.right() for n in range(32))


def test_a_later_layer_has_numbers_again(digits):
    digits.layers.setCurrentIndex(1)
    assert not digits.pictures_wanted.isChecked()
    assert digits._stack.currentWidget() is digits.grid


def test_a_matrix_that_is_no_image_can_be_looked_at_as_one_picture(hands, session, view):
    view.pictures_wanted.setChecked(True)
    image = view.pictures._image
    assert (image.width(), image.height()) == (4, 3)
    view.pictures.grab()
    hands.click(view.pictures.viewport(), QPointF(50, 50))
    assert session.selection is None
