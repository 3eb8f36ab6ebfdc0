"""What the Help menu shows."""

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

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


class DoctorDialog(QDialog):
    """What the program finds on this machine, check by check."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("This machine")
        diagnosis = doctor.diagnose()
        failed = sum(not finding.ok for _, finding in diagnosis)
        title = QLabel(f"{failed} of {len(diagnosis)} checks failed" if failed else "All is well")
        title.setProperty("role", "title")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for row, (check, finding) in enumerate(diagnosis):
            name = QLabel(check.name)
            name.setProperty("role", "muted" if finding.ok else "alert")
            text = QLabel(finding.text + (f"\n→ {finding.remedy}" if finding.remedy else ""))
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        copy = buttons.addButton("Copy", QDialogButtonBox.ButtonRole.ActionRole)
        report = doctor.report(diagnosis)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(14)
        layout.addWidget(title)
        layout.addLayout(grid)
        layout.addWidget(buttons)


def show_doctor(window: QWidget) -> None:
    """Look at the machine and show what was found."""
    dialog = DoctorDialog(window)
    dialog.exec()
    dialog.deleteLater()


def show_about(dialogs: Dialogs) -> None:
    """Show what the program is."""
    dialogs.show_text(
        f"nnplayground {nnplayground.__version__}",
        "Build a small neural network, train it live, and take it apart down to every number.\n\n"
        "MIT licence. Datasets and looks follow TensorFlow Playground; the handwritten digits are "
        "UCI’s (CC BY 4.0); the font is Inter (SIL Open Font License).\n\n"
        f"Qt {qVersion()}",
    )
