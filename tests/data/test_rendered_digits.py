"""Drawn digits: the same for the same seed, of many hands, and learnable by 784-16-16-10."""

import numpy as np
import pytest

from nnplayground.core import Run, load_dataset
from nnplayground.data import DATASETS
from nnplayground.data.draw import Draw
from nnplayground.data.glyphs import CELLS_A_UNIT, GLYPHS, MARGIN, distances
from nnplayground.data.rendered_digits import rendered_digits

SUGGESTED = DATASETS["rendered_digits"].suggested


def digits(examples=300, noise=0.0, seed=0):
    return rendered_digits(Draw(examples, noise, seed))


def test_pictures_are_28_by_28_from_background_0_to_ink_1():
    made = digits()
    assert made.raw.shape == (300, 28 * 28)
    assert made.raw.min() == 0.0
    assert made.raw.max() == 1.0
    ink = made.raw.reshape(-1, 28, 28)
    assert (ink.sum(axis=(1, 2)) > 15).all()


def test_hardly_any_digit_touches_the_edge():
    ink = digits(2000).raw.reshape(-1, 28, 28)
    touching = ink[:, [0, -1], :].any(axis=(1, 2)) | ink[:, :, [0, -1]].any(axis=(1, 2))
    assert touching.mean() < 0.02


def test_the_same_seed_gives_the_same_digits_and_another_seed_others():
    np.testing.assert_array_equal(digits(seed=3).raw, digits(seed=3).raw)
    assert not np.array_equal(digits(seed=3).raw, digits(seed=4).raw)


def test_more_examples_begin_with_the_fewer_ones():
    few, many = digits(100), digits(300)
    np.testing.assert_array_equal(many.raw[:100], few.raw)
    np.testing.assert_array_equal(many.labels[:100], few.labels)


def test_every_class_is_there_about_as_often():
    counts = np.bincount(digits(3000).labels, minlength=10)
    assert counts.min() > 240
    assert counts.max() < 360


def test_noise_moves_pixels_and_keeps_them_between_0_and_1():
    clean, noisy = digits(), digits(noise=0.3)
    off = np.abs(noisy.raw - clean.raw)
    assert 0.0 < off.max() <= 0.3
    assert noisy.raw.min() >= 0.0
    assert noisy.raw.max() <= 1.0
    np.testing.assert_array_equal(noisy.labels, clean.labels)


@pytest.mark.parametrize("digit", range(10))
def test_each_digit_has_several_hands_and_the_pen_passes_its_strokes(digit):
    assert len(GLYPHS[digit]) >= 2
    for hand, strokes in enumerate(GLYPHS[digit]):
        table = distances(digit, hand)
        for x, y in (point for stroke in strokes for point in stroke.points):
            row, column = round((y + MARGIN) * CELLS_A_UNIT), round((x + MARGIN) * CELLS_A_UNIT)
            assert table[row, column] < 1.0 / CELLS_A_UNIT
        assert table[0, 0] > MARGIN


def test_the_network_of_13002_knobs_reads_ninety_percent_of_unseen_digits():
    assert SUGGESTED.network.title == "784-16-16-10"
    assert SUGGESTED.network.parameters == 13_002
    assert {layer.activation for layer in SUGGESTED.network.layers} == {"sigmoid"}
    run = Run(SUGGESTED.with_training(engine="numpy"), load_dataset(SUGGESTED.data))
    run.advance(5 * run.problem.iterations_per_epoch)
    assert (run.test_score().accuracy or 0.0) >= 0.90
