"""An editor on a screen with a real session, and a hand that drives it."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

import nnplayground  # noqa: F401  registers the data sets
from nnplayground.core import Experiment, LayerSpec, NetworkSpec
from nnplayground.data import DATASETS
from nnplayground.session import Session
from nnplayground.views.appearance import Appearance
from nnplayground.views.editor import NetworkEditor
from tests.views.editor.hand import Hand

SIZE = (1100, 640)
MakeEditor = Callable[..., NetworkEditor]


def experiment(dataset: str = "circle", *sizes: int) -> Experiment:
    """The suggested experiment of a data set, trained by one engine; with other hidden layers."""
    suggested = DATASETS[dataset].suggested.with_training(engine="numpy")
    if not sizes:
        return suggested
    network = suggested.network
    layers = (*(LayerSpec(units) for units in sizes), network.output)
    import dataclasses

    return dataclasses.replace(suggested, network=NetworkSpec(network.inputs, layers))


@pytest.fixture
def make_editor(
    qtbot: QtBot, appearance: Appearance, request: pytest.FixtureRequest
) -> Iterator[MakeEditor]:
    """Makes editors, shown."""
    made: list[NetworkEditor] = []

    def make(dataset: str = "circle", *sizes: int, size: tuple[int, int] = SIZE) -> NetworkEditor:
        session = Session(experiment(dataset, *sizes))
        editor = NetworkEditor(session, appearance.themes)
        editor.resize(*size)
        editor.show()
        qtbot.waitExposed(editor)
        editor.activateWindow()
        editor.canvas.setFocus()
        made.append(editor)
        qtbot.waitUntil(lambda: session.frame.train.loss is not None)
        return editor

    yield make
    for editor in made:
        editor.session.shut_down()
        editor.close()
        editor.deleteLater()
    made.clear()
    request.node.funcargs.clear()


@pytest.fixture
def editor(make_editor: MakeEditor) -> NetworkEditor:
    """The editor of 2-4-2-1 on the circle."""
    return make_editor()


@pytest.fixture
def hand(editor: NetworkEditor) -> Hand:
    """A hand over `editor`."""
    return Hand(editor)
