"""How each optimizer's update is written as an operation on matrices."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Update:
    """One optimizer's update, written.

    Attributes:
        slots: for each slot how it changes; #0 is the slot before, #1 the gradient.
        step: the change of the parameters, with {minus} where a gradient is gone against and an
            adjustment is added; #0, #1, ... are the operands.
        operands: of the step: 'g' the gradient, 'theta' the parameters, else the new slot.
    """

    slots: dict[str, str]
    step: str
    operands: tuple[str, ...]


_MEAN = "β₁ · #0 + (1−β₁) · #1"
_SQUARE_MEAN = "β₂ · #0 + (1−β₂) · #1 ²"
_ADAM_STEP = "{minus}η/(1−β₁ᵗ) · #0 / ( √( #1 /(1−β₂ᵗ)) + ε )"
_ADAM_SLOTS = {"first_moment": _MEAN, "second_moment": _SQUARE_MEAN}

UPDATES: dict[str, Update] = {
    "sgd": Update({}, "{minus}η · #0", ("g",)),
    "momentum": Update({"velocity": "μ · #0 + #1"}, "{minus}η · #0", ("velocity",)),
    "nesterov": Update(
        {"velocity": "μ · #0 + #1"}, "{minus}η · ( #0 + μ · #1 )", ("g", "velocity")
    ),
    "adagrad": Update(
        {"square_sum": "#0 + #1 ²"}, "{minus}η · #0 / ( √ #1 + ε )", ("g", "square_sum")
    ),
    "rmsprop": Update(
        {"square_mean": "ρ · #0 + (1−ρ) · #1 ²"},
        "{minus}η · #0 / ( √ #1 + ε )",
        ("g", "square_mean"),
    ),
    "adam": Update(_ADAM_SLOTS, _ADAM_STEP, ("first_moment", "second_moment")),
    "adamw": Update(
        _ADAM_SLOTS,
        "−ηλ · #2 {plus_minus} η/(1−β₁ᵗ) · #0 / ( √( #1 /(1−β₂ᵗ)) + ε )",
        ("first_moment", "second_moment", "theta"),
    ),
}

# Slots whose sign goes with the gradient's; the others hold squares.
SIGNED_SLOTS = ("velocity", "first_moment")


def slot_of(sort: str) -> str:
    """The slot's name in the sort of a quantity: 'velocity' of 'new_velocity_W'."""
    return sort.removeprefix("new_").removesuffix("_W").removesuffix("_b")
