"""What the tests of output pictures do to a view: open data, choose a kind, train."""

import dataclasses
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnplayground.core import Experiment, Network
from nnplayground.core.table_spec import TableColumn
from nnplayground.data import DATASETS
from nnplayground.data.table_preview import found_format, proposed, sample_text
from nnplayground.data.table_source import table_source
from nnplayground.session import Frame, Session
from nnplayground.views.output_view import OutputView


def ordinary(experiment: Experiment) -> Experiment:
    """The experiment on the engine that needs no compiling."""
    return experiment.with_training(engine="numpy")


def shown(session: Session, view: OutputView) -> Any:
    """The widget that shows the session's newest frame."""
    view.draw(session.frame)
    return view.kinds[view.kind]


def open_data(session: Session, view: OutputView, key: str, kind: str = "") -> Any:
    """Begin with a data set's own experiment; returns the widget that shows it."""
    session.replace(ordinary(DATASETS[key].suggested))
    view.draw(session.frame)
    return pick(view, kind) if kind else shown(session, view)


def open_table(
    session: Session, view: OutputView, text: str, kind: str = "", targets: tuple[str, ...] = ()
) -> Any:
    """Begin with a pasted table; returns the widget that shows it."""
    sample = sample_text(text)
    spec = proposed(sample, found_format(sample))
    if targets:
        columns = tuple(
            TableColumn(column.name, "target" if column.name in targets else "input")
            for column in spec.columns
        )
        spec = dataclasses.replace(spec, columns=columns)
    session.replace(ordinary(table_source(spec).suggested))
    view.draw(session.frame)
    return pick(view, kind) if kind else shown(session, view)


def pick(view: OutputView, key: str) -> Any:
    """Choose a kind with the keyboard, as a person does; returns its widget."""
    wanted = view.chooser.findData(key)
    assert wanted >= 0
    while view.chooser.currentIndex() != wanted:
        down = view.chooser.currentIndex() < wanted
        QTest.keyClick(view.chooser, Qt.Key.Key_Down if down else Qt.Key.Key_Up)
    return view.kinds[key]


def trained(session: Session, qtbot: QtBot, iterations: int) -> None:
    session.step(iterations)
    qtbot.waitUntil(lambda: not session.running, timeout=20_000)


def network_says(session: Session, raw: object) -> np.ndarray:
    """The outputs (examples, units) of the session's network, by the textbook way."""
    network = Network(session.experiment.network)
    network.theta[:] = session.state.theta
    return network.forward(session.dataset.featurize(np.asarray(raw, dtype=np.float64)))


def diverged(frame: Frame, value: float = np.nan) -> Frame:
    """The frame with parameters that are no numbers."""
    state = frame.state.copy()
    with np.errstate(over="ignore"):  # 1e300 is infinite where the experiment has float32
        state.theta[:] = value
    return dataclasses.replace(frame, state=state.freeze())
