"""Each thing that goes wrong is said when it goes wrong, and nothing when nothing does."""

import dataclasses

import numpy as np
import pytest

from nnplayground.core import Experiment, Initializer, LayerSpec, NetworkSpec, Run
from nnplayground.core.diagnosis import CHECKS, Evidence, Scores, diagnose
from nnplayground.core.recording import Event, Moment, Recording
from nnplayground.data import DATASETS

BASE = Experiment().with_training(engine="numpy")


class Watched:
    """A run with its recording and scores, as the session keeps them."""

    def __init__(self, experiment):
        self.run = Run(experiment)
        self.recording = Recording(experiment, self.run.state)
        self.rows = [(0, self.run.train_loss(), self.run.test_loss())]

    def train(self, iterations, every=7):
        end = self.run.iteration + iterations
        while self.run.iteration < end and self.run.divergence is None:
            self.run.advance(min(every, end - self.run.iteration))
            self.recording.advanced(self.run.state.copy().freeze(), self.run.engine.name)
            self.rows.append((self.run.iteration, self.run.train_loss(), self.run.test_loss()))
        return self

    def found(self):
        iterations, train, test = np.array(self.rows).T
        now = Moment(self.run.experiment, self.run.state)
        scores = Scores(iterations.astype(np.int64), train, test)
        return diagnose(Evidence(self.recording, now, self.run.divergence, scores))


def network(sizes, activation, initializer=None, output="tanh", **output_settings):
    changes = {} if initializer is None else {"weight_initializer": initializer}
    hidden = tuple(LayerSpec(units, activation, **changes) for units in sizes[1:-1])
    last = LayerSpec(sizes[-1], output, **changes, **output_settings)
    return dataclasses.replace(BASE, network=NetworkSpec(sizes[0], (*hidden, last)))


def findings(experiment, iterations=300, every=7):
    return Watched(experiment).train(iterations, every).found()


def only(found):
    assert [finding.kind for finding in found] == [found[0].kind]
    return found[0]


# ---- quiet ------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [key for key in DATASETS if key != "odd_even"])
def test_nothing_is_said_while_a_suggested_experiment_learns(key):
    watched = Watched(DATASETS[key].suggested)
    for iterations in (1, 20, 300, 600):
        assert watched.train(iterations).found() == ()


def test_nothing_is_said_of_a_network_that_was_opened_when_it_had_learned_all():
    watched = Watched(BASE.with_data(dataset="gauss").with_training(learning_rate=1e-6))
    watched.rows = [(100_000, 1e-6, 1e-6)]
    watched.train(300)
    watched.rows = [(100_000 + row[0], 1e-6, 1e-6) for row in watched.rows]
    assert watched.found() == ()


# ---- diverged ---------------------------------------------------------------------------

DIVERGING = network((2, 8, 8, 1), "identity", output="identity").with_data(dataset="plane")
DIVERGING = DIVERGING.with_training(learning_rate=0.5)


def test_a_diverged_run_says_when_where_and_what_the_learning_rate_did():
    watched = Watched(DIVERGING).train(1000)
    finding = only(watched.found())
    where = watched.run.divergence
    assert finding.kind == "diverged"
    assert finding.iteration == where.iteration - 1
    assert finding.sentence.startswith(f"At iteration {where.iteration:,} the numbers")
    assert "learning rate 0.5" in finding.sentence
    assert "times their own size" in finding.sentence
    assert np.isfinite(watched.recording.at(finding.iteration).state.theta).all()


def test_the_layer_named_is_the_first_whose_numbers_left_the_range():
    """A forward overflow is seen in that layer, although every layer's weights become NaN."""
    wide = Initializer("normal", std=1e4)
    layers = tuple(LayerSpec(4, "identity", weight_initializer=wide) for _ in range(12))
    experiment = dataclasses.replace(
        BASE, network=NetworkSpec(2, (*layers, LayerSpec(1, "identity")))
    )
    experiment = experiment.with_training(precision="float32").with_data(dataset="plane")
    finding = only(findings(experiment))
    run = Run(experiment)
    A = run.problem.X
    for number in range(1, 13):
        W = run.problem.layout.weight(run.theta, number - 1)
        with np.errstate(all="ignore"):
            A = A @ W + run.problem.layout.bias(run.theta, number - 1)
        if not np.isfinite(A).all():
            break
    assert finding.layer == number
    assert f"layer {number} grew past what float32 can hold" in finding.sentence


def test_what_is_proposed_against_divergence_does_not_diverge():
    finding = only(findings(DIVERGING, 1000))
    remedy = finding.remedies[0]
    assert remedy.from_start
    assert remedy.experiment.training.learning_rate == 0.05
    kinds = [other.kind for other in findings(remedy.experiment, 1000)]
    assert "diverged" not in kinds


# ---- starts -----------------------------------------------------------------------------


@pytest.mark.parametrize("value", [0.0, 0.3])
def test_a_symmetric_start(value):
    finding = only(findings(network((2, 4, 2, 1), "tanh", Initializer("constant", value=value))))
    assert finding.kind == "symmetric_start"
    assert (finding.iteration, finding.layer) == (0, 1)
    remedied = findings(finding.remedies[0].experiment)
    assert (1, "symmetric_start") not in [(other.layer, other.kind) for other in remedied]


def test_the_odd_even_lesson_starts_symmetric():
    finding = only(findings(DATASETS["odd_even"].suggested))
    assert finding.kind == "symmetric_start"


# ---- units that are stuck ---------------------------------------------------------------


def test_dead_relus_with_the_iteration_they_died_in():
    experiment = network((2, 4, 2, 1), "relu").with_training(learning_rate=3.0)
    watched = Watched(experiment).train(400, every=50)
    finding = watched.found()[0]
    assert finding.kind == "dead_relus"
    assert 0 < finding.iteration < 50

    def dead(iteration):
        state = watched.recording.at(iteration).state
        W = watched.run.problem.layout.weight(state.theta, 0)
        A = np.maximum(
            watched.run.problem.X @ W + watched.run.problem.layout.bias(state.theta, 0), 0
        )
        W2, b2 = (
            watched.run.problem.layout.weight(state.theta, 1),
            watched.run.problem.layout.bias(state.theta, 1),
        )
        A = np.maximum(A @ W2 + b2, 0) if finding.layer == 2 else A
        return np.mean((A == 0).all(axis=0)) >= 0.5

    assert dead(finding.iteration)
    assert not dead(finding.iteration - 1)


def test_saturated_sigmoids():
    experiment = network((2, 6, 6, 1), "sigmoid", Initializer("normal", std=20.0))
    finding = only(findings(experiment))
    assert finding.kind == "saturated"
    assert "sigmoid" in finding.sentence
    assert finding.iteration == 0


def test_saturated_units_that_learned_are_left_alone():
    experiment = BASE.with_data(dataset="gauss").with_training(learning_rate=3.0)
    watched = Watched(experiment).train(3000, every=100)
    assert watched.rows[-1][1] < 0.01
    assert watched.found() == ()


# ---- gradients --------------------------------------------------------------------------


def test_vanishing_gradients():
    finding = only(findings(network((2, *[4] * 6, 1), "sigmoid")))
    assert (finding.kind, finding.layer) == ("vanishing_gradients", 1)
    remedied = findings(finding.remedies[0].experiment)
    assert "vanishing_gradients" not in [other.kind for other in remedied]


def test_exploding_gradients():
    experiment = network((2, *[8] * 8, 1), "relu", Initializer("normal", std=2.0), "identity")
    found = findings(experiment.with_training(learning_rate=1e-20), 20)
    assert "exploding_gradients" in [finding.kind for finding in found]


# ---- learning ---------------------------------------------------------------------------


def test_overfitting_with_the_moment_the_test_loss_turned():
    experiment = BASE.with_data(noise=25.0)
    watched = Watched(experiment).train(20_000, every=300)
    finding = only(watched.found())
    assert finding.kind == "overfitting"
    tests = {row[0]: row[2] for row in watched.rows}
    assert tests[finding.iteration] < 1.2 * min(tests.values())
    assert not finding.remedies[0].from_start


def test_overfitting_of_a_run_so_quick_that_few_scores_were_taken():
    experiment = BASE.with_data(noise=25.0)
    watched = Watched(experiment).train(20_000, every=5_000)
    finding = only(watched.found())
    assert finding.kind == "overfitting"
    assert finding.iteration not in [row[0] for row in watched.rows]


def test_little_is_replayed_to_see_a_trend(monkeypatch):
    watched = Watched(BASE.with_data(noise=25.0)).train(20_000, every=5_000)
    monkeypatch.setattr("nnplayground.core.diagnosis.evidence._MOST_PRODUCTS", 1e6)
    assert watched.found() == ()


@pytest.mark.parametrize(("optimizer", "rate"), [("sgd", 1e-5), ("sgd", 0.0), ("adam", 1e-6)])
def test_a_learning_rate_too_small(optimizer, rate):
    experiment = BASE.with_training(optimizer=optimizer, learning_rate=rate)
    finding = only(findings(experiment, 400))
    assert finding.kind == "learning_rate_too_small"
    assert finding.remedies[0].experiment.training.learning_rate >= 1e-3


def test_a_plateau_is_no_small_learning_rate():
    assert findings(BASE.with_data(dataset="spiral"), 2000, every=50) == ()


def test_a_finding_is_looked_for_only_since_the_settings_are_the_present_ones():
    experiment = network((2, 4, 2, 1), "relu").with_training(learning_rate=3.0)
    watched = Watched(experiment).train(200, every=50)
    changed = watched.run.experiment.with_training(learning_rate=1.0)
    state = watched.run.state.copy().freeze()
    watched.recording.happened(Event(state.iteration, "rate", changed), state)
    watched.run = Run(changed, state=state.copy())
    finding = watched.train(100).found()[0]
    assert finding.iteration == 200


def test_every_check_was_provoked_here():
    assert set(CHECKS) == {
        "diverged",
        "symmetric_start",
        "dead_relus",
        "saturated",
        "vanishing_gradients",
        "exploding_gradients",
        "overfitting",
        "learning_rate_too_small",
    }
