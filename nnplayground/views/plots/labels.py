"""Short texts for plots: numbers on axes, in legends and cells, and the names of parameters."""

import math

from nnplayground.core import ParameterLayout

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_THIN_SPACE = "\u2009"
# Suffixes of counts, largest first.
_COUNTS = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def short_count(value: float) -> str:
    """A count on an axis: 0, 250, 400k, 1.2M."""
    for unit, suffix in _COUNTS:
        if abs(value) >= unit:
            return with_minus(f"{value / unit:.10g}{suffix}")
    return with_minus(f"{value:.10g}")


def rounded_count(value: int) -> str:
    """A count in about three digits: 0, 741, 521k, 1.2M."""
    return short_count(float(f"{value:.3g}"))


def short_number(value: float) -> str:
    """A number on an axis: 0.01, 1e−3, 250."""
    size = abs(value)
    if size == 0.0:
        return "0"
    if 0.01 <= size < 1e5:
        return with_minus(f"{value:.6g}")
    mantissa, exponent = f"{value:.5e}".split("e")
    return with_minus(f"{float(mantissa):g}e{int(exponent)}")


def share(value: float) -> str:
    """A share of 1 on an axis: 95 %."""
    return f"{value * 100:.4g}{_THIN_SPACE}%"


def whole(value: int) -> str:
    """A whole number with thin spaces: 1 204 800."""
    return f"{value:,}".replace(",", _THIN_SPACE)


def loss_text(value: float | None) -> str:
    """A loss with at least 4 significant digits; a dash where there is none at all."""
    if value is None:
        return "–"
    if not math.isfinite(value):
        return "no number" if math.isnan(value) else "∞"
    if value and not 1e-3 <= abs(value) < 1e6:
        return _scientific(value, 3)
    if abs(value) >= 1e3:
        return with_minus(f"{value:.0f}")
    return with_minus(f"{value:#.4g}".rstrip(".")) if value else "0.000"


def accuracy_text(value: float | None) -> str:
    """An accuracy with one decimal, a dash where there is none; 100 % means all of them."""
    if value is None or math.isnan(value):
        return "–"
    percent = 100.0 if value >= 1.0 else min(value * 100.0, 99.9)
    return f"{percent:.1f}{_THIN_SPACE}%"


def parameter_text(value: float) -> str:
    """A weight or bias in a cell: −1.274, short enough for any size."""
    size = abs(value)
    if size < 100:
        return with_minus(f"{value:.3f}")
    if size < 1e5:
        return with_minus(f"{value:.1f}")
    if math.isfinite(value):
        return _scientific(value, 1)
    return "NaN" if math.isnan(value) else ("∞" if value > 0 else "−∞")


def with_minus(text: str) -> str:
    """The text with the sign of mathematics in place of the hyphen."""
    return text.replace("-", "−")


def superscript(number: int) -> str:
    """Digits set high."""
    return str(number).translate(_SUPERSCRIPTS)


def subscript(number: int) -> str:
    """Digits set low."""
    return str(number).translate(_SUBSCRIPTS)


def parameter_name(layout: ParameterLayout, index: int) -> str:
    """A parameter's name as mathematics: w¹₂₃ from input 2 to neuron 3 of layer 1, b¹₃."""
    layer, source, target = layout.place(index)
    if source == layout.network.sizes[layer]:
        return f"b{superscript(layer + 1)}{subscript(target + 1)}"
    comma = "," if source >= 9 or target >= 9 else ""
    return f"w{superscript(layer + 1)}{subscript(source + 1)}{comma}{subscript(target + 1)}"


def matrix_name(layout: ParameterLayout, layer: int) -> str:
    """What a layer's parameters are called: W¹ (2×4) and b¹."""
    inputs, units = layout.network.sizes[layer], layout.network.sizes[layer + 1]
    bias = f" and b{superscript(layer + 1)}" if layout.network.layers[layer].bias else ""
    return f"W{superscript(layer + 1)} ({inputs}×{units}){bias}"


def _scientific(value: float, decimals: int) -> str:
    mantissa, exponent = f"{value:.{decimals}e}".split("e")
    return with_minus(f"{mantissa}e{int(exponent)}")
