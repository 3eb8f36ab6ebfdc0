"""Initial values follow their rule, their seed and nothing else."""

import numpy as np
import pytest

from nnplayground.core import INITIALIZERS, Initializer, LayerSpec, Network, NetworkSpec, SpecError
from nnplayground.core.initializers import initial_values
from nnplayground.core.random import Stream, generator

INPUTS, UNITS = 300, 200


def drawn(rule, seed=0):
    """Weights of a layer with INPUTS and UNITS."""
    random = generator(seed, Stream.WEIGHTS)
    return initial_values(rule, (INPUTS, UNITS), INPUTS, UNITS, random)


# (rule, mean, standard deviation, bound) as its definition says
RULES = {
    "uniform": (Initializer("uniform", low=-2.0, high=4.0), 1.0, 6 / np.sqrt(12), (-2.0, 4.0)),
    "normal": (Initializer("normal", mean=3.0, std=0.5), 3.0, 0.5, None),
    "constant": (Initializer("constant", value=0.25), 0.25, 0.0, (0.25, 0.25)),
    "glorot_uniform": (Initializer("glorot_uniform"), 0.0, np.sqrt(2 / 500), (-0.10955, 0.10955)),
    "glorot_normal": (Initializer("glorot_normal"), 0.0, np.sqrt(2 / 500), None),
    "he_uniform": (Initializer("he_uniform"), 0.0, np.sqrt(2 / 300), (-0.14143, 0.14143)),
    "he_normal": (Initializer("he_normal"), 0.0, np.sqrt(2 / 300), None),
    "random_state": (
        Initializer("random_state", low=-1.0, high=1.0, seed=1),
        0.0,
        2 / np.sqrt(12),
        (-1.0, 1.0),
    ),
}


def test_every_kind_is_here():
    assert set(RULES) == set(INITIALIZERS)


@pytest.mark.parametrize("kind", RULES)
def test_values_have_the_mean_and_spread_of_their_definition(kind):
    rule, mean, std, bounds = RULES[kind]
    values = drawn(rule)
    assert values.shape == (INPUTS, UNITS)
    assert values.mean() == pytest.approx(mean, abs=5 * std / np.sqrt(values.size) + 1e-12)
    assert values.std() == pytest.approx(std, rel=0.02, abs=1e-12)
    if bounds:
        low, high = bounds
        assert values.min() >= low
        assert values.max() <= high
        assert values.min() <= low + 0.01 * (high - low)
        assert values.max() >= high - 0.01 * (high - low)


@pytest.mark.parametrize("kind", sorted(set(RULES) - {"constant", "random_state"}))
def test_another_seed_gives_other_values_and_the_same_seed_the_same(kind):
    rule = RULES[kind][0]
    np.testing.assert_array_equal(drawn(rule, 7), drawn(rule, 7))
    assert not np.array_equal(drawn(rule, 7), drawn(rule, 8))


def test_random_state_is_the_articles_generator_bit_for_bit():
    rule = Initializer("random_state", low=-1.0, high=1.0, seed=1)
    random = generator(99, Stream.WEIGHTS)
    ours = initial_values(rule, (3, 1), 3, 1, random)
    np.testing.assert_array_equal(ours, 2 * np.random.RandomState(1).rand(3, 1) - 1)


def test_numpys_global_state_is_left_alone():
    before = np.random.get_state()[1].copy()  # type: ignore[index]  # noqa: NPY002
    for rule, *_ in RULES.values():
        drawn(rule)
    after = np.random.get_state()[1]  # type: ignore[index]  # noqa: NPY002
    np.testing.assert_array_equal(before, after)


def test_every_layer_draws_its_own_values():
    network = Network(NetworkSpec(3, (LayerSpec(3), LayerSpec(3), LayerSpec(3))))
    first, second, third = (W.ravel().tolist() for W in network.weights)
    assert len({*first, *second, *third}) == 27


def test_a_layers_values_do_not_depend_on_the_other_layers():
    alone = Network(NetworkSpec(2, (LayerSpec(4),)), seed=5)
    first = Network(NetworkSpec(2, (LayerSpec(4), LayerSpec(7), LayerSpec(1))), seed=5)
    np.testing.assert_array_equal(alone.weights[0], first.weights[0])


def test_weights_and_biases_take_their_own_rules():
    layer = LayerSpec(
        50,
        weight_initializer=Initializer("constant", value=2.0),
        bias_initializer=Initializer("uniform", low=5.0, high=6.0),
    )
    network = Network(NetworkSpec(2, (layer,)))
    assert (network.weights[0] == 2.0).all()
    assert ((network.biases[0] >= 5.0) & (network.biases[0] < 6.0)).all()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"kind": "zeros"}, "initializer 'zeros' is unknown; known are uniform, normal, constant"),
        ({"low": 1.0, "high": 0.0}, "initializer 'uniform': low 1.0 is above high 0.0"),
        ({"kind": "normal", "std": -1.0}, "initializer 'normal': std -1.0 is negative"),
        ({"seed": -1}, "initializer 'uniform': seed -1 is not in 0 .. 2^32 - 1"),
        ({"seed": 2**32}, "initializer 'uniform': seed 4294967296 is not"),
        ({"value": 1e7}, "initializer 'uniform': value 10000000.0 is not in -1e+06 .. 1e+06"),
        ({"low": -1e300}, "initializer 'uniform': low -1e+300 is not in -1e+06 .. 1e+06"),
        ({"mean": float("nan")}, "initializer 'uniform': mean nan is not in -1e+06 .. 1e+06"),
    ],
)
def test_a_rule_that_cannot_work_is_refused_by_name(settings, message):
    with pytest.raises(SpecError) as caught:
        Initializer(**settings)
    assert str(caught.value).startswith(message)


def test_the_largest_allowed_values_fit_float32():
    rule = Initializer("uniform", low=-1e6, high=1e6)
    layer = LayerSpec(5, weight_initializer=rule, bias_initializer=rule)
    assert np.isfinite(Network(NetworkSpec(2, (layer,)), precision="float32").theta).all()
