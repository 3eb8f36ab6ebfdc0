from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from nnplayground.data import DATASETS
from nnplayground.session import Selection
from nnplayground.views.action_table import ACTIONS
from nnplayground.views.actions import Actions, ActionSpec, ChoicesSpec
from nnplayground.views.editor.keyboard import KEY_ACTS
from nnplayground.views.main_window import MainWindow
from nnplayground.views.shortcuts_dialog import ShortcutsDialog, keys_text

SPECS = [spec for spec in ACTIONS if isinstance(spec, ActionSpec)]
KEYS = [(spec.id, keys) for spec in SPECS for keys in spec.shortcuts]


def menu_of(window: MainWindow, title: str) -> QMenu:
    menus = {action.text().replace("&", ""): action for action in window.menuBar().actions()}
    menu = menus[title].menu()
    assert isinstance(menu, QMenu)
    return menu


def choose(window: MainWindow, submenu: str, text: str) -> None:
    """Open a submenu and click an entry, as a person does."""
    menu = window.action_set.by_id[submenu].menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    action = next(action for action in menu.actions() if action.text() == text)
    action.trigger()


def test_every_id_is_there_once():
    assert [name for name, count in Counter(spec.id for spec in ACTIONS).items() if count > 1] == []


def test_no_two_actions_share_a_key():
    counts = Counter(QKeySequence(keys).toString() for _, keys in KEYS)
    assert [keys for keys, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(("name", "keys"), KEYS)
def test_every_key_is_one_that_qt_knows(name, keys):
    assert QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText) == keys


def test_every_action_that_is_seen_tells_what_it_does_in_the_status_bar():
    assert [spec.id for spec in SPECS if not spec.tip and spec.id not in ("about",)] == []


def test_the_menus_hold_the_table_in_its_order(window):
    wanted: dict[str, list[str]] = {}
    for spec in ACTIONS:
        wanted.setdefault(spec.menu, []).append(spec.id)
    shown = {
        title: [
            action.objectName()
            for action in menu_of(window, title).actions()
            if not action.isSeparator()
        ]
        for title in wanted
    }
    assert shown == wanted
    assert len(window.menuBar().actions()) == len(wanted)


def test_every_key_calls_its_action(window, monkeypatch):
    called = []
    monkeypatch.setattr(Actions, "_call", lambda self, spec: called.append(spec.id))
    for name, keys in KEYS:
        window.action_set.by_id[name].setEnabled(True)
        QTest.keySequence(window.editor.canvas, QKeySequence(keys))
    assert called == [name for name, _ in KEYS]


def test_space_trains_and_pauses_and_the_menu_says_so(window, qtbot: QtBot):
    train = window.action_set.by_id["train"]
    assert train.text() == "&Train"
    qtbot.keyClick(window.editor.canvas, Qt.Key.Key_Space)
    assert window.session.running
    assert train.text() == "&Pause"
    qtbot.keyClick(window.editor.canvas, Qt.Key.Key_Space)
    assert not window.session.running
    assert train.text() == "&Train"


def test_space_presses_the_button_that_the_keyboard_is_on_and_does_not_train(window, qtbot: QtBot):
    button = window.transport.reset
    window.session.step(3)
    qtbot.waitUntil(lambda: not window.session.running)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert window.session.state.iteration == 0
    assert not window.session.running


def test_a_click_on_a_button_leaves_space_to_training(window, qtbot: QtBot):
    qtbot.mouseClick(window.transport.reset, Qt.MouseButton.LeftButton)
    focused = window.focusWidget()
    assert not isinstance(focused, QPushButton)
    qtbot.keyClick(focused, Qt.Key.Key_Space)
    assert window.session.running


def test_undo_and_redo_name_what_they_do(window, qtbot: QtBot):
    undo, redo = (window.action_set.by_id[name] for name in ("undo", "redo"))
    assert (undo.text(), undo.isEnabled()) == ("&Undo", False)
    window.session.edit_training("Learning rate", learning_rate=0.1)
    assert (undo.text(), undo.isEnabled()) == ("&Undo Learning rate", True)
    QTest.keySequence(window.editor.canvas, QKeySequence("Ctrl+Z"))
    assert window.session.experiment.training.learning_rate == 0.03
    assert (redo.text(), redo.isEnabled()) == ("&Redo Learning rate", True)
    QTest.keySequence(window.editor.canvas, QKeySequence("Ctrl+Shift+Z"))
    assert window.session.experiment.training.learning_rate == 0.1


def test_network_actions_act_on_the_selected_layer_and_say_which(window):
    window.session.select(Selection(1))
    actions = window.action_set.by_id
    assert actions["more-neurons"].text() == "Add a &neuron to Hidden 1"
    QTest.keySequence(window.editor.canvas, QKeySequence("Ctrl+Up"))
    assert window.session.experiment.network.sizes == (2, 5, 2, 1)
    QTest.keySequence(window.editor.canvas, QKeySequence("Ctrl+Down"))
    QTest.keySequence(window.editor.canvas, QKeySequence("Ctrl+Down"))
    assert window.session.experiment.network.sizes == (2, 3, 2, 1)


def test_network_actions_act_on_the_first_hidden_layer_where_nothing_is_selected(window):
    window.action_set.by_id["remove-layer"].trigger()
    assert window.session.experiment.network.sizes == (2, 2, 1)


def test_a_layer_is_cut_and_pasted_by_key_in_the_network(window):
    window.session.select(Selection(1))
    QTest.keySequence(window.editor.canvas, QKeySequence("Ctrl+X"))
    assert window.session.experiment.network.sizes == (2, 2, 1)
    window.session.select(Selection(1))
    QTest.keySequence(window.editor.canvas, QKeySequence("Ctrl+V"))
    assert window.session.experiment.network.sizes == (2, 2, 4, 1)


def test_cutting_text_elsewhere_leaves_the_network_alone(window):
    before = window.session.experiment
    window.session.select(Selection(1))
    seed = window.docks.panels["data"].findChild(QLineEdit)
    seed.setFocus()
    QTest.keySequence(seed, QKeySequence("Ctrl+X"))
    assert window.session.experiment == before


def test_layers_are_added_duplicated_moved_and_removed(window):
    actions, network = window.action_set.by_id, lambda: window.session.experiment.network.sizes
    window.session.select(Selection(1))
    actions["duplicate-layer"].trigger()
    assert network() == (2, 4, 4, 2, 1)
    actions["move-right"].trigger()
    assert network() == (2, 4, 2, 4, 1)
    actions["add-layer"].trigger()
    assert network() == (2, 4, 2, 4, 4, 1)
    actions["remove-layer"].trigger()
    assert network() == (2, 4, 2, 4, 1)


def test_what_the_output_layer_cannot_have_is_grey(window):
    window.session.select(Selection(3))
    actions = window.action_set.by_id
    names = ("remove-layer", "duplicate-layer", "more-neurons", "fewer-neurons", "move-left")
    assert [name for name in names if actions[name].isEnabled()] == []


def test_an_activation_is_chosen_from_the_menu(window):
    window.session.select(Selection(1))
    choose(window, "activation", "ReLU")
    assert window.session.experiment.network.layers[0].activation == "relu"
    menu = window.action_set.by_id["activation"].menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["ReLU"]


def test_biases_are_switched_from_the_menu(window):
    window.session.select(Selection(1))
    bias = window.action_set.by_id["bias"]
    assert bias.isChecked()
    bias.trigger()
    assert not window.session.experiment.network.layers[0].bias
    assert not bias.isChecked()


@pytest.mark.parametrize("key", ["spiral", "rings", "digits"])
def test_a_dataset_is_chosen_from_the_menu(window, key):
    choose(window, "dataset", DATASETS[key].label)
    assert window.session.experiment.data.dataset == key


def test_new_points_are_other_points_of_the_same_dataset(window):
    before = window.session.dataset
    window.action_set.by_id["new-data"].trigger()
    after = window.session.dataset
    assert after.train.inputs.shape == before.train.inputs.shape
    assert (after.train.inputs != before.train.inputs).any()


def test_a_theme_is_chosen_from_the_menu_and_remembered(window, preferences):
    choose(window, "theme", "Dark")
    assert window.themes.theme.name == "dark"
    assert preferences.theme == "dark"
    choose(window, "theme", "Light")
    assert window.themes.theme.name == "light"


def test_a_panel_below_the_network_is_shown_from_the_menu(window):
    window.docks.all[-1].hide()
    titles = [window.docks.tabs.tabText(number) for number in range(window.docks.tabs.count())]
    for title in reversed(titles):
        choose(window, "tab", title)
        shown = window.docks.tabs.currentWidget()
        assert window.docks.tabs.tabText(window.docks.tabs.currentIndex()) == title
        assert shown.isVisible()


def test_the_editor_zooms_from_the_menu(window):
    canvas = window.editor.canvas
    before = canvas.zoom
    window.action_set.by_id["zoom-in"].trigger()
    assert canvas.zoom == pytest.approx(before * 1.25)
    window.action_set.by_id["zoom-fit"].trigger()
    assert canvas.zoom == pytest.approx(before)


def test_submenus_have_entries_where_they_can_be_opened(window):
    for spec in ACTIONS:
        if isinstance(spec, ChoicesSpec) and window.action_set.by_id[spec.id].isEnabled():
            assert spec.choices(window), spec.id


def test_recent_files_cannot_be_opened_before_there_are_any(window):
    assert not window.action_set.by_id["open-recent"].isEnabled()


def test_the_overview_shows_every_key(window, qtbot: QtBot):
    dialog = ShortcutsDialog(window.action_set, window)
    qtbot.addWidget(dialog)
    shown = {label.text() for label in dialog.findChildren(type(window.transport.speed_label))}
    missing = [
        spec.id for spec in SPECS if spec.shortcuts and keys_text(spec.shortcuts) not in shown
    ]
    assert missing == []
    assert {one.text for one in KEY_ACTS if one.text} <= shown
    assert {"Left or Right", "Ins", "F2"} <= shown


def test_what_the_editor_does_with_keys_is_listed_there_or_in_a_menu():
    listed = {keys for _, keys in KEYS}
    assert [one.keys for one in KEY_ACTS if not one.text and not listed & set(one.keys)] == []
