"""The panel with a lesson's text, questions and exercises, and the way through its steps."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnplayground.session import Session
from nnplayground.session.lesson_player import LessonPlayer
from nnplayground.views.lessons.exercise_box import ExerciseBox
from nnplayground.views.lessons.question_box import QuestionBox, lesson_text


class LessonPanel(QWidget):
    """Shows the step of a lesson.

    Args:
        session: what exercises are about.
        player: where in the lesson the learner is.
    """

    def __init__(
        self, session: Session, player: LessonPlayer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self.player = session, player
        self.lesson_title = QLabel()
        self.lesson_title.setWordWrap(True)
        self.count = QLabel()
        self.title = QLabel(self)
        self.title.hide()
        self.close_button = QToolButton()
        self.back = QPushButton("Back")
        self.next = QPushButton("Next")
        self.progress = QProgressBar()
        self.trouble = QLabel()
        self.area = QScrollArea()
        self.questions: list[QuestionBox] = []
        self.exercises: list[ExerciseBox] = []
        self._set_up()
        self._arrange()
        player.step_changed.connect(self._on_step_changed)
        player.ready.connect(self._on_ready)
        player.failed.connect(self._on_failed)

    def _set_up(self) -> None:
        self.setAccessibleName("Lesson")
        self.lesson_title.setProperty("role", "title")
        self.count.setProperty("role", "muted")
        self.trouble.setProperty("role", "alert")
        self.trouble.setWordWrap(True)
        self.close_button.setText("✕")
        self.close_button.setProperty("role", "quiet")
        self.close_button.setToolTip("Leave the lesson; the network stays as it is")
        self.close_button.setAccessibleName("Leave the lesson")
        self.next.setProperty("role", "primary")
        self.next.setToolTip("The next step")
        self.back.setToolTip("The step before, as it was")
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.back.clicked.connect(self.player.back)
        self.next.clicked.connect(self._on_next)
        self.close_button.clicked.connect(self.player.close)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.lesson_title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.count)
        foot.addStretch(1)
        foot.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 8, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.trouble)
        layout.addWidget(self.progress)
        layout.addLayout(foot)
        self.trouble.hide()
        self.progress.hide()

    @Slot()
    def _on_step_changed(self) -> None:
        lesson, step = self.player.lesson, self.player.step
        if lesson is None or step is None:
            return
        self.lesson_title.setText(lesson.title)
        number, total = self.player.number, len(lesson.steps)
        self.count.setText(f"{number + 1} of {total}")
        self.back.setEnabled(number > 0)
        self.next.setText("Done" if number + 1 == total else "Next")
        self.trouble.hide()
        self.progress.setVisible(self.player.busy)
        self._show_page()

    def _show_page(self) -> None:
        step = self.player.step
        assert step is not None
        content = QWidget()
        content.setObjectName("scrolled")
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(9)
        self.title = lesson_text(f"### {step.title}")
        layout.addWidget(self.title)
        for paragraph in step.text:
            layout.addWidget(lesson_text(paragraph))
        self.questions = [QuestionBox(question) for question in step.questions]
        self.exercises = [ExerciseBox(self._session, exercise) for exercise in step.exercises]
        for number, box in enumerate(self.questions):
            layout.addWidget(_line())
            layout.addWidget(box)
            place = (self.player.number, number)
            box.answered.connect(lambda right, place=place: self._on_answered(place, right))
        for exercise in self.exercises:
            layout.addWidget(_line())
            layout.addWidget(exercise)
        layout.addStretch(1)
        old = self.area.takeWidget()
        self.area.setWidget(content)
        if old is not None:
            old.deleteLater()

    def _on_answered(self, place: tuple[int, int], right: bool) -> None:
        self.player.answers[place] = right

    @Slot()
    def _on_ready(self) -> None:
        self.progress.hide()

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.show()

    @Slot()
    def _on_next(self) -> None:
        lesson = self.player.lesson
        if lesson is not None and self.player.number + 1 == len(lesson.steps):
            self.player.close()
        else:
            self.player.next()


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("role", "line")
    line.setFixedHeight(1)
    return line
