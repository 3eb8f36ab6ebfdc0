"""Dropout masks follow from (seed, iteration, layer) and are as random as they should be."""

import numpy as np
import pytest

from nnplayground.core.dropout import GOLDEN, fill_mask, key, mix, threshold

# The first numbers of splitmix64 from state 0, from its authors' C program.
SPLITMIX64 = (0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F)


def mask(rate=0.3, seed=1, iteration=2, layer=0, shape=(40, 50)):
    out = np.empty(shape)
    fill_mask(out, rate, seed, iteration, layer)
    return out


def test_the_hash_is_splitmix64():
    numbers = tuple(mix(n * GOLDEN & (1 << 64) - 1) for n in (1, 2, 3))
    assert numbers == SPLITMIX64


def test_an_array_of_hashes_is_the_hash_of_each_counter():
    first = key(7, 11, 2)
    dropped = [mix((first + n * GOLDEN) & (1 << 64) - 1) < threshold(0.4) for n in range(1, 13)]
    assert (mask(0.4, 7, 11, 2, (3, 4)).ravel() == 0.0).tolist() == dropped


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.9])
def test_the_share_dropped_is_the_rate_and_the_mean_stays(rate):
    values = mask(rate, shape=(200, 500))
    assert np.mean(values == 0.0) == pytest.approx(rate, abs=0.005)
    assert np.unique(values).tolist() == pytest.approx([0.0, 1.0 / (1.0 - rate)])


def test_no_rate_drops_nothing():
    assert (mask(0.0) == 1.0).all()


@pytest.mark.parametrize("other", [{"seed": 2}, {"iteration": 3}, {"layer": 1}])
def test_seed_iteration_and_layer_each_give_another_mask(other):
    first, second = mask() == 0.0, mask(**other) == 0.0
    both = np.mean(first & second)
    assert both == pytest.approx(0.09, abs=0.02)


def test_neighbours_are_dropped_independently():
    dropped = mask(0.5, shape=(300, 300)) == 0.0
    assert np.mean(dropped[1:] & dropped[:-1]) == pytest.approx(0.25, abs=0.01)
    assert np.mean(dropped[:, 1:] & dropped[:, :-1]) == pytest.approx(0.25, abs=0.01)


def test_single_precision_has_the_same_mask():
    single = np.empty((40, 50), np.float32)
    fill_mask(single, 0.3, 1, 2, 0)
    assert np.array_equal(single == 0.0, mask() == 0.0)
