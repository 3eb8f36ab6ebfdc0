"""The panel follows the session, and costs nothing where it cannot be seen."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnplayground.core import LayerSpec, SpecError
from nnplayground.core.adapt import LayerValues
from nnplayground.session import Selection
from nnplayground.views.editor.clipboard import layers_as_text, layers_from_text
from nnplayground.views.theme import DARK, LIGHT
from tests.views.editor.hand import Hand


def test_the_picture_shows_the_newest_frame_after_a_pause(editor, qtbot):
    editor.session.train()
    qtbot.waitUntil(lambda: editor.session.frame.iteration > 100)
    editor.session.pause()
    qtbot.waitUntil(lambda: editor.scene.frame.state is editor.session.frame.state)


def test_a_hidden_editor_draws_nothing_and_is_up_to_date_when_shown(editor, qtbot):
    editor.hide()
    known = editor.scene.frame
    editor.commands.resize(1, 7)
    qtbot.wait(50)
    assert editor.scene.frame is known
    editor.show()
    assert editor.scene.network.sizes == (2, 7, 2, 1)


def test_undo_and_other_data_are_followed(editor):
    editor.commands.resize(1, 7)
    editor.session.undo_stack.undo()
    assert editor.scene.arrangement.columns[1].units == 4
    assert editor.session.edit_data("Dataset", dataset="rings")
    assert [column.units for column in editor.scene.arrangement.columns] == [2, 4, 2, 3]
    assert editor.session.edit_data("Dataset", dataset="digits")
    assert editor.scene.arrangement.columns[0].shape == "grid"


def test_an_edit_elsewhere_gives_up_what_is_being_dragged(editor, hand):
    hand.carry_chip("ReLU", hand.between(1, 2))
    editor.session.edit_training("Learning rate", learning_rate=0.1)
    assert editor.pointer.gesture is None
    assert editor.scene.arrangement.gap is None
    hand.release(hand.between(1, 2))
    assert editor.session.experiment.network.sizes == (2, 4, 2, 1)


def test_other_colours_are_taken_at_once(editor):
    def ground():
        return editor.canvas.grab().toImage().pixelColor(3, 3).name()

    assert ground() == LIGHT.canvas
    editor.themes.use(DARK)
    assert ground() == DARK.canvas


def test_a_wide_layer_folds_and_unfolds_by_a_click(make_editor):
    editor = make_editor("circle", 40)
    hand = Hand(editor)
    column = editor.scene.arrangement.columns[1]
    assert column.shape == "folded"
    hand.click(hand.at(column.fold.center()))
    column = editor.scene.arrangement.columns[1]
    assert column.shape == "grid"
    hand.click(hand.at(column.fold.center()))
    assert editor.scene.arrangement.columns[1].shape == "folded"


def test_many_weights_bring_a_threshold(make_editor):
    editor = make_editor("digits")
    assert editor.edge_bar.isVisible()
    assert editor.edge_bar.count.text() == "500 strongest of 2368 weights"
    editor.edge_bar.slider.setValue(60)
    assert 0 < editor.scene.edges.drawn < 500
    assert all(np.abs(c.strengths).min(initial=1) >= 0.6 for c in editor.scene.edges.chosen)


def test_a_single_step_lights_up_both_passes(editor, qtbot):
    seen: list[str] = []
    editor.flow.told.connect(seen.append)
    editor.session.step()
    qtbot.waitUntil(lambda: editor.flow.playing)
    lights = []
    while editor.flow.playing:
        qtbot.wait(5)
        light = editor.scene.overlay.light
        if light is not None and (light.layer, light.backward) not in lights:
            lights.append((light.layer, light.backward))
    assert lights == [(0, False), (1, False), (2, False), (2, True), (1, True), (0, True)]
    assert seen[0].startswith("Forward: Input → Hidden 1")
    assert seen[-2].startswith("Backward: Hidden 1 learns")
    assert seen[-1] == ""
    assert editor.scene.overlay.light is None


def test_the_light_goes_out_with_the_layer_it_was_in(editor, qtbot):
    editor.session.step()
    qtbot.waitUntil(
        lambda: editor.scene.overlay.light is not None and editor.scene.overlay.light.layer == 2
    )
    editor.commands.remove(1)
    editor.commands.remove(1)
    assert not editor.flow.playing
    assert editor.scene.overlay.light is None
    assert not editor.canvas.grab().isNull()


def test_a_painting_that_fails_is_reported_and_the_window_lives(editor, monkeypatch):
    reported = []
    monkeypatch.setattr("sys.excepthook", lambda *raised: reported.append(raised[0]))
    monkeypatch.setattr(type(editor.scene.edges), "draw", lambda item, painter: 1 / 0)
    editor.canvas.grab()
    assert set(reported) == {ZeroDivisionError}


def test_fast_training_plays_no_light(editor, qtbot):
    editor.session.train()
    qtbot.waitUntil(lambda: editor.session.frame.iteration > 50)
    assert not editor.flow.playing
    editor.session.pause()


def test_every_chip_of_the_palette_tells_its_name_and_can_be_brought_into_view(editor):
    palette = editor.palette_bar
    names = {
        group: [chip.offer.label for chip in palette.chips if chip.offer.group == group]
        for group in ("Layers", "Stacks", "Articles")
    }
    for width in (1400, 900, 640, 480, 360):
        editor.resize(width, 600)
        for group, labels in names.items():
            palette.groups.setCurrentText(group)
            QApplication.processEvents()
            shown = [chip for chip in palette.chips if chip.isVisible()]
            assert [chip.offer.label for chip in shown] == labels
            assert all(chip.offer.label in chip.text() for chip in shown)
            for chip in shown:
                palette.bring(chip.offer.label)
                assert chip.visibleRegion().boundingRect() == chip.rect()
            moved = palette.strip.back.isEnabled()
            assert palette.strip.on.isVisible() == moved


def test_in_a_narrow_bar_arrows_and_the_wheel_lead_to_the_last_chip(editor, hand):
    editor.resize(480, 600)
    QApplication.processEvents()
    palette = editor.palette_bar
    last = palette.chip("softmax")
    assert last.visibleRegion().isEmpty()
    while palette.strip.on.isEnabled():
        QTest.mouseClick(palette.strip.on, Qt.MouseButton.LeftButton)
    assert last.visibleRegion().boundingRect() == last.rect()
    QTest.mouseClick(last, Qt.MouseButton.LeftButton)
    assert editor.session.experiment.network.layers[2].activation == "softmax"
    hand.wheel(QPoint(5, 5), 30, widget=palette.strip)
    assert not palette.strip.back.isEnabled()


def test_at_1280x720_all_layers_can_be_dragged_without_looking_for_them(editor):
    editor.resize(670, 400)  # what is left for the editor in a window of that size
    QApplication.processEvents()
    assert not editor.palette_bar.strip.on.isVisible()
    assert not editor.palette_bar.chip("softmax").visibleRegion().isEmpty()


def test_two_drags_with_two_buttons_do_not_mix(editor, hand):
    start = hand.handle(1)
    hand.carry(start, start + QPoint(0, 60))
    hand.viewport.setFocus()
    QTest.mousePress(hand.viewport, hand_right(), pos=start)
    assert editor.pointer.gesture is not None
    hand.release(start + QPoint(0, 60))
    assert editor.session.experiment.network.sizes[1] > 4


def hand_right():
    from tests.views.editor.hand import RIGHT

    return RIGHT


# ---- layers as text ----------------------------------------------------------------------


def test_layers_go_through_text_unchanged(editor):
    layers = editor.session.experiment.network.layers
    assert layers_from_text(layers_as_text(layers)).layers == layers


def test_weights_go_through_text_bit_for_bit_and_what_is_not_finite_is_left_out():
    values = LayerValues(np.array([[0.1, -1e-300], [np.nan, 3.0]]), np.array([np.inf, 1 / 3]))
    (read,) = layers_from_text(layers_as_text((LayerSpec(2),), (values,))).values
    np.testing.assert_array_equal(read.W, values.W)
    np.testing.assert_array_equal(read.b, [np.nan, 1 / 3])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        '{"format": "nnplayground layers"',
        '{"format": "nnplayground layers", "layers": []}',
        '{"format": "nnplayground layers", "version": 2, "layers": [{"units": 3}]}',
        '{"format": "nnplayground layers", "layers": [{"units": 0}]}',
        '{"format": "nnplayground layers", "layers": [{"units": 3, "colour": 1}]}',
        '{"format": "nnplayground layers", "layers": "' + "x" * 2_000_000 + '"}',
        "[" * 100_000 + '"nnplayground layers"',
        *(
            '{"format": "nnplayground layers", "layers": [{"units": 2}], "values": ' + values + "}"
            for values in (
                "3",
                "[3]",
                '[{"W": [[1, 2]]}]',
                '[{"W": [[1, 2], [3]], "b": [0, 0]}]',
                '[{"W": [[1, 2, 3]], "b": [0, 0]}]',
                '[{"W": [[1, "2"]], "b": [0, 0]}]',
                '[{"W": [[1, true]], "b": [0, 0]}]',
                '[{"W": [[1, NaN]], "b": [0, 0]}]',
                '[{"W": [], "b": [0, 0]}]',
                '[{"W": [[1, 2]], "b": [0]}]',
                '[{"W": [[1, 2]], "b": [[0], [0]]}]',
                '[{"W": [[1, 2]], "b": [0, 0]}, {"W": [[1, 2]], "b": [0, 0]}]',
                '[{"W": ' + "[" * 900 + "]" * 900 + ', "b": [0, 0]}]',
            )
        ),
    ],
    ids=range(22),
)
def test_a_text_without_layers_is_refused_in_a_sentence(text):
    with pytest.raises(SpecError, match=r"clipboard|layer"):
        layers_from_text(text)


def test_a_network_that_leaves_the_view_is_fitted_again_but_a_chosen_view_stays(editor):
    canvas = editor.canvas
    canvas.zoom_by(0.9)
    chosen = canvas.zoom
    editor.commands.resize(1, 5)
    assert canvas.zoom == chosen
    assert not canvas.fitting
    for _ in range(6):
        editor.commands.insert(1, (LayerSpec(4),))
    assert canvas.fitting
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert seen.contains(editor.scene.arrangement.framed)


def test_a_view_of_a_part_stays_where_it_is_until_nothing_is_left_of_it(editor):
    canvas = editor.canvas
    canvas.zoom_by(1.6)
    chosen = canvas.zoom
    editor.commands.resize(2, 3)
    assert canvas.zoom == chosen
    canvas.pan(QPoint(5_000, 0))
    editor.commands.resize(2, 6)
    assert canvas.fitting


def test_a_selection_that_is_not_in_the_picture_is_not_drawn(editor):
    editor.session.select(Selection(9, 3))
    assert editor.scene.selection is None
    editor.session.select(Selection(1, 3))
    assert editor.scene.selection == Selection(1, 3)
