from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMessageBox, QPushButton, QToolBar, QWidget
from pytestqt.qtbot import QtBot

from nnplayground.files import SavedNetwork, save_network
from nnplayground.session import Selection, Session
from nnplayground.views.banner import smaller_rate
from nnplayground.views.dialogs import Unsaved
from nnplayground.views.main_window import DEFAULT_SIZE, FRAME, MainWindow, first_place
from nnplayground.views.panels import BOTTOM_PANELS

LEFT = Qt.MouseButton.LeftButton


def drop(target: QWidget, *paths: Path) -> bool:
    """Drag files onto a widget and let go; returns whether anything wanted them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, no_key = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(500, 300), copy, mime, LEFT, no_key)
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(target, QDropEvent(QPointF(500, 300), copy, mime, LEFT, no_key))
    QApplication.processEvents()
    return True


# ---- what is there ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "room", [QRect(0, 30, 1600, 970), QRect(0, 0, 1280, 720), QRect(1920, 0, 2560, 1440)]
)
def test_the_first_window_stands_on_the_screen_with_its_frame(room):
    assert room.contains(first_place(room))
    assert first_place(room).size() == (DEFAULT_SIZE + FRAME).boundedTo(room.size())


def test_every_panel_can_be_seen(window):
    assert [dock.objectName() for dock in window.docks.all if not dock.isVisible()] == []
    assert window.editor.isVisible()
    assert window.docks.tabs.count() == len(BOTTOM_PANELS)


@pytest.mark.parametrize("size", [(1280, 720), (1600, 1000)])
def test_everything_fits_into_the_window(window, qtbot: QtBot, size):
    window.resize(*size)
    qtbot.wait(50)
    assert (window.width(), window.height()) == size
    whole = window.rect()
    for dock in window.docks.all:
        assert whole.contains(dock.geometry()), dock.objectName()
    bar = window.findChild(QToolBar, "transport")
    extension = bar.findChild(QPushButton, "qt_toolbar_ext_button")
    assert extension is None or not extension.isVisible()


def test_a_large_window_with_a_selected_weight_can_be_made_small(window, qtbot: QtBot):
    window.resize(1600, 1000)
    window.session.step(50)
    qtbot.waitUntil(lambda: not window.session.running)
    window.session.select(Selection(1, 1, 0))
    for number in range(window.docks.tabs.count()):
        window.docks.show_tab(number)
        qtbot.wait(20)
        window.resize(1280, 720)
        assert (window.width(), window.height()) == (1280, 720)
        window.resize(1600, 1000)


def test_a_button_that_only_shows_a_picture_has_a_name(window):
    nameless = [
        button
        for button in window.findChildren(QPushButton)
        if button.isVisible() and not button.text() and not button.accessibleName()
    ]
    assert nameless == []


# ---- the layout ------------------------------------------------------------------------


def sizes(window: MainWindow) -> list[tuple[int, int]]:
    return [(dock.width(), dock.height()) for dock in window.docks.all]


def test_reset_layout_puts_every_panel_back(window, qtbot: QtBot):
    qtbot.wait(50)
    before = [dock.geometry() for dock in window.docks.all]
    for dock in window.docks.all[1:]:
        dock.hide()
    window.docks.all[0].setFloating(True)
    window.action_set.by_id["reset-layout"].trigger()
    qtbot.wait(100)
    assert [dock.geometry() for dock in window.docks.all] == before
    assert all(dock.isVisible() and not dock.isFloating() for dock in window.docks.all)


def test_panels_can_be_rearranged_and_locked_again(window):
    action = window.action_set.by_id["rearrange"]
    action.trigger()
    movable = QDockWidget.DockWidgetFeature.DockWidgetMovable
    assert all(dock.features() & movable for dock in window.docks.all)
    assert all(dock.titleBarWidget() is None for dock in window.docks.all)
    assert action.isChecked()
    action.trigger()
    assert not any(dock.features() & movable for dock in window.docks.all)
    assert not action.isChecked()


def test_a_panel_is_hidden_and_shown_from_the_menu(window):
    menu = window.action_set.by_id["panels"].menu()
    dock = window.docks.all[1]
    for wanted in (False, True):
        menu.aboutToShow.emit()
        menu.actions()[1].trigger()
        assert dock.isVisible() == wanted


def test_the_next_start_finds_panels_and_window_where_they_were(
    window, qtbot: QtBot, appearance, preferences
):
    window.docks.all[2].hide()
    window.resize(1400, 800)
    window.resizeDocks([window.docks.all[0]], [320], Qt.Orientation.Horizontal)
    qtbot.wait(50)
    before = sizes(window)
    window.close()
    again = MainWindow(Session(), appearance.themes, appearance, preferences)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitExposed(again)
    qtbot.wait(50)
    assert not again.docks.all[2].isVisible()
    assert again.docks.all[0].width() == before[0][0] == 320


def test_the_stop_rule_is_shown_from_the_menu(window, qtbot: QtBot):
    window.action_set.by_id["stop-rule"].trigger()
    box = window.docks.panels["training"].stops["iterations"]
    assert box.isVisible()
    qtbot.wait(50)
    assert not box.visibleRegion().isEmpty()
    assert box.hasFocus() or box.lineEdit().hasFocus()


# ---- files dropped ---------------------------------------------------------------------


def test_a_file_dropped_on_the_window_is_opened(window, tmp_path):
    path = tmp_path / "dropped.nnplay"
    save_network(path, SavedNetwork(window.session.experiment, window.session.state))
    assert drop(window, path)
    assert window.files.path == path


def test_a_file_dropped_on_the_network_is_opened_too(window, tmp_path):
    path = tmp_path / "dropped.nnplay"
    save_network(path, SavedNetwork(window.session.experiment, window.session.state))
    viewport = window.editor.canvas.viewport()
    target = viewport if viewport.acceptDrops() else window  # as Qt looks for it
    assert drop(target, path)
    assert window.files.path == path


def test_two_files_at_once_are_not_taken(window, tmp_path):
    assert not drop(window, tmp_path / "a.nnplay", tmp_path / "b.nnplay")


# ---- sentences -------------------------------------------------------------------------


def test_a_sentence_is_shown_and_goes_away(window, qtbot: QtBot):
    window.status._forget.setInterval(100)
    window.session.said.emit("Saved spiral.nnplay.")
    assert window.status.said.sentence == "Saved spiral.nnplay."
    qtbot.waitUntil(lambda: window.status.said.sentence == "", timeout=1000)


def test_a_long_sentence_gets_room_and_the_tooltip_has_all_of_it(window, qtbot: QtBot):
    sentence = "This sentence is as long as it takes to need more room than there is. " * 4
    shown = window.status.seed_fact.isVisible()
    window.session.said.emit(sentence)
    assert window.status.said.toolTip() == sentence
    assert shown
    assert not window.status.seed_fact.isVisible()
    assert window.status.size_fact.isVisible()
    window.status._on_forget()
    assert window.status.seed_fact.isVisible()


def test_the_status_bar_has_the_facts(window, qtbot: QtBot):
    status = window.status
    assert status.size_fact.text() == "2–4–2–1 · 25 parameters"
    assert status.seed_fact.text() == "seed 0"
    assert status.rate_fact.text() == "paused"
    window.session.train()
    qtbot.waitUntil(lambda: "iterations/s" in status.rate_fact.text(), timeout=2000)
    qtbot.waitUntil(lambda: status.engine_fact.text() != "engine ", timeout=2000)
    window.session.pause()
    assert status.rate_fact.text() == "paused"
    window.session.new_seed(42)
    assert status.seed_fact.text() == "seed 42"


# ---- divergence ------------------------------------------------------------------------


@pytest.fixture
def diverged(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window whose run has diverged."""
    window.session.edit_data("Dataset", dataset="plane")
    window.session.edit_training("Learning rate", learning_rate=1e6)
    with qtbot.waitSignal(window.session.diverged, timeout=10000):
        window.session.train()
    return window


def test_a_diverged_run_says_so_above_the_network(diverged):
    assert diverged.banner.isVisible()
    assert diverged.banner.sentence.text().startswith("Diverged at iteration")
    assert not diverged.editor.notice.isVisible()
    assert not diverged.session.running
    assert diverged.transport.train.text() == "Train"


def test_the_banner_s_reset_starts_anew(diverged, qtbot: QtBot):
    qtbot.mouseClick(diverged.banner.reset, LEFT)
    assert np.isfinite(diverged.session.state.theta).all()
    qtbot.waitUntil(lambda: not diverged.banner.isVisible(), timeout=1000)


def test_the_banner_offers_a_smaller_learning_rate(diverged, qtbot: QtBot):
    before = diverged.session.experiment.training.learning_rate
    qtbot.mouseClick(diverged.banner.slower, LEFT)
    assert diverged.session.experiment.training.learning_rate == smaller_rate(before) < before
    assert diverged.session.state.iteration == 0


def test_the_banner_goes_away_when_it_is_closed_or_training_goes_on(diverged, qtbot: QtBot):
    qtbot.mouseClick(diverged.banner.dismiss, LEFT)
    assert not diverged.banner.isVisible()
    diverged.banner.tell("Diverged again.")
    diverged.session.running_changed.emit(True)
    assert not diverged.banner.isVisible()


@pytest.mark.parametrize(("rate", "smaller"), [(0.03, 0.01), (0.1, 0.03), (1e6, 3000.0)])
def test_the_smaller_learning_rate_is_round_and_about_a_third(rate, smaller):
    assert smaller_rate(rate) == pytest.approx(smaller)


# ---- what goes wrong -------------------------------------------------------------------


def boxes() -> list[QMessageBox]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox)]


def test_an_error_of_ours_is_shown_once_and_the_window_stays(window, qtbot: QtBot, capsys):
    shown: list[tuple[str, str]] = []

    def look_and_close() -> None:
        box = next((box for box in boxes() if box.isVisible()), None)
        if box is None:
            return
        copy = next(button for button in box.buttons() if "Copy" in button.text())
        copy.click()
        shown.append((box.text(), QApplication.clipboard().text()))
        assert box.isVisible()  # copying leaves it open
        box.button(QMessageBox.StandardButton.Close).click()

    for _ in range(2):
        try:
            raise ValueError("a fault of ours")
        except ValueError as error:
            fault = error
        QTimer.singleShot(100, window, look_and_close)
        window.mishaps.on_exception(ValueError, fault, None)
        qtbot.wait(250)
    assert len(shown) == 1
    assert "Your network is still there" in shown[0][0]
    assert "a fault of ours" in shown[0][1]
    assert "a fault of ours" in capsys.readouterr().err
    assert window.isVisible()


def test_an_error_of_the_trainer_is_told_with_its_details(window, qtbot: QtBot, monkeypatch):
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(window.dialogs, "show_problem", lambda *words: told.append(words))
    window.session.failed.emit("Traceback: a fault of the trainer")
    qtbot.waitUntil(lambda: bool(told))
    assert "Training stopped" in told[0][0]
    assert told[0][1] == "Traceback: a fault of the trainer"


# ---- going -----------------------------------------------------------------------------


def test_closing_while_training_ends_the_trainer(window, qtbot: QtBot, monkeypatch):
    monkeypatch.setattr(window.dialogs, "ask_unsaved", lambda name: Unsaved.DISCARD)
    window.session.train()
    qtbot.waitUntil(lambda: window.session.state.iteration > 100)
    window.close()
    assert not window.isVisible()
    assert not window.session.training._trainer.isRunning()


def test_leaving_asks_nothing(window, monkeypatch):
    def asked(name: str) -> None:
        pytest.fail("asked")

    monkeypatch.setattr(window.dialogs, "ask_unsaved", asked)
    window.session.edit_training("Learning rate", learning_rate=0.1)
    window.leave()
    assert not window.isVisible()
