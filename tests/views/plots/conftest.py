"""A real session, panels of it, and hands to drive them with."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnplayground.core import Experiment, TrainingSpec
from nnplayground.session import Session
from nnplayground.views.panel import Panel
from nnplayground.views.theme import Themes

P = TypeVar("P", bound=Panel)
NUMPY = Experiment(training=TrainingSpec(engine="numpy"))


@pytest.fixture
def themes(qapp: QApplication) -> Themes:
    return Themes()


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    """A session whose first scores are in."""
    session = Session(NUMPY)
    qtbot.waitUntil(lambda: session.frame.train.loss is not None)
    yield session
    session.shut_down()


@pytest.fixture
def shown(
    qtbot: QtBot, session: Session, themes: Themes
) -> Iterator[Callable[[type[Panel], int, int], Panel]]:
    """Makes a panel of a size and shows it."""

    def make(kind: type[Panel], width: int, height: int) -> Panel:
        panel = kind(session, themes)
        qtbot.addWidget(panel)
        panel.resize(width, height)
        panel.show()
        qtbot.waitExposed(panel)
        return panel

    return make


class Hands:
    """Does what a person does, at places in pixels of a widget."""

    def __init__(self, qtbot: QtBot, session: Session) -> None:
        self.qtbot = qtbot
        self.session = session

    def train(self, iterations: int) -> None:
        """Train so far, and see the last frame of it."""
        frames: list[int] = []
        self.session.frame_changed.connect(lambda frame: frames.append(frame.iteration))
        wanted = self.session.state.iteration + iterations
        self.session.step(iterations)
        self.qtbot.waitUntil(lambda: bool(frames) and frames[-1] >= wanted, timeout=20_000)

    def click(self, widget: QWidget, at: QPointF) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at.toPoint())

    def double_click(self, widget: QWidget, at: QPointF) -> None:
        self.click(widget, at)
        QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=at.toPoint())

    def move(self, widget: QWidget, at: QPointF) -> None:
        QTest.mouseMove(widget, at.toPoint())
        QApplication.processEvents()

    def drag(self, widget: QWidget, *path: QPointF) -> None:
        first, *rest = (place.toPoint() for place in path)
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=first)
        for place in rest:
            QTest.mouseMove(widget, place)
            QApplication.processEvents()
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=path[-1].toPoint())

    def wheel(self, widget: QWidget, at: QPointF, notches: int) -> None:
        event = QWheelEvent(
            at,
            QPointF(widget.mapToGlobal(at)),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)


@pytest.fixture
def hands(qtbot: QtBot, session: Session) -> Hands:
    return Hands(qtbot, session)
