"""Points by hand in a session: the run goes on, a stroke is one undo step, nothing is forgotten."""

import numpy as np
import pytest

from nnplayground.core import Experiment
from nnplayground.core.points_spec import PointsSpec
from nnplayground.data import DATASETS, source_for
from nnplayground.data import points as by_hand
from nnplayground.data.point_edits import with_classes, with_points
from nnplayground.data.points import empty_curve, empty_plane
from nnplayground.files import load_network, save_network
from nnplayground.session.marks import marks_of

ONE = ((0.5, 0.25, 1.0),)


def taken(session):
    data = session.experiment.data
    return by_hand.taken_over(data, source_for(data), session.dataset)


def paint(session, *points, stroke=""):
    spec = with_points(taken(session), points)
    return session.edit_points(f"Paint {len(points)} points", spec, stroke)


def sayings(session):
    said: list[str] = []
    session.said.connect(said.append)
    return said


def test_the_first_stroke_keeps_the_points_the_weights_and_the_iteration(session, qtbot):
    session.step(40)
    qtbot.waitUntil(lambda: not session.running)
    before, theta = session.dataset, session.state.theta
    assert paint(session, *ONE)
    assert session.experiment.data.dataset == "points"
    assert session.state.iteration == 40
    assert np.array_equal(session.state.theta, theta)
    assert np.array_equal(session.dataset.train.raw[:-1], before.train.raw)
    assert np.array_equal(session.dataset.test.raw, before.test.raw)
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert session.dataset is before
    assert session.state.iteration == 40


def test_noise_and_seed_are_taken_over_in_the_same_step(session):
    session.edit_data("Noise", noise=20.0)
    session.edit_data("Seed", seed=3)
    before = session.experiment
    paint(session, *ONE)
    assert (session.experiment.data.noise, session.experiment.data.seed) == (0.0, 0)
    session.undo_stack.undo()
    assert session.experiment == before


def test_a_stroke_is_one_step_however_long_and_the_next_one_another(session):
    before = session.experiment
    for number in range(5):
        paint(session, (number / 10, 0.0, 1.0), stroke="a")
    after = session.experiment
    paint(session, *ONE, stroke="b")
    assert session.undo_stack.count() == 2
    session.undo_stack.undo()
    assert session.experiment == after
    session.undo_stack.undo()
    assert session.experiment == before
    session.undo_stack.redo()
    assert session.experiment == after


def test_a_stroke_waits_for_a_slow_hand(session, monkeypatch):
    paint(session, *ONE, stroke="a")
    monkeypatch.setattr("nnplayground.session.editing.MERGE_SECONDS", -1.0)
    paint(session, (1.0, 1.0, 0.0), stroke="a")
    assert session.undo_stack.count() == 1


def test_the_name_of_a_stroke_is_that_of_all_of_it(session):
    spec = taken(session)
    session.edit_points("Paint a point", with_points(spec, ONE), "a")
    session.edit_points("Paint 2 points", with_points(spec, ONE * 2), "a")
    assert session.undo_stack.undoText() == "Paint 2 points"


def test_painting_while_training_goes_on_and_every_iteration_comes_back(session, qtbot, tmp_path):
    session.train()
    seen = [session.state]
    for number in range(6):
        before = session.state.iteration
        qtbot.waitUntil(lambda before=before: session.state.iteration > before)
        paint(session, (number / 10, 3.0, 1.0), stroke="a")
        seen.append(session.state)
        assert session.running
    session.pause()
    recording = session.training.position.recording
    assert len(recording.events) == 6
    seen.append(session.state)
    save_network(tmp_path / "a.nnplay", session.saved())
    history = load_network(tmp_path / "a.nnplay").history
    assert history is not None
    again = history.runs[0].recording
    for state in seen[1:]:
        for one in (recording, again):
            found = one.at(state.iteration)
            assert found.state.theta.tobytes() == state.theta.tobytes()
            assert found.state.clock == state.clock
    assert session.undo_stack.count() == 1


def test_painting_on_a_moment_of_the_past_branches_off_there(session, qtbot):
    session.step(50)
    qtbot.waitUntil(lambda: not session.running)
    session.look_at(20)
    qtbot.waitUntil(lambda: session.frame.iteration == 20)
    paint(session, *ONE)
    assert session.state.iteration == 20
    assert len(session.runs.all) == 2


def test_another_class_brings_another_output_and_keeps_the_weights_before_it(session, qtbot):
    session.step(30)
    qtbot.waitUntil(lambda: not session.running)
    layout, theta = session.training.problem.layout, session.state.theta
    hidden = [layout.weight(theta, number).copy() for number in (0, 1)]
    said = sayings(session)
    session.edit_points("3 classes", with_classes(taken(session), 3))
    assert session.experiment.network.output.units == 3
    assert session.state.iteration == 30
    layout, theta = session.training.problem.layout, session.state.theta
    for number, weights in enumerate(hidden):
        assert np.array_equal(layout.weight(theta, number), weights)
    assert "3 neurons, because of data with 3 classes" in said[0]
    session.undo_stack.undo()
    assert session.experiment.network.output.units == 1


def test_the_last_point_erased_pauses_training_with_a_sentence(session, qtbot):
    session.edit_points("Paint", with_points(empty_plane(), ONE))
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 0)
    said = sayings(session)
    session.edit_points("Erase", empty_plane())
    assert not session.running
    assert any("no example to learn from, so training is paused" in sentence for sentence in said)
    iteration = session.state.iteration
    session.train()
    session.step()
    session.step_epoch()
    assert not session.running
    paint(session, *ONE)
    session.step(3)
    qtbot.waitUntil(lambda: session.state.iteration == iteration + 3)


def test_the_timeline_says_what_was_painted_in_a_few_words(session):
    paint(session, *ONE)
    paint(session, *ONE)
    session.edit_points("Erase", empty_plane())
    (mark,) = marks_of(session.runs.current, session.runs)
    assert mark.texts == (
        "Paint 1 points: 501 own points",
        "Paint 1 points: 502 own points",
        "Erase: 0 own points",
    )
    assert marks_of(session.runs.current, session.runs) == (mark,)


def test_choosing_an_empty_plane_begins_afresh_and_undo_brings_all_back(session, qtbot):
    session.step(30)
    qtbot.waitUntil(lambda: not session.running)
    before, theta = session.experiment, session.state.theta
    session.edit_data("Empty plane", dataset="points", points=empty_plane())
    assert session.state.iteration == 0
    assert session.experiment.network == before.network
    assert session.experiment.data.train_share == 1.0
    session.edit_data("Empty curve", dataset="points", points=empty_curve())
    assert session.experiment.network.inputs == 1
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert session.experiment == before
    assert np.array_equal(session.state.theta, theta)


@pytest.mark.parametrize("key", DATASETS)
def test_from_points_every_data_set_can_be_chosen(session, key):
    session.edit_points("Paint", with_points(empty_plane(3), ((1.0, 1.0, 2.0),)))
    session.edit_data("Dataset", dataset=key)
    assert session.experiment.data.dataset == key
    assert session.experiment.data.points is None
    assert len(session.dataset.train) > 1


@pytest.mark.parametrize("key", ["circle", "rings", "multi_gauss", "sine"])
def test_every_kind_of_points_is_taken_over_without_another_network(make_session, qtbot, key):
    suggested = DATASETS[key].suggested.with_training(engine="numpy")
    session = make_session(suggested)
    session.edit_points("Paint", taken(session))
    assert session.experiment.network == suggested.network
    assert session.experiment.training == suggested.training
    session.step(5)
    qtbot.waitUntil(lambda: session.state.iteration == 5)


def test_points_of_another_kind_than_the_network_are_refused_with_a_sentence(session):
    session.edit_data("Inputs", features=("x1", "x2^2"))
    said, before = sayings(session), session.experiment
    assert not session.edit_points("Draw", PointsSpec("curve", (), points=((0.0, 0.0),)))
    assert session.experiment == before
    assert "cannot be made" in said[0]


def test_formulas_and_scaling_stay_with_the_points(session):
    session.edit_data("Inputs", features=("x1", "x2", "formula:x1*x2"), scaling="standardize")
    inputs = session.experiment.network.inputs
    paint(session, *ONE)
    assert session.experiment.network.inputs == inputs
    assert session.experiment.data.scaling == "standardize"


def test_scores_without_points_are_none_and_come_with_the_first(session, qtbot):
    session.edit_data("Empty plane", dataset="points", points=empty_plane())
    assert session.frame.train.loss is None
    with qtbot.waitSignal(
        session.frame_changed, check_params_cb=lambda f: f.train.loss is not None
    ):
        paint(session, *ONE)
    assert isinstance(session.experiment, Experiment)
