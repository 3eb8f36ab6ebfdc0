import dataclasses

import numpy as np
import pytest

from nnplayground.core import Evaluator, Experiment, LayerSpec, NetworkSpec, Run, load_dataset
from nnplayground.data import DATASETS
from nnplayground.views.plots.loss_profile import FEWEST_EXAMPLES, LossProfile


def expected(run, index, values):
    """The loss over the training examples, one whole evaluation a value."""
    evaluator = Evaluator(run.experiment, run.dataset, run.dataset.train)
    losses = []
    for value in values:
        theta = run.theta.copy()
        theta[index] = value
        losses.append(evaluator.score(theta).loss)
    return losses


EXPERIMENTS = {
    "tanh": Experiment(),
    "rings": DATASETS["rings"].suggested,
    "sum": Experiment().with_training(reduction="sum"),
    "sine": DATASETS["sine"].suggested,
    "no bias": Experiment(
        NetworkSpec(2, (LayerSpec(3, "relu", bias=False), LayerSpec(1, "tanh", bias=False)))
    ),
    "lesson": DATASETS["lesson_a"].suggested,
}


@pytest.mark.parametrize("experiment", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_a_profile_is_the_loss_of_the_whole_training_set_at_every_value(experiment):
    run = Run(experiment)
    run.advance(50)
    values = np.linspace(-3, 3, 9)
    layout = run.problem.layout
    for index in range(layout.size):
        profile = LossProfile(run.experiment, run.dataset, layout.place(index)[0], len(values))
        assert profile.examples == len(run.dataset.train)
        np.testing.assert_allclose(
            profile.losses(run.theta, index, values), expected(run, index, values), rtol=1e-9
        )


def test_at_its_own_value_a_parameter_gives_the_loss_of_the_run():
    run = Run(Experiment())
    profile = LossProfile(run.experiment, run.dataset, 0, 1)
    now = profile.losses(run.theta, 3, run.theta[3:4].astype(np.float64))
    assert now[0] == pytest.approx(run.train_loss(), rel=1e-12)


def test_of_a_large_network_a_sample_of_the_examples_is_used():
    experiment = DATASETS["digits"].suggested
    dataset = load_dataset(experiment.data)
    profile = LossProfile(experiment, dataset, 0, 49)
    assert FEWEST_EXAMPLES <= profile.examples < len(dataset.train)
    assert LossProfile(experiment, dataset, 1, 49).examples > profile.examples


def test_float32_parameters_have_a_profile():
    run = Run(Experiment().with_training(precision="float32"))
    profile = LossProfile(run.experiment, run.dataset, 0, 5)
    losses = profile.losses(run.theta, 0, np.linspace(-1, 1, 5))
    assert losses.dtype == np.float64
    assert np.isfinite(losses).all()


def test_enormous_values_give_a_loss_or_none_but_no_warning():
    experiment = dataclasses.replace(DATASETS["sine"].suggested)
    run = Run(experiment)
    profile = LossProfile(run.experiment, run.dataset, 0, 3)
    losses = profile.losses(run.theta, 0, np.array([-1e300, 0.0, 1e300]))
    assert np.isfinite(losses[1])
