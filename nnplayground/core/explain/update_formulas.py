"""Each optimizer's own update of one parameter as a formula."""

from collections.abc import Callable

from nnplayground.core.explain.cells import Source
from nnplayground.core.explain.expression import (
    Call,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Sum,
)

_ONE, _TWO = Number(1.0), Number(2.0)


def _setting(source: Source, name: str) -> Number:
    return Number(float(getattr(source.training, name)), _SYMBOLS[name])


_SYMBOLS = {
    "learning_rate": "η",
    "momentum": "μ",
    "decay": "ρ",
    "beta1": "β₁",
    "beta2": "β₂",
    "epsilon": "ε",
    "weight_decay": "λ",
}


def _mean(source: Source, setting: str, fresh: Expression) -> Expression:
    """share * the slot before + (1 - share) * fresh."""
    share = _setting(source, setting)
    return Sum((share * source.here(0), Product((_ONE - share, fresh))))


def _square(source: Source) -> Expression:
    return Power(source.here(1), _TWO)


# How each slot changes; operands are the slot before and the gradient.
SLOT_FORMULAS: dict[str, Callable[[Source], Expression]] = {
    "velocity": lambda s: Sum((_setting(s, "momentum") * s.here(0), s.here(1))),
    "square_sum": lambda s: Sum((s.here(0), _square(s))),
    "square_mean": lambda s: _mean(s, "decay", _square(s)),
    "first_moment": lambda s: _mean(s, "beta1", s.here(1)),
    "second_moment": lambda s: _mean(s, "beta2", _square(s)),
}


def _against(source: Source, expression: Expression) -> Expression:
    """Against a gradient, along an adjustment."""
    return Negative(expression) if source.trace.notation.sign > 0 else expression


def _plain(s: Source) -> Expression:
    return _against(s, _setting(s, "learning_rate") * s.here(0))


def _nesterov(s: Source) -> Expression:
    ahead = Sum((s.here(0), _setting(s, "momentum") * s.here(1)))
    return _against(s, _setting(s, "learning_rate") * ahead)


def _scaled(s: Source) -> Expression:
    root = Sum((Call("sqrt", (s.here(1),)), _setting(s, "epsilon")))
    return _against(s, _setting(s, "learning_rate") * s.here(0) / root)


def _adam(s: Source) -> Expression:
    return _against(s, _adam_size(s))


def _adam_size(s: Source) -> Expression:
    t = Number(float(s.time), "t")
    rate = _setting(s, "learning_rate") / (_ONE - Power(_setting(s, "beta1"), t))
    square = s.here(1) / (_ONE - Power(_setting(s, "beta2"), t))
    return rate * s.here(0) / Sum((Call("sqrt", (square,)), _setting(s, "epsilon")))


def _adamw(s: Source) -> Expression:
    if len(s.quantity.operands) == 2:
        return _adam(s)
    decay = Product((_setting(s, "learning_rate"), _setting(s, "weight_decay"), s.here(2)))
    return Sum((Negative(decay), _against(s, _adam_size(s))))


# The step of a parameter; operands as in core.trace.updates.
STEP_FORMULAS: dict[str, Callable[[Source], Expression]] = {
    "sgd": _plain,
    "momentum": _plain,
    "nesterov": _nesterov,
    "adagrad": _scaled,
    "rmsprop": _scaled,
    "adam": _adam,
    "adamw": _adamw,
}
