"""Everything that the mouse does to a network, read back from the document."""

from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from nnplayground.session import Selection, editing
from nnplayground.views.editor.targets import parameter_index
from tests.views.editor.hand import RIGHT

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def sizes(editor):
    return editor.session.experiment.network.sizes


def activations(editor):
    return [layer.activation for layer in editor.session.experiment.network.layers]


def layer_weights(editor, layer):
    return editor.session.frame.layout.weight(editor.session.frame.theta, layer)


# ---- from the palette --------------------------------------------------------------------


def test_the_gap_opens_where_the_layer_will_land(editor, hand, qtbot):
    before = [hand.column(level).frame.center().x() for level in range(4)]
    hand.carry_chip("ReLU", hand.between(1, 2))
    gap = editor.scene.arrangement.gap
    assert gap is not None
    qtbot.waitUntil(
        lambda: (
            hand.column(1).frame.right() < editor.scene.arrangement.gap.left()
            and editor.scene.arrangement.gap.right() < hand.column(2).frame.left()
        )
    )
    assert sizes(editor) == (2, 4, 2, 1)
    hand.release(hand.between(1, 2))
    assert sizes(editor) == (2, 4, 4, 2, 1)
    assert activations(editor) == ["tanh", "relu", "tanh", "tanh"]
    assert editor.scene.arrangement.gap is None
    assert [hand.column(level).frame.center().x() for level in range(4)] != before


@pytest.mark.parametrize(("left", "where"), [(0, 0), (1, 1), (2, 2)])
def test_a_drop_inserts_between_the_layers_it_was_dropped_between(editor, hand, left, where):
    hand.drop_chip("sigmoid", hand.between(left, left + 1))
    assert activations(editor)[where] == "sigmoid"
    assert len(sizes(editor)) == 5
    assert editor.session.selection == Selection(where + 1)


def test_a_stack_comes_in_as_it_is(editor, hand):
    hand.drop_chip("2 × 8 tanh", hand.between(2, 3))
    assert sizes(editor) == (2, 4, 2, 8, 8, 1)
    assert editor.session.undo_stack.undoText() == "Insert 2 layers"


def test_esc_cancels_and_the_gap_closes(editor, hand):
    hand.carry_chip("ReLU", hand.between(1, 2))
    hand.key(Qt.Key.Key_Escape)
    assert editor.scene.arrangement.gap is None
    hand.release(hand.between(1, 2))
    assert sizes(editor) == (2, 4, 2, 1)
    assert not editor.session.undo_stack.canUndo()


@pytest.mark.parametrize("outside", [QPoint(300, -30), QPoint(-40, 100), QPoint(300, 5000)])
def test_dropping_outside_does_nothing(editor, hand, outside):
    hand.drop_chip("ReLU", hand.between(1, 2), outside)
    assert sizes(editor) == (2, 4, 2, 1)
    assert not editor.session.undo_stack.canUndo()
    assert editor.scene.arrangement.gap is None


def test_a_click_adds_the_layer_behind_the_selected_one(editor, hand):
    editor.session.select(Selection(1))
    chip, place = hand.take("sigmoid")
    hand.press(place, widget=chip)
    hand.release(hand.viewport.mapFromGlobal(chip.mapToGlobal(place)))
    assert activations(editor) == ["tanh", "sigmoid", "tanh", "tanh"]


def test_dropout_is_dropped_on_a_layer(editor, hand):
    target = hand.neuron(1, 0)
    hand.carry_chip("Dropout", target)
    assert editor.scene.dragging.onto is not None
    hand.release(target)
    layers = editor.session.experiment.network.layers
    assert [layer.dropout for layer in layers] == [0.2, 0.0, 0.0]


def test_a_network_of_the_articles_replaces_the_layers(editor, hand):
    hand.drop_chip("4 · 3 sigmoid", hand.between(1, 2))
    assert sizes(editor) == (2, 4, 3, 1)
    assert activations(editor) == ["sigmoid"] * 3
    assert (editor.session.frame.theta == 0.5).all()
    assert not editor.notice.isVisible()
    editor.session.undo_stack.undo()
    assert activations(editor) == ["tanh"] * 3


def test_a_network_whose_output_does_not_fit_the_data_keeps_the_one_that_does_and_says_so(
    editor, hand
):
    data = editor.session.experiment.data
    hand.drop_chip("10 ReLU", hand.between(1, 2))
    assert activations(editor) == ["relu", "tanh"]
    assert editor.session.experiment.data == data
    assert editor.notice.text.startswith("10 ReLU: its output would be softmax; tanh stays")


# ---- headers -----------------------------------------------------------------------------


def test_a_header_is_dragged_to_another_place(editor, hand):
    editor.commands.set_activation(1, "relu")
    hand.drag(hand.header(1), hand.between(2, 3))
    assert sizes(editor) == (2, 2, 4, 1)
    assert activations(editor) == ["tanh", "relu", "tanh"]


def test_a_header_dropped_where_it_was_changes_nothing(editor, hand):
    steps = editor.session.undo_stack.count()
    hand.drag(hand.header(1), hand.between(1, 2), hand.header(1) + QPoint(4, 4))
    assert sizes(editor) == (2, 4, 2, 1)
    assert editor.session.undo_stack.count() == steps


def test_a_header_dragged_out_removes_the_layer(editor, hand):
    hand.carry(hand.header(1), QPoint(200, -40))
    assert sizes(editor) == (2, 4, 2, 1)
    hand.release(QPoint(200, -40))
    assert sizes(editor) == (2, 2, 1)


def test_esc_keeps_a_header_that_was_dragged_out(editor, hand):
    hand.carry(hand.header(1), QPoint(200, -40))
    hand.key(Qt.Key.Key_Escape)
    hand.release(QPoint(200, -40))
    assert sizes(editor) == (2, 4, 2, 1)
    assert not editor.window().findChildren(type(editor), "ghost")


def test_inputs_and_output_are_not_dragged(editor, hand):
    for level in (0, 3):
        hand.drag(hand.header(level), QPoint(200, -40))
    assert sizes(editor) == (2, 4, 2, 1)


# ---- the lower edge ----------------------------------------------------------------------


def test_the_lower_edge_adds_neurons_with_a_live_count(editor, hand):
    start = hand.handle(1)
    down = QPoint(0, round(72 * editor.canvas.zoom))
    hand.carry(start, start + down)
    assert editor.scene.arrangement.columns[1].units == 7
    assert sizes(editor) == (2, 4, 2, 1)
    hand.release(start + down)
    assert sizes(editor) == (2, 7, 2, 1)
    assert editor.session.undo_stack.count() == 1


def test_the_lower_edge_takes_neurons_away_but_never_the_last(editor, hand):
    start = hand.handle(1)
    hand.drag(start, start - QPoint(0, 900))
    assert sizes(editor) == (2, 1, 2, 1)


def test_with_ctrl_the_count_goes_in_steps_of_8(editor, hand):
    start = hand.handle(1)
    hand.drag(start, start + QPoint(0, round(30 * editor.canvas.zoom)), keys=CTRL)
    assert sizes(editor) == (2, 8, 2, 1)
    start = hand.handle(1)
    hand.drag(start, start + QPoint(0, round(48 * editor.canvas.zoom)), keys=CTRL)
    assert sizes(editor) == (2, 24, 2, 1)


def test_esc_gives_the_count_back(editor, hand):
    start = hand.handle(1)
    hand.carry(start, start + QPoint(0, 100))
    hand.key(Qt.Key.Key_Escape)
    assert editor.scene.arrangement.columns[1].units == 4
    hand.release(start + QPoint(0, 100))
    assert sizes(editor) == (2, 4, 2, 1)


@pytest.mark.parametrize("part", ["header", "handle"])
def test_a_double_click_asks_for_a_number(editor, hand, part):
    hand.double_click(getattr(hand, part)(1))
    field = editor.cards.number
    assert field.isVisible()
    hand.type("12", field)
    hand.key(Qt.Key.Key_Return, widget=field)
    assert sizes(editor) == (2, 12, 2, 1)
    assert not field.isVisible()


def test_esc_leaves_the_number_as_it_was(editor, hand):
    hand.double_click(hand.header(1))
    hand.type("12", editor.cards.number)
    hand.key(Qt.Key.Key_Escape, widget=editor.cards.number)
    assert sizes(editor) == (2, 4, 2, 1)


def test_a_number_past_the_limit_is_refused_with_a_sentence(editor, hand):
    hand.double_click(hand.header(1))
    hand.type("2000", editor.cards.number)
    hand.key(Qt.Key.Key_Return, widget=editor.cards.number)
    assert sizes(editor) == (2, 4, 2, 1)
    assert editor.notice.text == "Layer 1: the editor takes 1 to 1,024 neurons, not 2,000"


# ---- weights and biases ------------------------------------------------------------------


def value(editor, selection):
    from nnplayground.views.editor.targets import parameter_index

    frame = editor.session.frame
    return frame.theta[parameter_index(frame.layout, selection)]


def test_a_click_selects_a_weight_and_the_wheel_turns_it(editor, hand):
    weight = Selection(2, 1, 3)
    hand.click(hand.edge(1, 3, 1))
    assert editor.session.selection == weight
    before = value(editor, weight)
    hand.wheel(hand.edge(1, 3, 1), 2)
    editor.knob.finish()
    assert value(editor, weight) == pytest.approx(before + 0.1)
    hand.wheel(hand.edge(1, 3, 1), -1, SHIFT)
    editor.knob.finish()
    assert value(editor, weight) == pytest.approx(before + 0.095)


def test_the_wheel_zooms_where_no_weight_is_selected(editor, hand):
    theta, zoom = editor.session.frame.theta.copy(), editor.canvas.zoom
    hand.wheel(hand.edge(1, 3, 1), 2)
    assert editor.canvas.zoom > zoom * 1.2
    assert np.array_equal(editor.session.frame.theta, theta)


def test_dragging_a_weight_is_one_undo_step(editor, hand):
    weight = Selection(1, 0, 1)
    before = value(editor, weight)
    start = hand.edge(0, 1, 0)
    hand.drag(start, start - QPoint(0, 80), start - QPoint(0, 150))
    assert value(editor, weight) == pytest.approx(before + 1.5)
    assert editor.session.undo_stack.count() == 1
    editor.session.undo_stack.undo()
    assert value(editor, weight) == before


def test_a_slow_drag_is_one_undo_step_and_two_drags_are_two(editor, hand, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(editing, "time", SimpleNamespace(monotonic=lambda: now[0]))
    weight = Selection(1, 0, 1)
    before = value(editor, weight)
    start = hand.edge(0, 1, 0)
    hand.carry(start, start - QPoint(0, 40))
    now[0] += 2.0 * editing.MERGE_SECONDS
    hand.move(start - QPoint(0, 60))
    hand.release(start - QPoint(0, 60))
    assert editor.session.undo_stack.count() == 1
    hand.drag(start, start - QPoint(0, 20))
    assert editor.session.undo_stack.count() == 2
    editor.session.undo_stack.undo()
    editor.session.undo_stack.undo()
    assert value(editor, weight) == before


def test_esc_turns_a_dragged_weight_back(editor, hand):
    weight = Selection(1, 0, 1)
    before = value(editor, weight)
    start = hand.edge(0, 1, 0)
    hand.carry(start, start - QPoint(0, 80))
    hand.key(Qt.Key.Key_Escape)
    assert value(editor, weight) == before


def test_a_bias_is_turned_like_a_weight(editor, hand):
    bias = Selection(1, 2, 2)
    hand.click(hand.bias(1, 2))
    assert editor.session.selection == bias
    before = value(editor, bias)
    hand.wheel(hand.bias(1, 2), -2)
    editor.knob.finish()
    assert value(editor, bias) == pytest.approx(before - 0.1)


def test_a_number_is_typed_for_a_weight(editor, hand):
    hand.click(hand.edge(1, 3, 1))
    card = editor.cards.knob
    assert card.isVisible()
    card.edit()
    hand.type("-1.25", card.value)
    hand.key(Qt.Key.Key_Return, widget=card.value)
    assert value(editor, Selection(2, 1, 3)) == -1.25
    card.edit()
    hand.type("much", card.value)
    hand.key(Qt.Key.Key_Return, widget=card.value)
    assert value(editor, Selection(2, 1, 3)) == -1.25
    assert "expected a number" in editor.notice.text


def test_a_right_click_freezes_a_weight_and_lets_it_go_again(editor, hand, qtbot):
    hand.click(hand.edge(1, 3, 1), RIGHT)
    frozen = editor.session.experiment.network.layers[1].frozen_parameters
    assert frozen == (3 * 2 + 1,)
    before = value(editor, Selection(2, 1, 3))
    others = value(editor, Selection(2, 0, 3))
    editor.session.step(20)
    qtbot.waitUntil(lambda: editor.session.frame.iteration == 20)
    assert value(editor, Selection(2, 1, 3)) == before
    assert value(editor, Selection(2, 0, 3)) != others
    hand.click(hand.edge(1, 3, 1), RIGHT)
    assert editor.session.experiment.network.layers[1].frozen_parameters == ()


def test_a_weight_goes_back_to_what_it_started_from(editor, hand, qtbot):
    start = value(editor, Selection(2, 1, 3))
    editor.session.step(20)
    qtbot.waitUntil(lambda: editor.session.frame.iteration == 20)
    assert value(editor, Selection(2, 1, 3)) != start
    hand.click(hand.edge(1, 3, 1))
    qtbot.mouseClick(editor.cards.knob.reset, Qt.MouseButton.LeftButton)
    assert value(editor, Selection(2, 1, 3)) == start


# ---- neurons, menus, view ----------------------------------------------------------------


def test_a_click_on_a_neuron_opens_its_inspector(editor, hand):
    hand.click(hand.neuron(1, 2))
    assert editor.session.selection == Selection(1, 2)
    assert editor.inspector.isVisible()
    assert editor.inspector.title.text() == "Hidden 1, neuron 3"


def test_the_activation_is_chosen_where_it_is_written(editor, hand):
    hand.click(hand.chooser(1))
    menu = editor.cards.menu
    assert menu.isVisible()
    action = next(action for action in menu.actions() if action.data() == "relu")
    assert not action.icon().isNull()
    action.trigger()
    menu.close()
    assert activations(editor) == ["relu", "tanh", "tanh"]


def test_the_sign_beside_the_activation_opens_all_settings(editor, hand):
    hand.click(hand.at(hand.column(1).settings.center()))
    assert editor.cards.layer.isVisible()
    assert editor.cards.layer.title.text() == "Hidden 1"
    editor.cards.layer.close()


def test_a_right_click_on_a_header_opens_the_menu_of_the_layer(editor, hand):
    hand.click(hand.header(1), RIGHT)
    menu = editor.cards.menu
    texts = [action.text().split("\t")[0] for action in menu.actions()]
    assert "Duplicate" in texts
    assert "Remove layer" in texts
    next(action for action in menu.actions() if action.text().startswith("Duplicate")).trigger()
    menu.close()
    assert sizes(editor) == (2, 4, 4, 2, 1)


def test_dragging_the_ground_moves_the_picture_and_fit_brings_it_back(editor, hand):
    place = hand.header(1)
    hand.drag(QPoint(20, 20), QPoint(80, 60))
    assert (hand.header(1) - place - QPoint(60, 40)).manhattanLength() <= 4
    editor.zoom_bar.fit.click()
    assert (hand.header(1) - place).manhattanLength() <= 2


def test_zooming_keeps_the_point_under_the_pointer(editor, hand):
    place = hand.header(1)
    hand.wheel(place, 3)
    assert editor.canvas.zoom > 1.3
    assert (hand.header(1) - place).manhattanLength() <= 3


# ---- undo --------------------------------------------------------------------------------


def test_undo_20_and_redo_20_give_the_same_bits(editor, hand, qtbot):
    def resize(level, pixels):
        start = hand.handle(level)
        hand.drag(start, start + QPoint(0, round(pixels * editor.canvas.zoom)))

    def step():
        iteration = editor.session.frame.iteration + 3
        editor.session.step(3)
        qtbot.waitUntil(lambda: editor.session.frame.iteration == iteration)

    def turn(layer, source, target):
        start = hand.edge(layer, source, target)
        hand.drag(start, start - QPoint(0, 30), start - QPoint(0, 60))

    doings = [
        lambda: hand.drop_chip("ReLU", hand.between(1, 2)),
        lambda: resize(1, 48),
        lambda: turn(0, 1, 0),
        lambda: hand.drag(hand.header(1), hand.between(2, 3)),
        lambda: resize(2, -48),
        lambda: hand.click(hand.bias(1, 0), RIGHT),
        lambda: hand.drag(hand.header(1), QPoint(200, -40)),
        lambda: turn(1, 0, 1),
        lambda: hand.drop_chip("sigmoid", hand.between(0, 1)),
        lambda: hand.drop_chip("Dropout", hand.neuron(1, 0)),
    ] * 2
    seen = []
    for do in doings:
        before = editor.session.undo_stack.count()
        step()
        seen.append((editor.session.experiment, editor.session.frame.theta.copy()))
        do()
        assert editor.session.undo_stack.count() == before + 1
    last = (editor.session.experiment, editor.session.frame.theta.copy())
    for experiment, theta in reversed(seen):
        editor.session.undo_stack.undo()
        assert editor.session.experiment == experiment
        assert np.array_equal(editor.session.frame.theta, theta)
    for experiment, theta in [*seen[1:], last]:
        editor.session.undo_stack.redo()
        assert editor.session.experiment == experiment
        assert np.array_equal(editor.session.frame.theta, theta)


def test_training_goes_on_after_an_edit(editor, hand, qtbot):
    editor.session.train()
    qtbot.waitUntil(lambda: editor.session.frame.iteration > 50)
    hand.drop_chip("ReLU", hand.between(1, 2))
    assert sizes(editor) == (2, 4, 4, 2, 1)
    assert editor.session.running
    iteration = editor.session.frame.iteration
    qtbot.waitUntil(lambda: editor.session.frame.iteration > iteration)
    start = hand.edge(0, 1, 0)
    hand.drag(start, start - QPoint(0, 40))
    assert editor.session.running
    editor.session.pause()
    QApplication.processEvents()


def test_where_weights_cross_the_selected_one_is_turned_on_however_strong_it_is(editor, hand):
    crossing = hand.edge(0, 0, 1, 0.5)
    assert (hand.edge(0, 1, 0, 0.5) - crossing).manhattanLength() <= 2
    for selection in (Selection(1, 1, 0), Selection(1, 0, 1)):
        editor.session.select(selection)
        for weight in (-2.0, 0.01):
            index = parameter_index(editor.commands.layout, selection)
            editor.session.turn(index, weight)
            hand.click(crossing)
            assert editor.session.selection == selection


def test_a_right_click_on_a_neuron_offers_to_take_it_out(editor, hand):
    W = layer_weights(editor, 0).copy()
    hand.click(hand.neuron(1, 2), RIGHT)
    menu = editor.cards.menu
    next(action for action in menu.actions() if action.text() == "Remove neuron 3").trigger()
    menu.close()
    assert sizes(editor) == (2, 3, 2, 1)
    assert np.array_equal(layer_weights(editor, 0), np.delete(W, 2, axis=1))


def test_a_click_on_a_header_or_a_frame_selects_the_layer(editor, hand):
    hand.click(hand.header(3))
    assert editor.session.selection == Selection(3)
    hand.click(hand.at(hand.column(1).frame.topLeft()) + QPoint(6, 60))
    assert editor.session.selection == Selection(1)
    hand.click(QPoint(5, 5))
    assert editor.session.selection is None
