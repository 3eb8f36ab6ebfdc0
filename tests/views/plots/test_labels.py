import pytest

from nnplayground.core import LayerSpec, NetworkSpec, ParameterLayout
from nnplayground.views.plots import labels


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (250, "250"),
        (400_000, "400k"),
        (1_200_000, "1.2M"),
        (2_500_000_000, "2.5G"),
        (-1500, "−1.5k"),
    ],
)
def test_counts_are_short(value, text):
    assert labels.short_count(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.01, "0.01"), (0.001, "1e−3"), (2e-5, "2e−5"), (-250, "−250"), (1e6, "1e6")],
)
def test_numbers_on_an_axis_are_short(value, text):
    assert labels.short_number(value) == text


def test_thousands_stand_apart_by_thin_spaces():
    assert labels.whole(1204800) == "1\u2009204\u2009800"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0021041, "0.002104"),
        (1.0, "1.000"),
        (0.0, "0.000"),
        (0.4734, "0.4734"),
        (12.3456, "12.35"),
        (999.96, "1000"),
        (1234.5678, "1235"),
        (123456.7, "123457"),
        (12345678.9, "1.235e7"),
        (None, "–"),
        (float("nan"), "no number"),
        (float("inf"), "∞"),
        (1.5e-7, "1.500e−7"),
        (2.711e-4, "2.711e−4"),
    ],
)
def test_losses_have_four_digits(value, text):
    assert labels.loss_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "100.0"), (0.99999, "99.9"), (0.5, "50.0"), (0.29, "29.0"), (46 / 360, "12.8")],
)
def test_only_all_of_them_are_a_hundred_percent(value, text):
    assert labels.accuracy_text(value) == f"{text}\u2009%"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-1.2741, "−1.274"),
        (0.0, "0.000"),
        (123.456, "123.5"),
        (-1e7, "−1.0e7"),
        (float("nan"), "NaN"),
        (float("-inf"), "−∞"),
    ],
)
def test_a_cells_number_fits_a_cell(value, text):
    assert labels.parameter_text(value) == text
    assert len(text) <= 7


def test_parameters_are_called_as_in_mathematics_counted_from_1():
    layout = ParameterLayout(NetworkSpec())
    assert labels.parameter_name(layout, layout.weight_index(0, 1, 2)) == "w¹₂₃"
    assert labels.parameter_name(layout, layout.bias_index(2, 0)) == "b³₁"


def test_indices_of_two_digits_are_told_apart():
    layout = ParameterLayout(NetworkSpec(20, (LayerSpec(20), LayerSpec(1))))
    one = labels.parameter_name(layout, layout.weight_index(0, 0, 11))
    other = labels.parameter_name(layout, layout.weight_index(0, 10, 1))
    assert (one, other) == ("w¹₁,₁₂", "w¹₁₁,₂")


def test_a_layers_matrix_tells_its_shape():
    layout = ParameterLayout(NetworkSpec(2, (LayerSpec(4), LayerSpec(1, bias=False))))
    assert labels.matrix_name(layout, 0) == "W¹ (2×4) and b¹"
    assert labels.matrix_name(layout, 1) == "W² (4×1)"
