"""Optimizers: a function of flat vectors plus explicit state (slots), one table entry each.

Conventions as in PyTorch 2. `theta`, `grad` and each slot are (P,); a step changes theta and the
slots in place. `scratch` is (2, P) room for intermediate results. `update` is the same as a formula
for one parameter, which the fused engine compiles.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.experiment import TrainingSpec


@dataclass(frozen=True)
class Step:
    """What an optimizer step reads and changes.

    Attributes:
        theta, grad: (P,); grad is the gradient of loss plus penalty.
        slots: (slots, P), the optimizer's own memory.
        weights: (P,) 1 where theta is a weight, 0 where it is a bias.
        scratch: (2, P).
        settings: the learning rate and the optimizer's own settings.
    """

    theta: FloatArray
    grad: FloatArray
    slots: FloatArray
    weights: FloatArray
    scratch: FloatArray
    settings: TrainingSpec


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
    np.multiply(s.grad, s.settings.learning_rate, s.scratch[0])
    np.subtract(s.theta, s.scratch[0], s.theta)


def _momentum(s: Step, t: int) -> None:
    """v = m v + g; theta -= lr v."""
    velocity = s.slots[0]
    velocity *= s.settings.momentum
    velocity += s.grad
    np.multiply(velocity, s.settings.learning_rate, s.scratch[0])
    np.subtract(s.theta, s.scratch[0], s.theta)


def _nesterov(s: Step, t: int) -> None:
    """v = m v + g; theta -= lr (g + m v)."""
    velocity = s.slots[0]
    velocity *= s.settings.momentum
    velocity += s.grad
    np.multiply(velocity, s.settings.momentum, s.scratch[0])
    np.add(s.scratch[0], s.grad, s.scratch[0])
    np.multiply(s.scratch[0], s.settings.learning_rate, s.scratch[0])
    np.subtract(s.theta, s.scratch[0], s.theta)


def _adagrad(s: Step, t: int) -> None:
    """s += g^2; theta -= lr g / (sqrt(s) + eps) (Duchi et al. 2011)."""
    update, root = s.scratch
    np.multiply(s.grad, s.grad, root)
    s.slots[0] += root
    _scaled_step(s, s.slots[0], s.grad, update, root)


def _rmsprop(s: Step, t: int) -> None:
    """s = d s + (1 - d) g^2; theta -= lr g / (sqrt(s) + eps) (Tieleman and Hinton 2012)."""
    update, root = s.scratch
    decay = s.settings.decay
    np.multiply(s.grad, s.grad, root)
    root *= 1.0 - decay
    s.slots[0] *= decay
    s.slots[0] += root
    _scaled_step(s, s.slots[0], s.grad, update, root)


def _scaled_step(
    s: Step, square: FloatArray, direction: FloatArray, update: FloatArray, root: FloatArray
) -> None:
    """theta -= lr * direction / (sqrt(square) + eps)."""
    np.sqrt(square, root)
    root += s.settings.epsilon
    np.divide(direction, root, update)
    update *= s.settings.learning_rate
    np.subtract(s.theta, update, s.theta)


def _adam(s: Step, t: int) -> None:
    """m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2;
    theta -= lr / (1 - b1^t) * m / (sqrt(v / (1 - b2^t)) + eps) (Kingma and Ba 2015).
    """
    first, second = s.slots
    update, root = s.scratch
    b1, b2 = s.settings.beta1, s.settings.beta2
    first *= b1
    np.multiply(s.grad, 1.0 - b1, update)
    first += update
    second *= b2
    np.multiply(s.grad, s.grad, root)
    root *= 1.0 - b2
    second += root
    np.sqrt(second, root)
    root *= 1.0 / np.sqrt(1.0 - b2**t)
    root += s.settings.epsilon
    np.divide(first, root, update)
    update *= s.settings.learning_rate / (1.0 - b1**t)
    np.subtract(s.theta, update, s.theta)


def _adamw(s: Step, t: int) -> None:
    """theta -= lr wd theta on weights, then Adam's step (Loshchilov and Hutter 2019)."""
    np.multiply(s.theta, s.weights, s.scratch[0])
    s.scratch[0] *= s.settings.learning_rate * s.settings.weight_decay
    np.subtract(s.theta, s.scratch[0], s.theta)
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
