"""A part of a panel that can be folded away under its title."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget


class Fold(QWidget):
    """A title that shows and hides what stands under it; folded at first.

    Args:
        title: what stands there.
        content: what is folded away.
    """

    def __init__(self, title: str, content: QWidget) -> None:
        super().__init__()
        self.content = content
        self.button = QToolButton()
        self.button.setProperty("role", "quiet")
        self.button.clicked.connect(self._on_clicked)
        content.hide()
        self.set_title(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(content)

    def set_title(self, title: str) -> None:
        """Say something else on the title, such as a summary of what is folded away."""
        self._title = title
        arrow = "▸" if self.content.isHidden() else "▾"
        self.button.setText(f"{arrow} {title}")
        self.button.setAccessibleName(title)

    @Slot()
    def _on_clicked(self) -> None:
        self.content.setVisible(self.content.isHidden())
        self.set_title(self._title)
