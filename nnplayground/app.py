"""Opens the window: the one place that makes a Qt application."""

import faulthandler
import os
import sys
from functools import partial
from pathlib import Path

import shiboken6
import threadpoolctl
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from nnplayground.session import Session
from nnplayground.session.autosave import Autosave, Recovery
from nnplayground.session.preferences import Preferences
from nnplayground.views.appearance import Appearance
from nnplayground.views.interruption import Interruption
from nnplayground.views.main_window import MainWindow
from nnplayground.views.recovery import RecoveryOffer
from nnplayground.views.theme import Themes

# Seconds that the trainer may keep the window waiting for the interpreter.
SWITCH_INTERVAL = 0.0001
BLAS_VARIABLES = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def main(file: Path | None = None) -> int:
    """Show the window, with `file` opened in it; returns the exit code when it is closed."""
    faulthandler.enable()
    leave_room_for_training()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("nnplayground")
    interruption = Interruption()  # from now on Ctrl-C waits until the window can be closed
    session = Session()
    try:
        return _show(application, session, interruption, file)
    finally:
        session.shut_down()
        interruption.end()


def _show(
    application: QApplication, session: Session, interruption: Interruption, file: Path | None
) -> int:
    """Show the window until it is closed."""
    preferences, themes = Preferences(), Themes()
    appearance = Appearance(application, themes, preferences)
    window = MainWindow(session, themes, appearance, preferences)
    autosave = Autosave(session)
    autosave.failed.connect(session.said)
    interruption.asked.connect(autosave.leave)
    interruption.asked.connect(window.leave)
    window.mishaps.install()
    window.show()
    found = partial(window.files.found_again, folder=preferences.folder)
    offer = RecoveryOffer(session, autosave, Recovery(), window, found)
    QTimer.singleShot(0, window, lambda: _begin(window, offer, preferences, file))
    code = application.exec()
    window.mishaps.uninstall()
    autosave.end()
    shiboken6.delete(window)  # before what it shows
    return code


def _begin(
    window: MainWindow, offer: RecoveryOffer, preferences: Preferences, file: Path | None
) -> None:
    """One after the other: what was there, the file that is wanted, or the start page."""
    restored = offer.offer()
    if not window.isVisible():  # closed in the meantime
        return
    if file is not None:
        window.files.open_path(file)
    elif preferences.show_start_page and not restored:
        preferences.show_start_page = False  # from now on it is in the menu, unless it is wanted
        window.lessons.welcome()


def leave_room_for_training() -> None:
    """Let window and trainer share the cores; call before there is an application."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    # with more, BLAS's barriers stall whenever the window takes a core
    threadpoolctl.threadpool_limits(1, user_api="blas")
    for variable in BLAS_VARIABLES:  # for a BLAS that is loaded later: SciPy's, by Numba
        os.environ[variable] = "1"
    # Qt would wake threads to copy pictures that are too small to be worth it
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
