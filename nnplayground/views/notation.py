"""How numbers of settings are written on screen, and read back from what a person types."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

THIN_SPACE = "\u2009"
_SPACES = str.maketrans("", "", f" {THIN_SPACE}\u00a0\u202f")


@dataclass(frozen=True)
class Notation:
    """How the numbers of one setting are written.

    Attributes:
        whole: whether only whole numbers are meant; then values are `int`.
        words: words that stand for a value, such as 'all' for 0.
        unit: written after the number, such as '%'.
        factor: the number on screen is the value times this.
    """

    whole: bool = False
    words: Mapping[str, float] = field(default_factory=dict)
    unit: str = ""
    factor: float = 1.0

    def text(self, value: float) -> str:
        """What stands on screen for a value."""
        for word, meaning in self.words.items():
            if value == meaning:
                return word
        number = number_text(value * self.factor)
        return f"{number} {self.unit}" if self.unit else number

    def value(self, text: str) -> float | None:
        """The value that a person typed, None where the text is no number.

        A comma may stand for the decimal point, spaces between thousands.
        """
        plain = text.strip().removesuffix(self.unit).translate(_SPACES).lower()
        if plain in self.words:
            return self.words[plain]
        try:
            number = float(plain.replace("−", "-").replace(",", "."))
        except ValueError:
            return None
        if not math.isfinite(number) or (self.whole and not number.is_integer()):
            return None
        return int(number) if self.whole else round(number / self.factor, 12)


def number_text(value: float) -> str:
    """A number in as few digits as it needs, thousands apart: '0.00001', '1 204 800'."""
    if value and not 1e-6 <= abs(value) < 1e15:
        mantissa, _, exponent = f"{value:g}".partition("e")
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    digits = np.format_float_positional(round(value, 12), trim="-")
    whole, point, fraction = digits.partition(".")
    grouped = f"{int(whole):,}".replace(",", THIN_SPACE) if len(whole) > 4 else whole
    return f"{grouped}{point}{fraction}".replace("-", "−")


def value_text(value: float, decimals: int = 3) -> str:
    """A number of the network to read off; 'no number' where it diverged."""
    if not math.isfinite(value):
        return "no number" if math.isnan(value) else ("∞" if value > 0 else "−∞")
    large = abs(value) >= 1000.0
    return (f"{value:.3g}" if large else f"{value:.{decimals}f}").replace("-", "−")
