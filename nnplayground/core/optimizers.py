"""Optimizers: a function of flat vectors plus explicit state (slots), one table entry each.

Conventions as in PyTorch 2. `step` changes theta and the slots in place, a block of parameters that
fits the processor's cache at a time; `update` is the same as a formula for one parameter, which the
fused engine compiles.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.experiment import TrainingSpec
from nnplayground.core.layout import ParameterLayout

# Parameters that a step goes through at a time: all its arrays stay in the cache meanwhile.
BLOCK = 16_384


@dataclass(frozen=True)
class Constants:
    """An optimizer's numbers as arrays without dimensions, which calls take faster than numbers.

    Attributes:
        rest_of_decay, ...: 1 minus it.
        scaled_rate, scaled_epsilon: of adam and adamw, written anew in each step.
        others: as in `TrainingSpec`.
    """

    learning_rate: FloatArray
    momentum: FloatArray
    decay: FloatArray
    rest_of_decay: FloatArray
    beta1: FloatArray
    rest_of_beta1: FloatArray
    beta2: FloatArray
    rest_of_beta2: FloatArray
    epsilon: FloatArray
    scaled_rate: FloatArray
    scaled_epsilon: FloatArray

    @classmethod
    def of(cls, training: TrainingSpec, dtype: np.dtype[Any]) -> "Constants":
        """The constants in a precision."""

        def value(name: str) -> float:
            if name.startswith("rest_of_"):
                return 1.0 - value(name.removeprefix("rest_of_"))
            return float(getattr(training, name, 0.0))

        names = [field.name for field in fields(cls)]
        return cls(**{name: np.array(value(name), dtype) for name in names})


@dataclass(frozen=True)
class Step:
    """What an optimizer step reads and changes: all parameters, or a block of them.

    Attributes:
        theta, grad: (n,); grad is the gradient of loss plus penalty.
        slots: the optimizer's own memory, each (n,).
        decayed: (n,), learning rate times weight decay where theta is a weight, else 0.
        scratch: (n,).
        settings: the learning rate and the optimizer's own settings.
        c: the same as arrays.
    """

    theta: FloatArray
    grad: FloatArray
    slots: tuple[FloatArray, ...]
    decayed: FloatArray
    scratch: FloatArray
    settings: TrainingSpec
    c: Constants


def steps_of(
    layout: ParameterLayout,
    training: TrainingSpec,
    theta: FloatArray,
    grad: FloatArray,
    slots: FloatArray,
) -> list[Step]:
    """The blocks of theta (P,), grad (P,) and slots (slots, P), as an optimizer takes them."""
    c = Constants.of(training, theta.dtype)
    decay = training.learning_rate * training.weight_decay
    decayed = (layout.weights_mask() * decay).astype(theta.dtype)
    scratch = np.empty_like(theta[:BLOCK])
    steps = []
    for start in range(0, len(theta), BLOCK):
        part = slice(start, min(start + BLOCK, len(theta)))
        room = scratch[: part.stop - part.start]
        own = tuple(slot[part] for slot in slots)
        steps.append(Step(theta[part], grad[part], own, decayed[part], room, training, c))
    return steps


class Coefficients(NamedTuple):
    """An optimizer's numbers in step t.

    Attributes:
        step_size: learning_rate / (1 - beta1^t), of adam and adamw.
        root_scale: 1 / sqrt(1 - beta2^t), of adam and adamw.
        others: as in `TrainingSpec`.
    """

    learning_rate: float
    momentum: float
    decay: float
    beta1: float
    beta2: float
    epsilon: float
    weight_decay: float
    step_size: float
    root_scale: float


# (coefficients, theta, grad, weight, slot 0, slot 1) -> (theta, slot 0, slot 1), where weight is 1
# for weights and 0 for biases, and an optimizer without a slot hands it back as it is.
Update = Callable[[Coefficients, Any, Any, Any, Any, Any], tuple[Any, Any, Any]]


@dataclass(frozen=True)
class Optimizer:
    """One optimizer.

    Attributes:
        label: what a person reads.
        slots: names of its slots, each a vector as long as theta that starts at 0.
        settings: fields of `TrainingSpec` that it uses besides learning_rate.
        formula: the update as text, with g the gradient and t the step's number from 1.
        step: `step(step, t)` does one update in place.
        update: one parameter's new value and slots; see `Update`.
    """

    label: str
    slots: tuple[str, ...]
    settings: tuple[str, ...]
    formula: str
    step: Callable[[Step, int], None]
    update: Update


def _sgd(s: Step, t: int) -> None:
    """theta -= lr g."""
    np.multiply(s.grad, s.c.learning_rate, s.scratch)
    np.subtract(s.theta, s.scratch, s.theta)


def _momentum(s: Step, t: int) -> None:
    """v = m v + g; theta -= lr v."""
    (velocity,) = s.slots
    np.multiply(velocity, s.c.momentum, velocity)
    np.add(velocity, s.grad, velocity)
    np.multiply(velocity, s.c.learning_rate, s.scratch)
    np.subtract(s.theta, s.scratch, s.theta)


def _nesterov(s: Step, t: int) -> None:
    """v = m v + g; theta -= lr (g + m v)."""
    (velocity,) = s.slots
    np.multiply(velocity, s.c.momentum, velocity)
    np.add(velocity, s.grad, velocity)
    np.multiply(velocity, s.c.momentum, s.scratch)
    np.add(s.scratch, s.grad, s.scratch)
    np.multiply(s.scratch, s.c.learning_rate, s.scratch)
    np.subtract(s.theta, s.scratch, s.theta)


def _adagrad(s: Step, t: int) -> None:
    """s += g^2; theta -= lr g / (sqrt(s) + eps) (Duchi et al. 2011)."""
    (square,) = s.slots
    np.multiply(s.grad, s.grad, s.scratch)
    np.add(square, s.scratch, square)
    _scaled_step(s, square, s.grad, s.c.learning_rate, s.c.epsilon)


def _rmsprop(s: Step, t: int) -> None:
    """s = d s + (1 - d) g^2; theta -= lr g / (sqrt(s) + eps) (Tieleman and Hinton 2012)."""
    (square,) = s.slots
    _approach_square(s, square, s.c.decay, s.c.rest_of_decay)
    _scaled_step(s, square, s.grad, s.c.learning_rate, s.c.epsilon)


def _approach_square(s: Step, mean: FloatArray, decay: FloatArray, rest: FloatArray) -> None:
    """mean = decay * mean + rest * g^2."""
    np.multiply(mean, decay, mean)
    np.multiply(s.grad, s.grad, s.scratch)
    np.multiply(s.scratch, rest, s.scratch)
    np.add(mean, s.scratch, mean)


def _scaled_step(
    s: Step, square: FloatArray, direction: FloatArray, rate: FloatArray, epsilon: FloatArray
) -> None:
    """theta -= rate * direction / (sqrt(square) + epsilon)."""
    np.sqrt(square, s.scratch)
    np.add(s.scratch, epsilon, s.scratch)
    np.divide(direction, s.scratch, s.scratch)
    np.multiply(s.scratch, rate, s.scratch)
    np.subtract(s.theta, s.scratch, s.theta)


def _adam(s: Step, t: int) -> None:
    """m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2;
    theta -= lr / (1 - b1^t) * m / (sqrt(v / (1 - b2^t)) + eps), with both corrections drawn into
    the rate and into eps (Kingma and Ba 2015, end of section 2).
    """
    first, second = s.slots
    np.multiply(first, s.c.beta1, first)
    np.multiply(s.grad, s.c.rest_of_beta1, s.scratch)
    np.add(first, s.scratch, first)
    _approach_square(s, second, s.c.beta2, s.c.rest_of_beta2)
    settings, root = s.settings, math.sqrt(1.0 - s.settings.beta2**t)
    s.c.scaled_rate[...] = settings.learning_rate * root / (1.0 - settings.beta1**t)
    s.c.scaled_epsilon[...] = settings.epsilon * root
    _scaled_step(s, second, first, s.c.scaled_rate, s.c.scaled_epsilon)


def _adamw(s: Step, t: int) -> None:
    """theta -= lr wd theta on weights, then Adam's step (Loshchilov and Hutter 2019)."""
    np.multiply(s.theta, s.decayed, s.scratch)
    np.subtract(s.theta, s.scratch, s.theta)
    _adam(s, t)


def _sgd_update(c: Coefficients, theta: Any, g: Any, weight: Any, s0: Any, s1: Any) -> Any:
    return theta - c.learning_rate * g, s0, s1


def _momentum_update(c: Coefficients, theta: Any, g: Any, weight: Any, v: Any, s1: Any) -> Any:
    v = c.momentum * v + g
    return theta - c.learning_rate * v, v, s1


def _nesterov_update(c: Coefficients, theta: Any, g: Any, weight: Any, v: Any, s1: Any) -> Any:
    v = c.momentum * v + g
    return theta - c.learning_rate * (c.momentum * v + g), v, s1


def _adagrad_update(c: Coefficients, theta: Any, g: Any, weight: Any, s: Any, s1: Any) -> Any:
    s = s + g * g
    return theta - c.learning_rate * (g / (np.sqrt(s) + c.epsilon)), s, s1


def _rmsprop_update(c: Coefficients, theta: Any, g: Any, weight: Any, s: Any, s1: Any) -> Any:
    s = c.decay * s + (1.0 - c.decay) * (g * g)
    return theta - c.learning_rate * (g / (np.sqrt(s) + c.epsilon)), s, s1


def _adam_update(c: Coefficients, theta: Any, g: Any, weight: Any, m: Any, v: Any) -> Any:
    m = c.beta1 * m + (1.0 - c.beta1) * g
    v = c.beta2 * v + (1.0 - c.beta2) * (g * g)
    denominator = np.sqrt(v) * c.root_scale + c.epsilon
    return theta - c.step_size * (m / denominator), m, v


def _adamw_update(c: Coefficients, theta: Any, g: Any, weight: Any, m: Any, v: Any) -> Any:
    m = c.beta1 * m + (1.0 - c.beta1) * g
    v = c.beta2 * v + (1.0 - c.beta2) * (g * g)
    denominator = np.sqrt(v) * c.root_scale + c.epsilon
    decayed = theta - (c.learning_rate * c.weight_decay) * (weight * theta)
    return decayed - c.step_size * (m / denominator), m, v


_ADAM_SETTINGS = ("beta1", "beta2", "epsilon")

OPTIMIZERS: dict[str, Optimizer] = {
    "sgd": Optimizer("SGD", (), (), "θ ← θ - η g", _sgd, _sgd_update),
    "momentum": Optimizer(
        "Momentum",
        ("velocity",),
        ("momentum",),
        "v ← μ v + g; θ ← θ - η v",
        _momentum,
        _momentum_update,
    ),
    "nesterov": Optimizer(
        "Nesterov",
        ("velocity",),
        ("momentum",),
        "v ← μ v + g; θ ← θ - η (g + μ v)",
        _nesterov,
        _nesterov_update,
    ),
    "adagrad": Optimizer(
        "Adagrad",
        ("square_sum",),
        ("epsilon",),
        "s ← s + g²; θ ← θ - η g / (√s + ε)",
        _adagrad,
        _adagrad_update,
    ),
    "rmsprop": Optimizer(
        "RMSprop",
        ("square_mean",),
        ("decay", "epsilon"),
        "s ← ρ s + (1 - ρ) g²; θ ← θ - η g / (√s + ε)",
        _rmsprop,
        _rmsprop_update,
    ),
    "adam": Optimizer(
        "Adam",
        ("first_moment", "second_moment"),
        _ADAM_SETTINGS,
        "m ← β₁ m + (1 - β₁) g; v ← β₂ v + (1 - β₂) g²; "
        "θ ← θ - η/(1 - β₁ᵗ) m / (√(v/(1 - β₂ᵗ)) + ε)",
        _adam,
        _adam_update,
    ),
    "adamw": Optimizer(
        "AdamW",
        ("first_moment", "second_moment"),
        (*_ADAM_SETTINGS, "weight_decay"),
        "W ← W - η λ W; then as Adam",
        _adamw,
        _adamw_update,
    ),
}
