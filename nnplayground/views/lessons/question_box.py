"""A question of a lesson: choices or a number, checked when the learner wants."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from nnplayground.files.lesson import Question, typed_number
from nnplayground.views.style import BOLD


class QuestionBox(QWidget):
    """One question.

    Args:
        question: what is asked.

    Signals:
        answered(bool): the learner answered; whether that is right.
    """

    answered = Signal(bool)

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.choices: list[QRadioButton] = []
        self.number = QLineEdit(self)
        self.check = QPushButton("Check", self)
        self.verdict = lesson_text("")
        self.verdict.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(6)
        layout.addWidget(lesson_text(question.text))
        if question.choices:
            self._add_choices(layout)
        else:
            self._add_number(layout)
        layout.addWidget(self.verdict)

    def _add_choices(self, layout: QVBoxLayout) -> None:
        self.number.hide()
        self.check.hide()
        group = QButtonGroup(self)
        for number, text in enumerate(self.question.choices):
            row = QHBoxLayout()
            row.setSpacing(4)
            button = QRadioButton()
            button.setAccessibleName(text)
            label = lesson_text(text)
            label.setBuddy(button)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label, 1)
            layout.addLayout(row)
            group.addButton(button)
            button.clicked.connect(lambda _=False, number=number: self._choose(number))
            self.choices.append(button)

    def _add_number(self, layout: QVBoxLayout) -> None:
        self.number.setAccessibleName("Your answer")
        self.number.setPlaceholderText("Your answer")
        row = QHBoxLayout()
        row.addWidget(self.number, 1)
        row.addWidget(self.check)
        layout.addLayout(row)
        self.check.clicked.connect(self._on_check)
        self.number.returnPressed.connect(self._on_check)

    def _choose(self, number: int) -> None:
        self._say(number == self.question.answer)

    @Slot()
    def _on_check(self) -> None:
        number = typed_number(self.number.text())
        if number is None:
            self.verdict.setText("Type a number, such as 0.5.")
            self.verdict.show()
            return
        self._say(self.question.accepts(number))

    def _say(self, right: bool) -> None:
        text = "**Right.**" if right else "**Not quite.** Try again."
        if right and self.question.explanation:
            text += f" {self.question.explanation}"
        self.verdict.setText(text)
        self.verdict.show()
        self.answered.emit(right)


class LessonLabel(QLabel):
    """Shows simple Markdown, what is bold in the boldest weight that there is a font for."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText(text)

    def setText(self, text: str) -> None:
        document = QTextDocument()
        document.setDefaultFont(self.font())
        document.setMarkdown(text)
        super().setText(document.toHtml().replace("font-weight:700", BOLD))


def lesson_text(text: str) -> QLabel:
    """A label with a text in simple Markdown."""
    label = LessonLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
