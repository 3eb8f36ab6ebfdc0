"""The sine curve is a sine, and its noise is on the value only."""

import numpy as np
import pytest

from nnplayground.data.curves import sine
from nnplayground.data.draw import Draw


def test_sine_without_noise_is_the_sine_of_x_between_minus_6_and_6():
    curve = sine(Draw(5000, 0.0, 1))
    assert (curve.targets == np.sin(curve.raw)).all()
    assert curve.raw.min() == pytest.approx(-6.0, abs=0.01)
    assert curve.raw.max() == pytest.approx(6.0, abs=0.01)


def test_noise_adds_a_normal_deviation_of_nu_to_the_value_only():
    curve = sine(Draw(5000, 0.2, 1))
    assert (curve.raw == sine(Draw(5000, 0.0, 1)).raw).all()
    assert (curve.targets - np.sin(curve.raw)).std() == pytest.approx(0.2, rel=0.05)
