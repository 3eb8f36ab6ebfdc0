"""What the cards and the inspector say is so, and what they change is changed."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QSlider,
)

from nnplayground.core import Network
from tests.views.editor.hand import Hand


def layer(editor, level):
    return editor.session.experiment.network.layers[level - 1]


def numbers(editor):
    """(Z, A) of every level for the first training example, worked out by hand; [0] inputs."""
    frame = editor.session.frame
    inputs = frame.dataset.train.inputs[0]
    A, Z = [inputs], [inputs]
    for i in range(len(frame.layout.network.layers)):
        z = A[-1] @ frame.layout.weight(frame.theta, i) + frame.layout.bias(frame.theta, i)
        Z.append(z)
        A.append(np.tanh(z))
    return Z, A


def read(text):
    return float(text.replace("−", "-"))


# ---- at the pointer ----------------------------------------------------------------------


def test_over_an_edge_stand_weight_gradient_and_contribution(editor, hand):
    hand.move(hand.edge(1, 2, 0))
    card = editor.cards.hover
    assert card.isVisible()
    frame = editor.session.frame
    W = frame.layout.weight(frame.theta, 1)
    name, value = card.content.title.split(" = ")
    assert name == "w²₃₁"
    assert read(value) == pytest.approx(W[2, 0], abs=1e-3)
    _, A = numbers(editor)
    gradient, a = card.content.lines[0].removeprefix("gradient ").split("   a = ")
    assert read(a) == pytest.approx(A[1][2], abs=1e-2)
    contribution = card.content.lines[1].removeprefix("contributes ").split(" to ")
    assert read(contribution[0]) == pytest.approx(W[2, 0] * A[1][2], abs=2e-3)
    assert contribution[1] == "z²₁"
    network = Network(frame.experiment.network)
    network.theta[:] = frame.theta
    X = frame.dataset.train.inputs
    Y = editor.session.training.problem.Y
    _, expected = network.loss_and_gradient(X, Y)
    index = frame.layout.weight_index(1, 2, 0)
    assert read(gradient) == pytest.approx(expected[index], abs=2e-4)


def test_the_card_follows_a_turned_weight(editor, hand, qtbot):
    hand.move(hand.edge(1, 2, 0))
    editor.session.turn(editor.session.frame.layout.weight_index(1, 2, 0), 2.5)
    qtbot.waitUntil(lambda: editor.cards.hover.content.title == "w²₃₁ = 2.500")


def test_a_frozen_weight_says_so(editor, hand):
    editor.commands.toggle_frozen(editor.session.frame.layout.weight_index(1, 2, 0))
    hand.move(hand.edge(1, 2, 0))
    assert "frozen" in editor.cards.hover.content.lines[-1]


def test_over_a_neuron_stands_its_response_large(editor, hand):
    hand.move(hand.neuron(1, 2))
    content = editor.cards.hover.content
    assert content.title == "Hidden 1, neuron 3"
    assert content.picture is editor.scene.pictures.levels[1].image
    Z, A = numbers(editor)
    assert read(content.lines[0].removeprefix("z = ")) == pytest.approx(Z[1][2], abs=1e-3)
    a = content.lines[1].removeprefix("a¹₃ = ").removesuffix(" for training example 1")
    assert read(a) == pytest.approx(A[1][2], abs=1e-3)
    hand.move(hand.at(editor.scene.arrangement.bounds.topLeft()))
    assert not editor.cards.hover.isVisible()


def test_the_header_of_the_output_says_why_it_has_its_neurons(editor, hand):
    hand.move(hand.header(3))
    assert editor.cards.hover.content.lines == (
        "Output layer: one neuron or two, because the data has 2 classes.",
    )


# ---- the inspector -----------------------------------------------------------------------


def test_the_formula_has_todays_numbers(editor, hand):
    hand.click(hand.neuron(2, 1))
    lines = editor.inspector.formula.text().split("\n")
    Z, A = numbers(editor)
    assert lines[0].startswith("z²₂ = ")
    total = next(line for line in lines if line.startswith("  = "))
    assert read(total.removeprefix("  = ")) == pytest.approx(Z[2][1], abs=2e-3)
    assert lines[-2] == "a²₂ = tanh z"
    assert read(lines[-1].removeprefix("  = ")) == pytest.approx(A[2][1], abs=2e-3)


def test_another_example_gives_other_numbers(editor, hand):
    hand.click(hand.neuron(2, 1))
    first = editor.inspector.formula.text()
    editor.inspector.example.setValue(300)
    assert editor.session.example.index == 299
    assert editor.inspector.example_name.text() == "test example 50"
    assert editor.inspector.formula.text() != first


def test_the_inspector_shows_weights_bias_and_all_activations(editor, hand):
    hand.click(hand.neuron(2, 1))
    inspector, frame = editor.inspector, editor.session.frame
    W, b = frame.layout.weight(frame.theta, 1), frame.layout.bias(frame.theta, 1)
    assert inspector.bars.names == [f"neuron {n}" for n in (1, 2, 3, 4)]
    assert inspector.bars.weights == W[:, 1].tolist()
    assert read(inspector.bias.text().split()[1]) == pytest.approx(b[1], abs=1e-4)
    assert inspector.histogram._counts.sum() == len(frame.dataset.train)
    editor.inspector.close_button.click()
    assert not inspector.isVisible()


def test_weights_of_pixels_are_a_picture(make_editor):
    editor = make_editor("digits")
    Hand(editor).click(Hand(editor).neuron(1, 2))
    assert editor.inspector.picture.isVisible()
    assert not editor.inspector.bars.isVisible()
    frame = editor.session.frame
    cells = frame.layout.weight(frame.theta, 0)[:, 2].reshape(8, 8)
    assert np.array_equal(editor.inspector.picture._cells, cells)


# ---- a layer's settings ------------------------------------------------------------------


@pytest.fixture
def card(editor):
    editor.cards.open_layer_card(1)
    card = editor.cards.layer
    yield card
    card.close()


def test_the_settings_of_a_layer_are_changed_in_place(editor, card):
    card.activation.setCurrentIndex(card.activation.findData("relu"))
    card.activation.activated.emit(card.activation.currentIndex())
    assert layer(editor, 1).activation == "relu"
    assert card.curve.activation == "relu"
    card.bias.click()
    assert not layer(editor, 1).bias
    card.frozen.click()
    assert layer(editor, 1).frozen
    card.dropout.slider.setValue(6)
    assert layer(editor, 1).dropout == 0.3
    editor.session.undo_stack.undo()
    assert layer(editor, 1).dropout == 0.0
    assert card.dropout.slider.value() == 0


def test_before_training_another_initializer_is_taken_at_once(editor, card):
    box = card.weights.kind
    box.setCurrentIndex(box.findData("constant"))
    box.activated.emit(box.currentIndex())
    field = card.weights.fields["value"]
    assert field.isVisible()
    field.selectAll()
    QTest.keyClicks(field, "0.75")
    QTest.keyClick(field, Qt.Key.Key_Return)
    frame = editor.session.frame
    assert (frame.layout.weight(frame.theta, 0) == 0.75).all()


def test_in_training_another_initializer_waits_for_the_reset(editor, qtbot):
    editor.session.step(5)
    qtbot.waitUntil(lambda: editor.session.frame.iteration == 5)
    theta = editor.session.frame.theta.copy()
    from nnplayground.core import Initializer

    editor.commands.set_initializer(1, "weight_initializer", Initializer("constant", value=0.75))
    assert np.array_equal(editor.session.frame.theta, theta)
    editor.session.reset()
    frame = editor.session.frame
    assert (frame.layout.weight(frame.theta, 0) == 0.75).all()


def test_softmax_on_one_neuron_is_explained_where_it_is_chosen(editor):
    editor.commands.resize(1, 1)
    assert not editor.commands.set_activation(1, "softmax")
    assert editor.notice.isVisible()
    assert editor.notice.text == "Layer 1: activation 'softmax' needs at least 2 neurons, has 1"


def test_softmax_at_the_output_brings_a_neuron_and_says_why(editor):
    assert editor.commands.set_activation(3, "softmax")
    assert editor.session.experiment.network.sizes == (2, 4, 2, 2)
    assert "because of the softmax output" in editor.notice.text


def test_the_card_of_a_layer_that_goes_closes(editor, card):
    editor.commands.remove(1)
    editor.commands.remove(1)
    assert editor.session.experiment.network.sizes == (2, 1)
    editor.cards.open_layer_card(1)
    assert editor.cards.layer.note.text().startswith("Output layer: one neuron or two")


def test_every_control_has_a_name(editor, hand, card):
    hand.click(hand.edge(0, 1, 0))
    kinds = (QAbstractButton, QComboBox, QSlider, QAbstractSpinBox, QLineEdit)
    controls = [
        control
        for root in (editor, card)
        for kind in kinds
        for control in root.findChildren(kind)
        # parts of a control that has a name itself
        if not isinstance(control.parent(), QComboBox | QAbstractSpinBox)
        and not control.objectName().startswith("qt_")
    ]
    assert len(controls) > 40
    for control in controls:
        text = control.text() if isinstance(control, QAbstractButton) else ""
        assert control.accessibleName() or text, (type(control), control.objectName())
    assert editor.canvas.accessibleName() == "Network"
