"""One sentence about a cell of the forward pass or the loss."""

from collections.abc import Callable

import numpy as np

from nnplayground.core.explain.answers import Show, answer
from nnplayground.core.explain.cells import Source


def _given(s: Source, show: Show) -> str:
    texts = {
        "X": "What the network is fed.",
        "Y": "The answer that is wanted.",
        "W": f"How much the layer's neuron {s.column + 1} listens to its input {s.row + 1}.",
        "b": f"What neuron {s.column + 1} starts from before any input counts.",
    }
    return texts.get(s.quantity.sort, "What the optimizer remembers from the steps before.")


def _sum(s: Source, show: Show) -> str:
    fed, W = s.array(s.operand(0))[s.row], s.array(s.operand(1))[:, s.column]
    parts = fed.astype(np.float64) * W
    largest = int(np.abs(parts).argmax())
    if not parts[largest]:
        return "All inputs that count are 0, so only the bias is left."
    way = "up" if parts[largest] > 0 else "down"
    source = "input" if s.quantity.layer == 1 else "neuron"
    return (
        f"Each input times its weight, added up; {source} {largest + 1} moves the sum most: "
        f"{way} by {show(abs(float(parts[largest])))}."
    )


def _activation(s: Source, show: Show) -> str:
    z = float(s.array(s.operand(0))[s.row, s.column])
    if s.activation == "softmax":
        return _share(s)
    return ACTIVATION_MEANINGS.get(s.activation, _curve)(z, s.value, show)


def _share(s: Source) -> str:
    row = s.array(s.quantity.key)[s.row]
    largest = int(row.argmax())
    text = f"Output {s.column + 1} gets {row[s.column]:.1%} of the whole; "
    if largest == s.column:
        return text + "that is the largest share, so it is the answer."
    return text + f"output {largest + 1} has the largest share, {row[largest]:.1%}."


def _curve(z: float, a: float, show: Show) -> str:
    return f"The weighted sum {show(z)} comes out as {show(a)}."


def _sigmoid(z: float, a: float, show: Show) -> str:
    if z == 0.0:
        return "The weighted sum is exactly 0, so the neuron is half active."
    side = "above" if z > 0 else "below"
    if abs(z) > 4.0:
        end = "1" if z > 0 else "0"
        return f"The weighted sum is far {side} 0, so the neuron is almost at {end}."
    half = "more" if z > 0 else "less"
    return f"The weighted sum is {side} 0, so the neuron is {half} than half active."


def _tanh(z: float, a: float, show: Show) -> str:
    if abs(z) > 2.5:
        return f"The weighted sum is far from 0, so tanh is almost at {'1' if z > 0 else '−1'}."
    if abs(z) < 0.5:
        return f"Near 0 tanh hardly bends: {show(z)} becomes {show(a)}."
    end = "1" if z > 0 else "−1"
    return f"tanh bends the weighted sum towards {end}: {show(z)} becomes {show(a)}."


def _relu(z: float, a: float, show: Show) -> str:
    if z > 0:
        return "The weighted sum is positive, so it passes as it is."
    return "The weighted sum is not positive, so the neuron is silent for this example."


def _identity(z: float, a: float, show: Show) -> str:
    return "The weighted sum passes as it is."


ACTIVATION_MEANINGS: dict[str, Callable[[float, float, Show], str]] = {
    "sigmoid": _sigmoid,
    "tanh": _tanh,
    "relu": _relu,
    "identity": _identity,
}


def _mask(s: Source, show: Show) -> str:
    if s.value:
        return "This neuron stays; it counts for more, since others are left out."
    return "This neuron is left out for this example in this iteration."


def _dropout(s: Source, show: Show) -> str:
    if not s.array(s.operand(1))[s.row, s.column]:
        return "The neuron is left out, so it hands on 0."
    return "The neuron stays and hands on a little more, since others are left out."


def _error(s: Source, show: Show) -> str:
    sign = "positive" if s.value > 0 else "negative" if s.value < 0 else "0"
    return f"{answer(s, show)}, so the error is {sign}."


def _losses(s: Source, show: Show) -> str:
    losses = s.array("losses")[:, 0]
    if len(losses) == 1 or not losses.any():
        return "What this example costs; 0 would be perfect."
    if s.row == int(losses.argmax()):
        return "This example costs most of all in the batch."
    return f"This example is {s.value / float(losses.sum()):.0%} of the batch's loss."


def _batch_loss(s: Source, show: Show) -> str:
    losses = s.array(s.operand(0))[:, 0]
    text = "What the step is to make smaller"
    if len(losses) == 1:
        return f"{text}."
    return f"{text}; example {int(losses.argmax()) + 1} of the batch adds most to it."


def _penalty(s: Source, show: Show) -> str:
    return "The price of large weights; biases are free."


def _objective(s: Source, show: Show) -> str:
    loss = float(s.array(s.operand(0))[0, 0])
    share = loss / s.value if s.value else 0.0
    return f"Loss and penalty together are what training lowers; the loss is {share:.0%} of it."


FORWARD_MEANINGS: dict[str, Callable[[Source, Show], str]] = {
    "given": _given,
    "product": _sum,
    "affine": _sum,
    "activation": _activation,
    "mask": _mask,
    "dropout": _dropout,
    "error": _error,
    "losses": _losses,
    "batch_loss": _batch_loss,
    "penalty": _penalty,
    "objective": _objective,
}
