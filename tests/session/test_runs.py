"""The tree of runs: what begins a run, what stays, what undo and switching bring back."""

import dataclasses

import numpy as np
import pytest

from nnplayground.core import Experiment, LayerSpec, NetworkSpec, Run
from nnplayground.core.edits import resize_layer
from nnplayground.session.differences import differences


def trained(qtbot, session, iterations):
    session.step(iterations)
    qtbot.waitUntil(lambda: not session.running)
    return session.state


def looked_at(qtbot, session, iteration):
    session.look_at(iteration)
    qtbot.waitUntil(lambda: session.frame.iteration == iteration)


def headless(experiment, iterations):
    run = Run(experiment)
    run.advance(iterations)
    return run


def test_a_session_begins_with_one_run(session):
    assert [run.name for run in session.runs.all] == ["Run 1"]
    assert session.runs.current is session.training.run


def test_another_document_begins_with_its_own_first_run(qtbot, session):
    trained(qtbot, session, 5)
    session.reset()
    session.replace(Experiment())
    assert [run.name for run in session.runs.all] == ["Run 1"]
    trained(qtbot, session, 5)
    session.reset()
    assert [run.name for run in session.runs.all] == ["Run 1", "Run 2"]


def test_a_reset_leaves_the_trained_run_in_the_tree(qtbot, session):
    state = trained(qtbot, session, 100)
    session.reset()
    first, second = session.runs.all
    assert first.position.state is state
    assert session.runs.current is second
    assert second.iteration == 0
    np.testing.assert_array_equal(
        first.position.recording.at(37).state.theta, headless(session.experiment, 37).theta
    )


def test_a_run_without_a_step_leaves_no_trace(qtbot, session):
    for _ in range(5):
        session.new_seed()
        session.undo_stack.resetClean()
    assert len(session.runs.all) == 1
    trained(qtbot, session, 5)
    session.edit_data("Dataset", dataset="xor")
    assert len(session.runs.all) == 2


def test_settings_and_edits_go_on_in_the_same_run(qtbot, session):
    trained(qtbot, session, 20)
    session.edit_training("Learning rate", learning_rate=0.1)
    session.edit_network("Wider", resize_layer(session.experiment.network, 0, 6))
    session.turn(3, 0.5)
    trained(qtbot, session, 20)
    assert len(session.runs.all) == 1
    assert session.runs.current.experiment == session.experiment
    assert session.runs.current.iteration == 40


def test_a_branch_is_a_child_and_the_old_run_stays(qtbot, session):
    trained(qtbot, session, 200)
    looked_at(qtbot, session, 50)
    assert session.branch()
    old, new = session.runs.all
    assert (new.parent, new.begun) == (old, 50)
    assert old.iteration == 200
    assert session.state.iteration == 50
    session.edit_training("Learning rate", learning_rate=0.3)
    trained(qtbot, session, 10)
    assert new.differences == ("learning rate 0.3",)
    np.testing.assert_array_equal(
        old.position.recording.at(199).state.theta, headless(old.experiment, 199).theta
    )


def test_a_branch_keeps_the_curves_up_to_there(qtbot, session):
    trained(qtbot, session, 200)
    looked_at(qtbot, session, 50)
    session.branch()
    assert session.training.history.parameters.iterations[-1] == 50
    assert len(session.training.history.parameters) >= 50


def test_an_edit_in_the_past_branches_off_there(qtbot, session):
    trained(qtbot, session, 100)
    looked_at(qtbot, session, 30)
    session.turn(0, 1.5)
    assert len(session.runs.all) == 2
    assert session.state.iteration == 30
    assert session.state.theta[0] == 1.5


def test_undoing_a_branch_goes_back_to_the_old_run_where_it_was(qtbot, session):
    state = trained(qtbot, session, 100)
    looked_at(qtbot, session, 30)
    session.branch()
    trained(qtbot, session, 20)
    session.undo_stack.undo()
    assert session.state is state
    session.undo_stack.redo()
    assert session.state.iteration == 50


def test_switching_to_a_run_goes_on_where_it_was_and_can_be_undone(qtbot, session):
    trained(qtbot, session, 60)
    session.reset()
    trained(qtbot, session, 10)
    first, second = session.runs.all
    assert session.switch_to(first)
    assert session.state.iteration == 60
    trained(qtbot, session, 5)
    session.undo_stack.undo()
    assert session.runs.current is second
    assert first.iteration == 65
    session.undo_stack.redo()
    assert session.state.iteration == 65


def test_a_run_whose_settings_differ_brings_them_along(qtbot, session):
    trained(qtbot, session, 60)
    session.edit_data("Dataset", dataset="xor")
    trained(qtbot, session, 5)
    seen: list[Experiment] = []
    session.experiment_changed.connect(seen.append)
    session.switch_to(session.runs.all[0])
    assert session.experiment.data.dataset == "circle"
    assert seen == [session.experiment]


def test_what_if_trains_a_variation_as_far_as_the_run_is(qtbot, session):
    trained(qtbot, session, 80)
    other = session.experiment.with_training(optimizer="adam")
    assert session.try_out("Adam", other)
    qtbot.waitUntil(lambda: not session.running)
    first, second = session.runs.all
    assert second.parent is first
    assert second.begun is None
    assert second.name.endswith("Adam")
    assert second.differences == ("Adam",)
    assert session.state.iteration == 80
    assert session.runs.overlays == [first]
    np.testing.assert_array_equal(session.state.theta, headless(other, 80).theta)


def test_what_cannot_be_trained_is_no_run(qtbot, session):
    trained(qtbot, session, 10)
    wrong = dataclasses.replace(session.experiment, network=NetworkSpec(3, (LayerSpec(1),)))
    said: list[str] = []
    session.said.connect(said.append)
    assert not session.try_out("Wrong", wrong)
    assert said
    assert len(session.runs.all) == 1


def test_branching_at_an_iteration_with_other_settings(qtbot, session):
    trained(qtbot, session, 100)
    wanted = session.experiment.with_training(l2=0.01)
    assert session.branch_at(40, wanted)
    assert session.state.iteration == 40
    assert session.experiment == wanted
    np.testing.assert_array_equal(
        session.state.theta, headless(Experiment().with_training(engine="numpy"), 40).theta
    )


def test_runs_are_renamed_removed_and_overlaid(qtbot, session):
    trained(qtbot, session, 10)
    looked_at(qtbot, session, 5)
    session.branch()
    trained(qtbot, session, 3)
    session.branch_at(6)
    trained(qtbot, session, 3)
    first, second, third = session.runs.all
    told = []
    session.runs.changed.connect(lambda: told.append(True))
    session.runs.rename(first, "  the first ")
    session.runs.rename(first, "   ")
    assert first.name == "the first"
    session.runs.overlay(first, True)
    session.runs.overlay(third, True)
    assert session.runs.overlays == [first]
    assert session.runs.remove(second)
    assert third.parent is first
    assert not session.runs.remove(session.runs.current)
    assert len(told) == 4


def test_opening_something_else_begins_a_new_tree(qtbot, session):
    trained(qtbot, session, 10)
    session.reset()
    session.replace(Experiment(seed=5))
    assert len(session.runs.all) == 1
    assert session.runs.current.experiment.seed == 5


def test_the_time_of_training_counts(qtbot, session):
    session.train()
    qtbot.wait(120)
    session.pause()
    assert 0.1 <= session.runs.current.seconds < 2.0


def test_divergence_is_kept_with_the_run(qtbot, make_session):
    layers = (LayerSpec(4, "relu"), LayerSpec(1, "identity"))
    experiment = dataclasses.replace(Experiment(), network=NetworkSpec(2, layers))
    session = make_session(experiment.with_training(learning_rate=50.0, engine="numpy"))
    with qtbot.waitSignal(session.diverged):
        session.train()
    assert session.runs.current.divergence is not None
    session.reset()
    qtbot.waitUntil(lambda: session.frame.train.loss is not None)
    assert session.runs.current.divergence is None


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda e: e.with_training(learning_rate=0.1), "learning rate 0.1"),
        (lambda e: e.with_training(optimizer="adam"), "Adam"),
        (lambda e: e.with_training(loss="squared"), "squared error"),
        (lambda e: e.with_training(l2=0.003), "L2 0.003"),
        (lambda e: e.with_data(noise=20.0), "noise 20"),
        (lambda e: e.with_data(dataset="xor"), "xor"),
        (lambda e: e.with_data(features=("x1",)), "inputs x1"),
        (lambda e: dataclasses.replace(e, seed=7), "seed 7"),
        (lambda e: e.with_training(engine="fused"), None),
    ],
)
def test_differences_in_a_few_words(change, text):
    before = Experiment()
    assert differences(before, change(before)) == (() if text is None else (text,))


def test_differences_of_networks():
    before = Experiment()
    wider = resize_layer(before.network, 0, 8).network
    assert differences(before, dataclasses.replace(before, network=wider)) == ("2–8–2–1",)
    relu = (LayerSpec(4, "relu"), *before.network.layers[1:])
    other = dataclasses.replace(before, network=NetworkSpec(2, relu))
    assert differences(before, other) == ("relu, tanh, tanh",)
