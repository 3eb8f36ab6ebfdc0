"""What the output view shows of pictures: the grid's captions, the pad, mistakes and averages."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnplayground.core import Network
from nnplayground.data import DATASETS
from nnplayground.session import Session
from nnplayground.views.output_view import OutputView
from nnplayground.views.theme import LIGHT, Themes
from tests.views.test_output_view import near, trained

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    made = Session(DATASETS["digits"].suggested.with_training(engine="numpy"))
    yield made
    made.shut_down()


@pytest.fixture
def view(qtbot: QtBot, session: Session) -> OutputView:
    made = OutputView(session, Themes())
    qtbot.addWidget(made)
    made.resize(346, 420)
    made.show()
    qtbot.waitExposed(made)
    return made


def says(session: Session, raw):
    """The classes that the session's network says to pictures, by the textbook way."""
    network = Network(session.experiment.network)
    network.theta[:] = session.state.theta
    return network.forward(session.dataset.featurize(np.asarray(raw, np.float64))).argmax(axis=1)


# ---- the grid --------------------------------------------------------------------------


def test_a_wrong_answer_stands_beside_what_would_be_right(view, session, qtbot):
    trained(session, qtbot, 60)
    view.draw(session.frame)
    canvas, test = view.kinds["grid"].canvas, session.dataset.test
    said = says(session, test.raw[: canvas.capacity()])
    wrong = said != test.labels[: len(said)]
    assert 0 < wrong.sum() < len(wrong)
    for number, is_wrong in enumerate(wrong):
        caption = canvas.caption(number)
        assert caption.answer == str(said[number])
        assert caption.right == (str(test.labels[number]) if is_wrong else "")


def test_following_a_wrong_answer_keeps_its_red_frame(view, session, qtbot):
    trained(session, qtbot, 60)
    view.draw(session.frame)
    canvas = view.kinds["grid"].canvas
    wrong = next(n for n in range(canvas.capacity()) if canvas.caption(n).right)
    QTest.mouseClick(canvas, LEFT, pos=canvas.cell(wrong).center().toPoint())
    assert session.example.row == wrong
    image = canvas.grab().toImage()
    corner = canvas.cell(wrong).topLeft().toPoint()
    assert near(image.pixelColor(corner + QPoint(1, 1)), LIGHT.alert)
    assert near(image.pixelColor(corner + QPoint(3, 3)), LIGHT.accent)
