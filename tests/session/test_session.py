import dataclasses
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from nnplayground.core import Experiment, LayerSpec, Run, StopRule, TrainingSpec
from nnplayground.core.edits import (
    change_layer,
    insert_layer,
    move_layer,
    remove_layer,
    remove_neuron,
    resize_layer,
)
from nnplayground.session import Frame, Selection, trainer, training

NUMPY = Experiment(training=TrainingSpec(engine="numpy"))


@pytest.fixture
def sentences(session):
    said: list[Any] = []
    session.said.connect(said.append)
    return said


def trained(qtbot, session, iterations):
    """Train so far, then stop."""
    session.step(iterations)
    qtbot.waitUntil(lambda: not session.running)
    assert session.state.iteration >= iterations
    return session.state


def headless(experiment, iterations, state=None):
    run = Run(experiment, state=None if state is None else state.copy())
    run.advance(iterations)
    return run


def same_bits(one, other):
    np.testing.assert_array_equal(one.theta, other.theta)
    np.testing.assert_array_equal(one.slots, other.slots)
    assert (one.iteration, one.clock) == (other.iteration, other.clock)


# ---- training ----------------------------------------------------------------------------


def test_a_new_session_stands_at_iteration_0_with_its_scores(session):
    assert session.state.iteration == 0
    assert not session.running
    run = Run(NUMPY)
    np.testing.assert_array_equal(session.state.theta, run.theta)
    assert session.frame.train == run.train_score()
    assert session.frame.test == run.test_score()


def test_pausing_gives_the_exact_state(qtbot, session):
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 300)
    session.pause()
    iteration, theta = session.state.iteration, session.state.theta
    np.testing.assert_array_equal(theta, headless(NUMPY, iteration).theta)
    qtbot.wait(60)
    assert session.state.iteration == iteration
    assert not session.running


def test_a_paused_run_goes_on_as_if_it_had_never_stopped(qtbot, session):
    for _ in range(5):
        before = session.state.iteration
        session.train()
        qtbot.waitUntil(lambda before=before: session.state.iteration > before)
        session.pause()
    same_bits(session.state, headless(NUMPY, session.state.iteration).state)


def test_one_step_is_one_iteration(qtbot, session):
    for expected in (1, 2, 3):
        session.step()
        qtbot.waitUntil(lambda: not session.running)
        assert session.state.iteration == expected
    same_bits(session.state, headless(NUMPY, 3).state)


def test_stepping_while_training_stops_the_training(qtbot, session):
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 50)
    session.step()
    qtbot.waitUntil(lambda: not session.running)
    same_bits(session.state, headless(NUMPY, session.state.iteration).state)


def test_an_epochs_step_goes_to_the_end_of_the_epoch(qtbot, session):
    trained(qtbot, session, 7)
    session.step_epoch()
    qtbot.waitUntil(lambda: not session.running)
    assert session.state.iteration == 25
    session.step_epoch()
    qtbot.waitUntil(lambda: not session.running)
    assert (session.state.iteration, session.frame.epoch) == (50, 2)


def test_an_epochs_step_after_another_batch_size_counts_from_there(qtbot, session):
    trained(qtbot, session, 7)
    session.edit_training("Batch size", batch_size=50)  # 5 iterations an epoch
    session.step_epoch()
    qtbot.waitUntil(lambda: not session.running)
    assert session.state.iteration == 12


def test_running_is_told_once_a_change(qtbot, session):
    told: list[Any] = []
    session.running_changed.connect(told.append)
    session.train()
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 10)
    session.pause()
    session.pause()
    assert told == [True, False]


def test_frames_come_no_faster_than_the_screen_shows_them(qtbot, session, monkeypatch):
    monkeypatch.setattr(training, "FRAME_MILLISECONDS", 60_000)
    frames: list[Any] = []
    session.frame_changed.connect(frames.append)
    states: set[int] = set()

    def many_states() -> bool:
        states.add(session.state.iteration)
        return len(states) > 10

    session.train()
    qtbot.waitUntil(many_states)
    session.pause()
    assert 1 <= len(frames) <= 3  # of the beginning, while it trains, and of the end
    assert all(a.iteration <= b.iteration for a, b in pairwise(frames))


def test_the_newest_frame_always_comes_even_when_frames_were_held_back(qtbot, session):
    frames: list[Any] = []
    session.frame_changed.connect(frames.append)
    for _ in range(20):
        session.step()
        qtbot.waitUntil(lambda: not session.running)
    qtbot.waitUntil(lambda: bool(frames) and frames[-1].iteration == 20)


def test_arrays_of_a_frame_cannot_be_written_to(qtbot, session):
    trained(qtbot, session, 30)
    assert not session.frame.theta.flags.writeable
    assert not session.frame.state.slots.flags.writeable


def test_slow_motion_shows_every_iteration(qtbot, session):
    seen: list[Any] = []
    session.frame_changed.connect(lambda frame: seen.append(frame.iteration))
    session.set_rate(30.0)
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration >= 6)
    session.pause()
    shown = sorted(set(seen))
    assert set(range(1, 6)) <= set(shown)


def test_the_speed_of_the_next_run_is_the_one_that_was_set(qtbot, session):
    session.set_rate(0.01)
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 0)
    qtbot.wait(30)  # thousands at full speed; the next one is due in 100 s
    session.pause()
    assert session.state.iteration == 1


# ---- ends --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stop", "iteration", "words"),
    [
        (StopRule(iterations=333), 333, "333 iterations"),
        (StopRule(epochs=4), 100, "4 epochs"),
        (StopRule(loss_below=0.45), None, "below 0.45"),
    ],
)
def test_a_stop_rule_ends_training_with_its_sentence(
    qtbot, session, sentences, stop, iteration, words
):
    session.edit_training("Stop rule", stop=stop)
    session.train()
    qtbot.waitUntil(lambda: not session.running)
    assert words in sentences[-1]
    assert sentences[-1].startswith("Stopped")
    assert "To go on, raise the limit or clear it" in sentences[-1]
    assert iteration in (None, session.state.iteration)
    same_bits(session.state, headless(session.experiment, session.state.iteration).state)


def test_an_edit_after_a_stop_rule_was_met_does_not_say_it_again(qtbot, session, sentences):
    session.edit_training("Stop rule", stop=StopRule(iterations=50))
    session.train()
    qtbot.waitUntil(lambda: not session.running)
    assert len(sentences) == 1
    session.edit_training("Learning rate", learning_rate=0.1)
    qtbot.wait(80)
    assert len(sentences) == 1


def test_training_on_past_a_stop_rule_says_why_it_does_not(qtbot, session, sentences):
    session.edit_training("Stop rule", stop=StopRule(iterations=50))
    session.train()
    qtbot.waitUntil(lambda: not session.running)
    session.train()
    qtbot.waitUntil(lambda: not session.running)
    assert len(sentences) == 2
    assert session.state.iteration == 50


def test_a_diverged_run_pauses_and_says_since_which_iteration(qtbot, session, sentences):
    diverged: list[Any] = []
    session.diverged.connect(diverged.append)
    for i in range(3):
        session.edit_network(
            "Activation", change_layer(session.experiment.network, i, activation="identity")
        )
    session.edit_training("Learning rate", learning_rate=1e5)
    session.train()
    qtbot.waitUntil(lambda: bool(diverged))
    assert not session.running
    iteration = session.state.iteration
    assert f"Diverged at iteration {iteration:,}" in diverged[0]
    assert diverged[0] in sentences
    assert not np.isfinite(session.state.theta).all()
    run = headless(session.experiment, iteration + 100)
    assert run.divergence is not None
    assert run.divergence.iteration == iteration


def test_a_divergence_is_told_once_however_the_diverged_run_is_edited(qtbot, session):
    diverged: list[Any] = []
    session.diverged.connect(diverged.append)
    session.edit_output_activation("identity")
    session.edit_training("Learning rate", learning_rate=1e5)
    session.train()
    qtbot.waitUntil(lambda: bool(diverged))
    session.edit_training("Learning rate", learning_rate=0.001)
    session.edit_training("Loss", l2=0.1)
    qtbot.wait(300)  # the scores of the edited run come in
    assert len(diverged) == 1
    session.train()
    qtbot.waitUntil(lambda: len(diverged) == 2)  # it was asked for


def test_after_a_divergence_reset_and_a_smaller_rate_train_again(qtbot, session):
    for i in range(3):
        session.edit_network(
            "Activation", change_layer(session.experiment.network, i, activation="identity")
        )
    session.edit_training("Learning rate", learning_rate=1e5)
    session.train()
    qtbot.waitUntil(lambda: not session.running)
    session.reset()
    session.edit_training("Learning rate", learning_rate=0.001)
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 100)
    session.pause()
    assert np.isfinite(session.state.theta).all()


def test_an_unexpected_error_is_told_and_the_next_training_works(qtbot, session, monkeypatch):
    failures: list[Any] = []
    session.failed.connect(failures.append)

    def failing(run, *arguments):
        raise RuntimeError("planted")

    with monkeypatch.context() as patch:
        patch.setattr(Run, "advance", failing)
        session.train()
        qtbot.waitUntil(lambda: bool(failures))
    assert "planted" in failures[0]
    assert not session.running
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 100)
    session.pause()


def test_shutting_down_while_training_leaves_no_thread(qtbot, make_session):
    session = make_session(NUMPY)
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 100)
    session.shut_down()
    assert not session.training._trainer.isRunning()


# ---- edits in mid-run --------------------------------------------------------------------


def test_a_training_setting_keeps_the_weights_and_goes_on_with_it(qtbot, session):
    before = trained(qtbot, session, 100)
    assert session.edit_training("Learning rate", learning_rate=0.3)
    same_bits(session.state, before)
    trained(qtbot, session, 50)
    expected = headless(session.experiment, 50, before)
    same_bits(session.state, expected.state)


def test_an_edit_while_training_leaves_it_training(qtbot, session):
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 100)
    session.edit_training("Penalty", l2=0.01)
    iteration = session.state.iteration
    assert session.running
    assert iteration > 100
    qtbot.waitUntil(lambda: session.state.iteration > iteration)
    session.pause()


def test_edits_in_mid_run_do_what_they_do_headless(qtbot, session):
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 200)
    session.edit_training("Learning rate", learning_rate=0.3)
    changed_at = next(e.iteration for e in session.training.position.recording.events)
    qtbot.waitUntil(lambda: session.state.iteration > changed_at + 200)
    session.pause()
    first = headless(NUMPY, changed_at)
    second = headless(session.experiment, session.state.iteration - changed_at, first.state)
    np.testing.assert_array_equal(session.state.theta, second.theta)


def test_another_optimizer_starts_with_an_empty_memory(qtbot, session):
    theta = trained(qtbot, session, 100).theta
    session.edit_training("Optimizer", optimizer="adam", learning_rate=0.01)
    np.testing.assert_array_equal(session.state.theta, theta)
    assert session.state.slots.shape == (2, 25)
    assert not session.state.slots.any()
    assert session.state.iteration == 100


def test_a_setting_that_cannot_be_is_refused_with_a_sentence(qtbot, session, sentences):
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 50)
    assert not session.edit_training("Batch size", batch_size=-1)
    assert sentences[-1].startswith("Batch size: expected")
    assert session.running
    assert session.experiment == NUMPY
    assert session.undo_stack.count() == 0
    session.pause()


def test_an_edit_that_changes_nothing_is_no_undo_step(session):
    assert session.edit_training("Learning rate", learning_rate=0.03)
    assert session.undo_stack.count() == 0


def test_turning_a_knob_sets_this_parameter_only(qtbot, session):
    before = trained(qtbot, session, 100)
    session.turn(5, -1.25)
    assert session.state.theta[5] == -1.25
    others = np.arange(25) != 5
    np.testing.assert_array_equal(session.state.theta[others], before.theta[others])
    assert session.state.iteration == before.iteration
    assert before.theta[5] != -1.25


def test_turning_a_knob_while_training_trains_on_from_there(qtbot, session):
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 100)
    session.turn(0, 3.0)
    assert session.state.theta[0] == 3.0
    state = session.state
    qtbot.waitUntil(lambda: session.state.iteration > state.iteration)
    session.pause()
    expected = headless(NUMPY, session.state.iteration - state.iteration, state)
    np.testing.assert_array_equal(session.state.theta, expected.theta)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_knob_cannot_be_turned_to_no_number(session, sentences, value):
    assert not session.turn(0, value)
    assert "finite" in sentences[-1]


# ---- undo --------------------------------------------------------------------------------


def test_undo_takes_a_setting_back_but_not_what_was_learned_since(qtbot, session):
    session.edit_training("Learning rate", learning_rate=0.3)
    state = trained(qtbot, session, 100)
    session.undo_stack.undo()
    assert session.experiment == NUMPY
    same_bits(session.state, state)


def test_undoing_a_turned_knob_gives_back_the_same_bits(qtbot, session):
    before = trained(qtbot, session, 100)
    session.turn(3, 2.0)
    session.undo_stack.undo()
    same_bits(session.state, before)


def test_turns_of_one_knob_in_a_row_are_one_step_and_of_another_a_second(qtbot, session):
    before = trained(qtbot, session, 10)
    for value in (0.1, 0.2, 0.3):
        session.turn(3, value)
    session.turn(4, 1.0)
    assert session.undo_stack.count() == 2
    session.undo_stack.undo()
    assert session.state.theta[3] == 0.3
    session.undo_stack.undo()
    same_bits(session.state, before)


def test_a_knob_turned_again_after_an_undo_is_a_step_of_its_own(qtbot, session):
    session.turn(3, 1.0)
    session.undo_stack.undo()
    session.turn(3, 2.0)
    session.turn(3, 3.0)
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    np.testing.assert_array_equal(session.state.theta, Run(NUMPY).theta)


def network_edits(network):
    """An edit of every kind, each of the network that the one before left."""
    made = []
    for text, edit in (
        ("add", lambda n: insert_layer(n, 1, LayerSpec(3, "relu"))),
        ("wider", lambda n: resize_layer(n, 0, 6)),
        ("narrower", lambda n: resize_layer(n, 1, 2)),
        ("move", lambda n: move_layer(n, 0, 1)),
        ("neuron", lambda n: remove_neuron(n, 0, 0)),
        ("remove", lambda n: remove_layer(n, 1)),
        ("bias", lambda n: change_layer(n, 0, bias=False)),
    ):
        made.append((text, edit(network)))
        network = made[-1][1].network
    return made


def test_twenty_undos_and_redos_give_back_the_same_bits(qtbot, session):
    states = [trained(qtbot, session, 60)]
    for text, edit in network_edits(session.experiment.network):
        assert session.edit_network(text, edit)
        session.turn(0, 0.5)
        states.append(session.state)
    experiments = [session.experiment]
    steps = session.undo_stack.count()
    assert steps == 14
    for _ in range(20):
        for _ in range(steps):
            session.undo_stack.undo()
        same_bits(session.state, states[0])
        assert session.experiment == NUMPY
        for _ in range(steps):
            session.undo_stack.redo()
        same_bits(session.state, states[-1])
        assert session.experiment == experiments[0]


def test_undo_while_training_goes_on_training(qtbot, session):
    session.turn(0, 1.0)
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 100)
    session.undo_stack.undo()
    assert session.running
    qtbot.waitUntil(lambda: session.state.iteration > 50)
    session.pause()
    np.testing.assert_array_equal(
        session.state.theta, headless(NUMPY, session.state.iteration).theta
    )


# ---- architecture --------------------------------------------------------------------------


def test_a_neuron_more_keeps_all_other_weights(qtbot, session):
    before, old = trained(qtbot, session, 100), session.frame.layout
    session.edit_network("Neuron", resize_layer(session.experiment.network, 0, 5))
    new, theta = session.frame.layout, session.state.theta
    np.testing.assert_array_equal(new.weight(theta, 0)[:, :4], old.weight(before.theta, 0))
    np.testing.assert_array_equal(new.weight(theta, 1)[:4], old.weight(before.theta, 1))
    np.testing.assert_array_equal(new.block(theta, 2), old.block(before.theta, 2))
    assert session.state.iteration == 100


def test_undoing_a_removed_layer_brings_back_its_trained_weights(qtbot, session):
    before = trained(qtbot, session, 100)
    session.edit_network("Remove", remove_layer(session.experiment.network, 0))
    trained(qtbot, session, 50)
    assert session.frame.layout.network.sizes == (2, 2, 1)
    session.undo_stack.undo()
    same_bits(session.state, before)
    assert session.frame.layout.network.sizes == (2, 4, 2, 1)


def test_redoing_an_edit_brings_back_what_was_trained_after_it(qtbot, session):
    session.edit_network("Wider", resize_layer(session.experiment.network, 0, 8))
    after = trained(qtbot, session, 100)
    session.undo_stack.undo()
    session.undo_stack.redo()
    same_bits(session.state, after)


def test_another_network_clears_the_selection(session):
    session.select(Selection(1, 3, 0))
    told: list[Any] = []
    session.selection_changed.connect(told.append)
    session.edit_network("Narrower", resize_layer(session.experiment.network, 0, 2))
    assert session.selection is None
    assert told == [None]


def test_the_softmax_loss_brings_its_output_layer_and_undo_takes_it_back(session, sentences):
    session.edit_loss("cross_entropy")
    assert session.experiment.network.output.activation == "softmax"
    assert session.experiment.network.output.units == 2
    assert "softmax" in sentences[-1].lower()
    session.undo_stack.undo()
    assert session.experiment == NUMPY


# ---- start afresh ---------------------------------------------------------------------------


def test_reset_restores_the_same_initial_weights_and_undo_the_trained_ones(qtbot, session):
    initial = session.state
    trained_state = trained(qtbot, session, 100)
    session.reset()
    same_bits(session.state, initial)
    assert len(session.frame.history.parameters) == 1
    session.undo_stack.undo()
    same_bits(session.state, trained_state)
    assert session.frame.history.parameters.iterations[-1] == 100


def test_reset_while_training_trains_the_same_run_again(qtbot, session):
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 300)
    session.reset()
    assert session.running
    qtbot.waitUntil(lambda: session.state.iteration > 20)
    session.pause()
    same_bits(session.state, headless(NUMPY, session.state.iteration).state)


def test_a_new_seed_starts_elsewhere_and_undo_comes_back(qtbot, session):
    state = trained(qtbot, session, 100)
    session.new_seed()
    assert session.experiment.seed == 1
    np.testing.assert_array_equal(
        session.state.theta, Run(dataclasses.replace(NUMPY, seed=1)).theta
    )
    session.undo_stack.undo()
    assert session.experiment.seed == 0
    same_bits(session.state, state)


def test_the_seed_after_the_largest_is_0(make_session):
    session = make_session(dataclasses.replace(NUMPY, seed=2**32 - 1))
    session.new_seed()
    assert session.experiment.seed == 0


# ---- data ------------------------------------------------------------------------------------


def test_more_noise_changes_the_examples_and_keeps_the_weights(qtbot, session):
    before = trained(qtbot, session, 100)
    datasets: list[Any] = []
    session.dataset_changed.connect(datasets.append)
    session.edit_data("Noise", noise=25.0)
    assert len(datasets) == 1
    assert session.state.iteration == 100
    np.testing.assert_array_equal(session.state.theta, before.theta)


def test_another_dataset_of_the_kind_keeps_the_network_and_starts_afresh(qtbot, session):
    trained(qtbot, session, 100)
    session.edit_network("Wider", resize_layer(session.experiment.network, 0, 7))
    session.edit_data("Dataset", dataset="xor")
    assert session.experiment.network.sizes == (2, 7, 2, 1)
    assert session.state.iteration == 0
    session.undo_stack.undo()
    assert session.state.iteration == 100


def test_three_classes_bring_three_outputs(session, sentences):
    session.edit_data("Dataset", dataset="rings")
    assert session.experiment.network.output.units == 3
    assert session.experiment.training.loss == "cross_entropy"
    assert any("3 classes" in sentence for sentence in sentences)


def test_data_of_another_kind_brings_its_network_and_undo_brings_back_ours(
    qtbot, session, sentences
):
    state = trained(qtbot, session, 100)
    session.edit_data("Dataset", dataset="digits")
    assert session.experiment.network.sizes == (64, 32, 10)
    assert "Digits" in sentences[-1]
    session.undo_stack.undo()
    assert session.experiment == NUMPY
    same_bits(session.state, state)


def test_one_input_more_keeps_the_weights_of_the_others(qtbot, session):
    before, old = trained(qtbot, session, 100), session.frame.layout
    session.edit_data("Inputs", features=("x1", "x2", "x1^2"))
    new = session.frame.layout
    assert session.experiment.network.inputs == 3
    np.testing.assert_array_equal(
        new.weight(session.state.theta, 0)[:2], old.weight(before.theta, 0)
    )
    assert session.state.iteration == 100


@pytest.mark.parametrize(
    "settings", [{"dataset": "nowhere"}, {"features": ("nothing",)}, {"noise": 99.0}]
)
def test_data_that_cannot_be_is_refused_and_nothing_changes(qtbot, session, sentences, settings):
    before = trained(qtbot, session, 20)
    assert not session.edit_data("Data", **settings)
    assert sentences
    assert session.experiment == NUMPY
    same_bits(session.state, before)


# ---- documents ---------------------------------------------------------------------------------


def test_a_session_is_modified_by_edits_and_training_and_not_after_saving(qtbot, session):
    assert not session.modified
    trained(qtbot, session, 10)
    qtbot.waitUntil(lambda: session.modified)
    session.mark_saved()
    assert not session.modified
    session.turn(0, 1.0)
    assert session.modified
    session.undo_stack.undo()
    assert not session.modified


def test_a_whole_new_document_forgets_undo_and_stops_training(qtbot, session):
    session.turn(0, 1.0)
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 50)
    other = NUMPY.with_training(learning_rate=0.1)
    state = headless(other, 77).state
    session.replace(other, state)
    assert not session.running
    assert session.undo_stack.count() == 0
    assert not session.modified
    same_bits(session.state, state)
    assert not session.state.theta.flags.writeable
    trained(qtbot, session, 23)
    same_bits(session.state, headless(other, 100).state)


def test_a_document_that_does_not_fit_its_data_changes_nothing(qtbot, session):
    before = trained(qtbot, session, 20)
    broken = NUMPY.with_data(features=("x1",))
    with pytest.raises(ValueError, match="2 inputs"):
        session.replace(broken)
    assert session.experiment == NUMPY
    same_bits(session.state, before)


# ---- looking back --------------------------------------------------------------------------------


def test_looking_back_shows_the_exact_past_and_now_again(qtbot, session):
    newest = trained(qtbot, session, 500)
    session.look_at(123)
    qtbot.waitUntil(lambda: session.frame.is_past)
    same_bits(session.frame.state, headless(NUMPY, 123).state)
    assert session.frame.last_iteration == 500
    same_bits(session.state, newest)
    session.look_at_now()
    assert not session.frame.is_past
    same_bits(session.frame.state, newest)


def test_training_on_from_the_past_goes_on_where_the_run_was(qtbot, session):
    trained(qtbot, session, 500)
    session.look_at(123)
    qtbot.waitUntil(lambda: session.frame.is_past)
    trained(qtbot, session, 50)
    same_bits(session.state, headless(NUMPY, 550).state)


def test_a_branch_goes_on_from_the_past_and_undo_gives_back_the_run(qtbot, session):
    newest = trained(qtbot, session, 500)
    session.look_at(123)
    qtbot.waitUntil(lambda: session.frame.is_past)
    assert session.branch()
    assert session.state.iteration == 123
    trained(qtbot, session, 10)
    same_bits(session.state, headless(NUMPY, 133).state)
    session.undo_stack.undo()
    same_bits(session.state, newest)


def test_an_edit_of_the_past_branches_off_there(qtbot, session):
    trained(qtbot, session, 500)
    session.look_at(123)
    qtbot.waitUntil(lambda: session.frame.is_past)
    session.turn(0, 2.0)
    assert session.state.iteration == 123
    assert session.state.theta[0] == 2.0


def test_there_is_no_branch_where_nobody_looks_back(session):
    assert not session.branch()
    assert session.undo_stack.count() == 0


# ---- large networks ------------------------------------------------------------------------------


def test_thinned_bursts_still_end_in_the_exact_state(qtbot, session, monkeypatch):
    monkeypatch.setattr(trainer, "MAX_BURST_BYTES", 25 * 8 * 3)
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 1000)
    session.pause()
    same_bits(session.state, headless(NUMPY, session.state.iteration).state)
    assert session.frame.history.parameters.iterations[-1] == session.state.iteration


def test_what_was_trained_is_unsaved_before_the_next_frame_shows_it(qtbot, session):
    session.training._timer.start(60_000)  # no frame for a minute
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 0)
    assert session.modified


def test_a_pause_is_followed_by_a_frame_of_the_moment_it_is_at(qtbot, session):
    frames: list[Frame] = []
    session.frame_changed.connect(frames.append)
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 0)
    session.training._timer.stop()  # what comes in at the pause is announced at once, as running
    session.pause()
    qtbot.waitUntil(lambda: bool(frames) and not frames[-1].running)
    assert frames[-1].iteration == session.state.iteration


def test_the_beginning_of_a_run_is_seen_closely_however_quick_it_is(qtbot, session):
    session.step(3000)
    qtbot.waitUntil(lambda: not session.running)
    places = np.array(session.training.position.recording.keyframe_iterations)
    steps, before = np.diff(places), places[:-1]
    assert places[-1] == 3000
    assert (steps <= np.maximum(trainer.FIRST_STEPS, before // 3)).all()


def test_scores_that_were_too_dear_while_training_come_after_the_pause(qtbot, session, monkeypatch):
    # as if scoring took so long that it was done once only
    monkeypatch.setattr("nnplayground.session.trainer.SCORE_SHARE", 0.0)
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 500)
    session.pause()
    scores = session.training.history.scores
    qtbot.waitUntil(lambda: scores.iterations[-1] == session.state.iteration)
    run = Run(session.experiment, session.dataset, session.state.copy())
    assert session.frame.train == run.train_score()
