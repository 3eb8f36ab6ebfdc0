"""The line of a dialog that says what was found, what goes on, or what is wrong."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


class Said(QLabel):
    """Two lines of plain text; what is wrong stands out."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 2)

    def say(self, sentence: str, role: str = "") -> None:
        """Say a sentence; `role` is one of the style sheet's, '' for ordinary text."""
        if self.property("role") != role:
            self.setProperty("role", role)
            # the style sheet looks at a property only when it is asked to
            self.style().unpolish(self)
            self.style().polish(self)
        self.setText(sentence)
