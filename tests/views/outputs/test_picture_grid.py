"""The grid of pictures says what is wrong and what would be right."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from nnplayground.views.theme import LIGHT
from tests.views.outputs.opening import network_says, open_data, trained
from tests.views.outputs.test_output_view import near

LEFT = Qt.MouseButton.LeftButton


def test_a_wrong_answer_stands_beside_what_would_be_right(view, session, qtbot):
    canvas = open_data(session, view, "digits").canvas
    trained(session, qtbot, 60)
    view.draw(session.frame)
    test = session.dataset.test
    said = network_says(session, test.raw[: canvas.capacity()]).argmax(axis=1)
    wrong = said != test.labels[: len(said)]
    assert 0 < wrong.sum() < len(wrong)
    for number, is_wrong in enumerate(wrong):
        caption = canvas.caption(number)
        assert caption.answer == str(said[number])
        assert caption.right == (str(test.labels[number]) if is_wrong else "")


def test_following_a_wrong_answer_keeps_its_red_frame(view, session, qtbot):
    canvas = open_data(session, view, "digits").canvas
    trained(session, qtbot, 60)
    view.draw(session.frame)
    wrong = next(n for n in range(canvas.capacity()) if canvas.caption(n).right)
    QTest.mouseClick(canvas, LEFT, pos=canvas.cell(wrong).center().toPoint())
    assert session.example.row == wrong
    image = canvas.grab().toImage()
    corner = canvas.cell(wrong).topLeft().toPoint()
    assert near(image.pixelColor(corner + QPoint(1, 1)), LIGHT.alert)
    assert near(image.pixelColor(corner + QPoint(3, 3)), LIGHT.accent)


def test_the_arrow_keys_follow_the_next_example(view, session):
    grid = open_data(session, view, "digits")
    canvas, begins = grid.canvas, len(session.dataset.train)
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert session.example.index == begins
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    assert session.example.index == begins + 1 + canvas.columns()
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert session.example.index == begins
