"""Network, data and loss stay in step, and each thing that follows has its sentence."""

import pytest

from nnplayground.core import ACTIVATIONS, LOSSES, SpecError, load_dataset
from nnplayground.core.dataset import check_fit
from nnplayground.core.losses import check_output
from nnplayground.core.matching import why_output, with_dataset, with_loss, with_output_activation
from nnplayground.data import DATASETS


def suggested(key):
    experiment = DATASETS[key].suggested
    return experiment, load_dataset(experiment.data)


@pytest.mark.parametrize("key", sorted(DATASETS))
@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_any_output_activation_fits_or_is_refused_with_a_reason(key, activation):
    experiment, dataset = suggested(key)
    if activation == "softmax" and dataset.allowed_outputs() == (1,):
        with pytest.raises(SpecError, match="'softmax' needs at least 2 neurons, has 1"):
            with_output_activation(experiment, dataset, activation)
        return
    matched = with_output_activation(experiment, dataset, activation)
    check_fit(matched.experiment, dataset)
    check_output(matched.experiment.training.loss, activation)
    before, after = experiment.network.output, matched.experiment.network.output
    same_loss = matched.experiment.training.loss == experiment.training.loss
    assert len(matched.reasons) == (after.units != before.units) + (not same_loss)
    assert after.activation == activation


@pytest.mark.parametrize("key", sorted(DATASETS))
@pytest.mark.parametrize("loss", sorted(LOSSES))
def test_any_loss_fits_or_is_refused_with_a_reason(key, loss):
    experiment, dataset = suggested(key)
    if loss == "cross_entropy" and dataset.allowed_outputs() == (1,):
        # two neurons, which check_fit then refuses for this data
        assert with_loss(experiment, dataset, loss).experiment.network.output.units == 2
        return
    matched = with_loss(experiment, dataset, loss)
    check_output(loss, matched.experiment.network.output.activation)
    assert matched.experiment.training.loss == loss


def test_softmax_on_two_classes_brings_a_second_neuron_and_its_loss():
    experiment, dataset = suggested("circle")
    matched = with_output_activation(experiment, dataset, "softmax")
    assert matched.experiment.network.sizes == (2, 4, 2, 2)
    assert matched.experiment.training.loss == "cross_entropy"
    assert matched.reasons == (
        "Output layer: 2 neurons, because of the softmax output.",
        "Loss: cross-entropy, because of the softmax output.",
    )


def test_one_neuron_is_one():
    experiment, _ = suggested("rings")
    reasons = with_dataset(experiment, suggested("circle")[1]).reasons
    assert reasons[0] == "Output layer: 1 neuron, because of data with 2 classes."


def test_three_classes_bring_three_neurons_with_softmax():
    experiment, _ = suggested("circle")
    _, rings = suggested("rings")
    matched = with_dataset(experiment, rings)
    assert matched.experiment.network.output.units == 3
    assert matched.experiment.network.output.activation == "softmax"
    assert all("because of data with 3 classes" in reason for reason in matched.reasons)


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("circle", "Output layer: one neuron or two, because the data has 2 classes."),
        ("rings", "Output layer: 3 neurons, because the data has 3 classes."),
        ("plane", "Output layer: one neuron, because the data asks for one number."),
    ],
)
def test_the_output_layer_says_why_it_has_its_neurons(key, reason):
    assert why_output(suggested(key)[1]) == reason
