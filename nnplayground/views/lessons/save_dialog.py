"""Asks for title and text of a lesson that is made from what is on the screen."""

from dataclasses import dataclass

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from nnplayground.files.lesson import HIDEABLE, Lesson
from nnplayground.views.flow_layout import FlowLayout


@dataclass(frozen=True)
class Wanted:
    """What the author typed.

    Attributes:
        title: of the lesson.
        step_title, text: of its page.
        append: whether it is one page more of the open lesson.
        hidden: of HIDEABLE, what the lesson does without.
    """

    title: str
    step_title: str
    text: str
    append: bool
    hidden: tuple[str, ...] = ()


# What the panels that a lesson may hide are called.
_NAMES = {"palette": "Layers to drag", "output": "Output", "weights": "Weights"}


class SaveDialog(QDialog):
    """A form for a page of a lesson.

    Args:
        lesson: the one that is open, None for none.
        hidden: how many numbers are hidden for an exercise.
    """

    def __init__(self, lesson: Lesson | None, hidden: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        open_title = None if lesson is None else lesson.title
        self.setWindowTitle("Save as lesson")
        self.resize(520, 420)
        self.title = QLineEdit(open_title or "")
        self.step_title = QLineEdit()
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText("Simple Markdown; an empty line begins a paragraph.")
        self.append = QCheckBox("Add this page to the lesson that is open")
        self.append.setVisible(open_title is not None)
        self.append.setChecked(open_title is not None)
        form = QFormLayout()
        form.addRow("Lesson", self.title)
        form.addRow("Page", self.step_title)
        form.addRow("Text", self.text)
        form.addRow("Hide", self._hiding(() if lesson is None else lesson.hidden))
        exercise = "; the hidden number becomes an exercise" if hidden else ""
        if hidden > 1:
            exercise = f"; the {hidden} hidden numbers become an exercise"
        note = QLabel(
            "The page begins with what is shown now: the experiment at this iteration with the "
            "weights as they are, turned by hand or not, notation, digits and the selected "
            f"number{exercise}."
        )
        note.setWordWrap(True)
        note.setProperty("role", "muted")
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.append)
        layout.addWidget(note)
        layout.addWidget(buttons)

    def _hiding(self, hidden: tuple[str, ...]) -> QWidget:
        """Boxes for what learners do not need."""
        room = QWidget()
        layout = FlowLayout(room, gap=10)
        self.hiding: dict[str, QCheckBox] = {}
        for name in HIDEABLE:
            box = QCheckBox(_NAMES.get(name, name.capitalize()))
            box.setChecked(name in hidden)
            box.setToolTip("Learners do not see it during the lesson")
            self.hiding[name] = box
            layout.addWidget(box)
        return room

    def wanted(self) -> Wanted:
        """What was typed."""
        title = self.title.text().strip() or "My lesson"
        step_title = self.step_title.text().strip() or title
        append = self.append.isChecked() and not self.append.isHidden()
        hidden = tuple(name for name, box in self.hiding.items() if box.isChecked())
        return Wanted(title, step_title, self.text.toPlainText(), append, hidden)
