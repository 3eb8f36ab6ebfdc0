"""Everything can be done without a mouse."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from nnplayground.session import Selection
from nnplayground.views.editor.keyboard import KEY_ACTS
from nnplayground.views.editor.targets import is_in

K = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def sizes(editor):
    return editor.session.experiment.network.sizes


def press(hand, *keys):
    for key in keys:
        hand.key(key)


def test_arrows_move_through_layers_and_neurons(editor, hand):
    select = editor.session
    press(hand, K.Key_Right)
    assert select.selection == Selection(1)
    press(hand, K.Key_Down)
    assert select.selection == Selection(1, 0)
    press(hand, K.Key_Down, K.Key_Down, K.Key_Down)
    assert select.selection == Selection(1, 3)
    press(hand, K.Key_Right)
    assert select.selection == Selection(2, 1)
    press(hand, K.Key_Down)
    assert select.selection == Selection(2)
    press(hand, K.Key_Left, K.Key_Left, K.Key_Left)
    assert select.selection == Selection(0)
    press(hand, K.Key_Up)
    assert select.selection == Selection(0, 1)


def test_w_goes_along_the_weights_of_a_neuron_to_its_bias(editor, hand):
    editor.session.select(Selection(1, 2))
    seen = []
    for _ in range(4):
        press(hand, K.Key_W)
        seen.append(editor.session.selection.source)
    assert seen == [0, 1, 2, 0]
    press(hand, K.Key_Escape)
    assert editor.session.selection == Selection(1, 2)
    press(hand, K.Key_Escape, K.Key_Escape)
    assert editor.session.selection is None


def test_plus_and_minus_change_the_count_and_keep_the_selection(editor, hand):
    editor.session.select(Selection(1))
    press(hand, K.Key_Plus, K.Key_Plus, K.Key_Minus, K.Key_Plus)
    assert sizes(editor) == (2, 6, 2, 1)
    assert editor.session.selection == Selection(1)


def test_plus_and_minus_turn_a_selected_weight(editor, hand):
    editor.session.select(Selection(1, 0, 0))
    before = editor.session.frame.theta[0]
    press(hand, K.Key_Plus, K.Key_Plus)
    hand.key(K.Key_Minus, SHIFT)
    editor.knob.finish()
    assert editor.session.frame.theta[0] == pytest.approx(before + 0.095)


def test_delete_takes_out_a_neuron_and_a_layer(editor, hand):
    editor.session.select(Selection(1, 1))
    press(hand, K.Key_Delete)
    assert sizes(editor) == (2, 3, 2, 1)
    assert editor.session.selection == Selection(1, 1)
    press(hand, K.Key_Escape, K.Key_Delete)
    assert sizes(editor) == (2, 2, 1)


def test_delete_says_why_the_output_stays(editor, hand):
    editor.session.select(Selection(3))
    press(hand, K.Key_Delete)
    assert sizes(editor) == (2, 4, 2, 1)
    assert editor.notice.text.startswith("Output: cannot be removed")


def test_ctrl_d_duplicates_and_ctrl_arrows_move(editor, hand):
    editor.session.select(Selection(1))
    hand.key(K.Key_D, CTRL)
    assert sizes(editor) == (2, 4, 4, 2, 1)
    assert editor.session.selection == Selection(2)
    hand.key(K.Key_Right, CTRL | SHIFT)
    assert sizes(editor) == (2, 4, 2, 4, 1)
    assert editor.session.selection == Selection(3)


def test_layers_are_copied_as_text_between_two_windows(make_editor, hand, editor):
    from tests.views.editor.hand import Hand

    editor.commands.change(1, "dropout", dropout=0.25)
    editor.commands.set_activation(1, "relu")
    editor.session.select(Selection(1))
    hand.key(K.Key_C, CTRL)
    assert '"activation": "relu"' in QApplication.clipboard().text()
    other = make_editor("rings")
    other.session.select(Selection(2))
    Hand(other).key(K.Key_V, CTRL)
    pasted = other.session.experiment.network.layers[2]
    assert pasted == editor.session.experiment.network.layers[0]
    assert sizes(other) == (2, 6, 4, 4, 3)


def test_a_pasted_layer_brings_its_trained_weights_and_undo_takes_them_away(
    make_editor, hand, editor, qtbot
):
    from tests.views.editor.hand import Hand

    editor.session.step(30)
    qtbot.waitUntil(lambda: editor.session.frame.iteration == 30)
    editor.session.select(Selection(1))
    hand.key(K.Key_C, CTRL)
    frame = editor.session.frame
    W, b = frame.layout.weight(frame.theta, 0).copy(), frame.layout.bias(frame.theta, 0).copy()
    other = make_editor("rings")
    before = other.session.frame.theta.copy()
    other.session.select(Selection(1))
    Hand(other).key(K.Key_V, CTRL)
    frame = other.session.frame
    assert np.array_equal(frame.layout.weight(frame.theta, 1)[:2], W)
    assert np.array_equal(frame.layout.bias(frame.theta, 1), b)
    pasted = frame.theta.copy()
    assert other.session.undo_stack.undoText() == "Paste layer"
    other.session.undo_stack.undo()
    assert np.array_equal(other.session.frame.theta, before)
    other.session.undo_stack.redo()
    assert np.array_equal(other.session.frame.theta, pasted)


def test_a_layer_that_was_cut_comes_back_with_its_weights(editor, hand):
    editor.session.select(Selection(1))
    frame = editor.session.frame
    W = frame.layout.weight(frame.theta, 0).copy()
    hand.key(K.Key_X, CTRL)
    assert sizes(editor) == (2, 2, 1)
    editor.session.select(Selection(0))
    hand.key(K.Key_V, CTRL)
    frame = editor.session.frame
    assert sizes(editor) == (2, 4, 2, 1)
    assert np.array_equal(frame.layout.weight(frame.theta, 0), W)


def test_pasting_something_else_says_so(editor, hand):
    QApplication.clipboard().setText("hello")
    hand.key(K.Key_V, CTRL)
    assert sizes(editor) == (2, 4, 2, 1)
    assert "holds no layers" in editor.notice.text


def test_enter_edits_what_is_selected(editor, hand):
    editor.session.select(Selection(1))
    press(hand, K.Key_Return)
    assert editor.cards.layer.isVisible()
    editor.cards.layer.close()
    editor.session.select(Selection(1, 2))
    press(hand, K.Key_Return)
    assert editor.inspector.isVisible()
    editor.session.select(Selection(1, 2, 1))
    press(hand, K.Key_Return)
    assert editor.cards.knob.value.hasFocus()


def test_f2_types_a_number_and_a_opens_the_activations(editor, hand):
    editor.session.select(Selection(2))
    press(hand, K.Key_F2)
    hand.type("5", editor.cards.number)
    hand.key(K.Key_Return, widget=editor.cards.number)
    assert sizes(editor) == (2, 4, 5, 1)
    press(hand, K.Key_A)
    assert editor.cards.menu.isVisible()
    editor.cards.menu.close()


def test_f_freezes_and_r_resets(editor, hand):
    editor.session.select(Selection(1, 0, 1))
    start = editor.session.frame.theta[4]
    press(hand, K.Key_Plus)
    editor.knob.finish()
    press(hand, K.Key_F)
    assert editor.session.experiment.network.layers[0].frozen_parameters == (4,)
    press(hand, K.Key_R)
    assert editor.session.frame.theta[4] == start
    editor.session.select(Selection(2))
    press(hand, K.Key_F)
    assert editor.session.experiment.network.layers[1].frozen


def test_insert_adds_a_layer_behind(editor, hand):
    editor.session.select(Selection(1))
    press(hand, K.Key_Insert)
    assert sizes(editor) == (2, 4, 4, 2, 1)
    assert editor.session.selection == Selection(2)


def test_u_unfolds_a_wide_layer(make_editor):
    from tests.views.editor.hand import Hand

    editor = make_editor("circle", 40)
    assert editor.scene.arrangement.columns[1].shape == "folded"
    editor.session.select(Selection(1))
    Hand(editor).key(K.Key_U)
    assert editor.scene.arrangement.columns[1].shape == "grid"


def test_every_key_of_the_table_does_no_harm(editor, hand):
    for selection in (None, Selection(0), Selection(3), Selection(1, 0), Selection(1, 0, 2)):
        for keys in [keys for one in KEY_ACTS for keys in (*one.keys, *one.also)]:
            editor.session.select(selection if is_in(editor.scene.network, selection) else None)
            pressed = QKeySequence(keys)[0]  # type: ignore[index]
            hand.key(pressed.key(), pressed.keyboardModifiers())
            for card in (editor.cards.menu, editor.cards.layer):
                if card is not None and card.isVisible():
                    card.close()
            QApplication.processEvents()
        while editor.session.undo_stack.canUndo():
            editor.session.undo_stack.undo()
    assert sizes(editor) == (2, 4, 2, 1)


def test_the_canvas_tells_screen_readers_what_is_selected(editor):
    canvas = editor.canvas
    assert "Network 2-4-2-1, 25 weights and biases" in canvas.accessibleDescription()
    editor.session.select(Selection(1))
    assert canvas.accessibleDescription() == "Hidden 1, 4 neurons, tanh"
    editor.session.select(Selection(1, 2))
    assert canvas.accessibleDescription() == "Hidden 1, neuron 3 of 4"
    editor.session.select(Selection(1, 2, 1))
    assert canvas.accessibleDescription().startswith("Weight from Input x₂ to Hidden 1, neuron 3: ")
    editor.session.select(Selection(1, 2, 2))
    assert canvas.accessibleDescription().startswith("Bias of Hidden 1, neuron 3: 0.1")
