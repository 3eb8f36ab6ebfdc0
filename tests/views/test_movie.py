"""A film shows the run at the iterations that were asked for, and nothing else moves."""

import itertools

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnplayground.core import Experiment
from nnplayground.session import Session
from nnplayground.views.landscape_panel import LandscapePanel
from nnplayground.views.movie import Movie, film_iterations
from nnplayground.views.movie_dialog import MovieDialog
from nnplayground.views.output_view import OutputView
from nnplayground.views.plots.loss_plot import LossPlot
from nnplayground.views.theme import Themes

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def session(qtbot: QtBot):
    made = Session(Experiment().with_training(engine="numpy"))
    made.step(500)
    qtbot.waitUntil(lambda: not made.running)
    yield made
    made.shut_down()


@pytest.fixture
def view(session, show):
    return show(OutputView(session, Themes()), 320, 340)


def test_a_film_of_a_view(session, view, qtbot: QtBot, tmp_path):
    movie = Movie(session, view, [0, 100, 250, 500], tmp_path / "film", "png", 10.0)
    with qtbot.waitSignal(movie.finished) as finished:
        movie.begin()
    assert finished.args == ["Wrote a film of 4 pictures to film."]
    pictures = [np.asarray(Image.open(path)) for path in sorted((tmp_path / "film").iterdir())]
    assert len(pictures) == 4
    for one, other in itertools.pairwise(pictures):
        assert (one != other).any()
    session.look_at(250)
    qtbot.waitUntil(lambda: session.frame.iteration == 250)
    qtbot.wait(30)
    view.grab().save(str(tmp_path / "same.png"))
    np.testing.assert_array_equal(pictures[2], np.asarray(Image.open(tmp_path / "same.png")))


def test_a_landscape_under_way_is_waited_for(session, qtbot: QtBot, tmp_path):
    panel = LandscapePanel(session, Themes())
    qtbot.addWidget(panel)
    panel.resize(700, 240)
    movie = Movie(session, panel, [0, 250, 500], tmp_path / "film", "png", 10.0)
    with qtbot.waitSignal(movie.finished):
        panel.show()  # begins to look around
        movie.begin()
    pictures = [np.asarray(Image.open(path)) for path in sorted((tmp_path / "film").iterdir())]
    assert len(np.unique(pictures[0].reshape(-1, pictures[0].shape[-1]), axis=0)) > 20
    for one, other in itertools.pairwise(pictures):  # the dot moves
        assert (one != other).any()


def test_afterwards_the_window_is_where_it_was(session, view, qtbot: QtBot, tmp_path):
    movie = Movie(session, view, [0, 100, 200], tmp_path / "a.gif", "gif", 10.0)
    with qtbot.waitSignal(movie.finished):
        movie.begin()
    qtbot.waitUntil(lambda: session.frame.iteration == 500)
    with Image.open(tmp_path / "a.gif") as film:
        assert getattr(film, "n_frames", 1) == 3


def test_a_film_can_be_left(session, view, qtbot: QtBot, tmp_path):
    movie = Movie(session, view, list(range(0, 500, 2)), tmp_path / "a.gif", "gif", 10.0)
    with qtbot.waitSignal(movie.finished) as finished:
        movie.begin()
        qtbot.waitSignal(movie.progressed).wait()
        movie.cancel()
    assert finished.args == ["No film was written."]
    qtbot.wait(50)
    assert not (tmp_path / "a.gif").exists()


def test_what_cannot_be_written_is_said(session, view, qtbot: QtBot, tmp_path):
    movie = Movie(session, view, [0, 10], tmp_path / "none" / "a.gif", "gif", 10.0)
    with qtbot.waitSignal(movie.finished) as finished:
        movie.begin()
    assert "a.gif" in finished.args[0]
    assert "folder" in finished.args[0]


def test_the_dialog_makes_the_film_that_was_asked_for(session, view, qtbot, tmp_path, monkeypatch):
    loss = LossPlot(session, Themes())
    qtbot.addWidget(loss)
    loss.show()
    dialog = MovieDialog(session, {"Output": view, "Loss": loss}, tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    assert (dialog.start.value(), dialog.end.value()) == (0, 500)
    dialog.view.setCurrentText("Loss")
    dialog.end.setValue(100)
    dialog.pictures.setValue(5)
    dialog.rate.setCurrentText("25")
    monkeypatch.setattr(dialog, "ask_path", lambda: tmp_path / "a.gif")
    said: list[str] = []
    session.said.connect(said.append)
    qtbot.mouseClick(dialog.export, LEFT)
    assert not dialog.export.isEnabled()
    assert dialog.cancel.text() == "Cancel"
    qtbot.waitUntil(lambda: dialog.movie is None, timeout=10_000)
    assert said == ["Wrote a film of 5 pictures to a.gif."]
    assert dialog.cancel.text() == "Close"
    with Image.open(tmp_path / "a.gif") as film:
        assert getattr(film, "n_frames", 1) == 5
        assert film.size == (loss.width(), loss.height())


def test_cancel_in_the_dialog_leaves_the_film_and_stays(session, view, qtbot, tmp_path):
    dialog = MovieDialog(session, {"Output": view}, tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.pictures.setValue(400)
    dialog.make(tmp_path / "a.gif")
    qtbot.waitUntil(lambda: dialog.progress.value() > 0)
    qtbot.mouseClick(dialog.cancel, LEFT)
    assert dialog.isVisible()
    assert dialog.movie is None
    qtbot.mouseClick(dialog.cancel, LEFT)
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("first", "last", "pictures", "expected"),
    [
        (0, 100, 5, [0, 25, 50, 75, 100]),
        (10, 12, 50, [10, 11, 12]),
        (7, 7, 9, [7]),
    ],
)
def test_iterations_of_a_film(first, last, pictures, expected):
    assert film_iterations(first, last, pictures) == expected


def test_more_of_the_beginning():
    chosen = film_iterations(0, 100_000, 50, early=True)
    assert (chosen[0], chosen[-1]) == (0, 100_000)
    assert chosen[len(chosen) // 2] < 1000
