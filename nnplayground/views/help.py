"""What the Help menu shows."""

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QWidget

import nnplayground
from nnplayground import doctor
from nnplayground.views.actions import Actions
from nnplayground.views.dialogs import Dialogs
from nnplayground.views.shortcuts_dialog import ShortcutsDialog


def show_shortcuts(actions: Actions, window: QWidget) -> None:
    """Show all keys."""
    dialog = ShortcutsDialog(actions, window)
    dialog.exec()
    dialog.deleteLater()


def show_doctor(dialogs: Dialogs) -> None:
    """Look at the machine and show what was found."""
    diagnosis = doctor.diagnose()
    missing = sum(not finding.ok for _, finding in diagnosis)
    title = f"{missing} of {len(diagnosis)} checks failed" if missing else "All checks passed"
    dialogs.show_text(title, doctor.report(diagnosis))


def show_about(dialogs: Dialogs) -> None:
    """Show what the program is."""
    dialogs.show_text(
        f"nnplayground {nnplayground.__version__}",
        "Build a small neural network, train it live, and take it apart down to every number.\n\n"
        "MIT licence. Datasets and looks follow TensorFlow Playground; the handwritten digits are "
        "UCI’s (CC BY 4.0); the font is Inter (SIL Open Font License).\n\n"
        f"Qt {qVersion()}",
    )
