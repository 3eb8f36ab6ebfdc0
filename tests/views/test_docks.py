"""The panels around the network and the room they take."""

import pytest
from pytestqt.qtbot import QtBot

from nnplayground.views.main_window import MainWindow
from nnplayground.views.panels import BOTTOM_PANELS

# Milliseconds in which a layout that never comes to rest is found out.
_A_WHILE = 300


@pytest.mark.parametrize("key", [spec.key for spec in BOTTOM_PANELS])
def test_a_panel_that_is_given_the_whole_window_does_not_make_it_larger(
    window: MainWindow, qtbot: QtBot, key: str
) -> None:
    window.docks.show_panel(key)
    qtbot.wait(_A_WHILE)
    before = window.size()
    window.docks.toggle_enlarged()
    qtbot.wait(_A_WHILE)
    assert window.size() == before
    window.docks.toggle_enlarged()
    qtbot.wait(_A_WHILE)
    assert window.size() == before


def test_the_panels_below_keep_their_share_when_the_window_was_small_for_a_while(window, qtbot):
    dock = window.docks.all[-1]
    window.resize(1400, 900)
    qtbot.waitUntil(lambda: dock.height() == round(0.27 * 900))
    window.resize(1280, 680)
    qtbot.waitUntil(lambda: dock.height() < 220)
    window.resize(1400, 900)
    qtbot.waitUntil(lambda: dock.height() == round(0.27 * 900))
