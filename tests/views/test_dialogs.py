"""What the window asks in boxes of their own can be answered with keys, and never hangs."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCompleter, QLineEdit, QMessageBox

from nnplayground.views.dialogs import Dialogs, Unsaved, _complete_no_more


def test_the_question_about_unsaved_changes_has_a_key_for_each_answer(window, monkeypatch):
    texts: list[str] = []

    def answer(box: QMessageBox) -> int:
        texts.extend(button.text() for button in box.buttons())
        return int(QMessageBox.StandardButton.Discard.value)

    monkeypatch.setattr(QMessageBox, "exec", answer)
    assert Dialogs(window).ask_unsaved("circle.nnplay") is Unsaved.DISCARD
    assert sorted(texts) == ["&Cancel", "&Don’t save", "&Save"]


def test_names_are_not_completed_where_that_never_ends(qtbot):
    line = QLineEdit()
    qtbot.addWidget(line)
    line.setCompleter(QCompleter(["/processes", "/proc"], line))
    line.textEdited.connect(lambda text: _complete_no_more(line, text))
    QTest.keyClicks(line, "/pro")
    assert line.completer() is not None
    QTest.keyClicks(line, "c")
    assert line.completer() is None
