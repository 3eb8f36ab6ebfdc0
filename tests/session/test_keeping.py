"""What a file keeps of a session, a session makes again: runs, plots, past and present."""

import dataclasses

import numpy as np
import pytest

from nnplayground.core import Experiment, Run, SpecError
from nnplayground.core.edits import resize_layer
from nnplayground.files import SavedNetwork, load_network, save_network


def trained(qtbot, session, iterations):
    session.step(iterations)
    qtbot.waitUntil(lambda: not session.running)


def eventful(qtbot, session):
    trained(qtbot, session, 120)
    session.edit_training("Learning rate", learning_rate=0.1)
    trained(qtbot, session, 50)
    session.edit_network("Wider", resize_layer(session.experiment.network, 0, 6))
    trained(qtbot, session, 30)
    session.branch_at(60)
    session.turn(2, 0.5)
    trained(qtbot, session, 20)
    session.runs.rename(session.runs.all[0], "the first")
    session.runs.overlay(session.runs.all[0], True)


def test_runs_past_and_plots_come_back(qtbot, session, make_session, tmp_path):
    eventful(qtbot, session)
    save_network(tmp_path / "a.nnplay", session.saved())
    other = make_session(Experiment(seed=99))
    other.restore(load_network(tmp_path / "a.nnplay"))
    assert [run.name for run in other.runs.all] == ["the first", "Run 2"]
    assert other.runs.current is other.runs.all[1]
    assert (other.runs.current.parent, other.runs.current.begun) == (other.runs.all[0], 60)
    assert other.runs.overlays == [other.runs.all[0]]
    assert other.experiment == session.experiment
    for mine, its in zip(session.runs.all, other.runs.all, strict=True):
        for iteration in range(0, mine.iteration + 1, 13):
            one, same = (run.position.recording.at(iteration).state for run in (mine, its))
            np.testing.assert_array_equal(one.theta, same.theta)
        for name in ("scores", "batch_losses"):
            one, same = (getattr(run.position.history, name) for run in (mine, its))
            np.testing.assert_array_equal(one.iterations, same.iterations)
            np.testing.assert_array_equal(one.values, same.values)


def test_training_goes_on_as_if_it_had_never_been_saved(qtbot, session, make_session, tmp_path):
    eventful(qtbot, session)
    save_network(tmp_path / "a.nnplay", session.saved())
    other = make_session(Experiment())
    other.restore(load_network(tmp_path / "a.nnplay"))
    for one in (session, other):
        trained(qtbot, one, 25)
    np.testing.assert_array_equal(session.state.theta, other.state.theta)
    assert not other.undo_stack.canUndo()


def test_new_runs_have_names_and_colours_of_their_own(qtbot, session, make_session, tmp_path):
    eventful(qtbot, session)
    save_network(tmp_path / "a.nnplay", session.saved())
    other = make_session(Experiment())
    other.restore(load_network(tmp_path / "a.nnplay"))
    other.reset()
    trained(qtbot, other, 3)
    assert other.runs.current.name == "Run 3"
    assert len({run.colour for run in other.runs.all}) == 3


def test_what_is_saved_stands_still_while_training_goes_on(qtbot, session, tmp_path):
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 500)
    saved = session.saved()
    at = saved.state.iteration
    qtbot.waitUntil(lambda: session.state.iteration > at + 500)
    session.pause()
    save_network(tmp_path / "a.nnplay", saved)
    loaded = load_network(tmp_path / "a.nnplay")
    assert loaded.state.iteration == at
    run = Run(session.experiment)
    run.advance(at // 2)
    assert loaded.history is not None
    found = loaded.history.runs[0].recording.at(at // 2).state
    np.testing.assert_array_equal(found.theta, run.theta)


def test_a_file_without_a_past_is_opened_too(session):
    run = Run(session.experiment)
    run.advance(7)
    session.restore(SavedNetwork(session.experiment, run.state))
    assert session.state.iteration == 7
    assert len(session.runs.all) == 1


def test_what_cannot_be_trained_changes_nothing(qtbot, session, make_session):
    trained(qtbot, session, 5)
    saved = session.saved()
    history = saved.history
    recording = history.runs[0].recording
    recording.experiment = recording.experiment.with_data(dataset="no such thing")
    broken = dataclasses.replace(saved, experiment=recording.experiment)
    other = make_session(Experiment(seed=3))
    with pytest.raises(SpecError, match="no such thing"):
        other.restore(broken)
    assert other.experiment.seed == 3
