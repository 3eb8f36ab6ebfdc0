"""Where an axis has its ticks, and ranges that stay put while the numbers move a little."""

import math

Range = tuple[float, float]

_MANTISSAS = (1.0, 2.0, 5.0, 10.0)


def nice_step(span: float, count: int) -> float:
    """The smallest of 1, 2, 5 times a power of ten that cuts `span` in at most `count` parts."""
    rough = span / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(m * power for m in _MANTISSAS if m * power >= rough * (1 - 1e-9))


def linear_ticks(low: float, high: float, count: int) -> list[float]:
    """At most about `count` round numbers from `low` to `high`."""
    if not high > low:
        return []
    ticks = _multiples(low, high, nice_step(high - low, count))
    # one tick alone tells no scale
    return ticks if len(ticks) > 1 else _multiples(low, high, nice_step(high - low, 2 * count))


def _multiples(low: float, high: float, step: float) -> list[float]:
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def count_ticks(low: float, high: float, count: int) -> list[float]:
    """As `linear_ticks`, whole numbers only."""
    return [tick for tick in linear_ticks(low, high, count) if tick == round(tick)]


def log_ticks(low: float, high: float, count: int) -> list[float]:
    """Ticks on an axis of decades: `low`, `high` and the ticks are log10 of the numbers."""
    if not high > low:
        return []
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    if last - first >= 2 or count < 2:
        stride = max(1, math.ceil((last - first) / max(count, 1)))
        return [float(decade) for decade in range(last, first - 1, -stride)][::-1]
    ticks = []
    for decade in range(math.floor(low), math.ceil(high) + 1):
        ticks += [decade + math.log10(mantissa) for mantissa in _MANTISSAS[:3]]
    return [tick for tick in ticks if low - 1e-9 <= tick <= high + 1e-9]


def settled_range(previous: Range | None, low: float, high: float, parts: int = 8) -> Range:
    """A round range around `low` to `high`; the previous one for as long as it serves.

    It serves while the numbers lie inside and fill more than half of it.
    """
    if previous is not None:
        inside = previous[0] <= low and high <= previous[1]
        if inside and (high - low) > 0.5 * (previous[1] - previous[0]):
            return previous
    if not high > low:
        margin = abs(high) * 0.1 or 1.0
        low, high = low - margin, high + margin
    step = nice_step(high - low, parts)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def log_range(low: float, high: float) -> Range:
    """log10 of the round numbers (1, 2, 5 times a power of ten) around two positive ones."""
    bottom, top = _log_below(low), _log_above(high)
    return (bottom, top) if top - bottom > 0.3 else (bottom - 0.31, top + 0.31)


def _log_below(value: float) -> float:
    """log10 of the largest round number up to `value`."""
    exponent = math.floor(math.log10(value) + 1e-9)
    mantissa = value / 10.0**exponent
    return exponent + math.log10(max(m for m in _MANTISSAS if m <= mantissa * (1 + 1e-6)))


def _log_above(value: float) -> float:
    """log10 of the smallest round number from `value` on."""
    exponent = math.floor(math.log10(value) + 1e-9)
    mantissa = value / 10.0**exponent
    return exponent + math.log10(min(m for m in _MANTISSAS if m >= mantissa * (1 - 1e-6)))
