"""An exercise of a lesson: hidden cells that the learner types, with the working on request."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nnplayground.files.lesson import Exercise
from nnplayground.session import Session
from nnplayground.session.trace_cursor import CellPlace
from nnplayground.views.lessons.question_box import lesson_text


class ExerciseBox(QWidget):
    """One exercise.

    Args:
        session: whose hidden cells it is about.
        exercise: what is to be found.
    """

    def __init__(self, session: Session, exercise: Exercise, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.exercise = exercise
        self._cells = [CellPlace(exercise.quantity, *cell) for cell in exercise.cells]
        self.go = QPushButton("Go to the cells")
        self.working = QPushButton("Show the working")
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        self.verdict.setProperty("role", "muted")
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addWidget(self.working)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(6)
        layout.addWidget(lesson_text(f"**Exercise.** {exercise.text}"))
        layout.addLayout(row)
        layout.addWidget(self.verdict)
        self.go.clicked.connect(self._on_go)
        self.working.clicked.connect(self._on_working)
        session.hidden.changed.connect(self._on_hidden_changed)
        self._on_hidden_changed()

    @property
    def places(self) -> list[CellPlace]:
        """The hidden cells, as the notation in use has them."""
        return [self._session.hidden.where(cell) for cell in self._cells]

    @Slot()
    def _on_go(self) -> None:
        self._session.apart.ask()
        found = self._session.hidden.typed
        open_ones = [p for p in self.places if not found.get(p, ("", False))[1]]
        self._session.apart.show_cell((open_ones or self.places)[0])

    @Slot()
    def _on_working(self) -> None:
        taken = self._session.apart.trace_of(self._session.frame)
        self._session.hidden.show_working(taken, frozenset(self.places))
        self._session.apart.ask()
        self._session.apart.show_cell(self.places[0])

    @Slot()
    def _on_hidden_changed(self) -> None:
        hidden = self._session.hidden
        right = sum(hidden.typed.get(place, ("", False))[1] for place in self.places)
        wrong = sum(not hidden.typed.get(place, ("", True))[1] for place in self.places)
        total = len(self.places)
        if right == total:
            text = "Right, well done." if total == 1 else f"All {total} right, well done."
        elif wrong:
            text = f"{right} of {total} right; not yet: {wrong}. Try again."
            if total == 1:
                text = "Not right yet. Try again."
        else:
            text = "Click the cell with the question mark, type your number, press Enter."
        self.verdict.setText(text)
