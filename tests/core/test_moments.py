"""Few keyframes are filled up with what was between them, to the bit; many are left as they are."""

import numpy as np

from nnplayground.core import Experiment, Run
from nnplayground.core.moments import ENOUGH, moments
from nnplayground.core.recording import Event, Moment, Recording

EXPERIMENT = Experiment().with_training(engine="numpy")


def recorded(iterations, burst):
    run = Run(EXPERIMENT)
    recording = Recording(EXPERIMENT, run.state)
    truth = {0: run.theta.copy()}
    while run.iteration < iterations:
        for _ in range(burst):
            run.advance(1)
            truth[run.iteration] = run.theta.copy()
        recording.advanced(run.state.copy().freeze(), "numpy")
    return recording, Moment(EXPERIMENT, run.state.copy().freeze()), truth


def places(found):
    return [moment.state.iteration for moment in found]


def test_between_few_keyframes_there_are_others_to_the_bit():
    recording, now, truth = recorded(600, 200)
    found = moments(recording, now)
    assert places(found) == sorted(places(found))
    assert {0, 1, 200, 400, 600} < set(places(found))
    assert ENOUGH // 2 <= len(found) <= ENOUGH + 4
    for moment in found:
        np.testing.assert_array_equal(moment.state.theta, truth[moment.state.iteration])


def test_the_beginning_has_more_of_them():
    recording, now, _ = recorded(600, 200)
    found = np.array(places(moments(recording, now)))
    assert np.count_nonzero(found <= 300) > np.count_nonzero(found > 300)


def test_many_keyframes_are_left_as_they_are():
    recording, now, _ = recorded(600, 5)
    assert places(moments(recording, now)) == [*recording.keyframe_iterations, 600]


def test_what_takes_long_is_not_replayed(monkeypatch):
    monkeypatch.setattr("nnplayground.core.moments._MOST_PRODUCTS", 1e4)
    recording, now, _ = recorded(600, 200)
    assert places(moments(recording, now)) == [0, 200, 400, 600, 600]


def test_each_moment_has_the_settings_that_it_had():
    recording, now, _ = recorded(100, 50)
    slower = EXPERIMENT.with_training(learning_rate=0.001)
    recording.happened(Event(100, "Rate", slower), now.state)
    run = Run(slower, state=now.state.copy())
    run.advance(100)
    recording.advanced(run.state.copy().freeze(), "numpy")
    for moment in moments(recording, Moment(slower, run.state.copy().freeze())):
        rate = moment.experiment.training.learning_rate
        assert rate == (0.001 if moment.state.iteration > 100 else rate)
        assert moment.state.iteration >= 100 or rate == 0.03


def test_a_run_at_its_beginning_is_one_moment():
    run = Run(EXPERIMENT)
    recording = Recording(EXPERIMENT, run.state)
    found = moments(recording, Moment(EXPERIMENT, run.state.copy().freeze()))
    assert set(places(found)) == {0}
