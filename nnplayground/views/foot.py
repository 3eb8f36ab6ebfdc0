"""The foot of a dialog that waits for work beside the window: how far it is, and the buttons."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

_STEPS = 1000


class ShareBar(QProgressBar):
    """A thin bar that shows a share from 0 to 1; `name` says of what, to a screen reader."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setRange(0, _STEPS)
        self.setTextVisible(False)
        self.setFixedHeight(6)

    def show_share(self, share: float) -> None:
        """Show how much is done."""
        self.setValue(round(_STEPS * share))


def primary_button(text: str) -> QPushButton:
    """The button that a dialog is for; Enter presses it."""
    button = QPushButton(text)
    button.setProperty("role", "primary")
    button.setDefault(True)
    return button


def foot(progress: ShareBar, *buttons: QPushButton) -> QHBoxLayout:
    """The last row of a dialog."""
    row = QHBoxLayout()
    row.addWidget(progress, 1)
    row.addSpacing(10)
    for button in buttons:
        row.addWidget(button)
    return row


def named(name: str, control: QWidget) -> tuple[QLabel, QWidget]:
    """A label that belongs to a control, and the control."""
    label = QLabel(name)
    label.setBuddy(control)
    return label, control
