"""Settings are changed by their paths, all at once, and a wrong path is named."""

import pytest
from hypothesis import given

from nnplayground.core import Experiment, SpecError
from nnplayground.core.settings import parse_setting, with_settings
from tests.strategies import experiments


def changed(**changes):
    return with_settings(Experiment(), {path.replace("__", "."): v for path, v in changes.items()})


def test_a_setting_is_changed_and_nothing_else():
    assert changed(training__learning_rate=0.1) == Experiment().with_training(learning_rate=0.1)
    assert changed(data__noise=5) == Experiment().with_data(noise=5.0)
    assert changed(seed=9) == Experiment(seed=9)


def test_an_item_of_a_list_is_changed_by_its_number():
    network = changed(network__layers__0__units=8).network
    assert network.sizes == (2, 8, 2, 1)


def test_a_whole_list_is_changed():
    assert changed(network__layers=[{"units": 1}]).network.sizes == (2, 1)
    assert changed(data__features=["x1", "x2"]).data.features == ("x1", "x2")


def test_settings_that_only_fit_together_are_changed_together():
    experiment = changed(
        training__loss="binary_cross_entropy", network__layers__2__activation="sigmoid"
    )
    assert experiment.training.loss == "binary_cross_entropy"


@given(experiments())
def test_no_changes_change_nothing(experiment):
    assert with_settings(experiment, {}) == experiment


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("training.rate", 1, "training.rate: unknown setting; known here are loss, reduction, l1"),
        ("rate", 1, "rate: unknown setting; known here are network, data, training, seed"),
        ("", 1, "unknown setting"),
        ("training..loss", 1, "training.: unknown setting"),
        ("network.layers.3.units", 1, "network.layers.3: no such item; there are 0 to 2"),
        ("network.layers.-1.units", 1, "network.layers.-1: no such item"),
        ("network.layers.²", 1, "network.layers.²: no such item"),
        ("data.features.0", "x1", "data.features.0: no such item; there are none: it is empty"),
        ("training.loss.name", 1, "training.loss.name: 'training.loss' has no parts"),
        ("training.learning_rate", "fast", "training.learning_rate: expected a number, got "),
        ("training.learning_rate", -1.0, "training.learning_rate: expected 0 to 1000000"),
        ("network.layers.0.units", 2.5, "network.layers.0.units: expected a whole number"),
        ("network.layers.1.activation", "tan", "network.layers.1: activation 'tan' is unknown"),
    ],
)
def test_what_does_not_fit_is_named_by_its_path(path, value, message):
    with pytest.raises(SpecError) as caught:
        with_settings(Experiment(), {path: value})
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("training.learning_rate=0.1", "training.learning_rate", 0.1),
        ("data.dataset=spiral", "data.dataset", "spiral"),
        ('data.dataset="spiral"', "data.dataset", "spiral"),
        ("network.layers.0.bias=false", "network.layers.0.bias", False),
        ("training.stop.loss_below=null", "training.stop.loss_below", None),
        ('data.features=["x1","x2"]', "data.features", ["x1", "x2"]),
        ("a==b", "a", "=b"),
        ("a=", "a", ""),
    ],
)
def test_a_value_is_json_or_the_bare_word(text, path, value):
    assert parse_setting(text) == (path, value)


@pytest.mark.parametrize("text", ["training.learning_rate", "=3", ""])
def test_a_text_without_path_and_value_is_refused(text):
    with pytest.raises(SpecError, match=r"expected path=value, as in training\.learning_rate=0\.1"):
        parse_setting(text)
