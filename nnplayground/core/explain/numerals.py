"""How numbers are printed in formulas."""

import math

_SUPERSCRIPTS = str.maketrans("-0123456789t", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹ᵗ")
FEWEST_DIGITS, MOST_DIGITS = 2, 10
# From here on a fixed number of decimals is harder to read than a power of ten.
_LARGE = 1e6


def shown(value: float, digits: int) -> str:
    """A number with `digits` decimals; with `digits` digits and a power of ten where too small.

    The minus is the mathematical one.
    """
    if math.isnan(value):
        return "NaN"
    if value == 0:
        value = 0.0  # not −0
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value != 0 and (abs(value) < 0.5 * 10.0**-digits or abs(value) >= _LARGE):
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        power = str(int(exponent)).translate(_SUPERSCRIPTS)
        return f"{mantissa}·10{power}".replace("-", "−")
    return f"{value:.{digits}f}".replace("-", "−")


def exact(value: float) -> str:
    """A setting such as 0.03 or 2 as a person wrote it."""
    text = f"{value:.6g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        power = f"10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
        text = power if mantissa == "1" else f"{mantissa}·{power}"
    return text.replace("-", "−")


def raised(text: str) -> str | None:
    """A whole number or t as an exponent; None for anything else."""
    return text.translate(_SUPERSCRIPTS) if text == "t" or text.isdecimal() else None


def unit_of_last_digit(value: float, digits: int) -> float:
    """What one more in the last printed digit of `shown(value, digits)` is worth."""
    if value != 0 and (abs(value) < 0.5 * 10.0**-digits or abs(value) >= _LARGE):
        return float(10.0 ** (math.floor(math.log10(abs(value))) - digits + 1))
    return float(10.0**-digits)
