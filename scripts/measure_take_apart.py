"""Steps and hovers through iterations in the real window and prints what an answer costs.

Run as `python -m scripts.measure_take_apart [--profile]` in the repository's folder; on a machine
without a screen, under `xvfb-run -a`. Times are of the window's thread in milliseconds of
processor, from the action to the painted page, everything that the window does with it included.
"""

import cProfile
import pstats
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from nnplayground.app import leave_room_for_training
from nnplayground.files.lesson_file import built_in_lessons
from nnplayground.session import Session
from nnplayground.session.preferences import Preferences
from nnplayground.views.appearance import Appearance
from nnplayground.views.main_window import MainWindow
from nnplayground.views.take_apart import TakeApart
from nnplayground.views.theme import Themes

LESSONS = ("a-one-layer", "b-eleven-lines", "c-odd-or-even", "e-knobs")
MOST_HOVERED = 60
TRAINED = 40


def main() -> None:
    leave_room_for_training()
    application = QApplication(sys.argv[:1])
    profile = cProfile.Profile() if "--profile" in sys.argv else None
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "s.ini"), QSettings.Format.IniFormat)
        preferences, themes = Preferences(settings), Themes()
        appearance = Appearance(application, themes, preferences)
        session = Session()
        window = MainWindow(session, themes, appearance, preferences)
        window.resize(1600, 1000)
        window.show()
        window.docks.show_panel("take_apart")
        panel = window.docks.panels["take_apart"]
        assert isinstance(panel, TakeApart)
        for name in LESSONS:
            experiment = dict(built_in_lessons())[name].experiments[0].experiment
            session.replace(experiment)
            wait(0.5)
            print(f"{name} ({experiment.network.title}), examples in a batch: ", end="")
            print(len(panel.trace.numbers.X) if panel.trace is not None else 0)
            with profiled(profile):
                say("stepping", stepping(panel))
                say("hovering", hovering(panel))
                say("training", training(panel, session))
        if profile is not None:
            pstats.Stats(profile).sort_stats("tottime").print_stats(35)
        session.mark_saved()
        window.close()


@contextmanager
def profiled(profile: cProfile.Profile | None) -> Iterator[None]:
    if profile is not None:
        profile.enable()
    yield
    if profile is not None:
        profile.disable()


def stepping(panel: TakeApart) -> list[float]:
    """Each operation of an iteration, one after the other."""
    assert panel.trace is not None
    panel.trace_cursor.begin()
    QApplication.processEvents()
    return [cost(panel.trace_cursor.forward) for _ in panel.trace.operations]


def hovering(panel: TakeApart) -> list[float]:
    """Cells of all matrices on the page."""
    page, costs = panel.page, []
    assert panel.trace is not None
    for layer in range(1, len(panel.trace.numbers.layers) + 1):
        panel.trace_cursor.begin(layer)
        QApplication.processEvents()
        points, away = [], page.offset.toPoint()
        for box in page.page.boxes:
            for x in box.xs[:4]:
                points += [QPoint(round(x) + 6, round(y) + 6) - away for y in box.ys[:4]]
        seen = [p for p in points if page.viewport().rect().contains(p)]
        for point in seen[:: 1 + len(seen) // MOST_HOVERED]:
            costs.append(cost(lambda point=point: point_at(page.viewport(), point)))  # type: ignore[misc]
    return costs


def point_at(widget: QWidget, point: QPoint) -> None:
    """Move the pointer there, for this program only."""
    where = QPointF(point)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        where,
        widget.mapToGlobal(where),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


def training(panel: TakeApart, session: Session) -> list[float]:
    """Each new iteration, drawn and painted."""
    costs = []
    for _ in range(TRAINED):
        session.step()
        while session.running:
            wait(0.01)
        frame = session.frame

        def draw(frame: object = frame) -> None:
            panel.draw(frame)  # type: ignore[arg-type]
            panel.page.viewport().repaint()

        panel.trace_cursor._taken.trace = None  # as if it had not been drawn yet
        costs.append(cost(draw))
    return costs


def cost(action: Callable[[], object]) -> float:
    """Milliseconds of processor of the window's thread."""
    begun = time.thread_time()
    action()
    for _ in range(3):
        QApplication.processEvents()
    return (time.thread_time() - begun) * 1000.0


def say(what: str, costs: list[float]) -> None:
    middle, high = np.percentile(costs, (50, 95))
    print(f"  {what}: median {middle:5.1f} ms, 95 % below {high:5.1f} ms ({len(costs)} times)")


def wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
