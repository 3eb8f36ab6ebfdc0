"""Where the ink of pictures lies, and how wide the pen is, is found from the pictures."""

import numpy as np
import pytest

from nnplayground.data import load_resource
from nnplayground.data.draw import Draw
from nnplayground.data.placing import Placement, extent, middle
from nnplayground.data.rendered_digits import rendered_digits


def bar(top: int, bottom: int, left: int, right: int):
    """A picture of 28 x 28 pixels with a box of ink."""
    frame = np.zeros((28, 28))
    frame[top:bottom, left:right] = 1.0
    return frame


def test_middle_and_extent_of_a_bar():
    frame = bar(4, 24, 12, 15)
    assert middle(frame) == pytest.approx((14.0, 13.5))
    assert extent(frame) == 20.0
    assert extent(np.zeros((28, 28))) == 0.0


def test_a_placement_says_where_the_ink_is_and_how_wide_the_pen():
    placement = Placement.of(bar(4, 24, 12, 15).reshape(1, -1), (28, 28))
    assert placement.centre == pytest.approx((0.5, 13.5 / 28))
    assert placement.extent == pytest.approx(20 / 28)
    assert placement.pen * 28 == pytest.approx(3.0, rel=0.15)
    assert placement.is_writing


def test_rendered_digits_stand_in_the_middle_and_fill_seven_tenths():
    placement = Placement.of(rendered_digits(Draw(500, 0.0, 0)).raw, (28, 28))
    assert placement.centre == pytest.approx((0.5, 0.5), abs=0.02)
    assert placement.extent == pytest.approx(0.7, abs=0.03)
    assert placement.pen * 28 == pytest.approx(2.3, abs=0.4)  # they are drawn with 1.4 to 3.2


def test_scanned_digits_fill_their_frame():
    placement = Placement.of(load_resource("digits").raw, (8, 8))
    assert placement.extent == 1.0
    assert placement.is_writing


def test_photographs_are_no_writing_and_empty_pictures_have_no_placement_of_their_own():
    grey = np.linspace(0.3, 1.0, 28 * 28)[None, :]
    assert not Placement.of(grey, (28, 28)).is_writing
    assert Placement.of(np.zeros((3, 784)), (28, 28)) == Placement()
    assert Placement.of(np.zeros((0, 784)), (28, 28)) == Placement()
