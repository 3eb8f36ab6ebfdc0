"""Copies against crashes: written while there is something to lose, offered when it was lost."""

import os

import numpy as np
import pytest
from PySide6.QtCore import QLockFile

from nnplayground.core import Experiment
from nnplayground.files import load_network, save_network
from nnplayground.session.autosave import Autosave, Recovery


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "recovery"


@pytest.fixture
def autosave(session, folder):
    made = Autosave(session, folder, interval=50)
    yield made
    made.end()


def trained(qtbot, session, iterations):
    session.step(iterations)
    qtbot.waitUntil(lambda: not session.running)


def crashed(autosave):
    """As if its program had been killed: nobody holds the lock any more."""
    autosave._stop()
    autosave._lock.unlock()


def test_nothing_is_written_while_there_is_nothing_to_lose(qtbot, autosave, folder):
    qtbot.wait(150)
    assert not folder.exists()


def test_a_pause_writes_a_copy_with_all_there_is(qtbot, session, autosave):
    with qtbot.waitSignal(autosave.saved):
        trained(qtbot, session, 100)
    copy = load_network(autosave.path)
    assert copy.state.iteration == 100
    np.testing.assert_array_equal(copy.state.theta, session.state.theta)
    assert copy.history is not None
    np.testing.assert_array_equal(
        copy.history.runs[0].recording.at(41).state.theta,
        session.training.position.recording.at(41).state.theta,
    )


def test_training_is_saved_again_and_again(qtbot, session, autosave):
    session.train()
    for _ in range(3):
        with qtbot.waitSignal(autosave.saved):
            pass
    assert load_network(autosave.path).state.iteration > 0
    session.pause()


def test_an_edit_alone_is_saved_and_no_change_is_not_saved_twice(qtbot, session, autosave):
    with qtbot.waitSignal(autosave.saved):
        session.edit_training("Learning rate", learning_rate=0.5)
    assert load_network(autosave.path).experiment.training.learning_rate == 0.5
    with qtbot.assertNotEmitted(autosave.saved, wait=200):
        pass


def test_saving_the_document_makes_the_copy_needless(qtbot, session, autosave):
    with qtbot.waitSignal(autosave.saved):
        trained(qtbot, session, 10)
    session.mark_saved()
    assert not autosave.path.exists()


def test_a_program_that_ends_well_leaves_nothing(qtbot, session, autosave, folder):
    with qtbot.waitSignal(autosave.saved):
        trained(qtbot, session, 10)
    autosave.end()
    assert list(folder.iterdir()) == []


def test_a_living_programs_copy_is_not_offered(qtbot, session, autosave, folder):
    with qtbot.waitSignal(autosave.saved):
        trained(qtbot, session, 10)
    # another process would see the lock; in this one it has to be asked for by its file
    assert QLockFile(str(autosave.path.with_suffix(".lock"))).tryLock(0) is False
    recovery = Recovery(folder)
    assert recovery.paths == []
    recovery.close()


def test_after_a_crash_exactly_what_was_there_is_offered(
    qtbot, session, autosave, folder, make_session
):
    with qtbot.waitSignal(autosave.saved):
        trained(qtbot, session, 60)
    crashed(autosave)
    recovery = Recovery(folder)
    assert recovery.paths == [autosave.path]
    other = make_session(Experiment(seed=9))
    other.restore(load_network(recovery.paths[0]))
    other.mark_unsaved()
    assert other.modified
    for one in (session, other):
        trained(qtbot, one, 40)
    np.testing.assert_array_equal(session.state.theta, other.state.theta)
    recovery.forget(autosave.path)
    assert not autosave.path.exists()
    recovery.close()
    assert list(folder.iterdir()) == []


def test_a_copy_that_is_left_for_later_is_offered_again(qtbot, session, autosave, folder):
    with qtbot.waitSignal(autosave.saved):
        trained(qtbot, session, 10)
    crashed(autosave)
    for _ in range(2):
        recovery = Recovery(folder)
        assert recovery.paths == [autosave.path]
        recovery.close()


def test_being_made_to_end_leaves_a_last_copy(qtbot, session, autosave, folder):
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 50)
    autosave.leave()
    assert not session.running
    autosave.end()
    recovery = Recovery(folder)
    assert load_network(recovery.paths[0]).state.iteration == session.state.iteration
    recovery.close()


def test_the_newest_copy_comes_first(session, folder):
    folder.mkdir()
    for number, name in enumerate(("recovery-1-a.nnplay", "recovery-2-b.nnplay")):
        save_network(folder / name, session.saved())
        path = folder / name
        times = (1_000_000 + number, 1_000_000 + number)
        os.utime(path, times)
    recovery = Recovery(folder)
    assert [path.name for path in recovery.paths] == ["recovery-2-b.nnplay", "recovery-1-a.nnplay"]
    recovery.close()


def test_a_folder_that_cannot_be_written_is_said_once(qtbot, session, tmp_path):
    (tmp_path / "file").write_text("no folder")
    autosave = Autosave(session, tmp_path / "file" / "recovery", interval=20)
    said: list[str] = []
    autosave.failed.connect(said.append)
    trained(qtbot, session, 5)
    qtbot.wait(120)
    assert len(said) == 1
    assert said[0].startswith("The document cannot be kept safe from crashes")
    autosave.end()


def test_no_folder_is_no_recovery(folder):
    assert Recovery(folder).paths == []


def test_a_copy_goes_though_nobody_was_told_yet_that_there_was_something(qtbot, session, autosave):
    session.training._timer.start(60_000)  # no frame for a minute
    with qtbot.waitSignal(autosave.saved):
        session.step(5)
    session.mark_saved()
    assert not autosave.path.exists()
