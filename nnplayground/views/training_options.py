"""What the training panel offers: tables of choices, each with its explanation in plain words."""

from dataclasses import dataclass

from nnplayground.core import LOSSES, OPTIMIZERS
from nnplayground.views.binding import Option

# TensorFlow Playground's lists.
LEARNING_RATES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
PENALTY_RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
FIRST_PENALTY_RATE = 0.001


@dataclass(frozen=True)
class OwnSetting:
    """How a setting of an optimizer is shown.

    Attributes:
        label: what stands before it, with its letter in the optimizer's formula.
        tooltip: what it does, in plain words.
        numbers: to choose from.
        expectation: what may be typed.
        advanced: whether it stands under 'Advanced', because it is seldom changed.
    """

    label: str
    tooltip: str
    numbers: tuple[float, ...]
    advanced: bool = False
    expectation: str = "a number of 0 or more, below 1"


_CLOSE_TO_ONE = (0.8, 0.9, 0.95, 0.99, 0.999)

OWN_SETTINGS = {
    "momentum": OwnSetting(
        "Momentum μ", "How much of the last step is kept in the next", (0.0, 0.5, *_CLOSE_TO_ONE)
    ),
    "decay": OwnSetting(
        "Decay ρ", "How slowly the mean of squared gradients forgets", _CLOSE_TO_ONE
    ),
    "beta1": OwnSetting("Beta β₁", "How slowly the mean of gradients forgets", _CLOSE_TO_ONE, True),
    "beta2": OwnSetting(
        "Beta β₂",
        "How slowly the mean of squared gradients forgets",
        (*_CLOSE_TO_ONE, 0.9999),
        True,
    ),
    "epsilon": OwnSetting(
        "Epsilon ε",
        "Keeps the division from exploding where gradients are tiny",
        (1e-10, 1e-8, 1e-7, 1e-5, 1e-3),
        True,
        "a number from 0 to 1",
    ),
    "weight_decay": OwnSetting(
        "Decay λ",
        "How much every weight shrinks in a step, apart from the gradient",
        (0.0, 0.0001, 0.001, 0.01, 0.1),
        expectation="a number of 0 or more",
    ),
}

PENALTIES = {
    "none": Option("none", "Weights may grow as they like"),
    "l1": Option("L1", "λ₁ Σ |w|: pulls weights to 0, many become exactly 0"),
    "l2": Option("L2", "λ₂/2 Σ w²: pulls large weights back"),
    "both": Option("L1 + L2", "λ₁ Σ |w| + λ₂/2 Σ w²"),
}

OPTIMIZER_OPTIONS = {
    key: Option(
        optimizer.label, f"{optimizer.formula}\n(θ parameters, g gradient, η learning rate)"
    )
    for key, optimizer in OPTIMIZERS.items()
}
LOSS_OPTIONS = {
    key: Option(loss.label[0].upper() + loss.label[1:], f"{loss.formula}\n(a output, y target)")
    for key, loss in LOSSES.items()
}

ADVANCED = {
    "reduction": (
        "Reduction",
        {
            "mean": Option("mean", "The gradient is the mean over the examples of a batch"),
            "sum": Option("sum", "The gradient is the sum over the examples of a batch"),
        },
    ),
    "order": (
        "Order",
        {
            "shuffled": Option("shuffled", "The examples come in another order each epoch"),
            "given": Option("as given", "The examples come in the same order each epoch"),
        },
    ),
    "precision": (
        "Precision",
        {
            "float64": Option("64 bit", "About 16 decimal digits"),
            "float32": Option("32 bit", "About 7 decimal digits, as most networks are trained"),
        },
    ),
    "engine": (
        "Engine",
        {
            "auto": Option("automatic", "The faster one for this network"),
            "numpy": Option("NumPy", "Plain NumPy: the reference, fast for wide layers"),
            "fused": Option("fused", "One compiled loop: fast for small networks"),
        },
    ),
}

STOPS = {
    "iterations": ("At iteration", (0, 100, 1000, 10_000, 100_000, 1_000_000)),
    "epochs": ("At epoch", (0, 1, 10, 100, 1000, 10_000)),
}
