"""A real session, panels of it, and hands to drive them with."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnplayground.core import Experiment, TrainingSpec
from nnplayground.data import DATASETS
from nnplayground.session import Session
from nnplayground.views.panel import Panel
from nnplayground.views.theme import Themes
from tests.views.moving import drag_to

NUMPY = Experiment(training=TrainingSpec(engine="numpy"))


def suggested(key: str) -> Experiment:
    """What suits a data set, without compiling a kernel."""
    return DATASETS[key].suggested.with_training(engine="numpy")


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

    made: list[Panel] = []

    def make(kind: type[Panel], width: int, height: int) -> Panel:
        panel = kind(session, themes)
        made.append(panel)
        panel.resize(width, height)
        panel.show()
        qtbot.waitExposed(panel)
        return panel

    yield make
    for panel in made:
        panel.close()
        panel.deleteLater()
    # at once: to look for what refers to the panels would take half a second a test
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


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
            drag_to(widget, place)
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
