"""The guard that every test stands under sees what it should see."""

import threading
from collections.abc import Iterator

import pyqtgraph
import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests import leftovers


@pytest.fixture
def short_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "GRACE", 0.05)


@pytest.fixture
def waiting_thread() -> Iterator[threading.Thread]:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait, name="forgotten")
    thread.start()
    yield thread
    stop.set()
    thread.join()


@pytest.mark.usefixtures("short_grace")
def test_a_running_python_thread_is_found(request: pytest.FixtureRequest):
    before = leftovers.snapshot()
    request.getfixturevalue("waiting_thread")
    assert leftovers.since(before) == ["thread 'forgotten'"]


def test_a_thread_that_has_ended_is_not_found():
    before = leftovers.snapshot()
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
    assert leftovers.since(before) == []


@pytest.mark.usefixtures("short_grace", "qapp")
def test_a_running_qthread_is_found_and_stopped(monkeypatch: pytest.MonkeyPatch):
    before = leftovers.snapshot()
    thread = QThread()  # runs an event loop until it is told to quit
    thread.setObjectName("trainer")
    thread.start()
    assert leftovers.since(before) == ["running QThread 'trainer'"]
    monkeypatch.setattr(leftovers, "GRACE", 2.0)
    assert thread.wait(2000)


@pytest.mark.usefixtures("qapp")
def test_a_forgotten_window_is_found_once():
    before = leftovers.snapshot()
    label = QLabel("forgotten")
    label.setWindowTitle("forgotten")
    assert leftovers.since(before) == ["window QLabel 'forgotten'"]
    del label


def test_a_closed_plot_with_its_menus_is_not_found(qtbot: QtBot):
    before = leftovers.snapshot()
    plot = pyqtgraph.PlotWidget()
    with qtbot.waitExposed(plot):
        plot.show()
    assert leftovers.since(before) != []
    plot.close()
    plot.deleteLater()
    del plot
    assert leftovers.since(before) == []
