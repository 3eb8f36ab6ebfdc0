"""Opens the window: the one place that makes a Qt application."""

import faulthandler
import sys
from pathlib import Path

import shiboken6
import threadpoolctl
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from nnplayground.session import Session
from nnplayground.session.preferences import Preferences
from nnplayground.views.appearance import Appearance
from nnplayground.views.interruption import Interruption
from nnplayground.views.main_window import MainWindow
from nnplayground.views.theme import Themes

# Seconds that the trainer may keep the window waiting for the interpreter.
SWITCH_INTERVAL = 0.0005


def main(file: Path | None = None) -> int:
    """Show the window, with `file` opened in it; returns the exit code when it is closed."""
    faulthandler.enable()
    sys.setswitchinterval(SWITCH_INTERVAL)
    # with more, BLAS's barriers stall whenever the window takes a core
    threadpoolctl.threadpool_limits(1, user_api="blas")
    application = QApplication(sys.argv[:1])
    application.setApplicationName("nnplayground")
    preferences = Preferences()
    themes = Themes()
    appearance = Appearance(application, themes, preferences)
    window = MainWindow(Session(), themes, appearance, preferences)
    window.mishaps.install()
    interruption = Interruption(window.leave)
    window.show()
    if file is not None:
        QTimer.singleShot(0, window, lambda: window.files.open_path(file))
    code = application.exec()
    interruption.end()
    window.mishaps.uninstall()
    shiboken6.delete(window)  # before what it shows
    return code
